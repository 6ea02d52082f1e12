"""The files a command is given, and what their columns are said to be."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crmkit.exceptions import CallError, UnknownNameError

if TYPE_CHECKING:
    from crmkit.intake.table import Table


def read_tables(files: Sequence[Path]) -> "list[Table]":
    """Read files; of two that have one name, the folder is named too."""
    from crmkit.intake.reading import read

    named = Counter(file.name for file in files)
    twice = [str(file) for file, count in Counter(files).items() if count > 1]
    if twice:
        raise CallError(f"{twice[0]} is given twice; give each file once.")
    return [read(file, name=file.name if named[file.name] == 1 else str(file)) for file in files]


def columns_of(tables: "Iterable[Table]") -> tuple[str, ...]:
    """Name the columns of some tables, each once."""
    return tuple(dict.fromkeys(heading for table in tables for heading in table.headings))


def said_fields(given: tuple[str, ...], tables: "Sequence[Table]") -> dict[str, str | None] | None:
    """Read what the columns are said to be; None when nothing is said."""
    fields: dict[str, str | None] = {}
    for one in given:
        column, kind = parted(one, "COLUMN=TYPE", last=True)
        if column not in columns_of(tables):
            raise UnknownNameError("column", column, columns_of(tables))
        fields[column] = kind or None
    return fields or None


def fields_of(table: "Table", fields: dict[str, str | None] | None) -> dict[str, str | None] | None:
    """Keep what is said of the columns of one table; None when nothing is."""
    return {column: kind for column, kind in (fields or {}).items() if column in table.headings} or None


def parted(text: str, form: str, *, last: bool = False) -> tuple[str, str]:
    """Part a text at its first sign of equality, or its last.

    Raises:
        CallError: it has none.
    """
    name, sign, value = text.rpartition("=") if last else text.partition("=")
    if not sign:
        raise CallError(f"{text!r} has no sign of equality; write {form}.")
    return name, value
