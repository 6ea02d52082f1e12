"""How often, and when, people may be approached: the rules of the second gate, as data."""

import itertools
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from attrs import field, frozen

from crmkit.consent.faults import refuse, unknown
from crmkit.consent.points import KIND_OF_CHANNEL
from crmkit.consent.rule import NEEDS
from crmkit.records import instant

_SPAN: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)")
_DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
WEEK: Final = (1, 2, 3, 4, 5, 6, 7)


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else instant(value)


@frozen(kw_only=True)
class PressureRule:
    """A limit on contacts for a purpose by some channels; what it leaves out it does not limit.

    Attributes:
        purpose: key of a purpose; the purposes below it follow.
        jurisdiction: country or group of countries; "*" for everywhere, such as for a limit of the house.
        channels: the channels it is about.
        hours: spans of the person's local time in which she may be approached, such as "10:00-13:00".
        weekdays: days on which she may be, from 1 for Monday.
        closed_days: days of each year on which she may not be, such as "07-14".
        closed_after_easter: the same, as days after Easter Sunday; Easter Monday is 1.
        most: greatest number of contacts within `within_days`.
        within_days: the span in which they are counted.
        rest_days: days of rest after she said no.
        hours_waived_by: legal bases under which hours and days do not matter.
        valid_from: first instant at which the rule is in force; None when it always was.
        valid_until: first instant at which it is no more; None when no end is known.
        source: the law, or the rule of the house, that it was read from.

    Raises:
        SchemaError: with every fault at once.

    >>> calls = PressureRule(
    ...     purpose="marketing",
    ...     jurisdiction="*",
    ...     channels=("phone",),
    ...     hours=("10:00-13:00",),
    ...     source="rule of the house",
    ... )
    >>> calls.open_hours(date(2026, 3, 2))
    ((datetime.time(10, 0), datetime.time(13, 0)),)
    """

    purpose: str
    jurisdiction: str
    channels: tuple[str, ...]
    hours: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = WEEK
    closed_days: tuple[str, ...] = ()
    closed_after_easter: tuple[int, ...] = ()
    most: int | None = None
    within_days: int | None = None
    rest_days: int | None = None
    hours_waived_by: tuple[str, ...] = ()
    valid_from: datetime | None = field(default=None, converter=_instant)
    valid_until: datetime | None = field(default=None, converter=_instant)
    source: str
    _spans: tuple[tuple[time, time], ...] = field(init=False, repr=False, eq=False)

    @_spans.default
    def _read_hours(self) -> tuple[tuple[time, time], ...]:
        return tuple((_time(one[:5]), _time(one[6:])) for one in sorted(self.hours) if _SPAN.fullmatch(one))

    def __attrs_post_init__(self) -> None:
        refuse(f"The pressure rule for {self.purpose!r} in {self.jurisdiction!r}", self._faults())

    @property
    def keeps_hours(self) -> bool:
        """Whether the time of the day, or the day, matters."""
        return bool(self.hours or self.closed_days or self.closed_after_easter or self.weekdays != WEEK)

    def in_force(self, at: datetime) -> bool:
        """Say whether the rule is in force at an instant."""
        return (self.valid_from is None or self.valid_from <= at) and (
            self.valid_until is None or at < self.valid_until
        )

    def is_open(self, day: date) -> bool:
        """Say whether people may be approached on a day at all."""
        easter = easter_sunday(day.year)
        return (
            day.isoweekday() in self.weekdays
            and f"{day:%m-%d}" not in self.closed_days
            and not any(day == easter + timedelta(days=shift) for shift in self.closed_after_easter)
        )

    def open_hours(self, day: date) -> tuple[tuple[time, time], ...]:
        """List the spans of a day in which people may be approached; `time.max` is the end of the day."""
        if not self.is_open(day):
            return ()
        return self._spans or ((time.min, time.max),)

    def is_open_at(self, moment: time) -> bool:
        """Say whether people may be approached at a time of an open day."""
        return not self._spans or any(
            first <= moment and (moment < last or last == time.max) for first, last in self._spans
        )

    def _faults(self) -> Iterator[str]:
        yield from unknown("channel", self.channels, KIND_OF_CHANNEL)
        yield from unknown("legal basis", self.hours_waived_by, NEEDS)
        yield from (f"{one!r} is no span such as '10:00-13:00'" for one in self.hours if not _SPAN.fullmatch(one))
        yield from (f"the span {one!r} ends before it begins" for one in self.hours if one[:5] >= one[6:])
        spans = sorted(self.hours)
        yield from (f"{one!r} and {two!r} overlap" for one, two in itertools.pairwise(spans) if two < one[6:])
        yield from (f"{day} is no day of the week, which are 1 to 7" for day in self.weekdays if day not in WEEK)
        yield from (f"{one!r} is no day such as '07-14'" for one in self.closed_days if not _DAY.fullmatch(one))
        if not self.weekdays:
            yield "no day of the week is open"
        if (self.most is None) != (self.within_days is None):
            yield "'most' and 'within_days' go together"
        for name in ("most", "within_days", "rest_days"):
            if getattr(self, name) is not None and getattr(self, name) < 1:
                yield f"{name!r} is less than 1"
        if not (self.keeps_hours or self.most or self.rest_days):
            yield "it limits nothing"
        if not self.source.strip():
            yield "it names no source; cite the law, or say that it is a rule of the house"


def easter_sunday(year: int) -> date:
    """Find Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher).

    >>> easter_sunday(2026).isoformat(), easter_sunday(2038).isoformat()
    ('2026-04-05', '2038-04-25')
    """
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, left = divmod(century, 4)
    epact = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * left + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _time(text: str) -> time:
    return time.max if text == "24:00" else time.fromisoformat(text)
