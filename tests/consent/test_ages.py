"""Nobody is of age before her birthday has begun everywhere."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.consent.ages import AgeOfConsent, minority
from crmkit.exceptions import SchemaError


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), st.integers(1, 21))
def test_she_is_a_minor_until_she_is_old_enough_wherever_she_is(born, years):
    until = minority(born, years=years).until
    for offset in (-12, 0, 14):
        local = until.astimezone(timezone(timedelta(hours=offset)))
        assert _age(born, local.date()) >= years
    before = (until - timedelta(seconds=1)).astimezone(timezone(timedelta(hours=-12)))
    assert _age(born, before.date()) < years


def _age(born, day):
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def test_beyond_the_calendar_she_stays_a_minor():
    assert minority(date(9999, 1, 1), years=15).until is None


def test_the_birthday_of_29_february_is_1_march():
    assert minority(date(2012, 2, 29), years=18).until == datetime(2030, 3, 1, 12, tzinfo=UTC)
    assert minority(date(2012, 2, 29), years=20).until == datetime(2032, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("changes", [{"years": 0}, {"years": 22}, {"source": " "}])
def test_an_age_that_is_none_is_refused(changes):
    with pytest.raises(SchemaError, match="'FR'"):
        AgeOfConsent(**{"jurisdiction": "FR", "years": 15, "source": "x", **changes})
