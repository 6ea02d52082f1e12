"""What is asked about documents, made ready once: building a question takes SQLAlchemy longer than running it."""

from typing import Any, Final

from attrs import field, frozen
from sqlalchemy import ColumnElement, Delete, Select, Update, and_, bindparam, delete, or_, select, update

from crmkit.backends.sql.database import Database
from crmkit.backends.sql.tables import Tables

PLACE: Final = "place"
"""Parameter: the table of the documents."""
NAMES: Final = "names"
"""Parameter: the keys of documents."""
NUMBER: Final = "number"
"""Parameter: the version that was given last."""


@frozen(eq=False)
class DocumentStatements:
    """The statements about documents, with names for their parameters.

    Attributes:
        database: which is asked.
        tables: of the base.
        some: key, version and body of those with some keys, in the order of keys.
        every: the same of all of a table; not made ready, since it is asked page by page.
        held: key, version and terms of those with some keys.
        drop: delete those with some keys.
        last_version: the version that was given last.
        count_on: put another one in its place.
    """

    database: Database
    tables: Tables
    some: Select[Any] = field(init=False)
    every: Select[Any] = field(init=False)
    held: Select[Any] = field(init=False)
    drop: Delete = field(init=False)
    last_version: Select[Any] = field(init=False)
    count_on: Update = field(init=False)
    _several: dict[int, Select[Any]] = field(init=False, factory=dict)

    @every.default
    def _ask_for_every_one(self) -> Select[Any]:
        documents = self.tables.documents
        return (
            select(documents.c.key, documents.c.version, documents.c.body)
            .where(documents.c.table == bindparam(PLACE))
            .order_by(documents.c.key)
        )

    @some.default
    def _ask_for_some(self) -> Select[Any]:
        documents = self.tables.documents
        return (
            select(documents.c.key, documents.c.version, documents.c.body)
            .where(*self._chosen())
            .order_by(documents.c.key)
        )

    @held.default
    def _ask_for_terms(self) -> Select[Any]:
        documents = self.tables.documents
        return select(documents.c.key, documents.c.version, documents.c.terms).where(*self._chosen())

    @drop.default
    def _delete_some(self) -> Delete:
        return delete(self.tables.documents).where(*self._chosen())

    @last_version.default
    def _ask_for_version(self) -> Select[Any]:
        meta = self.tables.meta
        return select(meta.c.value).where(meta.c.name == "version")

    @count_on.default
    def _set_version(self) -> Update:
        meta = self.tables.meta
        return update(meta).where(meta.c.name == "version").values(value=bindparam(NUMBER))

    def several(self, count: int) -> Select[Any]:
        """Ask for so many documents, by the parameters table0, key0, table1 and so on."""
        if count not in self._several:
            documents, within = self.tables.documents.c, self.database.within
            named = (
                and_(
                    within(documents.table, f"table{place}", key=documents.key),
                    documents.key == bindparam(f"key{place}"),
                )
                for place in range(count)
            )
            wanted = select(documents.table, documents.key, documents.version, documents.body)
            self._several[count] = wanted.where(or_(*named))
        return self._several[count]

    def _chosen(self) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        documents, database = self.tables.documents.c, self.database
        return database.within(documents.table, PLACE, key=documents.key), database.among(documents.key, NAMES)
