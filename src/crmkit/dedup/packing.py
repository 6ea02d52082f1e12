"""Records as single lines of text, since a million of them must fit in memory."""

from collections.abc import Sequence
from typing import Final

from attrs import field, frozen

from crmkit.dedup.features import Read

BETWEEN: Final = "\x1f"
"""Stands between features."""
WITHIN: Final = "\x1e"
"""Stands between the values of one feature."""
_MARK: Final = "\x1d"
_WRITTEN: Final = str.maketrans({_MARK: _MARK + "m", WITHIN: _MARK + "w", BETWEEN: _MARK + "b"})
_MEANT: Final = {"m": _MARK, "w": WITHIN, "b": BETWEEN}

Row = Sequence[str]
"""One text for each feature: its values, as `Packing.values` reads them; empty where there is none."""


@frozen
class Packing:
    """Writes features as a line, and reads them again.

    Attributes:
        features: the features, in the order in which they are written.

    >>> packing = Packing(("given", "email"))
    >>> packing.read(packing.row(packing.line({"email": ("a@example.org", "b@example.org")})))
    {'email': ('a@example.org', 'b@example.org')}
    """

    features: tuple[str, ...]
    place: dict[str, int] = field(init=False, repr=False)

    @place.default
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.features)}

    def line(self, read: Read) -> str:
        """Write the features of a record."""
        return BETWEEN.join([WITHIN.join(map(written, read.get(name, ()))) for name in self.features])

    def row(self, line: str) -> Row:
        """Part a line into one text for each feature."""
        return line.split(BETWEEN) if self.features else []

    def read(self, row: Row) -> Read:
        """Read the features of a record again."""
        return {name: values_of(text) for name, text in zip(self.features, row, strict=True) if text}


def values_of(text: str) -> tuple[str, ...]:
    """Read the values of one feature."""
    if not text:
        return ()
    values = text.split(WITHIN)
    return tuple(map(_unwritten, values)) if _MARK in text else tuple(values)


def written(value: str) -> str:
    """Write a value so that it holds nothing that stands between values."""
    return value if value.isprintable() else value.translate(_WRITTEN)


def _unwritten(value: str) -> str:
    first, *others = value.split(_MARK)
    return first + "".join(_MEANT[part[0]] + part[1:] for part in others)
