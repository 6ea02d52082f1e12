"""Distinct texts, and what is found out about the letters of each of them once."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar, overload

import numpy as np
import numpy.typing as npt
import polars as pl

from crmkit.dedup.columnar.ordering import Bools, Ints

Array = npt.NDArray[Any]
T = TypeVar("T")

_SIGNS: Final = "abcdefghijklmnopqrstuvwxyz0123456789 @.-_+'/"


class Vocabulary:
    """Distinct texts, and what was found out about each of them.

    Args:
        texts: the texts.
        column: the same as a column, where there is one.
    """

    def __init__(self, texts: Sequence[str], column: pl.Series | None = None) -> None:
        self.values = tuple(texts)
        self.texts = np.fromiter(self.values, np.object_, len(self.values))
        self._column = column
        self._known: dict[Callable[..., Any], Any] = {}

    @property
    def column(self) -> pl.Series:
        """The texts as a column."""
        if self._column is None:
            self._column = pl.Series(self.values, dtype=pl.String)
        return self._column

    def describe(self, how: Callable[[Sequence[str]], Array]) -> Array:
        """Describe every text, once; gives one row for each."""
        described: Array = self._once(how, lambda: how(self.values))
        return described

    def take(self, how: Callable[[pl.Series], T]) -> T:
        """Ask something of the whole column, once."""
        taken: T = self._once(how, lambda: how(self.column))
        return taken

    def _once(self, how: Callable[..., Any], ask: Callable[[], Any]) -> Any:
        if how not in self._known:
            self._known[how] = ask()
        return self._known[how]


class Spelt(Sequence[str]):
    """Texts of a vocabulary, by their places in it."""

    def __init__(self, vocabulary: Vocabulary, places: Array) -> None:
        self.vocabulary = vocabulary
        self.places = places
        self._texts: list[str] | None = None

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        return self.listed[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self.listed)

    @property
    def listed(self) -> list[str]:
        """The texts as a list."""
        if self._texts is None:
            self._texts = self.vocabulary.texts[self.places].tolist()
        return self._texts

    def only(self, chosen: Ints | Bools) -> "Spelt":
        """Take some of the texts."""
        return Spelt(self.vocabulary, self.places[chosen])

    def described(self, how: Callable[[Sequence[str]], Array]) -> Array:
        """Describe the texts; whatever is in the vocabulary is described once."""
        return self.vocabulary.describe(how)[self.places]


def spelt(texts: Sequence[str]) -> Spelt:
    """Make texts of any kind a vocabulary of their own."""
    return texts if isinstance(texts, Spelt) else Spelt(Vocabulary(texts), np.arange(len(texts)))


def lengths(texts: Sequence[str]) -> Array:
    """Count the characters of texts."""
    return np.fromiter(map(len, texts), np.int32, len(texts))


def letters(texts: Sequence[str]) -> Array:
    """Give the set of signs in each text as 64 bits; what is not ASCII has no bit.

    >>> [bin(one) for one in letters(["abba", "", "c"]).tolist()]
    ['0b11', '0b0', '0b100']
    """
    parts = [_some_letters(texts[start : start + _AT_ONCE]) for start in range(0, len(texts), _AT_ONCE)]
    return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, np.uint64), *parts])


def _some_letters(texts: Sequence[str]) -> Array:
    joined = np.frombuffer("\n".join([*texts, ""]).encode("utf-8", "replace"), np.uint8)
    ends = np.flatnonzero(joined == ord("\n"))
    if len(ends) != len(texts):
        return np.array(
            [np.bitwise_or.reduce(_BITS[list(text.encode("utf-8", "replace"))], initial=0) for text in texts], np.uint64
        )
    return np.bitwise_or.reduceat(_BITS[joined], np.concatenate(([0], ends[:-1] + 1)))


def letters_of_box(texts: Sequence[str]) -> Array:
    """Give the signs of e-mail addresses before the @, as `letters` does."""
    return letters([text.partition("@")[0] for text in texts])


_AT_ONCE: Final = 5000
"""Texts whose letters fit into a processor's cache."""

_BITS: Final = np.zeros(256, np.uint64)
_BITS[[ord(sign) for sign in _SIGNS]] = np.uint64(1) << np.arange(len(_SIGNS), dtype=np.uint64)
SPACE: Final = _BITS[ord(" ")]


def first_letters(texts: Sequence[str]) -> Array:
    """Give the code point of the first letter of texts, 0 of an empty one."""
    return np.array(texts, "U1").view(np.uint32)


def starts(texts: Sequence[str]) -> Array:
    """Give the first three letters of texts as one number."""
    points = np.array(texts, "U3").view(np.uint32).reshape(-1, 3).astype(np.int64)
    return (points[:, 0] << 2 * _POINT) | (points[:, 1] << _POINT) | points[:, 2]


def endings(texts: Sequence[str]) -> Array:
    """Give the last three letters of texts as one number."""
    return starts([text[-3:] for text in texts])


_POINT: Final = 21
"""Bits of a code point."""
