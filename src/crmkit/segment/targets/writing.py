"""Customers become rows of the tables that engines are asked about: here, in Python, all that is hard is done once."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from fractions import Fraction
from typing import Any, Final, cast

from attrs import define, field, frozen

from crmkit.exceptions import CallError
from crmkit.records import Customer
from crmkit.schema.fields import Relation, Schema
from crmkit.segment import reading
from crmkit.segment.nodes import Meaning
from crmkit.segment.targets.forms import (
    day_form,
    decimals,
    in_unit,
    instant_form,
    number_form,
    safe,
)
from crmkit.segment.targets.reference import raw_values, related_rows
from crmkit.segment.targets.tables import (
    BooleanColumn,
    DateColumn,
    InstantColumn,
    MoneyColumn,
    NumberColumn,
    RelatedTable,
    Stored,
    StoredField,
    Tables,
    TextColumn,
    ValuesTable,
    columns_of,
)
from crmkit.segment.vocabulary import find_field, find_row_field
from crmkit.segment.windows import Clock

Whole = Customer | Mapping[str, Any]
_LARGEST: Final = 10**15
"""The largest number or amount that is written, so that sums of thousands of them are exact everywhere."""


@frozen
class Written:
    """The rows of one table.

    Attributes:
        table: its name.
        columns: the names of its columns.
        rows: a tuple of cells each.
    """

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


class UnwritableError(CallError):
    """A value that a column cannot hold."""


def write_customers(
    customers: Iterable[Whole], tables: Tables, schema: Schema, *, zone: str | tzinfo = "UTC"
) -> tuple[Written, ...]:
    """Give the rows of the tables for some customers.

    Args:
        customers: each a `Customer`, or a mapping of fields and relations that has the id under the name of the id
            column.
        tables: where the fields are, all in the forms of `Tables.of`.
        schema: what a customer is.
        zone: IANA name of the zone whose days are meant where an instant is kept as a date, or a date as an instant;
            it has to be that of the run.

    Raises:
        CallError: a value does not fit its column: a number too large or with too many decimals, or no number at all.

    >>> from crmkit.schema.customer import CUSTOMER
    >>> tables = Tables(fields={"country": TextColumn("country"), "birth_date": DateColumn("born", last="born_last")})
    >>> write_customers([{"id": 7, "country": " CH", "birth_date": "1985-02-01"}], tables, CUSTOMER)[0].rows
    ((7, 'CH', 19850201, 19850201),)
    """
    clock = Clock(datetime(2000, 1, 1, tzinfo=UTC), zone)
    own = [_Field(name, kept, _meaning(schema, name)) for name, kept in _stored(tables.fields)]
    lists = [
        (_Field(name, kept.value, _meaning(schema, name)), _Sheet(kept.name, (kept.customer,), (kept.value,)))
        for name, kept in tables.fields.items()
        if isinstance(kept, ValuesTable)
    ]
    people = _Sheet(tables.customers, (tables.id,), tuple(one.stored for one in own))
    related = [_RowsOf.of(schema.relation(name), table) for name, table in _described(tables)]
    for customer in customers:
        whose = customer.id if isinstance(customer, Customer) else customer.get(tables.id)
        people.add((whose,), (one.only(customer, clock) for one in own))
        for one, sheet in lists:
            for cell in one.each(customer, clock):
                sheet.add((whose,), (cell,))
        for rows in related:
            rows.add(customer, whose, clock)
    return tuple(sheet.written() for sheet in (people, *(sheet for _, sheet in lists), *(one.sheet for one in related)))


def _stored(fields: Mapping[str, Any]) -> list[tuple[str, Stored]]:
    return [(name, cast("Stored", kept)) for name, kept in fields.items() if isinstance(kept, StoredField)]


def _described(tables: Tables) -> list[tuple[str, RelatedTable]]:
    return [(name, table) for name, table in tables.related.items() if isinstance(table, RelatedTable)]


def cells(stored: Stored, meaning: Meaning, raw: Any, clock: Clock, name: str) -> tuple[Any, ...]:
    """Give the cells of one known value, in the order of `columns_of`.

    Raises:
        UnwritableError: the columns cannot hold it, or it cannot be read and they cannot say that either.
    """
    value = reading.reader(meaning, clock)(raw)
    known = () if stored.known is None else (True,)
    match stored:
        case TextColumn(form=form):
            return (raw if form == "raw" else safe(value) if isinstance(value, str) else "", *known)
        case DateColumn():
            pair = reading.month_and_day(raw, clock)
            days = _ends(value, lambda day: day_form(day, stored.form), stored.last)
            month_day = () if stored.month_day is None else ((pair[0] * 100 + pair[1]) if pair else 0,)
            return (*days, *month_day, *known)
        case _ if value is None and known:
            return (*(None,) * (len(columns_of(stored)) - 1), *known)
        case InstantColumn() if isinstance(value, reading.Range):
            return (*_ends(value, lambda when: instant_form(when, stored.form), stored.last), *known)
        case BooleanColumn() if isinstance(value, bool):
            return (value, *known)
        case NumberColumn() if isinstance(value, reading.Range):
            return (_number(stored, value.low, None, name), *known)
        case MoneyColumn(currency=currency, always=always) if isinstance(value, reading.Range):
            if always is not None and always != value.currency:
                raise UnwritableError(f"A value of {name!r} has another currency than {always}.")
            amount = _number(stored, value.low, value.currency, name)
            return (amount, *(() if currency is None else (safe(value.currency or ""),)), *known)
        case _:
            raise UnwritableError(
                f"A value of {name!r} cannot be read as {meaning.family}; correct it or leave it out."
            )


def _number(stored: NumberColumn | MoneyColumn, value: Any, currency: str | None, name: str) -> Any:
    exact = in_unit(stored, Fraction(value), currency)
    low, high = (number_form(exact, decimals(stored), stored.form, up=up) for up in (False, True))
    if low != high or (stored.form != "float" and abs(exact) > _LARGEST):
        raise UnwritableError(
            f"A value of {name!r} has more than {decimals(stored)} decimals or 15 digits; round it, or keep more."
        )
    return low


def _ends(value: Any, form: Any, last: str | None) -> tuple[Any, ...]:
    ends = (None, None) if value is None else (form(value.low), form(value.high))
    return ends if last is not None else ends[:1]


@define
class _Sheet:
    """The rows of a table as they come."""

    table: str
    first: tuple[str, ...]
    stored: tuple[Stored, ...]
    rows: list[tuple[Any, ...]] = field(factory=list)

    def add(self, first: tuple[Any, ...], values: Iterable[tuple[Any, ...]]) -> None:
        self.rows.append((*first, *(cell for value in values for cell in value)))

    def written(self) -> Written:
        columns = (*self.first, *(name for one in self.stored for name in columns_of(one)))
        return Written(self.table, columns, tuple(self.rows))


@frozen
class _Field:
    """A field and its columns."""

    name: str
    stored: Stored
    meaning: Meaning

    def each(self, whole: Whole, clock: Clock) -> list[tuple[Any, ...]]:
        """Give the cells of each of its values."""
        raws = raw_values(self.name, self.meaning, whole)
        return [cells(self.stored, self.meaning, raw, clock, self.name) for raw in raws]

    def only(self, whole: Whole, clock: Clock) -> tuple[Any, ...]:
        """Give the cells of its one value, or of none."""
        found = self.each(whole, clock)
        if len(found) > 1:
            raise UnwritableError(
                f"{self.name!r} has several values, and the tables keep one; describe it by a ValuesTable."
            )
        return found[0] if found else (None,) * len(columns_of(self.stored))


@frozen
class _RowsOf:
    """The rows of a relation."""

    relation: Relation
    fields: tuple[_Field, ...]
    sheet: _Sheet
    ordered: bool

    @classmethod
    def of(cls, relation: Relation, table: RelatedTable) -> "_RowsOf":
        fields = tuple(_Field(name, kept, _row_meaning(relation, name)) for name, kept in _stored(table.fields))
        first = (table.customer,) if table.order is None else (table.customer, table.order)
        sheet = _Sheet(table.name, first, tuple(one.stored for one in fields))
        return cls(relation, fields, sheet, ordered=table.order is not None)

    def add(self, whole: Whole, whose: Any, clock: Clock) -> None:
        for number, row in enumerate(related_rows(self.relation.name, whole)):
            first = (whose, number) if self.ordered else (whose,)
            self.sheet.add(first, [one.only(row, clock) for one in self.fields])


def _meaning(schema: Schema, name: str) -> Meaning:
    meaning = find_field(schema, name)
    if meaning is None:
        raise CallError(f"The schema {schema.name!r} has no field {name!r}, which the tables describe.")
    return meaning


def _row_meaning(relation: Relation, name: str) -> Meaning:
    meaning = find_row_field(relation, name)
    if meaning is None:
        raise CallError(f"The {relation.name} have no field {name!r}, which the tables describe.")
    return meaning
