"""Read rows that are already in memory: an iterable of mappings."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import field, frozen

from crmkit.intake.cells import flatten
from crmkit.intake.table import Fault, Line, Row, Skip, Table
from crmkit.schema.types.base import Finding, Severity


def read_mappings(rows: Iterable[Any], *, name: str) -> Table:
    """Read an iterable of mappings; nested ones become columns with dotted names.

    A row that is no mapping is a fault; an empty one is skipped. The line of a row is its position.

    >>> read_mappings([{"Name": "Anna", "Address": {"City": "Bern"}}], name="rows").headings
    ('Name', 'Address.City')
    """
    source = _Rows(tuple(rows))
    return Table(name, column_names(source.walk()), "rows in memory", source.walk)


def column_names(lines: Iterable[Line]) -> tuple[str, ...]:
    """List the columns of all rows, in the order in which they first appear.

    >>> column_names([Row(1, {"a": 1}), Row(2, {"b": 2, "a": 3})])
    ('a', 'b')
    """
    return tuple(dict.fromkeys(column for line in lines if isinstance(line, Row) for column in line.cells))


@frozen
class _Rows:
    rows: tuple[Any, ...] = field(repr=False)

    def walk(self) -> Iterator[Line]:
        for number, row in enumerate(self.rows, 1):
            if not isinstance(row, Mapping):
                found = f"The row is a {type(row).__name__}, not a mapping of columns to cells."
                yield Fault(number, "", (Finding("row.not_object", found, Severity.ERROR),))
                continue
            cells = flatten(row)
            yield Row(number, cells) if cells else Skip(number, "blank line")
