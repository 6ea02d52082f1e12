"""Take a change back: by a further judgement, so that both acts stay in the log."""

from collections.abc import Collection
from typing import Final

from attrs import field, frozen

from crmkit.exceptions import CallError, RefusedError
from crmkit.identity.change import Change
from crmkit.identity.clusters import resolve_identity
from crmkit.identity.standing import by_person, standing
from crmkit.ledger.deciding import Law
from crmkit.ledger.judging import Outlook, Saying, check_person, judge
from crmkit.ledger.keeper import Keeper
from crmkit.records import Judgement

_BUILDING: Final = frozenset({"merge", "separate", "not_same"})
"""Verbs by which a person judges customers as they are then, so that it matters who they are."""


def undo(keeper: Keeper, change: str, *, reason: str, law: Law, dry_run: bool) -> Change:
    """Take a change back; see `CustomerBase.undo`."""
    check_person(keeper, "undo")
    with keeper.backend.transaction():
        judged = keeper.ledger.judgements_of(change)
        if not judged:
            raise CallError(
                f"No change {change!r} has judged anything: it was only tried, said nothing new, or never was; "
                "base.changes names those that did."
            )
        refs = {ref for _, one in judged for ref in (one.left, one.right)}
        if refs - keeper.ledger.row_documents(refs).keys():
            raise RefusedError(f"Change {change} cannot be undone: a source row that it was about has been erased.")
        live = standing(one for _, one in keeper.derived.around(refs).judgements).live
        held = [one for _, one in judged if one.id in live]
        doing = _Undoing(change, min(order for order, _ in judged), held)
        return judge(
            keeper,
            "undo",
            [Saying("undone", one.left, one.right, reason=reason, undoes=change) for one in held],
            actor=keeper.actor,
            law=law,
            dry_run=dry_run,
            refuse=doing.check,
        )


@frozen
class _Undoing:
    """A change that is to be taken back.

    Attributes:
        change: its id.
        first: number of its first fact.
        judged: what it judged, as far as that was not taken back before.
    """

    change: str
    first: int
    judged: Collection[Judgement] = field(repr=False)

    def check(self, outlook: Outlook) -> None:
        """Refuse when what was done later builds on the change, or would leave its undoing without effect.

        Raises:
            RefusedError: with the id of the last such change.
        """
        live = standing(one for _, one in outlook.found.judgements).live
        later = [
            one
            for order, one in sorted(outlook.found.judgements, key=lambda held: held[0])
            if order > self.first and one.id in live and one.change != self.change and one.verdict != "undone"
        ]
        rows = self._rows(outlook)
        for one in reversed(later):
            if by_person(one) and one.verb in _BUILDING and {one.left, one.right} & rows:
                raise self._refused(one, "was made later about the same customers; undo that first")
        together = self._together(outlook)
        for one in reversed(later):
            if one.verdict == "same" and outlook.after.customer_of(one.left) in together:
                raise self._refused(one, "holds the same customers together; undo that first, or separate them")

    def _rows(self, outlook: Outlook) -> set[str]:
        """Name every row of the customers that the change is about, as they are and as they would be."""
        refs = {ref for one in self.judged for ref in (one.left, one.right)}
        return {
            ref
            for identity in (outlook.before, outlook.after)
            for name in {identity.customer_of(ref) for ref in refs}
            for ref in identity.members[name]
        }

    def _together(self, outlook: Outlook) -> set[str]:
        """Name the customers whom the change joined, and who would be one all the same."""
        before = resolve_identity(
            list(outlook.found.rows), [one for order, one in outlook.found.judgements if order < self.first]
        )
        return {
            outlook.after.customer_of(one.left)
            for one in self.judged
            if one.verdict == "same"
            and before.customer_of(one.left) != before.customer_of(one.right)
            and outlook.after.customer_of(one.left) == outlook.after.customer_of(one.right)
        }

    def _refused(self, later: Judgement, why: str) -> RefusedError:
        named = f"change {later.change}" if later.change else "a judgement"
        return RefusedError(
            f"Change {self.change} cannot be undone: {named} ({later.verb or later.verdict} by {later.actor} on "
            f"{later.at:%Y-%m-%d}) {why}.",
            because=later.change,
        )
