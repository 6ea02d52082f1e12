"""How many bits features can weigh at most of which a record has one value, all at once, as their prints tell."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from crmkit.dedup.columnar.online.parts import Part
from crmkit.dedup.columnar.online.prints import (
    LENGTH,
    LETTERS,
    LONGEST,
    MOST_WORDS,
    ODD,
    UNKNOWN,
    Printed,
    Prints,
    mark_plain,
    mark_postcode,
    mark_words,
)
from crmkit.dedup.packing import Row, values_of

Floats = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.int8]

MARKERS: Final = (mark_plain, mark_postcode, mark_words)
"""What prints the values of features that are bounded here."""

_SHARE_OF_ONE: Final = np.array([0.0, *(1 / length for length in range(1, LONGEST + 1))])

_NIBBLES: Final = np.uint32(0x11111111)
_AREA: Final = np.uint32(0x0FFF0000)
_SLIPS: Final = 2
_ROUNDING: Final = 1e-6


class SingleBounds:
    """Bounds what features of one value weigh; arrays have a row for each of them, and a column for each record.

    Args:
        parts: the features, those of a group beside each other.
        prints: the prints of others.
    """

    def __init__(self, parts: Sequence[Part], prints: Prints) -> None:
        self._parts = parts
        self._markers = [prints.markers[part.name] for part in parts]
        self._columns = [prints.columns[part.name][0][0] for part in parts]
        self._near, self._far = (np.array([part.table[at] for part in parts]).reshape(-1, 1) for at in (1, -1))
        groups = [part.comparison.group for part in parts]
        self._groups = {group: groups.index(group) for group in dict.fromkeys(groups)}
        self._codes = [at for at, marker in enumerate(self._markers) if marker is mark_postcode]
        self._texts = [at for at, marker in enumerate(self._markers) if marker is mark_words]
        self._words = _Words([parts[at] for at in self._texts], prints) if self._texts else None

    def most(self, query: Row, printed: Printed) -> dict[str, Floats]:
        """Give the bits at most of every record, by group."""
        if not self._parts:
            return {}
        held = [values_of(query[part.place])[:1] for part in self._parts]
        marks = [marker(*values) if values else (0, 0) for marker, values in zip(self._markers, held, strict=True)]
        equal = [part.equal(*values)[1] if values else 0.0 for part, values in zip(self._parts, held, strict=True)]
        mine, theirs = np.array([mark[0] for mark in marks], np.uint32)[:, None], printed[self._columns]
        unlike = np.repeat(self._near, printed.shape[1], axis=1)
        if self._words is not None:
            unlike[self._texts] = self._words.most([marks[at][1] for at in self._texts], printed)
        if self._codes:
            near = _near_codes(mine[self._codes], theirs[self._codes])
            unlike[self._codes] = np.where(near, self._near[self._codes], self._far[self._codes])
        bits = np.where(theirs == mine, np.maximum(np.array(equal)[:, None], self._near), unlike)
        bits[(mine == 0) | (theirs == 0)] = 0.0
        sums = np.add.reduceat(bits, list(self._groups.values()), axis=0)
        return dict(zip(self._groups, sums, strict=True))


def meet(own: Printed, others: Printed) -> tuple[Bytes, Bytes, Bytes, Bytes, Floats]:
    """Set prints of letters and length against those of others.

    Returns:
        how many letters only one has, and only the other; how much longer one is; how many letters at most are matched;
        and the sum of the shares of both that these are.
    """
    more, less = (
        np.bitwise_count(one & ~other & LETTERS).astype(np.int8) for one, other in ((own, others), (others, own))
    )
    length, lengths = (((one >> LENGTH) & LONGEST).astype(np.int8) for one in (own, others))
    shared = np.minimum(length - more, lengths - less)
    return more, less, np.abs(length - lengths), shared, shared * (_SHARE_OF_ONE[length] + _SHARE_OF_ONE[lengths])


class _Words:
    """Bounds what unequal texts weigh, by their letters.

    Of the letters that only one of two texts has none is matched, which bounds how many of them are. So two texts
    can be as near as a level asks by the likeness of Jaro and Winkler, which no other likeness of the levels is below,
    or by a slip but for spaces; or one holds the words of the other, but for very few letters.
    """

    def __init__(self, texts: Sequence[Part], prints: Prints) -> None:
        self._columns = [prints.columns[part.name][0][1] for part in texts]
        self._bits = np.array([[part.table[at] for part in texts] for at in (1, -2, -1)])[:, :, None]
        comparators = [part.comparison.comparator for part in texts]
        self._alike = np.array([[_ALIKE[name][at] for name in comparators] for at in (0, 1)])[:, :, None] - _ROUNDING
        self._may_contain = np.array([name == "organisation" for name in comparators])[:, None]

    def most(self, mine: Sequence[int], printed: Printed) -> Floats:
        """Give the bits at most of every text with those of every record."""
        own, letters = np.array(mine, np.uint32)[:, None], printed[self._columns]
        more, less, longer, shared, alike = meet(own, letters)
        slip = (np.maximum(more, less) <= 1) & (longer <= MOST_WORDS)
        rest = np.minimum(more, less)
        near, similar = alike >= self._alike[0], alike >= self._alike[1]
        near |= slip | ((own | letters) & ODD != 0) | (self._may_contain & _contained(rest, shared, _HARDLY_MORE))
        similar |= self._may_contain & _contained(rest, shared, _SOME_MORE)
        bits: Floats = np.where(near, self._bits[0], np.where(similar, self._bits[1], self._bits[2]))
        return bits


_ALIKE: Final = {"words": (1.65, 1.3), "organisation": (1.75, 1.4)}
"""Comparator to the sum of the shares of letters that are shared, from which texts may be typos, and similar: what is
left of the least likeness by Jaro and Winkler, of which a common beginning adds four tenths of what is missing to 1."""

_HARDLY_MORE: Final = 2 * (1 - 0.95) / 0.95
_SOME_MORE: Final = 2 * (1 - 0.80) / 0.80


def _contained(rest: Bytes, shared: Bytes, share: float) -> Truth:
    """Tell whether one text may hold the words of the other, but for a share of the letters of these words."""
    contained: Truth = (rest == 0) | (rest + 1 <= share * shared + _ROUNDING)
    return contained


def _near_codes(mine: Printed, theirs: Printed) -> Truth:
    """Tell where unequal codes are a slip apart, or begin with the same three digits."""
    unlike = mine ^ theirs
    lengths = np.abs((mine >> np.uint32(28)).astype(np.int8) - (theirs >> np.uint32(28)).astype(np.int8))
    near: Truth = np.where(lengths == 0, wrong_digits(unlike) <= _SLIPS, lengths == 1)
    near |= ((unlike & _AREA) == 0) | (theirs == UNKNOWN) | (mine == UNKNOWN)
    return near


def wrong_digits(unlike: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """Count the digits of four bits that are not zero."""
    some = unlike | (unlike >> 1)
    some |= some >> 2
    wrong: npt.NDArray[np.uint8] = np.bitwise_count(some & _NIBBLES)
    return wrong
