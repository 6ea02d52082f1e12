"""Levels of dates."""

import numpy as np
import numpy.typing as npt
import polars as pl

from crmkit.dedup.columnar.closeness import Levels, Texts, choose
from crmkit.dedup.columnar.glance import Glance
from crmkit.dedup.columnar.ordering import Bools


def date(left: Texts, right: Texts) -> Levels:
    """Equal, typo, similar, different; dates come as eight digits, of which each is a byte of one integer."""
    pairs = Glance(left, right)
    one, other = pairs.left.described(_digits), pairs.right.described(_digits)
    apart = one ^ other
    unlike = (((apart & _SEVEN) + _SEVEN) | apart) & _HIGH
    wrong = np.bitwise_count(unlike)
    year, month, day = (unlike & part == 0 for part in (_YEAR, _MONTH, _DAY))
    one, other = one >> _TO_MONTH, other >> _TO_MONTH
    swapped = year & (((one >> _TWO) | ((one & _LAST) << _TWO)) == other)
    unsure = (one == 0) | (other == 0) | (one == _FIRST) | (other == _FIRST)
    twice = np.flatnonzero(wrong == 2)
    turned = twice[_neighbours_turned(pairs.only(twice), unlike[twice])]
    levels = choose(
        len(pairs),
        3,
        (1, (wrong == 1) | swapped),
        (2, (wrong == 2) | (year & (month | day | unsure)) | (month & day)),
    )
    levels[turned] = 1
    return levels


def _neighbours_turned(pairs: Glance, unlike: npt.NDArray[np.uint64]) -> Bools:
    """Find the pairs of which two digits that stand together, and not in two parts of the date, changed places."""
    one, other = pairs.left.described(_digits), pairs.right.described(_digits)
    turned = np.zeros(len(pairs), np.bool_)
    for place in (0, 1, 2, 4, 6):
        low, high = np.uint64(8 * place), np.uint64(8 * place + 8)
        turned |= (
            (unlike == (np.uint64(0x8080) << low))
            & (((one >> low) & _BYTE) == ((other >> high) & _BYTE))
            & (((one >> high) & _BYTE) == ((other >> low) & _BYTE))
        )
    return turned


def _digits(texts: pl.Series) -> npt.NDArray[np.uint64]:
    joined = texts.str.head(8).str.pad_end(8, "0").str.join("").item().encode("ascii", "replace")
    return (np.frombuffer(joined, np.uint8) - np.uint8(48)).view("<u8")


_SEVEN, _HIGH = np.uint64(0x7F7F7F7F7F7F7F7F), np.uint64(0x8080808080808080)
_YEAR, _MONTH, _DAY = np.uint64(0xFFFFFFFF), np.uint64(0xFFFF << 32), np.uint64(0xFFFF << 48)
_TO_MONTH, _TWO, _LAST, _BYTE = np.uint64(32), np.uint64(16), np.uint64(0xFFFF), np.uint64(0xFF)
_FIRST = np.uint64(0x01000100)
"""The first of January."""
