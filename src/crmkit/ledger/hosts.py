"""What refers to customers outside the base: columns of a host's tables beside it, and systems that are told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from attrs import frozen

from crmkit.backends.protocol import Backend
from crmkit.exceptions import CallError, StoreError
from crmkit.ledger.pointing import Key, Pointer

if TYPE_CHECKING:
    from sqlalchemy import Column, Executable

Repoint = Callable[[str, str], object]
"""Takes the id of a customer who was merged, and the id that stands for her now."""

REPOINTED: Final = "repointed"
"""Table of the rows of hosts that pointed to a customer before she was merged, by her id: they point to her again when
she is parted again."""


@frozen
class Reference:
    """Something that refers to customers by their ids.

    Attributes:
        name: "table.column", or the name of a system.
        kind: "column": re-pointed in the transaction of the change; "system": told afterwards.
    """

    name: str
    kind: Literal["column", "system"]


class Hosts:
    """The references that a host has declared; its columns are kept in step with every change.

    Args:
        backend: where the base is kept, and beside it the tables.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._pointers: dict[str, Pointer] = {}
        self.systems: Final[dict[str, Repoint]] = {}

    @property
    def references(self) -> tuple[Reference, ...]:
        """List what was declared: columns, then systems, by name."""
        columns = [Reference(name, "column") for name in sorted(self._pointers)]
        return (*columns, *(Reference(name, "system") for name in sorted(self.systems)))

    @property
    def pointers(self) -> tuple[Pointer, ...]:
        """List the columns."""
        return tuple(self._pointers[name] for name in sorted(self._pointers))

    def register_column(self, column: "Column[Any]") -> Reference:
        """Declare a column of a table in the database of the base.

        Raises:
            CallError: the base is in no database, or this column is not there.
        """
        pointer = Pointer(column, self._execute)
        try:
            pointer.can_be_read()
        except StoreError:
            raise CallError(
                f"There is no {pointer.name} beside the base in {self._backend.name}; create the table first, or "
                "register a function that re-points what refers to a customer."
            ) from None
        self._pointers[pointer.name] = pointer
        return Reference(pointer.name, "column")

    def count(self, merged: Mapping[str, str], reborn: Mapping[str, str]) -> dict[str, int]:
        """Count the rows of each column that a change would re-point; see `repoint`."""
        counts = {one.name: one.count(merged).total() for one in self.pointers} if merged else {}
        for pointer, _, holding, keys in self._remembered(reborn):
            counts[pointer.name] = counts.get(pointer.name, 0) + len(pointer.still(keys, holding))
        return {name: rows for name, rows in counts.items() if rows}

    def repoint(self, merged: Mapping[str, str], reborn: Mapping[str, str]) -> dict[str, int]:
        """Re-point the rows of each column, within the open transaction, and say how many.

        Args:
            merged: ids that have ended, to those that stand for them.
            reborn: ids that have come back, to those that they were parted from; what once pointed to them, and still
                points to the latter, points to them again.
        """
        counts = self.count(merged, reborn)
        for pointer, old, holding, keys in self._remembered(reborn):
            pointer.move_back(keys, holding=holding, to=old)
        if self._pointers:
            self._backend.delete_all(REPOINTED, reborn)
        moved: dict[str, dict[str, list[Key]]] = {}
        for pointer in self.pointers:
            for old in sorted(pointer.count(merged)):
                moved.setdefault(old, {})[pointer.name] = pointer.move(old, merged[old])
        self._backend.put_all(REPOINTED, moved)
        return counts

    def _remembered(self, reborn: Mapping[str, str]) -> Iterator[tuple[Pointer, str, str, list[Key]]]:
        held = list(self._backend.scan(REPOINTED, keys=sorted(reborn))) if reborn and self._pointers else []
        for document in held:
            for name, keys in document.body.items():
                if name in self._pointers:
                    yield self._pointers[name], document.key, reborn[document.key], keys

    def _execute(self, statement: "Executable") -> Sequence[Sequence[Any]]:
        execute = getattr(self._backend, "execute", None)
        if execute is None:
            raise CallError(
                f"A base in {self._backend.name} has no tables beside it; register a function that re-points what "
                "refers to a customer."
            )
        rows: Sequence[Sequence[Any]] = execute(statement)
        return rows
