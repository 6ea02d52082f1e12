"""Duplicates among clean source rows."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import numpy as np
import polars as pl

from crmkit.dedup.columnar.finding import Portion
from crmkit.dedup.columnar.tables import Label, check_sources, find_duplicates
from crmkit.dedup.duplicates import Duplicates
from crmkit.dedup.model import Model
from crmkit.dedup.row_cells import COLUMNS, MANY, cells_of, own_columns
from crmkit.records import CleanRecord, Progress
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema


def find_among_rows(
    rows: Sequence[CleanRecord],
    *,
    schema: Schema = CUSTOMER,
    model: Model | None = None,
    labels: Iterable[Label] = (),
    learning: bool = True,
    fresh: Collection[str] | None = None,
    near: Collection[str] = (),
    duplicate_free: Collection[str] = (),
    min_probability: float | None = None,
    region: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Duplicates[pl.DataFrame]:
    """Find the source rows that are the same party; their refs are the ids.

    Args:
        rows: clean rows.
        schema: what a customer is; a field that only it knows is compared where its sensitivity says that it identifies
            somebody, or reaches her.
        model: how to find them; the shipped model when None.
        labels: pairs of refs that a person judged, and whether they are the same.
        learning: whether weights may follow what the person said.
        fresh: refs of the rows that are new, when the others were searched before: then only pairs with a new row are
            found.
        near: refs of the other rows that these may be; what is left only tells which contacts are whose.
        duplicate_free: sources that have nobody twice; no cluster holds two rows of one of them.
        min_probability: probability from which a pair is "same"; the model's when None.
        region: two-letter country code, for national phone numbers.
        progress: told about each step.

    Raises:
        UnknownNameError: no row is of a source that `duplicate_free` names.
    """
    own = own_columns(schema)
    cells: dict[str, list[Any]] = {column: [] for column in (*COLUMNS, *own)}
    for row in rows:
        given = cells_of(row, own)
        for column, held in cells.items():
            held.append(given.get(column))
    sources = pl.Series([row.source for row in rows], dtype=pl.String)
    check_sources(duplicate_free, sources)
    columns = {column: pl.Series(held, dtype=_dtype(column, own)) for column, held in cells.items()}
    return find_duplicates(
        pl.DataFrame({"ref": pl.Series([row.ref for row in rows], dtype=pl.String), **columns}),
        fields={**COLUMNS, **own},
        id_column="ref",
        sources=sources,
        model=model,
        labels=labels,
        learning=learning,
        portion=None if fresh is None else _portion(rows, fresh, near),
        duplicate_free=duplicate_free,
        min_probability=min_probability,
        region=region,
        progress=progress,
    )


def _portion(rows: Sequence[CleanRecord], fresh: Collection[str], near: Collection[str]) -> Portion:
    new = np.array([row.ref in fresh for row in rows], np.bool_)
    return Portion(new, new | np.array([row.ref in near for row in rows], np.bool_))


def _dtype(column: str, own: Collection[str]) -> pl.DataType:
    return pl.List(pl.String) if column in MANY or column in own else pl.String()
