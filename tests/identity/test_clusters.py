"""Judgements become clusters whose names never die."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import UnknownCustomerError
from crmkit.identity.clusters import customer_id, resolve_identity
from crmkit.identity.standing import news
from crmkit.records import Judgement

START = datetime(2026, 1, 1, tzinfo=UTC)
REFS = tuple(f"s/{number}" for number in range(7))

judgements = st.lists(
    st.builds(
        lambda verdict, pair, minute, actor, weight: Judgement(
            verdict=verdict,
            left=REFS[pair[0]],
            right=REFS[pair[1]],
            at=START + timedelta(minutes=minute),
            actor=actor,
            weight=weight,
        ),
        st.sampled_from(["same", "same", "different", "split"]),
        st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] != pair[1]),
        st.integers(0, 3),
        st.sampled_from(["rule:model", "anna"]),
        st.sampled_from([None, 3.0, 9.0]),
    ),
    max_size=14,
)


def same(left, right, *, actor="rule:model", minute=0, weight=5.0, verdict="same"):
    return Judgement(
        verdict=verdict, left=left, right=right, at=START + timedelta(minutes=minute), actor=actor, weight=weight
    )


@given(judgements, st.randoms(use_true_random=False))
def test_the_order_of_the_judgements_does_not_matter(facts, random):
    shuffled = [*facts, *facts[:2]]
    random.shuffle(shuffled)
    assert resolve_identity(REFS, shuffled).members == resolve_identity(REFS, facts).members


@given(judgements)
def test_every_row_is_in_exactly_one_cluster(facts):
    identity = resolve_identity(REFS, facts)
    assert sorted(ref for held in identity.members.values() for ref in held) == sorted(REFS)
    for name, held in identity.members.items():
        assert name == customer_id(held[0])
        assert all(identity.customer_of(ref) == name for ref in held)


@given(judgements)
def test_every_id_that_ever_was_resolves(facts):
    before = resolve_identity(REFS, facts[: len(facts) // 2])
    after = resolve_identity(REFS, facts)
    for name, held in before.members.items():
        assert after.resolve(name) == after.customer_of(held[0])


@given(judgements)
def test_rows_that_a_person_called_different_are_never_together(facts):
    identity = resolve_identity(REFS, facts)
    for left, right in combinations(REFS, 2):
        about = [one for one in facts if {one.left, one.right} == {left, right} and one.actor == "anna"]
        if not about:
            continue
        last = max(one.at for one in about)
        if {one.verdict for one in about if one.at == last} == {"different"}:
            assert identity.customer_of(left) != identity.customer_of(right)


@given(judgements)
def test_looking_back_forgets_what_came_later(facts):
    then = START + timedelta(minutes=1)
    known = [one for one in facts if one.at <= then]
    assert resolve_identity(REFS, facts, at=then).members == resolve_identity(REFS, known).members


def test_a_chain_does_not_join_what_a_person_keeps_apart():
    facts = [same("s/0", "s/1"), same("s/1", "s/2"), same("s/0", "s/2", verdict="different", actor="anna")]
    identity = resolve_identity(REFS, facts)
    assert identity.customer_of("s/0") != identity.customer_of("s/2")
    assert [sorted((one.left, one.right)) for one in identity.refused]


def test_a_person_outranks_a_later_rule():
    facts = [same("s/0", "s/1", verdict="different", actor="anna"), same("s/0", "s/1", minute=9)]
    identity = resolve_identity(REFS, facts)
    assert identity.customer_of("s/0") != identity.customer_of("s/1")


def test_a_split_takes_back_an_earlier_same_and_a_later_same_takes_back_the_split():
    facts = [same("s/0", "s/1"), same("s/0", "s/1", verdict="split", minute=1)]
    assert len(resolve_identity(REFS[:2], facts).members) == 2
    assert len(resolve_identity(REFS[:2], [*facts, same("s/0", "s/1", minute=2)]).members) == 1


def test_unknown_names_are_one_clear_sentence():
    identity = resolve_identity(REFS, [])
    with pytest.raises(UnknownCustomerError, match="No customer has, or ever had, the id"):
        identity.resolve("c-nobody")
    with pytest.raises(UnknownCustomerError, match="was ever loaded"):
        identity.customer_of("s/99")


@given(judgements, judgements)
def test_what_says_nothing_new_changes_nothing_and_the_rest_everything(said, held):
    said, held = ([evolve(one, weight=None) for one in some] for some in (said, held))
    new = news(said, held)
    assert resolve_identity(REFS, [*held, *new]).members == resolve_identity(REFS, [*held, *said]).members
    assert news(said, [*held, *new]) == []


def test_a_verdict_is_said_once_by_a_rule_and_once_more_by_a_person():
    found, again = same("s/0", "s/1"), same("s/1", "s/0", minute=1)
    assert news([found, again], []) == [found]
    assert news([again], [found]) == []
    confirmed = same("s/0", "s/1", actor="anna")
    assert news([confirmed], [found]) == [confirmed]
    assert news([same("s/0", "s/1", minute=5)], [confirmed]) == []
    assert news([same("s/0", "s/1", minute=5)], [same("s/0", "s/1", verdict="different", actor="anna")]) == []
