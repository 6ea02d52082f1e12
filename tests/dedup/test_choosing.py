"""A rule chooses the same survivor whatever order the candidates come in."""

from datetime import UTC, datetime, timedelta

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.choosing import choose, rank, suits
from crmkit.dedup.criteria import Candidate, find_criterion
from crmkit.dedup.survivorship import Rule
from tests.dedup.policies import RULE

START = datetime(2026, 1, 1, tzinfo=UTC)

candidates = st.lists(
    st.builds(
        Candidate,
        value=st.sampled_from(["Bern", "Basel", "Biel"]),
        key=st.sampled_from(["bern", "basel"]),
        ref=st.integers(0, 5).map(lambda number: f"s/{number}"),
        source=st.sampled_from(["s", "shop"]),
        as_of=st.integers(0, 2).map(lambda day: START + timedelta(days=day)),
        completeness=st.sampled_from([0.5, 1.0]),
        frequency=st.integers(1, 2),
        trust=st.sampled_from([0.2, 0.9]),
        age_days=st.sampled_from([0.0, 2.0]),
        doubts=st.sampled_from([(), ("email.typo",)]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: (one.ref, one.key, one.value),
)
rules = RULE.map(lambda one: one if isinstance(one, Rule) else Rule(by=one))


@given(candidates, rules, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_does_not_matter(offered, rule, many, random):
    shuffled = list(offered)
    random.shuffle(shuffled)
    assert rank(shuffled, rule) == rank(offered, rule)
    assert choose(shuffled, rule, many=many) == choose(offered, rule, many=many)


@given(candidates, rules, st.booleans())
def test_nothing_is_lost_or_made_up(offered, rule, many):
    survivors, losers = choose(offered, rule, many=many)
    assert sorted(map(repr, [*survivors, *losers])) == sorted(map(repr, offered))
    assert survivors


@given(candidates, rules)
def test_the_survivor_is_best_by_the_first_criterion_among_those_that_suit(offered, rule):
    first = find_criterion(rule.criteria[0])
    fitting = [one for one in offered if suits(one, rule)] or offered
    survivor = rank(offered, rule)[0]
    assert survivor in fitting
    assert first(survivor) == max(first(one) for one in fitting)


@given(candidates, rules)
def test_of_many_values_each_survives_once_up_to_the_limit_and_none_that_does_not_suit_beside_one_that_does(
    offered, rule
):
    survivors, _ = choose(offered, rule, many=True)
    fitting = {one.key for one in offered if suits(one, rule)} or {one.key for one in offered}
    assert len(survivors) == min(len(fitting), rule.limit or len(fitting))
    assert len({one.key for one in survivors}) == len(survivors)
    assert {one.key for one in survivors} <= fitting


def test_what_is_asked_for_is_no_filter():
    only = Candidate(value="a@", key="a", ref="s/1", source="till", as_of=START, doubts=("email.typo",), age_days=9)
    rule = Rule(by="union", valid=("undoubted", "whole"), sources=("crm",), max_age_days=1)
    assert choose([only], rule, many=True) == ([only], [])
    better = evolve(only, ref="s/2", source="crm", doubts=(), age_days=0, key="b")
    assert choose([only, better], rule, many=True) == ([better], [only])
