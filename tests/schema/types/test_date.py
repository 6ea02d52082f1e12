"""Dates in many spellings, whole or in part."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.types.date import DATE, PartialDate
from crmkit.schema.types.instant import InstantType


@given(
    st.dates(min_value=dt.date(1902, 1, 1), max_value=dt.date(2098, 12, 30)).filter(
        lambda day: day != dt.date(1970, 1, 1)
    )
)
def test_every_usual_spelling_of_a_day_is_that_day(day):
    expected = PartialDate(day.year, day.month, day.day)
    for spelling in ("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d/%m/%Y", "%d %B %Y"):
        assert DATE.clean(day.strftime(spelling)).value == expected
    assert DATE.clean(day).value == expected
    assert DATE.clean(day.strftime("%m/%d/%Y"), region="US").value == expected
    assert expected.as_date() == day
    assert expected.iso() == day.isoformat()


@pytest.mark.parametrize(
    ("cell", "iso", "codes"),
    [
        ("1er février 1980", "1980-02-01", []),
        ("12. März 1980", "1980-03-12", []),
        ("01.02.80", "1980-02-01", ["date.two_digit_year"]),
        ("29221", "1980-01-01", ["date.serial"]),
        (29221.0, "1980-01-01", ["date.serial"]),
        ("1980", "1980", []),
        ("02/1980", "1980-02", []),
        ("--02-13", "--02-13", []),
        ("02/13/1980", "1980-02-13", ["date.order"]),
    ],
)
def test_a_date_is_read(cell, iso, codes):
    cleaned = DATE.clean(cell)
    assert cleaned.value.iso() == iso
    assert [one.code for one in cleaned.findings] == codes


@pytest.mark.parametrize("cell", ["01.01.1900", "1970-01-01", "31.12.9999", "00.00.0000", "0000-00-00"])
def test_a_date_that_systems_write_for_none_is_a_placeholder(cell):
    assert [one.code for one in DATE.clean(cell).findings] == ["date.placeholder"]


@pytest.mark.parametrize(("cell", "key"), [("30.02.1980", "19800230"), ("19801332", "19801332")])
def test_an_impossible_date_keeps_its_digits_for_matching(cell, key):
    cleaned = DATE.clean(cell)
    assert cleaned.value is None
    assert cleaned.keys == (key,)
    assert [one.code for one in cleaned.findings] == ["date.impossible"]


def test_a_slip_of_the_finger_is_near_and_another_day_is_not():
    day = PartialDate(1980, 2, 1)
    assert DATE.similarity(day, PartialDate(1980, 1, 2)) == 0.9
    assert DATE.similarity(day, PartialDate(1981, 2, 1)) == 0.85
    assert DATE.similarity(day, PartialDate(1980)) == 0.8
    assert DATE.similarity(day, PartialDate(1955, 7, 30)) == 0.0


def test_an_instant_without_a_zone_is_read_in_the_zone_of_its_type():
    assert InstantType(zone="Europe/Zurich").clean("2026-07-01 12:00").value == dt.datetime(
        2026, 7, 1, 10, tzinfo=dt.UTC
    )
