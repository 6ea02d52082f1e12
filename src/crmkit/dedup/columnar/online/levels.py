"""Levels of two unequal values: what `crmkit.dedup.columnar.comparators` finds of columns, for one pair at a time.

The functions take two texts and give the place of a level in the comparison's `levels`, from 1. Columns compare
likeness in single precision, so the bounds here are those doubles that single precision rounds to the bound.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Hamming, JaroWinkler

from crmkit.dedup.columnar.comparators import box_number
from crmkit.dedup.columnar.name_comparators import given_words
from crmkit.dedup.short_forms import short_form
from crmkit.dedup.slips import anagram

Level = Callable[[str, str], int]

_SHORTEST: Final = 3
_LONG_BOX: Final = 8
_DOMAIN_SLIPS: Final = 3
_EMAIL_SLIPS: Final = 5
_DATE_SLIPS: Final = 2
_CLOSE: Final = 0.9
_ALIKE: Final = 0.75

_jaro = JaroWinkler.similarity
_slips = OSA.distance


def least(bound: float) -> float:
    """Give the least double that is not below a bound in single precision.

    >>> least(0.5) < 0.5, bool(np.float32(least(0.92)) == np.float32(0.92))
    (True, True)
    """
    single = np.float32(bound)
    between = (float(single) + float(np.nextafter(single, np.float32(-1)))) / 2
    return between if np.float32(between) >= single else float(np.nextafter(between, np.inf))


_85, _86, _88, _92, _93, _95 = map(least, (0.85, 0.86, 0.88, 0.92, 0.93, 0.95))
_R70, _R80, _R85, _R90, _R95 = map(least, (70, 80, 85, 90, 95))


def given_name(left: str, right: str) -> int:
    """Equal, short form, typo, initial, similar, different."""
    short, edits = min(len(left), len(right)), _slips(left, right, score_cutoff=2)
    initial = shared = False
    if " " in left or " " in right:
        shortened, initial, shared = given_words(left.split(), right.split())
    elif short == 1:
        shortened, initial = False, left[0] == right[0]
    else:
        shortened = (edits > 1 or short <= _SHORTEST) and short_form(left, right)
    if shortened:
        return 1
    jaro = _jaro(left, right, score_cutoff=0.8)
    if (jaro >= _92 and short > 2) or (edits <= 1 and short > 3):
        return 2
    if initial:
        return 3
    alike = shared or ((jaro >= _85 or edits <= 1) and short > 2) or (edits <= 2 and short > 4)
    return 4 if alike or anagram(left, right) else 5


def family_name(left: str, right: str) -> int:
    """Equal, part, typo, initial, similar, different."""
    if (" " in left or " " in right) and {word for word in left.split() if len(word) > 2} & set(right.split()):
        return 1
    short, edits, jaro = min(len(left), len(right)), _slips(left, right, score_cutoff=2), _jaro(left, right)
    if (jaro >= _92 and short > 2) or (edits <= 1 and short > 3):
        return 2
    if short == 1 and jaro > 0.5:
        return 3
    return 4 if (jaro >= _85 and short > 2) or (edits <= 2 and short > 4) or anagram(left, right) else 5


def date(left: str, right: str) -> int:
    """Equal, typo, similar, different; dates come as eight digits."""
    one, other = left[:8].ljust(8, "0"), right[:8].ljust(8, "0")
    wrong = Hamming.distance(one, other)
    year, month, day = one[:4] == other[:4], one[4:6] == other[4:6], one[6:] == other[6:]
    if wrong == 1 or (year and one[4:6] == other[6:] and one[6:] == other[4:6]):
        return 1
    if wrong == _DATE_SLIPS:
        turned = any(
            one[place] == other[place + 1] and one[place + 1] == other[place] != one[place] for place in (0, 1, 2, 4, 6)
        )
        return 1 if turned else 2
    unsure = one[4:] in _UNSURE or other[4:] in _UNSURE
    return 2 if (year and (month or day or unsure)) or (month and day) else 3


_UNSURE: Final = frozenset({"0101", "0000"})


def email(left: str, right: str) -> int:
    """Equal, typo, same mailbox, different."""
    mine, _, domain = left.partition("@")
    theirs, _, other = right.partition("@")
    shortest = min(len(mine), len(theirs))
    if shortest <= _SHORTEST:
        return 3
    slips = 2 if shortest >= _LONG_BOX else 1
    if (
        _slips(mine, theirs, score_cutoff=slips) <= slips
        and _slips(domain, other, score_cutoff=_DOMAIN_SLIPS) <= _DOMAIN_SLIPS
        and _slips(left, right, score_cutoff=_EMAIL_SLIPS) <= _EMAIL_SLIPS
        and box_number(mine) == box_number(theirs)
    ):
        return 1
    return 2 if mine == theirs else 3


def code(left: str, right: str) -> int:
    """Equal, typo, different."""
    return 1 if min(len(left), len(right)) > 4 and _slips(left, right, score_cutoff=1) <= 1 else 2


def number(left: str, right: str) -> int:
    """Equal, typo, different."""
    return 1 if _slips(left, right, score_cutoff=1) <= 1 else 2


def postcode(left: str, right: str) -> int:
    """Equal, typo, area, different."""
    if _slips(left, right, score_cutoff=1) <= 1:
        return 1
    return 2 if min(len(left), len(right)) > 4 and left[:3] == right[:3] else 3


def words(left: str, right: str) -> int:
    """Equal, typo, similar, different; the order of words does not count."""
    several = " " in left or " " in right
    ratio = (fuzz.token_sort_ratio if several else fuzz.ratio)(left, right, score_cutoff=65)
    jaro = _jaro(left, right, score_cutoff=0.8)
    if ratio >= _R85:
        return 1
    if min(len(left), len(right)) > 3 and (
        jaro >= _93
        or _slips(left, right, score_cutoff=1) <= 1
        or (several and _slips(left.replace(" ", ""), right.replace(" ", ""), score_cutoff=1) <= 1)
    ):
        return 1
    return 2 if ratio >= _R70 or jaro >= _86 else 3


def organisation(left: str, right: str) -> int:
    """Equal, typo, contained, similar, different."""
    several, short = " " in left or " " in right, min(len(left), len(right))
    ratio = (fuzz.token_sort_ratio if several else fuzz.ratio)(left, right, score_cutoff=65)
    jaro = _jaro(left, right, score_cutoff=0.8)
    if ratio >= _R90 or (jaro >= _95 and short > 4):
        return 1
    contained = fuzz.token_set_ratio(left, right, score_cutoff=75)
    if contained >= _R95 and short > 3:
        return 2
    return 3 if ratio >= _R70 or contained >= _R80 or jaro >= _88 else 4


def category(_left: str, _right: str) -> int:
    """Equal, different."""
    return 1


def own(similarity: float) -> int:
    """Equal, typo, similar, different; by what a semantic type says of its canonical values."""
    return 1 if similarity >= _CLOSE else 2 if similarity >= _ALIKE else 3


LEVELS: Final[Mapping[str, Level]] = {
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
"""Name of a comparator to its function for one pair."""
