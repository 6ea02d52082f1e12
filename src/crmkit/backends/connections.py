"""Connections and transactions of a base in a database, for several threads."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import RLock, local
from typing import Any, Final, Protocol

from attrs import define
from sqlalchemy import Connection, CursorResult, Engine, Executable, Row, Select, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import Insert

from crmkit.exceptions import ConflictError, StoreError


class Dialect(Protocol):
    """What differs between databases."""

    def begin(self, connection: Connection) -> None:
        """Start a transaction that writes, unless one has begun; it waits here for another writer, not later."""

    def insert_new(self, table: Table, unique: Sequence[str]) -> Insert:
        """Insert rows, and pass over those whose unique columns are there already."""
        ...

    def insert_or_replace(self, table: Table, unique: Sequence[str]) -> Insert:
        """Insert rows, and replace those whose unique columns are there already."""
        ...

    def translate(self, error: DBAPIError, name: str) -> StoreError:
        """Say in one sentence what the database meant, without any value."""
        ...


@define
class _Open:
    """The transaction that one thread has open."""

    connection: Connection
    doomed: bool = False


class Connections:
    """Borrow connections of an engine, or work on a caller's connection, which is never committed.

    One thread writes at a time. The transaction belongs to the thread that began it; other threads read beside it,
    unless all share one connection, and then they wait.
    """

    def __init__(self, bind: Engine | Connection, *, dialect: Dialect, name: str, owned: bool, shared: bool) -> None:
        self._bind = bind
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
                with self._dooming(outer, spare=()):
                    yield
                return
            with self._connected() as connection, self._begun(connection) as opened:
                yield
                if opened.doomed:
                    raise StoreError(
                        "A block within this transaction failed and its exception was swallowed; nothing was kept."
                    )

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Join the open transaction or make one; a write that fails half-way spoils the whole transaction."""
        with self._lock:
            outer = self._current()
            if outer is not None:
                with self._dooming(outer, spare=(ConflictError,)):
                    yield outer.connection
                return
            with self._connected() as connection, self._begun(connection):
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read within this thread's transaction, or beside everything else."""
        opened = self._current()
        if opened is not None:
            yield opened.connection
        elif self._shared:
            with self._lock, self._connected() as connection:
                yield connection
        else:
            with self._connected() as connection:
                yield connection

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn errors of the database into errors of crmkit, which carry no values."""
        try:
            yield
        except DBAPIError as error:
            raise self._dialect.translate(error, self._name) from error.orig

    def run(
        self, connection: Connection, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Execute one statement, once or for each of many rows."""
        with self.translated():
            return connection.execute(statement, rows)

    def rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        """Read every row of one question."""
        with self.reading() as connection, self.translated():
            return connection.execute(statement).all()

    def close(self) -> None:
        """Refuse further work, and give back an engine that was made for this base."""
        with self._lock:
            self._closed = True
            if self._owned and isinstance(self._bind, Engine):
                self._bind.dispose()

    def _current(self) -> _Open | None:
        if self._closed:
            raise StoreError(f"{self._name} is closed; open it again.")
        opened: _Open | None = getattr(self._local, "opened", None)
        return opened

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        if isinstance(self._bind, Connection):
            yield self._bind
            return
        with self.translated():
            connection = self._bind.connect()
        with connection:
            yield connection

    @contextmanager
    def _begun(self, connection: Connection) -> Iterator[_Open]:
        """Begin on an engine's connection, or set a savepoint on a caller's."""
        with self.translated():
            self._dialect.begin(connection)
            unit = connection.begin_nested() if connection is self._bind else connection
        opened = self._local.opened = _Open(connection)
        try:
            yield opened
            with self.translated():
                unit.commit()
        except BaseException:
            with suppress(DBAPIError):  # the database may have given up the transaction by itself
                unit.rollback()
            raise
        finally:
            self._local.opened = None

    @staticmethod
    @contextmanager
    def _dooming(opened: _Open, *, spare: tuple[type[Exception], ...]) -> Iterator[None]:
        try:
            yield
        except spare:
            raise
        except BaseException:
            opened.doomed = True
            raise
