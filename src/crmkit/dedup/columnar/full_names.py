"""Full names that are commoner than their parts tell: names go with a country, a language and a generation."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

from crmkit.dedup.columnar.compare import Compared, Ints
from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.columnar.ordering import runs

Floats = npt.NDArray[np.float64]


@frozen(eq=False)
class FullNames:
    """What two equal full names weigh less than two equal given names and two equal family names apart.

    Attributes:
        names: number of each full name that weighs less, ascending; see `number_names`.
        bits: what to add for it, below zero.
    """

    names: Ints = field(factory=lambda: np.empty(0, np.int64), repr=False)
    bits: Floats = field(factory=lambda: np.empty(0), repr=False)

    def correct(self, weights: Sequence[Floats], compared: Sequence[Compared], features: Mapping[str, Encoded]) -> None:
        """Take what the full name weighs less from the weight of the family name, in place."""
        place, same = _equal_names(compared)
        if place < 0 or not len(self.names):
            return
        given, family = (one.shared[same].astype(np.int64) for one in _parts(compared))
        number = given * np.int64(len(features["family"].vocabulary)) + family
        found = np.minimum(np.searchsorted(self.names, number), len(self.names) - 1)
        weights[place][same] += np.where(self.names[found] == number, self.bits[found], 0.0)


class NameCounter:
    """Counts the customers that bear each full name, not their records.

    Args:
        compared: comparisons of pairs.
        features: encoded features.
    """

    def __init__(self, compared: Sequence[Compared], features: Mapping[str, Encoded]) -> None:
        place, self._same = _equal_names(compared)
        self._names = self._counts = np.empty(0, np.int64)
        if place < 0:
            return
        given, family = features["given"].first.astype(np.int64), features["family"].first.astype(np.int64)
        self._width = np.int64(len(features["family"].vocabulary))
        both = (given >= 0) & (family >= 0)
        every = np.sort(given[both] * self._width + family[both])
        start, counts = runs(every)
        several = counts > 1
        self._names, self._counts, self._single = every[start[several]], counts[several], int((~several).sum())
        parts = _parts(compared)
        number = parts[0].shared[self._same].astype(np.int64) * self._width + parts[1].shared[self._same]
        self._place = np.searchsorted(self._names, number)
        known = self._place < len(self._names)
        known[known] = self._names[self._place[known]] == number[known]
        self._same, self._place = self._same[known], self._place[known]

    def count(self, value_shares: Mapping[str, Floats], chance: Floats, *, strength: float) -> FullNames:
        """Weigh the names; one that a single record bears is as rare as its parts tell.

        Args:
            value_shares: of "given" and "family", the chance that another customer has a value.
            chance: per pair, how likely it is one customer.
            strength: how many customers of experience stand behind names that are independent.
        """
        if not len(self._names):
            return FullNames()
        agreeing = np.bincount(self._place, weights=chance[self._same], minlength=len(self._names))
        customers = np.maximum(self._counts.astype(float) ** 2 / np.maximum(self._counts + 2 * agreeing, 1), 1)
        apart = value_shares["given"][self._names // self._width] * value_shares["family"][self._names % self._width]
        share = (customers - 1 + strength * apart) / (self._single + customers.sum() + strength)
        bits = np.log2(apart / share)
        less = bits < 0
        return FullNames(self._names[less], bits[less])


def _parts(compared: Sequence[Compared]) -> list[Compared]:
    return [one for name in ("given", "family") for one in compared if one.comparison.feature == name]


def _equal_names(compared: Sequence[Compared]) -> tuple[int, npt.NDArray[np.int64]]:
    """Find the place of the family name, -1 without one, and the pairs whose full names are equal."""
    parts = _parts(compared)
    if len(parts) < 2:
        return -1, np.empty(0, np.int64)
    place = next(at for at, one in enumerate(compared) if one is parts[1])
    return place, np.flatnonzero((parts[0].levels == 0) & (parts[1].levels == 0))
