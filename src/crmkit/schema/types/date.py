"""Dates of which a part may be missing."""

import datetime as dt
import re
from calendar import monthrange
from decimal import Decimal
from functools import total_ordering
from typing import Any, Final

from attrs import frozen

from crmkit.schema.types.base import Cleaned, Finding, Severity, written_parts
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.dates.reading import ReadDate, read_date
from crmkit.schema.types.dates.serial_days import serial_day

PLACEHOLDERS: Final = frozenset({
    (1, 1, 1), (1111, 11, 11), (1601, 1, 1), (1753, 1, 1), (1800, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1),
    (1900, 1, None), (1901, 1, 1), (1904, 1, 1), (1970, 1, 1), (2079, 6, 6), (2099, 12, 31), (2999, 12, 31),
    (9999, 12, 31),    (9999, 9, 9),
})  # fmt: skip
"""Dates that systems write when they have none."""

MONTH_FIRST: Final = frozenset({"US", "PH", "FM", "PW", "GU", "AS", "MP", "PR", "VI"})
"""Countries that write the month before the day (Unicode CLDR)."""

_YEAR: Final = "(1[89][0-9]{2}|20[0-9]{2}|21[0-9]{2})"
_MONTH: Final = "(0[1-9]|1[0-2])"
_DAY: Final = "(0[1-9]|[12][0-9]|3[01])"
_PLAIN: Final = re.compile(rf"{_YEAR}-{_MONTH}-{_DAY}|{_DAY}\.{_MONTH}\.{_YEAR}")
_REMARKS: Final = {
    "serial": (Severity.INFO, "A day number of a spreadsheet was turned into a date."),
    "epoch": (Severity.INFO, "Seconds since 1970 were turned into a date."),
    "partial": (Severity.INFO, "A part of the date is zero and was taken for unknown."),
    "order": (Severity.WARNING, "Day and month were swapped, since there is no such month."),
    "ambiguous": (Severity.INFO, "Day and month could be the other way round; the day was taken first."),
    "approximate": (Severity.WARNING, "The date is said not to be exact."),
}


@total_ordering
@frozen
class PartialDate:
    """A date of the Gregorian calendar of which a part may be unknown.

    Dates are ordered by year, month and day; an unknown part comes before every known one.

    Attributes:
        year: 1 to 9999.
        month: 1 to 12.
        day: 1 to 31.

    >>> PartialDate(1980, 2) < PartialDate(1980, 2, 1)
    True
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def complete(self) -> bool:
        """Whether year, month and day are known."""
        return self.year is not None and self.month is not None and self.day is not None

    def iso(self) -> str:
        """Write the date as ISO 8601 and vCard do, "1980-02-01", "1980-02", "1980", "--02-01".

        >>> PartialDate(1980, 2, 1).iso(), PartialDate(None, 2, 1).iso()
        ('1980-02-01', '--02-01')
        """
        year = "-" if self.year is None else f"{self.year:04}"
        if self.month is None:
            return "" if self.year is None else year
        month = f"{year}-{self.month:02}"
        return month if self.day is None else f"{month}-{self.day:02}"

    def as_date(self) -> dt.date | None:
        """Give a date of the standard library, or None when a part is missing."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return dt.date(self.year, self.month, self.day)
        except ValueError:
            return None

    def __str__(self) -> str:
        return self.iso()

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return (self.year or 0, self.month or 0, self.day or 0) < (other.year or 0, other.month or 0, other.day or 0)


class DateType(CellType[PartialDate]):
    """A date, the day before the month unless the column or the region writes otherwise; parts may be missing.

    Reads ISO 8601, marks and blanks between numbers, eight digits, month names in English, French, German, Italian and
    Spanish, and the day numbers of spreadsheets. Impossible dates have no value, but keep a key.

    Attributes:
        month_first: whether the column writes the month before the day (see `date_order`); by region when None.
        since_1904: whether day numbers count from 1904, as the workbooks of old Macintoshes do.

    >>> DATE.clean("1er février 1980").value, DATE.clean("19801332").keys
    (PartialDate(year=1980, month=2, day=1), ('19801332',))
    >>> DateType(month_first=True).clean("02/03/1980").value.iso()
    '1980-02-03'
    """

    name = "date"
    operators = "date"
    canonical = PartialDate
    longest = 80

    def __init__(self, *, month_first: bool | None = None, since_1904: bool = False) -> None:
        self.month_first = month_first
        self.since_1904 = since_1904

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[PartialDate]:
        """Clean a text that is neither empty nor a placeholder."""
        if isinstance(raw, bool | dt.time):
            return self.refuse(raw, "invalid", "This is no date.")
        digits = "".join(letter for letter in text if letter.isdigit())
        if digits and not digits.strip("0"):
            return self.placeholder(raw)
        read, restored = self._read(text, raw, region)
        if read is None:
            return self.refuse(raw, "invalid", "This is no date.")
        if read.problem == "impossible":
            return self.refuse(raw, "impossible", "The calendar has no such day.", keys=(_digits(read),))
        if (read.year, read.month, read.day) in PLACEHOLDERS:
            return self.placeholder(raw)
        notes = [self._remark(read.problem)] if read.problem else []
        if read.guessed:
            notes.append(self.warning("two_digit_year", "The century of a two-digit year was guessed."))
        if restored:
            notes.append(self.warning("zero_restored", "A leading zero that a spreadsheet dropped was restored."))
        if read.year is not None and not 1800 <= read.year <= 2200:
            notes.append(self.warning("implausible", "The year is too far away to be meant."))
        return self.accept(PartialDate(read.year, read.month, read.day), raw, *notes)

    def glance(self, text: str, region: str | None) -> PartialDate | None:
        """Give the value of a text about which there is nothing to say, when a glance tells it; None says look closely.

        >>> DATE.glance("1980-02-01", None), DATE.glance("01.02.1980", "US")
        (PartialDate(year=1980, month=2, day=1), None)
        """
        hit = _PLAIN.fullmatch(text)
        if hit is None:
            return None
        year, month, day = hit[1] or hit[6], hit[2] or hit[5], hit[3] or hit[4]
        if not hit[1] and (self.month_first or (self.month_first is None and (region or "").upper() in MONTH_FIRST)):
            return None
        known = (int(year), int(month), int(day))
        if known[2] > monthrange(*known[:2])[1] or known in PLACEHOLDERS:
            return None
        return PartialDate(*known)

    def keys(self, value: PartialDate) -> tuple[str, ...]:
        """Write the digits of the date; what is unknown is left out."""
        return (value.iso().replace("-", "") if value.year is not None else value.iso(),)

    def similarity(self, left: PartialDate, right: PartialDate) -> float:
        """Compare two dates: swapped day and month 0.9, one slip of the finger 0.85, equal in the known parts 0.8."""
        if left == right:
            return 1.0
        pairs = ((left.year, right.year), (left.month, right.month), (left.day, right.day))
        if not (left.complete and right.complete):
            known = [(one, other) for one, other in pairs if one is not None and other is not None]
            return 0.8 if known and all(one == other for one, other in known) else 0.0
        if left.year == right.year and (left.month, left.day) == (right.day, right.month):
            return 0.9
        from rapidfuzz.distance import OSA

        return 0.85 if OSA.distance(self.keys(left)[0], self.keys(right)[0], score_cutoff=1) <= 1 else 0.0

    def mask(self, value: PartialDate) -> str:
        """Show the decade."""
        return "…" if value.year is None else f"{value.year // 10}…"

    def dump(self, value: PartialDate) -> dict[str, Any]:
        """Write a date as JSON data, without what is missing."""
        return written_parts(value)

    def load(self, data: Any) -> PartialDate:
        """Read what `dump` wrote."""
        return PartialDate(**data)

    def completeness(self, value: PartialDate) -> float:
        """Count a third for each known part."""
        return sum(part is not None for part in (value.year, value.month, value.day)) / 3

    def _read(self, text: str, raw: object, region: str | None) -> tuple[ReadDate | None, bool]:
        """Read a text, or a number of a spreadsheet; also say whether a zero was put before it."""
        by_region = (region or "").upper() in MONTH_FIRST if region else None
        month_first = by_region if self.month_first is None else self.month_first
        if isinstance(raw, int | float | Decimal):
            if text.isdigit() and len(text) == 7:
                return read_date(f"0{text}", month_first=month_first), True
            number = int(raw)
            if (
                (0 < number < 1000 and text.isdigit())
                or (2200 < number < 73_051)
                or (self.since_1904 and number < 73_051)
            ):
                day = serial_day(number, since_1904=self.since_1904)
                impossible = ReadDate(1900, 2, 29, "impossible") if number == 60 else None
                return ReadDate(day.year, day.month, day.day, "serial") if day else impossible, False
        return read_date(text, month_first=month_first), False

    def _remark(self, problem: str) -> Finding:
        severity, message = _REMARKS[problem]
        return Finding(f"{self.name}.{problem}", message, severity)


DATE: Final = DateType()


def _digits(read: ReadDate) -> str:
    return f"{read.year or 0:04}{read.month or 0:02}{read.day or 0:02}"
