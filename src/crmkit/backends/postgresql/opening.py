"""PostgreSQL: one database, many processes that read and write at once."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, Final

from attrs import frozen
from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    Table,
    any_,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    literal,
    text,
)
from sqlalchemy.engine import Dialect as SqlAlchemyDialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import UserDefinedType

from crmkit.backends.postgresql.address import DRIVERS, driver_options, read_address
from crmkit.backends.postgresql.copying import insert_rows
from crmkit.backends.postgresql.errors import translate
from crmkit.backends.postgresql.one_fact import one_fact
from crmkit.backends.protocol import Capabilities
from crmkit.backends.sql.backend import SqlBackend
from crmkit.backends.sql.connections import Connections
from crmkit.backends.sql.tables import PREFIX, Tables, tables
from crmkit.exceptions import CallError, StoreError

WAIT_SECONDS: Final = 30.0

CAPABILITIES: Final = Capabilities(
    transactions=True, persistent=True, many_processes=True, bulk=True, columnar=False, sql=True
)

_LOOK: Final = text(
    "SELECT current_setting('server_encoding') || ' ' || current_setting('client_encoding'), "
    "coalesce((SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = to_regclass(:meta)), "
    "current_schema(), '')"
)
"""What texts are written in, and the schema in which the tables are, or will be created."""

_TAKE: Final = """
DO $$ DECLARE before text := current_setting('lock_timeout'); BEGIN
PERFORM set_config('lock_timeout', '{milliseconds}', true);
PERFORM pg_advisory_xact_lock({key});
PERFORM set_config('lock_timeout', before, true);
END $$"""
"""Waits for the base until the transaction ends (https://www.postgresql.org/docs/current/explicit-locking.html)."""


class _TextArray(UserDefinedType[Sequence[str]]):
    """Texts as one parameter, written as PostgreSQL reads an array; drivers differ in what they quote."""

    cache_ok = True
    render_bind_cast = True

    def get_col_spec(self, **_options: object) -> str:
        return "TEXT[]"

    def bind_processor(self, dialect: SqlAlchemyDialect) -> Callable[[Sequence[str] | None], str]:
        return _array_text


def _array_text(values: Sequence[str] | None) -> str:
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values or ())
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"


@frozen
class PostgresqlDialect:
    """What is particular to PostgreSQL.

    Attributes:
        key: number of the lock that whoever writes to this base holds.
        wait: seconds to wait for it.
        beside: the engine that reads outside transactions, each statement by itself; None reads as the caller's does.
    """

    key: int
    wait: float = WAIT_SECONDS
    beside: Engine | None = None

    def begin(self, connection: Connection) -> None:
        """Take the lock of the base; to wait for it in vain does not spoil what a caller did in the transaction."""
        take = _TAKE.format(milliseconds=max(1, round(self.wait * 1000)), key=self.key)
        if connection.in_transaction():
            with connection.begin_nested():
                connection.exec_driver_sql(take)
            return
        if getattr(connection.connection.dbapi_connection, "autocommit", False):
            connection.execution_options(isolation_level="READ COMMITTED")
        try:
            connection.exec_driver_sql(f"SET TRANSACTION ISOLATION LEVEL READ COMMITTED; {take}")
        except BaseException:
            connection.rollback()
            raise

    def reader(self, engine: Engine) -> Engine:
        """Read beside the transactions, without any of one's own."""
        return self.beside or engine

    def insert(self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert a few rows by one statement, and many by COPY."""
        insert_rows(connection, table, rows)

    def one_fact(self, facts: Table) -> str | None:
        """Take the lock if it is free, on a connection of our own that commits each statement by itself."""
        return None if self.beside is None else one_fact(facts, key=self.key)

    def delete(self, connection: Connection, table: Table, rows: Sequence[tuple[str, ...]]) -> None:
        """Delete rows by one statement, with an array for each column of the key."""
        key = list(table.primary_key)
        lists = func.unnest(*(literal(one, _TextArray()) for one in zip(*rows, strict=True)))
        gone = lists.table_valued(*(column.name for column in key), name="gone").render_derived()
        connection.execute(delete(table).where(*(column == gone.c[column.name] for column in key)))

    def among(self, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        """Hand the values over as one array."""
        return column == any_(bindparam(name, type_=_TextArray()))

    def translate(self, error: DBAPIError, name: str) -> StoreError:
        """Say in one sentence what PostgreSQL meant."""
        return translate(error, name)


def open_url(
    url: str | URL, *, prefix: str = PREFIX, schema: str | None = None, wait: float = WAIT_SECONDS
) -> SqlBackend:
    """Open the base at postgresql://user@host/database; its options go to the driver, such as ?sslmode=verify-full.

    Args:
        url: the address. postgresql+pg8000:, postgresql+psycopg: or postgresql+psycopg2: chooses the driver.
        prefix: begins the name of every table.
        schema: the schema that holds the tables; None takes the first of the search path.
        wait: seconds to wait for somebody else who writes.

    Raises:
        CallError: the address cannot be read, or its driver is not supported.
        MissingExtraError: no driver is installed.
        StoreError: the database cannot be reached or used; children say why.
    """
    place, options = driver_options(read_address(url))
    engine = _engine(place, options, pool_size=1)
    beside = _engine(place, options, isolation_level="AUTOCOMMIT")
    event.listen(engine, "engine_disposed", lambda _: beside.dispose())
    return _open(engine, prefix=prefix, schema=schema, wait=wait, beside=beside, owned=True)


def open_bind(
    bind: Engine | Connection, *, prefix: str = PREFIX, schema: str | None = None, wait: float = WAIT_SECONDS
) -> SqlBackend:
    """Open the base behind a caller's engine or connection, whose settings stay as they are.

    Raises:
        CallError: its driver is not supported.
        StoreError: as for `open_url`.
    """
    if bind.dialect.driver not in DRIVERS:
        raise CallError(f"The driver {bind.dialect.driver} is not supported; give an engine of {', '.join(DRIVERS)}.")
    return _open(bind, prefix=prefix, schema=schema, wait=wait, beside=None, owned=False)


def _engine(place: URL, options: Mapping[str, Any], **settings: Any) -> Engine:
    engine = create_engine(place, connect_args=dict(options), hide_parameters=True, **settings)
    if engine.dialect.driver == "pg8000":
        event.listen(engine, "do_connect", _connect_by_pg8000)
    return engine


def _connect_by_pg8000(_dialect: object, _record: object, arguments: Sequence[Any], options: Mapping[str, Any]) -> Any:
    from crmkit.backends.postgresql.one_trip import OneTripConnection

    return OneTripConnection(*arguments, **options)


def _open(
    bind: Engine | Connection, *, prefix: str, schema: str | None, wait: float, beside: Engine | None, owned: bool
) -> SqlBackend:
    name = bind.engine.url.database or "postgresql"
    place = tables(prefix=prefix, schema=schema)
    try:
        key = _lock_key(_schema_of(bind, place, name), prefix)
        backend = SqlBackend(
            Connections(bind, dialect=PostgresqlDialect(key, wait, beside), name=name, owned=owned, shared=False),
            tables=place,
            name=name,
            capabilities=CAPABILITIES,
        )
        backend.prepare()
    except BaseException:
        if owned:
            bind.engine.dispose()
        raise
    return backend


def _schema_of(bind: Engine | Connection, place: Tables, name: str) -> str:
    """Find the schema that holds the tables, or will, and check that the database can hold every text."""
    meta = bind.dialect.identifier_preparer.format_table(place.meta)
    try:
        with nullcontext(bind) if isinstance(bind, Connection) else bind.connect() as connection:
            encodings, schema = connection.execute(_LOOK, {"meta": meta}).one()
    except DBAPIError as error:
        raise translate(error, name) from None
    if encodings != "UTF8 UTF8":
        raise StoreError(
            f"{name} does not write texts as UTF8; create the database with that encoding, and connect with it."
        )
    found: str = place.meta.schema or schema
    if not found:
        raise StoreError(
            f"{name} has no schema in the search path that this user may use; name one, or create and grant one."
        )
    return found


def _lock_key(schema: str, prefix: str) -> int:
    """Number the lock of a base: the same for everybody who works on the same tables.

    >>> _lock_key("public", "crmkit_")
    2971208880596850148
    """
    digest = hashlib.blake2b(f"crmkit {schema}.{prefix}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
