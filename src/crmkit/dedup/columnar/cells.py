"""The distinct cells of a column, each read once into features."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmkit.dedup.columnar.ordering import begins, counting, sorting
from crmkit.dedup.columnar.plain import read_plain
from crmkit.dedup.features import Read

K = TypeVar("K")

Places = npt.NDArray[np.int32]
Texts = dict[str, list[pl.Series]]
"""Feature to its first, second ... value per distinct cell; null where a cell has none."""


@frozen(eq=False)
class Dictionary:
    """The distinct values of a column.

    Attributes:
        values: in the order of their hashes, which no order of rows changes.
        places: per row the place of its value; -1 where it has none.
    """

    values: pl.Series
    places: Places


@frozen(eq=False)
class Column:
    """A column of which every distinct cell is read.

    Attributes:
        texts: feature to its first, second ... value per distinct cell; null where a cell has none.
        places: shape (records, cells at most), per record the places of its distinct cells; -1 is none.
    """

    texts: Texts
    places: Places

    def lay_out(self, table: Places) -> Places:
        """Lay codes of distinct cells out over the records; a record with several cells has the codes of all."""
        wide: Places = table[self.places].reshape(len(self.places), -1)
        return _without_repeats(wide) if self.places.shape[1] > 1 else wide


def _without_repeats(codes: Places) -> Places:
    for column in range(1, codes.shape[1]):
        repeated = (codes[:, :column] == codes[:, column : column + 1]).any(axis=1)
        codes[repeated, column] = -1
    return codes


def read_column(cells: pl.Series, target: str | None, read_one: Callable[[Any], Read], own: str | None) -> Column:
    """Read every distinct cell of a column once; see `read_texts`."""
    several = isinstance(cells.dtype, pl.List)
    found = distinct_cells(cells.filter(cells.list.len() > 0).explode() if several else cells)
    if several:
        many = cells.list.len().fill_null(0).to_numpy().astype(np.int64)
        places = np.full((len(cells), int(many.max(initial=1))), -1, np.int32)
        places[np.repeat(np.arange(len(cells)), many), counting(many)] = found.places
    else:
        places = found.places[:, None]
    return Column(read_texts(target, as_texts(found.values), read_one, own), places)


def distinct_cells(column: pl.Series) -> Dictionary:
    """Find the distinct values by their 64-bit hashes: two of a million values meet in one of thirty million sets.

    >>> found = distinct_cells(pl.Series(["b", None, "b"]))
    >>> found.values.to_list(), found.places.tolist()
    (['b'], [0, -1, 0])
    """
    known = np.flatnonzero(column.is_not_null().to_numpy())
    hashes = column.hash(seed=1).to_numpy()[known]
    order = sorting(hashes)
    new = begins(hashes[order])
    places = np.full(len(column), -1, np.int32)
    places[known[order]] = np.cumsum(new, dtype=np.int32) - 1
    return Dictionary(column.gather(known[order[new]]), places)


def first_words(texts: pl.Series) -> Dictionary:
    """Find the first word of each text.

    >>> found = first_words(pl.Series(["anna maria", "anna"]))
    >>> found.values.to_list(), found.places.tolist()
    (['anna'], [0, 0])
    """
    return distinct_cells(texts.str.splitn(" ", 2).struct.field("field_0"))


def as_column(cells: Sequence[object] | pl.Series) -> pl.Series:
    """Make a column of cells of any kind; of several kinds, by what they are as text.

    >>> as_column(["a", 1, None, ["b", 2]]).to_list()
    [['a'], ['1'], None, ['b', '2']]
    """
    try:
        column = cells if isinstance(cells, pl.Series) else pl.Series(cells)
        if column.dtype != pl.Object:
            return column
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
        pass
    if not any(isinstance(cell, list) for cell in cells):
        return pl.Series(list(map(written_out, cells)), dtype=pl.String)
    lists = [cell if isinstance(cell, list) or cell is None else [cell] for cell in cells]
    return pl.Series([None if one is None else list(map(written_out, one)) for one in lists], dtype=pl.List(pl.String))


def written_out(cell: object) -> str | None:
    """Write a cell as text, without halves of surrogate pairs, which no column can hold."""
    return None if cell is None else str(cell).encode("utf-8", "ignore").decode("utf-8")


def as_texts(values: pl.Series) -> pl.Series:
    """Write distinct values as text, as Python does."""
    if values.dtype == pl.String:
        return values
    return pl.Series([str(value) for value in values.to_list()], dtype=pl.String)


def read_texts(target: str | None, cells: pl.Series, read_one: Callable[[Any], Read], own: str | None) -> Texts:
    """Read distinct cells: plain ones at once, all others one by one.

    Args:
        target: what they mean; None when no cell is plain.
        cells: text without nulls.
        read_one: reads one cell.
        own: name of the feature that holds what is read, when not that of the target.
    """
    plain = {} if target is None else read_plain(target, cells)
    done = np.zeros(len(cells), np.bool_)
    for series in plain.values():
        done |= series.is_not_null().to_numpy()
    rest = np.flatnonzero(~done)
    found: dict[str, list[list[str | None]]] = {}
    for place, cell in enumerate(cells.gather(rest).to_list()):
        for feature, values in read_one(cell).items():
            columns = found.setdefault(feature, [])
            for number, value in enumerate(values):
                if number == len(columns):
                    columns.append([None] * len(rest))
                columns[number][place] = value
    texts: Texts = {}
    for feature in {**plain, **found}:
        read = [pl.Series(values, dtype=pl.String) for values in found.get(feature, [])]
        spread = [_spread(values, rest, len(cells)) for values in read]
        if feature in plain:
            first = plain[feature] if not spread else plain[feature].zip_with(plain[feature].is_not_null(), spread[0])
            spread = [first, *spread[1:]]
        texts[own or feature] = spread
    return texts


def _spread(values: pl.Series, places: npt.NDArray[np.int64], count: int) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, count).scatter(places, values)


def coded(texts: Mapping[K, Sequence[pl.Series]]) -> tuple[pl.Series, dict[K, Places]]:
    """Give the distinct texts of several tables, and the tables as places among them.

    Returns:
        the distinct texts, and per table an array of shape (cells + 1, values at most); -1 is none, and so are all of
        the last row.
    """
    every = [series for many in texts.values() for series in many]
    found = distinct_cells(pl.concat(every))
    tables: dict[K, Places] = {}
    start = 0
    for name, many in texts.items():
        table = np.full((len(many[0]) + 1, len(many)), -1, np.int32)
        for column, series in enumerate(many):
            table[:-1, column] = found.places[start : start + len(series)]
            start += len(series)
        tables[name] = table
    return found.values, tables
