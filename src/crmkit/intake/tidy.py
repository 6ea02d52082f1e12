"""Clean a table cell by cell and keep its shape: the same columns, canonical values, and what was noticed."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from crmkit.exceptions import UnknownNameError
from crmkit.intake.quarantine import reason_text
from crmkit.intake.table import Row, Table
from crmkit.intake.targets import type_of
from crmkit.schema.columns import clean_column
from crmkit.schema.headings.guess import guess_columns
from crmkit.schema.types.base import Cleaned


@frozen
class Tidied:
    """A table whose cells were cleaned.

    Attributes:
        headings: those of the table, and "findings".
        rows: canonical values in the place of the cells; a cell that cannot be cleaned stays as it was.
        types: column to the semantic type it was cleaned as; None for a column left alone.
        changed: how many cells are written otherwise now.
        findings: code of a finding to how often it was noticed.
        unread: lines that are broken or no rows, and so not in `rows`.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    types: Mapping[str, str | None]
    changed: int
    findings: Mapping[str, int]
    unread: int


def tidy(table: Table, *, fields: Mapping[str, str | None] | None = None, region: str | None = None) -> Tidied:
    """Clean each column of a table as its semantic type.

    Args:
        table: what a reader gave.
        fields: column to semantic type, or None for one to leave alone; what is left out is guessed from headings and
            contents.
        region: two-letter country code of numbers, postcodes and amounts that name none.

    Raises:
        UnknownNameError: for a column or a type that does not exist.

    >>> from crmkit.intake.reading import read
    >>> tidied = tidy(read([{"E-mail": " Anna@Example.ORG ", "Pays": "Suisse"}]))
    >>> tidied.rows
    (('Anna@example.org', 'CH', ''),)
    """
    lines = list(table.rows)
    rows = [line for line in lines if isinstance(line, Row)]
    columns = {heading: [row.cells.get(heading) for row in rows] for heading in table.headings}
    types = _types(columns, fields)
    cleaned = {
        name: clean_column(columns[name], kind, region=region) for name, kind in types.items() if kind is not None
    }
    shown = {name: _shown(cleaned[name]) for name, kind in types.items() if kind is not None}
    written = []
    changed = 0
    for place in range(len(rows)):
        cells = [shown[name][place] if name in shown else columns[name][place] for name in table.headings]
        changed += sum(
            str(cell) != str(columns[name][place] if columns[name][place] is not None else "")
            for name, cell in zip(table.headings, cells, strict=True)
            if name in shown
        )
        noticed = (f"{reason_text(one)} @ {name}" for name in cleaned for one in cleaned[name][place].findings)
        written.append((*cells, "; ".join(dict.fromkeys(noticed))))
    findings = Counter(one.code for cells in cleaned.values() for cell in cells for one in cell.findings)
    return Tidied(
        headings=(*table.headings, "findings"),
        rows=tuple(written),
        types=types,
        changed=changed,
        findings=dict(sorted(findings.items(), key=lambda item: (-item[1], item[0]))),
        unread=len(lines) - len(rows),
    )


def _types(columns: Mapping[str, list[Any]], fields: Mapping[str, str | None] | None) -> dict[str, str | None]:
    chosen = dict(fields or {})
    for name in chosen:
        if name not in columns:
            raise UnknownNameError("column", name, columns)
    guesses = guess_columns(list(columns), {name: cells[:300] for name, cells in columns.items()})
    meant = {one.column: chosen.get(one.column, one.target) for one in guesses}
    return {name: type_of(meaning) if meaning else None for name, meaning in meant.items()}


def _shown(cells: list[Cleaned[Any]]) -> list[str]:
    return [" / ".join(map(str, cell.values)) if cell.value is not None else _kept(cell) for cell in cells]


def _kept(cell: Cleaned[Any]) -> str:
    """A placeholder says nothing and becomes empty; what could not be read stays for a person to look at."""
    if cell.raw is None or any(one.code.endswith(".placeholder") for one in cell.findings):
        return ""
    return str(cell.raw)
