from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import UnknownNameError
from crmkit.intake.moments import Clock

ZONES = st.sampled_from(["UTC", "Europe/Zurich", "America/New_York", "Pacific/Kiritimati"])
DAYS = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1))


@given(st.text() | st.integers() | st.floats() | st.booleans() | st.none(), ZONES)
def test_any_cell_is_a_moment_or_none(cell, zone):
    moment = Clock(zone).read(cell)
    assert moment is None or moment.start <= moment.until


@given(DAYS, ZONES)
def test_a_time_with_its_offset_is_exact_in_every_zone(time, zone):
    time = time.replace(microsecond=0, minute=time.minute or 7, tzinfo=UTC)
    moment = Clock(zone).read(time.isoformat())
    assert moment.start == moment.until == time


@given(DAYS, ZONES)
def test_a_day_lies_in_its_month_and_its_month_in_its_year(day, zone):
    clock = Clock(zone)
    date, month, year = (clock.read(day.strftime(form)) for form in ("%Y-%m-%d", "%Y-%m", "%Y"))
    if date is None:
        return  # a date that programs write when they have none
    assert year.start <= month.start <= date.start < date.until <= month.until <= year.until
    assert timedelta(hours=22) < date.until - date.start < timedelta(hours=26)


@pytest.mark.parametrize(
    ("cell", "start", "until"),
    [
        ("01.03.2026 14:30", "2026-03-01T13:30:00+00:00", None),
        ("2026-03-01T14:30:00Z", "2026-03-01T14:30:00+00:00", None),
        ("01/03/2026", "2026-02-28T23:00:00+00:00", "2026-03-01T22:59:59.999999+00:00"),
        ("2026-03-01 00:00:00", "2026-02-28T23:00:00+00:00", "2026-03-01T22:59:59.999999+00:00"),
        ("1er mars 2026", "2026-02-28T23:00:00+00:00", "2026-03-01T22:59:59.999999+00:00"),
        (2025, "2024-12-31T23:00:00+00:00", "2025-12-31T22:59:59.999999+00:00"),
        (1772373600, "2026-03-01T14:00:00+00:00", None),
        ("12.2025", "2025-11-30T23:00:00+00:00", "2025-12-31T22:59:59.999999+00:00"),
    ],
)
def test_usual_spellings_are_read_as_precisely_as_they_are(cell, start, until):
    moment = Clock("Europe/Zurich", "CH").read(cell)
    assert (moment.start.isoformat(), moment.until.isoformat()) == (start, until or start)


@pytest.mark.parametrize("cell", [None, "", "soon", "31.02.2026", "n/a", True, "0000-00-00", "1900-01-01 00:00:00"])
def test_what_is_no_date_is_none(cell):
    assert Clock().read(cell) is None


def test_an_unknown_zone_is_refused_with_near_names():
    with pytest.raises(UnknownNameError, match="Europe/Zurich"):
        Clock("Europe/Zuerich")
    with pytest.raises(UnknownNameError):
        Clock("../etc")
