"""A checked tree becomes questions to an engine; what engines are not asked is marked, with the reason.

The answer of the questions is that of the reference in `evaluate`: every bound is computed here, by the same functions,
and `not` is brought to the leaves.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from attrs import frozen

from crmkit.exceptions import CallError
from crmkit.segment import nodes
from crmkit.segment.decisions import decide
from crmkit.segment.nodes import Condition, Meaning, Node, Value, Window
from crmkit.segment.operators import OPERATORS, positive
from crmkit.segment.reading import Range
from crmkit.segment.targets import support
from crmkit.segment.targets.ages import Ages
from crmkit.segment.targets.comparing import (
    Asked,
    Asks,
    CannotAskError,
    Operands,
    any_operand,
    between,
    equal,
    equals_all,
    one_of,
)
from crmkit.segment.targets.fields import Fields, is_there
from crmkit.segment.targets.questions import (
    FALSE,
    TRUE,
    Among,
    Belongs,
    Column,
    Compare,
    Present,
    Question,
    Rows,
    Total,
    Undecided,
    either,
    every,
    undecided,
    unless,
)
from crmkit.segment.targets.reducing import reduced
from crmkit.segment.targets.reference import Run, event_bounds, literals
from crmkit.segment.targets.support import Target, answer_for
from crmkit.segment.targets.tables import (
    DateColumn,
    InstantColumn,
    Missing,
    NumberColumn,
    Tables,
    Unasked,
    ValuesTable,
)
from crmkit.segment.windows import TICK, anniversary_in

_WHOLE: Final[Mapping[str, Asks]] = {
    "contains": any_operand(equal),
    "contains any of": one_of,
    "contains all of": equals_all,
}
"""Of a choice, to contain means to have the option."""

_ALL_DAYS: Final = tuple((month, day) for month in range(1, 13) for day in range(1, 32))


def lower(tree: Condition, run: Run, tables: Tables, target: Target) -> Question:
    """Turn a checked tree into questions.

    Args:
        tree: a checked tree.
        run: what the segment is asked with.
        tables: where the fields are.
        target: the engine.

    Raises:
        CallError: the tables do not say where a field is, or the engine refuses a part of the segment.
    """
    return _Lowering(run, tables, target, Fields("customers", tables.fields, target)).condition(tree)


@frozen
class _Lowering:
    """One pass over a tree, or over the filter of related rows."""

    run: Run
    tables: Tables
    target: Target
    fields: Fields

    def condition(self, node: Condition) -> Question:
        """Ask for a condition; what engines are not asked is marked."""
        try:
            self.allowed(type(node), node)
            return self.allowed_condition(node)
        except CannotAskError as error:
            return Undecided(node=node, reason=str(error))

    def allowed(self, what: type[Node] | str, node: Node) -> None:
        """Look into the table of targets."""
        self.heed(answer_for(what, self.target), node)
        if what is type(node):
            for name, answer in support.unread(type(node), self.target):
                if getattr(node, name):
                    self.heed(answer, node)

    def heed(self, answer: support.Answer, node: Node) -> None:
        """Stop where the engine refuses, or is not asked."""
        if answer.how == "refused":
            raise CallError(f"{type(node).__name__} cannot be asked of {self.target}: {answer.reason}.")
        if answer.how == "residual":
            raise CannotAskError(answer.reason)

    def allowed_condition(self, node: Condition) -> Question:
        match node:
            case nodes.Everyone():
                return TRUE
            case nodes.And(parts=parts):
                return every(*map(self.condition, parts))
            case nodes.Or(parts=parts):
                return either(*map(self.condition, parts))
            case nodes.Not(part=part):
                return unless(self.condition(part))
            case nodes.Test():
                return self.test(node)
            case nodes.Within(subject=subject, window=window, negated=negated):
                inside = self.within(subject, window)
                return unless(inside) if negated else inside
            case nodes.Anniversary():
                return self.anniversary(node)
            case nodes.Did():
                return self.did(node)
            case nodes.InSegment(body=body):
                assert body is not None
                return self.condition(body)
            case _:
                raise CannotAskError("nobody has said when it is true")

    # Leaves

    def test(self, node: nodes.Test) -> Question:
        operator, turned = positive(OPERATORS[node.operator])
        self.allowed(operator.name, node)
        for operand in node.operands:
            self.allowed(type(operand), operand)
        subject = node.subject
        self.allowed(type(subject), subject)
        assert isinstance(subject, nodes.Path | nodes.Aggregate)
        meaning = subject.meaning
        assert meaning is not None
        aggregate = isinstance(subject, nodes.Aggregate)
        if any(
            isinstance(one, nodes.Aggregate) or (aggregate and isinstance(one, nodes.Path)) for one in node.operands
        ):
            self.allowed(support.ASIDE, node)
        name = operator.name
        asks = _WHOLE[name] if meaning.family == "choice" and name in _WHOLE else support.asks_of(name)
        if isinstance(subject, nodes.Aggregate):
            fixed = self.operands(node.operands, meaning)
            question = self.of_rows(subject, lambda asked: asks(asked, fixed), name, fixed)
        elif meaning.derived == "age":
            question = self.age(name, node.operands, meaning, node)
        elif name == "is known":
            question = self.is_known(subject, meaning)
        else:
            question = self.of_field(subject, meaning, name, self.operands(node.operands, meaning), asks)
        return unless(question) if turned else question

    def operands(self, values: tuple[Value, ...], meaning: Meaning) -> Operands:
        """Give the literals of operands, or the columns of those that are fields."""
        found: list[tuple[Any, ...]] = []
        for value in values:
            if isinstance(value, nodes.Path):
                self.allowed(support.TWO_FIELDS, value)
                assert value.meaning is not None
                found.append(self.beside(value, value.meaning, meaning))
            else:
                found.append(literals(value, meaning, self.run))
        return tuple(found)

    def beside(self, path: nodes.Path, own: Meaning, wanted: Meaning) -> tuple[Asked, ...]:
        """Give the columns of a field that another one is compared with; none where nobody has a value."""
        if own.derived or own.family != wanted.family or own.matching != wanted.matching:
            raise CannotAskError("the two are compared in a form in which one of them is not stored")
        kept = self.fields.find(path.name)
        if isinstance(kept, Missing):
            return ()
        if isinstance(kept, ValuesTable):
            raise CannotAskError("several values are compared with several")
        return (self.fields.asked(path.name, kept, own),)

    def of_field(self, path: nodes.Path, meaning: Meaning, name: str, operands: Operands, asks: Asks) -> Question:
        """Ask for a field: any of its values may satisfy the operator."""
        beside = any(isinstance(one, Asked) for operand in operands for one in operand)
        if name == "contains all of":
            needles = [((one,),) for operand in operands for one in operand]
            found = [self.any_value(path, meaning, partial(_ask_for, asks, needle)) for needle in needles]
            return every(*found) if found else FALSE
        return self.any_value(path, meaning, lambda asked: asks(asked, operands), beside=beside)

    def any_value(
        self, path: nodes.Path, meaning: Meaning, asks: Callable[[Asked], Question], *, beside: bool = False
    ) -> Question:
        kept = self.fields.find(path.name)
        if isinstance(kept, Missing):
            return FALSE
        if isinstance(kept, ValuesTable):
            if beside:
                raise CannotAskError("several values are compared with a field of another table")
            return _belongs(
                Rows(
                    table=kept.name,
                    customer=kept.customer,
                    where=asks(self.fields.asked(path.name, kept.value, meaning)),
                )
            )
        return asks(self.fields.asked(path.name, kept, meaning))

    def is_known(self, path: nodes.Path, meaning: Meaning) -> Question:
        """Ask whether there is a value, also one that cannot be compared."""
        kept = self.fields.find(path.name)
        if isinstance(kept, Missing):
            return FALSE
        if isinstance(kept, ValuesTable):
            return _belongs(Rows(table=kept.name, customer=kept.customer, where=is_there(kept.value)))
        return is_there(kept)

    def age(self, name: str, operands: tuple[Value, ...], meaning: Meaning, node: Node) -> Question:
        """Compare an age by the date of birth: the older, the earlier."""
        if any(isinstance(one, nodes.Path) for one in operands):
            self.allowed(support.AGE_BESIDE_FIELD, node)
        fixed = self.operands(operands, meaning)
        born, own = nodes.Path(name="birth_date"), Meaning(family="date")
        ages = Ages(self.run.clock.today)
        return self.any_value(born, own, lambda asked: ages.asks(name, asked, fixed))

    def within(self, subject: nodes.Subject, window: Window) -> Question:
        self.allowed(type(window), window)
        self.allowed(type(subject), subject)
        assert isinstance(subject, nodes.Path | nodes.Aggregate)
        meaning = subject.meaning
        assert meaning is not None
        bounds: Any
        if meaning.family == "date":
            assert not isinstance(window, nodes.Beside)
            clock = self.run.clock
            bounds = clock.rolling_days(window) if isinstance(window, nodes.Rolling) else clock.calendar_days(window)
        else:
            bounds = event_bounds(window, self.run)
        if bounds is None:
            return FALSE

        def asks(asked: Asked) -> Question:
            return between(asked, bounds.low, bounds.high)

        if isinstance(subject, nodes.Aggregate):
            return self.of_rows(subject, asks, "before", ((),))
        return self.any_value(subject, meaning, asks)

    def anniversary(self, node: nodes.Anniversary) -> Question:
        subject, window, clock = node.subject, node.window, self.run.clock
        self.allowed(type(window), window)
        self.allowed(type(subject), subject)
        assert isinstance(subject, nodes.Path | nodes.Aggregate)
        if isinstance(subject, nodes.Aggregate):
            self.allowed(support.ANNIVERSARY_OF_AGGREGATE, node)
            raise CannotAskError("nobody has said how")
        meaning = subject.meaning
        assert meaning is not None
        assert not isinstance(window, nodes.Beside)
        if meaning.family == "instant":
            self.allowed(support.ANNIVERSARY_OF_INSTANT, node)
        bounds = clock.rolling_days(window) if isinstance(window, nodes.Rolling) else clock.calendar_days(window)
        days = [month * 100 + day for month, day in _ALL_DAYS if anniversary_in(month, day, bounds)]

        def asks(asked: Asked) -> Question:
            assert isinstance(asked.stored, DateColumn)
            if asked.stored.month_day is None:
                raise CannotAskError("the tables name no column with the month and the day")
            return _on_days(Column(asked.stored.month_day), days)

        return self.any_value(subject, meaning, asks)

    def did(self, node: nodes.Did) -> Question:
        assert node.relation is not None
        if node.times is not None:
            self.allowed(type(node.times), node.times)
        rows = self.rows(node.relation, node.filter, node.window)
        bound, count = (node.times.bound, node.times.count) if node.times else ("at least", 1)
        how_many = Total("count")
        if bound == "at least":
            question = TRUE if count < 1 else _belongs(rows, Compare(how_many, ">=", count) if count > 1 else None)
        elif bound == "at most":
            question = unless(_belongs(rows, Compare(how_many, ">", count) if count > 0 else None))
        elif count == 0:
            question = unless(_belongs(rows))
        else:
            question = _belongs(rows, Compare(how_many, "=", count))
        return unless(question) if node.negated else question

    # Related rows

    def rows(self, relation: str, condition: Condition | None, window: Window | None) -> Rows:
        """Ask for the rows that are not later than now, lie in the window and satisfy the filter."""
        if relation not in self.tables.related:
            raise CallError(f"The tables do not say where the {relation} are; add them to related=.")
        table = self.tables.related[relation]
        if isinstance(table, Missing):
            return Rows(table="", customer="", where=FALSE)
        if isinstance(table, Unasked):
            raise CannotAskError(table.reason)
        kept = table.fields["at"]
        assert isinstance(kept, InstantColumn)
        low = Column(kept.name, required=kept.required)
        at = Asked(low, low, kept)
        end = self.run.clock.now + TICK
        if window is None:
            when = between(at, None, end)
            when = when if kept.required else either(unless(Present(low)), when)
        else:
            self.allowed(type(window), window)
            bounds = event_bounds(window, self.run)
            when = FALSE if bounds is None else between(at, bounds.low, min(end, bounds.high or end))
        where = when
        if condition is not None:
            fields = Fields(relation, table.fields, self.target)
            inner = _Lowering(self.run, self.tables, self.target, fields).condition(condition)
            left = undecided(inner)
            if left:
                raise CannotAskError(left[0].reason)
            where = every(when, inner)
        return Rows(table=table.name, customer=table.customer, where=where)

    def of_rows(
        self, node: nodes.Aggregate, asks: Callable[[Asked], Question], name: str, operands: Operands
    ) -> Question:
        """Ask for one value out of the rows of a customer; who has no rows has the value of no rows."""
        self.allowed(f"{node.function}()", node)
        rows = self.rows(node.relation, node.filter, node.window)
        if node.function == "count":
            asked: Asked | None = Asked(Total("count"), Total("count"), NumberColumn("count"))
        else:
            rows, asked = reduced(node, rows, self.tables.related[node.relation], self.target)
        empty: tuple[Range, ...] = ()
        if node.function in {"count", "sum"}:
            empty = (Range(0, 0, node.currency),)
        nobody = bool(empty) if name == "is known" else decide(name, empty, operands)
        if asked is None:
            return TRUE if nobody else FALSE
        having = asks(asked)
        if name == "is known" and isinstance(asked.currency, tuple):
            having = every(having, Compare(asked.currency[0], "=", asked.currency[-1]))
        return unless(_belongs(rows, unless(having))) if nobody else _belongs(rows, having)


def _ask_for(asks: Asks, operands: Operands, asked: Asked) -> Question:
    return asks(asked, operands)


def _belongs(rows: Rows, having: Question | None = None) -> Question:
    if FALSE in {rows.where, having}:
        return FALSE
    return Belongs(rows=rows, having=None if having == TRUE else having)


def _on_days(column: Column, days: list[int]) -> Question:
    """Ask for days of the year, as stretches without a gap."""
    if len(days) == len(_ALL_DAYS):
        return Compare(column, ">", 0)
    return Among(column, tuple(days)) if days else FALSE
