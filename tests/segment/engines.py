"""Engines that hold a crowd and say which customers a segment means; each is made once a crowd."""

import sqlite3
from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import polars as pl
from attrs import define, evolve
from sqlalchemy import make_url

from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from crmkit.segment.targets.columnar.stored import stored_frames
from crmkit.segment.targets.sql.definition import creation, insertion, plain_row
from crmkit.segment.targets.tables import (
    DateColumn,
    InstantColumn,
    MoneyColumn,
    NumberColumn,
    RelatedTable,
    Tables,
    ValuesTable,
)
from crmkit.segment.targets.writing import write_customers


@define
class Held:
    """A crowd in tables."""

    tables: Tables
    written: tuple

    @classmethod
    def of(cls, crowd, tables=None) -> "Held":
        """Write a crowd into the tables that crmkit describes, or into others."""
        kept = Tables.of(crowd.schema) if tables is None else tables
        return cls(kept, write_customers(crowd.customers, kept, crowd.schema, zone=crowd.zone))


def as_hosts_do(schema, *, exact):
    """Describe tables with the types that databases have for dates, times, amounts and numbers.

    Args:
        schema: what a customer is.
        exact: whether the database has decimals; else numbers are doubles.
    """
    tables = Tables.of(schema, prefix="host_")

    def kept(one):
        match one:
            case DateColumn():
                return evolve(one, form="date")
            case InstantColumn():
                return evolve(one, form="timestamp")
            case NumberColumn(digits=0):
                return one
            case NumberColumn():
                return evolve(one, form="decimal") if exact else evolve(one, form="float", digits=0)
            case MoneyColumn() if exact:
                return evolve(one, form="decimal", digits=4)
            case ValuesTable():
                return evolve(one, value=kept(one.value))
            case RelatedTable():
                return evolve(one, fields={name: kept(field) for name, field in one.fields.items()})
            case _:
                return one

    return evolve(
        tables,
        fields={name: kept(one) for name, one in tables.fields.items()},
        related={name: kept(one) for name, one in tables.related.items()},
    )


class Engine:
    """An engine that holds a crowd."""

    name = "polars"

    def ask(self, bound):
        """Give the ids of those who are meant, or may be."""
        raise NotImplementedError

    def leaves(self, bound):
        """Say whether something is left to Python, so that more may come back than are meant."""
        return bool(bound.residue(self.name, self.tables))

    def close(self):
        """Give everything back."""


class Sqlite(Engine):
    """SQLite in memory."""

    name = "sqlite"

    def __init__(self, held):
        self.tables = held.tables
        self.connection = sqlite3.connect(":memory:")
        fill(held, "sqlite", self.connection.execute, self.connection.executemany)

    def ask(self, bound):
        text, parameters = bound.to_sql("sqlite", self.tables, candidates=True)
        return {row[0] for row in self.connection.execute(text, parameters)}

    def close(self):
        self.connection.close()


class Duckdb(Engine):
    """DuckDB in memory."""

    name = "duckdb"

    def __init__(self, held):
        self.tables = held.tables
        self.connection = duckdb.connect(config={"threads": 1})
        for statement in creation(held.tables, "duckdb"):
            self.connection.execute(statement)
        for one in held.written:
            appender = self.connection.appender(one.table)
            appender.append_rows(one.rows)
            appender.flush()

    def ask(self, bound):
        text, parameters = bound.to_sql("duckdb", self.tables, candidates=True)
        return {row[0] for row in self.connection.execute(text, parameters).fetchall()}

    def close(self):
        self.connection.close()


class Postgresql(Engine):
    """A database of a PostgreSQL server."""

    name = "postgresql"

    def __init__(self, held, url):
        from pg8000.dbapi import connect

        self.tables = held.tables
        place = make_url(url)
        self.connection = connect(place.username, database=place.database, **place.query)
        cursor = self.connection.cursor()
        fill(held, "postgresql", cursor.execute, cursor.executemany)
        cursor.execute("ANALYZE")

    def ask(self, bound):
        text, parameters = bound.to_sql("postgresql", self.tables, candidates=True)
        cursor = self.connection.cursor()
        cursor.execute(text, parameters)
        return {row[0] for row in cursor.fetchall()}

    def close(self):
        self.connection.close()


def fill(held, dialect, execute, execute_many):
    """Make the tables and insert the rows."""
    for statement in creation(held.tables, dialect):
        execute(statement)
    inserts = insertion(held.tables, dialect)
    for one in held.written:
        if one.rows:
            execute_many(inserts[one.table], [plain_row(row, dialect) for row in one.rows])


class Stored(Engine):
    """Frames of Polars with what crmkit stores."""

    def __init__(self, held):
        self.tables = held.tables
        frames = stored_frames(held.written, held.tables)
        self.customers = frames[held.tables.customers]
        named = {**held.tables.related, **held.tables.fields}
        rows = {name: kept for name, kept in named.items() if isinstance(kept, RelatedTable | ValuesTable)}
        self.related = {name: frames[kept.name] for name, kept in rows.items()}

    def ask(self, bound):
        return set(bound.filter(self.customers, tables=self.tables, related=self.related, candidates=True)["id"])


class Frames(Engine):
    """Frames of Polars as a caller has them."""

    def __init__(self, crowd):
        self.customers = customer_frame(crowd)
        self.related = {one.name: row_frame(crowd, one) for one in crowd.schema.relations}

    def ask(self, bound):
        return set(bound.filter(self.customers, related=self.related)["id"])

    def leaves(self, bound):
        return False


def customer_frame(crowd):
    """Make a frame of the customers, in types of Polars where it has them."""
    names = [one.name for one in crowd.schema.fields]
    columns = {"id": pl.Series([one["id"] for one in crowd.customers])}
    return pl.DataFrame(columns | {name: typed(name, [one.get(name) for one in crowd.customers]) for name in names})


def row_frame(crowd, relation):
    """Make a frame of the rows of a relation, with the id of their customer."""
    rows = [(one["id"], row) for one in crowd.customers for row in one.get(relation.name) or ()]
    columns = {"customer": pl.Series([whose for whose, _ in rows], dtype=pl.String)}
    for field in relation.fields:
        columns[field.name] = typed(field.name, [row.get(field.name) for _, row in rows])
    return pl.DataFrame(columns)


def typed(name, values):
    """Choose the type of Polars that keeps every value as it is, or none."""
    there = [one for one in values if one is not None]
    try:
        kinds = {type(one) for one in there}
        if kinds == {datetime}:
            return pl.Series(name, [one and one.astimezone(UTC) for one in values], dtype=pl.Datetime("us", "UTC"))
        if kinds <= {list, tuple}:
            kinds = {type(inner) for one in there for inner in one}
            assert kinds <= {str} or kinds <= {int}
            return pl.Series(name, [None if one is None else list(one) for one in values])
        assert len(kinds) <= 1
        assert not kinds & {Money, PartialDate, Decimal}
        return pl.Series(name, values)
    except (AssertionError, UnicodeEncodeError):
        return pl.Series(name, values, dtype=pl.Object)
