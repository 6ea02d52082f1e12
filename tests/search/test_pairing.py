"""Giving each row the best column."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from crmkit.search.pairing import best_pairs

worths = st.sampled_from((0.0, 0.0, 0.25, 0.5, 0.75, 1.0))
tables = st.integers(1, 4).flatmap(
    lambda columns: st.lists(st.lists(worths, min_size=columns, max_size=columns), min_size=1, max_size=4)
)


def brute(table):
    rows, columns = len(table), len(table[0])
    places = [*range(columns), *([None] * rows)]
    return max(
        sum(table[row][column] for row, column in enumerate(chosen) if column is not None)
        for chosen in permutations(places, rows)
    )


@given(tables)
def test_no_other_pairs_are_worth_more(table):
    pairs = best_pairs(table)
    taken = [column for column in pairs if column is not None]
    assert len(set(taken)) == len(taken)
    assert sum(table[row][column] for row, column in enumerate(pairs) if column is not None) == brute(table)


@given(tables)
def test_nothing_is_paired_with_what_it_has_nothing_to_do_with(table):
    assert all(table[row][column] > 0 for row, column in enumerate(best_pairs(table)) if column is not None)
