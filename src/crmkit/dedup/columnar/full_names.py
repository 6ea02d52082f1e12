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
        number = given * np.int64(len(features["family"].values)) + family
        found = np.minimum(np.searchsorted(self.names, number), len(self.names) - 1)
        weights[place][same] += np.where(self.names[found] == number, self.bits[found], 0.0)


def count_names(
    compared: Sequence[Compared],
    features: Mapping[str, Encoded],
    value_shares: Mapping[str, Floats],
    chance: Floats,
    *,
    strength: float,
) -> FullNames:
    """Count the customers that bear each full name, not their records.

    Args:
        compared: comparisons of pairs.
        features: encoded features.
        value_shares: of "given" and "family", the chance that another customer has a value.
        chance: per pair, how likely it is one customer.
        strength: how many customers of experience stand behind names that are independent.
    """
    place, same = _equal_names(compared)
    if place < 0:
        return FullNames()
    given, family = features["given"].first.astype(np.int64), features["family"].first.astype(np.int64)
    width = np.int64(len(features["family"].values))
    both = (given >= 0) & (family >= 0)
    every = np.sort(given[both] * width + family[both])
    start, count = runs(every)
    names = every[start]
    parts = _parts(compared)
    number = parts[0].shared[same].astype(np.int64) * width + parts[1].shared[same]
    found = np.minimum(np.searchsorted(names, number), max(len(names) - 1, 0))
    known = names[found] == number if len(names) else np.zeros(0, np.bool_)
    agreeing = np.bincount(found[known], weights=chance[same][known], minlength=len(names))
    customers = np.maximum(count.astype(float) ** 2 / np.maximum(count + 2 * agreeing, 1), 1)
    apart = value_shares["given"][names // width] * value_shares["family"][names % width]
    share = (customers - 1 + strength * apart) / (customers.sum() + strength)
    bits = np.log2(apart / share)
    less = bits < 0
    return FullNames(names[less], bits[less])


def _parts(compared: Sequence[Compared]) -> list[Compared]:
    return [one for name in ("given", "family") for one in compared if one.comparison.feature == name]


def _equal_names(compared: Sequence[Compared]) -> tuple[int, npt.NDArray[np.int64]]:
    """Find the place of the family name, -1 without one, and the pairs whose full names are equal."""
    parts = _parts(compared)
    if len(parts) < 2:
        return -1, np.empty(0, np.int64)
    place = next(at for at, one in enumerate(compared) if one is parts[1])
    return place, np.flatnonzero((parts[0].levels == 0) & (parts[1].levels == 0))
