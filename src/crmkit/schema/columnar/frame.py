"""Cleaning the columns of any dataframe."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from time import perf_counter
from typing import Any

import narwhals as nw
import polars as pl

from crmkit.exceptions import CallError, UnknownNameError
from crmkit.records import Progress
from crmkit.schema.columnar.chunk import OTHERS, Chunk, Task, clean_chunk
from crmkit.schema.columnar.distinct import Distinct, find_distinct
from crmkit.schema.columnar.workers import Workers, processors, working
from crmkit.schema.columnar.wrapping import wrap
from crmkit.schema.types.base import SemanticType
from crmkit.schema.types.catalogue import find_type

Types = Mapping[str, str | SemanticType[Any] | None]

_AT_ONCE = 10_000
_FIRST = 1_000
_PAYS = 1.5


def clean_native(
    frame: Any,
    *,
    fields: Types,
    region: str | None,
    country_column: str | None,
    parts: Mapping[str, Sequence[str]],
    workers: int | None,
    progress: Callable[[Progress], None] | None,
) -> Any:
    """Clean columns of a dataframe; see `crmkit.schema.columns.clean_frame`."""
    wrapped = _wrapped(frame)
    whole = wrapped.collect() if isinstance(wrapped, nw.LazyFrame) else wrapped
    types = {name: find_type(kind) for name, kind in fields.items() if kind is not None}
    new = {name: [name, f"{name}_findings", *(f"{name}_{part}" for part in parts.get(name, ()))] for name in types}
    _check(whole.columns, fields, country_column, parts, new)
    step = _Steps(progress, len(whole), len(types))
    made: dict[str, pl.Series] = {}
    with working(processors() if workers is None else workers) as pool:
        regions = None
        if country_column is not None:
            regions = _countries(cells_of(whole.get_column(country_column)), region)
        for name, kind in types.items():
            distinct = find_distinct(cells_of(whole.get_column(name)), regions, region)
            asked = fields[name] if isinstance(fields[name], str) else kind
            cleaned = _clean(distinct, asked or kind, tuple(parts.get(name, ())), pool, step)
            made |= {heading: series.alias(heading) for heading, series in zip(new[name], cleaned, strict=True)}
    order = list(chain.from_iterable(new.get(name, [name]) for name in whole.columns))
    return _given_back(wrapped, whole, made, order)


class _Steps:
    """Tell about progress, counted in cells."""

    def __init__(self, progress: Callable[[Progress], None] | None, rows: int, columns: int) -> None:
        self.tell = progress
        self.rows = rows
        self.columns = columns
        self.finished = 0

    def __call__(self, done: int, total: int) -> None:
        if self.tell is not None:
            cells = self.finished * self.rows + (self.rows * done // total if total else self.rows)
            self.tell(Progress(stage="clean", done=cells, total=self.rows * self.columns, unit="cells"))
        self.finished += done == total


def _clean(
    distinct: Distinct, as_type: str | SemanticType[Any], parts: tuple[str, ...], pool: Workers, step: _Steps
) -> list[pl.Series]:
    """Clean distinct cells, and lay values, findings and parts out over the rows."""
    total, done = len(distinct.cells), 0
    texts: list[pl.Series] = []
    noticed: list[pl.Series] = []
    codes: dict[tuple[str, ...], int] = {(): 0}
    held: dict[str, list[Any]] = {part: [] for part in parts}
    for chunk in _chunks(distinct, as_type, parts, pool):
        own = pl.Series([codes.setdefault(together, len(codes)) for together in chunk.codes], dtype=pl.UInt32)
        texts.append(pl.Series(chunk.texts, dtype=pl.String))
        noticed.append(own.gather(pl.Series(chunk.noticed, dtype=pl.UInt32)))
        for part, values in chunk.parts.items():
            held[part].extend(values)
        done += len(chunk.texts)
        step(done, total)
    if not total:
        step(0, 0)
    together = pl.Series([list(one) for one in codes], dtype=pl.List(pl.String))
    columns = [
        pl.concat([pl.Series(dtype=pl.String), *texts]),
        together.gather(pl.concat([pl.Series(dtype=pl.UInt32), *noticed])),
        *(_part(name, values) for name, values in held.items()),
    ]
    return columns if distinct.places is None else [column.gather(distinct.places) for column in columns]


def _chunks(
    distinct: Distinct, as_type: str | SemanticType[Any], parts: tuple[str, ...], pool: Workers
) -> Iterator[Chunk]:
    """Clean a first part here, to see whether it pays to have other processes clean the rest."""
    tasks = (Task(as_type, cells, region, parts) for region, cells in distinct.slices(_AT_ONCE))
    first = next(tasks, None)
    if first is None:
        return
    some, rest = first.cells[:_FIRST], first.cells[_FIRST:]
    start = perf_counter()
    yield clean_chunk(Task(as_type, some, first.region, parts))
    remaining = len(distinct.cells) - len(some)
    remaining_tasks = chain([Task(as_type, rest, first.region, parts)] if rest else [], tasks)
    if (perf_counter() - start) / len(some) * remaining < _PAYS:
        yield from map(clean_chunk, remaining_tasks)
    else:
        yield from pool.clean(remaining_tasks)


def _part(name: str, values: list[Any]) -> pl.Series:
    if name == OTHERS:
        return pl.Series(values, dtype=pl.List(pl.String))
    return pl.Series(values, strict=False)


def _countries(column: pl.Series | list[Any], region: str | None) -> pl.Series:
    """Read the country of each row; one that cannot be read is that of the call."""
    distinct = find_distinct(column, None, None)
    texts = [text for _, cells in distinct.slices(_AT_ONCE) for text in clean_chunk(Task("country", cells, None)).texts]
    codes = pl.Series(texts, dtype=pl.String)
    codes = codes if region is None else codes.fill_null(region)
    return codes if distinct.places is None else codes.gather(distinct.places)


def _wrapped(frame: Any) -> "nw.DataFrame[Any] | nw.LazyFrame[Any]":
    try:
        wrapped: nw.DataFrame[Any] | nw.LazyFrame[Any] = wrap(frame)
    except TypeError:
        raise CallError(
            f"A {type(frame).__name__} is not a dataframe; give a Polars, pandas or PyArrow frame."
        ) from None
    return wrapped


def _check(
    columns: list[str],
    fields: Types,
    country_column: str | None,
    parts: Mapping[str, Sequence[str]],
    new: Mapping[str, list[str]],
) -> None:
    for name in (*fields, *parts, *([country_column] if country_column is not None else [])):
        if name not in columns:
            raise UnknownNameError("column", name, columns)
    for name in parts:
        if name not in new:
            raise CallError(f"The parts of {name!r} are asked for, and `fields` does not say what the column is.")
    headings = [heading for made in new.values() for heading in made[1:]]
    for heading in headings:
        if heading in columns or headings.count(heading) > 1:
            raise CallError(f"There would be two columns {heading!r}; rename one of the frame.")


def cells_of(series: "nw.Series[Any]") -> pl.Series | list[Any]:
    """Read a column; one whose cells are of several kinds as a list."""
    try:
        column = series.to_polars()
    except (TypeError, ValueError, pl.exceptions.PolarsError):
        absent = series.is_null().to_list()
        return [None if gone else cell for cell, gone in zip(series.to_list(), absent, strict=True)]
    return column.cast(pl.String) if column.dtype in {pl.Categorical, pl.Enum} else column


def _given_back(
    wrapped: "nw.DataFrame[Any] | nw.LazyFrame[Any]",
    whole: "nw.DataFrame[Any]",
    made: Mapping[str, pl.Series],
    order: list[str],
) -> Any:
    backend = nw.get_native_namespace(whole)
    if backend is pl:
        table: pl.DataFrame = whole.to_native().with_columns(**made).select(order)
        return table.lazy() if isinstance(wrapped, nw.LazyFrame) else table
    own = [_in_kind_of(series, name, backend) for name, series in made.items()]
    return whole.with_columns(*own).select(order).to_native()


def _in_kind_of(series: pl.Series, name: str, backend: Any) -> "nw.Series[Any]":
    if backend.__name__ == "pyarrow":
        own: nw.Series[Any] = nw.from_native(backend.chunked_array([series.to_arrow()]), series_only=True)
        return own.alias(name)
    return nw.new_series(name, series.to_list(), backend=backend)
