"""What the backend in SQL asks of a database driver."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Executable, Table

from crmkit.backends.sql.tables import Tables


class Session(Protocol):
    """One connection at work.

    Attributes:
        known: what was read and cannot change before the session ends, since nobody else writes; a session that only
            reads knows nothing.
        missing: table to the keys, as they are written, of documents that were looked for and are not there, likewise;
            so that what is looked for and then written is looked for once.
    """

    known: dict[str, int]
    missing: defaultdict[str, set[str]]

    @property
    def tells_insertions(self) -> bool:
        """Whether a statement that inserts can tell what it inserted."""
        ...

    def run(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Sequence[Any]]:
        """Execute a statement and give its rows; none for one that has none.

        Args:
            statement: what to execute.
            values: of the parameters that it names.
        """
        ...

    def insert(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows, with values in the order of the table's columns, by the fastest way there is."""
        ...

    def delete(self, table: Table, rows: Sequence[tuple[str, ...]]) -> None:
        """Delete rows by their primary keys, in the order of its columns, by the fastest way there is."""
        ...


class Database(Protocol):
    """Connections to one database; safe to use from several threads.

    One writes at a time, whichever thread or process it is; the transaction belongs to the thread that began it.
    """

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all writes of a block or none; a block within a block joins it."""
        ...

    def writing(self) -> AbstractContextManager[Session]:
        """Join the open transaction or make one; a write that fails half-way spoils the whole transaction."""
        ...

    def reading(self) -> AbstractContextManager[Session]:
        """Read within this thread's transaction, or beside everything else."""
        ...

    def append_at_once(self, facts: Table, cells: Sequence[Any]) -> int | None:
        """Append a fact by one statement that is a transaction of its own, where that is the shorter way.

        Args:
            facts: the table.
            cells: the values of its columns but for the number, in their order.

        Returns:
            Its number, or None where nothing was appended, for whatever reason; append it as usual then.

        Raises:
            StoreLostError: nobody knows whether it was appended.
        """
        ...

    def among(self, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
        """Say that a column is in the list of a named parameter, in the way that costs the database least."""
        ...

    def within(self, column: ColumnElement[str], name: str, *, key: ColumnElement[str]) -> ColumnElement[bool]:
        """Say that a column is a named parameter, in the way that leaves the index of the key beside it in use."""
        ...

    def has(self, table: Table) -> bool:
        """Tell whether a table is there."""
        ...

    def create(self, tables: Tables) -> None:
        """Create the tables that are not there, within the open transaction."""
        ...

    def close(self) -> None:
        """Refuse further work, and give back what was opened."""
        ...


def read(database: Database, wanted: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Sequence[Any]]:
    """Read the rows of one statement."""
    with database.reading() as session:
        return session.run(wanted, values)
