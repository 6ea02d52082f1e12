"""A rule chooses the same survivor whatever order the candidates come in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.survivorship import CRITERIA, RULES, Candidate, SurvivorshipPolicy, find_rule, rank
from crmkit.exceptions import UnknownNameError

START = datetime(2026, 1, 1, tzinfo=UTC)

candidates = st.lists(
    st.builds(
        Candidate,
        value=st.sampled_from(["Bern", "Basel", "Biel"]),
        key=st.sampled_from(["bern", "basel"]),
        ref=st.integers(0, 5).map(lambda number: f"s/{number}"),
        source=st.just("s"),
        as_of=st.integers(0, 2).map(lambda day: START + timedelta(days=day)),
        completeness=st.sampled_from([0.5, 1.0]),
        frequency=st.integers(1, 2),
        trust=st.sampled_from([0.2, 0.9]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: (one.ref, one.key, one.value),
)


@given(candidates, st.sampled_from(sorted(RULES)), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_does_not_matter(offered, rule, random):
    shuffled = list(offered)
    random.shuffle(shuffled)
    assert rank(shuffled, rule) == rank(offered, rule)


@given(candidates, st.sampled_from(sorted(RULES)))
def test_the_survivor_is_best_by_the_first_criterion(offered, rule):
    first = CRITERIA[RULES[rule][0]]
    assert first(rank(offered, rule)[0]) == max(first(one) for one in offered)


def test_an_unknown_rule_offers_near_names():
    with pytest.raises(UnknownNameError, match="most_recent"):
        find_rule("most_recnt")
    with pytest.raises(UnknownNameError):
        SurvivorshipPolicy(rules={"address": "newest"})
