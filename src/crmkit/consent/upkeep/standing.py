"""How one consent of one person stands, and whether she may be asked for it again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from attrs import field, frozen

from crmkit.consent.reasons import words
from crmkit.exceptions import UnknownNameError

State = Literal["valid", "ending", "expired", "unproven", "stopped", "open", "none"]
Asking = Literal["now", "once", "elsewhere", "no", "never"]

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "valid": ("the use is allowed", "l'usage est permis"),
    "ending": ("the consent ends on {ends}", "le consentement prend fin le {ends}"),
    "expired": ("the consent ended on {ends}", "le consentement a pris fin le {ends}"),
    "unproven": ("nothing proves the consent as the law asks", "rien ne prouve le consentement comme la loi l'exige"),
    "stopped": ("the person said no", "la personne a dit non"),
    "open": ("the consent does not count", "le consentement ne compte pas"),
    "none": ("no consent was ever given", "aucun consentement n'a jamais été donné"),
}
"""How a consent can stand, in English and French."""

ASKING: Final[Mapping[str, tuple[str, str]]] = {
    "now": (
        "she may be asked by it while the use is allowed",
        "on peut le lui demander ainsi tant que l'usage est permis",
    ),
    "once": ("she may be asked by it once more", "on peut le lui demander ainsi une dernière fois"),
    "elsewhere": ("she may be asked by {by} only", "on ne peut le lui demander que par {by}"),
    "no": ("there is no lawful way to ask her", "il n'y a pas de moyen licite de le lui demander"),
    "never": ("she must not be asked", "il ne faut pas le lui demander"),
}
"""Whether a person may be asked, in English and French."""

GAPS: Final[Mapping[str, tuple[str, str]]] = {
    "act": ("nothing shows how she agreed", "rien ne montre comment elle a accepté"),
    "notice": ("nobody knows what she was shown", "on ne sait pas ce qui lui a été présenté"),
    "wording": ("the text she was shown is not on file", "le texte présenté n'est pas conservé"),
}
"""What a proof can lack (GDPR art. 7(1) and recital 42), in English and French."""


@frozen(kw_only=True)
class Standing:
    """How a consent stands at an instant.

    Attributes:
        customer_id: whose.
        purpose: key of the purpose.
        channel: the channel.
        point: key of the contact point.
        at: the instant.
        state: one of `STATES`.
        allowed: whether the use is allowed, on whatever basis.
        basis: the basis that carries it.
        reasons: why it is denied, as codes of `crmkit.consent.reasons`.
        ends: when the consent ends, or ended; None where nobody asks, or knows.
        missing: what its proof lacks, of `GAPS`.
        asking: one of `ASKING`.
        by: the channels by which she may be asked.
        until: until when; None where no end is in sight.
        sources: the law that says so.
        evidence: ids of the acts that this rests on.
    """

    customer_id: str
    purpose: str
    channel: str
    point: str = field(repr=False)
    at: datetime
    state: State
    allowed: bool
    basis: str | None = None
    reasons: tuple[str, ...] = ()
    ends: datetime | None = None
    missing: tuple[str, ...] = ()
    asking: Asking = "no"
    by: tuple[str, ...] = ()
    until: datetime | None = None
    sources: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    def explain(self, language: str = "en") -> str:
        """Say how it stands, and whether she may be asked, in one sentence that names no contact point.

        Raises:
            UnknownNameError: for a language other than "en" and "fr".
        """
        if language not in _TEXTS:
            raise UnknownNameError("language", language, _TEXTS)
        place = int(language == "fr")
        ends = f"{self.ends:%Y-%m-%d}" if self.ends else "?"
        told = [STATES[self.state][place].format(ends=ends)]
        told += [words(code, language) for code in self.reasons if code != "expired"]
        told += [GAPS[gap][place] for gap in self.missing]
        asking = ASKING[self.asking][place].format(by=", ".join(self.by))
        return _TEXTS[language].format(
            customer=self.customer_id, purpose=self.purpose, channel=self.channel, told=", ".join(told), asking=asking
        )


_TEXTS: Final[Mapping[str, str]] = {
    "en": "{customer}, {purpose} by {channel}: {told}; {asking}.",
    "fr": "{customer}, {purpose} par {channel} : {told} ; {asking}.",
}
