"""Cleaning whole columns."""

from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.cleaning import clean
from crmkit.schema.columns import clean_column
from tests.strategies import cells


@given(st.lists(cells(), max_size=8), st.sampled_from(["text", "boolean", "phone", "date"]))
def test_a_column_is_cleaned_as_its_cells_are(column, as_type):
    cleaned = clean_column(column, as_type, region="CH")
    alone = [clean(cell, as_type, region="CH") for cell in column]
    assert [(one.value, one.keys) for one in cleaned] == [(one.value, one.keys) for one in alone]


def test_equal_cells_share_their_result_but_equal_values_of_two_types_do_not():
    first, again, number, flag = clean_column(["x", "x", 1, True], "text")
    assert first is again
    assert number.value == "1"
    assert flag.value == "true"
