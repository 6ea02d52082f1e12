"""The distinct cells of a column, and where each stands."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import polars as pl
from attrs import frozen

_KEYED = (pl.String, pl.Boolean, pl.Date)


@frozen(eq=False)
class Distinct:
    """The distinct cells of a column, apart by region.

    Attributes:
        cells: the distinct cells; those of one region stand together.
        regions: region, and how many of the cells are its.
        places: per row, the place of its cell; None when each row has a cell of its own, in order.
    """

    cells: Sequence[Any] | pl.Series
    regions: list[tuple[str | None, int]]
    places: pl.Series | None

    def slices(self, size: int) -> Iterator[tuple[str | None, list[Any]]]:
        """Give the cells in parts of one region and at most `size` cells."""
        start = 0
        for region, count in self.regions:
            for begin in range(start, start + count, size):
                part = self.cells[begin : min(begin + size, start + count)]
                yield region, part.to_list() if isinstance(part, pl.Series) else list(part)
            start += count


def find_distinct(column: pl.Series | list[Any], regions: pl.Series | None, region: str | None) -> Distinct:
    """Find the distinct cells of a column.

    Args:
        column: a series, or a list when its cells are of several kinds.
        regions: per row, the country that decides; None or a missing one for `region`.
        region: where none is known.

    >>> found = find_distinct(pl.Series(["b", "a", "b"]), None, "CH")
    >>> list(found.slices(10)), found.places.to_list()
    ([('CH', ['b', 'a'])], [0, 1, 0])
    """
    if isinstance(column, pl.Series) and (column.dtype in _KEYED or column.dtype.is_numeric()):
        return _by_engine(column, regions, region)
    cells = column.to_list() if isinstance(column, pl.Series) else column
    return _by_hand(cells, [region] * len(cells) if regions is None else regions.fill_null(region).to_list())


def _by_engine(column: pl.Series, regions: pl.Series | None, region: str | None) -> Distinct:
    if regions is None:
        cells = column.unique(maintain_order=True)
        if len(cells) == len(column):
            return Distinct(column, [(region, len(column))], None)
        places = _places(pl.DataFrame({"cell": column}), pl.DataFrame({"cell": cells}))
        return Distinct(cells, [(region, len(cells))], places)
    filled = regions if region is None else regions.fill_null(region)
    table = pl.DataFrame({"cell": column, "region": filled})
    pairs = table.unique(maintain_order=True).sort("region", maintain_order=True)
    counts = pairs["region"].rle().struct.unnest()
    return Distinct(pairs["cell"], list(zip(counts["value"], counts["len"], strict=True)), _places(table, pairs))


def _places(table: pl.DataFrame, distinct: pl.DataFrame) -> pl.Series:
    found = table.join(
        distinct.with_row_index("place"), on=distinct.columns, how="left", nulls_equal=True, maintain_order="left"
    )
    return found["place"]


def _by_hand(cells: list[Any], regions: Sequence[str | None]) -> Distinct:
    """Tell cells apart by their class as well, since 1 and True are not the same cell."""
    held: dict[str | None, list[Any]] = {}
    known: dict[tuple[Any, ...], tuple[str | None, int]] = {}
    where: list[tuple[str | None, int]] = []
    for cell, region in zip(cells, regions, strict=True):
        own = held.setdefault(region, [])
        place = (region, len(own))
        with suppress(TypeError):  # a list or a dict cannot be looked up
            place = known.setdefault((region, type(cell), cell), place)
        if place[1] == len(own):
            own.append(cell)
        where.append(place)
    starts: dict[str | None, int] = {}
    for region in held:
        starts[region] = sum(len(held[one]) for one in starts)
    flat = [cell for own in held.values() for cell in own]
    places = pl.Series([starts[region] + place for region, place in where], dtype=pl.UInt32)
    return Distinct(flat, [(region, len(own)) for region, own in held.items()], places)
