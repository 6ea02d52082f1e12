"""The forms of engines keep order, equality, and which text is in which."""

import math
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import CallError
from crmkit.schema.customer import CUSTOMER
from crmkit.segment.reading import exact
from crmkit.segment.targets.forms import instant_form, key_of, literal, safe
from crmkit.segment.targets.tables import BooleanColumn, DateColumn, MoneyColumn, NumberColumn

odd = st.text(st.sampled_from("ab\x00\ud800\udfff\U0010ff00\U0010ff01\U0010ff40\U0010ff7f\U0010ff80é"), max_size=4)
numbers = st.fractions(max_denominator=10**7) | st.integers(-(10**20), 10**20).map(Fraction)
RELATIONS = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


@given(odd, odd)
def test_safe_texts_contain_begin_and_end_as_the_texts_do(text, needle):
    kept, wanted = safe(text), safe(needle)
    assert (kept == wanted) is (text == needle)
    assert (wanted in kept) is (needle in text)
    assert kept.startswith(wanted) is text.startswith(needle)
    assert kept.endswith(wanted) is text.endswith(needle)


@given(odd)
def test_every_database_can_hold_a_safe_text(text):
    kept = safe(text)
    assert "\x00" not in kept
    kept.encode("utf-8")


@given(st.integers(-(2**63) + 1, 2**63 - 1), numbers, st.sampled_from(sorted(RELATIONS)), st.integers(0, 6))
def test_a_bound_between_two_whole_numbers_keeps_the_answer(kept, bound, relation, digits):
    column = NumberColumn("n", digits=digits)
    written = literal(column, bound, None, up=relation in {"<", ">="})
    holds = RELATIONS[relation]
    assert holds(kept, written) is holds(Fraction(kept, 10**digits), bound)


@given(st.floats(allow_nan=False, allow_infinity=False), numbers, st.sampled_from(sorted(RELATIONS)))
def test_a_bound_between_two_doubles_keeps_the_answer(kept, bound, relation):
    written = literal(NumberColumn("n", form="float"), bound, None, up=relation in {"<", ">="})
    assert RELATIONS[relation](kept, written) is RELATIONS[relation](exact(kept), bound)


@pytest.mark.parametrize("bound", [Fraction(10) ** 400, -(Fraction(10) ** 400)])
def test_a_bound_beyond_all_doubles_is_the_largest_or_infinite(bound):
    column = NumberColumn("n", form="float")
    found = {literal(column, bound, None, up=up) for up in (True, False)}
    sign = 1 if bound > 0 else -1
    assert found == {sign * math.inf, sign * sys.float_info.max}
    assert literal(NumberColumn("n"), bound, None, up=True) == sign * math.inf


@pytest.mark.parametrize(
    ("column", "currency", "up", "written"),
    [
        (MoneyColumn("m", always="CHF"), "CHF", True, 1235),
        (MoneyColumn("m", always="CHF"), "CHF", False, 1234),
        (MoneyColumn("m", currency="c", digits=2), "CHF", True, 1235),
        (MoneyColumn("m", currency="c", digits=2), "JPY", True, 123_450),
        (MoneyColumn("m", currency="c", digits=3, form="decimal"), "CHF", True, Decimal("12.345")),
        (MoneyColumn("m", currency="c", digits=1, form="decimal"), "CHF", False, Decimal("12.3")),
        (MoneyColumn("m", currency="c", digits=0, form="float"), "CHF", True, 12.345),
    ],
)
def test_amounts_are_compared_in_the_unit_of_the_column(column, currency, up, written):
    assert literal(column, Fraction(2469, 2), currency, up=up) == written


def test_decimals_hold_more_than_whole_numbers():
    assert literal(NumberColumn("n", form="decimal"), 10**20, None, up=True) == Decimal(10**20)
    assert literal(NumberColumn("n"), 10**20, None, up=True) == math.inf
    assert literal(NumberColumn("n"), -(10**20), None, up=False) == -math.inf


def test_days_and_instants_keep_their_order():
    assert literal(DateColumn("d"), date(2026, 3, 31), None, up=True) == 20260331
    assert literal(DateColumn("d", form="date"), date(2026, 3, 31), None, up=True) == date(2026, 3, 31)
    when = datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    assert instant_form(when, "microseconds") == -1
    assert instant_form(when, "timestamp") == when
    assert literal(BooleanColumn("b"), True, None, up=True) is True


def test_the_key_of_a_field_is_what_a_segment_compares():
    assert key_of(CUSTOMER, "locality", " ") is None
    assert key_of(CUSTOMER, "email", "A@EXAMPLE.ORG") == "a@example.org"
    assert key_of(CUSTOMER, "country", " CH ") == "CH"
    with pytest.raises(CallError, match="no field 'birth_date' of text"):
        key_of(CUSTOMER, "birth_date", "1990-05-01")
