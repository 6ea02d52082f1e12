"""Names of situations: two sums of 64 bits, so that what is alike is found by sorting numbers.

Numbers are mixed by the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). What two such sums cannot tell
apart does not occur.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]
Marks = NDArray[np.uint64]

SEEDS: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03))
"""One for each of the two sums."""

_BITS: Final = 64
_MANY: Final = 1_000_000


def mix(numbers: Marks) -> Marks:
    """Mix the bits of each number, so that sums of different numbers differ."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def mixed(names: Marks, more: Marks) -> Marks:
    """Name a situation once more, with something else that matters."""
    return mix(names + SEEDS[0] * (more + np.uint64(1)))


def grouped(one: Marks, two: Marks) -> tuple[Longs, Longs]:
    """Number what is named alike by two names; tell the number of each, and the first of each number."""
    names = pl.DataFrame({"one": one, "two": two}).with_row_index("row")
    like = names.select(pl.col("row").first().over("one", "two"))["row"].to_numpy()
    first = np.zeros(len(like), dtype=np.bool_)
    first[like] = True
    return (np.cumsum(first) - 1)[like], np.flatnonzero(first)


def words(codes: Longs) -> Iterator[Marks]:
    """Write codes as single bits, in as many words as it takes."""
    if codes.max() > len(codes) + _MANY:
        codes = np.unique(codes, return_inverse=True)[1]
    known = np.flatnonzero(np.bincount(codes))
    for begin in range(0, len(known), _BITS):
        bits = np.zeros(int(codes.max()) + 1, dtype=np.uint64)
        some = known[begin : begin + _BITS]
        bits[some] = np.uint64(1) << np.arange(len(some), dtype=np.uint64)
        yield bits[codes]
