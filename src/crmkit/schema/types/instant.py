"""Points in time."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.date import MONTH_FIRST, PLACEHOLDERS
from crmkit.schema.types.dates.instants import read_moment

_SERIAL_ORIGIN: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - gets the zone of the type
_NO_TIMES: Final = frozenset({time(0), time(23, 59), time(23, 59, 59)})
_REMARKS: Final = {
    "time_missing": "Only a date is given; the beginning of the day was taken.",
    "epoch": "Seconds since 1970 were read.",
    "leap_second": "A leap second was read as the second before it.",
}


class InstantType(CellType[datetime]):
    """A point in time, in UTC; what names no zone is read in the zone of the type.

    Reads ISO 8601, RFC 3339, the dates of mails and of HTTP, dates with a time in every spelling of the type `date`,
    seconds and milliseconds since 1970, and the day numbers of spreadsheets. Of a time that a change of clocks makes
    twice, the first one is meant.

    Attributes:
        zone: IANA name of the zone, such as "Europe/Zurich".

    >>> InstantType(zone="Europe/Zurich").clean("01.03.2026 13:00").value.isoformat()
    '2026-03-01T12:00:00+00:00'
    """

    name = "instant"
    operators = "instant"
    longest = 80

    def __init__(self, zone: str = "UTC") -> None:
        self.zone = zone

    def clean(self, value: object, *, region: str | None = None) -> Cleaned[datetime]:
        """Clean one cell. Never raises on bad data, and cleaning a clean value gives it back."""
        if isinstance(value, datetime):
            return self._place(value, value, ())
        return super().clean(value, region=region)

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[datetime]:
        """Clean a text that is neither empty nor a placeholder."""
        if isinstance(raw, bool | time):
            return self.refuse(raw, "invalid", "This is no point in time.")
        if isinstance(raw, float) and 2200 < raw < 73_051:
            moment = _SERIAL_ORIGIN + timedelta(seconds=round(raw * 86_400))
            return self._place(moment, raw, (self.info("serial", "A day number of a spreadsheet was read."),))
        if not any(letter in "123456789" for letter in text) and "0" in text:
            return self.placeholder(raw)
        read = read_moment(text, month_first=(region or "").upper() in MONTH_FIRST)
        if read is None:
            return self.refuse(raw, "invalid", "This is no point in time.")
        moment = read.moment
        if (moment.year, moment.month, moment.day) in PLACEHOLDERS and moment.time() in _NO_TIMES:
            return self.placeholder(raw)
        dated = isinstance(raw, date) and not isinstance(raw, datetime)
        problem = "time_missing" if dated else read.problem
        return self._place(moment, raw, (self.info(problem, _REMARKS[problem]),) if problem else ())

    def keys(self, value: datetime) -> tuple[str, ...]:
        """Write the instant in UTC, to the second."""
        return (value.replace(microsecond=0).isoformat(),)

    def caption(self, value: datetime) -> str:
        """Show the instant in UTC."""
        return value.isoformat(sep=" ", timespec="minutes")

    def dump(self, value: datetime) -> str:
        """Write the instant as ISO 8601 text."""
        return value.isoformat()

    def load(self, data: Any) -> datetime:
        """Read what `dump` wrote."""
        return datetime.fromisoformat(data)

    def _place(self, moment: datetime, raw: object, findings: tuple[Finding, ...]) -> Cleaned[datetime]:
        try:
            if moment.utcoffset() is None:
                moment = moment.replace(tzinfo=self._tzinfo())
            placed = moment.astimezone(UTC)
        except (OverflowError, ValueError):
            return self.refuse(raw, "invalid", "This point in time is out of the calendar.")
        return self.accept(placed.replace(fold=0), raw, *findings)

    def _tzinfo(self) -> tzinfo:
        return UTC if self.zone == "UTC" else ZoneInfo(self.zone)


INSTANT: Final = InstantType()
