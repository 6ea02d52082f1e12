"""Amounts, numbers, currencies and yes or no."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.types.boolean import BOOLEAN
from crmkit.schema.types.decimal import DECIMAL
from crmkit.schema.types.integer import INTEGER
from crmkit.schema.types.money import MONEY, Money


@pytest.mark.parametrize(
    ("cell", "region", "amount", "currency"),
    [
        ("1'234.50 CHF", None, 123450, "CHF"),
        ("CHF 12.-", None, 1200, "CHF"),
        ("12,50 €", None, 1250, "EUR"),
        ("1.234,50 €", None, 123450, "EUR"),
        ("Fr. 12.50", None, 1250, "CHF"),
        (12.5, "CH", 1250, "CHF"),
        (10, None, 1000, "XXX"),
        ("(5)", "FR", -500, "EUR"),
        ("JPY 1200", None, 1200, "JPY"),
        ("1.234", "DE", 123400, "EUR"),
    ],
)
def test_an_amount_is_read(cell, region, amount, currency):
    assert MONEY.clean(cell, region=region).value == Money(amount, currency)


@pytest.mark.parametrize("cell", ["abc", "12 apples", "1.2.3", True])
def test_what_is_no_amount_has_no_value(cell):
    assert MONEY.clean(cell).value is None


@given(st.decimals(-(10**9), 10**9, places=2))
def test_an_amount_survives_its_caption(number):
    money = Money(int(number * 100), "CHF")
    assert MONEY.clean(str(money)).value == money


@pytest.mark.parametrize(
    ("cell", "value"), [("1'234.5", "1234.5"), ("1,234.5", "1234.5"), ("-3", "-3"), ("5-", "-5"), ("1e3", "1000")]
)
def test_a_decimal_is_exact(cell, value):
    assert DECIMAL.clean(cell).value == Decimal(value)


def test_an_ambiguous_mark_is_said():
    assert [one.code for one in DECIMAL.clean("1.234").findings] == ["decimal.ambiguous"]


@pytest.mark.parametrize(("cell", "value"), [("1'234", 1234), ("12.0", 12), (12.0, 12), ("1.5", None), ("abc", None)])
def test_an_integer_is_whole(cell, value):
    assert INTEGER.clean(cell).value == value


@pytest.mark.parametrize(
    ("cell", "value"), [("Oui", True), ("nein", False), ("x", True), (1, True), (0.0, False), ("maybe", None)]
)
def test_yes_and_no_in_four_languages(cell, value):
    assert BOOLEAN.clean(cell).value is value
