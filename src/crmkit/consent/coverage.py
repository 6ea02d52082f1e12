"""Which acts concern a question: grants narrow, stops widen.

A grant speaks for the purposes under its own that the person was shown, for its one channel and its one contact
point. A stop speaks for every purpose under its own, present or future; whatever in it cannot be read is taken as
everything, so that a misspelt objection stops too much rather than too little.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from attrs import frozen

from crmkit.consent.keyed import key_name
from crmkit.consent.points import is_point, is_sealed
from crmkit.consent.policy import Policy
from crmkit.consent.purposes import Purpose
from crmkit.consent.question import Question
from crmkit.records import ANY, ConsentEvent

END_OF_TIME: Final = datetime.max.replace(tzinfo=UTC)

GRANTS = frozenset({"grant", "renew"})
"""Acts by which a person agrees."""

STOPS = frozenset({"refuse", "withdraw", "object", "restrict", "suppress"})
"""Acts that can stop a use by themselves; `invalidate` stops the one grant it is about."""


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
    since = earliest(act)
    return since <= act.recorded_at or since - act.recorded_at <= timedelta(seconds=policy.clock_tolerance_seconds)


def after_days(at: datetime, days: float) -> datetime:
    """Count days on from an instant, and stop at the end of the calendar."""
    try:
        return at + timedelta(days=days)
    except OverflowError:
        return END_OF_TIME


@frozen
class Scope:
    """What a question is about, so that many acts can be held against it.

    Attributes:
        question: what is asked.
        purpose: the purpose asked about.
        policy: the policy that answers.
        upwards: every name of the purpose and of those above it.
        keys: names of the keys under which the question knows its contact point.
    """

    question: Question
    purpose: Purpose
    policy: Policy
    upwards: frozenset[str]
    keys: frozenset[str]

    @classmethod
    def of(cls, question: Question, purpose: Purpose, policy: Policy) -> "Scope":
        """Lay out what a question is about."""
        keys = frozenset(key_name(one) for one in question.sealed)
        return cls(question, purpose, policy, policy.purposes.names_above(purpose.key), keys)

    def speaks(self, grant: ConsentEvent) -> bool:
        """Say whether a grant is about the purpose and the channel, whatever its contact point."""
        return grant.purpose in self.upwards and grant.channel in (self.question.channel, ANY)

    def was_shown(self, grant: ConsentEvent) -> bool:
        """Say whether the purpose was among those the person saw when she agreed."""
        if self.purpose.born_in == 1:
            return True
        seen = self.policy.edition_shown(grant.notice, earliest(grant))
        return self.purpose.born_in <= (seen if grant.edition is None else min(seen, grant.edition))

    def is_hit(self, stop: ConsentEvent) -> bool:
        """Say whether a stop concerns the question."""
        return (
            (stop.point == self.question.point or self._point_hit(stop.point))
            and (stop.channel == self.question.channel or stop.channel not in self.policy.channels)
            and (stop.purpose in self.upwards or self._purpose_hit(stop.purpose))
        )

    def cannot_read(self, point: str) -> bool:
        """Say whether a contact point is known only by a hash under a key that the question does not have."""
        return is_sealed(point) and key_name(point) not in self.keys

    def _point_hit(self, point: str) -> bool:
        if is_sealed(point):
            return point in self.question.sealed or self.cannot_read(point)
        return not is_point(point)

    def _purpose_hit(self, name: str) -> bool:
        if name == ANY:
            return True
        return self.purpose.kind == "marketing" and self.policy.purposes.get(name) is None
