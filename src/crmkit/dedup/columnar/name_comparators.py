"""Levels of given and family names."""

import numpy as np
import numpy.typing as npt
import polars as pl

from crmkit.dedup.columnar.closeness import (
    ANY,
    ROUNDING,
    Levels,
    Texts,
    choose,
    closely,
    jaro_similarity,
    mark,
    slips_between,
)
from crmkit.dedup.columnar.glance import Glance
from crmkit.dedup.columnar.ordering import Bools, Ints
from crmkit.dedup.columnar.spelling import endings, letters, starts
from crmkit.dedup.short_forms import short_form
from crmkit.dedup.slips import anagram
from crmkit.schema.types.names.nicknames import nickname_groups

_SHORTEST = 3
_SIMILAR = 0.85
_SLIPS = 2


def given_name(left: Texts, right: Texts) -> Levels:
    """Equal, short form, typo, initial, similar, different."""
    return closely(left, right, 5, _perhaps_one, _near_given_name)


def _near_given_name(pairs: Glance) -> Levels:
    jaro, edits, short = jaro_similarity(pairs, least=_SIMILAR), slips_between(pairs, most=_SLIPS), pairs.shortest
    initial = ~pairs.several & pairs.same_start & (short == 1)
    shortened, shared = np.zeros(len(pairs), np.bool_), np.zeros(len(pairs), np.bool_)
    for place, one, other in pairs.each(pairs.several):
        shortened[place], initial[place], shared[place] = given_words(one.split(), other.split())
    unsure = np.zeros(len(pairs), np.bool_)
    unsure[pairs.near(may_be_short)] = True
    unsure &= ~pairs.several & (short > 1) & ((edits > 1) | (short <= _SHORTEST))
    for place, one, other in pairs.each(unsure):
        shortened[place] = short_form(one, other)
    levels = choose(
        len(pairs),
        5,
        (1, shortened),
        (2, ((jaro >= 0.92) & (short > 2)) | ((edits <= 1) & (short > 3))),
        (3, initial),
        (4, shared | ((jaro >= _SIMILAR) & (short > 2)) | ((edits <= 1) & (short > 2))),
        (4, (edits <= 2) & (short > 4)),
    )
    levels[_anagrams(pairs, levels == 5)] = 4
    return levels


def _anagrams(pairs: Glance, among: Bools) -> Ints:
    """Find the pairs that have the same letters in another order."""
    one, other = pairs.lengths
    perhaps = among & (one == other) & (pairs.slips == 0)
    return np.array([place for place, one, other in pairs.each(perhaps) if anagram(one, other)], np.int64)


def may_be_one(left: Texts, right: Texts) -> Bools:
    """Rule out at once most pairs of names that are unlike in every way in which names are compared."""
    return _perhaps_one(Glance(left, right))


def _perhaps_one(pairs: Glance) -> Bools:
    return _perhaps_similar(pairs) | may_be_short(pairs)


def _perhaps_similar(pairs: Glance) -> Bools:
    near: Bools = (pairs.slips <= _SLIPS) | (pairs.alike >= _SIMILAR - ROUNDING)
    near |= pairs.several | (pairs.shortest == 1)
    return near


def may_be_short(pairs: Glance) -> Bools:
    """Rule out at once most pairs of which neither can be short for the other."""
    mine, theirs = pairs.left.described(_forms), pairs.right.described(_forms)
    alike: Bools = (mine & theirs) != 0
    alike |= pairs.equal(starts)
    one, other = pairs.lengths
    alike |= pairs.equal(endings) & (np.abs(one - other) > 1)
    return alike


def _forms(names: pl.Series) -> npt.NDArray[np.uint64]:
    """Mark the groups of names that texts belong to, as bits; a syllable said twice may belong to any."""
    texts = names.to_list()
    marks = np.array([mark(nickname_groups(text)) for text in texts], np.uint64)
    unlisted = marks == 0
    marks[unlisted] = np.uint64(1) << (letters(names)[unlisted] * _STIR >> np.uint64(58))
    marks[np.array([text[: len(text) // 2] * 2 == text for text in texts], np.bool_)] = ANY
    return marks


_STIR = np.uint64(0x9E3779B97F4A7C15)


def given_words(left: list[str], right: list[str]) -> tuple[bool, bool, bool]:
    """Say whether one is a short form of the other, whether one is an initial, and whether they share a word."""
    first, second = left[0], right[0]
    initial = first[0] == second[0] and min(len(first), len(second)) == 1
    initial |= "".join(word[0] for word in left) == "".join(right) or "".join(word[0] for word in right) == "".join(
        left
    )
    shared = bool({word for word in left if len(word) > 1} & {word for word in right if len(word) > 1})
    return (first == second or short_form(first, second)) and min(len(first), len(second)) > 1, initial, shared


def family_name(left: Texts, right: Texts) -> Levels:
    """Equal, part, typo, initial, similar, different."""
    return closely(left, right, 5, _perhaps_similar, _near_family_name)


def _near_family_name(pairs: Glance) -> Levels:
    jaro, edits, short = jaro_similarity(pairs, least=_SIMILAR), slips_between(pairs, most=_SLIPS), pairs.shortest
    brief = np.flatnonzero(short == 1)
    initial = np.zeros(len(pairs), np.bool_)
    initial[brief] = jaro_similarity(pairs.only(brief), least=0.5) > 0.5
    part = np.zeros(len(pairs), np.bool_)
    for place, one, other in pairs.each(pairs.several):
        part[place] = bool({word for word in one.split() if len(word) > 2} & set(other.split()))
    levels = choose(
        len(pairs),
        5,
        (1, part),
        (2, ((jaro >= 0.92) & (short > 2)) | ((edits <= 1) & (short > 3))),
        (3, initial),
        (4, ((jaro >= _SIMILAR) & (short > 2)) | ((edits <= 2) & (short > 4))),
    )
    levels[_anagrams(pairs, levels == 5)] = 4
    return levels
