"""At which instants the answer about one customer may turn by the clock, if the facts stay as they are."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from attrs import frozen

from crmkit.segment import nodes, reading
from crmkit.segment.evaluate import compile_values
from crmkit.segment.following.clock_edges import ClockEdges
from crmkit.segment.nodes import Meaning, Node, Unit, Value, Window
from crmkit.segment.running.subject import Run, Scope, all_rows, instant_of, raw_values
from crmkit.segment.trees import children
from crmkit.segment.windows import TICK, anniversary_in_year

_INSTANT: Final = Meaning(family="instant")
_DAY: Final = Meaning(family="date")
_MOVING: Final = nodes.Ago | nodes.Now | nodes.Today
_ONE: Final = timedelta(days=1)

Edges = Iterator[datetime]


@frozen
class EdgeFinder:
    """Finds the edges of every leaf of a tree.

    Attributes:
        run: what the segment is asked with.
        years: the first and the last year that count.
        clock_edges: the calendar, read backwards.
    """

    run: Run
    years: tuple[int, int]
    clock_edges: ClockEdges

    def edges(self, node: Node, values: Scope, whole: Any) -> Edges:
        """List the instants, in no order, some more than once."""
        match node:
            case nodes.Within(subject=subject, window=window):
                yield from self.within(subject, window, values, whole)
            case nodes.Anniversary(subject=subject, window=window):
                yield from self.anniversary(subject, window, values, whole)
            case nodes.Test(subject=subject, operands=operands):
                for moving in operands:
                    if isinstance(moving, _MOVING):
                        yield from self.compared(subject, moving, values, whole)
            case nodes.Path(meaning=meaning) if meaning is not None and meaning.derived == "age":
                yield from self.birthdays(node, values)
            case nodes.Did(relation=str(relation), filter=condition, window=window):
                yield from self.rows(relation, condition, window, whole)
                yield from self.settled(node, whole)
            case nodes.Step(relation=str(relation), filter=condition, window=window):
                yield from self.rows(relation, condition, window, whole)
            case nodes.Aggregate(relation=relation, filter=condition, window=window):
                yield from self.rows(relation, condition, window, whole)
                return
            case nodes.InSegment(body=body) if body is not None:
                yield from self.edges(body, values, whole)
            case _:
                pass
        filtered = node.filter if isinstance(node, nodes.Did | nodes.Step) else None
        for child in children(node):
            if child is not filtered:
                yield from self.edges(child, values, whole)

    # Leaves

    def within(self, subject: nodes.Subject, window: Window, values: Scope, whole: Any) -> Edges:
        """Edges of a window that ends, begins or changes by the clock."""
        assert not isinstance(window, nodes.Beside)
        if _family(subject) == "date":
            for spread in self.spreads(subject, _DAY, values, whole):
                yield from self.clock_edges.day_window(spread.low, window)
                yield from self.clock_edges.day_window(spread.high, window)
        else:
            for spread in self.spreads(subject, _INSTANT, values, whole):
                yield from self.clock_edges.instant_window(spread.low, window)
                yield from self.clock_edges.instant_window(spread.high, window)

    def anniversary(self, subject: nodes.Subject, window: Window, values: Scope, whole: Any) -> Edges:
        """Edges of a day that comes round."""
        assert not isinstance(window, nodes.Beside)
        first, last = self.years
        for month, day in self.month_days(subject, values, whole):
            for year in range(first - 1, last + 2):
                yield from self.clock_edges.day_window(anniversary_in_year(month, day, year), window)

    def compared(self, subject: nodes.Subject, moving: Value, values: Scope, whole: Any) -> Edges:
        """Edges of a comparison with now, today or so long ago."""
        count, unit = (moving.count, moving.unit) if isinstance(moving, nodes.Ago) else (0, "day")
        by_day = _family(subject) == "date"
        for spread in self.spreads(subject, _DAY if by_day else _INSTANT, values, whole):
            for one in (spread.low, spread.high):
                if by_day:
                    for day in (one, one + _ONE):
                        for when in self.clock_edges.day_changes(day):
                            yield from self.clock_edges.moved_to(when, count, _unit(unit))
                elif isinstance(moving, nodes.Today):
                    day = self.run.clock.day_of(one)
                    for near in (day, day + _ONE):
                        yield from self.clock_edges.day_changes(near)
                else:
                    yield from self.clock_edges.moved_to(one, count, _unit(unit))

    def birthdays(self, path: nodes.Path, values: Scope) -> Edges:
        """Edges of the age: birthdays."""
        assert path.meaning is not None
        first, last = self.years
        for raw in raw_values(path.name, path.meaning, values):
            spread = reading.days(raw, self.run.clock)
            if spread is None:
                continue
            for day in (spread.low, spread.high):
                yield from self.clock_edges.day_changes(day)
                yield from self.clock_edges.day_changes(day + _ONE)
                for year in range(first - 1, last + 2):
                    yield from self.clock_edges.day_changes(anniversary_in_year(day.month, day.day, year))

    # Rows

    def rows(self, relation: str, condition: nodes.Condition | None, window: Window | None, whole: Any) -> Edges:
        """Edges of each row: when it is there, when it is in the window, and those of the conditions on it."""
        for row in all_rows(relation, whole):
            at = instant_of(row, self.run.clock)
            if at is not None:
                yield at
                if isinstance(window, nodes.Beside):
                    yield from self.beside(at, window)
                elif window is not None:
                    yield from self.clock_edges.instant_window(at, window)
            if condition is not None:
                yield from self.edges(condition, row, row)

    def beside(self, at: datetime, window: nodes.Beside) -> Edges:
        """Edges of a window that is open on one side."""
        match window.moment:
            case nodes.Ago(count=count, unit=unit):
                yield from self.clock_edges.moved_to(at, count, unit)
            case nodes.Now():
                yield from (at, at + TICK)
            case nodes.Today():
                day = self.run.clock.day_of(at)
                for near in (day, day + _ONE):
                    yield from self.clock_edges.day_changes(near)
            case _:
                pass

    def settled(self, did: nodes.Did, whole: Any) -> Edges:
        """Edges of steps that did not come: when their time is over."""
        before = [str(did.relation)]
        for step in did.steps:
            if step.negated:
                for relation in before:
                    for row in all_rows(relation, whole):
                        at = instant_of(row, self.run.clock)
                        if at is not None:
                            yield self.run.clock.moved(step.count, step.unit, start=at)
            else:
                before.append(str(step.relation))

    # Values

    def spreads(self, subject: nodes.Subject, wanted: Meaning, values: Scope, whole: Any) -> Iterator[reading.Range]:
        """Give every date that a value is now, or may be when other rows count."""
        if isinstance(subject, nodes.Aggregate):
            if subject.row_field is not None:
                read = compile_values(subject.row_field, wanted, self.run)
                for row in all_rows(subject.relation, whole):
                    yield from read(row, row)
        else:
            yield from compile_values(subject, wanted, self.run)(values, whole)

    def month_days(self, subject: nodes.Subject, values: Scope, whole: Any) -> Iterator[tuple[int, int]]:
        """Give the months and days of a date."""
        if isinstance(subject, nodes.Path):
            assert subject.meaning is not None
            for raw in raw_values(subject.name, subject.meaning, values):
                pair = reading.month_and_day(raw, self.run.clock)
                if pair is not None:
                    yield pair
        else:
            for spread in self.spreads(subject, _DAY, values, whole):
                yield spread.low.month, spread.low.day


def find_edges(tree: Node, values: Scope, whole: Any, run: Run, until: datetime) -> list[datetime]:
    """List the instants after now, up to `until`, at which the answer may turn, in order."""
    now = run.clock.now
    years = (run.clock.today.year, until.year)
    finder = EdgeFinder(run, years, ClockEdges(run.clock))
    return sorted({edge for edge in finder.edges(tree, values, whole) if now < edge <= until})


def _family(subject: nodes.Subject) -> str | None:
    return subject.meaning.family if subject.meaning is not None else None


def _unit(unit: str) -> Unit:
    return next(one for one in nodes.UNITS if one == unit)
