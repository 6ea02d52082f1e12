"""The calendar read backwards: at which instants a window of time begins or ceases to hold a moment.

What is named here may turn nothing, but between two neighbouring instants nothing turns. Where the clocks change, a
civil day comes twice or a time of day not at all; so the instants are those for every offset the zone has thereabouts.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from attrs import field, frozen

from crmkit.segment.nodes import Calendar, Rolling, Unit
from crmkit.segment.windows import FIRST, LAST, TICK, Clock, moved_day, start_of_period

_DAY = timedelta(days=1)
_NEAR = range(-5, 7)
"""Days around a moved date in which every other date may lie that moves to it or to its neighbours."""


@frozen(eq=False)
class ClockEdges:
    """Reads the calendar of a clock backwards.

    Attributes:
        clock: the clock; its now does not count.
    """

    clock: Clock
    _about: Callable[[date], tuple[frozenset[timedelta], tuple[datetime, ...]]] = field(init=False)

    @_about.default
    def _remembering(self) -> Callable[[date], tuple[frozenset[timedelta], tuple[datetime, ...]]]:
        return lru_cache(maxsize=4_096)(self._offsets_and_changes)

    def day_changes(self, day: date) -> Iterator[datetime]:
        """Instants at which a civil day begins, or the day before it begins again."""
        if not FIRST < day < LAST:
            return
        offsets, changes = self._about(day)
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        yield from (midnight - offset for offset in offsets)
        yield from changes

    def moved_to(self, when: datetime, count: int, unit: Unit) -> Iterator[datetime]:
        """Instants from which so many units back is `when`, or just behind it; forward, where the count is negative."""
        if unit == "hour" or count == 0:
            yield from _with_next(when + timedelta(hours=count) if _fits(when, count) else when)
            return
        there = self.clock.day_of(when)
        base = moved_day(there, count, unit)
        for near in _NEAR if unit not in {"day", "week"} else range(-1, 2):
            day = moved_day(base, near, "day")
            back = moved_day(day, -count, unit)
            if abs((back - there).days) > 1:
                continue
            shift = day - back
            offsets, changes = self._about(day)
            offsets_back, changes_back = self._about(back)
            if len(offsets) == len(offsets_back) == 1:
                turns = next(iter(offsets_back)) - next(iter(offsets))
                yield from _with_next(when + shift + turns)
                if unit not in {"day", "week"}:
                    yield from self.day_changes(day)
                continue
            yield from self.day_changes(day)
            for moment in (when, *changes_back):
                for one in offsets_back:
                    for other in offsets:
                        yield from _with_next(moment + shift + one - other)
            yield from changes

    def day_window(self, day: date, window: Rolling | Calendar) -> Iterator[datetime]:
        """Instants at which a window of days may begin or cease to hold a day."""
        if isinstance(window, Rolling):
            away = window.count if window.direction == "last" else -window.count
            bases: tuple[date, ...] = (day, moved_day(day, away, window.unit))
        else:
            start = start_of_period(day, window.unit)
            bases = tuple(moved_day(start, turn, window.unit) for turn in (-1, 0, 1, 2))
        days = {moved_day(base, near, "day") for base in bases for near in _NEAR}
        for today in days:
            if self._holds(today, day, window) is not self._holds(moved_day(today, -1, "day"), day, window):
                yield from self.day_changes(today)

    def instant_window(self, when: datetime, window: Rolling | Calendar) -> Iterator[datetime]:
        """Instants at which a window of instants may begin or cease to hold an instant."""
        if isinstance(window, Rolling):
            yield from _with_next(when)
            away = window.count if window.direction == "last" else -window.count
            yield from self.moved_to(when, away, window.unit)
        elif window.unit == "hour":
            offsets, changes = self._about(self.clock.day_of(when))
            yield from changes
            for offset in offsets:
                local = when + offset
                start = local.replace(minute=0, second=0, microsecond=0) - offset
                for change in (timedelta(), *(one - other for one in offsets for other in offsets)):
                    yield from (start + change + timedelta(hours=turn) for turn in (-2, -1, 0, 1, 2, 3))
        else:
            start_day = start_of_period(self.clock.day_of(when), window.unit)
            for turn in (-1, 0, 1, 2):
                yield from self.day_changes(moved_day(start_day, turn, window.unit))

    def _holds(self, today: date, day: date, window: Rolling | Calendar) -> bool:
        noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
        return Clock(noon, UTC).days_of(window).holds(day, day)

    def _offsets_and_changes(self, day: date) -> tuple[frozenset[timedelta], tuple[datetime, ...]]:
        """Give the offsets of the zone around a day, and the instants between which it changes them."""
        if not FIRST < day < LAST:
            return frozenset({self._offset(self.clock.start_of(day))}), ()
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        samples = [noon + half * timedelta(hours=12) for half in range(-4, 5)]
        offsets = [self._offset(one) for one in samples]
        changes = []
        for before, after, old, new in zip(samples, samples[1:], offsets, offsets[1:], strict=False):
            if old != new:
                early, late = before, after
                while late - early > TICK:
                    middle = early + (late - early) // 2
                    early, late = (middle, late) if self._offset(middle) == old else (early, middle)
                changes.append(late)
        return frozenset(offsets), tuple(changes)

    def _offset(self, when: datetime) -> timedelta:
        return when.astimezone(self.clock.zone).utcoffset() or timedelta()


def _with_next(when: datetime) -> Iterator[datetime]:
    yield when
    yield when + TICK


def _fits(when: datetime, hours: int) -> bool:
    return abs(hours) < 24 * 366 * 100 and FIRST.year + 100 < when.year < LAST.year - 100
