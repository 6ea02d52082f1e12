"""Levels of agreement of candidate pairs: integers first, text once per distinct pair of values."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from crmkit.dedup.columnar.comparators import COMPARATORS, own
from crmkit.dedup.columnar.encoding import Codes, Encoded
from crmkit.dedup.columnar.name_comparators import may_be_one
from crmkit.dedup.columnar.ordering import distinct_places
from crmkit.dedup.columnar.threads import in_threads
from crmkit.dedup.comparing import Comparison
from crmkit.dedup.features import OWN

MISSING = 255
"""The level of a pair of which one side says nothing."""

Ints = npt.NDArray[np.int64]
Levels = npt.NDArray[np.uint8]


@frozen(eq=False)
class Compared:
    """One comparison of every pair.

    Attributes:
        comparison: what was compared.
        levels: level per pair, MISSING where a side is missing.
        shared: code of the value both have where they are equal, the first of several, else -1.
    """

    comparison: Comparison
    levels: Levels
    shared: Codes


@frozen(eq=False)
class Agreement:
    """All comparisons of some pairs.

    Attributes:
        compared: one for each feature that the data has.
        swapped: pairs of which one side has given and family name in each other's place.
    """

    compared: tuple[Compared, ...]
    swapped: npt.NDArray[np.bool_]

    def only(self, places: Ints) -> "Agreement":
        """Take some of the pairs."""
        compared = (evolve(one, levels=one.levels[places], shared=one.shared[places]) for one in self.compared)
        return Agreement(tuple(compared), self.swapped[places])

    def levels(self, feature: str) -> Levels:
        """The levels of a feature; MISSING throughout when the data lacks it."""
        for one in self.compared:
            if one.comparison.feature == feature:
                return one.levels
        return np.full(len(self.swapped), MISSING, np.uint8)


def compare(
    features: Mapping[str, Encoded],
    comparisons: Sequence[Comparison],
    left: Ints,
    right: Ints,
    *,
    threads: int | None = 1,
) -> Agreement:
    """Compare pairs of records on every feature that the data has.

    Args:
        features: the features of the records.
        comparisons: how they are compared.
        left: a record of each pair.
        right: the other one.
        threads: in how many threads; as many as there are processors when None.
    """

    def on(task: tuple[Comparison, str]) -> Compared:
        comparison, name = task
        levels, shared = _levels(features[name], features[name], comparison, left, right)
        return Compared(evolve(comparison, feature=name), levels, shared)

    asked = ((one, name) for one in comparisons for name in _features_of(one, features))
    compared = tuple(in_threads(on, asked, count=threads))
    by_name = {one.comparison.feature: one for one in compared}
    if "given" not in by_name or "family" not in by_name:
        return Agreement(compared, np.zeros(len(left), np.bool_))
    swapped, turned = _unswap(features, by_name["given"], by_name["family"], left, right)
    return Agreement(tuple(turned.get(one.comparison.feature, one) for one in compared), swapped)


_GOOD = 2
_INITIAL = 3


def _unswap(
    features: Mapping[str, Encoded], given: Compared, family: Compared, left: Ints, right: Ints
) -> tuple[npt.NDArray[np.bool_], dict[str, Compared]]:
    """Compare crosswise where names do not agree as they are written, and take what agrees better.

    The record whose names come first in the alphabet is taken for the left one, so that it matters to nobody which is.
    """
    places = np.flatnonzero((given.levels > _GOOD) & (family.levels > _GOOD))
    sides = [(features["given"].first[side], features["family"].first[side]) for side in (left[places], right[places])]
    crosswise = _perhaps_alike(features["given"], sides[0][0], sides[1][1])
    crosswise &= _perhaps_alike(features["given"], sides[0][1], sides[1][0])
    places = places[crosswise]
    left, right = _alphabetical(features["given"], features["family"], left[places], right[places])
    one, one_shared = _levels(features["given"], features["family"], given.comparison, left, right)
    other, other_shared = _levels(features["family"], features["given"], family.comparison, left, right)
    agree = ((one <= _GOOD) & ((other <= _INITIAL) | (other == MISSING))) | (
        (other <= _GOOD) & ((one <= _INITIAL) | (one == MISSING))
    )
    places = places[agree]
    swapped = np.zeros(len(given.levels), np.bool_)
    swapped[places] = True
    turned = {}
    for was, levels, shared in ((given, one, one_shared), (family, other, other_shared)):
        new_levels, new_shared = was.levels.copy(), was.shared.copy()
        new_levels[places], new_shared[places] = levels[agree], shared[agree]
        turned[was.comparison.feature] = Compared(was.comparison, new_levels, new_shared)
    return swapped, turned


def _perhaps_alike(names: Encoded, mine: Codes, theirs: Codes) -> npt.NDArray[np.bool_]:
    """Rule out most names that cannot be one, not even by their initials; a missing one may be any."""
    perhaps: npt.NDArray[np.bool_] = (mine < 0) | (theirs < 0) | (mine == theirs)
    places = np.flatnonzero(~perhaps)
    perhaps[places] = may_be_one(names.texts(mine[places]), names.texts(theirs[places]))
    return perhaps


def _alphabetical(given: Encoded, family: Encoded, left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Turn pairs of records round whose names do not come in the order of the alphabet; a missing one comes first."""
    names = [[_written(part, side) for part in (given, family)] for side in (left, right)]
    (one_given, one_family), (other_given, other_family) = names
    later = (one_given > other_given) | ((one_given == other_given) & (one_family > other_family))
    later = later.astype(np.bool_)
    return np.where(later, right, left), np.where(later, left, right)


def _written(encoded: Encoded, records: Ints) -> npt.NDArray[np.object_]:
    texts = np.append(encoded.vocabulary.texts, "")
    written: npt.NDArray[np.object_] = texts[encoded.first[records]]
    return written


def _features_of(comparison: Comparison, features: Mapping[str, Encoded]) -> list[str]:
    if comparison.feature == "text":
        return [name for name in features if name.startswith("text:")]
    if comparison.feature == "own":
        return [name for name in features if name.startswith(OWN)]
    return [comparison.feature] if comparison.feature in features else []


def _levels(one: Encoded, other: Encoded, comparison: Comparison, left: Ints, right: Ints) -> tuple[Levels, Codes]:
    best = np.full(len(left), MISSING, np.uint8)
    shared = np.full(len(left), -1, np.int32)
    for first in one.codes.T:
        for second in other.codes.T:
            mine, theirs = first[left], second[right]
            known = (mine | theirs) >= 0
            equal = np.flatnonzero(known & (mine == theirs))
            shared[equal] = _first_of(one, shared[equal], mine[equal])
            best[equal] = 0
            unlike = np.flatnonzero(known & (best != 0))
            if len(unlike):
                levels = _of_texts(one, other, comparison, mine[unlike], theirs[unlike])
                best[unlike] = np.minimum(best[unlike], levels)
    return best, shared


def _first_of(encoded: Encoded, known: Codes, new: Codes) -> Codes:
    """Give of two values that both sides share the one that comes first in the alphabet."""
    both = np.flatnonzero((known >= 0) & (known != new))
    if len(both):
        texts = encoded.vocabulary.texts
        new[both] = np.where(np.asarray(texts[known[both]] < texts[new[both]], np.bool_), known[both], new[both])
    return new


def _of_texts(one: Encoded, other: Encoded, comparison: Comparison, mine: Codes, theirs: Codes) -> Levels:
    """Compare each pair of values, once where pairs can be expected to come again."""
    if len(other.vocabulary) > len(mine) // _SELDOM or comparison.comparator in _QUICK:
        return _of_pairs(one, other, comparison, mine, theirs)
    if one is other:
        mine, theirs = np.minimum(mine, theirs), np.maximum(mine, theirs)
    width = np.int64(len(other.vocabulary) + 1)
    pairs, place = distinct_places(mine.astype(np.int64) * width + theirs)
    return _of_pairs(one, other, comparison, pairs // width, pairs % width)[place]


_SELDOM = 4
_QUICK = frozenset({"date", "category"})


def _of_pairs(one: Encoded, other: Encoded, comparison: Comparison, mine: Codes | Ints, theirs: Codes | Ints) -> Levels:
    if one.as_type is not None:
        pairs = (sorted(pair) for pair in zip(one.texts(mine), other.texts(theirs), strict=True))
        meant = dict(zip(one.values, one.meant, strict=True))
        return own([one.as_type.similarity(meant[left], meant[right]) for left, right in pairs])
    return COMPARATORS[comparison.comparator](one.texts(mine), other.texts(theirs))
