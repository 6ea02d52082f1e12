"""Bring the records of a dataframe, or of mappings, into an index."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from crmkit.dedup.columnar.cells import written_out
from crmkit.dedup.columnar.handing import as_table, read_columns, whole_frame
from crmkit.dedup.columnar.online.living import Cells, Living
from crmkit.dedup.columnar.online.memory import give_back_memory
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
    table = as_table(whole_frame(records)) if rows is None else _as_table(rows)
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
        if rows is None:
            living.fill(names, {column: table[column] for column in targets})
        elif columns := _as_columns(rows, targets):
            living.fill(names, columns)
        else:
            for name, row in zip(names, rows, strict=True):
                living.add(name, row)
        give_back_memory()
    return meant, names_row, living


def _as_columns(rows: Sequence[Cells], targets: Mapping[str, Target]) -> dict[str, Sequence[object]]:
    """Lay rows out as columns of text; nothing where a type of its own is to read cells that are no text."""
    columns: dict[str, Sequence[object]] = {}
    for column, target in targets.items():
        cells = [list(cell) if isinstance(cell := row.get(column), tuple) else cell for row in rows]
        held = [one for cell in cells for one in (cell if isinstance(cell, list) else (cell,)) if one is not None]
        if not all(type(one) is str for one in held):
            if own_type(target):
                return {}
            cells = [[_text(one) for one in cell] if isinstance(cell, list) else _text(cell) for cell in cells]
        columns[column] = cells
    return columns


def _as_table(rows: Sequence[Cells]) -> pl.DataFrame:
    """Show mappings as a table of text whose columns are looked at; cells are read from the mappings."""
    columns = dict.fromkeys(column for row in rows for column in row)
    return pl.DataFrame(
        {column: [_text(row.get(column)) for row in rows] for column in columns},
        schema=dict.fromkeys(columns, pl.String),
    )


def _text(cell: object) -> str | None:
    return None if cell in ([], ()) else written_out(cell)


def _names(table: pl.DataFrame, rows: Sequence[Cells] | None, column: str) -> list[Any]:
    return table[column].to_list() if rows is None else [row.get(column) for row in rows]
