"""Points in time."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.date_reading import read_date

_TIME: Final = re.compile(
    r"(?P<date>.*?)[T, ]\s*(?:à |um |at )?(?P<hour>\d{1,2})[:h.](?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?:h|Uhr)?\s*(?P<half>[ap]\.?m\.?)?\Z",
    re.IGNORECASE | re.ASCII,
)
_EPOCH: Final = re.compile(r"\d{10}(?:\d{3})?\Z", re.ASCII)
_SERIAL_ORIGIN: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - gets the zone of the type


class InstantType(CellType[datetime]):
    """A point in time, in UTC; what names no zone is read in the zone of the type.

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
        if _EPOCH.match(text):
            seconds = int(text[:10])
            return self._place(
                datetime.fromtimestamp(seconds, UTC), raw, (self.info("epoch", "Seconds since 1970 were read."),)
            )
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return self._worded(text, raw, region)
        dated = len(text) <= 10 or (isinstance(raw, date) and not isinstance(raw, datetime))
        return self._place(moment, raw, (self._no_time(),) if dated else ())

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

    def _worded(self, text: str, raw: object, region: str | None) -> Cleaned[datetime]:
        hit = _TIME.match(text)
        read = read_date((hit["date"] if hit else text).strip(" ,"), month_first=region == "US")
        if read is None or read.problem == "impossible" or read.year is None or read.month is None or read.day is None:
            return self.refuse(raw, "invalid", "This is no point in time.")
        hour, minute, second = (int(hit[part] or 0) for part in ("hour", "minute", "second")) if hit else (0, 0, 0)
        if hit and hit["half"] and hour <= 12:
            hour = hour % 12 + (12 if hit["half"].lower().startswith("p") else 0)
        try:
            moment = datetime(read.year, read.month, read.day, hour, minute, second)  # noqa: DTZ001 - placed below
        except ValueError:
            return self.refuse(raw, "invalid", "The clock has no such time.")
        return self._place(moment, raw, () if hit else (self._no_time(),))

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

    def _no_time(self) -> Finding:
        return self.info("time_missing", "Only a date is given; the beginning of the day was taken.")


INSTANT: Final = InstantType()
