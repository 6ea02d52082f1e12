"""Consents that somebody already took back, or that something else stands against: what an import runs into."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from attrs import field, frozen

from crmkit.consent.coverage import GRANTS
from crmkit.consent.decide import decide
from crmkit.consent.keyed import Keyring
from crmkit.consent.policy import Policy
from crmkit.consent.question import Question
from crmkit.consent.reasons import words
from crmkit.records import ConsentEvent

AGAINST = frozenset({"refused", "withdrawn", "invalidated", "objected", "suppressed", "restricted", "merge_conflict"})
"""Reasons that somebody gave."""


@frozen(kw_only=True)
class Conflict:
    """A consent that changes nothing, since something stands against it.

    Attributes:
        act: id of the consent.
        purpose: what it is for.
        channel: its channel.
        point: its contact point.
        reasons: what stands against it, as codes of `crmkit.consent.reasons`.
        evidence: ids of the acts that do.
    """

    act: str
    purpose: str
    channel: str
    point: str = field(repr=False)
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]

    def explain(self, language: str = "en") -> str:
        """Say what stands against it.

        Raises:
            UnknownNameError: for a language other than "en" and "fr".
        """
        return ", ".join(words(code, language) for code in self.reasons)


def conflicts(
    acts: Iterable[ConsentEvent],
    known: Sequence[ConsentEvent],
    *,
    policy: Policy,
    at: datetime,
    keyring: Keyring | None = None,
) -> Iterator[Conflict]:
    """Find the consents among some acts against which something stands that is known already.

    Args:
        acts: new acts.
        known: acts that were known before, at least those about the contact points of the new ones.
        policy: purposes and rules.
        at: the instant for which is asked.
        keyring: reads the do-not-contact entries of people who were erased.

    >>> from datetime import UTC
    >>> from crmkit.consent.packs import default_policy
    >>> then = datetime(2026, 1, 5, tzinfo=UTC)
    >>> hers = {"ref": None, "purpose": "newsletter", "channel": "email", "point": "email:a@example.org"}
    >>> stop = ConsentEvent(act="withdraw", at=then, recorded_at=then, source="shop", **hers)
    >>> old = ConsentEvent(act="grant", at=then, recorded_at=then, source="export", authority="machine", **hers)
    >>> [one.reasons for one in conflicts([old], [stop], policy=default_policy(), at=then)]
    [('withdrawn',)]
    """
    by_point: dict[str, list[ConsentEvent]] = {}
    answers: dict[str, list[ConsentEvent]] = {}
    for one in known:
        if one.about is not None:
            answers.setdefault(one.about, []).append(one)
        elif one.act not in GRANTS:
            by_point.setdefault(one.point, []).append(one)
    for act in acts:
        if act.act not in GRANTS:
            continue
        sealed = () if keyring is None else keyring.names("point", act.point)
        near = [one for name in (act.point, *sealed) for one in by_point.get(name, ())]
        near += [answer for one in (act, *near) for answer in answers.get(one.id, ())]
        if not near:
            continue
        question = Question(purpose=act.purpose, channel=act.channel, point=act.point, at=at, sealed=sealed)
        decision = decide([act, *near], question, policy)
        reasons = tuple(code for code in decision.reasons if code in AGAINST)
        if reasons:
            yield Conflict(
                act=act.id,
                purpose=act.purpose,
                channel=act.channel,
                point=act.point,
                reasons=reasons,
                evidence=decision.evidence,
            )
