"""The answer to a question, with what it rests on and how long it holds."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import evolve, frozen

from crmkit.consent.question import Question
from crmkit.consent.reasons import words
from crmkit.exceptions import UnknownNameError

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "yes": "Allowed for {purpose} by {channel} on {at}: {basis}",
        "no": "Not allowed for {purpose} by {channel} on {at}: {reasons}",
        "until": "; this holds until {until}.",
        "consent": "the person gave her consent",
        "contract": "a contract with the person is in force",
        "legal_obligation": "a legal duty asks for it",
        "legitimate_interest": "an approved legitimate interest stands and nobody objected",
        "soft_opt_in": "she is a customer, was told of it, and did not object",
        "public_task": "a task in the public interest asks for it",
        "vital_interests": "somebody's life or health is in danger",
    },
    "fr": {
        "yes": "Autorisé pour {purpose} par {channel} le {at} : {basis}",
        "no": "Non autorisé pour {purpose} par {channel} le {at} : {reasons}",
        "until": " ; cela vaut jusqu'au {until}.",
        "consent": "la personne a donné son consentement",
        "contract": "un contrat avec la personne est en cours",
        "legal_obligation": "une obligation légale l'exige",
        "legitimate_interest": "un intérêt légitime est établi et personne ne s'est opposé",
        "soft_opt_in": "elle est cliente, en a été informée et ne s'est pas opposée",
        "public_task": "une mission d'intérêt public l'exige",
        "vital_interests": "la vie ou la santé de quelqu'un est en danger",
    },
}


@frozen(kw_only=True)
class Decision:
    """What may be done; its truth is `allowed`.

    Attributes:
        allowed: the answer.
        basis: the legal basis it rests on, as in `crmkit.consent.rule.BASES`; None for a denial.
        reasons: codes of `crmkit.consent.reasons`, sorted; empty when allowed.
        evidence: ids of the acts, and names of the papers, that the answer rests on, sorted.
        not_after: first instant at which the answer changes if nothing new is recorded; None when it never does.
        policy_version: version of the policy that was applied.
        purpose: the purpose asked about, by its key where it exists.
        channel: the channel asked about.
        at: the instant asked about.
        known_at: the state of knowledge asked about; None for everything recorded.
        ledger_head: number of a fact up to which the ledger was read for certain; None when no ledger was.
    """

    allowed: bool
    basis: str | None = None
    reasons: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    not_after: datetime | None = None
    policy_version: str
    purpose: str
    channel: str
    at: datetime
    known_at: datetime | None = None
    ledger_head: int | None = None

    def __bool__(self) -> bool:
        return self.allowed

    def explain(self, language: str = "en") -> str:
        """Say the answer in one sentence.

        Raises:
            UnknownNameError: for a language other than "en" and "fr".
        """
        if language not in _TEXTS:
            raise UnknownNameError("language", language, _TEXTS)
        texts = _TEXTS[language]
        sentence = texts["yes" if self.allowed else "no"].format(
            purpose=self.purpose,
            channel=self.channel,
            at=_shown(self.at),
            basis=texts.get(self.basis or "", ""),
            reasons=", ".join(words(code, language) for code in self.reasons),
        )
        return sentence + (texts["until"].format(until=_shown(self.not_after)) if self.not_after else ".")


def denied(question: Question, reason: str, *, policy_version: str, purpose: str | None = None) -> Decision:
    """Deny a question for one reason that no instant changes, such as "store_unavailable".

    >>> from datetime import UTC, datetime
    >>> question = Question(
    ...     purpose="newsletter", channel="email", point="email:a@example.org", at=datetime(2026, 3, 1, tzinfo=UTC)
    ... )
    >>> print(denied(question, "store_unavailable", policy_version="1").explain())
    Not allowed for newsletter by email on 2026-03-01 00:00 UTC: the ledger could not be read.
    """
    return Decision(
        allowed=False,
        reasons=(reason,),
        policy_version=policy_version,
        purpose=purpose or question.purpose,
        channel=question.channel,
        at=question.at,
        known_at=question.known_at,
    )


def all_of(decisions: Iterable[Decision]) -> Decision:
    """Put decisions about one use together: it is allowed when every one allows it.

    Args:
        decisions: one for each purpose, or for each country whose law counts; one at least. The first that denies
            gives its name to the answer, and all that deny give their reasons.
    """
    every = tuple(decisions)
    speaking = [one for one in every if not one.allowed] or list(every)
    return evolve(
        speaking[0],
        reasons=tuple(sorted({code for one in speaking for code in one.reasons})),
        evidence=tuple(sorted({name for one in speaking for name in one.evidence})),
        not_after=min((one.not_after for one in every if one.not_after is not None), default=None),
    )


def _shown(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
