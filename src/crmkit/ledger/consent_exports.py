"""Keep what an export of another program said about consent, and list what stands against it."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from crmkit.backends.chunking import in_chunks
from crmkit.consent.conflicts import Conflict, conflicts
from crmkit.consent.coverage import GRANTS
from crmkit.consent.keyed import Keyring
from crmkit.consent.policy import Policy
from crmkit.intake.exports.outcome import ConsentExport
from crmkit.ledger.keeper import Keeper
from crmkit.records import ConsentEvent

_CHUNK: Final = 2000

_TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "en": (
        "{kept} acts are new.",
        "{conflicts} consents change nothing, since something stands against them:",
    ),
    "fr": (
        "{kept} actes sont nouveaux.",
        "{conflicts} consentements ne changent rien, car quelque chose s'y oppose :",
    ),
}


@frozen(kw_only=True)
class ConsentImport:
    """What became of an export.

    Attributes:
        export: what was read, and what was not.
        kept: acts that were new to the base.
        conflicts: consents of the export against which something stands that was known before, at the same contact
            point. They are kept, and change nothing: an import lifts no stop.
    """

    export: ConsentExport
    kept: int
    conflicts: tuple[Conflict, ...] = field(repr=False)

    def describe(self, language: str = "en") -> str:
        """Say in words what became of it.

        Raises:
            UnknownNameError: for a language other than "en" and "fr".
        """
        lines = [self.export.describe(language), _TEXTS[language][0].format(kept=self.kept)]
        if self.conflicts:
            why = Counter(one.explain(language) for one in self.conflicts)
            lines.append(_TEXTS[language][1].format(conflicts=len(self.conflicts)))
            lines += [f"  {count}: {told}" for told, count in sorted(why.items())]
        return "\n".join(lines)


def keep_export(keeper: Keeper, export: ConsentExport, *, policy: Policy, keyring: Keyring | None) -> ConsentImport:
    """Keep the acts of an export, whole or not at all; a second time without effect."""
    found: list[Conflict] = []
    kept = 0
    with keeper.backend.transaction():
        for chunk in in_chunks(export.acts, _CHUNK):
            known = keeper.ledger.consents_about(_names(chunk, keyring))
            found += conflicts(chunk, known, policy=policy, at=keeper.now(), keyring=keyring)
            kept += len(keeper.ledger.append(chunk))
        keeper.journal("record", f"consents of an export of {export.tool}", kept)
    return ConsentImport(export=export, kept=kept, conflicts=tuple(found))


def _names(acts: list[ConsentEvent], keyring: Keyring | None) -> set[str]:
    points = {one.point for one in acts if one.act in GRANTS}
    return points | {name for point in points for name in (keyring.names("point", point) if keyring else ())}
