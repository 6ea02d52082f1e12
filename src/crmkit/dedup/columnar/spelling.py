"""Distinct texts, and what is found out about the letters of each of them once."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final, TypeVar, overload

import numpy as np
import numpy.typing as npt
import polars as pl

from crmkit.dedup.columnar.ordering import Bools, Ints

Array = npt.NDArray[Any]
T = TypeVar("T")

_SIGNS: Final = "abcdefghijklmnopqrstuvwxyz0123456789 @.-_+'/"


class Vocabulary:
    """Distinct texts, and what was found out about each of them; they are listed only where somebody asks for that.

    Args:
        texts: the texts, or a column of them.
    """

    def __init__(self, texts: Sequence[str] | pl.Series) -> None:
        self._given = texts
        self._known: dict[Callable[..., Any], Any] = {}

    def __len__(self) -> int:
        return len(self._given)

    @cached_property
    def column(self) -> pl.Series:
        """The texts as a column."""
        return self._given if isinstance(self._given, pl.Series) else pl.Series(self._given, dtype=pl.String)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The texts, one by one."""
        return tuple(self._given)

    @cached_property
    def texts(self) -> Array:
        """The texts as an array of objects."""
        return np.fromiter(self.values, np.object_, len(self))

    def describe(self, how: Callable[[pl.Series], T]) -> T:
        """Describe the texts, once; gives one row for each."""
        if how not in self._known:
            self._known[how] = how(self.column)
        described: T = self._known[how]
        return described


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

    def described(self, how: Callable[[pl.Series], Array]) -> Array:
        """Describe the texts; whatever is in the vocabulary is described once."""
        return self.vocabulary.describe(how)[self.places]


def spelt(texts: Sequence[str]) -> Spelt:
    """Make texts of any kind a vocabulary of their own."""
    return texts if isinstance(texts, Spelt) else Spelt(Vocabulary(texts), np.arange(len(texts)))


def lengths(texts: pl.Series) -> Array:
    """Count the characters of texts."""
    return texts.str.len_chars().to_numpy().astype(np.int32)


def letters(texts: pl.Series) -> Array:
    """Give the set of signs in each text as 64 bits; what is not ASCII has no bit.

    >>> [bin(one) for one in letters(pl.Series(["abba", "", "c"])).tolist()]
    ['0b11', '0b0', '0b100']
    """
    parts = [_some_letters(texts[start : start + _AT_ONCE]) for start in range(0, len(texts), _AT_ONCE)]
    return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, np.uint64), *parts])


def _some_letters(texts: pl.Series) -> Array:
    joined = np.frombuffer(f"{texts.str.join(chr(10)).item()}\n".encode(), np.uint8)
    ends = np.flatnonzero(joined == ord("\n"))
    if len(ends) != len(texts):
        return np.array([np.bitwise_or.reduce(_BITS[list(text.encode())], initial=0) for text in texts], np.uint64)
    return np.bitwise_or.reduceat(_BITS[joined], np.concatenate(([0], ends[:-1] + 1)))


def letters_of_box(texts: pl.Series) -> Array:
    """Give the signs of e-mail addresses before the @, as `letters` does."""
    return letters(texts.str.split_exact("@", 1).struct.field("field_0"))


_AT_ONCE: Final = 5000
"""Texts whose letters fit into a processor's cache."""

_BITS: Final = np.zeros(256, np.uint64)
_BITS[[ord(sign) for sign in _SIGNS]] = np.uint64(1) << np.arange(len(_SIGNS), dtype=np.uint64)
SPACE: Final = _BITS[ord(" ")]


def first_letters(texts: pl.Series) -> Array:
    """Give the code point of the first letter of texts, 0 of an empty one."""
    return np.array(texts.str.head(1).to_list(), "U1").view(np.uint32)


def starts(texts: pl.Series) -> Array:
    """Number texts by their first three letters."""
    return hashes(texts.str.head(3))


def endings(texts: pl.Series) -> Array:
    """Number texts by their last three letters."""
    return hashes(texts.str.tail(3))


def hashes(texts: pl.Series) -> Array:
    """Hash texts, whatever other texts there are."""
    return texts.hash(seed=1).to_numpy()
