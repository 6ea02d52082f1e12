"""Columns as people know them become columns that engines compare, the common kinds without a detour over Python.

What has no short way is read value by value, each distinct one once, by the functions of the reference.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, Final

import polars as pl
from attrs import frozen

from crmkit.segment import reading
from crmkit.segment.folding import key
from crmkit.segment.nodes import Matching, Meaning
from crmkit.segment.targets.columnar.expressions import SPACES
from crmkit.segment.targets.forms import EPOCH, safe
from crmkit.segment.targets.tables import (
    BooleanColumn,
    DateColumn,
    InstantColumn,
    MoneyColumn,
    NumberColumn,
    Stored,
    StoredField,
    TextColumn,
    Unasked,
    columns_of,
)
from crmkit.segment.targets.writing import UnwritableError, cells
from crmkit.segment.windows import FIRST, LAST, TICK, Clock

_MOST_DECIMALS: Final = 6
_LARGEST: Final = 10**15
_HARD: Final = "[^\x01-\x7f]"
_FIRST, _LAST = ((datetime(day.year, day.month, day.day, tzinfo=UTC) - EPOCH) // TICK for day in (FIRST, LAST))


@frozen
class Read:
    """A field as engines compare it.

    Attributes:
        stored: what the columns hold.
        columns: the columns, in the order of `columns_of`.
    """

    stored: Stored
    columns: tuple[pl.Series, ...]


def read_column(values: pl.Series | Sequence[Any], meaning: Meaning, clock: Clock, name: str) -> Read | Unasked:
    """Read a column whose cells hold one value each.

    Args:
        values: a series, or the values themselves where Polars has no type for them.
        meaning: what the field means.
        clock: for the zone.
        name: of the field; its columns are named after it.

    Raises:
        CallError: a time has no zone.
    """
    if isinstance(values, pl.Series):
        short = _SHORT.get(meaning.family)
        found = short(values, meaning, name) if short is not None and meaning.derived is None else None
        if found is not None:
            return found
        values = values.to_list()
    return _one_by_one(values, meaning, clock, name)


# Short ways


def _texts(values: pl.Series, meaning: Meaning, name: str) -> Read | None:
    """Fold what is plain ASCII in Polars, and the rest by its distinct values."""
    if values.dtype.is_integer():
        values = values.cast(pl.String)
    if values.dtype != pl.String:
        return None
    column = pl.col(name)
    plain = _plain_key(column, meaning.matching)
    blank = column.str.strip_chars(SPACES) == ""
    frame = values.alias(name).to_frame()
    hard = frame.filter(column.str.contains(_HARD)).unique()
    keys = frame.select(pl.when(blank).then(None).otherwise(plain).alias(name)).to_series()
    if hard.height:
        hard_keys = {text: _hard_key(text, meaning.matching) for text in hard.to_series()}
        replaced = pl.col("raw").replace_strict(hard_keys, default=pl.col("key"), return_dtype=pl.String)
        found = pl.DataFrame({"raw": values, "key": keys})
        keys = found.select(pl.when(pl.col("raw").str.contains(_HARD)).then(replaced).otherwise("key")).to_series()
    return Read(TextColumn(name), (keys.alias(name),))


def _plain_key(column: pl.Expr, matching: Matching) -> pl.Expr:
    match matching:
        case "fold":
            return column.str.slice(0, 2_000).str.to_lowercase().str.replace_all("[^0-9a-z]+", " ").str.strip_chars(" ")
        case "casefold":
            return column.str.strip_chars(SPACES).str.to_lowercase()
        case _:
            return column.str.strip_chars(SPACES)


def _hard_key(text: str, matching: Matching) -> str | None:
    return safe(key(text, matching)) if text.strip() else None


def _numbers(values: pl.Series, _meaning: Meaning, name: str) -> Read | None:
    if values.dtype in {pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32}:
        return Read(NumberColumn(name), (values.cast(pl.Int64).alias(name),))
    if values.dtype not in {pl.Float32, pl.Float64}:
        return None
    floats = values.cast(pl.Float64).fill_nan(None).alias(name)
    if floats.is_infinite().any():
        return None
    for digits in range(_MOST_DECIMALS + 1):
        scaled = on_grid(floats, 10**digits)
        if scaled is not None:
            return Read(NumberColumn(name, digits=digits), (scaled,))
    return Read(NumberColumn(name, form="float"), (floats,))


def on_grid(floats: pl.Series, scale: int | pl.Series) -> pl.Series | None:
    """Turn doubles into whole numbers of 1/scale, where that is exactly what each of them prints as."""
    scaled = (floats * scale).round()
    exact = (scaled / scale == floats) & (scaled.abs() < _LARGEST)
    return scaled.cast(pl.Int64) if exact.all(ignore_nulls=True) else None


def _booleans(values: pl.Series, _meaning: Meaning, name: str) -> Read | None:
    return Read(BooleanColumn(name), (values.alias(name),)) if values.dtype == pl.Boolean else None


def _dates(values: pl.Series, _meaning: Meaning, name: str) -> Read | None:
    if values.dtype != pl.Date:
        return None
    stored = DateColumn(name, month_day=f"{name} month and day", form="date")
    month_day = values.dt.month().cast(pl.Int64) * 100 + values.dt.day()
    return Read(stored, (values.alias(name), month_day.alias(stored.month_day or "")))


def _instants(values: pl.Series, _meaning: Meaning, name: str) -> Read | None:
    if not isinstance(values.dtype, pl.Datetime) or values.dtype.time_zone is None:
        return None
    return Read(InstantColumn(name), (values.dt.timestamp("us").clip(_FIRST, _LAST).alias(name),))


_SHORT: Final[dict[str, Callable[[pl.Series, Meaning, str], Read | None]]] = {
    "text": _texts,
    "choice": _texts,
    "number": _numbers,
    "boolean": _booleans,
    "date": _dates,
    "instant": _instants,
}


# The long way


def _one_by_one(values: Sequence[Any], meaning: Meaning, clock: Clock, name: str) -> Read | Unasked:
    stored = _layout(values, meaning, name)
    if isinstance(stored, Unasked):
        return stored
    known: dict[Hashable, tuple[Any, ...]] = {}
    missing = (None,) * len(columns_of(stored))
    rows = []
    try:
        for value in values:
            if value is None or not reading.is_known(value):
                rows.append(missing)
                continue
            try:
                here = known.get((type(value), value))
            except TypeError:
                rows.append(cells(stored, meaning, value, clock, name))
                continue
            if here is None:
                here = known[type(value), value] = cells(stored, meaning, value, clock, name)
            rows.append(here)
    except UnwritableError:
        return Unasked("it has values that columns of engines cannot hold")
    types = [column_type(stored, column) for column in columns_of(stored)]
    series = (
        pl.Series(column, [row[place] for row in rows], dtype=types[place], strict=False)
        for place, column in enumerate(columns_of(stored))
    )
    return Read(stored, tuple(series))


def _layout(values: Sequence[Any], meaning: Meaning, name: str) -> Stored | Unasked:
    """Choose the columns that the values need."""
    known = f"{name} is known"
    match meaning.family:
        case "date":
            return DateColumn(name, last=f"{name} last", month_day=f"{name} month and day")
        case "instant":
            return InstantColumn(name, last=f"{name} last", known=known)
        case "boolean":
            return BooleanColumn(name, known=known)
        case "money":
            return MoneyColumn(name, currency=f"{name} currency", known=known)
        case "number":
            digits = _digits(values)
            if digits is None:
                return Unasked("its numbers have more digits than engines compare exactly")
            return NumberColumn(name, digits=digits, known=known)
        case _:
            return TextColumn(name)


def _digits(values: Sequence[Any]) -> int | None:
    """Count the decimals that all numbers need; None when there are too many."""
    most = 0
    for value in values:
        exact = reading.exact(value)
        if isinstance(exact, Fraction):
            digits = next(
                (count for count in range(13) if exact.denominator == 1 or 10**count % exact.denominator == 0), None
            )
            if digits is None:
                return None
            most = max(most, digits)
    return most


def column_type(stored: StoredField, column: str) -> Any:
    """Give the type that a column of a stored field has in Polars."""
    if column == stored.known:
        return pl.Boolean
    if column == getattr(stored, "currency", None):
        return pl.String
    match stored:
        case TextColumn():
            return pl.String
        case BooleanColumn():
            return pl.Boolean
        case NumberColumn(form="float") | MoneyColumn(form="float"):
            return pl.Float64
        case NumberColumn(form="decimal") | MoneyColumn(form="decimal"):
            return pl.Decimal(38, stored.digits or 0)
        case DateColumn(form="date", month_day=month_day) if column != month_day:
            return pl.Date
        case InstantColumn(form="timestamp"):
            return pl.Datetime("us", "UTC")
        case _:
            return pl.Int64
