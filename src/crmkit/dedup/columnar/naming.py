"""What records are called: their ids, and the place of each; looked up only when somebody asks."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, overload

import numpy as np
import polars as pl

from crmkit.dedup.columnar.ordering import Ints
from crmkit.exceptions import CallError


class Names(Sequence[Any]):
    """The ids of records in their order; with sources an id is (source, id), without ids it is a place from 0."""

    def __init__(self, records: int, ids: pl.Series | None, sources: pl.Series | None) -> None:
        self._records = records
        self.ids = pl.Series(np.arange(records)) if ids is None else ids
        self.sources = sources

    def __len__(self) -> int:
        return self._records

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        return self._listed[place]

    @cached_property
    def _listed(self) -> list[Any]:
        return list(self)

    def __iter__(self) -> Iterator[Any]:
        if self.sources is None:
            return iter(self.ids.to_list())
        return zip(self.sources.to_list(), self.ids.to_list(), strict=True)

    def columns(self, ids: str, sources: str, places: Ints | None = None) -> dict[str, pl.Series]:
        """Give the names of some records, or of all, as columns called so; sources come first where there are any."""
        series = {sources: self.sources, ids: self.ids}
        return {name: _some(one, places).alias(name) for name, one in series.items() if one is not None}


def _some(series: pl.Series, places: Ints | None) -> pl.Series:
    return series if places is None else series.gather(places)


def name_pairs(names: Names, left: Ints, right: Ints) -> dict[str, pl.Series]:
    """Name pairs of records as columns left and right, each behind its source where there are any."""
    one, other = names.columns("left", "left_source", left), names.columns("right", "right_source", right)
    return {name: column for pair in zip(one.items(), other.items(), strict=True) for name, column in pair}


class Places(Mapping[Any, int]):
    """The place of each id."""

    def __init__(self, names: Names) -> None:
        self._names = names

    @cached_property
    def _places(self) -> dict[Any, int]:
        return {name: place for place, name in enumerate(self._names)}

    def __getitem__(self, name: Any) -> int:
        return self._places[name]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def name_records(frame: pl.DataFrame, id_column: str | None, source_column: str | None) -> Names:
    """Take the ids of records from a frame.

    Raises:
        CallError: a record has no id, two have the same one, or ids are neither text nor numbers nor dates.
    """
    ids = None if id_column is None else frame[id_column]
    sources = None if source_column is None else frame[source_column]
    if ids is not None:
        _check(ids, sources)
    return Names(frame.height, ids, sources)


def _check(ids: pl.Series, sources: pl.Series | None) -> None:
    advice = "give another id_column, or leave it out to number the rows."
    if ids.dtype.is_nested() or ids.dtype == pl.Object:
        raise CallError(f"The column {ids.name!r} holds {ids.dtype}, which names no record; {advice}")
    if ids.null_count():
        raise CallError(f"The column {ids.name!r} leaves {ids.null_count():,} records without a name; {advice}")
    named = ids.n_unique() if sources is None else pl.DataFrame([sources, ids]).n_unique()
    if named < len(ids):
        raise CallError(f"The column {ids.name!r} names {len(ids) - named:,} records twice; {advice}")
