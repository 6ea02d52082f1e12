"""What changed between two results."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.difference import difference
from crmkit.exceptions import CallError

both = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=15)


def joined(clusters):
    return {pair for pair in combinations(sorted(clusters), 2) if clusters[pair[0]] == clusters[pair[1]]}


@given(both)
def test_pairs_are_gained_lost_or_kept(rows):
    before, after = dict(enumerate(one for one, _ in rows)), dict(enumerate(other for _, other in rows))
    found = difference(before, after)
    gained, lost = joined(after) - joined(before), joined(before) - joined(after)
    assert (found.gained, found.lost, found.kept) == (len(gained), len(lost), len(joined(before) & joined(after)))
    assert set(found.gained_pairs) <= gained
    assert set(found.lost_pairs) <= lost
    assert len(found.gained_pairs) == min(len(gained), 20)
    assert len(found.lost_pairs) == min(len(lost), 20)
    back = difference(after, before)
    assert (back.gained, back.lost) == (found.lost, found.gained)


def test_other_records_cannot_be_compared():
    with pytest.raises(CallError, match="2 are in only one"):
        difference({"a": 0}, {"b": 0})
