"""A use under a policy, laid out once, so that many acts and many questions can be held against it.

A grant speaks for the purposes under its own that the person was shown, for its one channel and its one contact
point. A stop speaks for every purpose under its own, present or future; whatever in it cannot be read is taken as
everything, so that a misspelt objection stops too much rather than too little.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from attrs import frozen

from crmkit.consent.coverage import GRANTS, STOPS, earliest
from crmkit.consent.facts import Fact
from crmkit.consent.keyed import is_unreadable, key_names
from crmkit.consent.points import is_point, is_sealed
from crmkit.consent.policy import Policy
from crmkit.consent.purposes import Purpose
from crmkit.consent.question import Question
from crmkit.consent.rule import Rule
from crmkit.records import ANY, ConsentEvent

_REMEMBERED: Final = 10_000
"""How many uses are kept in memory; what is asked for can come from anywhere."""

_NAMES: Final = 200
"""How many channels are kept in memory for each of them, and how many purposes for each channel."""

T = TypeVar("T")
Use = tuple[Policy, Purpose, str]

GRANT: Final = "grant"
STOP: Final = "stop"
ANSWER: Final = "answer"
"""What an act can be to a use: a consent to it, something that stops it, or something about another act."""


class WorkedOut(dict[str, T]):
    """A name to what is worked out from it, once for each name."""

    def __init__(self, work_out: Callable[[str], T]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, name: str) -> T:
        found = self._work_out(name)
        if len(self) < _NAMES:
            self[name] = found
        return found


Roles = WorkedOut[WorkedOut[WorkedOut[str]]]
"""Channel, purpose and kind of an act to what such an act is to a use, "" for nothing."""


@frozen(eq=False)
class Scope:
    """What a policy says of one purpose by one channel in one jurisdiction.

    Attributes:
        policy: the policy.
        purpose: the purpose.
        channel: the channel.
        rules: the rules that could ever decide, nearest first.
        ages: lives of a consent under these rules, in days.
        void_methods: ways of agreeing that are no consent there.
        facts: name to the facts that the policy itself knows, such as its assessments.
        bounds: the instants at which a rule or an assessment begins or ends, or the policy becomes stale; in order.
        roles: channel, purpose and kind of an act to what it is to the use, wherever its contact point.
        always_shown: whether the first edition of the purposes had it, so that everybody saw it.
    """

    policy: Policy
    purpose: Purpose
    channel: str
    rules: tuple[Rule, ...]
    ages: tuple[int, ...]
    void_methods: frozenset[str]
    facts: Mapping[str, tuple[Fact, ...]]
    bounds: tuple[datetime, ...]
    roles: Roles
    always_shown: bool
    _in_force: tuple[Rule | None, ...]

    @classmethod
    def of(cls, policy: Policy, purpose: Purpose, channel: str, jurisdiction: str | None) -> "Scope":
        """Lay out a use, or remember how it was laid out before."""
        asked = (cls, purpose.key, channel, jurisdiction)
        found = policy.memory.get(asked)
        if not isinstance(found, cls):
            found = cls._lay_out(policy, purpose, channel, jurisdiction)
            if len(policy.memory) < _REMEMBERED:
                policy.memory[asked] = found
        return found

    @classmethod
    def _lay_out(cls, policy: Policy, purpose: Purpose, channel: str, jurisdiction: str | None) -> "Scope":
        places = policy.places(jurisdiction)
        rules = policy.rules_over_time(purpose.key, channel, jurisdiction)
        weighed = tuple(
            one.fact() for one in policy.assessments if one.approved and one.concerns(purpose.lineage, channel, places)
        )
        spans = [*((one.valid_from, one.valid_until) for one in rules), *((one.since, one.until) for one in weighed)]
        bounds = tuple(sorted({at for span in (*spans, (policy.stale_after,)) for at in span if at is not None}))
        return cls(
            policy=policy,
            purpose=purpose,
            channel=channel,
            rules=rules,
            ages=tuple({one.max_age_days for one in rules if one.max_age_days is not None}),
            void_methods=policy.void_methods_in(places),
            facts={"lia": weighed} if weighed else {},
            bounds=bounds,
            roles=WorkedOut(partial(_roles_by, (policy, purpose, channel))),
            always_shown=purpose.born_in == 1,
            in_force=(_before(rules), *(_at(rules, bound) for bound in bounds)),
        )

    def rule_at(self, at: datetime) -> Rule | None:
        """Find the rule that decides at an instant; None where the policy has a gap."""
        return self._in_force[bisect_right(self.bounds, at)]

    def was_shown(self, grant: ConsentEvent) -> bool:
        """Say whether the purpose was among those the person saw when she agreed."""
        if self.always_shown:
            return True
        seen = self.policy.edition_shown(grant.notice, earliest(grant))
        return self.purpose.born_in <= (seen if grant.edition is None else min(seen, grant.edition))


def hits_point(point: str, question: Question) -> bool:
    """Say whether a stop for a contact point, or for what stands in its place, concerns that of a question."""
    if point == question.point:
        return True
    if is_sealed(point):
        return point in question.sealed or cannot_read(point, question)
    return not is_point(point)


def cannot_read(point: str, question: Question) -> bool:
    """Say whether a contact point is known only by a hash under a key that a question does not have."""
    return is_sealed(point) and is_unreadable(point, key_names(question.sealed))


def _roles_by(use: Use, by: str) -> WorkedOut[WorkedOut[str]]:
    return WorkedOut(partial(_roles_for, use, by))


def _roles_for(use: Use, by: str, name: str) -> WorkedOut[str]:
    return WorkedOut(partial(_role, use, by, name))


def _role(use: Use, by: str, name: str, act: str) -> str:
    policy, purpose, channel = use
    upwards = policy.purposes.names_above(purpose.key)
    if act in GRANTS:
        return GRANT if name in upwards and by in (channel, ANY) else ""
    otherwise = "" if act in STOPS else ANSWER
    if otherwise and act != "invalidate":
        return ANSWER
    if by != channel and by in policy.channels:
        return otherwise
    if name in upwards or name == ANY:
        return STOP
    return STOP if purpose.kind == "marketing" and policy.purposes.get(name) is None else otherwise


def _at(rules: tuple[Rule, ...], at: datetime) -> Rule | None:
    return next((rule for rule in rules if rule.in_force(at)), None)


def _before(rules: tuple[Rule, ...]) -> Rule | None:
    """Find the rule that decides before anything changes."""
    return next((rule for rule in rules if rule.valid_from is None), None)
