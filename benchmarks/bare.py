"""Bare loaders: the rows that crmkit writes, written once more by the driver alone into the same tables and indexes."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from crmkit.backends.sql.tables import tables

Rows = Sequence[tuple[Any, ...]]


class BareLoader:
    """Writes what crmkit wrote, when it is told to, and counts the time.

    Args:
        address: of the base that crmkit writes.
        listens: class and method by which crmkit inserts rows; the table and the rows are its last arguments.
        load: writes rows into a table.
        commit: ends a transaction.
        close: gives everything back.
    """

    def __init__(
        self,
        address: str,
        listens: tuple[type, str],
        *,
        load: Callable[[Table, Rows], None],
        commit: Callable[[], None],
        close: Callable[[], None],
    ) -> None:
        self.address = address
        self.seconds = 0.0
        self.rows = 0
        self._listens = listens
        self._load = load
        self._commit = commit
        self._close = close
        self._counted: set[tuple[Any, ...]] = set()
        self._heard: list[tuple[Table, Rows]] = []

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear every row that crmkit inserts."""
        owner, name = self._listens
        insert = getattr(owner, name)

        def heard(*arguments: Any) -> None:
            insert(*arguments)
            self._heard.append(arguments[-2:])

        setattr(owner, name, heard)
        try:
            yield
        finally:
            setattr(owner, name, insert)

    def write(self) -> None:
        """Write what was heard, in one transaction."""
        heard = [
            (table, [row for row in rows if self._is_new(row)] if table.name.endswith("documents") else rows)
            for table, rows in self._heard
        ]
        started = time.perf_counter()
        for table, kept in heard:
            if kept:
                self._load(table, kept)
            self.rows += len(kept)
        self._commit()
        self.seconds += time.perf_counter() - started
        self._heard.clear()

    def _is_new(self, row: tuple[Any, ...]) -> bool:
        """Tell whether a document is new; how often words are used is counted again and again."""
        if row[0] not in {"state", "words"}:
            return True
        known = row[:2] in self._counted
        self._counted.add(row[:2])
        return not known

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()


def bare_loader(where: str, folder: Path) -> BareLoader:
    """Open a bare loader beside a new base on SQLite, PostgreSQL or DuckDB."""
    return {"sqlite": _sqlite, "postgresql": _postgresql, "duckdb": _duckdb}[where](folder)


def _made(dialect: Any) -> Iterator[str]:
    for table in tables().metadata.sorted_tables:
        yield str(CreateTable(table).compile(dialect=dialect))
        yield from (str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes)


def _sqlite(folder: Path) -> BareLoader:
    from crmkit.backends.sqlite import SqliteDialect

    connection = sqlite3.connect(folder / "bare.db")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-32768")
    for statement in _made(sqlite.dialect()):
        connection.execute(statement)

    def load(table: Table, rows: Rows) -> None:
        marks = ", ".join("?" * len(table.columns))
        connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)

    return BareLoader(
        str(folder / "base.db"), (SqliteDialect, "insert"), load=load, commit=connection.commit, close=connection.close
    )


def _postgresql(_folder: Path) -> BareLoader:
    import pg8000.dbapi
    from sqlalchemy import make_url

    from crmkit.backends.postgresql.opening import PostgresqlDialect
    from tests.servers.postgresql import running_postgresql

    stack = ExitStack()
    address = stack.enter_context(running_postgresql())
    url = make_url(address)
    connection = pg8000.dbapi.connect(url.username, unix_sock=url.query["unix_sock"], database=url.database)
    cursor = connection.cursor()
    cursor.execute("CREATE SCHEMA bare")
    cursor.execute("SET search_path TO bare")
    for statement in _made(postgresql.dialect()):
        cursor.execute(statement)
    connection.commit()

    def load(table: Table, rows: Rows) -> None:
        lines = ("\t".join(map(_copied, row)) for row in rows)
        cursor.execute(f"COPY {table.name} FROM STDIN", stream=BytesIO(("\n".join(lines) + "\n").encode()))

    stack.callback(connection.close)
    return BareLoader(address, (PostgresqlDialect, "insert"), load=load, commit=connection.commit, close=stack.close)


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    text = str(value)
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text


def _duckdb(folder: Path) -> BareLoader:
    import duckdb
    import pyarrow as pa

    from crmkit.backends.duckdb import sessions, statements

    connection = duckdb.connect(str(folder / "bare.duckdb"))
    for statement in statements.write_creation(tables()):
        connection.execute(statement)
    connection.execute("BEGIN")

    def load(table: Table, rows: Rows) -> None:
        names = [column.name for column in table.columns]
        arrow = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
        connection.register("arrow", arrow)
        connection.execute(f"INSERT INTO {table.name} SELECT * FROM arrow")
        connection.unregister("arrow")

    def commit() -> None:
        connection.execute("COMMIT")
        connection.execute("BEGIN")

    return BareLoader(
        f"duckdb:{folder / 'base.duckdb'}",
        (sessions.DuckdbSession, "insert"),
        load=load,
        commit=commit,
        close=connection.close,
    )
