"""Short forms that follow a rule, and names that only look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.short_forms import short_form

names = st.text("aeioubcdlmnrst", min_size=1, max_size=9)


@given(names, names)
def test_it_does_not_matter_which_name_comes_first(left, right):
    assert short_form(left, right) == short_form(right, left)


@pytest.mark.parametrize(
    ("short", "long"),
    [("vero", "veronique"), ("toine", "antoine"), ("gigi", "brigitte"), ("jojo", "georges"), ("fanfan", "francoise"),
     ("dede", "andre"), ("mathou", "mathilde"), ("lisa", "elisabeth"), ("alex", "alexandre")],
)  # fmt: skip
def test_short_forms_stand_for_the_long_one(short, long):
    assert short_form(short, long)


@pytest.mark.parametrize(
    ("one", "other"),
    [("paul", "paula"), ("jean", "jeanne"), ("leo", "leonie"), ("marie", "martin"), ("eric", "frederic"),
     ("lolo", "eleonore"), ("anan", "stefan"), ("lea", "miriam")],
)  # fmt: skip
def test_two_names_are_not_short_forms(one, other):
    assert not short_form(one, other)
