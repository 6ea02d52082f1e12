"""Calendar arithmetic around the days on which clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import CallError
from crmkit.segment.nodes import UNITS, Calendar, Rolling
from crmkit.segment.windows import TICK, Bounds, Clock, anniversary_in, find_zone, moved_day, start_of_period

ZONES = ["Europe/Zurich", "Pacific/Auckland", "America/Santiago", "Asia/Beirut", "UTC"]
CHANGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 14, tzinfo=UTC),
    datetime(2026, 9, 26, 14, tzinfo=UTC),
    datetime(2026, 9, 6, 4, tzinfo=UTC),
]
instants = st.builds(
    lambda change, seconds: change + timedelta(seconds=seconds),
    st.sampled_from(CHANGES),
    st.integers(-200_000, 200_000),
)


@given(instants, st.sampled_from(ZONES))
def test_a_day_begins_at_its_first_instant(now, zone):
    clock = Clock(now, zone)
    start = clock.start_of(clock.today)
    assert clock.day_of(start) == clock.today
    assert clock.day_of(start - TICK) < clock.today
    assert start <= now


@given(instants, st.sampled_from(ZONES), st.sampled_from(["this", "previous", "next"]), st.sampled_from(UNITS))
def test_calendar_periods_meet_without_gap(now, zone, which, unit):
    clock = Clock(now, zone)
    bounds = {turn: clock.calendar_instants(Calendar(which=turn, unit=unit)) for turn in ("previous", "this", "next")}
    assert bounds["previous"].high == bounds["this"].low
    assert bounds["this"].high == bounds["next"].low
    assert bounds["this"].holds(now, now)
    assert bounds[which].low < bounds[which].high


@given(instants, st.sampled_from(ZONES), st.integers(0, 400), st.sampled_from(UNITS))
def test_the_last_and_the_next_window_share_nothing_and_touch_at_now(now, zone, count, unit):
    clock = Clock(now, zone)
    last = clock.rolling_instants(Rolling(direction="last", count=count, unit=unit))
    following = clock.rolling_instants(Rolling(direction="next", count=count, unit=unit))
    assert last.holds(now, now)
    assert last.high == following.low


@given(instants, st.sampled_from(ZONES), st.integers(1, 400))
def test_civil_days_keep_the_time_of_day_unless_it_is_skipped(now, zone, count):
    clock = Clock(now, zone)
    moved = clock.moved(-count, "day")
    before, after = moved.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    assert after.date() - before.date() == timedelta(days=count)
    assert before.time() >= after.time()


@given(st.dates(), st.integers(-(10**7), 10**7), st.sampled_from(UNITS[1:]))
def test_moving_never_leaves_the_calendar(day, count, unit):
    assert 2 <= moved_day(day, count, unit).year <= 9998


@given(st.dates(date(2, 1, 1), date(9998, 1, 1)), st.sampled_from(["week", "month", "quarter", "year"]))
def test_a_day_lies_in_its_period(day, unit):
    start = start_of_period(day, unit)
    assert start <= day < moved_day(start, 1, unit)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 800))
def test_an_anniversary_is_found_as_by_looking_at_each_day(birth, low, length):
    high = low + timedelta(days=length)
    in_common_years = (birth.month, 28) if (birth.month, birth.day) == (2, 29) else (birth.month, birth.day)

    def celebrates(day):
        leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
        return (day.month, day.day) == ((birth.month, birth.day) if leap else in_common_years)

    naive = any(celebrates(low + timedelta(days=offset)) for offset in range(length))
    assert anniversary_in(birth.month, birth.day, Bounds(low, high)) is naive


def test_a_skipped_time_moves_forward_and_of_a_doubled_one_the_first_is_meant():
    skipped = Clock(datetime(2026, 3, 30, 0, 30, tzinfo=UTC), "Europe/Zurich")
    assert skipped.moved(-1, "day") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    doubled = Clock(datetime(2026, 10, 26, 1, 30, tzinfo=UTC), "Europe/Zurich")
    assert doubled.moved(-1, "day") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_edges_of_the_calendar_hold():
    for now in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)):
        clock = Clock(now, "Pacific/Auckland")
        for unit in UNITS:
            clock.rolling_instants(Rolling(direction="last", count=10**6, unit=unit))
            clock.rolling_instants(Rolling(direction="next", count=10**6, unit=unit))


def test_an_unknown_zone_is_refused():
    with pytest.raises(CallError, match="no time zone 'Europe/Bern'"):
        find_zone("Europe/Bern")
    with pytest.raises(CallError, match="no time zone"):
        find_zone("../etc/passwd")
