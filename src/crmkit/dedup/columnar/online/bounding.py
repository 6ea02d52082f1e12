"""How many bits records can weigh at most with one record, as their prints tell: bounds that spare most of them."""

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Final

import numpy as np
import numpy.typing as npt

from crmkit.dedup.columnar.online.bounding_names import NameBounds
from crmkit.dedup.columnar.online.bounding_single import MARKERS, SingleBounds, wrong_digits
from crmkit.dedup.columnar.online.parts import NAMES, Part
from crmkit.dedup.columnar.online.prints import (
    LENGTH,
    LETTERS,
    UNKNOWN,
    Marks,
    Printed,
    Prints,
    mark_digits,
    mark_email,
    mark_phone,
)
from crmkit.dedup.model import Model
from crmkit.dedup.packing import Row, values_of

Floats = npt.NDArray[np.float64]
Junk = Mapping[str, npt.NDArray[np.uint32]]
"""Contact feature to the first prints of the values that are nobody's, ascending."""

_SAME_YEAR: Final = 0xFFFF0000
_SAME_DAY: Final = 0x0000FFFF
_MONTH: Final = 0x0000FF00
_DAY: Final = 0x000000FF
_NEW_YEAR: Final = 0x0101
_TURNED: Final = np.uint32(0x11)
_SLIPS: Final = 2


class Bounds:
    """Bounds the weight of records with one.

    Args:
        model: the specification.
        parts: how every feature is compared.
        prints: the prints of the records.
    """

    def __init__(self, model: Model, parts: Mapping[str, Part], prints: Prints) -> None:
        self._caps = model.caps
        self._columns = prints.columns
        self._markers = prints.markers
        others = [part for part in parts.values() if part.name not in NAMES]
        single = [part for part in others if prints.markers[part.name] in MARKERS and not part.several]
        self._single = SingleBounds(sorted(single, key=lambda part: part.comparison.group), prints)
        self._others = [part for part in others if part not in single]
        names = [parts[name] for name in NAMES if name in parts]
        self._group = names[0].comparison.group if names else ""
        self._names = NameBounds(names, prints, model.swapped_bits) if names else None

    def most(self, query: Row, printed: Printed, junk: Junk) -> Floats:
        """Give the bits at most of every record, without the prior.

        Args:
            query: the one.
            printed: the prints of the records.
            junk: contacts that are left out.
        """
        groups = self._single.most(query, printed)
        for part in self._others:
            if query[part.place]:
                bits = self._of(part, values_of(query[part.place]), printed, junk.get(part.name))
                group = part.comparison.group
                groups[group] = groups[group] + bits if group in groups else bits
        if self._names is not None:
            names = self._names.most(query, printed)
            groups[self._group] = groups[self._group] + names if self._group in groups else names
        total = np.zeros(printed.shape[1])
        for group, bits in groups.items():
            total += np.clip(bits, *self._caps[group]) if group in self._caps else bits
        return total

    def _of(self, part: Part, values: Sequence[str], printed: Printed, junk: npt.NDArray[np.uint32] | None) -> Floats:
        """Bound the bits of one feature, of which each side can have several values."""
        mine = [(self._markers[part.name](value), part.equal(value)[1]) for value in values]
        best: Floats | None = None
        for columns in self._columns[part.name]:
            theirs = [printed[column] for column in columns]
            there = theirs[0] != 0
            if junk is not None:
                there &= junk[np.minimum(junk.searchsorted(theirs[0]), len(junk) - 1)] != theirs[0]
            for marks, equal in mine:
                bits = self._of_value(part, marks, equal, theirs)
                if part.several:
                    bits = np.where(there | (theirs[0] == marks[0]), bits, -inf)
                best = bits if best is None else np.maximum(best, bits)
        assert best is not None
        return np.where(best == -inf, 0.0, best) if part.several else np.where(theirs[0] != 0, best, 0.0)

    def _of_value(self, part: Part, marks: Marks, equal: float, theirs: Sequence[npt.NDArray[np.uint32]]) -> Floats:
        near = _NEAR.get(self._markers[part.name])
        level = np.ones(len(theirs[0]), np.int64) if near is None or marks[0] == UNKNOWN else near(marks, theirs)
        bits = np.array(part.table)[level]
        same = (theirs[0] == marks[0]) | (theirs[0] == UNKNOWN) | (marks[0] == UNKNOWN)
        return np.where(same, np.maximum(bits, max(equal, part.table[1])), bits)


Theirs = Sequence[npt.NDArray[np.uint32]]


def _dates(mine: Marks, theirs: Theirs) -> npt.NDArray[np.int64]:
    """Typo, similar or different; of two digits that have changed places, the same bits are unlike."""
    own, other = np.uint32(mine[0]), theirs[0]
    unlike, day = other ^ own, other & _SAME_DAY
    wrong, same_year = wrong_digits(unlike), (unlike & _SAME_YEAR) == 0
    near = same_year & (((unlike & _MONTH) == 0) | ((unlike & _DAY) == 0) | (day == _NEW_YEAR) | (day == 0))
    near |= (wrong == _SLIPS) | ((unlike & _SAME_DAY) == 0)
    if own & _SAME_DAY in {0, _NEW_YEAR}:
        near |= same_year
    turned = (own & _DAY) << np.uint32(8) | (own & _MONTH) >> np.uint32(8)
    typo = (wrong <= 1) | ((wrong == _SLIPS) & (unlike % _TURNED == 0)) | (same_year & (day == turned))
    return np.where(typo, 1, np.where(near, 2, 3))


def _phones(mine: Marks, theirs: Theirs) -> npt.NDArray[np.int64]:
    """Typo or different: one digit is another one, or two have changed places."""
    return np.where(wrong_digits(theirs[0] ^ np.uint32(mine[0])) <= _SLIPS, 1, 2)


def _emails(mine: Marks, theirs: Theirs) -> npt.NDArray[np.int64]:
    """Typo or different: a slip or two apart, with the same digits."""
    other, own = theirs[1], np.uint32(mine[1])
    near = (other >> LENGTH) == (own >> LENGTH)
    near &= np.bitwise_count(own & ~other & LETTERS) <= _SLIPS
    near &= np.bitwise_count(other & ~own & LETTERS) <= _SLIPS
    return np.where(near, 1, 3)


Near = Callable[[Marks, Theirs], npt.NDArray[np.int64]]

_NEAR: Final[Mapping[Callable[[str], Marks], Near]] = {
    mark_digits: _dates,
    mark_phone: _phones,
    mark_email: _emails,
}
"""What prints a value, to what tells of unequal prints how well the values can agree at best."""
