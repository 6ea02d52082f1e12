"""A frame of a caller, of any kind that narwhals understands, column by column."""

from collections.abc import Iterator, Sequence
from typing import Any

import narwhals as nw
import polars as pl
from attrs import define

from crmkit.exceptions import CallError
from crmkit.schema.columnar.wrapping import wrap


@define
class GivenFrame:
    """A frame of a caller, of any kind that narwhals understands."""

    frame: Any

    @classmethod
    def of(cls, given: Any) -> "GivenFrame":
        """Look at a frame.

        Raises:
            CallError: it is lazy, and so its values cannot be read.
        """
        if isinstance(given, pl.LazyFrame):
            raise CallError("A lazy frame cannot be read here; collect it, or describe what it holds in tables=.")
        return cls(wrap(given, eager_only=True))

    def __contains__(self, column: object) -> bool:
        return column in self.frame.columns

    def __len__(self) -> int:
        return len(self.frame)

    def column(self, name: str) -> pl.Series | list[Any]:
        """Give a column as a series of Polars, or its values where Polars has no type for them."""
        series = self.frame[name]
        if isinstance(series.to_native(), pl.Series):
            native: pl.Series = series.to_native()
            return native.to_list() if native.dtype in {pl.Object, pl.Struct} else native
        if series.dtype in {nw.Object, nw.Unknown, nw.Struct}:
            return [_missing_or(value) for value in series.to_list()]
        found: pl.Series = series.to_polars()
        return found

    def rows(self, places: Sequence[int]) -> Iterator[dict[str, Any]]:
        """Give some rows as mappings."""
        columns = {}
        for name in self.frame.columns:
            column = self.column(name)
            columns[name] = (
                column[list(places)].to_list() if isinstance(column, pl.Series) else [column[place] for place in places]
            )
        return (dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True))


def _missing_or(value: Any) -> Any:
    """Read what pandas has for a missing value of any type as missing."""
    return None if type(value).__name__ == "NAType" else value
