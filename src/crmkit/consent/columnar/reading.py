"""Read columns of a database fast: it puts all values of a column into one, and they are taken apart here at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from attrs import frozen

Execute = Callable[[str], Iterable[Sequence[Any]]]
"""Runs a statement and gives its rows."""

Kinds = Mapping[str, Any]
"""Name of each column to its Polars type: `String`, or one for whole numbers."""

_NOTHING: Final = -(2**63) + 1
"""Stands for a number that is missing."""

_BETWEEN: Final = "\x1e"
"""Stands between texts."""


@frozen
class Packing:
    """How a database puts many values into one.

    Attributes:
        number: the expression for a column of whole numbers, with its name as `{}`.
        numbers: takes them apart.
        text: the expression for a column of texts, which are parted by U+001E.
    """

    number: str
    numbers: Callable[[Any], Any]
    text: str

    def read(self, execute: Execute, source: str, kinds: Kinds) -> pl.DataFrame:
        """Read columns, given what follows FROM."""
        values = ((self.text if kind == pl.String else self.number).format(name) for name, kind in kinds.items())
        [[count, *found]] = execute(f"SELECT count(*), {', '.join(values)} FROM {source}")  # noqa: S608  names of our own
        if not count:
            return pl.DataFrame(schema=dict(kinds))
        return pl.DataFrame(
            [
                _texts(name, value or "") if kind == pl.String else _numbers(name, self.numbers(value), kind)
                for value, (name, kind) in zip(found, kinds.items(), strict=True)
            ]
        )


IN_DIGITS: Final = Packing(
    number=f"group_concat(coalesce(\"{{}}\", {_NOTHING}), ',')",
    numbers=lambda value: np.fromstring(value, dtype=np.int64, sep=","),
    text=f"group_concat(coalesce(\"{{}}\", ''), '{_BETWEEN}')",
)

IN_BYTES: Final = Packing(
    number=f"string_agg(int8send(coalesce(\"{{}}\"::bigint, {_NOTHING})), '')",
    numbers=lambda value: np.frombuffer(value, dtype=">i8").astype(np.int64),
    text=f"string_agg(coalesce(\"{{}}\", ''), '{_BETWEEN}')",
)


def _numbers(name: str, values: np.ndarray[Any, np.dtype[np.int64]], kind: Any) -> pl.Series:
    found = pl.Series(name, values)
    if (values == _NOTHING).any():
        found = found.set(found == _NOTHING, None)
    return found.cast(kind)


def _texts(name: str, value: str) -> pl.Series:
    found = pl.Series(name, value.split(_BETWEEN))
    return found.set(found == "", None)
