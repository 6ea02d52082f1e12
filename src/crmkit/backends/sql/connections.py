"""Whose connection, whose transaction: one database through SQLAlchemy, used from one or several threads."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from attrs import define, field
from sqlalchemy import ColumnElement, Connection, Engine, Executable, Table, bindparam, inspect
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from crmkit.backends.sql.tables import Tables
from crmkit.backends.sql.transactions import Spared, Transactions
from crmkit.exceptions import StoreError, StoreLockedError


class Dialect(Protocol):
    """What differs between databases that SQLAlchemy speaks to."""

    def begin(self, connection: Connection) -> None:
        """Start a transaction that writes, unless one has begun; it waits here for another writer, not later."""

    def reader(self, engine: Engine) -> Engine:
        """Give the engine that questions outside a transaction go to."""
        ...

    def insert(self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows, with values in the order of the table's columns, by the fastest way there is."""

    def one_fact(self, facts: Table) -> str | None:
        """Give a statement that `reader` can append a fact by, or None; see `Database.append_at_once`.

        Its parameters are the cells of the fact but for the number, which it gives back where it inserted one. While
        somebody else writes it inserts nothing.
        """
        ...

    def delete(self, connection: Connection, table: Table, rows: Sequence[tuple[str, ...]]) -> None:
        """Delete rows by their primary keys, in the order of its columns, by the fastest way there is."""

    def among(self, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        """Say that a column is in the list of a named parameter, in the way that costs the database least."""
        ...

    def translate(self, error: DBAPIError, name: str) -> StoreError:
        """Say in one sentence what the database meant, without any value."""
        ...


@define
class _Session:
    """A connection at work, and the transaction it may be in.

    Attributes:
        borrowed: whether it only reads, on a connection that can be had anew.
    """

    connection: Connection
    dialect: Dialect
    name: str
    borrowed: bool = False
    known: dict[str, int] = field(factory=dict)
    missing: defaultdict[str, set[str]] = field(factory=lambda: defaultdict(set))
    doomed: bool = False

    @property
    def tells_insertions(self) -> bool:
        return self.connection.dialect.insert_returning

    def run(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Sequence[Any]]:
        with translated(self.dialect, self.name):
            try:
                return self._rows(statement, values)
            except DBAPIError as error:
                if not (self.borrowed and error.connection_invalidated):
                    raise
                self.connection.rollback()
                return self._rows(statement, values)

    def insert(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            with translated(self.dialect, self.name):
                self.dialect.insert(self.connection, table, rows)

    def delete(self, table: Table, rows: Sequence[tuple[str, ...]]) -> None:
        if rows:
            with translated(self.dialect, self.name):
                self.dialect.delete(self.connection, table, rows)

    def _rows(self, statement: Executable, values: Mapping[str, Any] | None) -> Sequence[Sequence[Any]]:
        result = self.connection.execute(statement, values)
        return result.all() if result.returns_rows else []


class Connections(Transactions[_Session]):
    """Borrow connections of an engine, or work on a caller's connection, which is never committed.

    One thread writes at a time. The transaction belongs to the thread that began it; other threads read beside it,
    unless all share one connection, and then they wait.
    """

    def __init__(self, bind: Engine | Connection, *, dialect: Dialect, name: str, owned: bool, shared: bool) -> None:
        super().__init__(name, shared=shared or isinstance(bind, Connection))
        self._bind = bind
        self._reader = dialect.reader(bind) if isinstance(bind, Engine) else bind
        self._dialect = dialect
        self._owned = owned

    def append_at_once(self, facts: Table, cells: Sequence[Any]) -> int | None:
        """Append a fact by one statement that is a transaction of its own, where that is the shorter way."""
        statement = self._dialect.one_fact(facts)
        if statement is None:
            return None
        with self._lock:
            if self._current() is None:
                with suppress(StoreLockedError), self._beside() as session, translated(self._dialect, self._name):
                    number: int | None = session.connection.exec_driver_sql(statement, tuple(cells)).scalar()
                    return number
        return None

    def among(self, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        """Say that a column is in the list of a named parameter, in the way that costs the database least."""
        return self._dialect.among(column, name)

    def within(self, column: ColumnElement[str], name: str, *, key: ColumnElement[str]) -> ColumnElement[bool]:
        """Say that a column is a named parameter; the index is one of both columns."""
        return column == bindparam(name)

    def has(self, table: Table) -> bool:
        """Tell whether a table is there."""
        with self.reading() as session, translated(self._dialect, self._name):
            return inspect(session.connection).has_table(table.name, schema=table.schema)

    def create(self, tables: Tables) -> None:
        """Create the tables that are not there, within the open transaction."""
        with self.writing() as session, translated(self._dialect, self._name):
            tables.metadata.create_all(session.connection)

    def _give_back(self) -> None:
        if self._owned and isinstance(self._bind, Engine):
            self._bind.dispose()

    @contextmanager
    def _beside(self) -> Iterator[_Session]:
        with self._connected(self._bind if self._shared else self._reader) as connection:
            yield _Session(connection, self._dialect, self._name, borrowed=connection is not self._bind)

    @contextmanager
    def _connected(self, bind: Engine | Connection) -> Iterator[Connection]:
        if isinstance(bind, Connection):
            yield bind
            return
        with translated(self._dialect, self._name):
            connection = bind.connect()
        with connection:
            yield connection

    @contextmanager
    def _begun(self, *, spare: Spared) -> Iterator[_Session]:
        """Begin on an engine's connection, or set a savepoint on a caller's."""
        with self._connected(self._bind) as connection:
            with translated(self._dialect, self._name):
                self._begin(connection)
                unit = connection.begin_nested() if connection is self._bind else connection
            try:
                yield _Session(connection, self._dialect, self._name)
                with translated(self._dialect, self._name):
                    unit.commit()
            except BaseException:
                with suppress(DBAPIError):  # the database may have given up the transaction by itself
                    unit.rollback()
                raise

    def _begin(self, connection: Connection) -> None:
        """Begin; a connection that was lost while nobody used it is replaced."""
        try:
            self._dialect.begin(connection)
        except DBAPIError as error:
            if connection is self._bind or not error.connection_invalidated:
                raise
            connection.rollback()
            self._dialect.begin(connection)


@contextmanager
def translated(dialect: Dialect, name: str) -> Iterator[None]:
    """Turn errors of the database into errors of crmkit, which carry no values."""
    try:
        yield
    except DBAPIError as error:
        raise dialect.translate(error, name) from None  # what the database said may quote a row
    except PendingRollbackError:
        raise StoreError(f"{name} is in a transaction that has failed before; roll that back, then repeat.") from None
    except PoolTimeoutError:
        raise StoreError(f"{name} has all its connections in use; use fewer threads, or try again.") from None
