"""One column of a host's table that holds ids of customers."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from crmkit.backends.chunking import in_chunks

if TYPE_CHECKING:
    from sqlalchemy import Column, ColumnElement, Executable

Key = int | str
"""The primary key of a row, as JSON data."""

_CHUNK: Final = 500


@frozen
class Pointer:
    """Finds and re-points rows by statements that every database understands.

    Attributes:
        column: the column.
        execute: runs a statement of SQLAlchemy in the transaction of the base.
    """

    column: "Column[Any]"
    execute: "Callable[[Executable], Sequence[Sequence[Any]]]"

    @property
    def name(self) -> str:
        """Name it as "table.column"."""
        return f"{self.column.table}.{self.column.name}"

    def can_be_read(self) -> None:
        """Read nothing, which fails where the column is not there."""
        from sqlalchemy import select

        self.execute(select(self.column).limit(0))

    def ids(self) -> list[str]:
        """List the ids that rows hold."""
        from sqlalchemy import select

        rows = self.execute(select(self.column).where(self.column.is_not(None)).distinct())
        return [row[0] for row in rows]

    def count(self, ids: Iterable[str]) -> Counter[str]:
        """Count the rows that hold each of some ids."""
        from sqlalchemy import func, select

        counts: Counter[str] = Counter()
        for chunk in in_chunks(sorted(ids), _CHUNK):
            counting = select(self.column, func.count()).where(self.column.in_(chunk)).group_by(self.column)
            counts.update({row[0]: row[1] for row in self.execute(counting)})
        return counts

    def move(self, old: str, new: str) -> list[Key]:
        """Re-point the rows that hold an id, and name them; none where the table has no primary key of one column."""
        from sqlalchemy import select, update

        key = self._key()
        found = [] if key is None else [row[0] for row in self.execute(select(key).where(self.column == old))]
        self.execute(update(self.column.table).where(self.column == old).values({self.column: new}))
        return found

    def still(self, keys: Iterable[Key], holding: str) -> list[Key]:
        """Choose the rows that still hold an id."""
        from sqlalchemy import select

        wanted = [select(key).where(*where) for key, where in self._among(keys, holding)]
        return [row[0] for one in wanted for row in self.execute(one)]

    def move_back(self, keys: Iterable[Key], *, holding: str, to: str) -> None:
        """Re-point some rows, as far as they still hold an id."""
        from sqlalchemy import update

        for _, where in self._among(keys, holding):
            self.execute(update(self.column.table).where(*where).values({self.column: to}))

    def _among(
        self, keys: Iterable[Key], holding: str
    ) -> "Iterator[tuple[ColumnElement[Any], tuple[ColumnElement[bool], ...]]]":
        key = self._key()
        if key is not None:
            for chunk in in_chunks(keys, _CHUNK):
                yield key, (key.in_(chunk), self.column == holding)

    def _key(self) -> "ColumnElement[Any] | None":
        """Give the primary key as something that JSON can hold; None for one of several columns, or none."""
        from sqlalchemy import Integer, String, cast

        keys = list(self.column.table.primary_key.columns)
        if len(keys) != 1:
            return None
        return keys[0] if isinstance(keys[0].type, Integer | String) else cast(keys[0], String)
