"""Write the rows that were set aside to a file in which they can be corrected and loaded again."""

import os
from collections.abc import Iterable

from crmkit.intake.outcomes import Quarantined
from crmkit.report.csv_file import write_csv
from crmkit.schema.types.base import Finding

_FIRST = ("source", "line", "reasons")


def write_quarantine(path: str | os.PathLike[str], rows: Iterable[Quarantined]) -> None:
    """Write quarantined rows as CSV: source, line and reasons, then the original columns of every source.

    Reasons read "problem @ field" and are parted by "; ". A row whose structure is broken also has its whole text, in
    the column "text". A column of a source that has one of these names is written as "source (column)" and so on.

    Raises:
        StoreError: when the file cannot be written.
    """
    kept = list(rows)
    columns = list(dict.fromkeys(column for row in kept for column in row.cells))
    own = (*_FIRST, "text") if any(row.text is not None for row in kept) else _FIRST
    headings = [*own, *(f"{column} (column)" if column in own else column for column in columns)]
    write_csv(path, headings, ([*_own_cells(row, own), *(row.cells.get(column) for column in columns)] for row in kept))


def reason_text(finding: Finding) -> str:
    """Write one reason as "problem @ field".

    >>> reason_text(Finding("email.syntax", "The address has no domain.", field="email"))
    'The address has no domain @ email'
    """
    problem = finding.message.rstrip(".")
    return f"{problem} @ {finding.field}" if finding.field else problem


def _own_cells(row: Quarantined, own: tuple[str, ...]) -> list[object]:
    cells: list[object] = [row.source, row.line, "; ".join(reason_text(reason) for reason in row.reasons)]
    return [*cells, row.text] if len(own) > len(cells) else cells
