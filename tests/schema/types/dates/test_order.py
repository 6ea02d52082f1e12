"""Columns of dates, dates of birth, and the day numbers of spreadsheets."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.types.birth_date import BirthDate
from crmkit.schema.types.date import DATE, DateType, PartialDate
from crmkit.schema.types.dates.order import DateOrder, date_order
from crmkit.schema.types.dates.serial_days import serial_day

DAYS = st.dates(min_value=dt.date(1905, 1, 1), max_value=dt.date(2030, 12, 30))
TODAY = dt.date(2026, 3, 1)


@pytest.mark.parametrize(("form", "order"), [("%d/%m/%Y", "day"), ("%m/%d/%Y", "month"), ("%d.%m.%y", "day")])
@given(days=st.lists(DAYS, min_size=1, max_size=12))
def test_a_column_is_read_in_the_order_that_its_large_numbers_tell(form, order, days):
    decided = date_order([day.strftime(form) for day in days])
    assert decided.order == (order if any(day.day > 12 for day in days) else "unknown")
    if decided.order != "unknown" and form.endswith("%Y"):
        reader = DateType(month_first=decided.order == "month")
        for day in days:
            read = reader.clean(day.strftime(form))
            assert read.value == PartialDate(day.year, day.month, day.day) or "placeholder" in read.findings[0].code


def test_a_column_with_both_orders_is_in_conflict():
    cells = ["13/02/1980", "02/13/1980", "01/02/1980", 29221.0, None, "1980-02-13", "13", "99/99/1980", "abc"]
    assert date_order(cells) == DateOrder(day_first=1, month_first=1, undecided=1)
    assert date_order(cells).order == "conflict"


def test_a_declared_order_comes_before_that_of_the_region():
    assert DateType(month_first=True).clean("02/03/1980", region="FR").value == PartialDate(1980, 2, 3)
    assert DateType(month_first=False).clean("02/03/1980", region="US").value == PartialDate(1980, 3, 2)


def test_a_date_that_can_be_read_both_ways_says_so_where_nothing_decides():
    assert [one.code for one in DATE.clean("01/02/1980").findings] == ["date.ambiguous"]
    for cell, region in (("01/02/1980", "FR"), ("01.02.1980", None), ("13/02/1980", None), ("02/02/1980", None)):
        assert DATE.clean(cell, region=region).findings == ()


@given(st.integers(61, 73_000))
def test_a_day_number_counts_the_days_from_1900_with_one_that_never_was(number):
    assert serial_day(number) == dt.date(1900, 1, 1) + dt.timedelta(days=number - 2)
    assert serial_day(number, since_1904=True) == serial_day(number + 1462)


@given(st.integers(-(10**9), 10**9), st.booleans())
def test_every_day_number_is_a_day_or_none(number, since_1904):
    day = serial_day(number, since_1904=since_1904)
    assert day is None or dt.date(1900, 1, 1) <= day <= dt.date(9999, 12, 31)


def test_a_workbook_of_an_old_macintosh_counts_from_1904():
    assert DateType(since_1904=True).clean(27759).value == PartialDate(1980, 1, 1)


@given(st.dates(max_value=TODAY, min_value=dt.date(1927, 1, 1)))
def test_a_two_digit_year_of_birth_makes_a_living_person(day):
    read = BirthDate(as_of=TODAY).clean(day.strftime("%d.%m.%y"))
    assert read.value is not None
    assert dt.timedelta(0) <= TODAY - read.value.as_date() < dt.timedelta(days=36_526)
    assert (read.value.month, read.value.day) == (day.month, day.day)


@pytest.mark.parametrize(
    ("cell", "iso", "codes"),
    [
        ("01.02.1980", "1980-02-01", []),
        ("02.03.2026", None, ["date.future"]),
        ("01.03.2026", "2026-03-01", ["date.child"]),
        ("2027", None, ["date.future"]),
        ("2026", "2026", ["date.child"]),
        ("28.02.1905", None, ["date.too_old"]),
        ("02.03.1905", "1905-03-02", []),
        ("01.03.2010", "2010-03-01", []),
        ("02.03.2010", "2010-03-02", ["date.child"]),
        ("--02-13", "--02-13", []),
        ("29.02.27", None, ["date.impossible"]),
        ("abc", None, ["date.invalid"]),
    ],
)
def test_a_date_of_birth_is_judged_by_the_day_it_is_known_on(cell, iso, codes):
    read = BirthDate(as_of=TODAY).clean(cell)
    assert (read.value and read.value.iso()) == iso
    assert [one.code for one in read.findings] == codes
    assert iso is not None or read.keys or cell == "abc"
