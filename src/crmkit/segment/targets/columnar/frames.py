"""Frames as a caller has them: the columns that a segment asks for are read, and Polars answers.

A list becomes a table of its values, and an amount gets its currency from the column beside it. What Polars cannot be
asked, the reference decides about those whom Polars left.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

import narwhals as nw
import polars as pl
from attrs import define, field

from crmkit.exceptions import CallError
from crmkit.schema.fields import Relation, Schema
from crmkit.schema.types.money import Money, minor_digits
from crmkit.segment.amounts import in_smallest_unit
from crmkit.segment.nodes import Condition, Meaning
from crmkit.segment.reading import exact
from crmkit.segment.targets.asking import ask
from crmkit.segment.targets.columnar.expressions import keep
from crmkit.segment.targets.columnar.given import GivenFrame
from crmkit.segment.targets.columnar.owners import ORDER, PLACE, WHOSE, Owners, is_id
from crmkit.segment.targets.columnar.values import Read, on_grid, read_column
from crmkit.segment.targets.reference import Run
from crmkit.segment.targets.tables import (
    InstantColumn,
    Kept,
    Missing,
    MoneyColumn,
    RelatedTable,
    Tables,
    Unasked,
    ValuesTable,
)
from crmkit.segment.vocabulary import find_field, find_row_field
from crmkit.segment.windows import Clock

FrameT = TypeVar("FrameT")
_LARGEST = 10**12
_CUSTOMERS = "customers"


@define
class _Reading(Mapping[str, Any]):
    """The fields of a frame, each read when it is first asked for."""

    frame: GivenFrame
    find: Callable[[str], Meaning | None]
    clock: Clock
    table: str
    columns: dict[str, pl.Series] = field(factory=dict)
    lists: dict[str, pl.DataFrame] = field(factory=dict)
    known: dict[str, Any] = field(factory=dict)

    def __getitem__(self, name: str) -> Kept:
        if name not in self.known:
            meaning = self.find(name)
            if meaning is None:
                raise KeyError(name)
            self.known[name] = self.read(name, meaning)
        found: Kept = self.known[name]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)

    def read(self, name: str, meaning: Meaning) -> Kept:
        if meaning.part_of is not None and meaning.part_of in self.frame:
            return Unasked(f"it may be read off {meaning.part_of}")
        if name not in self.frame:
            return Missing()
        values = self.given(name, meaning)
        if isinstance(values, Read):
            return self.keep(values)
        if _has_lists(values):
            return self.read_lists(name, values, meaning)
        found = read_column(values, meaning, self.clock, name)
        return found if isinstance(found, Unasked) else self.keep(found)

    def given(self, name: str, meaning: Meaning) -> pl.Series | list[Any] | Read:
        return self.frame.column(name)

    def keep(self, read: Read) -> Kept:
        self.columns |= {one.name: one for one in read.columns}
        return read.stored

    def read_lists(self, name: str, values: Any, meaning: Meaning) -> Kept:
        """Make a table of the values of lists."""
        if isinstance(values, pl.Series):
            inner: pl.Series | list[Any]
            exploded = pl.DataFrame({PLACE: pl.int_range(len(values), eager=True), name: values}).explode(name)
            places, inner = exploded[PLACE], exploded[name]
        else:
            pairs = [
                (place, one)
                for place, cell in enumerate(values)
                for one in (cell if isinstance(cell, tuple | list | set | frozenset) else (cell,))
            ]
            places = pl.Series([place for place, _ in pairs], dtype=pl.Int64)
            inner = [one for _, one in pairs]
        found = read_column(inner, meaning, self.clock, name)
        if isinstance(found, Unasked):
            return found
        table = f"{self.table} {name}"
        self.lists[table] = pl.DataFrame([places.alias(PLACE), *found.columns])
        return ValuesTable(table, found.stored, customer=WHOSE)


def _has_lists(values: pl.Series | list[Any]) -> bool:
    if isinstance(values, pl.Series):
        return isinstance(values.dtype, pl.List | pl.Array)
    return any(isinstance(one, tuple | list | set | frozenset) for one in values)


@define
class _RowReading(_Reading):
    """The fields of related rows; a number gets the currency of its row."""

    def given(self, name: str, meaning: Meaning) -> pl.Series | list[Any] | Read:
        values = self.frame.column(name)
        if meaning.family != "money":
            return values
        currencies = self.frame.column("currency") if "currency" in self.frame else [None] * len(self.frame)
        if isinstance(values, pl.Series) and isinstance(currencies, pl.Series) and currencies.dtype == pl.String:
            found = _amounts(values, currencies, name)
            if found is not None:
                return found
        return [_money(*pair) for pair in zip(values, currencies, strict=True)]

    def read_lists(self, name: str, values: Any, meaning: Meaning) -> Kept:
        return Unasked("a row has several values of it")


def _amounts(values: pl.Series, currencies: pl.Series, name: str) -> Read | None:
    """Turn numbers in major units into the smallest unit; None where one of them has to be rounded."""
    scales = {code: 10 ** minor_digits(code) for code in currencies.unique().drop_nulls()}
    scale = currencies.replace_strict(scales, default=None, return_dtype=pl.Int64)
    if values.dtype.is_integer() and values.dtype not in {pl.UInt64, pl.Int128}:
        whole = values.cast(pl.Int64)
        if (whole.abs() > _LARGEST).any():
            return None
        amounts: pl.Series | None = whole * scale
    elif values.dtype in {pl.Float32, pl.Float64}:
        amounts = on_grid(values.cast(pl.Float64).fill_nan(None), scale)
    else:
        return None
    if amounts is None:
        return None
    currency = pl.select(pl.when(amounts.is_not_null()).then(currencies)).to_series()
    stored = MoneyColumn(name, currency=f"{name} currency")
    return Read(stored, (amounts.alias(name), currency.alias(f"{name} currency")))


def _money(amount: Any, currency: Any) -> Any:
    """Read a number in major units with the row's currency as an amount."""
    if isinstance(amount, Money):
        return amount
    number = exact(amount)
    if number is None or not isinstance(currency, str):
        return None
    return Money(round(in_smallest_unit(Fraction(number), currency)), currency)


@define
class _Relations(Mapping[str, Any]):
    """The relations whose frames were given, each looked at when it is first asked for; others have no rows."""

    schema: Schema
    given: Mapping[str, GivenFrame]
    clock: Clock
    read: dict[str, _RowReading] = field(factory=dict)

    def __getitem__(self, name: str) -> RelatedTable | Missing | Unasked:
        if name not in self.given:
            return Missing()
        if name not in self.read:
            relation = self.schema.relation(name)
            self.read[name] = _RowReading(self.given[name], _row_finder(relation), self.clock, name)
        reading = self.read[name]
        if not isinstance(reading["at"], InstantColumn):
            return Unasked("its instants cannot be read at once")
        return RelatedTable(name, reading, customer=WHOSE, order=ORDER)

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self.given)

    def __len__(self) -> int:
        return len(self.given)


def filter_given(
    frame: FrameT,
    tree: Condition,
    run: Run,
    *,
    schema: Schema,
    related: Mapping[str, Any],
    id_column: str,
    matches: Callable[[Mapping[str, Any]], bool],
) -> FrameT:
    """Keep the rows of a frame that are in a segment.

    Args:
        frame: one row a customer.
        tree: a checked tree.
        run: what the segment is asked with.
        schema: what a customer is.
        related: relation, in the plural or the singular, to a frame with `customer`, `at` and the row's fields.
        id_column: the column of `frame` that `customer` refers to; needed only with `related`.
        matches: answers for one customer.

    Raises:
        CallError: a column is missing, or a time has no zone.
    """
    customers = GivenFrame.of(frame)
    if related and id_column not in customers:
        raise CallError(
            f"The frame has no column {id_column!r}, which the related rows refer to; name it in id_column=."
        )
    others = {schema.relation(name).name: _checked(name, given) for name, given in related.items()}
    fields = _Reading(customers, lambda name: find_field(schema, name), run.clock, _CUSTOMERS)
    relations = _Relations(schema, others, run.clock)
    tables = Tables(customers=_CUSTOMERS, id=WHOSE, fields=fields, related=relations)
    asking = ask(tree, run, tables, "polars")
    owners = Owners.of(customers, id_column, needed=bool(relations.read))
    frames = {name: owners.of_lists(one) for name, one in fields.lists.items()}
    frames |= {name: owners.of_rows(one.frame.column("customer"), one.columns) for name, one in relations.read.items()}
    start = pl.DataFrame([owners.whose, *fields.columns.values()]).lazy().with_row_index(PLACE)
    kept = keep(start, asking.question, whose=WHOSE, tables=frames).select(PLACE).collect().to_series().to_list()
    if asking.left:
        kept = _decided(kept, customers, others, schema=schema, id_column=id_column, matches=matches)
    chosen: FrameT = nw.to_native(customers.frame[kept])
    return chosen


def _checked(name: str, given: Any) -> GivenFrame:
    frame = GivenFrame.of(given)
    for column in ("customer", "at"):
        if column not in frame:
            raise CallError(f"The related frame {name!r} has no column {column!r}.")
    return frame


def _decided(
    places: Sequence[int],
    customers: GivenFrame,
    others: Mapping[str, GivenFrame],
    *,
    schema: Schema,
    id_column: str,
    matches: Callable[[Mapping[str, Any]], bool],
) -> list[int]:
    """Let the reference decide about those who are left."""
    rows = list(customers.rows(places))
    ids = {row[id_column] for row in rows if is_id(row.get(id_column))}
    related = {name: _rows_of(schema.relation(name), frame, ids) for name, frame in others.items()}
    return [
        place
        for place, row in zip(places, rows, strict=True)
        if matches(
            {
                **row,
                **{name: groups.get(row[id_column], ()) for name, groups in related.items() if is_id(row[id_column])},
            }
        )
    ]


def _rows_of(relation: Relation, frame: GivenFrame, ids: set[Any]) -> dict[Any, list[dict[str, Any]]]:
    amounts = [one.name for one in relation.fields if one.semantic_type.operators == "money" and one.name in frame]
    wanted = [place for place, one in enumerate(frame.column("customer")) if is_id(one) and one in ids]
    groups: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in frame.rows(wanted):
        for amount in amounts:
            row[amount] = _money(row[amount], row.get("currency"))
        groups[row["customer"]].append(row)
    return groups


def _row_finder(relation: Relation) -> Callable[[str], Meaning | None]:
    return lambda name: find_row_field(relation, name)
