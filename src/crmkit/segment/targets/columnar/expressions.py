"""Questions become expressions of Polars, on lazy frames."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from functools import reduce
from math import floor
from operator import and_, eq, ge, gt, le, lt, or_
from typing import Any, Final

import polars as pl
from attrs import define, field

from crmkit.segment.targets.forms import MOST
from crmkit.segment.targets.questions import (
    TRUE,
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

SPACES: Final = "".join(chr(point) for point in range(0x3001) if chr(point).isspace())
"""What Python strips off the ends of a text."""

_RELATIONS: Final[Mapping[str, Any]] = {"=": eq, "<": lt, "<=": le, ">": gt, ">=": ge}


def keep(frame: pl.LazyFrame, question: Question, *, whose: str, tables: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """Keep the rows of a frame that satisfy a question, in their order.

    Args:
        frame: one row a customer.
        question: what to ask; nothing in it may be undecided.
        whose: the column with the id of the customer.
        tables: name of a table of lists or relations to its frame; they are asked at once, also where `frame` is lazy.
    """
    return frame.filter(_Expressions(frame.collect_schema(), whose, tables).write(question))


def members(question: Belongs, tables: Mapping[str, pl.LazyFrame]) -> pl.Series:
    """Give the ids of the customers who have such rows, some of them more than once."""
    rows, having = question.rows, question.having
    frame = tables[rows.table]
    inner = _Expressions(frame.collect_schema(), rows.customer, tables)
    if rows.where != TRUE:
        frame = frame.filter(inner.write(rows.where))
    if rows.pick:
        frame = _picked(frame, rows, having)
        frame = frame if having is None else frame.filter(inner.write(having))
    elif having is not None:
        condition = inner.write(having)
        frame = frame.group_by(rows.customer).agg(**inner.totals).filter(condition)
    return frame.select(rows.customer).collect().to_series()


def _picked(frame: pl.LazyFrame, rows: Rows, having: Question | None) -> pl.LazyFrame:
    """Keep the first, or the last, row of each customer."""
    needed = dict.fromkeys([rows.customer, *rows.order, *(_columns(having) if having else ())])
    sides: Any = rows.pick
    return frame.select(list(needed)).sort(rows.order).unique(rows.customer, keep=sides, maintain_order=True)


def _columns(question: Question) -> list[str]:
    match question:
        case Every(parts=parts) | Either(parts=parts):
            return [name for part in parts for name in _columns(part)]
        case Unless(part=part):
            return _columns(part)
        case Compare(left=left, right=right):
            return [one.name for one in (left, right) if isinstance(one, Column)]
        case Among(left=column) | Present(column=column) | Spelled(column=column):
            return [column.name]
        case _:
            return []


@define
class _Expressions:
    """Questions to one frame.

    Attributes:
        schema: its columns.
        whose: the one with the id of the customer.
        tables: the frames of other tables.
        totals: what is brought together of each group, by name.
    """

    schema: Mapping[str, pl.DataType]
    whose: str
    tables: Mapping[str, pl.LazyFrame]
    totals: dict[str, pl.Expr] = field(factory=dict)

    def write(self, question: Question) -> pl.Expr:
        """Write a question; the expression may be null, which counts as false."""
        match question:
            case Always(truth=truth):
                return pl.lit(truth)
            case Every(parts=parts):
                return _all([self.write(part) for part in parts])
            case Either(parts=parts):
                return _balanced(or_, [self.write(part) for part in parts])
            case Unless(part=Present(column=column)):
                return _column(column).is_null()
            case Unless(part=part):
                return ~self.write(part).fill_null(value=False)
            case Compare():
                return self._compare(question)
            case Among(left=left, values=values):
                return _column(left).is_in(list(values))
            case Present(column=column):
                return _column(column).is_not_null()
            case Spelled(column=column, how="contains", text=text):
                return _column(column).str.contains(text, literal=True)
            case Spelled(column=column, how="starts with", text=text):
                return _column(column).str.starts_with(text)
            case Spelled(column=column, text=text):
                return _column(column).str.ends_with(text)
            case Belongs(negated=negated):
                inside = pl.col(self.whose).is_in(members(question, self.tables).implode())
                return ~inside.fill_null(value=False) if negated else inside
            case Undecided():
                raise AssertionError("what is undecided is not written")

    def _compare(self, question: Compare) -> pl.Expr:
        left, right = question.left, question.right
        relation = _RELATIONS[question.relation]
        if isinstance(left, Total) and left.function == "mean":
            return self._mean(left, relation, right)
        written: pl.Expr = relation(self._term(left), self._term(right))
        return written

    def _term(self, term: Any) -> pl.Expr:
        match term:
            case Column():
                return _column(term)
            case Total():
                return self._total(term)
            case datetime():
                return pl.lit(term, pl.Datetime("us", "UTC"))
            case _:
                return pl.lit(term)

    def _total(self, total: Total) -> pl.Expr:
        name = f"{total.function} {total.column}"
        column = pl.col(total.column or "")
        match total.function:
            case "count":
                self.totals[name] = pl.len()
            case "sum" if self.schema[total.column or ""].is_integer():
                return self._whole_sum(name, column)
            case "sum":
                self.totals[name] = column.sum()
            case "min":
                self.totals[name] = column.min()
            case _:
                self.totals[name] = column.max()
        return pl.col(name)

    def _whole_sum(self, name: str, column: pl.Expr) -> pl.Expr:
        """Add up whole numbers; a sum that has no room in 64 bits counts as the largest, or the lowest, that has."""
        about = f"about {name}"
        self.totals |= {name: column.sum(), about: column.cast(pl.Float64).sum()}
        over, under = pl.col(about) >= 2.0**63, pl.col(about) <= -(2.0**63)
        return pl.when(over).then(MOST).when(under).then(-MOST).otherwise(pl.col(name))

    def _mean(self, mean: Total, relation: Any, bound: Fraction) -> pl.Expr:
        """Compare a mean with whole + rest: the sum of what is above `whole` with `rest` for each row."""
        whole = floor(bound)
        rest = bound - whole
        count = self._total(Total("count")).cast(pl.Int128)
        name = f"sum of {mean.column}"
        self.totals[name] = pl.col(mean.column or "").cast(pl.Int128).sum()
        above = pl.col(name) - whole * count
        written: pl.Expr = relation(above * rest.denominator, rest.numerator * count)
        return written


def _column(column: Column) -> pl.Expr:
    found = pl.col(column.name)
    return found.str.strip_chars(SPACES) if column.trimmed else found


def _all(parts: list[pl.Expr]) -> pl.Expr:
    return _balanced(and_, parts)


def _balanced(join: Any, parts: list[pl.Expr]) -> pl.Expr:
    """Join parts as a tree that is not deep."""
    while len(parts) > 8:
        parts = [reduce(join, parts[start : start + 8]) for start in range(0, len(parts), 8)]
    joined: pl.Expr = reduce(join, parts)
    return joined
