"""Whose connection, whose transaction: one database through SQLAlchemy, used from one or several threads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import RLock, local
from typing import Any, Final, Protocol

from attrs import define, field
from sqlalchemy import ColumnElement, Connection, Engine, Executable, Table, inspect
from sqlalchemy.exc import DBAPIError

from crmkit.backends.tables import Tables
from crmkit.exceptions import ConflictError, StoreError


class Dialect(Protocol):
    """What differs between databases that SQLAlchemy speaks to."""

    def begin(self, connection: Connection) -> None:
        """Start a transaction that writes, unless one has begun; it waits here for another writer, not later."""

    def reader(self, engine: Engine) -> Engine:
        """Give the engine that questions outside a transaction go to."""
        ...

    def insert(self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows, with values in the order of the table's columns, by the fastest way there is."""

    def among(self, column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
        """Say that a column is one of many values, in the way that costs the database least."""
        ...

    def translate(self, error: DBAPIError, name: str) -> StoreError:
        """Say in one sentence what the database meant, without any value."""
        ...


@define
class _Session:
    """A connection at work, and the transaction it may be in."""

    connection: Connection
    dialect: Dialect
    name: str
    known: dict[str, int] = field(factory=dict)
    doomed: bool = False

    def run(self, statement: Executable) -> Sequence[Sequence[Any]]:
        with translated(self.dialect, self.name):
            result = self.connection.execute(statement)
            return result.all() if result.returns_rows else []

    def insert(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            with translated(self.dialect, self.name):
                self.dialect.insert(self.connection, table, rows)


class Connections:
    """Borrow connections of an engine, or work on a caller's connection, which is never committed.

    One thread writes at a time. The transaction belongs to the thread that began it; other threads read beside it,
    unless all share one connection, and then they wait.
    """

    def __init__(self, bind: Engine | Connection, *, dialect: Dialect, name: str, owned: bool, shared: bool) -> None:
        self._bind = bind
        self._reader = dialect.reader(bind) if isinstance(bind, Engine) else bind
        self._dialect = dialect
        self._name: Final = name
        self._owned = owned
        self._shared = shared or isinstance(bind, Connection)
        self._lock = RLock()
        self._local = local()
        self._closed = False

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all writes of a block or none; a block within a block joins it."""
        with self._lock:
            outer = self._current()
            if outer is not None:
                with _dooming(outer, spare=()):
                    yield
                return
            with self._connected(self._bind) as connection, self._begun(connection) as session:
                yield
                if session.doomed:
                    raise StoreError(
                        "A block within this transaction failed and its exception was swallowed; nothing was kept."
                    )

    @contextmanager
    def writing(self) -> Iterator[_Session]:
        """Join the open transaction or make one; a write that fails half-way spoils the whole transaction."""
        with self._lock:
            outer = self._current()
            if outer is not None:
                with _dooming(outer, spare=(ConflictError,)):
                    yield outer
                return
            with self._connected(self._bind) as connection, self._begun(connection) as session:
                yield session

    @contextmanager
    def reading(self) -> Iterator[_Session]:
        """Read within this thread's transaction, or beside everything else."""
        opened = self._current()
        if opened is not None:
            yield opened
        elif self._shared:
            with self._lock, self._connected(self._bind) as connection:
                yield self._session(connection)
        else:
            with self._connected(self._reader) as connection:
                yield self._session(connection)

    def among(self, column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
        """Say that a column is one of many values, in the way that costs the database least."""
        return self._dialect.among(column, values)

    def has(self, table: Table) -> bool:
        """Tell whether a table is there."""
        with self.reading() as session, translated(self._dialect, self._name):
            return inspect(session.connection).has_table(table.name, schema=table.schema)

    def create(self, tables: Tables) -> None:
        """Create the tables that are not there, within the open transaction."""
        with self.writing() as session, translated(self._dialect, self._name):
            tables.metadata.create_all(session.connection)

    def close(self) -> None:
        """Refuse further work, and give back an engine that was made for this base."""
        with self._lock:
            self._closed = True
            if self._owned and isinstance(self._bind, Engine):
                self._bind.dispose()

    def _session(self, connection: Connection) -> _Session:
        return _Session(connection, self._dialect, self._name)

    def _current(self) -> _Session | None:
        if self._closed:
            raise StoreError(f"{self._name} is closed; open it again.")
        opened: _Session | None = getattr(self._local, "opened", None)
        return opened

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
    def _begun(self, connection: Connection) -> Iterator[_Session]:
        """Begin on an engine's connection, or set a savepoint on a caller's."""
        with translated(self._dialect, self._name):
            self._dialect.begin(connection)
            unit = connection.begin_nested() if connection is self._bind else connection
        session = self._local.opened = self._session(connection)
        try:
            yield session
            with translated(self._dialect, self._name):
                unit.commit()
        except BaseException:
            with suppress(DBAPIError):  # the database may have given up the transaction by itself
                unit.rollback()
            raise
        finally:
            self._local.opened = None


@contextmanager
def translated(dialect: Dialect, name: str) -> Iterator[None]:
    """Turn errors of the database into errors of crmkit, which carry no values."""
    try:
        yield
    except DBAPIError as error:
        raise dialect.translate(error, name) from error.orig


@contextmanager
def _dooming(session: _Session, *, spare: tuple[type[Exception], ...]) -> Iterator[None]:
    try:
        yield
    except spare:
        raise
    except BaseException:
        session.doomed = True
        raise
