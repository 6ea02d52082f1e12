"""Acts as they bear on one question: a stop with what lifts it, a consent with what ends it. No instant is judged yet.

Uncertain dates are read against us: a grant begins at its latest bound and ages from its earliest, a stop bites from
its earliest bound and kills what came before its latest. At the same instant the stop wins.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Final

from attrs import define

from crmkit.consent.coverage import END_OF_TIME, after_days, believable, bites, earliest, latest, span
from crmkit.consent.facts import Fact
from crmkit.consent.policy import Policy
from crmkit.consent.question import Question
from crmkit.consent.scope import Scope, cannot_read
from crmkit.records import ConsentEvent

RANK: Final = {"machine": 0, "staff": 1, "admin": 2, "subject": 3}

CODES: Final = {
    "refuse": "refused",
    "withdraw": "withdrawn",
    "invalidate": "invalidated",
    "object": "objected",
    "suppress": "suppressed",
    "restrict": "restricted",
}
"""Stop to the reason it gives."""

LIFTABLE: Final = frozenset({"object", "restrict", "suppress"})
"""Stops that last until they are lifted. After a refusal or a withdrawal only a new consent counts."""

UNPROVEN: Final = frozenset({None, "", "import", "unknown"})
"""Methods that tell nothing of how somebody agreed."""

OPENING: Final = frozenset({"link", "get", "open", "opened", "prefetch", "scan"})
"""What a mail scanner does as well: to open a link is no act of a person."""


@define(eq=False)
class Stop:
    """A stop that concerns the question.

    Attributes:
        act: the act.
        since: first instant at which it may have happened.
        until: last instant at which it may have happened.
        bites: first instant at which it holds.
        lifted: first instant at which it holds no more; None when nobody lifted it who may.
        code: the reason it gives.
    """

    act: ConsentEvent
    since: datetime
    until: datetime
    bites: datetime
    lifted: datetime | None
    code: str

    def lives(self, at: datetime) -> bool:
        """Say whether an objection, a suppression or a restriction holds at an instant."""
        return self.bites <= at and (self.lifted is None or at < self.lifted)

    def reason(self, at: datetime) -> str:
        """Say why it denies at an instant: a stop of tomorrow that is known today holds, and says so."""
        return self.code if self.since <= at else "dated_in_future"


@define(eq=False)
class Given:
    """A consent that covers the question.

    Attributes:
        act: the act.
        since: first instant at which it may have been given; it ages from then.
        until: last instant at which it may have been given; it counts from then.
        ends: the instants at which stops end it, each with the reason, in order. Of a consent that was over before
            the question nothing else is read.
        stopped: the first of these instants; the end of time where no stop ends it.
        flaw: why it never counted; None when it did.
        confirmed: first instant at which the person has confirmed it for certain; None when she has not.
        confirmation: the act that did.
        tried: first instant at which there may be a confirmation at all, even one that proves nothing.
    """

    act: ConsentEvent
    since: datetime
    until: datetime
    ends: Sequence[tuple[datetime, str]]
    stopped: datetime
    flaw: str | None = None
    confirmed: datetime | None = None
    confirmation: ConsentEvent | None = None
    tried: datetime | None = None

    def is_over(self, at: datetime) -> bool:
        """Say whether it never counted, or a stop has ended it, at an instant."""
        return self.stopped <= at or self.flaw is not None

    @property
    def told_end(self) -> datetime | None:
        """End of the life that the person was told; None when she was told none."""
        return None if self.act.max_age_days is None else after_days(self.since, self.act.max_age_days)


def lifted_at(stop: ConsentEvent, answers: Iterable[ConsentEvent], policy: Policy) -> datetime | None:
    """Tell when a stop ended: at the first lift that names it, comes after it, and has at least its authority."""
    if stop.act not in LIFTABLE:
        return None
    lifts = (
        latest(lift)
        for lift in answers
        if lift.act == "lift"
        and RANK[lift.authority] >= RANK[stop.authority]
        and earliest(lift) > latest(stop)
        and believable(lift, policy)
    )
    return min(lifts, default=None)


def read_stop(act: ConsentEvent, answers: Sequence[ConsentEvent], question: Question, policy: Policy) -> Stop:
    """Read a stop, with the lifts that are about it."""
    since, until = span(act)
    unreadable = act.point != question.point and cannot_read(act.point, question)
    return Stop(
        act,
        since,
        until,
        bites(act),
        lifted_at(act, answers, policy) if answers else None,
        "suppression_unreadable" if unreadable else CODES[act.act],
    )


def read_grant(
    act: ConsentEvent,
    answers: Sequence[ConsentEvent],
    refusals: Iterable[Stop],
    minority: Sequence[Fact],
    scope: Scope,
    *,
    at: datetime,
) -> Given:
    """Read a consent, with the acts that confirm or end it.

    Args:
        act: the consent.
        answers: acts that name it.
        refusals: acts after which only a newer consent counts.
        minority: the facts that the person is a minor.
        scope: what is asked about.
        at: the instant of the question.
    """
    since, until = span(act)
    ends = _ends(refusals, act, since)
    if answers:
        ends.extend([(bites(answer), "invalidated") for answer in answers if answer.act == "invalidate"])
    ends.sort()
    stopped = ends[0][0] if ends else END_OF_TIME
    if stopped <= at:
        return Given(act, since, until, ends, stopped)
    flaw = _flaw(act, since, until, minority, scope)
    if not answers:
        return Given(act, since, until, ends, stopped, flaw)
    return Given(act, since, until, ends, stopped, flaw, *_confirmed(answers, until, scope.policy))


def _ends(refusals: Iterable[Stop], grant: ConsentEvent, since: datetime) -> list[tuple[datetime, str]]:
    """Say when refusals and withdrawals end a consent, and why; those that it came after do not."""
    ends: list[tuple[datetime, str]] = []
    for stop in refusals:
        if stop.until >= since:
            ends.append((stop.bites, stop.code))
        elif RANK[stop.act.authority] > RANK[grant.authority]:  # no clerk brings back what the person took back
            elsewhere = grant.ref is not None and stop.act.ref is not None and grant.ref != stop.act.ref
            ends.append((stop.bites, "merge_conflict" if elsewhere else stop.code))
    return ends


def _confirmed(
    answers: Iterable[ConsentEvent], until: datetime, policy: Policy
) -> tuple[datetime | None, ConsentEvent | None, datetime | None]:
    """Find when a consent is confirmed for certain, by which act, and the first instant at which it may be at all."""
    sound: list[tuple[datetime, str, ConsentEvent]] = []
    tried: datetime | None = None
    for answer in answers:
        if answer.act == "confirm":
            first, last = span(answer)
            tried = first if tried is None or first < tried else tried
            if first >= until and _is_gesture(answer, policy):
                sound.append((last, answer.id, answer))
    if not sound:
        return None, None, tried
    confirmed, _, confirmation = min(sound, key=itemgetter(0, 1))
    return confirmed, confirmation, tried


def _is_gesture(answer: ConsentEvent, policy: Policy) -> bool:
    """Say whether a confirmation is known to be an act of the person."""
    return (
        answer.authority == "subject"
        and answer.method not in OPENING
        and (answer.method not in UNPROVEN or answer.evidence is not None)
        and believable(answer, policy)
    )


def _flaw(act: ConsentEvent, since: datetime, until: datetime, minority: Sequence[Fact], scope: Scope) -> str | None:
    policy = scope.policy
    if since > act.recorded_at and not believable(act, policy):
        return "dated_in_future"
    if act.act == "renew" and act.authority != "subject":
        return "not_by_subject"
    if act.method in OPENING or act.method in scope.void_methods:
        return "method_not_valid"
    if policy.notices and (named := policy.notices_called(act.notice)):
        spoken = [one for one in named if act.language in (None, one.language)]
        if not any(one.was_shown(since, until) for one in spoken):
            return "notice_not_shown"
    if minority and act.method != "guardian" and any(fact.until is None or since < fact.until for fact in minority):
        return "minor_without_guardian"
    return None


def is_proven(act: ConsentEvent, policy: Policy) -> bool:
    """Say whether a notice, a method or evidence of a consent is on file."""
    if act.evidence is not None or act.method not in UNPROVEN:
        return True
    return act.notice is not None and (not policy.notices or bool(policy.notices_called(act.notice)))
