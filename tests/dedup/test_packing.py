"""Packed records say what they said."""

from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.packing import Packing, values_of

PACKING = Packing(("given", "email", "own.code"))
texts = st.text("ab \x1c\x1d\x1e\x1fmwbé\ud800", min_size=1, max_size=6)


@given(st.dictionaries(st.sampled_from(PACKING.features), st.lists(texts, min_size=1, max_size=3).map(tuple)))
def test_what_was_packed_is_read_again(read):
    line = PACKING.line(read)
    assert PACKING.read(PACKING.row(line)) == read
    assert [values_of(text) for text in PACKING.row(line)] == [read.get(name, ()) for name in PACKING.features]
