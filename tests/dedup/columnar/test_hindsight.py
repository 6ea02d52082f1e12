"""What clusters tell in hindsight of gates."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.columnar.hindsight import held_back, third_records
from crmkit.dedup.gates import AT_MOST, GATES

PLACE = {one.name: place for place, one in enumerate(GATES)}
PAIR = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1])


def sides(pairs):
    return np.array(pairs, np.int64).reshape(-1, 2).T


TRIPLES = sides([pair for start in range(0, 300, 3) for pair in combinations(range(start, start + 3), 2)])
"""Pairs of a hundred customers of three records, all of them joined."""
TWOS = sides([(start, start + 1) for start in range(0, 300, 2)])


def chances(together, *, gate="twins", joined=TRIPLES):
    held = np.full(len(together), PLACE[gate])
    return held_back(held, np.array(together, np.bool_), GATES, tuple(joined), tuple(joined))


@given(st.lists(PAIR, unique=True), st.data())
def test_the_pairs_that_a_third_record_joins_as_well_are_counted(same, data):
    sure = data.draw(st.lists(st.sampled_from(same), unique=True)) if same else []
    either = {*same, *((right, left) for left, right in same)}
    reached = [any((left, one) in either and (right, one) in either for one in range(8)) for left, right in sure]
    expected = sum(reached) / len(sure) if sure else 0.0
    assert third_records(tuple(sides(sure)), tuple(sides(same))) == expected


def test_a_gate_that_clusters_never_belied_is_believed_more_and_one_that_they_did_less():
    assert chances([False] * 200)["twins"] < 0.002
    assert chances([True] * 200)["twins"] > 0.9
    assert chances([True] * 100 + [False] * 100)["twins"] == pytest.approx(0.5, abs=0.03)


def test_what_third_records_could_not_join_is_counted_in_proportion():
    half = np.hstack([TRIPLES, TWOS + 300, TWOS + 600])
    assert third_records(tuple(half), tuple(half)) == pytest.approx(0.5)
    assert chances([True] * 100 + [False] * 300, joined=half)["twins"] == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("gate", ["twins", "names_apart"])
def test_where_customers_have_two_records_at_most_nothing_is_learned(gate):
    at_most = AT_MOST[GATES[PLACE[gate]].at_most]
    assert chances([False] * 50, gate=gate, joined=TWOS) == {gate: at_most}
    assert chances([False] * 50, gate=gate, joined=TWOS[:, :0]) == {gate: at_most}
    assert chances([], gate=gate) == {}


def test_of_what_can_never_be_nothing_is_learned():
    assert chances([True] * 50, gate="homonyms") == {}


@given(st.lists(st.sampled_from(["twins", "names_apart", "homonyms"]), max_size=30), st.data())
def test_every_chance_is_one_and_more_found_together_never_lowers_it(gates, data):
    held = np.array([PLACE[name] for name in gates], np.int64)
    some = np.array([data.draw(st.booleans()) for _ in gates], np.bool_)
    more = some | np.array([data.draw(st.booleans()) for _ in gates], np.bool_)
    few, many = (held_back(held, marks, GATES, tuple(TRIPLES), tuple(TRIPLES)) for marks in (some, more))
    assert few.keys() == many.keys() == set(gates) - {"homonyms"}
    assert all(0 < few[name] <= many[name] < 1 for name in few)
