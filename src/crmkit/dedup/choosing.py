"""Choose among the values that rows offer: the order is total, whatever order they come in."""

from collections.abc import Iterable

from crmkit.dedup.criteria import Candidate, find_criterion, find_validator
from crmkit.dedup.survivorship import Rule


def rank(candidates: Iterable[Candidate], rule: Rule) -> list[Candidate]:
    """Order candidates, the survivor first.

    >>> from datetime import UTC, datetime
    >>> old = Candidate(value="Bern", key="bern", ref="crm/1", source="crm", as_of=datetime(2020, 1, 1, tzinfo=UTC))
    >>> new = Candidate(value="Basel", key="basel", ref="till/9", source="till", as_of=datetime(2026, 1, 1, tzinfo=UTC))
    >>> [one.value for one in rank([old, new], Rule(by="most_recent"))]
    ['Basel', 'Bern']
    """
    criteria = [find_criterion(name) for name in rule.criteria]
    ordered = sorted(candidates, key=lambda one: (one.ref, one.key, str(one.value)))
    return sorted(
        ordered, key=lambda one: (suits(one, rule), *(criterion(one) for criterion in criteria)), reverse=True
    )


def suits(candidate: Candidate, rule: Rule) -> bool:
    """Say whether a candidate is what the rule asks for, so that it comes before all that are not."""
    return (
        (not rule.sources or candidate.source in rule.sources)
        and (rule.max_age_days is None or candidate.age_days <= rule.max_age_days)
        and all(find_validator(name)(candidate) for name in rule.valid)
    )


def choose(candidates: Iterable[Candidate], rule: Rule, *, many: bool) -> tuple[list[Candidate], list[Candidate]]:
    """Part candidates into those that survive, best first, and those that lose, the next best first.

    Args:
        candidates: what is offered; at least one.
        rule: how to choose.
        many: whether several survive: of each that say the same the best, up to the rule's limit; and if any is what
            the rule asks for, no other.
    """
    ranked = rank(candidates, rule)
    if not many:
        return ranked[:1], ranked[1:]
    asked = suits(ranked[0], rule)
    first: dict[str, Candidate] = {}
    for one in ranked:
        if suits(one, rule) or not asked:
            first.setdefault(one.key, one)
    survivors = list(first.values())[: rule.limit]
    kept = {id(one) for one in survivors}
    return survivors, [one for one in ranked if id(one) not in kept]
