"""When an act may have happened, and from when it counts."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from crmkit.consent.policy import Policy
from crmkit.records import ConsentEvent

END_OF_TIME: Final = datetime.max.replace(tzinfo=UTC)

GRANTS = frozenset({"grant", "renew"})
"""Acts by which a person agrees."""

STOPS = frozenset({"refuse", "withdraw", "object", "restrict", "suppress"})
"""Acts that can stop a use by themselves; `invalidate` stops the one grant it is about."""


def span(act: ConsentEvent) -> tuple[datetime, datetime]:
    """First and last instant at which an act may have happened."""
    return (act.at, act.until) if act.at <= act.until else (act.until, act.at)


def earliest(act: ConsentEvent) -> datetime:
    """First instant at which an act may have happened."""
    return min(act.at, act.until)


def latest(act: ConsentEvent) -> datetime:
    """Last instant at which an act may have happened."""
    return max(act.until, act.at)


def bites(stop: ConsentEvent) -> datetime:
    """First instant at which a stop holds: when it may have happened, or was written down, whichever came first.

    Who says no is heard at once, also where a clock runs ahead.
    """
    return min(stop.at, stop.until, stop.recorded_at)


def believable(act: ConsentEvent, policy: Policy) -> bool:
    """Say whether an act that opens something was written down when it had happened, as far as clocks agree."""
    since = min(act.at, act.until)
    return since <= act.recorded_at or since - act.recorded_at <= timedelta(seconds=policy.clock_tolerance_seconds)


def after_days(at: datetime, days: float) -> datetime:
    """Count days on from an instant, and stop at the end of the calendar."""
    try:
        return at + _days(days)
    except OverflowError:
        return END_OF_TIME


@lru_cache(maxsize=256)
def _days(days: float) -> timedelta:
    return timedelta(days=days)
