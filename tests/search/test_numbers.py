"""Telephone numbers are found by any part of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.search.numbers import SHORTEST, endings, kept, national, typed
from tests.search.people import PHONES


@given(PHONES, st.data())
def test_any_part_of_four_digits_or_more_begins_an_ending(number, data):
    digits = national(kept(number))
    start = data.draw(st.integers(0, len(digits) - SHORTEST))
    end = data.draw(st.integers(start + SHORTEST, len(digits)))
    assert any(one.startswith(form) for form in typed(digits[start:end]) for one in endings(kept(number)))


@given(PHONES, st.integers(4, 12))
def test_a_number_may_be_begun_at_home_or_abroad(number, length):
    if number.startswith("+"):
        digits = national(number)
        country = number[1 : -len(digits)]
        begun = digits[:length]
        for shown in (f"+{country}{begun}", f"00{country}{begun}", f"0{begun}", begun):
            assert any(one.startswith(form) for form in typed(shown) for one in endings(number)), shown


@given(PHONES)
def test_endings_are_few(number):
    assert len(endings(kept(number))) <= 13


@pytest.mark.parametrize("digits", ["", "+", "0", "00", "000000", "+0", "1", "9" * 400])
def test_hardly_any_digits_or_very_many_do_no_harm(digits):
    assert all(len(one) <= 15 for one in endings(kept(digits))[1:])
    assert len(typed(digits)) <= 3


def test_a_number_of_no_known_country_is_found_by_its_whole_number_abroad():
    assert "791234567" in typed("+41791234567")
    assert "791234567" in endings(kept("0791234567"))


def test_digits_that_begin_with_a_country_mean_only_numbers_of_it():
    assert not any(one.startswith(form) for form in typed("4975195") for one in endings("+33751959229"))


def test_the_first_zero_of_an_italian_number_may_be_typed_or_not():
    assert any(one.startswith(typed("06698")[0]) for one in endings("+390669812345"))
    assert any(one.startswith(typed("669812")[0]) for one in endings("+390669812345"))
