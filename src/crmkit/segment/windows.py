"""Calendar arithmetic: every bound is computed here, from now and a zone, and nowhere else.

Days, weeks, months, quarters and years are civil: 90 days ago is the same time of day on the day 90 days earlier.
Weeks are those of ISO 8601 and begin on Monday. Adding months stops at the end of a shorter month. A local time that
the clocks skip moves forward; of a doubled one, the first is meant. Beyond the calendar, dates stop at its edge.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, Generic, TypeVar
from zoneinfo import ZoneInfo

from attrs import field, frozen

from crmkit.exceptions import CallError
from crmkit.records import instant
from crmkit.segment.nodes import Calendar, Rolling, Unit

FIRST: Final = date(2, 1, 1)
LAST: Final = date(9998, 12, 31)
TICK: Final = timedelta(microseconds=1)
_MONTHS: Final[dict[Unit, int]] = {"month": 1, "quarter": 3, "year": 12}

MomentT = TypeVar("MomentT", date, datetime)


@frozen
class Bounds(Generic[MomentT]):
    """A half-open stretch of time: from `low`, up to and without `high`; None is open."""

    low: MomentT | None = None
    high: MomentT | None = None

    def holds(self, first: MomentT, last: MomentT) -> bool:
        """Say whether all from `first` to `last`, both included, lies inside."""
        return (self.low is None or self.low <= first) and (self.high is None or last < self.high)


def find_zone(name: str | tzinfo) -> tzinfo:
    """Find a time zone by its IANA name.

    Raises:
        CallError: there is no such zone.

    >>> str(find_zone("Europe/Zurich"))
    'Europe/Zurich'
    """
    if isinstance(name, tzinfo):
        return name
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise CallError(f"There is no time zone {name!r}; give an IANA name such as 'Europe/Zurich'.") from None


@frozen
class Clock:
    """The instant a segment is asked about, and the zone whose calendar counts.

    Attributes:
        now: the instant; a naive datetime is refused.
        zone: the zone.
    """

    now: datetime = field(converter=instant)
    zone: tzinfo = field(converter=find_zone, default=UTC)

    @property
    def today(self) -> date:
        """The civil day of now.

        >>> Clock(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), "Europe/Zurich").today
        datetime.date(2026, 3, 2)
        """
        return self.day_of(self.now)

    def day_of(self, when: datetime) -> date:
        """Give the civil day of an instant."""
        return within_calendar(when).astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        """Give the first instant of a civil day, also where the clocks skip midnight.

        >>> Clock(datetime(2026, 1, 1, tzinfo=UTC), "America/Santiago").start_of(date(2026, 9, 6)).isoformat()
        '2026-09-06T04:00:00+00:00'
        """
        day = min(max(day, FIRST), LAST)
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        late = midnight.astimezone(UTC)
        early = midnight.replace(fold=1).astimezone(UTC)
        if early >= late:
            return late
        while late - early > TICK:
            middle = early + (late - early) // 2
            early, late = (early, middle) if self.day_of(middle) >= day else (middle, late)
        return late if self.day_of(early) < day else early

    def at(self, day: date, like: datetime) -> datetime:
        """Give the instant on a civil day that has the local time of day of another instant."""
        local = within_calendar(like).astimezone(self.zone)
        day = min(max(day, FIRST), LAST)
        return datetime.combine(day, local.time(), tzinfo=self.zone).replace(fold=0).astimezone(UTC)

    def moved(self, count: int, unit: Unit, *, start: datetime | None = None) -> datetime:
        """Move an instant (now, if none is given) by so many units; negative is back.

        >>> clock = Clock(datetime(2026, 3, 29, 12, tzinfo=UTC), "Europe/Zurich")
        >>> clock.moved(-1, "day").isoformat(), clock.moved(-24, "hour").isoformat()
        ('2026-03-28T13:00:00+00:00', '2026-03-28T12:00:00+00:00')
        """
        start = self.now if start is None else start
        if unit != "hour":
            if count == 0:
                return start
            return self.at(moved_day(self.day_of(start), count, unit), start)
        try:
            return within_calendar(start + timedelta(hours=count))
        except OverflowError:
            return self.start_of(FIRST if count < 0 else LAST)

    def rolling_instants(self, window: Rolling) -> Bounds[datetime]:
        """Bounds of a rolling window for instants: the last includes now, the next begins behind it."""
        if window.direction == "last":
            return Bounds(self.moved(-window.count, window.unit), self.now + TICK)
        return Bounds(self.now + TICK, self.moved(window.count, window.unit) + TICK)

    def rolling_days(self, window: Rolling) -> Bounds[date]:
        """Bounds of a rolling window for dates: the last includes today, the next begins tomorrow."""
        one = timedelta(days=1)
        if window.direction == "last":
            return Bounds(moved_day(self.today, -window.count, window.unit) + one, self.today + one)
        return Bounds(self.today + one, moved_day(self.today, window.count, window.unit) + one)

    def days_of(self, window: Rolling | Calendar) -> Bounds[date]:
        """Bounds of a window for dates."""
        return self.rolling_days(window) if isinstance(window, Rolling) else self.calendar_days(window)

    def calendar_days(self, window: Calendar) -> Bounds[date]:
        """Bounds of a calendar period, as dates."""
        start = start_of_period(self.today, window.unit)
        turn = {"this": 0, "previous": -1, "next": 1}[window.which]
        return Bounds(moved_day(start, turn, window.unit), moved_day(start, turn + 1, window.unit))

    def calendar_instants(self, window: Calendar) -> Bounds[datetime]:
        """Bounds of a calendar period, as instants."""
        if window.unit == "hour":
            turn = {"this": 0, "previous": -1, "next": 1}[window.which]
            offset = self.now.astimezone(self.zone)
            start = self.now - timedelta(minutes=offset.minute, seconds=offset.second, microseconds=offset.microsecond)
            return Bounds(start + timedelta(hours=turn), start + timedelta(hours=turn + 1))
        days = self.calendar_days(window)
        assert days.low is not None
        assert days.high is not None
        return Bounds(self.start_of(days.low), self.start_of(days.high))


def within_calendar(when: datetime) -> datetime:
    """Keep an instant so far inside the calendar that every zone can show it."""
    first = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    last = datetime(LAST.year, LAST.month, LAST.day, tzinfo=UTC)
    return first if when < first else min(when, last)


def moved_day(day: date, count: int, unit: Unit) -> date:
    """Move a date by so many units, stopping at the end of a shorter month and at the edge of the calendar.

    >>> moved_day(date(2026, 1, 31), 1, "month"), moved_day(date(2024, 2, 29), -1, "year")
    (datetime.date(2026, 2, 28), datetime.date(2023, 2, 28))
    """
    if unit in _MONTHS:
        months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
        year, month = months // 12, months % 12 + 1
        if not FIRST.year <= year <= LAST.year:
            return FIRST if count < 0 else LAST
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    try:
        moved = day + timedelta(days=count * (7 if unit == "week" else 1))
    except OverflowError:
        return FIRST if count < 0 else LAST
    return min(max(moved, FIRST), LAST)


def start_of_period(day: date, unit: Unit) -> date:
    """Give the first day of the week, month, quarter or year that a day lies in.

    >>> start_of_period(date(2026, 8, 15), "quarter"), start_of_period(date(2026, 8, 15), "week")
    (datetime.date(2026, 7, 1), datetime.date(2026, 8, 10))
    """
    match unit:
        case "week":
            return moved_day(day, -day.weekday(), "day")
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=day.month - (day.month - 1) % 3, day=1)
        case "year":
            return day.replace(month=1, day=1)
        case _:
            return day


def anniversary_in(month: int, day: int, bounds: Bounds[date]) -> bool:
    """Say whether a month and day come round in a stretch of dates; 29 February counts as 28 in common years.

    >>> anniversary_in(2, 29, Bounds(date(2026, 2, 28), date(2026, 3, 1)))
    True
    """
    assert bounds.low is not None
    assert bounds.high is not None
    if bounds.high <= bounds.low:
        return False
    for year in range(bounds.low.year, min(bounds.high.year, bounds.low.year + 1) + 1):
        here = anniversary_in_year(month, day, year)
        if bounds.holds(here, here):
            return True
    return False


def anniversary_in_year(month: int, day: int, year: int) -> date:
    """Give the date on which a month and day come round in a year.

    >>> anniversary_in_year(2, 29, 2026)
    datetime.date(2026, 2, 28)
    """
    year = min(max(year, FIRST.year), LAST.year)
    return date(year, month, min(day, monthrange(year, month)[1]))


def age_at(birth: date, today: date) -> int:
    """Count whole years; somebody born on 29 February has the birthday on 28 February in common years.

    >>> age_at(date(2008, 2, 29), date(2026, 2, 28)), age_at(date(2008, 3, 1), date(2026, 2, 28))
    (18, 17)
    """
    birthday = anniversary_in_year(birth.month, birth.day, today.year)
    return today.year - birth.year - (today < birthday)
