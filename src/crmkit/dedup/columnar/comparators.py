"""Levels of unequal values, over whole columns of distinct value pairs at once."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from crmkit.dedup.short_forms import short_form
from crmkit.schema.types.names.nicknames import nickname_groups

_SHORTEST = 3
_LONG_BOX = 8
_DOMAIN_SLIPS = 3
_EMAIL_SLIPS = 5
_CLOSE = 0.9
_ALIKE = 0.75

Levels = npt.NDArray[np.uint8]
Texts = Sequence[str]


def _jaro(left: Texts, right: Texts) -> npt.NDArray[np.float32]:
    found: npt.NDArray[np.float32] = cpdist(left, right, scorer=JaroWinkler.similarity, dtype=np.float32)
    return found


def _edits(left: Texts, right: Texts) -> npt.NDArray[np.int32]:
    found: npt.NDArray[np.int32] = cpdist(left, right, scorer=OSA.distance, dtype=np.int32)
    return found


def _shortest(left: Texts, right: Texts) -> npt.NDArray[np.int64]:
    return np.minimum(_lengths(left), _lengths(right))


def _lengths(texts: Texts) -> npt.NDArray[np.int64]:
    return np.fromiter(map(len, texts), np.int64, len(texts))


def _choose(size: int, last: int, *choices: tuple[int, npt.NDArray[np.bool_]]) -> Levels:
    """Give each pair the best level whose condition holds."""
    levels = np.full(size, last, np.uint8)
    for level, holds in sorted(choices, key=lambda choice: -choice[0]):
        levels[holds] = level
    return levels


def given_name(left: Texts, right: Texts) -> Levels:
    """Equal, short form, typo, initial, similar, different."""
    jaro, edits, short = _jaro(left, right), _edits(left, right), _shortest(left, right)
    initial = np.zeros(len(left), np.bool_)
    shortened = np.zeros(len(left), np.bool_)
    shared = np.zeros(len(left), np.bool_)
    several = np.fromiter((" " in one or " " in other for one, other in zip(left, right, strict=True)), np.bool_)
    several |= short <= _SHORTEST
    for place in np.flatnonzero(several).tolist():
        shortened[place], initial[place], shared[place] = _given_words(left[place].split(), right[place].split())
    for place in np.flatnonzero(~several & (edits > 1) & _may_be_short(left, right)).tolist():
        shortened[place] = short_form(left[place], right[place])
    return _choose(
        len(left),
        5,
        (1, shortened),
        (2, ((jaro >= 0.92) & (short > 2)) | ((edits <= 1) & (short > 3))),
        (3, initial),
        (4, shared | ((jaro >= 0.85) & (short > 2)) | ((edits <= 1) & (short > 2)) | ((edits <= 2) & (short > 4))),
    )


def _may_be_short(left: Texts, right: Texts) -> npt.NDArray[np.bool_]:
    """Rule out at once most pairs of which neither can be short for the other."""
    texts = {text: place for place, text in enumerate(dict.fromkeys((*left, *right)))}
    listed = np.array([bool(nickname_groups(text)) for text in texts], np.bool_)
    doubled = np.array([text[: len(text) // 2] * 2 == text for text in texts], np.bool_)
    start = np.array([text[:3] for text in texts])
    end = np.array([text[-3:] for text in texts])
    one, other = (np.fromiter((texts[text] for text in side), np.int64, len(side)) for side in (left, right))
    alike: npt.NDArray[np.bool_] = (start[one] == start[other]) | (end[one] == end[other])
    alike |= (listed[one] & listed[other]) | doubled[one] | doubled[other]
    return alike


def _given_words(left: list[str], right: list[str]) -> tuple[bool, bool, bool]:
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
    jaro, edits, short = _jaro(left, right), _edits(left, right), _shortest(left, right)
    part = np.zeros(len(left), np.bool_)
    for place, (one, other) in enumerate(zip(left, right, strict=True)):
        if " " in one or " " in other:
            part[place] = bool({word for word in one.split() if len(word) > 2} & set(other.split()))
    initial = (short == 1) & (jaro > 0.5)
    return _choose(
        len(left),
        5,
        (1, part),
        (2, ((jaro >= 0.92) & (short > 2)) | ((edits <= 1) & (short > 3))),
        (3, initial),
        (4, ((jaro >= 0.85) & (short > 2)) | ((edits <= 2) & (short > 4))),
    )


def date(left: Texts, right: Texts) -> Levels:
    """Equal, typo, similar, different; dates come as eight digits."""
    one, other = _digits(left), _digits(right)
    unlike = one != other
    wrong = unlike.sum(axis=1)
    year, month, day = unlike[:, :4].any(axis=1), unlike[:, 4:6].any(axis=1), unlike[:, 6:].any(axis=1)
    swapped = ~year & (one[:, 4:6] == other[:, 6:]).all(axis=1) & (one[:, 6:] == other[:, 4:6]).all(axis=1)
    turned = np.zeros(len(left), np.bool_)
    for place in (0, 1, 2, 4, 6):
        turned |= (
            (wrong == 2)
            & (one[:, place] == other[:, place + 1])
            & (one[:, place + 1] == other[:, place])
            & unlike[:, place]
        )
    unsure = np.zeros(len(left), np.bool_)
    for side in (one, other):
        unsure |= (side[:, 4:] == np.array([0, 1, 0, 1], np.uint8)).all(axis=1) | (side[:, 4:] == 0).all(axis=1)
    return _choose(
        len(left),
        3,
        (1, (wrong == 1) | swapped | turned),
        (2, (wrong == 2) | (~year & (~month | ~day | unsure)) | (~month & ~day)),
    )


def _digits(texts: Texts) -> npt.NDArray[np.uint8]:
    joined = "".join(text[:8].ljust(8, "0") for text in texts).encode("ascii", "replace")
    return np.frombuffer(joined, np.uint8).reshape(-1, 8) - np.uint8(48)


def email(left: Texts, right: Texts) -> Levels:
    """Equal, typo, same mailbox, different."""
    texts = {text: place for place, text in enumerate(dict.fromkeys((*left, *right)))}
    parts = [text.partition("@")[::2] for text in texts]
    one, other = (np.fromiter((texts[text] for text in side), np.int64, len(side)) for side in (left, right))
    boxes = {box: place for place, box in enumerate(dict.fromkeys(box for box, _ in parts))}
    box = np.array([boxes[name] for name, _ in parts], np.int64)
    long = np.array([len(name) > _SHORTEST for name, _ in parts], np.bool_)
    close = np.zeros(len(left), np.bool_)
    slips_in_all = cpdist(left, right, scorer=OSA.distance, score_cutoff=_EMAIL_SLIPS, dtype=np.int32)
    for place in np.flatnonzero(slips_in_all <= _EMAIL_SLIPS).tolist():
        (mine, domain), (theirs, other_domain) = parts[one[place]], parts[other[place]]
        slips = 2 if min(len(mine), len(theirs)) >= _LONG_BOX else 1
        close[place] = (
            OSA.distance(mine, theirs) <= slips
            and OSA.distance(domain, other_domain) <= _DOMAIN_SLIPS
            and _number(mine) == _number(theirs)
        )
    both = long[one] & long[other]
    return _choose(len(left), 3, (1, close & both), (2, (box[one] == box[other]) & both))


def _number(text: str) -> str:
    """Keep the digits of a mailbox: anna81 and anna82 are two people, not a slip."""
    return "".join(character for character in text if character.isdigit())


def code(left: Texts, right: Texts) -> Levels:
    """Equal, typo, different."""
    return _choose(len(left), 2, (1, (_edits(left, right) <= 1) & (_shortest(left, right) > 4)))


def number(left: Texts, right: Texts) -> Levels:
    """Equal, typo, different."""
    return _choose(len(left), 2, (1, _edits(left, right) <= 1))


def postcode(left: Texts, right: Texts) -> Levels:
    """Equal, typo, area, different."""
    area = np.fromiter((one[:3] == other[:3] for one, other in zip(left, right, strict=True)), np.bool_, len(left))
    area &= _shortest(left, right) > 4
    return _choose(len(left), 3, (1, _edits(left, right) <= 1), (2, area))


def words(left: Texts, right: Texts) -> Levels:
    """Equal, typo, similar, different; the order of words does not count."""
    ratio = cpdist(left, right, scorer=fuzz.token_sort_ratio, dtype=np.float32)
    jaro, short = _jaro(left, right), _shortest(left, right)
    close = (ratio >= 85) | ((jaro >= 0.93) & (short > 3)) | ((_edits(left, right) <= 1) & (short > 3))
    return _choose(len(left), 3, (1, close), (2, (ratio >= 70) | (jaro >= 0.86)))


def organisation(left: Texts, right: Texts) -> Levels:
    """Equal, typo, contained, similar, different."""
    ratio = cpdist(left, right, scorer=fuzz.token_sort_ratio, dtype=np.float32)
    contained = cpdist(left, right, scorer=fuzz.token_set_ratio, dtype=np.float32)
    jaro, short = _jaro(left, right), _shortest(left, right)
    return _choose(
        len(left),
        4,
        (1, (ratio >= 90) | ((jaro >= 0.95) & (short > 4))),
        (2, (contained >= 95) & (short > 3)),
        (3, (ratio >= 70) | (contained >= 80) | (jaro >= 0.88)),
    )


def category(left: Texts, right: Texts) -> Levels:
    """Equal, different."""
    return np.ones(min(len(left), len(right)), np.uint8)


def own(similarities: Sequence[float]) -> Levels:
    """Equal, typo, similar, different; by what a semantic type says of its canonical values."""
    alike = np.array(similarities, np.float64)
    return _choose(len(alike), 3, (1, alike >= _CLOSE), (2, alike >= _ALIKE))


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
