"""What a glance at the letters of two texts tells: bounds that spare most unlike pairs a closer comparison."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final, overload

import numpy as np
import numpy.typing as npt
import polars as pl

from crmkit.dedup.columnar.ordering import Bools, Ints

Array = npt.NDArray[Any]

_SIGNS: Final = "abcdefghijklmnopqrstuvwxyz0123456789 @.-_+'/"
_PREFIX_WEIGHT = 0.4
_FEW = 5000


class Vocabulary:
    """Distinct texts, and what was found out about each of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = np.fromiter(texts, np.object_, len(texts))
        self._described: dict[Callable[[Sequence[str]], Array], Array] = {}

    @cached_property
    def ranks(self) -> Ints:
        """The place of each text in the order of the alphabet, and -1 behind them all, for none."""
        ranks = np.full(len(self.texts) + 1, -1, np.int64)
        if len(ranks) < _FEW:
            order = np.array(sorted(range(len(self.texts)), key=self.texts.__getitem__), np.int64)
        else:
            order = pl.Series(self.texts.tolist(), dtype=pl.String).arg_sort().to_numpy()
        ranks[order] = np.arange(len(self.texts))
        return ranks

    def describe(self, how: Callable[[Sequence[str]], Array]) -> Array:
        """Describe every text, once; gives one row for each."""
        if how not in self._described:
            self._described[how] = how(self.texts.tolist())
        return self._described[how]


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
    return np.fromiter(map(len, texts), np.int64, len(texts))


def letters(texts: Sequence[str]) -> Array:
    """Give the set of signs in each text as 64 bits; what is not ASCII has no bit.

    >>> [bin(one) for one in letters(["abba", "", "c"]).tolist()]
    ['0b11', '0b0', '0b100']
    """
    joined = np.frombuffer("\n".join([*texts, ""]).encode("utf-8", "replace"), np.uint8)
    ends = np.flatnonzero(joined == ord("\n"))
    if len(ends) != len(texts):
        return np.array([np.bitwise_or.reduce(_BITS[list(text.encode())], initial=0) for text in texts], np.uint64)
    if not len(ends):
        return np.empty(0, np.uint64)
    return np.bitwise_or.reduceat(_BITS[joined], np.concatenate(([0], ends[:-1] + 1)))


_BITS: Final = np.zeros(256, np.uint64)
_BITS[[ord(sign) for sign in _SIGNS]] = np.uint64(1) << np.arange(len(_SIGNS), dtype=np.uint64)
SPACE: Final = _BITS[ord(" ")]


def first_letters(texts: Sequence[str]) -> Array:
    """Give the code point of the first letter of texts, 0 of an empty one."""
    return np.array(texts, "U1").view(np.uint32).astype(np.int64)


def starts(texts: Sequence[str]) -> Array:
    """Give the first three letters of texts as one number."""
    points = np.array(texts, "U3").view(np.uint32).reshape(-1, 3).astype(np.int64)
    return (points[:, 0] << 2 * _POINT) | (points[:, 1] << _POINT) | points[:, 2]


def endings(texts: Sequence[str]) -> Array:
    """Give the last three letters of texts as one number."""
    return starts([text[-3:] for text in texts])


_POINT: Final = 21
"""Bits of a code point."""


def fewest_slips(left: Spelt, right: Spelt) -> Ints:
    """Bound from below how many slips part two texts: every letter that only one of them has takes one.

    >>> fewest_slips(spelt(["anna", "anna"]), spelt(["hanna", "otto"])).tolist()
    [1, 2]
    """
    mine, theirs = left.described(letters), right.described(letters)
    slips = np.maximum(np.bitwise_count(mine & ~theirs), np.bitwise_count(theirs & ~mine)).astype(np.int64)
    fewest: Ints = np.maximum(slips, np.abs(left.described(lengths) - right.described(lengths)))
    return fewest


def most_alike(left: Spelt, right: Spelt) -> tuple[Ints, npt.NDArray[np.float64]]:
    """Bound from above what two texts have in common.

    Returns:
        how many letters they can share, and how alike they can be by Jaro and Winkler.
    """
    mine, theirs = left.described(letters), right.described(letters)
    one, other = left.described(lengths), right.described(lengths)
    shared = np.minimum(one - np.bitwise_count(mine & ~theirs), other - np.bitwise_count(theirs & ~mine))
    jaro = np.where(shared > 0, (shared / np.maximum(one, 1) + shared / np.maximum(other, 1) + 1) / 3, 0.0)
    same_start = left.described(first_letters) == right.described(first_letters)
    return shared, np.where(same_start, jaro + _PREFIX_WEIGHT * (1 - jaro), jaro)
