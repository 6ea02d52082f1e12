"""How each database hands over columns fast: row by row, or as one run of bytes for each column."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

import numpy as np
import polars as pl

Execute = Callable[[str], Iterable[Sequence[Any]]]
"""Runs a statement and gives its rows; where it gives a cursor, they are never held all at once."""

Kinds = Mapping[str, Any]
"""Name of each column to its Polars type: `String`, or one for whole numbers."""

Reader = Callable[[Execute, str, Kinds], pl.DataFrame]
"""Reads columns, given what follows FROM."""

_NOTHING: Final = -(2**63) + 1
"""Stands for a number that is missing."""


def by_rows(execute: Execute, source: str, kinds: Kinds) -> pl.DataFrame:
    """Read from a database in this process, where a row costs little."""
    if pl.String in kinds.values():
        names = ", ".join(f'"{name}"' for name in kinds)
        rows = list(execute(f"SELECT {names} FROM {source}"))  # noqa: S608  names of our own
        columns = {name: [row[place] for row in rows] for place, name in enumerate(kinds)}
        return pl.DataFrame(columns, schema=dict(kinds))
    numbers = ", ".join(f'coalesce("{name}", {_NOTHING})' for name in kinds)
    found = execute(f"SELECT {numbers} FROM {source}")  # noqa: S608  names of our own
    table = np.fromiter(chain.from_iterable(found), dtype=np.int64).reshape(-1, len(kinds))
    return pl.DataFrame([_numbers(name, table[:, place], kind) for place, (name, kind) in enumerate(kinds.items())])


def by_bytes(execute: Execute, source: str, kinds: Kinds) -> pl.DataFrame:
    """Read from a server, which puts all values of a column into one: eight bytes for a number."""
    fields = [
        f"string_agg(coalesce(\"{name}\", ''), chr(30))"
        if kind == pl.String
        else f"string_agg(int8send(coalesce(\"{name}\"::bigint, {_NOTHING})), '')"
        for name, kind in kinds.items()
    ]
    [values] = execute(f"SELECT {', '.join(fields)} FROM {source}")  # noqa: S608  names of our own
    if values[0] is None:
        return pl.DataFrame(schema=dict(kinds))
    return pl.DataFrame(
        [
            _texts(name, value)
            if kind == pl.String
            else _numbers(name, np.frombuffer(value, dtype=">i8").astype(np.int64), kind)
            for value, (name, kind) in zip(values, kinds.items(), strict=True)
        ]
    )


def _numbers(name: str, values: np.ndarray[Any, np.dtype[np.int64]], kind: Any) -> pl.Series:
    found = pl.Series(name, values)
    if (values == _NOTHING).any():
        found = found.set(found == _NOTHING, None)
    return found.cast(kind)


def _texts(name: str, value: str) -> pl.Series:
    found = pl.Series(name, value.split("\x1e"))
    return found.set(found == "", None)
