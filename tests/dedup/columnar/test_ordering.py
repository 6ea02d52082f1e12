"""Distinct integers by sorting are those that NumPy finds by other means."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.columnar.ordering import counting, distinct, distinct_places, mix, runs

SMALL = st.lists(st.integers(0, 5), max_size=30)
LARGE = st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(0, 3), max_size=30)


@given(SMALL | LARGE)
def test_distinct_values_and_their_places(values):
    array = np.array(values, np.int64)
    wanted, places = np.unique(array, return_inverse=True)
    found, found_places = distinct_places(array)
    assert distinct(array).tolist() == found.tolist() == wanted.tolist()
    assert found_places.tolist() == places.reshape(-1).tolist()


@given(SMALL)
def test_runs_cover_everything(values):
    start, size = runs(np.sort(np.array(values, np.int64)))
    assert size.sum() == len(values)
    assert len(start) == len(set(values))


@given(st.lists(st.integers(0, 4), max_size=10))
def test_counting_begins_anew(lengths):
    assert counting(np.array(lengths, np.int64)).tolist() == [place for one in lengths for place in range(one)]


def test_a_mix_tells_values_and_their_order_apart():
    zero, one, two = (np.array([value], np.uint64) for value in range(3))
    assert len({int(mix(mix(zero, a), b)[0]) for a in (one, two) for b in (one, two)}) == 4
