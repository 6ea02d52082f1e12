"""SQLite: one file, no set-up, many readers beside one writer."""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import Any, Final

from attrs import evolve
from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    StaticPool,
    Table,
    Text,
    TypeDecorator,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect as SqlAlchemyDialect
from sqlalchemy.exc import ArgumentError, DBAPIError

from crmkit.backends.places import check_place
from crmkit.backends.protocol import Capabilities
from crmkit.backends.sql.backend import SqlBackend
from crmkit.backends.sql.connections import Connections
from crmkit.backends.sql.tables import PREFIX, tables
from crmkit.exceptions import (
    CallError,
    StoreCorruptError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreReadOnlyError,
)

CAPABILITIES: Final = Capabilities(
    transactions=True, persistent=True, many_processes=True, bulk=True, columnar=False, sql=True
)
"""Of a base in a file; one in memory ends with its process."""

_WAIT_SECONDS: Final = 30.0
_TURN_SECONDS: Final = (0.001, 0.01)
_PRAGMAS: Final = ("PRAGMA foreign_keys=ON", "PRAGMA synchronous=NORMAL", "PRAGMA cache_size=-32768")

_BUSY: Final = {5, 6}
_LOCKED = (StoreLockedError, "is being written by somebody else; try again in a moment.")
_READ_ONLY = (StoreReadOnlyError, "may not be written; allow writing to the file and its folder, or work on a copy.")
_FULL = (StoreFullError, "found no more room; free some space and repeat, nothing was kept by halves.")
_CORRUPT = (StoreCorruptError, "is damaged or no SQLite database; restore the last good copy.")
_UNREACHABLE = (StoreError, "cannot be opened; check that the folder is there and may be read and written.")
_DISK = (StoreError, "cannot be read or written, since the disk reports an error; check the disk.")

_MEANINGS: Final[dict[int, tuple[type[StoreError], str]]] = {
    3: _READ_ONLY,
    5: _LOCKED,
    6: _LOCKED,
    8: _READ_ONLY,
    10: _DISK,
    11: _CORRUPT,
    13: _FULL,
    14: _UNREACHABLE,
    26: _CORRUPT,
}
"""Primary result code of SQLite (https://sqlite.org/rescode.html) to the error and its sentence."""


class _JsonList(TypeDecorator[Sequence[str]]):
    """Texts as one parameter: a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, _dialect: SqlAlchemyDialect) -> str:
        return json.dumps(value)


class SqliteDialect:
    """What is particular to SQLite."""

    def begin(self, connection: Connection) -> None:
        """Take the write lock at once: a transaction that reads first and writes later could be refused half-way."""
        driver: Any = connection.connection.driver_connection
        if driver.in_transaction:
            return
        ((wait,),) = driver.execute("PRAGMA busy_timeout")  # past SQLAlchemy, since every write asks
        driver.execute("PRAGMA busy_timeout=0")
        try:
            _take_turn(connection, until=monotonic() + wait / 1000)
        finally:
            driver.execute(f"PRAGMA busy_timeout={wait}")

    def reader(self, engine: Engine) -> Engine:
        """Read through the same engine."""
        return engine

    def insert(self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows by one statement that is prepared once."""
        connection.exec_driver_sql(_insert_text(table), list(rows))

    def one_fact(self, facts: Table) -> None:
        """Append in the usual way: SQLite is asked without a trip."""

    def delete(self, connection: Connection, table: Table, rows: Sequence[tuple[str, ...]]) -> None:
        """Delete rows by one statement that is prepared once."""
        connection.exec_driver_sql(_delete_text(table), list(rows))

    def among(self, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        """Hand the list over as one JSON array."""
        listed = func.json_each(bindparam(name, type_=_JsonList())).table_valued("value")
        return column.in_(select(listed.c.value))

    def translate(self, error: DBAPIError, name: str) -> StoreError:
        """Say in one sentence what SQLite meant."""
        found = _MEANINGS.get(_code(error))
        if found is None:
            reason = getattr(error.orig, "sqlite_errorname", type(error.orig).__name__)
            return StoreError(f"{name} could not be used ({reason}); check that no other program changed its tables.")
        kind, sentence = found
        return kind(f"{name} {sentence}")


def open_file(path: str | os.PathLike[str], *, prefix: str = PREFIX, schema: str | None = None) -> SqlBackend:
    """Open the base in a file, and create the file where there is none.

    Raises:
        StoreError: the folder is missing or the path is a folder; children say that it is locked, read-only, full,
            damaged or written by a newer crmkit.
    """
    return open_url(URL.create("sqlite", database=os.fspath(path)), prefix=prefix, schema=schema)


def open_url(url: str | URL, *, prefix: str = PREFIX, schema: str | None = None) -> SqlBackend:
    """Open the base at a SQLAlchemy URL for SQLite; its options go to `sqlite3.connect`, such as `?timeout=30`.

    Raises:
        CallError: the URL cannot be read.
        StoreError: as for `open_file`.
    """
    try:
        place = make_url(url)
    except ArgumentError:
        raise CallError("The address of the base is no URL; write sqlite:///customers.db.") from None
    if place.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise CallError(f"The driver of {place.drivername}: is not supported; write sqlite:///customers.db.")
    in_memory = _is_in_memory(place)
    plain_file = not in_memory and "uri" not in place.query
    if plain_file:
        check_place(Path(place.database or ""), engine="SQLite", suffix=".db")
        _make_private(Path(place.database or ""))
    options: dict[str, Any] = {} if "timeout" in place.query else {"timeout": _WAIT_SECONDS}
    if in_memory:
        options["check_same_thread"] = False
        engine = create_engine(place, connect_args=options, poolclass=StaticPool, hide_parameters=True)
    else:
        engine = create_engine(place, connect_args=options, hide_parameters=True)
    event.listen(engine, "connect", _set_pragmas)
    if plain_file:
        _use_write_ahead_log(engine)
    return _open(engine, place, prefix=prefix, schema=schema, owned=True)


def open_bind(bind: Engine | Connection, *, prefix: str = PREFIX, schema: str | None = None) -> SqlBackend:
    """Open the base behind a caller's engine or connection, whose settings stay as they are.

    Raises:
        StoreError: as for `open_file`.
    """
    return _open(bind, bind.engine.url, prefix=prefix, schema=schema, owned=False)


def _open(bind: Engine | Connection, place: URL, *, prefix: str, schema: str | None, owned: bool) -> SqlBackend:
    in_memory = _is_in_memory(place)
    name = "sqlite in memory" if in_memory else _file_name(place)
    backend = SqlBackend(
        Connections(bind, dialect=SqliteDialect(), name=name, owned=owned, shared=in_memory),
        tables=tables(prefix=prefix, schema=schema),
        name=name,
        capabilities=evolve(CAPABILITIES, persistent=False, many_processes=False) if in_memory else CAPABILITIES,
    )
    try:
        backend.prepare()
    except BaseException:
        backend.close()
        raise
    return backend


def _take_turn(connection: Connection, *, until: float) -> None:
    """Ask for the write lock until it is free.

    SQLite's own waiting asks ever less often, so whoever comes last is served first and others starve. Here all ask
    equally often, whenever they came.
    """
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except DBAPIError as error:
            if _code(error) not in _BUSY or monotonic() >= until:
                raise
        else:
            return
        sleep(uniform(*_TURN_SECONDS))  # noqa: S311  it spreads writers, and guards nothing


def _code(error: DBAPIError) -> int:
    """Give the primary result code of SQLite; 0 where it said nothing."""
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF


@cache
def _delete_text(table: Table) -> str:
    named = table.delete().where(*(column == "" for column in table.primary_key))
    return str(named.compile(dialect=sqlite.dialect(paramstyle="qmark")))


@cache
def _insert_text(table: Table) -> str:
    return str(table.insert().compile(dialect=sqlite.dialect(paramstyle="qmark")))


def _is_in_memory(place: URL) -> bool:
    return place.database in {None, "", ":memory:"} or place.query.get("mode") == "memory"


def _file_name(place: URL) -> str:
    return Path((place.database or "").removeprefix("file:")).name


def _make_private(path: Path) -> None:
    """Make a new file that only its owner can read, since it will hold personal data; leave an old one as it is."""
    with suppress(OSError):  # opening it tells what is wrong
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), 0o600))


def _set_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    try:
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
    finally:
        cursor.close()


def _use_write_ahead_log(engine: Engine) -> None:
    """Let readers work beside a writer; the file remembers it, so one success is enough, and opening tells faults."""
    with suppress(DBAPIError), engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
