"""Rows on their way into PostgreSQL: a few by INSERT, many by COPY."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import StringIO
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

_FEW: Final = 8
"""Rows for which an INSERT is as fast as a COPY."""

_CHUNK: Final = 1000

_Row = tuple[Any, ...]


def insert_rows(connection: Connection, table: Table, rows: Sequence[_Row]) -> None:
    """Insert rows, with values in the order of the table's columns.

    Raises:
        DBAPIError: as from any other statement.
    """
    prepare = connection.dialect.identifier_preparer
    place = f"{prepare.format_table(table)} ({', '.join(prepare.quote(column.name) for column in table.columns)})"
    if len(rows) <= _FEW:
        one = f"({', '.join(['%s'] * len(table.columns))})"
        values = ", ".join([one] * len(rows))
        insert = f"INSERT INTO {place} VALUES {values}"  # noqa: S608  names of our own; the values are parameters
        connection.exec_driver_sql(insert, tuple(chain.from_iterable(rows)))
        return
    statement = f"COPY {place} FROM STDIN"
    with _as_of_sqlalchemy(connection, statement):
        _COPY[connection.dialect.driver](connection.connection.driver_connection, statement, _texts(rows))


def copy_text(rows: Sequence[_Row]) -> str:
    r"""Write rows in the text format of COPY (https://www.postgresql.org/docs/current/sql-copy.html).

    >>> copy_text([("a\tb", 1, None), ("\\N", 2, "")])
    'a\\tb\t1\t\\N\n\\\\N\t2\t\n'
    """
    return "".join(["\t".join(map(_cell, row)) + "\n" for row in rows])


def _cell(value: str | int | None) -> str:
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return "\\N" if value is None else str(value)


def _texts(rows: Sequence[_Row]) -> Iterator[str]:
    for start in range(0, len(rows), _CHUNK):
        yield copy_text(rows[start : start + _CHUNK])


def _copy_by_pg8000(driver: Any, statement: str, texts: Iterator[str]) -> None:
    from pg8000.core import Context
    from pg8000.exceptions import Error

    cursor = driver.cursor()
    try:
        cursor.execute(statement, stream=texts)
    except Error:
        with suppress(Error):
            # The server may have answered twice, and then all later answers would be one too late. In a transaction
            # that has failed a question must fail, too; where it does not, its own answer is still to come.
            cursor.execute("SELECT 1")
            driver.handle_messages(Context(None))
        raise


def _copy_by_psycopg(driver: Any, statement: str, texts: Iterator[str]) -> None:
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for text in texts:
            copy.write(text)


def _copy_by_psycopg2(driver: Any, statement: str, texts: Iterator[str]) -> None:
    with driver.cursor() as cursor:
        for text in texts:
            cursor.copy_expert(statement, StringIO(text))


_COPY: Final[Mapping[str, Callable[[Any, str, Iterator[str]], None]]] = {
    "pg8000": _copy_by_pg8000,
    "psycopg": _copy_by_psycopg,
    "psycopg2": _copy_by_psycopg2,
}


@contextmanager
def _as_of_sqlalchemy(connection: Connection, statement: str) -> Iterator[None]:
    """Raise what a driver raises as SQLAlchemy does, and leave no connection in the middle of a COPY."""
    dialect = connection.dialect
    dbapi: Any = dialect.loaded_dbapi
    try:
        yield
    except dbapi.Error as error:
        lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            statement,
            None,
            error,
            dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=dialect,
        ) from error
    except BaseException as error:
        connection.invalidate(error)
        raise
