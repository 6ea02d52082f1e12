"""Which value survives a merge: policies as data.

A rule is an order of criteria; the first that tells two candidates apart decides. What is still equal is decided by
the name of the source row, so that no tie is left to chance.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from attrs import field, frozen

from crmkit.exceptions import UnknownNameError


@frozen(kw_only=True)
class Candidate:
    """One value that a source row offers for a field.

    Attributes:
        value: the canonical value.
        key: its first match key; candidates with one key say the same.
        ref: the source row.
        source: its source.
        as_of: when it was true for the source.
        completeness: how much of the value is there, 0.0 to 1.0.
        frequency: how many source rows of the cluster say the same.
        trust: how much the source is trusted, 0.0 to 1.0.
    """

    value: Any
    key: str
    ref: str
    source: str
    as_of: datetime
    completeness: float = 1.0
    frequency: int = 1
    trust: float = 0.5


Criterion = Callable[[Candidate], float]

CRITERIA: Mapping[str, Criterion] = {
    "recent": lambda one: one.as_of.timestamp(),
    "early": lambda one: -one.as_of.timestamp(),
    "complete": lambda one: one.completeness,
    "trusted": lambda one: one.trust,
    "frequent": lambda one: float(one.frequency),
    "long": lambda one: float(len(str(one.value))),
}
"""What a candidate can be preferred for; higher wins."""

RULES: Mapping[str, tuple[str, ...]] = {
    "most_recent": ("recent", "complete", "trusted"),
    "earliest": ("early", "complete", "trusted"),
    "most_complete": ("complete", "recent", "trusted"),
    "most_trusted": ("trusted", "recent", "complete"),
    "most_frequent": ("frequent", "trusted", "recent"),
    "longest": ("long", "recent", "trusted"),
    "union": ("recent", "complete", "trusted"),
}
"""Named rules, each an order of criteria; for a field that holds many values the order is theirs."""


@frozen(kw_only=True)
class SurvivorshipPolicy:
    """How a customer's values are chosen among those of its source rows.

    Attributes:
        rules: field to the name of a rule; a field left out follows its schema.
        trust: source to trust between 0.0 and 1.0; a source left out has 0.5.

    Raises:
        UnknownNameError: for a rule that does not exist.

    >>> SurvivorshipPolicy(rules={"address": "most_trusted"}, trust={"till": 0.2}).rules["address"]
    'most_trusted'
    """

    rules: Mapping[str, str] = field(factory=dict)
    trust: Mapping[str, float] = field(factory=dict)

    @rules.validator
    def _known(self, _attribute: object, rules: Mapping[str, str]) -> None:
        for rule in rules.values():
            find_rule(rule)


def find_rule(name: str) -> tuple[str, ...]:
    """Look up the criteria of a rule.

    Raises:
        UnknownNameError: with near names.
    """
    try:
        return RULES[name]
    except KeyError:
        raise UnknownNameError("survivorship rule", name, RULES) from None


def rank(candidates: list[Candidate], rule: str) -> list[Candidate]:
    """Order candidates, the survivor first, whatever order they came in.

    >>> from datetime import UTC
    >>> old = Candidate(value="Bern", key="bern", ref="crm/1", source="crm", as_of=datetime(2020, 1, 1, tzinfo=UTC))
    >>> new = Candidate(value="Basel", key="basel", ref="till/9", source="till", as_of=datetime(2026, 1, 1, tzinfo=UTC))
    >>> [one.value for one in rank([old, new], "most_recent")]
    ['Basel', 'Bern']
    """
    criteria = [CRITERIA[name] for name in find_rule(rule)]
    ordered = sorted(candidates, key=lambda one: (one.ref, one.key, str(one.value)))
    return sorted(ordered, key=lambda one: tuple(criterion(one) for criterion in criteria), reverse=True)
