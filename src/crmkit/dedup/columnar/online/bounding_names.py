"""How many bits names can weigh at most, as they are written and turned round, as their prints tell."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from crmkit.dedup.columnar.online.bounding_single import meet
from crmkit.dedup.columnar.online.parts import NAMES, Part
from crmkit.dedup.columnar.online.prints import (
    DOUBLED,
    ENDS,
    FIRST,
    LISTED,
    ODD,
    STARTS,
    Printed,
    Prints,
    mark_name,
)
from crmkit.dedup.packing import Row, values_of

Array = npt.NDArray[np.generic]
Floats = npt.NDArray[np.float64]

_NOBODY: Final = (0, 0, 0)
_GIVEN: Final = "given_name"
_KNOWN: Final = (_GIVEN, "family_name")
_SLIPS: Final = 2
_ADDED: Final = np.array([0.0, 0.2, 0.4])
"""What Winkler adds at most, as a share of what is missing to 1: where the first letter, and the first three, are
another or the same."""
_TYPO, _SIMILAR = (3 * (least - _ADDED) / (1 - _ADDED) - 1 - 1e-6 for least in (0.92, 0.85))
"""Sums of the shares of letters that are shared, from which likeness by Jaro and Winkler can be as great."""


class NameBounds:
    """Bounds what names weigh.

    Arrays have one row for each part of a name of the one record, and one column for each part of those of others. A
    given name that meets a family name is compared as either of them, so the most of both counts.

    Args:
        parts: how given and family names are compared, or the one of them that there is.
        prints: the prints of others.
        swapped_bits: what it weighs that names are turned.
    """

    def __init__(self, parts: Sequence[Part], prints: Prints, swapped_bits: float) -> None:
        compared = [part.comparison.comparator for part in parts]
        tables = [[part.table[min(level, len(part.table) - 1)] for part in parts] for level in range(6)]
        self._parts = parts
        self._columns = [prints.columns[part.name][0] for part in parts]
        self._given = _met([float(one == _GIVEN) for one in compared]) > 0
        self._strange = _met([float(one not in _KNOWN) for one in compared]) > 0
        self._tables = np.stack([_met(bits) for bits in tables])
        self._swapped_bits = swapped_bits

    def most(self, query: Row, printed: Printed) -> Floats:
        """Give the bits at most of every record.

        Args:
            query: the one record.
            printed: the prints of the others.
        """
        names = [values_of(query[part.place])[:1] for part in self._parts]
        mine = np.array([mark_name(*name) if name else _NOBODY for name in names], np.uint32)[:, :, None, None]
        weighed = [[part.equal(*name)[1] if name else 0.0 for part in self._parts] for name in names]
        equal = np.array([[max(row[at], row[other]) for other in range(len(row))] for at, row in enumerate(weighed)])
        theirs = printed[self._columns]
        mark, there = theirs[:, 0], (mine[:, 0] != 0) & (theirs[:, 0] != 0)
        same = mark == mine[:, 0]
        strange, typo, similar = self._unlike(mine, theirs[:, 1], theirs[:, 2])
        tables = self._tables
        unlike = np.where(typo, tables[2], np.where(similar, tables[4], tables[5]))
        bits = np.where(same, np.maximum(equal[:, :, None], tables[1]), np.where(strange, tables[1], unlike))
        bits = np.where(there, bits, 0.0)
        if len(bits) < len(NAMES):
            one: Floats = bits[0, 0]
            return one
        straight: Floats = bits[0, 0] + bits[1, 1]
        good = there & (same | strange | typo)
        fits = good[0, 1] | good[1, 0]
        turned = np.where(fits, bits[0, 1] + bits[1, 0] + self._swapped_bits, straight)
        return np.maximum(straight, turned)

    def _unlike(self, mine: Printed, letters: Printed, ends: Printed) -> tuple[Array, Array, Array]:
        """Tell where unequal names may be short forms or anything else, typos, or similar."""
        own, own_ends = mine[:, 1], mine[:, 2]
        more, less, longer, _, alike = meet(own, letters)
        slips = np.maximum(np.maximum(more, less), longer)
        apart = ends ^ own_ends
        begins = ((apart & FIRST) == 0).astype(np.int8) + ((apart & STARTS) == 0)
        short = ((apart & STARTS) == 0) | ((apart & ENDS) == 0)
        short |= ((ends | own_ends) & DOUBLED != 0) | (ends & own_ends & LISTED != 0)
        strange = (((letters | own) & ODD) != 0) | (short & self._given) | self._strange
        return strange, (slips <= 1) | (alike >= _TYPO[begins]), (slips <= _SLIPS) | (alike >= _SIMILAR[begins])


def _met(values: Sequence[float]) -> Floats:
    """Lay values of the parts out by the parts that meet: where they differ, the greater one counts."""
    laid_out: Floats = np.maximum.outer(values, values)[:, :, None]
    return laid_out
