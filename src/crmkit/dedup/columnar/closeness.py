"""How close texts are by their letters: the measures that comparators share."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from crmkit.dedup.columnar.glance import Glance
from crmkit.dedup.columnar.ordering import Bools

Levels = npt.NDArray[np.uint8]
Texts = Sequence[str]

ROUNDING = 0.001


def jaro_similarity(pairs: Glance, *, least: float) -> npt.NDArray[np.float32]:
    """Compare texts by Jaro and Winkler; what is clearly below `least` may be nothing."""
    cut = least - ROUNDING
    near = pairs.near(lambda some: some.alike >= cut)
    found = np.zeros(len(pairs), np.float32)
    found[near] = cpdist(*pairs.texts(near), scorer=JaroWinkler.similarity, score_cutoff=cut, dtype=np.float32)
    return found


def slips_between(pairs: Glance, *, most: int) -> npt.NDArray[np.int32]:
    """Count slips; more than `most` are one more."""
    near = pairs.near(lambda some: some.slips <= most)
    found = np.full(len(pairs), most + 1, np.int32)
    found[near] = cpdist(*pairs.texts(near), scorer=OSA.distance, score_cutoff=most, dtype=np.int32)
    return found


def ratio_of_words(pairs: Glance, *, least: int) -> npt.NDArray[np.float32]:
    """Compare the words of texts whatever their order; what is clearly below `least` may be nothing."""
    near = pairs.near(lambda some: may_reach_ratio(some, least))
    several = pairs.several[near]
    found = np.zeros(len(pairs), np.float32)
    for places, scorer in ((near[~several], fuzz.ratio), (near[several], fuzz.token_sort_ratio)):
        found[places] = cpdist(*pairs.texts(places), scorer=scorer, score_cutoff=least - 1, dtype=np.float32)
    return found


def may_reach_ratio(pairs: Glance, least: int) -> Bools:
    """Rule out most pairs whose words are clearly less alike than `least` of a hundred."""
    one, other = pairs.lengths
    near: Bools = 200 * pairs.shared >= (least - 1) * (one + other)
    return near


def choose(size: int, last: int, *choices: tuple[int, npt.NDArray[np.bool_]]) -> Levels:
    """Give each pair the best level whose condition holds."""
    levels = np.full(size, last, np.uint8)
    for level, holds in sorted(choices, key=lambda choice: -choice[0]):
        levels[holds] = level
    return levels


def closely(
    left: Texts, right: Texts, last: int, near: Callable[[Glance], Bools], look: Callable[[Glance], Levels]
) -> Levels:
    """Look closely at the pairs that are near enough; all others are at the last level."""
    pairs = Glance(left, right)
    places = pairs.near(near)
    if len(places) == len(pairs):
        return look(pairs)
    levels = np.full(len(pairs), last, np.uint8)
    levels[places] = look(pairs.only(places))
    return levels


@lru_cache(maxsize=4096)
def mark(groups: Iterable[int]) -> int:
    """Mark some of very many things as bits of one integer; what has nothing in common may share a bit.

    >>> mark(frozenset({0, 3}))
    9
    """
    return sum({1 << group % MARKS for group in groups})


MARKS = 64
ANY = (1 << MARKS) - 1
"""The marks of what may be anything."""
