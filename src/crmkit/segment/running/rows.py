"""Related rows: which count, and what they come down to."""

from collections.abc import Callable, Iterator
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from crmkit.segment import nodes
from crmkit.segment.nodes import Condition, Meaning, Window
from crmkit.segment.reading import Range
from crmkit.segment.running.subject import Run, Scope, Values, visible_rows
from crmkit.segment.running.values import ValueCompiler, fixed
from crmkit.segment.windows import TICK, Bounds

Rows = Callable[[Any], Iterator[tuple[datetime | None, Scope]]]
"""Gives the rows of a customer that count, each with its instant if it has one."""

_INSTANT: Final = Meaning(family="instant")


class RowCompiler(ValueCompiler):
    """Compiles what is asked of related rows."""

    def rows(self, relation: str, condition: Condition | None, window: Window | None) -> Rows:
        """Compile which rows of a relation count: not later than now, in the window, and as the filter says."""
        keep = self.answer(condition) if condition is not None else None
        bounds = event_bounds(window, self.run) if window is not None else None
        never = window is not None and bounds is None
        clock = self.run.clock

        def rows(whole: Any) -> Iterator[tuple[datetime | None, Scope]]:
            for at, row in () if never else visible_rows(relation, whole, clock):
                if bounds is not None and (at is None or not bounds.holds(at, at)):
                    continue
                if keep is None or keep(row, row):
                    yield at, row

        return rows

    def aggregate(self, node: nodes.Aggregate, wanted: Meaning) -> Values:
        """Compile a value out of the rows of a relation."""
        rows = self.rows(node.relation, node.filter, node.window)
        if node.function == "count":

            def count(_values: Scope, whole: Any) -> tuple[Range]:
                found = sum(1 for _ in rows(whole))
                return (Range(found, found),)

            return count
        assert node.row_field is not None
        assert node.row_field.meaning is not None
        field_values = self.values(node.row_field, node.row_field.meaning if node.function == "distinct" else wanted)
        currency, function = node.currency, node.function

        if function in {"first", "last"}:

            def pick(_values: Scope, whole: Any) -> tuple[Any, ...]:
                dated = [(at, row) for at, row in rows(whole) if at is not None]
                if not dated:
                    return ()
                order = range(len(dated) - 1, -1, -1) if function == "last" else range(len(dated))
                chosen = (max if function == "last" else min)(order, key=lambda index: dated[index][0])
                row = dated[chosen][1]
                return field_values(row, row)

            return pick

        def reduce(_values: Scope, whole: Any) -> tuple[Any, ...]:
            return reduced(function, [one for _, row in rows(whole) for one in field_values(row, row)], currency)

        return reduce


def event_bounds(window: Window, run: Run) -> Bounds[datetime] | None:
    """Give the bounds of the window of an event; None when nothing lies in it, for want of a moment."""
    match window:
        case nodes.Rolling():
            return run.clock.rolling_instants(window)
        case nodes.Calendar():
            return run.clock.calendar_instants(window)
        case nodes.Beside(side=side, moment=moment):
            given = next(iter(fixed(moment, _INSTANT, run)), None)
            if given is None:
                return None
            return Bounds(high=given.low) if side == "before" else Bounds(low=given.high + TICK)


def reduced(function: str, found: list[Any], currency: str | None) -> tuple[Range, ...]:
    """Bring values down to one; amounts of another currency than the comparison's do not count."""
    if function == "distinct":
        different = len(set(found))
        return (Range(different, different),)
    if currency is not None:
        found = [one for one in found if one.currency == currency]
    currencies = {one.currency for one in found}
    if len(currencies) > 1:
        return ()
    own = next(iter(currencies), currency)
    if function == "sum":
        return (Range(sum(one.low for one in found), sum(one.high for one in found), own),)
    if not found:
        return ()
    if function == "avg":
        low, high = (
            Fraction(sum(ends), len(found)) for ends in zip(*((one.low, one.high) for one in found), strict=True)
        )
        return (Range(low, high, own),)
    choose = min if function == "min" else max
    return (Range(choose(one.low for one in found), choose(one.high for one in found), own),)
