"""Reading calendar dates as people and spreadsheets write them."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import normalize

from crmkit.schema.folding import fold
from crmkit.schema.types.dates.serial_days import serial_day
from crmkit.schema.types.dates.words import ABOUT, BEFORE, MONTHS, ROMAN, WEEKDAYS

PIVOT: Final = 30
"""Two-digit years below it belong to this century, the others to the last."""

_TIME: Final = r"(?:,?(?:[T ]|\s+(?:à|um|at|alle)\s+)\s?\d{1,2}[:h.]\d{0,2}.*|[T ]\d{4,6}(?:[Z+-].*)?|Z)?"
_YEAR_FIRST: Final = re.compile(rf"(\d{{4}})([-/. ])(\d{{1,2}})\2(\d{{1,2}})\.?{_TIME}\Z", re.ASCII)
_YEAR_LAST: Final = re.compile(
    rf"(\d{{1,2}}|[?xX]{{1,2}})\.?([-/. ,_])(\d{{1,2}}|[?xX]{{1,2}})\.?[-/. ,_]'?(\d{{4}}|\d{{2}}){_TIME}\Z", re.ASCII
)
_COMPACT: Final = re.compile(r"(\d{8})(?:T\d{4,6}.*)?\Z", re.ASCII)
_YEAR_MONTH: Final = re.compile(r"(\d{4})[-/.](\d{1,2})\Z|(\d{1,2})[-/.](\d{4})\Z", re.ASCII)
_DAY_MONTH: Final = re.compile(r"--(\d{2})-?(\d{2})(?:T.*)?\Z|(\d{1,2})\.(\d{1,2})\.\Z", re.ASCII)
_ORDINAL: Final = re.compile(r"(\d{4})-(\d{3})\Z|(\d{4})-?W(\d{2})(?:-?(\d))?\Z", re.ASCII)
_ROMAN: Final = re.compile(r"(\d{1,2})[./ -]{1,2}([IVXivx]{1,4})[./ -]{1,2}(\d{4}|\d{2})\Z", re.ASCII)
_DECIMAL: Final = re.compile(r"(\d{5})[.,]\d{1,20}\Z", re.ASCII)
_EPOCH: Final = re.compile(r"1\d{9}(?:\d{3})?\Z", re.ASCII)
_WORDED: Final = re.compile(r"[a-z]+|\d+")
_CLOCK: Final = re.compile(
    r",?\s+(?:à |um |at |alle )?\d{1,2}\s?(?::\d{2}(?::\d{2})?(\s\d{4}\Z)?|h\d{0,2}\b).*\Z", re.IGNORECASE
)
_TAIL: Final = re.compile(r"\s*\([^()]*\)\Z")
_ROUND_MARKS: Final = re.compile(r"(?<=\d)\s*([/.-])\s*(?=\d)")
_DASHES: Final = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", "⁄": "/", "·": ".", "\\": "/"})
_APPLE_WITHOUT_YEAR: Final = 1604


class ReadDate(NamedTuple):
    """What a text says about a date; `problem` is a code when something is odd.

    Attributes:
        year: or None.
        month: or None.
        day: or None.
        problem: "impossible", "order", "ambiguous", "approximate", "partial", "epoch" or "serial".
        guessed: whether the century was guessed.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    problem: str | None = None
    guessed: bool = False


@lru_cache(maxsize=65_536)
def read_date(text: str, *, month_first: bool | None = False) -> ReadDate | None:
    """Read a date; None when the text is none.

    Args:
        text: what is written.
        month_first: whether the month stands before the day; when None, it does not, and a date that could be read both
            ways has the problem "ambiguous".

    >>> read_date("1er février 1980")
    ReadDate(year=1980, month=2, day=1, problem=None, guessed=False)
    >>> read_date("29221").problem, read_date("30.02.1980").problem
    ('serial', 'impossible')
    """
    hit = _YEAR_FIRST.match(text)
    if hit:
        return _with_zeros(int(hit[1]), int(hit[3]), int(hit[4]))
    text = normalize("NFKC", text).translate(_DASHES)
    bare = BEFORE.sub("", _TAIL.sub("", text), count=1) if not text[:1].isdigit() else _TAIL.sub("", text)
    about = ABOUT.match(bare)
    read = _read(bare[about.end() :] if about else bare, month_first=month_first)
    return read._replace(problem=read.problem or "approximate") if about and read else read


def _read(text: str, *, month_first: bool | None) -> ReadDate | None:
    text = _ROUND_MARKS.sub(r"\1", WEEKDAYS.sub("", text, count=1))
    hit = _YEAR_FIRST.match(text)
    if hit:
        return _with_zeros(int(hit[1]), int(hit[3]), int(hit[4]))
    hit = _COMPACT.match(text)
    if hit:
        return _compact(hit[1], month_first=bool(month_first))
    if text.isascii() and text.isdigit():
        return _number(text)
    hit = _DAY_MONTH.match(text)
    if hit:
        return _checked(None, int(hit[1] or hit[4]), int(hit[2] or hit[3]))
    hit = _YEAR_LAST.match(text)
    if hit:
        return _year_last(hit[1], hit[3], hit[4], hit[2], month_first=month_first)
    hit = _YEAR_MONTH.match(text)
    if hit:
        return _month_of(hit[1] or hit[4], int(hit[2] or hit[3]))
    hit = _DECIMAL.match(text)
    if hit:
        return _number(hit[1])
    hit = _ROMAN.match(text)
    if hit and hit[2].lower() in ROMAN:
        return _of_century(hit[3], ROMAN[hit[2].lower()], int(hit[1]))
    hit = _ORDINAL.match(text)
    return _ordinal(hit) if hit else _worded(_CLOCK.sub(r"\1", text))


def _number(digits: str) -> ReadDate | None:
    if _EPOCH.match(digits):
        day = datetime.fromtimestamp(int(digits[:10]), UTC)
        return ReadDate(day.year, day.month, day.day, "epoch")
    if len(digits) > 5:
        return None
    number = int(digits)
    if 1000 <= number <= 2200:
        return ReadDate(number)
    if 2200 < number <= 73_050:
        counted = serial_day(number)
        return ReadDate(counted.year, counted.month, counted.day, "serial") if counted else None
    return ReadDate(1900, 1, 1) if number <= 2 else None


def _compact(digits: str, *, month_first: bool) -> ReadDate:
    year_first = _with_zeros(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if year_first.problem == "impossible" and 1800 <= int(digits[4:]) <= 2100:
        first, second = int(digits[:2]), int(digits[2:4])
        month, day = (first, second) if month_first else (second, first)
        year_last = _checked(int(digits[4:]), month, day)
        return year_first if year_last.problem else year_last
    return year_first


def _year_last(first: str, second: str, year: str, mark: str, *, month_first: bool | None) -> ReadDate:
    one, other = (int(part) if part.isdigit() else 0 for part in (first, second))
    month, day = (one, other) if month_first else (other, one)
    if month > 12 >= day > 0:
        return _of_century(year, day, month, "order")
    either_way = month_first is None and mark == "/" and 0 < day <= 12 and day != month
    return _of_century(year, month, day, "ambiguous" if either_way else None)


def _of_century(year: str, month: int, day: int, problem: str | None = None) -> ReadDate:
    return _with_zeros(_century(year), month, day, problem)._replace(guessed=len(year) == 2)


def _century(year: str) -> int:
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < PIVOT else 1900)


def _ordinal(hit: re.Match[str]) -> ReadDate | None:
    try:
        day = (
            datetime.strptime(hit[0], "%Y-%j").date()  # noqa: DTZ007 - a date has no zone
            if hit[1]
            else date.fromisocalendar(int(hit[3]), int(hit[4]), int(hit[5] or 1))
        )
    except ValueError:
        return None
    return ReadDate(day.year, day.month, day.day if hit[1] or hit[5] else None)


def _worded(text: str) -> ReadDate | None:
    words = _WORDED.findall(fold(text))
    months = [MONTHS[word] for word in words if word in MONTHS]
    numbers = [word for word in words if word.isdigit() and len(word) <= 4]
    if len(months) != 1 or len(words) > 7 or not 1 <= len(numbers) <= 2:
        return None
    if len(numbers) == 1:
        number = int(numbers[0])
        if number <= 31 and len(numbers[0]) < 3:
            return _checked(None, months[0], number)
        return _month_of(numbers[0], months[0]) if len(numbers[0]) in {2, 4} else None
    day, year = numbers if len(numbers[0]) < 3 and not int(numbers[0]) > 31 >= int(numbers[1]) else numbers[::-1]
    return _of_century(year, months[0], int(day)) if len(year) in {2, 4} else None


def _month_of(year: str, month: int) -> ReadDate:
    return _checked(_century(year), month, None)._replace(guessed=len(year) == 2)


def _with_zeros(year: int, month: int, day: int, problem: str | None = None) -> ReadDate:
    """Take a zero for a part that is not known; a day needs a month."""
    if day and not month:
        return ReadDate(year, month, day, "impossible")
    known_year = None if year in {0, _APPLE_WITHOUT_YEAR} and day else year
    return _checked(known_year, month or None, day or None, problem or (None if day else "partial"))


def _checked(year: int | None, month: int | None, day: int | None, problem: str | None = None) -> ReadDate:
    try:
        date(2000 if year is None else year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return ReadDate(year, month, day, "impossible")
    return ReadDate(year, month, day, problem)
