"""Which acts concern a question: grants narrow, stops widen.

A grant speaks for the purposes under its own that the person was shown, for its one channel and its one contact
point. A stop speaks for every purpose under its own, present or future; whatever in it cannot be read is taken as
everything, so that a misspelt objection stops too much rather than too little.
"""

from datetime import UTC, datetime, timedelta

from crmkit.consent.points import is_point
from crmkit.consent.policy import Policy
from crmkit.consent.purposes import Purpose
from crmkit.consent.question import Question
from crmkit.records import ANY, ConsentEvent

STOPS = frozenset({"refuse", "withdraw", "object", "restrict", "suppress"})
"""Acts that can stop a use by themselves; `invalidate` stops the one grant it is about."""


def earliest(act: ConsentEvent) -> datetime:
    """First instant at which an act may have happened."""
    return min(act.at, act.until)


def latest(act: ConsentEvent) -> datetime:
    """Last instant at which an act may have happened."""
    return max(act.at, act.until)


def after_days(at: datetime, days: float) -> datetime:
    """Count days on from an instant, and stop at the end of the calendar."""
    try:
        return at + timedelta(days=days)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def speaks_of(grant: ConsentEvent, purpose: Purpose, question: Question, policy: Policy) -> bool:
    """Say whether a grant is about the purpose and the channel of a question, whatever its contact point."""
    named = policy.purposes.get(grant.purpose)
    return named is not None and named.key in purpose.lineage and grant.channel in (ANY, question.channel)


def was_shown(grant: ConsentEvent, purpose: Purpose, policy: Policy) -> bool:
    """Say whether the purpose was among those the person saw when she agreed."""
    return purpose.born_in <= policy.edition_shown(grant.notice, earliest(grant))


def hits(stop: ConsentEvent, purpose: Purpose, question: Question, policy: Policy) -> bool:
    """Say whether a stop concerns a question."""
    return (
        _purpose_hit(stop.purpose, purpose, policy)
        and (stop.channel == question.channel or stop.channel not in policy.channels)
        and (stop.point == question.point or not is_point(stop.point))
    )


def _purpose_hit(name: str, purpose: Purpose, policy: Policy) -> bool:
    if name == ANY:
        return True
    named = policy.purposes.get(name)
    if named is None:
        return purpose.kind == "marketing"
    return named.key in purpose.lineage
