"""A base in the tables of a database, for whatever driver runs the statements."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final

from sqlalchemy import Executable

from crmkit.backends.protocol import Capabilities, Document, Fact, Json, Kind, Wanted
from crmkit.backends.sql.database import Database
from crmkit.backends.sql.document_rows import DocumentRows
from crmkit.backends.sql.fact_rows import FactRows
from crmkit.backends.sql.layout import Layout
from crmkit.backends.sql.tables import Tables
from crmkit.backends.sql.term_index import TermIndex


class SqlBackend:
    """Keep a base in the tables of a database.

    Open one with `crmkit.backends.open_backend`. Whoever writes has the base alone until the transaction ends, so
    that reading before writing is safe, and numbers and versions have no gaps.
    """

    def __init__(self, database: Database, *, tables: Tables, name: str, capabilities: Capabilities) -> None:
        """Work on a database.

        Args:
            database: how to reach it.
            tables: names of the tables.
            name: how messages name it.
            capabilities: what it can do.
        """
        self.name: Final = name
        self.capabilities: Final = capabilities
        self._database = database
        self._layout = Layout(database, tables, name)
        self._facts = FactRows(database, tables, name)
        self._documents = DocumentRows(database, tables, name)
        self._index = TermIndex(database, tables.terms)

    def prepare(self) -> None:
        """Create the tables where there are none, and bring an older layout forward.

        Raises:
            StoreNewerError: a newer crmkit wrote the base.
            StoreCorruptError: it does not say which layout it has.
        """
        self._layout.prepare()

    def append(self, facts: Iterable[Fact], *, numbered: bool = False) -> tuple[Fact, ...]:
        """Keep facts and return the new ones, numbered."""
        return self._facts.append(facts, numbered=numbered)

    def facts(
        self, kind: Kind | Collection[Kind] | None = None, *, after: int = 0, keys: Iterable[str] | None = None
    ) -> Iterator[Fact]:
        """Read facts in order, up to the last one there is when reading begins."""
        return self._facts.facts(kind, after=after, keys=keys)

    def last(self) -> int:
        """Return the order number of the last fact, or 0."""
        return self._facts.last()

    def get(self, table: str, key: str) -> Document | None:
        """Read one document, or None."""
        return self._documents.get(table, key)

    def get_each(self, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], Document]:
        """Read documents of several tables in one question, by table and key; those that are not there are left out."""
        return self._documents.get_each(names)

    def put(
        self,
        table: str,
        key: str,
        body: Json,
        *,
        terms: Collection[str] | None = None,
        expected_version: int | None = None,
    ) -> int:
        """Keep or replace a document and return its version."""
        return self._documents.put(table, key, body, terms=terms, expected_version=expected_version)

    def put_all(
        self, table: str, bodies: Mapping[str, Json], *, terms: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """Keep or replace many documents at once."""
        self._documents.put_all(table, bodies, terms=terms)

    def delete(self, table: str, key: str, *, expected_version: int | None = None) -> bool:
        """Remove a document with its terms, and say whether there was one."""
        return self._documents.delete(table, key, expected_version=expected_version)

    def delete_all(self, table: str, keys: Iterable[str]) -> None:
        """Remove many documents with their terms; those that are not there are passed over."""
        self._documents.delete_all(table, keys)

    def clear(self, table: str) -> None:
        """Remove every document of a table."""
        self._documents.clear(table)

    def scan(self, table: str, *, keys: Iterable[str] | None = None) -> Iterator[Document]:
        """Read documents in the order of their keys."""
        return self._documents.scan(table, keys=keys)

    def find(self, table: str, wanted: Sequence[Wanted], *, limit: int) -> tuple[str, ...]:
        """Give the keys of the documents that meet everything wanted, the first `limit` in the order of keys."""
        return self._index.find(table, wanted, limit=limit)

    def find_each(self, table: str, terms: Collection[str], *, limit: int) -> dict[str, tuple[str, ...]]:
        """Give for each term the keys of the documents that have it, the first `limit` in the order of keys."""
        return self._index.find_each(table, terms, limit=limit)

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all writes of a block, or, when it raises, none of them."""
        return self._database.transaction()

    def execute(self, statement: Executable) -> Sequence[Sequence[Any]]:
        """Run a statement about tables that a host keeps beside the base, in the open transaction or one of its own.

        Raises:
            StoreError: the database refuses it.
        """
        with self._database.writing() as session:
            return session.run(statement)

    def close(self) -> None:
        """Give back what was opened; a caller's engine or connection stays open."""
        self._database.close()
