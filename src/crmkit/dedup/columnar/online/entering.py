"""Bring the records of a dataframe, or of mappings, into an index."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from crmkit.dedup.columnar.handing import read_columns, whole_frame
from crmkit.dedup.columnar.online.living import Cells, Living
from crmkit.dedup.features import Target, own_type
from crmkit.dedup.learned import Learned
from crmkit.dedup.model import Model
from crmkit.exceptions import CallError


def enter(
    model: Model,
    learned: Learned,
    records: Any,
    *,
    fields: Mapping[str, Target | None] | None,
    id_column: str | None,
    region: str | None,
) -> tuple[dict[str, Target | None], str | None, Living]:
    """Bring records in; see `crmkit.dedup.index.Index`.

    Returns:
        column to what it means, the column that names a record, and the records.
    """
    rows = list(records) if isinstance(records, list | tuple | Iterator) else None
    table = whole_frame(records).to_polars() if rows is None else _as_table(rows)
    if table.columns:
        meant, names_row = read_columns(table, fields, id_column)
    else:
        meant, names_row = dict(fields or {}), id_column
        meant |= {} if id_column is None else {id_column: None}
    targets = {column: target for column, target in meant.items() if target is not None}
    for target in targets.values():
        own_type(target)
    living = Living(model, learned, targets, region=region)
    if table.height:
        names = list(range(table.height)) if names_row is None else _names(table, rows, names_row)
        twice = table.height - len(set(names))
        if twice:
            raise CallError(f"The column {names_row!r} names {twice:,} records twice; give another id_column.")
        living.fill(names, _Rows(table, rows))
    return meant, names_row, living


class _Rows:
    """Gives rows by their places."""

    def __init__(self, table: pl.DataFrame, rows: Sequence[Cells] | None) -> None:
        self._table = table
        self._rows = rows

    def __call__(self, places: Sequence[int]) -> Iterable[Cells]:
        if self._rows is not None:
            return [self._rows[place] for place in places]
        return self._table[list(places)].iter_rows(named=True)


def _as_table(rows: Sequence[Cells]) -> pl.DataFrame:
    """Show mappings as a table of text whose columns are looked at; cells are read from the mappings."""
    columns = dict.fromkeys(column for row in rows for column in row)
    return pl.DataFrame(
        {column: [_text(row.get(column)) for row in rows] for column in columns},
        schema=dict.fromkeys(columns, pl.String),
    )


def _text(cell: object) -> str | None:
    return None if cell is None or cell in ([], ()) else str(cell)


def _names(table: pl.DataFrame, rows: Sequence[Cells] | None, column: str) -> list[Any]:
    return table[column].to_list() if rows is None else [row.get(column) for row in rows]
