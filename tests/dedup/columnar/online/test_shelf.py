"""Blocks of records hold what a plain dictionary holds, through every way of putting and taking away."""

from array import array
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.columnar.online import shelf
from crmkit.dedup.columnar.online.shelf import Shelf, all_finer, finer

blocks = st.sampled_from((0, 1, 7, 2**63, 2**64 - 1))
moves = st.lists(
    st.tuples(st.sampled_from(("add", "add", "remove", "settle")), blocks, st.integers(0, 19)), max_size=60
)


@given(st.lists(st.tuples(blocks, st.integers(0, 19)), unique=True, max_size=30), moves, st.permutations(range(20)))
def test_a_shelf_holds_what_a_dictionary_holds(first, moved, ranks):
    held = {block: {place for one, place in first if one == block} for block in (0, 1, 7, 2**63, 2**64 - 1)}
    made = Shelf(array("Q", ranks))
    first.sort(key=lambda one: ranks[one[1]])
    made.put(np.array([one for one, _ in first], np.uint64), np.array([one for _, one in first], np.uint32))
    with patch.object(shelf, "_FEWEST", 2):
        for what, block, place in moved:
            if what == "settle":
                made.settle()
            elif what == "add" and place not in held[block]:
                held[block].add(place)
                assert made.add(block, place) == len(held[block])
            elif what == "remove" and place in held[block]:
                held[block].remove(place)
                made.remove(block, place)
            for one, places in held.items():
                expected = sorted(places, key=ranks.__getitem__)
                assert made.held(one, 3) == (len(places), expected[:3])
                assert made.first(one, 100) == expected
                assert made.size(one) == len(places)


@given(st.lists(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1)), min_size=1, max_size=20))
def test_finer_blocks_are_numbered_alike_one_by_one_and_all_at_once(pairs):
    one, other = (np.array(side, np.uint64) for side in zip(*pairs, strict=True))
    assert all_finer(one, other).tolist() == [finer(*pair) for pair in pairs]


@given(st.lists(st.tuples(blocks, st.integers(0, 19)), unique=True, max_size=30), st.integers(0, 4))
def test_large_blocks_are_given_whole(first, cap):
    made = Shelf(array("Q", range(20)))
    made.put(np.array([one for one, _ in first], np.uint64), np.array([one for _, one in first], np.uint32))
    large = {one for one, _ in first if sum(other == one for other, _ in first) > cap}
    found = made.large(cap)
    assert sorted(zip(*(side.tolist() for side in found), strict=True)) == sorted(
        one for one in first if one[0] in large
    )
