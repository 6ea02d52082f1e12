"""What the caller knows to be true and the law asks for: a contract, a duty, an approved assessment."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from crmkit.exceptions import UnknownNameError
from crmkit.records import instant

FACTS: Mapping[str, str] = {
    "contract": "a contract with the person is in force, or she asked for one to be prepared",
    "duty": "a law obliges us to write to the person",
    "vital": "the life or the health of the person, or of somebody else, is in danger (GDPR art. 6(1)(d))",
    "public_task": "a law gives us a task in the public interest that needs this use (GDPR art. 6(1)(e))",
    "lia": "the balancing of our interest against hers is written down and approved, and `evidence` names the record "
    "(GDPR art. 6(1)(f))",
    "informed": "the person was told of this use, and how to refuse it, before",
    "relation": "the person is a customer, and what is offered is like what she bought",
    "list_checked": "the public opposition list was checked, and her contact point is not on it",
    "listed": "her contact point is on the public opposition list",
    "compelling_grounds": "an administrator decided that compelling grounds override an objection, and `evidence` "
    "names the decision (GDPR art. 21(1))",
    "minor": "the person is a minor; the end of the fact is the day of majority",
    "last_contact": "the last act of the person herself, such as an order or a click; opening a message is none",
}
"""Names of facts, and what each one states."""

WHEN_MISSING: Mapping[str, str] = {
    "contract": "no_contract",
    "duty": "no_duty",
    "vital": "no_vital_interest",
    "public_task": "no_public_task",
    "lia": "no_lia",
    "informed": "not_informed",
    "relation": "no_relation",
    "list_checked": "list_not_checked",
}
"""Facts that a legal basis can ask for, and the reason given where they do not hold."""

WHEN_OVER: Mapping[str, str] = {"lia": "lia_expired", "list_checked": "list_stale"}
"""Facts of which it is worth telling that they held once, and the reason given then."""

ON_PAPER = frozenset({"lia", "compelling_grounds"})
"""Facts that count only where their evidence is named: nobody may balance interests in his head."""


def _known(_: object, __: object, name: str) -> None:
    if name not in FACTS:
        raise UnknownNameError("fact", name, FACTS)


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else instant(value)


@frozen
class Fact:
    """Something that is true from one instant until another.

    Attributes:
        name: one of `FACTS`.
        since: first instant at which it holds; None when it always has.
        until: first instant at which it holds no more; None when no end is known.
        evidence: where it is written down; goes into the evidence of the decision.

    >>> from datetime import UTC, datetime
    >>> Fact("contract", until=datetime(2026, 1, 1, tzinfo=UTC)).holds(datetime(2026, 1, 1, tzinfo=UTC))
    False
    """

    name: str = field(validator=_known)
    since: datetime | None = field(default=None, converter=_instant, kw_only=True)
    until: datetime | None = field(default=None, converter=_instant, kw_only=True)
    evidence: str | None = field(default=None, kw_only=True)

    def holds(self, at: datetime) -> bool:
        """Say whether it is true at an instant; a fact that needs a record never holds without one."""
        if self.evidence is None and self.name in ON_PAPER:
            return False
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)
