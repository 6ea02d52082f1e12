"""Reading calendar dates as people and spreadsheets write them."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from crmkit.schema.folding import fold

PIVOT: Final = 30
"""Two-digit years below it belong to this century, the others to the last."""

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january janvier januar janner gennaio jan janv gen",
            "february fevrier februar feber febbraio feb fevr fev febr",
            "march mars marz maerz marzo mar mrz", "april avril aprile apr avr", "may mai maggio mag",
            "june juin juni giugno jun giu", "july juillet juli luglio jul juil lug", "august aout agosto aug ago",
            "september septembre settembre sep sept set", "october octobre oktober ottobre oct okt ott",
            "november novembre nov", "december decembre dezember dicembre dec dez dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ].*)?\Z", re.ASCII)
_YEAR_LAST: Final = re.compile(
    r"(\d{1,2})\.?[-/. ]\s?(\d{1,2})\.?[-/. ]\s?(\d{4}|\d{2})(?:,?[T ]\s?\d{1,2}[:h].*)?\Z", re.ASCII
)
_COMPACT: Final = re.compile(r"\d{8}\Z", re.ASCII)
_YEAR_MONTH: Final = re.compile(r"(\d{4})[-/.](\d{1,2})\Z|(\d{1,2})[-/.](\d{4})\Z", re.ASCII)
_DAY_MONTH: Final = re.compile(r"--(\d{2})-?(\d{2})\Z", re.ASCII)
_WORDED: Final = re.compile(r"[a-z]+|\d+")
_WEEKDAYS: Final = re.compile(
    r"^(?:mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=\d)",
    re.IGNORECASE,
)
_SERIAL_ORIGIN: Final = date(1899, 12, 30)


class ReadDate(NamedTuple):
    """What a text says about a date; `problem` is a code when something is odd.

    Attributes:
        year: or None.
        month: or None.
        day: or None.
        problem: "impossible", "two_digit_year", "order" or "serial".
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    problem: str | None = None


@lru_cache(maxsize=65_536)
def read_date(text: str, *, month_first: bool = False) -> ReadDate | None:
    """Read a date; None when the text is none.

    >>> read_date("1er février 1980")
    ReadDate(year=1980, month=2, day=1, problem=None)
    >>> read_date("29221").problem, read_date("30.02.1980").problem
    ('serial', 'impossible')
    """
    hit = _YEAR_FIRST.match(text)
    if hit:
        return _checked(int(hit[1]), int(hit[2]), int(hit[3]))
    if _COMPACT.match(text):
        return _compact(text)
    if text.isascii() and text.isdigit():
        return _single(int(text)) if len(text) <= 5 else None
    hit = _DAY_MONTH.match(text)
    if hit:
        return _checked(None, int(hit[1]), int(hit[2]))
    text = _WEEKDAYS.sub("", text)
    hit = _YEAR_LAST.match(text)
    if hit:
        return _year_last(int(hit[1]), int(hit[2]), hit[3], month_first=month_first)
    hit = _YEAR_MONTH.match(text)
    if hit:
        return _checked(int(hit[1] or hit[4]), int(hit[2] or hit[3]), None)
    return _worded(text)


def _single(number: int) -> ReadDate | None:
    if 1000 <= number <= 2200:
        return ReadDate(number)
    if 2200 < number <= 73_050:
        day = _SERIAL_ORIGIN + timedelta(days=number)
        return ReadDate(day.year, day.month, day.day, "serial")
    return ReadDate(1900, 1, 1) if number <= 2 else None


def _compact(text: str) -> ReadDate:
    year_first = _checked(int(text[:4]), int(text[4:6]), int(text[6:]))
    if year_first.problem and 1800 <= int(text[4:]) <= 2100:
        day_first = _checked(int(text[4:]), int(text[2:4]), int(text[:2]))
        return year_first if day_first.problem else day_first
    return year_first


def _year_last(first: int, second: int, year_text: str, *, month_first: bool) -> ReadDate:
    day, month = (second, first) if month_first else (first, second)
    year, problem = int(year_text), None
    if len(year_text) == 2:
        year, problem = year + (2000 if year < PIVOT else 1900), "two_digit_year"
    if month > 12 >= day:
        day, month, problem = month, day, "order"
    return _checked(year, month, day, problem)


def _worded(text: str) -> ReadDate | None:
    words = _WORDED.findall(fold(text))
    months = [(at, _MONTHS[word]) for at, word in enumerate(words) if word in _MONTHS]
    numbers = [int(word) for word in words if word.isdigit() and len(word) <= 4]
    if len(months) != 1 or len(words) > 6 or not 1 <= len(numbers) <= 2:
        return None
    month = months[0][1]
    if len(numbers) == 1:
        return _checked(numbers[0], month, None) if numbers[0] > 31 else _checked(None, month, numbers[0])
    day, year = numbers if numbers[1] > 31 or numbers[0] <= 31 else (numbers[1], numbers[0])
    if year < 100:
        return _checked(year + (2000 if year < PIVOT else 1900), month, day, "two_digit_year")
    return _checked(year, month, day)


def _checked(year: int | None, month: int | None, day: int | None, problem: str | None = None) -> ReadDate:
    try:
        date(2000 if year is None else year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return ReadDate(year, month, day, "impossible")
    return ReadDate(year, month, day, problem)
