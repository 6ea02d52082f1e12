"""DuckDB: one file that one process works on, and whole tables by columns."""

import os
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

from attrs import evolve
from sqlalchemy import Select, select

from crmkit.backends.escaping import escape
from crmkit.backends.places import check_place
from crmkit.backends.protocol import Capabilities, Document
from crmkit.backends.sql.backend import SqlBackend
from crmkit.backends.sql.tables import PREFIX, Tables, tables
from crmkit.exceptions import CallError, MissingExtraError

try:
    import duckdb
except ImportError:
    raise MissingExtraError(needed_for="A base in DuckDB", extra="duckdb") from None

from crmkit.backends.duckdb.errors import translated
from crmkit.backends.duckdb.sessions import DuckdbDatabase, Turn
from crmkit.backends.duckdb.term_scan import TermScan

if TYPE_CHECKING:
    import pyarrow as pa

CAPABILITIES: Final = Capabilities(
    transactions=True, persistent=True, many_processes=False, bulk=True, columnar=True, sql=True
)
"""Of a base in a file; one in memory is not persistent."""

_BATCH_ROWS: Final = 100_000
_IN_MEMORY: Final = ":memory:"
_ADDRESS: Final = re.compile(r"duckdb:(?:///?(?=$)|///)?((?!//)[^?]*)", re.IGNORECASE)

_SETTINGS: Final[dict[str, Any]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "temp_directory": "",
    "checkpoint_threshold": "256MB",
}
"""Nothing is loaded from the network, and rows go to no other file than the base and its log.

The log is worked into the base when it has grown to the threshold: with the 16 MB that DuckDB would choose, half the
time of a load goes there.
"""

_PATH: Final = "SELECT path FROM duckdb_databases() WHERE database_name = current_database()"

_turns: Final[WeakValueDictionary[str, Turn]] = WeakValueDictionary()
_turns_lock: Final = Lock()


class DuckdbBackend(SqlBackend):
    """Keep a base in DuckDB; open one with `crmkit.backends.open_backend`."""

    def __init__(self, database: DuckdbDatabase, *, tables: Tables, name: str, persistent: bool) -> None:
        """Work on a database.

        Args:
            database: how to reach it.
            tables: names of the tables.
            name: how messages name it.
            persistent: whether it is a file.
        """
        super().__init__(
            database,
            tables=tables,
            name=name,
            capabilities=evolve(CAPABILITIES, persistent=persistent),
        )
        self._index = TermScan(database, tables.terms)
        self._duckdb = database

    def get_each(self, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], Document]:
        """Read documents one by one: for several in one question DuckDB would look through the whole table."""
        return {(table, key): found for table, key in names if (found := self.get(table, key)) is not None}

    def batches(self, table: str) -> "Iterator[pa.RecordBatch]":
        """Read documents as `pyarrow.RecordBatch`es with the columns key, version and body, key by key.

        Documents that are put or deleted meanwhile may or may not be seen.

        Raises:
            MissingExtraError: pyarrow is not installed.
        """
        try:
            import pyarrow as pa  # noqa: F401
        except ImportError:
            raise MissingExtraError(needed_for="Reading by columns", extra="duckdb") from None
        documents = self._layout.tables.documents
        wanted = select(documents.c.key, documents.c.version, documents.c.body).order_by(documents.c.key)
        wanted = wanted.where(documents.c.table == escape(table)).limit(_BATCH_ROWS)
        return self._batches(wanted)

    def _batches(self, wanted: Select[Any]) -> "Iterator[pa.RecordBatch]":
        page = self._arrow(wanted)
        yield from page.to_batches()
        while page.num_rows == _BATCH_ROWS:
            page = self._arrow(wanted.where(self._layout.tables.documents.c.key > page["key"][-1].as_py()))
            yield from page.to_batches()

    def _arrow(self, wanted: Select[Any]) -> "pa.Table":
        with self._duckdb.reading() as session:
            return session.arrow(wanted)


def open_file(path: str | os.PathLike[str], *, prefix: str = PREFIX, schema: str | None = None) -> DuckdbBackend:
    """Open the base in a file, and create the file where there is none.

    Raises:
        StoreError: the folder is missing or the path is a folder; children say that it is open in another process,
            read-only, full, damaged or written by a newer crmkit or DuckDB.
    """
    place = Path(path).resolve()  # also keeps DuckDB from reading "s3:" or "md:" as something else than a file
    check_place(place, engine="DuckDB", suffix=".duckdb")
    with translated(place.name):
        _make_private(place)
        root = duckdb.connect(place, config=_SETTINGS)
    return _open(root, place, prefix=prefix, schema=schema, owned=True)


def open_url(url: str, *, prefix: str = PREFIX, schema: str | None = None) -> DuckdbBackend:
    """Open the base at an address: duckdb:///customers.duckdb, or duckdb: for one in memory.

    As in other addresses of databases, a path behind three slashes is relative, and behind four it is absolute.

    Raises:
        CallError: the address cannot be read.
        StoreError: as for `open_file`.

    >>> backend = open_url("duckdb:")
    >>> backend.put("customers", "c1", {"city": "Bern"})
    1
    >>> [batch.to_pylist() for batch in backend.batches("customers")]
    [[{'key': 'c1', 'version': 1, 'body': '{"city":"Bern"}'}]]
    """
    address = _ADDRESS.fullmatch(url)
    if address is None:
        raise CallError("The address of the base cannot be read; write duckdb:///customers.duckdb.")
    if address[1] not in {"", _IN_MEMORY}:
        return open_file(address[1], prefix=prefix, schema=schema)
    return _open(duckdb.connect(_IN_MEMORY, config=_SETTINGS), None, prefix=prefix, schema=schema, owned=True)


def open_bind(bind: duckdb.DuckDBPyConnection, *, prefix: str = PREFIX, schema: str | None = None) -> DuckdbBackend:
    """Open the base behind a caller's connection, whose settings stay as they are.

    Where the caller has a transaction open, everything is done within it, and it is not ended here; since DuckDB has
    no savepoints, a block that fails there leaves a transaction that can only be rolled back. A result that the
    caller has not fetched yet is lost when the base is used.

    Raises:
        StoreError: as for `open_file`.
    """
    with translated("The given connection"):
        path = bind.execute(_PATH).fetchall()[0][0]
    return _open(bind, Path(path).resolve() if path else None, prefix=prefix, schema=schema, owned=False)


def _open(
    root: duckdb.DuckDBPyConnection, place: Path | None, *, prefix: str, schema: str | None, owned: bool
) -> DuckdbBackend:
    name = place.name if place else "duckdb in memory"
    log = f"{place}.wal" if place and owned else None
    backend = DuckdbBackend(
        DuckdbDatabase(root, name=name, turn=_turn(place), owned=owned, log=log),
        tables=tables(prefix=prefix, schema=schema),
        name=name,
        persistent=place is not None,
    )
    try:
        backend.prepare()
    except BaseException:
        backend.close()
        raise
    return backend


def _turn(place: Path | None) -> Turn:
    """Give the right to write that all openings of a file in this process share."""
    if place is None:
        return Turn()
    with _turns_lock:
        return _turns.setdefault(str(place), Turn())


def _make_private(path: Path) -> None:
    """Make a new file that only its owner can read, since it will hold personal data; leave an old one as it is.

    DuckDB takes no empty file, so a new one is made where nobody else can look. An existing file is never opened
    here: closing it again would take DuckDB's lock away from another opening in this process.
    """
    if path.exists():
        return
    with suppress(OSError), TemporaryDirectory(prefix=".crmkit-", dir=path.parent) as folder:
        fresh = Path(folder, path.name)
        duckdb.connect(fresh, config=_SETTINGS).close()
        fresh.chmod(0o600)
        os.link(fresh, path)
