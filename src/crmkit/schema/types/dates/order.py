"""Deciding for a whole column whether its dates write the day or the month first."""

import re
from collections.abc import Iterable
from typing import Final, Literal

from attrs import frozen

from crmkit.schema.types.cells import cell_text

_TWO_NUMBERS: Final = re.compile(
    r"\D{0,4}(\d{1,2})\s*[./\-, ]\s*(\d{1,2})\s*[./\-, ]\s*'?(?:\d{4}|\d{2})(?!\d)", re.ASCII
)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@frozen
class DateOrder:
    """In which order the dates of a column stand.

    Attributes:
        day_first: how many cells can only have the day first.
        month_first: how many cells can only have the month first.
        undecided: how many cells can be read both ways.

    >>> DateOrder(day_first=3, month_first=0, undecided=7).order
    'day'
    """

    day_first: int
    month_first: int
    undecided: int

    @property
    def order(self) -> Literal["day", "month", "conflict", "unknown"]:
        """The order of all: "conflict" when cells contradict one another, "unknown" when none decides."""
        if self.day_first and self.month_first:
            return "conflict"
        return "day" if self.day_first else "month" if self.month_first else "unknown"


def date_order(cells: Iterable[object]) -> DateOrder:
    """Look through a column of dates: a number over twelve tells which of two is the day.

    Give the answer to `DateType(month_first=...)` when it is "day" or "month"; a column in conflict needs a person.

    >>> date_order(["01/02/1980", "13/02/1980", 29221.0]).order, date_order(["13/02/1980", "02/13/1980"]).order
    ('day', 'conflict')
    """
    day_first = month_first = undecided = 0
    for cell in cells:
        hit = _TWO_NUMBERS.match(cell_text(cell, longest=80) or "") if isinstance(cell, str) else None
        if hit is None:
            continue
        first, second = int(hit[1]), int(hit[2])
        if first > 12 >= second:
            day_first += first <= 31
        elif second > 12 >= first:
            month_first += second <= 31
        elif first != second and first <= 12:
            undecided += 1
    return DateOrder(day_first, month_first, undecided)


def month_named(text: str) -> str:
    """Name the month of a date of a column that writes it first, so that whoever reads it takes it for the month.

    >>> month_named("03/04/1980"), month_named("12/25/24 2:30 PM"), month_named("25.12.1980")
    ('4 Mar 1980', '25 Dec 24 2:30 PM', '25.12.1980')
    """
    hit = _TWO_NUMBERS.match(text)
    if hit is None or not 1 <= int(hit[1]) <= len(_MONTHS):
        return text
    behind = text[hit.end(2) :].lstrip(" ./-,'")
    return f"{text[: hit.start(1)]}{int(hit[2])} {_MONTHS[int(hit[1]) - 1]} {behind}"
