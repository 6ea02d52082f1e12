"""Questions become an expression of SQLAlchemy."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from operator import eq, ge, gt, le, lt
from typing import Any, Final

import sqlalchemy as sa
from attrs import frozen

from crmkit.segment.targets.questions import (
    Always,
    Among,
    Belongs,
    Column,
    Compare,
    Either,
    Every,
    Present,
    Question,
    Rows,
    Spelled,
    Total,
    Undecided,
    Unless,
)
from crmkit.segment.targets.sql.definition import metadata
from crmkit.segment.targets.sql.dialects import SPELLED, NotAmong, Together
from crmkit.segment.targets.tables import Tables

_RELATIONS: Final[Mapping[str, Any]] = {"=": eq, "<": lt, "<=": le, ">": gt, ">=": ge}
_SPACES: Final = "".join(chr(point) for point in range(0x3001) if chr(point).isspace())
_TOGETHER: Final = 50
"""So many parts stand side by side; more are put in parentheses, since engines nest what stands side by side."""

Boolean = sa.ColumnElement[bool]


def express(question: Question, tables: Tables, using: Mapping[str, sa.FromClause] | None = None) -> Boolean:
    """Write questions as an expression.

    Args:
        question: what to ask; nothing in it may be undecided.
        tables: where the fields are.
        using: name of a table to the table or alias of the caller's own query.
    """
    described = {table.name: table for table in metadata(tables, collated=False).sorted_tables}
    known: dict[str, sa.FromClause] = {**described, **(using or {})}
    return _Expressions(known, tables, known[tables.customers]).write(question)


@frozen
class _Expressions:
    """Questions to one table; those to rows of others are written by one of their own."""

    known: Mapping[str, sa.FromClause]
    tables: Tables
    table: sa.FromClause

    def write(self, question: Question) -> Boolean:
        match question:
            case Always(truth=truth):
                return sa.true() if truth else sa.false()
            case Every(parts=parts):
                return _joined(sa.and_, [self.write(part) for part in parts])
            case Either(parts=parts):
                return _joined(sa.or_, [self.write(part) for part in parts])
            case Unless(part=Present(column=column)):
                return sa.ColumnElement.is_(self.column(column), None)
            case Unless(part=part):
                return sa.not_(self.write(part)) if _is_certain(part) else self.write(part).is_not(sa.true())
            case Compare():
                return self.compare(question)
            case Among(left=left, values=values):
                return sa.ColumnElement.in_(self.column(left), values)
            case Present(column=column):
                return sa.ColumnElement.is_not(self.column(column), None)
            case Spelled(column=column, how=how, text=text):
                found: Boolean = SPELLED[how](
                    self.column(column), sa.literal(text, sa.String()), sa.literal(len(text), sa.Integer())
                )
                return found
            case Belongs():
                return self.belongs(question)
            case Undecided():
                raise AssertionError("what is undecided is not written")

    def column(self, column: Column) -> Any:
        found = self.table.c[column.name]
        return sa.func.trim(found, _SPACES, type_=sa.String()) if column.trimmed else found

    def term(self, term: Any) -> Any:
        match term:
            case Column():
                return self.column(term)
            case Total(function="count"):
                return sa.type_coerce(sa.func.count(), sa.BigInteger())
            case Total(function=function, column=name):
                assert name is not None
                column = self.table.c[name]
                return getattr(sa.func, function)(column, type_=column.type)
            case _:
                return term

    def compare(self, question: Compare) -> Boolean:
        left, right = question.left, question.right
        relation = _RELATIONS[question.relation]
        if isinstance(right, bool):
            return sa.ColumnElement.is_(self.term(left), sa.true() if right else sa.false())
        if isinstance(left, Total) and left.function == "mean":
            return self.mean(left, relation, right)
        written: Boolean = relation(self.term(left), self.term(right))
        return written

    def mean(self, mean: Total, relation: Any, bound: Fraction) -> Boolean:
        """Compare a mean with whole + rest: the sum of what is above `whole` with `rest` for each row."""
        assert mean.column is not None
        column = self.table.c[mean.column]
        whole = floor(bound)
        rest = bound - whole
        above = sa.func.sum(column - sa.literal(whole, sa.BigInteger()), type_=column.type)
        if rest == 0:
            written: Boolean = relation(above, sa.literal(0, sa.BigInteger()))
            return written
        weighed = above * sa.literal(rest.denominator, sa.BigInteger())
        counted: Boolean = relation(weighed, self.term(Total("count")) * sa.literal(rest.numerator, sa.BigInteger()))
        return counted

    def belongs(self, question: Belongs) -> Boolean:
        rows = question.rows
        inner = _Expressions(self.known, self.tables, self.known[rows.table])
        customer = inner.table.c[rows.customer].label("whose")
        wanted = inner.picked(rows, question.having) if rows.pick else inner.grouped(rows, customer, question.having)
        mine = self.table.c[self.tables.id]
        alone = wanted.correlate(None)
        return NotAmong(mine, alone.scalar_subquery()) if question.negated else mine.in_(alone)

    def grouped(self, rows: Rows, customer: Any, having: Question | None) -> Any:
        there = self.table.c[rows.customer].is_not(None)
        wanted = sa.select(customer).where(there)
        if rows.where != Always(truth=True):
            wanted = wanted.where(self.write(rows.where))
        return wanted if having is None else wanted.group_by(self.table.c[rows.customer]).having(self.write(having))

    def picked(self, rows: Rows, having: Question | None) -> Any:
        """Number the rows of each customer, and keep the first, or the last."""
        order = [self.table.c[name] if rows.pick == "first" else self.table.c[name].desc() for name in rows.order]
        place = sa.func.row_number().over(partition_by=self.table.c[rows.customer], order_by=order).label("place")
        numbered = sa.select(*self.table.c, place).where(self.table.c[rows.customer].is_not(None))
        numbered = numbered.where(self.write(rows.where))
        chosen = numbered.subquery()
        inner = _Expressions(self.known, self.tables, chosen)
        wanted = sa.select(chosen.c[rows.customer].label("whose")).where(chosen.c.place == sa.literal(1))
        return wanted if having is None else wanted.where(inner.write(having))


def _joined(join: Any, parts: list[Boolean]) -> Boolean:
    """Join parts, so that no engine nests them too deep."""
    while len(parts) > _TOGETHER:
        starts = range(0, len(parts), _TOGETHER)
        parts = [Together(join(*parts[start : start + _TOGETHER])) for start in starts]
    joined: Boolean = join(*parts)
    return joined


def _is_certain(question: Question) -> bool:
    """Say whether a question can never come out unknown."""
    match question:
        case Compare(left=Column(required=True), right=right):
            return not isinstance(right, Column) or right.required
        case Among(left=Column(required=True)) | Spelled(column=Column(required=True)):
            return True
        case _:
            return False
