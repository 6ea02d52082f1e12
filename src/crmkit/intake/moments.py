"""Read when something happened, and how precisely that is known."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from attrs import field, frozen

from crmkit.exceptions import UnknownNameError
from crmkit.records import Scalar
from crmkit.schema.types.date import DATE, PartialDate
from crmkit.schema.types.instant import InstantType

_A_BIT = timedelta(microseconds=1)


@frozen
class Moment:
    """A stretch of time in which something happened.

    Attributes:
        start: earliest instant, in UTC.
        until: latest instant; equal to `start` when the time of day is known.
    """

    start: datetime
    until: datetime


@frozen
class Clock:
    """How a source writes its dates and times.

    Attributes:
        zone: IANA name of the zone in which it writes them, unless a cell says so itself.
        region: two-letter country code that decides what 03/04/2026 means.

    Raises:
        UnknownNameError: for a zone that does not exist, with near names.

    >>> clock = Clock("Europe/Zurich")
    >>> clock.read("2026-03-01 14:30").start.isoformat()
    '2026-03-01T13:30:00+00:00'
    >>> march = clock.read("2026-03")
    >>> march.start.isoformat(), march.until.isoformat()
    ('2026-02-28T23:00:00+00:00', '2026-03-31T21:59:59.999999+00:00')
    """

    zone: str = "UTC"
    region: str | None = None
    _tzinfo: tzinfo = field(init=False, repr=False, eq=False)
    _instants: InstantType = field(init=False, repr=False, eq=False)

    @_tzinfo.default
    def _find_zone(self) -> tzinfo:
        try:
            return ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise UnknownNameError("time zone", self.zone, available_timezones()) from None

    @_instants.default
    def _in_zone(self) -> InstantType:
        return InstantType(zone=self.zone)

    def read(self, cell: Scalar) -> Moment | None:
        """Read a date, a month, a year, or a date with a time; None when it is none.

        Midnight, to the second, counts as a date without a time: programs write dates like that.
        """
        if cell is None:
            return None
        try:
            cleaned = self._instants.clean(cell, region=self.region)
            if cleaned.value is not None:
                local = cleaned.value.astimezone(self._tzinfo)
                if local.time() != time():
                    return Moment(cleaned.value, cleaned.value)
                if not any(finding.code == "instant.time_missing" for finding in cleaned.findings):
                    cell = local.date().isoformat()
            known = DATE.clean(cell, region=self.region).value
            return None if known is None else self._stretch(known)
        except (OverflowError, ValueError):
            return None  # beyond the years that a calendar knows

    def _stretch(self, known: PartialDate) -> Moment | None:
        if known.year is None:
            return None
        if known.month is None:
            first, behind = date(known.year, 1, 1), date(known.year + 1, 1, 1)
        elif known.day is None:
            first = date(known.year, known.month, 1)
            behind = date(known.year + known.month // 12, known.month % 12 + 1, 1)
        else:
            first = date(known.year, known.month, known.day)
            behind = first + timedelta(days=1)
        return Moment(self._midnight(first), self._midnight(behind) - _A_BIT)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self._tzinfo).astimezone(UTC)
