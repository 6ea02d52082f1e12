"""What a glance at the letters of two texts tells: bounds that spare most unlike pairs a closer comparison."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from crmkit.dedup.columnar.ordering import Bools, Ints
from crmkit.dedup.columnar.spelling import SPACE, first_letters, lengths, letters, spelt

_PREFIX_WEIGHT = np.float32(0.4)

_FEW = 50

Counts = npt.NDArray[np.int32]


class Glance:
    """Pairs of texts; whatever is asked about their letters is worked out once."""

    def __init__(self, left: Sequence[str], right: Sequence[str]) -> None:
        self.left, self.right = spelt(left), spelt(right)

    def __len__(self) -> int:
        return len(self.left)

    def only(self, places: Ints) -> "Glance":
        """Take some of the pairs."""
        return Glance(self.left.only(places), self.right.only(places))

    def near(self, bound: Callable[["Glance"], Bools]) -> Ints:
        """Find the pairs that a bound does not rule out; of a few pairs all, since asking costs more than it spares."""
        return np.flatnonzero(bound(self)) if len(self) > _FEW else np.arange(len(self))

    def texts(self, places: Ints | Bools) -> tuple[list[str], list[str]]:
        """List the texts of some pairs, of each the one that comes first in the alphabet on the left."""
        one, other = (side.vocabulary.texts[side.places[places]] for side in (self.left, self.right))
        later = np.asarray(one > other, np.bool_)
        return np.where(later, other, one).tolist(), np.where(later, one, other).tolist()

    def each(self, chosen: Bools) -> Iterator[tuple[int, str, str]]:
        """Give the pairs that must be looked at one by one, with their places; see `texts`."""
        places = np.flatnonzero(chosen)
        return zip(places.tolist(), *self.texts(places), strict=True)

    @cached_property
    def letters(self) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
        """The set of signs of either side."""
        return self.left.described(letters), self.right.described(letters)

    @cached_property
    def lengths(self) -> tuple[Counts, Counts]:
        """How many signs either side has."""
        return self.left.described(lengths), self.right.described(lengths)

    @cached_property
    def shortest(self) -> Counts:
        """How many signs the shorter side has."""
        return np.minimum(*self.lengths)

    @cached_property
    def alone(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
        """How many different signs only one side has."""
        mine, theirs = self.letters
        return np.bitwise_count(mine & ~theirs), np.bitwise_count(theirs & ~mine)

    @cached_property
    def slips(self) -> Counts:
        """How many slips part the texts at the least: every sign that only one of them has takes one.

        >>> Glance(["anna", "anna"], ["hanna", "otto"]).slips.tolist()
        [1, 2]
        """
        one, other = self.lengths
        fewest: Counts = np.maximum(np.abs(one - other), np.maximum(*self.alone))
        return fewest

    @cached_property
    def shared(self) -> Counts:
        """How many signs the texts can have in common at the most."""
        (one, other), (mine, theirs) = self.lengths, self.alone
        most: Counts = np.minimum(one - mine, other - theirs)
        return most

    @cached_property
    def alike(self) -> npt.NDArray[np.float32]:
        """How alike the texts can be at the most, by Jaro and Winkler."""
        one, other = (np.maximum(side, 1).astype(np.float32) for side in self.lengths)
        shared = self.shared.astype(np.float32)
        jaro = (shared / one + shared / other + (shared > 0)) * np.float32(1 / 3)
        jaro += self.same_start * _PREFIX_WEIGHT * (1 - jaro)
        most: npt.NDArray[np.float32] = jaro
        return most

    @cached_property
    def same_start(self) -> Bools:
        """Whether the first letters are equal."""
        same: Bools = self.left.described(first_letters) == self.right.described(first_letters)
        return same

    @cached_property
    def several(self) -> Bools:
        """Whether a side has several words."""
        mine, theirs = self.letters
        several: Bools = ((mine | theirs) & SPACE) != 0
        return several

    def equal(self, how: Callable[[pl.Series], npt.NDArray[Any]]) -> Bools:
        """Tell where a description of both sides is the same."""
        same: Bools = self.left.described(how) == self.right.described(how)
        return same
