"""Audit a dataframe: what is filled, what is valid, what was noticed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crmkit.exceptions import UnknownNameError
from crmkit.quality.columnar import columns_of
from crmkit.quality.measure import measure_cells
from crmkit.quality.report import QualityReport
from crmkit.schema.columns import clean_column
from crmkit.schema.headings import guess_columns
from crmkit.schema.types.catalogue import TYPES


def audit(
    frame: Any, *, at: datetime, fields: Mapping[str, str] | None = None, region: str | None = None
) -> QualityReport:
    """Say how good each column of a dataframe is.

    Args:
        frame: any dataframe that narwhals understands.
        at: the instant of the audit, an aware datetime.
        fields: column to semantic type; left out, the types are guessed from headings and contents.
        region: country of phone numbers and postcodes that do not name one, such as "CH".

    Raises:
        UnknownNameError: for a column or a semantic type that does not exist.
        CallError: for a naive `at`, or something that is not a dataframe.

    >>> from datetime import UTC
    >>> import polars as pl
    >>> report = audit(
    ...     pl.DataFrame({"E-mail": ["a@example.org", "broken@", "n/a"]}), at=datetime(2026, 3, 1, tzinfo=UTC)
    ... )
    >>> report.fields[0].filled, report.fields[0].valid
    (2, 1)
    """
    columns = columns_of(frame)
    if fields is None:
        guesses = guess_columns(list(columns), columns)
        fields = {one.column: one.target or "text" for one in guesses}
    for name in fields:
        if name not in columns:
            raise UnknownNameError("column", name, columns)
    measured = []
    for name, target in fields.items():
        kind = target if target in TYPES else "text"
        measured.append(measure_cells(name, kind, clean_column(columns[name], kind, region=region)))
    rows = len(next(iter(columns.values()), ()))
    return QualityReport(at=at, rows=rows, fields=tuple(measured))
