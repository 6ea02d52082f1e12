"""When the answer changes by the clock alone.

Each leaf that looks at time names instants at which it may turn. The segment is asked at those instants, and
where the answer has turned between two of them, the first microsecond of the new answer is found by halving.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from crmkit.segment import nodes, reading
from crmkit.segment.evaluate import Run, Subject, compile_values, raw_values
from crmkit.segment.nodes import Condition, Meaning, Unit
from crmkit.segment.windows import TICK, Clock, moved_day, start_of_period, within_calendar

MOST_INSTANTS: Final = 1_000
_SLACK: Final = (timedelta(), TICK, timedelta(hours=3), timedelta(days=4))
_INSTANT: Final = Meaning(family="instant")
_DAY: Final = Meaning(family="date")


def next_turn(
    tree: Condition, subject: Subject, run: Run, answer_at: Callable[[datetime], bool], *, horizon: timedelta
) -> datetime | None:
    """Find the first instant after now at which the answer is another one, if the facts stay as they are.

    Args:
        tree: a checked tree.
        subject: the customer.
        run: what the segment is asked with.
        answer_at: the answer at another instant.
        horizon: how far ahead to look.

    Returns:
        The instant, or None when the answer does not turn by itself before the horizon.
    """
    clock = run.clock
    end = (
        within_calendar(clock.now + horizon)
        if clock.now.year + horizon.days // 365 < 9990
        else clock.start_of(date.max)
    )
    candidates = {
        moment
        for instant in _instants(tree, subject, run)
        for slack in _SLACK
        if clock.now < (moment := instant + slack) <= end
    }
    answer, before = answer_at(clock.now), clock.now
    for moment in sorted(candidates)[:MOST_INSTANTS]:
        if answer_at(moment) != answer:
            return _first_other(answer_at, answer, before, moment)
        before = moment
    return None


def _first_other(answer_at: Callable[[datetime], bool], answer: bool, before: datetime, after: datetime) -> datetime:  # noqa: FBT001
    while after - before > TICK:
        middle = before + (after - before) // 2
        if answer_at(middle) == answer:
            before = middle
        else:
            after = middle
    return after


def _instants(tree: Condition, subject: Subject, run: Run) -> Iterator[datetime]:
    clock = run.clock
    for node, _ in nodes.walk(tree, into_segments=True):
        match node:
            case nodes.Within(subject=whom, window=window) | nodes.Anniversary(subject=whom, window=window):
                for low, high in _moments(whom, subject, run):
                    yield from _around(low, high, window, clock)
                if isinstance(node, nodes.Anniversary):
                    yield from _anniversaries(node, subject, run)
            case nodes.Test(subject=whom, operands=operands):
                moving = [one for one in operands if isinstance(one, nodes.Ago | nodes.Now | nodes.Today)]
                for low, high in _moments(whom, subject, run) if moving else ():
                    for one in moving:
                        count, unit = (one.count, one.unit) if isinstance(one, nodes.Ago) else (0, "day")
                        yield from _moved(low, high, count, unit, clock)
                if isinstance(whom, nodes.Path) and whom.meaning is not None and whom.meaning.derived:
                    yield from _birthdays(whom, subject, run)
            case (
                nodes.Did(relation=str(relation), window=window)
                | nodes.Aggregate(relation=str(relation), window=window)
            ):
                for at in _row_instants(relation, subject, clock):
                    yield at
                    if window is not None:
                        yield from _around(at, at, window, clock)
            case _:
                pass


def _around(low: datetime, high: datetime, window: nodes.Window, clock: Clock) -> Iterator[datetime]:
    """Instants at which a moment may enter or leave a window."""
    match window:
        case nodes.Rolling(count=count, unit=unit):
            yield from _moved(low, high, count, unit, clock)
            yield from _moved(low, high, -count, unit, clock)
        case nodes.Calendar(unit=unit) if unit != "hour":
            for moment in (low, high):
                for turn in (-1, 0, 1, 2):
                    yield clock.start_of(moved_day(start_of_period(clock.day_of(moment), unit), turn, unit))
        case nodes.Calendar():
            for turn in (-1, 0, 1, 2):
                yield clock.moved(turn, "hour", start=low.replace(minute=0, second=0, microsecond=0))
        case nodes.Beside(moment=nodes.Ago(count=count, unit=unit)):
            yield from _moved(low, high, count, unit, clock)
        case nodes.Beside():
            yield from (low, high)


def _moved(low: datetime, high: datetime, count: int, unit: Unit, clock: Clock) -> Iterator[datetime]:
    for moment in (low, high):
        moved = clock.moved(count, unit, start=moment)
        yield moved
        yield clock.start_of(clock.day_of(moved))
        yield clock.start_of(moved_day(clock.day_of(moved), 1, "day"))


def _moments(value: nodes.Path | nodes.Aggregate, subject: Subject, run: Run) -> Iterator[tuple[datetime, datetime]]:
    meaning = value.meaning
    if meaning is None or meaning.family not in {"date", "instant"}:
        return
    for spread in compile_values(value, _INSTANT, run)(subject):
        yield spread.low, spread.high


def _row_instants(relation: str, subject: Subject, clock: Clock) -> Iterator[datetime]:
    rows = subject.related.get(relation)
    for row in rows if isinstance(rows, tuple | list) else ():
        spread = reading.instants(row.get("at"), clock) if hasattr(row, "get") else None
        if spread is not None:
            yield spread.low


def _anniversaries(node: nodes.Anniversary, subject: Subject, run: Run) -> Iterator[datetime]:
    clock, window = run.clock, node.window
    assert not isinstance(window, nodes.Beside)
    for month, day in _month_days(node.subject, subject, run):
        for turn in (-1, 0, 1, 2):
            here = moved_day(moved_day(date(clock.today.year, 1, 1), turn, "year"), month - 1, "month")
            start = clock.start_of(moved_day(here, day - 1, "day"))
            yield from _around(start, start, window, clock)


def _birthdays(path: nodes.Path, subject: Subject, run: Run) -> Iterator[datetime]:
    for month, day in _month_days(path, subject, run):
        for turn in range(120):
            year = min(run.clock.today.year + turn, 9997)
            yield run.clock.start_of(moved_day(moved_day(date(year, 1, 1), month - 1, "month"), day - 1, "day"))


def _month_days(value: nodes.Path | nodes.Aggregate, subject: Subject, run: Run) -> Iterator[tuple[int, int]]:
    meaning = value.meaning
    if isinstance(value, nodes.Path) and meaning is not None:
        for raw in raw_values(value.name, meaning, subject):
            pair = reading.month_and_day(raw, run.clock)
            if pair is not None:
                yield pair
    else:
        for spread in compile_values(value, _DAY, run)(subject):
            yield spread.low.month, spread.low.day
