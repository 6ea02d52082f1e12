"""Options are read by their keys, labels and aliases, and stay readable when they are retired."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import SchemaError
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.options import Option, OptionList

COLOURS = OptionList([
    Option("red", {"de": "Rot", "fr": "rouge"}, aliases=("crimson",)),
    Option("rot", {"de": "Fäulnis"}),
    Option("old_pink", {"en": "old pink"}, retired=True),
])  # fmt: skip
words = st.sampled_from(["red", "RED", "rouge", "Crimson", "rot", "Rot", "old pink", "old_pink", "grün", "", "n/a"])


@given(words | st.text(max_size=8))
def test_a_clean_option_stays_what_it_is(cell):
    cleaned = COLOURS.clean(cell)
    assert cleaned.value is None or COLOURS.clean(cleaned.value).value == cleaned.value
    assert cleaned.value in (None, "red", "rot", "old_pink")


def test_a_key_comes_before_the_label_of_another_option():
    assert [COLOURS.clean(cell).value for cell in ("rouge", "crimson", "Rot", "OLD PINK")] == [
        "red", "red", "rot", "old_pink",
    ]  # fmt: skip


def test_a_retired_option_is_read_with_a_note():
    assert [one.code for one in COLOURS.clean("old_pink").findings] == ["choice.retired"]


def test_an_unknown_word_is_refused_with_a_near_option():
    cleaned = COLOURS.clean("redd")
    assert (cleaned.value, cleaned.findings[0].suggestion) == (None, "red")


def test_options_are_named_to_people():
    assert COLOURS.caption("old_pink") == "old pink"
    assert Option("a_b").label("fr") == "a b"


def test_an_option_without_letters_is_refused():
    with pytest.raises(SchemaError, match="letters"):
        Option("?")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("F", "female"), ("weiblich", "female"), ("Mme", "female"), ("H", "male"), ("Herr", "male"), ("d", "diverse")],
)
def test_gender_is_read_in_three_languages(cell, value):
    assert CUSTOMER.find("gender").semantic_type.clean(cell).value == value
