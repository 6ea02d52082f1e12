"""Levels of unequal values, over whole columns of distinct value pairs at once."""

from collections.abc import Callable, Mapping, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from crmkit.dedup.columnar.closeness import (
    ANY,
    ROUNDING,
    Levels,
    Texts,
    choose,
    closely,
    jaro_similarity,
    mark,
    may_reach_ratio,
    ratio_of_words,
    slips_between,
)
from crmkit.dedup.columnar.date_comparator import date
from crmkit.dedup.columnar.glance import Glance
from crmkit.dedup.columnar.name_comparators import family_name, given_name
from crmkit.dedup.columnar.ordering import Bools
from crmkit.dedup.columnar.spelling import SPACE, letters_of_box, starts

_SHORTEST = 3
_SLIPS = 2
_LONG_BOX = 8
_DOMAIN_SLIPS = 3
_EMAIL_SLIPS = 5
_CLOSE = 0.9
_ALIKE = 0.75


def email(left: Texts, right: Texts) -> Levels:
    """Equal, typo, same mailbox, different."""
    return closely(left, right, 3, _perhaps_one_box, _near_email)


def _perhaps_one_box(pairs: Glance) -> Bools:
    mine, theirs = pairs.left.described(letters_of_box), pairs.right.described(letters_of_box)
    return np.maximum(np.bitwise_count(mine & ~theirs), np.bitwise_count(theirs & ~mine)) <= _SLIPS


def _near_email(pairs: Glance) -> Levels:
    levels = np.full(len(pairs), 3, np.uint8)
    perhaps = pairs.equal(letters_of_box) | (slips_between(pairs, most=_EMAIL_SLIPS) <= _EMAIL_SLIPS)
    for place, one, other in pairs.each(perhaps & (pairs.shortest > _SHORTEST)):
        mine, _, domain = one.partition("@")
        theirs, _, other_domain = other.partition("@")
        shortest = min(len(mine), len(theirs))
        if shortest <= _SHORTEST:
            continue
        if (
            OSA.distance(mine, theirs) <= (2 if shortest >= _LONG_BOX else 1)
            and OSA.distance(domain, other_domain) <= _DOMAIN_SLIPS
            and box_number(mine) == box_number(theirs)
        ):
            levels[place] = 1
        elif mine == theirs:
            levels[place] = 2
    return levels


def box_number(text: str) -> str:
    """Keep the digits of a mailbox: anna81 and anna82 are two people, not a slip."""
    return "".join(character for character in text if character.isdigit())


def code(left: Texts, right: Texts) -> Levels:
    """Equal, typo, different."""
    pairs = Glance(left, right)
    return choose(len(pairs), 2, (1, (slips_between(pairs, most=1) <= 1) & (pairs.shortest > 4)))


def number(left: Texts, right: Texts) -> Levels:
    """Equal, typo, different."""
    pairs = Glance(left, right)
    return choose(len(pairs), 2, (1, slips_between(pairs, most=1) <= 1))


def postcode(left: Texts, right: Texts) -> Levels:
    """Equal, typo, area, different."""
    pairs = Glance(left, right)
    area = pairs.equal(starts) & (pairs.shortest > 4)
    return choose(len(pairs), 3, (1, slips_between(pairs, most=1) <= 1), (2, area))


def words(left: Texts, right: Texts) -> Levels:
    """Equal, typo, similar, different; the order of words does not count."""
    return closely(left, right, 3, _perhaps_words, _near_words)


def _perhaps_words(pairs: Glance) -> Bools:
    near = (pairs.slips <= 1) | (pairs.alike >= 0.86 - ROUNDING)
    return near | may_reach_ratio(pairs, 70) | _perhaps_run_together(pairs)


def _near_words(pairs: Glance) -> Levels:
    ratio, jaro = ratio_of_words(pairs, least=70), jaro_similarity(pairs, least=0.86)
    close = (ratio >= 85) | (jaro >= 0.93)
    unsure = np.flatnonzero(~close)
    close[unsure] = slips_between(pairs.only(unsure), most=1) <= 1
    together = np.flatnonzero(~close & _perhaps_run_together(pairs))
    sides = ([text.replace(" ", "") for text in side] for side in pairs.texts(together))
    close[together] = cpdist(*sides, scorer=OSA.distance, score_cutoff=1, dtype=np.int32) <= 1
    close &= (ratio >= 85) | (pairs.shortest > 3)
    return choose(len(pairs), 3, (1, close), (2, (ratio >= 70) | (jaro >= 0.86)))


def _perhaps_run_together(pairs: Glance) -> Bools:
    """Find most pairs of which one has spaces, and that are a slip apart at most without any."""
    near = pairs.several.copy()
    places = np.flatnonzero(near)
    mine, theirs = (side[places] & ~SPACE for side in pairs.letters)
    near[places] = np.maximum(np.bitwise_count(mine & ~theirs), np.bitwise_count(theirs & ~mine)) <= 1
    return near


def organisation(left: Texts, right: Texts) -> Levels:
    """Equal, typo, contained, similar, different."""
    return closely(left, right, 4, _perhaps_organisation, _near_organisation)


def _perhaps_organisation(pairs: Glance) -> Bools:
    mine, theirs = pairs.left.described(_words_held), pairs.right.described(_words_held)
    near: Bools = ((mine & theirs) != 0) | (pairs.alike >= 0.88 - ROUNDING) | may_reach_ratio(pairs, 70)
    return near


def _near_organisation(pairs: Glance) -> Levels:
    ratio, jaro, short = ratio_of_words(pairs, least=70), jaro_similarity(pairs, least=0.88), pairs.shortest
    every = np.arange(len(pairs))
    contained = cpdist(*pairs.texts(every), scorer=fuzz.token_set_ratio, score_cutoff=80, dtype=np.float32)
    return choose(
        len(pairs),
        4,
        (1, (ratio >= 90) | ((jaro >= 0.95) & (short > 4))),
        (2, (contained >= 95) & (short > 3)),
        (3, (ratio >= 70) | (contained >= 80) | (jaro >= 0.88)),
    )


def _words_held(texts: pl.Series) -> npt.NDArray[np.uint64]:
    """Mark the words of texts, as bits; one that says a word twice may hold any."""
    marks = np.zeros(len(texts), np.uint64)
    for place, text in enumerate(texts.to_list()):
        held = text.split()
        several = len(set(held)) < len(held)
        marks[place] = ANY if several else mark(frozenset(crc32(word.encode("utf-8", "replace")) for word in held))
    return marks


def category(left: Texts, right: Texts) -> Levels:
    """Equal, different."""
    return np.ones(min(len(left), len(right)), np.uint8)


def own(similarities: Sequence[float]) -> Levels:
    """Equal, typo, similar, different; by what a semantic type says of its canonical values."""
    alike = np.array(similarities, np.float64)
    return choose(len(alike), 3, (1, alike >= _CLOSE), (2, alike >= _ALIKE))


COMPARATORS: Mapping[str, Callable[[Texts, Texts], Levels]] = {
    "given_name": given_name,
    "family_name": family_name,
    "date": date,
    "email": email,
    "code": code,
    "number": number,
    "postcode": postcode,
    "words": words,
    "organisation": organisation,
    "category": category,
}
"""Name of a comparator to its function; levels are the places in the comparison's `levels`, from 1."""
