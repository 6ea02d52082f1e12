"""Audit a dataframe: what is filled, what is valid, what was noticed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crmkit.exceptions import UnknownNameError
from crmkit.intake.targets import type_of
from crmkit.quality.columnar import columns_of
from crmkit.quality.measure import measure_cells
from crmkit.quality.report import QualityReport
from crmkit.schema.columns import clean_column
from crmkit.schema.headings.guess import guess_columns


def audit(
    frame: Any, *, at: datetime, fields: Mapping[str, str | None] | None = None, region: str | None = None
) -> QualityReport:
    """Say how good each column of a dataframe is.

    Args:
        frame: any dataframe that narwhals understands.
        at: the instant of the audit, an aware datetime.
        fields: column to semantic type, None for plain text; what is left out is guessed from headings and
            contents.
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
    chosen = dict(fields or {})
    for name in chosen:
        if name not in columns:
            raise UnknownNameError("column", name, columns)
    measured = []
    for one in guess_columns(list(columns), columns):
        meaning = chosen.get(one.column, one.target)
        kind = (type_of(meaning) if meaning else None) or "text"
        measured.append(measure_cells(one.column, kind, clean_column(columns[one.column], kind, region=region)))
    rows = len(next(iter(columns.values()), ()))
    return QualityReport(at=at, rows=rows, fields=tuple(measured))
