"""The tables as a database has them: their columns and types, and the statements that make and fill them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.types import TypeEngine

from crmkit.segment.targets.sql.dialects import dialect_of
from crmkit.segment.targets.tables import (
    BooleanColumn,
    DateColumn,
    InstantColumn,
    MoneyColumn,
    NumberColumn,
    RelatedTable,
    StoredField,
    Tables,
    ValuesTable,
)

_TEXT: Final = sa.Text()
_COLLATED: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_PARTS: Final = ("name", "last", "month_day", "currency", "known")


@lru_cache(maxsize=64)
def metadata(tables: Tables, *, collated: bool = True) -> sa.MetaData:
    """Describe the tables to SQLAlchemy, with an index for each list and relation.

    Args:
        tables: where the fields are.
        collated: let texts be compared by code point in PostgreSQL, whatever collation the database prefers.

    >>> from crmkit.segment.targets.tables import TextColumn
    >>> sorted(metadata(Tables(fields={"country": TextColumn("land")})).tables["customers"].columns.keys())
    ['id', 'land']
    """
    found = sa.MetaData(schema=tables.namespace)
    text = _COLLATED if collated else _TEXT
    own = [one for one in tables.fields.values() if isinstance(one, StoredField)]
    sa.Table(tables.customers, found, sa.Column(tables.id, text, primary_key=True), *_columns(own, text))
    for kept in tables.fields.values():
        if isinstance(kept, ValuesTable):
            table = sa.Table(
                kept.name, found, sa.Column(kept.customer, text, nullable=False), *_columns([kept.value], text)
            )
            sa.Index(f"{kept.name}_by_customer", table.c[kept.customer])
    for related in tables.related.values():
        if isinstance(related, RelatedTable):
            order = [] if related.order is None else [sa.Column(related.order, sa.BigInteger())]
            stored = [one for one in related.fields.values() if isinstance(one, StoredField)]
            first = sa.Column(related.customer, text, nullable=False)
            table = sa.Table(related.name, found, first, *order, *_columns(stored, text))
            sa.Index(f"{related.name}_by_customer", table.c[related.customer], table.c[stored_at(related)])
    return found


def stored_at(related: RelatedTable) -> str:
    """Name the column that says when a row happened."""
    at = related.fields["at"]
    assert isinstance(at, InstantColumn)
    return at.name


def creation(tables: Tables, dialect: str) -> tuple[str, ...]:
    """Write the statements that create the tables and their indexes.

    Raises:
        UnknownNameError: there is no such dialect.
    """
    known = dialect_of(dialect)
    statements = []
    for table in metadata(tables).sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=known)).strip())
        statements.extend(str(CreateIndex(index).compile(dialect=known)).strip() for index in table.indexes)
    return tuple(statements)


def insertion(tables: Tables, dialect: str) -> dict[str, str]:
    """Write for each table the statement that inserts one row, its columns in the order of `write_customers`."""
    known = dialect_of(dialect)
    return {
        table.name: str(sa.insert(table).compile(dialect=known, column_keys=list(table.columns.keys())))
        for table in metadata(tables).sorted_tables
    }


def _columns(stored: Sequence[StoredField], text: sa.Text) -> Iterator[sa.Column[Any]]:
    seen = set()
    for one in stored:
        for part in _PARTS:
            name = getattr(one, part, None)
            if name is not None and name not in seen:  # amounts may share the column of their currency
                seen.add(name)
                yield sa.Column(name, _type(one, part, text), nullable=not (one.required and part == "name"))


def _type(stored: StoredField, part: str, text: sa.Text) -> TypeEngine[Any]:
    if part == "currency":
        return text
    if part == "known":
        return sa.Boolean()
    match stored:
        case BooleanColumn():
            return sa.Boolean()
        case NumberColumn(form="float") | MoneyColumn(form="float"):
            return sa.Double()
        case NumberColumn(form="decimal") | MoneyColumn(form="decimal"):
            return sa.Numeric(30, stored.digits or 0)
        case DateColumn(form="date") if part != "month_day":
            return sa.Date()
        case InstantColumn(form="timestamp"):
            return sa.DateTime(timezone=True)
        case DateColumn() | InstantColumn() | NumberColumn() | MoneyColumn():
            return sa.BigInteger()
        case _:
            return text


def plain(value: Any, dialect: str) -> Any:
    """Write a value as the driver of a database takes it; SQLite has no dates, booleans and decimals."""
    if dialect != "sqlite":
        return value
    match value:
        case bool():
            return int(value)
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S.%f")
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case _:
            return value


def plain_row(row: Mapping[str, Any] | tuple[Any, ...], dialect: str) -> tuple[Any, ...]:
    """Write the cells of a row as the driver of a database takes them."""
    return tuple(plain(cell, dialect) for cell in (row.values() if isinstance(row, Mapping) else row))
