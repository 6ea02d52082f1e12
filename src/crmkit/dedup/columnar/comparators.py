"""Levels of unequal values, over whole columns of distinct value pairs at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from crmkit.dedup.columnar.spelling import (
    SPACE,
    Spelt,
    endings,
    fewest_slips,
    first_letters,
    lengths,
    letters,
    most_alike,
    spelt,
    starts,
)
from crmkit.dedup.short_forms import short_form
from crmkit.dedup.slips import anagram
from crmkit.schema.types.names.nicknames import nickname_groups

_SHORTEST = 3
_LONG_BOX = 8
_DOMAIN_SLIPS = 3
_EMAIL_SLIPS = 5
_CLOSE = 0.9
_ALIKE = 0.75
_ROUNDING = 0.001

Bools = npt.NDArray[np.bool_]
Levels = npt.NDArray[np.uint8]
Texts = Sequence[str]


def _jaro(left: Spelt, right: Spelt, *, least: float) -> npt.NDArray[np.float32]:
    """Compare texts by Jaro and Winkler; what is clearly below `least` may be nothing."""
    cut = least - _ROUNDING
    near = np.flatnonzero(most_alike(left, right)[1] >= cut)
    found = np.zeros(len(left), np.float32)
    sides = left.only(near).listed, right.only(near).listed
    found[near] = cpdist(*sides, scorer=JaroWinkler.similarity, score_cutoff=cut, dtype=np.float32)
    return found


def _edits(left: Spelt, right: Spelt, *, most: int) -> npt.NDArray[np.int32]:
    """Count slips; more than `most` are one more."""
    near = np.flatnonzero(fewest_slips(left, right) <= most)
    found = np.full(len(left), most + 1, np.int32)
    sides = left.only(near).listed, right.only(near).listed
    found[near] = cpdist(*sides, scorer=OSA.distance, score_cutoff=most, dtype=np.int32)
    return found


def _ratio(left: Spelt, right: Spelt, *, least: int) -> npt.NDArray[np.float32]:
    """Compare the words of texts whatever their order; what is clearly below `least` may be nothing."""
    together = left.described(lengths) + right.described(lengths)
    near = 200 * most_alike(left, right)[0] >= (least - 1) * together
    several = _holding(left, right, SPACE)
    found = np.zeros(len(left), np.float32)
    for places, scorer in ((near & ~several, fuzz.ratio), (near & several, fuzz.token_sort_ratio)):
        sides = left.only(places).listed, right.only(places).listed
        found[places] = cpdist(*sides, scorer=scorer, score_cutoff=least - 1, dtype=np.float32)
    return found


def _holding(left: Spelt, right: Spelt, sign: np.uint64) -> Bools:
    """Find the pairs of which one text holds a sign."""
    held: Bools = ((left.described(letters) | right.described(letters)) & sign) != 0
    return held


def _each(chosen: Bools, left: Spelt, right: Spelt) -> Iterable[tuple[int, str, str]]:
    """Give the pairs that must be looked at one by one, with their places."""
    places = np.flatnonzero(chosen)
    return zip(places.tolist(), left.only(places).listed, right.only(places).listed, strict=True)


def _shortest(left: Spelt, right: Spelt) -> npt.NDArray[np.int64]:
    return np.minimum(left.described(lengths), right.described(lengths))


def _choose(size: int, last: int, *choices: tuple[int, npt.NDArray[np.bool_]]) -> Levels:
    """Give each pair the best level whose condition holds."""
    levels = np.full(size, last, np.uint8)
    for level, holds in sorted(choices, key=lambda choice: -choice[0]):
        levels[holds] = level
    return levels


def given_name(left: Texts, right: Texts) -> Levels:
    """Equal, short form, typo, initial, similar, different."""
    left, right = spelt(left), spelt(right)
    jaro, edits, short = _jaro(left, right, least=0.85), _edits(left, right, most=2), _shortest(left, right)
    initial = np.zeros(len(left), np.bool_)
    shortened = np.zeros(len(left), np.bool_)
    shared = np.zeros(len(left), np.bool_)
    several = _holding(left, right, SPACE)
    perhaps, same_start = may_be_short(left, right)
    initial |= ~several & same_start & (short == 1)
    for place, one, other in _each(several, left, right):
        shortened[place], initial[place], shared[place] = _given_words(one.split(), other.split())
    unsure = ~several & perhaps & (short > 1) & ((edits > 1) | (short <= _SHORTEST))
    for place, one, other in _each(unsure, left, right):
        shortened[place] = short_form(one, other)
    turned = _anagrams(left, right)
    return _choose(
        len(left),
        5,
        (1, shortened),
        (2, ((jaro >= 0.92) & (short > 2)) | ((edits <= 1) & (short > 3))),
        (3, initial),
        (4, shared | turned | ((jaro >= 0.85) & (short > 2)) | ((edits <= 1) & (short > 2))),
        (4, (edits <= 2) & (short > 4)),
    )


def _anagrams(left: Spelt, right: Spelt) -> Bools:
    """Find the pairs that have the same letters in another order."""
    turned: Bools = left.described(lengths) == right.described(lengths)
    turned &= left.described(letters) == right.described(letters)
    for place, one, other in _each(turned, left, right):
        turned[place] = anagram(one, other)
    return turned


def may_be_short(left: Spelt, right: Spelt) -> tuple[Bools, Bools]:
    """Rule out at once most pairs of which neither can be short for the other; and say which begin alike."""
    alike: Bools = left.described(_doubled) | right.described(_doubled)
    alike |= left.described(starts) == right.described(starts)
    mine, theirs = left.described(_groups), right.described(_groups)
    for group in mine.T:
        alike |= ((theirs == group[:, None]) & (group >= 0)[:, None]).any(axis=1)
    for place, one, other in _each(~alike & (left.described(endings) == right.described(endings)), left, right):
        alike[place] = one.endswith(other) or other.endswith(one)
    return alike, left.described(first_letters) == right.described(first_letters)


def _doubled(texts: Sequence[str]) -> Bools:
    """Tell the texts that say one syllable twice."""
    return np.array([text[: len(text) // 2] * 2 == text for text in texts], np.bool_)


def _groups(texts: Sequence[str]) -> npt.NDArray[np.int16]:
    """Number the groups of names that texts belong to; -1 is none."""
    groups = [sorted(nickname_groups(text)) for text in texts]
    listed = np.full((len(texts), max(map(len, groups), default=0)), -1, np.int16)
    for place, own_groups in enumerate(groups):
        listed[place, : len(own_groups)] = own_groups
    return listed


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
    left, right = spelt(left), spelt(right)
    jaro, edits, short = _jaro(left, right, least=0.5), _edits(left, right, most=2), _shortest(left, right)
    part = np.zeros(len(left), np.bool_)
    for place, one, other in _each(_holding(left, right, SPACE), left, right):
        part[place] = bool({word for word in one.split() if len(word) > 2} & set(other.split()))
    initial = (short == 1) & (jaro > 0.5)
    return _choose(
        len(left),
        5,
        (1, part),
        (2, ((jaro >= 0.92) & (short > 2)) | ((edits <= 1) & (short > 3))),
        (3, initial),
        (4, ((jaro >= 0.85) & (short > 2)) | ((edits <= 2) & (short > 4)) | _anagrams(left, right)),
    )


def date(left: Texts, right: Texts) -> Levels:
    """Equal, typo, similar, different; dates come as eight digits."""
    one, other = spelt(left).described(_digits), spelt(right).described(_digits)
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
    joined = "".join([text if len(text) == 8 else text[:8].ljust(8, "0") for text in texts]).encode("ascii", "replace")
    return np.frombuffer(joined, np.uint8).reshape(-1, 8) - np.uint8(48)


def email(left: Texts, right: Texts) -> Levels:
    """Equal, typo, same mailbox, different."""
    left, right = spelt(left), spelt(right)
    close = np.zeros(len(left), np.bool_)
    one_box, other_box = left.described(_mailboxes), right.described(_mailboxes)
    shortest = np.minimum(one_box[:, 1], other_box[:, 1])
    few = (shortest > _SHORTEST) & (_edits(left, right, most=_EMAIL_SLIPS) <= _EMAIL_SLIPS)
    for place, one, other in _each(few, left, right):
        mine, _, domain = one.partition("@")
        theirs, _, other_domain = other.partition("@")
        close[place] = (
            OSA.distance(mine, theirs) <= (2 if shortest[place] >= _LONG_BOX else 1)
            and OSA.distance(domain, other_domain) <= _DOMAIN_SLIPS
            and _number(mine) == _number(theirs)
        )
    return _choose(len(left), 3, (1, close), (2, (one_box[:, 0] == other_box[:, 0]) & (shortest > _SHORTEST)))


def _mailboxes(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """Tell mailboxes apart by their hashes, and count their letters."""
    boxes = pl.Series(texts, dtype=pl.String).str.extract("^([^@]*)")
    return np.stack([boxes.hash(seed=1).to_numpy().view(np.int64), boxes.str.len_chars().to_numpy()], axis=1)


def _number(text: str) -> str:
    """Keep the digits of a mailbox: anna81 and anna82 are two people, not a slip."""
    return "".join(character for character in text if character.isdigit())


def code(left: Texts, right: Texts) -> Levels:
    """Equal, typo, different."""
    left, right = spelt(left), spelt(right)
    return _choose(len(left), 2, (1, (_edits(left, right, most=1) <= 1) & (_shortest(left, right) > 4)))


def number(left: Texts, right: Texts) -> Levels:
    """Equal, typo, different."""
    left, right = spelt(left), spelt(right)
    return _choose(len(left), 2, (1, _edits(left, right, most=1) <= 1))


def postcode(left: Texts, right: Texts) -> Levels:
    """Equal, typo, area, different."""
    left, right = spelt(left), spelt(right)
    area = left.described(starts) == right.described(starts)
    area &= _shortest(left, right) > 4
    return _choose(len(left), 3, (1, _edits(left, right, most=1) <= 1), (2, area))


def words(left: Texts, right: Texts) -> Levels:
    """Equal, typo, similar, different; the order of words does not count."""
    left, right = spelt(left), spelt(right)
    ratio = _ratio(left, right, least=70)
    jaro, short = _jaro(left, right, least=0.86), _shortest(left, right)
    close = (ratio >= 85) | ((jaro >= 0.93) & (short > 3)) | ((_edits(left, right, most=1) <= 1) & (short > 3))
    close |= _run_together(left, right) & (short > 3)
    return _choose(len(left), 3, (1, close), (2, (ratio >= 70) | (jaro >= 0.86)))


def _run_together(left: Spelt, right: Spelt) -> Bools:
    """Find the pairs of which one has spaces, and that are a slip apart at most without any."""
    near = _holding(left, right, SPACE)
    mine, theirs = left.described(letters) & ~SPACE, right.described(letters) & ~SPACE
    near &= np.maximum(np.bitwise_count(mine & ~theirs), np.bitwise_count(theirs & ~mine)) <= 1
    places = np.flatnonzero(near)
    sides = [[text.replace(" ", "") for text in side.only(places).listed] for side in (left, right)]
    near[places] = cpdist(*sides, scorer=OSA.distance, score_cutoff=1, dtype=np.int32) <= 1
    return near


def organisation(left: Texts, right: Texts) -> Levels:
    """Equal, typo, contained, similar, different."""
    left, right = spelt(left), spelt(right)
    ratio = _ratio(left, right, least=70)
    contained = cpdist(left, right, scorer=fuzz.token_set_ratio, dtype=np.float32)
    jaro, short = _jaro(left, right, least=0.88), _shortest(left, right)
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
