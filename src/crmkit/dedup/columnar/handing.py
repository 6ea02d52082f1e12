"""Dataframes of any kind in, and results of the same kind out."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import narwhals as nw
import polars as pl
from attrs import evolve

from crmkit.dedup.columnar.cells import as_column
from crmkit.dedup.columnar.showing import fingerprint
from crmkit.dedup.columnar.tables import Label, check_sources, find_duplicates
from crmkit.dedup.duplicates import Duplicates
from crmkit.dedup.features import Target, matching_targets, own_type
from crmkit.dedup.model import Model
from crmkit.dedup.review_file import Judgements
from crmkit.exceptions import CallError, InputError, UnknownNameError
from crmkit.records import Progress
from crmkit.schema.columnar.frame import cells_of
from crmkit.schema.columnar.wrapping import wrap
from crmkit.schema.headings.guess import guess_columns

_SAMPLE = 400
_SOURCE = "\x00source"
_ID = "\x00id"


def dedupe_native(
    frame: Any,
    *,
    fields: Mapping[str, Target | None] | None,
    id_column: str | None,
    source_column: str | None,
    model: Model | None,
    labels: Any,
    duplicate_free: Iterable[str],
    min_probability: float | None,
    region: str | None,
    progress: Callable[[Progress], None] | None,
) -> Duplicates[Any]:
    """Find duplicates in one frame; see `crmkit.dedup.frames.dedupe`."""
    native = whole_frame(frame)
    table = as_table(native)
    own = dict(fields or {})
    if source_column is not None:
        own.setdefault(source_column, None)
    meant, names_row = read_columns(table, own, id_column)
    sources = None if source_column is None else table[source_column]
    clean = _names(duplicate_free)
    if sources is not None:
        check_sources(clean, sources)
    if isinstance(labels, Judgements) and names_row is None:  # places mean something only in the same rows
        labels.check_run(fingerprint(table, range(table.height)))
    found = find_duplicates(
        table,
        fields=meant,
        id_column=names_row,
        sources=sources,
        model=model,
        labels=_labels(labels),
        duplicate_free=clean,
        min_probability=min_probability,
        region=region,
        progress=progress,
    )
    return _in_kind_of(native, found)


def link_native(
    frames: Mapping[str, Any],
    *,
    fields: Mapping[str, Target | None] | None,
    id_column: str | None,
    model: Model | None,
    labels: Any,
    duplicate_free: Iterable[str],
    min_probability: float | None,
    region: str | None,
    progress: Callable[[Progress], None] | None,
) -> Duplicates[Any]:
    """Find duplicates in several frames; see `crmkit.dedup.frames.link`."""
    if not frames:
        raise CallError("link needs at least one dataframe, as in link({'shop': shop, 'till': till}).")
    clean = _names(duplicate_free)
    for source in clean:
        if source not in frames:
            raise UnknownNameError("source", source, frames)
    meant: dict[str, Target | None] = {}
    tables: list[pl.DataFrame] = []
    natives = {source: whole_frame(frame) for source, frame in frames.items()}
    for source, native in natives.items():
        table = as_table(native)
        own = {column: target for column, target in (fields or {}).items() if column in table.columns}
        guessed, names_row = read_columns(table, own, id_column if id_column in table.columns else None)
        ids = pl.Series(range(table.height)) if names_row is None else table[names_row]
        renamed = {column: f"{source}.{column}" for column in table.columns}
        meant |= {renamed[column]: target for column, target in guessed.items()}
        tables.append(table.rename(renamed).with_columns(ids.cast(pl.String).alias(_ID), pl.lit(source).alias(_SOURCE)))
    found = find_duplicates(
        pl.concat(tables, how="diagonal"),
        fields=meant,
        id_column=_ID,
        source_column=_SOURCE,
        model=model,
        labels=_labels(labels),
        duplicate_free=clean,
        min_probability=min_probability,
        region=region,
        progress=progress,
    )
    return _in_kind_of(next(iter(natives.values())), evolve(found, id_column=id_column))


def _names(duplicate_free: Iterable[str]) -> tuple[str, ...]:
    return (duplicate_free,) if isinstance(duplicate_free, str) else tuple(duplicate_free)


def read_columns(
    table: pl.DataFrame, fields: Mapping[str, Target | None] | None, id_column: str | None
) -> tuple[dict[str, Target | None], str | None]:
    """Say what every column means for matching, and which one names a row.

    Raises:
        UnknownNameError: `fields` or `id_column` names a column or a target that does not exist.
    """
    given = dict(fields or {})
    for column in [*given, *([id_column] if id_column is not None else [])]:
        if column not in table.columns:
            raise UnknownNameError("column", column, table.columns)
    usable = set(matching_targets())
    for target in given.values():
        if target is not None:
            own_type(target)
    samples = {column: table[column].drop_nulls().head(_SAMPLE).to_list() for column in table.columns}
    guesses = {guess.column: guess.target for guess in guess_columns(table.columns, samples, free_text=True)}
    names_row = id_column
    if names_row is None:
        keys = [column for column, target in guesses.items() if target == "source_key" and column not in given]
        names_row = next((column for column in keys if _names_rows(table[column])), None)
    meant: dict[str, Target | None] = {}
    for column in table.columns:
        guess = guesses[column] if guesses[column] in usable else None
        meant[column] = None if column == names_row else given.get(column, guess)
    return meant, names_row


def _names_rows(series: pl.Series) -> bool:
    return series.null_count() == 0 and series.n_unique() == len(series)


def whole_frame(frame: Any) -> "nw.DataFrame[Any]":
    """Take a dataframe of any kind, with all its rows.

    Raises:
        InputError: it is none, or two of its columns have one name.
    """
    try:
        wrapped: nw.DataFrame[Any] | nw.LazyFrame[Any] = wrap(frame)
    except TypeError as error:
        raise InputError(
            f"A {type(frame).__name__} is no dataframe that can be read; give a Polars, pandas or Arrow one."
        ) from error
    return wrapped.collect() if isinstance(wrapped, nw.LazyFrame) else wrapped


def as_table(frame: "nw.DataFrame[Any]") -> pl.DataFrame:
    """Take the cells of a dataframe; those of a column of several kinds as text."""
    with suppress(TypeError, ValueError, pl.exceptions.PolarsError):
        table = frame.to_polars()
        if pl.Object not in table.dtypes:
            return table
    return pl.DataFrame({name: as_column(cells_of(frame.get_column(name))) for name in frame.columns})


def _labels(labels: Any) -> list[Label]:
    if labels is None:
        return []
    table = pl.DataFrame(labels.labels()) if isinstance(labels, Judgements) else as_table(whole_frame(labels))
    missing = {"left", "right", "same"} - set(table.columns)
    if missing:
        raise CallError(f"The labels lack {', '.join(sorted(missing))}; give a frame left, right, same.")
    left, right = table["left"].to_list(), table["right"].to_list()
    if {"left_source", "right_source"} <= set(table.columns):
        left = list(zip(table["left_source"].to_list(), map(str, left), strict=True))
        right = list(zip(table["right_source"].to_list(), map(str, right), strict=True))
    return list(zip(left, right, table["same"].to_list(), strict=True))


def _in_kind_of(native: "nw.DataFrame[Any]", found: Duplicates[pl.DataFrame]) -> Duplicates[Any]:
    backend = nw.get_native_namespace(native)
    if backend is pl:
        return found
    own_kind = partial(_converted, backend=backend)
    return evolve(found, pairs=own_kind(found.pairs), clusters=own_kind(found.clusters), own_kind=own_kind)


def _converted(table: pl.DataFrame, backend: Any) -> Any:
    if not table.height:
        return nw.from_dict({name: [] for name in table.columns}, backend=backend).to_native()
    return nw.from_dict(table.to_dict(as_series=False), backend=backend).to_native()
