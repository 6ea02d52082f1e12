"""A base in a database, through SQLAlchemy Core; what differs between databases comes as a `Dialect`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import Any, Final

from attrs import evolve
from sqlalchemy import Connection, Engine, Row, Select, delete, func, inspect, select
from sqlalchemy import update as sql_update

from crmkit.backends.connections import Connections, Dialect
from crmkit.backends.json_text import dump_body, escape, load_body, unescape
from crmkit.backends.protocol import KINDS, Capabilities, Document, Fact, Json, Kind
from crmkit.backends.tables import DOCUMENTS, FACT_KEYS, FACTS, LAYOUT, META, METADATA, MIGRATIONS
from crmkit.exceptions import ConflictError, StoreCorruptError, StoreNewerError, UnknownNameError

_PAGE: Final = 2000
_CHUNK: Final = 500


class SqlBackend:
    """Keep a base in the tables `crmkit_…` of a database.

    Open one with `crmkit.backends.open_backend`. An engine's connections are borrowed and given back; a caller's own
    connection is never committed: a transaction is a savepoint within the caller's.
    """

    def __init__(
        self,
        bind: Engine | Connection,
        *,
        dialect: Dialect,
        name: str,
        capabilities: Capabilities,
        owned: bool = False,
        shared: bool = False,
    ) -> None:
        """Bind to a database.

        Args:
            bind: an engine, or a caller's connection.
            dialect: what differs in this database.
            name: how messages name it.
            capabilities: what it can do.
            owned: whether `close` disposes of the engine.
            shared: whether all threads share one connection.
        """
        self.name: Final = name
        self.capabilities: Final = capabilities
        self._dialect = dialect
        self._connections = Connections(bind, dialect=dialect, name=name, owned=owned, shared=shared)

    def prepare(self) -> None:
        """Create the tables where there are none, and bring an older layout forward.

        Raises:
            StoreNewerError: a newer crmkit wrote the base.
            StoreCorruptError: it does not say which layout it has.
        """
        if self._layout() == LAYOUT:
            return
        with self.transaction():
            self._migrate(self._layout())

    def append(self, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        """Keep facts and return the new ones, numbered."""
        given: dict[tuple[str, str], Fact] = {}
        rows = []
        for fact in facts:
            row = _row(fact)
            if given.setdefault((row["kind"], row["id"]), fact) is fact:
                rows.append(row)
        if not rows:
            return ()
        with self._connections.writing() as connection:
            before = self._last(connection)
            self._connections.run(connection, self._dialect.insert_new(FACTS, ["kind", "id"]), rows)
            numbered = select(FACTS.c.number, FACTS.c.kind, FACTS.c.id).where(FACTS.c.number > before)
            found = self._connections.run(connection, numbered.order_by(FACTS.c.number)).all()
            new = tuple(evolve(given[row.kind, row.id], order=row.number) for row in found)
            keys = [{"key": escape(key), "number": fact.order} for fact in new for key in dict.fromkeys(fact.keys)]
            if keys:
                self._connections.run(connection, FACT_KEYS.insert(), keys)
        return new

    def facts(self, kind: Kind | None = None, *, after: int = 0, keys: Iterable[str] | None = None) -> Iterator[Fact]:
        """Read facts in order, up to the last one there is when reading begins."""
        if kind is not None and kind not in KINDS:
            raise UnknownNameError("kind of fact", kind, KINDS)
        wanted = select(FACTS).order_by(FACTS.c.number)
        if kind is not None:
            wanted = wanted.where(FACTS.c.kind == kind)
        if keys is None:
            return self._pages(wanted, after)
        return self._looked_up(wanted, after, sorted({escape(key) for key in keys}))

    def last(self) -> int:
        """Return the order number of the last fact, or 0."""
        with self._connections.reading() as connection:
            return self._last(connection)

    def get(self, table: str, key: str) -> Document | None:
        """Read one document, or None."""
        with self._connections.reading() as connection:
            row = self._connections.run(connection, select(DOCUMENTS).where(*_is(table, key))).one_or_none()
        return None if row is None else self._document(row)

    def put(self, table: str, key: str, body: Json, *, expected_version: int | None = None) -> int:
        """Keep or replace a document and return its version."""
        text = dump_body(body)
        with self._connections.writing() as connection:
            self._expect(connection, table, key, expected_version)
            return self._place(connection, table, {key: text})

    def put_all(self, table: str, bodies: Mapping[str, Json]) -> None:
        """Keep or replace many documents at once."""
        texts = {key: dump_body(body) for key, body in bodies.items()}
        if texts:
            with self._connections.writing() as connection:
                self._place(connection, table, texts)

    def delete(self, table: str, key: str, *, expected_version: int | None = None) -> bool:
        """Remove a document and say whether there was one."""
        with self._connections.writing() as connection:
            self._expect(connection, table, key, expected_version)
            return self._connections.run(connection, delete(DOCUMENTS).where(*_is(table, key))).rowcount > 0

    def clear(self, table: str) -> None:
        """Remove every document of a table."""
        with self._connections.writing() as connection:
            self._connections.run(connection, delete(DOCUMENTS).where(DOCUMENTS.c.table == escape(table)))

    def scan(self, table: str, *, keys: Iterable[str] | None = None) -> Iterator[Document]:
        """Read documents in the order of their keys."""
        wanted = select(DOCUMENTS).where(DOCUMENTS.c.table == escape(table)).order_by(DOCUMENTS.c.key)
        if keys is None:
            return self._document_pages(wanted)
        return self._documents_of(wanted, sorted({escape(key) for key in keys}))

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all writes of a block, or, when it raises, none of them."""
        return self._connections.transaction()

    def close(self) -> None:
        """Give back what was opened; a caller's engine or connection stays open."""
        self._connections.close()

    # -- layout

    def _layout(self) -> int | None:
        with self._connections.reading() as connection:
            with self._connections.translated():
                there = inspect(connection).has_table(META.name)
            if not there:
                return None
            layout = self._connections.run(
                connection, select(META.c.value).where(META.c.name == "layout")
            ).scalar_one_or_none()
        if not isinstance(layout, int) or layout < 1:
            raise StoreCorruptError(f"{self.name} does not say which layout it has; restore the last good copy.")
        if layout > LAYOUT:
            raise StoreNewerError(
                f"{self.name} was written by a newer crmkit (layout {layout}, this one knows {LAYOUT}); upgrade crmkit."
            )
        return layout

    def _migrate(self, layout: int | None) -> None:
        with self._connections.writing() as connection:
            if layout is None:
                with self._connections.translated():
                    METADATA.create_all(connection)
                rows = [{"name": "layout", "value": LAYOUT}, {"name": "version", "value": 0}]
                self._connections.run(connection, META.insert(), rows)
                return
            for number in range(layout, LAYOUT):
                with self._connections.translated():
                    MIGRATIONS[number](connection)
            self._connections.run(connection, sql_update(META).where(META.c.name == "layout").values(value=LAYOUT))

    # -- facts

    def _last(self, connection: Connection) -> int:
        return self._connections.run(connection, select(func.max(FACTS.c.number))).scalar_one() or 0

    def _pages(self, wanted: Select[Any], after: int) -> Iterator[Fact]:
        until = self.last()
        while True:
            page = self._connections.rows(wanted.where(FACTS.c.number > after, FACTS.c.number <= until).limit(_PAGE))
            yield from map(self._fact, page)
            if len(page) < _PAGE:
                return
            after = page[-1].number

    def _looked_up(self, wanted: Select[Any], after: int, keys: Sequence[str]) -> Iterator[Fact]:
        until = self.last()
        found: dict[int, Row[Any]] = {}
        for chunk in _chunks(keys):
            numbers = select(FACT_KEYS.c.number).where(FACT_KEYS.c.key.in_(chunk), FACT_KEYS.c.number <= until)
            page = self._connections.rows(wanted.where(FACTS.c.number > after, FACTS.c.number.in_(numbers)))
            found.update((row.number, row) for row in page)
        yield from (self._fact(found[number]) for number in sorted(found))

    def _fact(self, row: Row[Any]) -> Fact:
        return Fact(
            kind=row.kind,
            id=unescape(row.id),
            at=row.at,
            body=load_body(row.body, where=self.name),
            keys=tuple(load_body(row.keys, where=self.name)),
            order=row.number,
        )

    # -- documents

    def _expect(self, connection: Connection, table: str, key: str, version: int | None) -> None:
        if version is None:
            return
        found = (
            self._connections.run(connection, select(DOCUMENTS.c.version).where(*_is(table, key))).scalar_one_or_none()
            or 0
        )
        if found != version:
            raise ConflictError(
                f"A document of {table!r} changed since it was read (version {version} then, {found or 'none'} now); "
                "read it again and repeat the change."
            )

    def _place(self, connection: Connection, table: str, texts: Mapping[str, str]) -> int:
        counter = META.c.name == "version"
        self._connections.run(connection, sql_update(META).where(counter).values(value=META.c.value + 1))
        version: int = self._connections.run(connection, select(META.c.value).where(counter)).scalar_one()
        place = escape(table)
        rows = [{"table": place, "key": escape(key), "version": version, "body": text} for key, text in texts.items()]
        self._connections.run(connection, self._dialect.insert_or_replace(DOCUMENTS, ["table", "key"]), rows)
        return version

    def _document_pages(self, wanted: Select[Any]) -> Iterator[Document]:
        page = self._connections.rows(wanted.limit(_PAGE))
        yield from map(self._document, page)
        while len(page) == _PAGE:
            page = self._connections.rows(wanted.where(DOCUMENTS.c.key > page[-1].key).limit(_PAGE))
            yield from map(self._document, page)

    def _documents_of(self, wanted: Select[Any], keys: Sequence[str]) -> Iterator[Document]:
        for chunk in _chunks(keys):
            yield from map(self._document, self._connections.rows(wanted.where(DOCUMENTS.c.key.in_(chunk))))

    def _document(self, row: Row[Any]) -> Document:
        return Document(key=unescape(row.key), body=load_body(row.body, where=self.name), version=row.version)


def _row(fact: Fact) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "id": escape(fact.id),
        "at": fact.at,
        "keys": dump_body(list(fact.keys)),
        "body": dump_body(fact.body),
    }


def _is(table: str, key: str) -> tuple[Any, Any]:
    return DOCUMENTS.c.table == escape(table), DOCUMENTS.c.key == escape(key)


def _chunks(keys: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
