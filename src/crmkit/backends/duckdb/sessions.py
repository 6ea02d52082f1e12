"""Whose connection, whose transaction: one DuckDB database through its own API, used from one or several threads."""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import RLock
from typing import Any, Final

import duckdb
from attrs import define, field
from sqlalchemy import ColumnElement, Executable, Table, bindparam, func
from sqlalchemy.sql.selectable import SelectBase

from crmkit.backends.duckdb.errors import translated
from crmkit.backends.duckdb.statements import table_name, write_creation, write_deletion, write_statement
from crmkit.backends.sql.tables import Tables
from crmkit.backends.sql.transactions import Spared, Transactions
from crmkit.exceptions import StoreLockedError

_HAS: Final = """
SELECT count(*) FROM duckdb_tables()
WHERE database_name = current_database()
AND lower(schema_name) = lower(coalesce($schema, current_schema())) AND lower(table_name) = lower($name)
"""
_SPOIL: Final = "SELECT error('A block of crmkit within this transaction failed.')"
_SPOILT: Final = (
    "DuckDB has no savepoints: the transaction that was open on the given connection can only be rolled back."
)


class Turn:
    """The right to write to one database, for one thread at a time; all openings of a file share one.

    Attributes:
        lock: held by the thread that writes, or that works on a shared connection.
        taken: whether a transaction is open under the lock.
    """

    def __init__(self) -> None:
        self.lock: Final = RLock()
        self.taken = False


@define
class DuckdbSession:
    """A connection at work, and the transaction it may be in."""

    connection: duckdb.DuckDBPyConnection
    name: str
    known: dict[str, int] = field(factory=dict)
    missing: defaultdict[str, set[str]] = field(factory=lambda: defaultdict(set))
    doomed: bool = False

    @property
    def tells_insertions(self) -> bool:
        """Whether a statement that inserts can tell what it inserted: none that is written by `write_statement`."""
        return False

    def run(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Sequence[Any]]:
        """Execute a statement and give its rows; none for one that has none."""
        text, written = write_statement(statement, values)
        with translated(self.name):
            result = self.connection.execute(text, written or None)
            return result.fetchall() if isinstance(statement, SelectBase) else []

    def insert(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows through DuckDB's appender, which takes values without a detour over columns."""
        if rows:
            with translated(self.name):
                appender = self.connection.appender(table_name(table), columns=[one.name for one in table.columns])
                appender.append_rows(rows)
                appender.flush()

    def delete(self, table: Table, rows: Sequence[tuple[str, ...]]) -> None:
        """Delete rows by one statement, with a list for each column of the key."""
        if rows:
            text, names = write_deletion(table)
            with translated(self.name):
                self.connection.execute(text, dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))

    def arrow(self, statement: Executable) -> Any:
        """Execute a question and give its rows as a `pyarrow.Table`."""
        text, values = write_statement(statement)
        with translated(self.name):
            return self.connection.sql(text, params=values or None).to_arrow_table()


class DuckdbDatabase(Transactions[DuckdbSession]):
    """Work through cursors of a connection of one's own, or on a caller's connection, which is never closed.

    One thread writes at a time. The transaction belongs to the thread that began it; other threads read beside it what
    was committed last, unless all share a caller's connection, and then they wait. Where a caller has a transaction
    open, everything happens within it, and ending it is left to the caller.
    """

    def __init__(self, root: duckdb.DuckDBPyConnection, *, name: str, turn: Turn, owned: bool, log: str | None) -> None:
        """Work on a connection.

        Args:
            root: the connection.
            name: how messages name the database.
            turn: the right to write to it.
            owned: whether the connection was made for this base.
            log: path of the write-ahead log that only the owner may read; None to leave rights alone.
        """
        super().__init__(name, lock=turn.lock, shared=not owned)
        self._root = root
        self._turn = turn
        self._owned = owned
        self._log = log

    def append_at_once(self, facts: Table, cells: Sequence[Any]) -> int | None:
        """Leave it to the usual way: DuckDB is asked without a trip."""
        return None

    def among(self, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        """Say that a column is in the list of a named parameter; see `statements`."""
        return column.in_(bindparam(name, expanding=True))

    def within(self, column: ColumnElement[str], name: str, *, key: ColumnElement[str]) -> ColumnElement[bool]:
        """Say that a column is a named parameter; see `statements`."""
        return func.beside(column, key) == bindparam(name)

    def has(self, table: Table) -> bool:
        """Tell whether a table is there."""
        with self.reading() as session, translated(self._name):
            found = session.connection.execute(_HAS, {"schema": table.schema, "name": table.name}).fetchall()
        return bool(found[0][0])

    def create(self, tables: Tables) -> None:
        """Create the tables that are not there, within the open transaction."""
        with self.writing() as session, translated(self._name):
            for statement in write_creation(tables):
                session.connection.execute(statement)

    def _give_back(self) -> None:
        if self._owned:
            self._root.close()

    @contextmanager
    def _beside(self) -> Iterator[DuckdbSession]:
        with self._connected() as connection:
            yield DuckdbSession(connection, self._name)

    @contextmanager
    def _connected(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor, which is a connection with a transaction of its own, or else the caller's connection."""
        if not self._owned:
            yield self._root
            return
        with translated(self._name):
            connection = self._root.cursor()
        with connection:
            yield connection

    @contextmanager
    def _begun(self, *, spare: Spared) -> Iterator[DuckdbSession]:
        if self._turn.taken:
            raise StoreLockedError(f"{self._name} is being written through another opening; end that transaction.")
        with self._connected() as connection:
            joined = not self._owned and self._in_transaction()
            self._turn.taken = True
            try:
                with self._within(connection, spare) if joined else self._ended(connection):
                    yield DuckdbSession(connection, self._name)
            finally:
                self._turn.taken = False

    @contextmanager
    def _ended(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Begin a transaction, and commit it or roll it back."""
        self._keep_log_private()
        with translated(self._name):
            connection.begin()
        try:
            yield
            with translated(self._name):
                connection.commit()
        except BaseException:
            with suppress(duckdb.Error):  # DuckDB may have given up the transaction by itself
                connection.rollback()
            raise

    @staticmethod
    @contextmanager
    def _within(connection: duckdb.DuckDBPyConnection, spare: Spared) -> Iterator[None]:
        """Work within a caller's transaction, and when that fails half-way, let the caller only roll it back."""
        try:
            yield
        except spare:
            raise
        except BaseException as failure:
            with suppress(duckdb.Error):
                connection.execute(_SPOIL)
            failure.add_note(_SPOILT)
            raise

    def _in_transaction(self) -> bool:
        """Tell whether the caller has a transaction open: only then two statements in a row are in the same one."""
        with translated(self._name):
            first, second = (self._root.execute("SELECT txid_current()").fetchall() for _ in range(2))
        return first == second

    def _keep_log_private(self) -> None:
        """Make the log before DuckDB does, which would let everybody read it; it goes at every checkpoint."""
        if self._log is not None:
            with suppress(OSError):  # it is there, or writing tells what is wrong
                os.close(os.open(self._log, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), 0o600))
