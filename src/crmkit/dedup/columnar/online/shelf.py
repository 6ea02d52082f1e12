"""Where the records of each block are: sorted numbers of blocks, and the few that came since."""

from array import array
from bisect import bisect_left, bisect_right
from math import isqrt
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]
Places = npt.NDArray[np.uint32]

_WORD: Final = 0xFFFFFFFFFFFFFFFF
_STEP: Final = 0x9E3779B97F4A7C15
_TURN: Final = 0xBF58476D1CE4E5B9
_FEWEST: Final = 500
_OFTEN: Final = 5
_FEW: Final = 4
_BITS: Final = 64
_SHARE: Final = 4


def finer(block: int, key: int) -> int:
    """Number the part of a block that has one more key in common."""
    mixed = ((block ^ key) * _STEP + _TURN) & _WORD
    return mixed ^ (mixed >> 29)


def all_finer(blocks: Numbers, keys: Numbers) -> Numbers:
    """Do what `finer` does, for many at once."""
    mixed = (blocks ^ keys) * np.uint64(_STEP) + np.uint64(_TURN)
    numbered: Numbers = mixed ^ (mixed >> np.uint64(29))
    return numbered


class Shelf:
    """Which records are in which block, for the blocks of one rule.

    Within a block, records come in the order of their ranks, which does not depend on the order in which they came.

    Args:
        ranks: rank by place of a record; it grows with the records.
    """

    def __init__(self, ranks: "array[int]") -> None:
        self._ranks = ranks
        self._blocks: array[int]
        self._places: array[int]
        self._starts: array[int]
        self._keep(np.empty(0, np.uint64), np.empty(0, np.uint32))
        self._recent: dict[int, list[int]] = {}
        self._gone: dict[int, set[int]] = {}
        self._waiting = 0

    def put(self, blocks: Numbers, places: Places) -> None:
        """Put many records in the blocks of an empty shelf; within each block they come in the order of their ranks."""
        order = np.argsort(blocks, kind="stable")
        self._keep(blocks[order], places[order])

    def add(self, block: int, place: int) -> int:
        """Put one record in a block, and say how many are in it now."""
        recent = self._recent.setdefault(block, [])
        recent.append(place)
        self._waiting += 1
        return self.size(block)

    def remove(self, block: int, place: int) -> None:
        """Take one record out of a block that it is in."""
        recent = self._recent.get(block, [])
        if place in recent:
            recent.remove(place)
            self._waiting -= 1
        else:
            self._gone.setdefault(block, set()).add(place)
            self._waiting += 1

    def settle(self) -> bool:
        """Sort in what came and went of late, once it is much; and say whether it was."""
        if self._waiting <= max(_FEWEST, _OFTEN * isqrt(len(self._blocks))):
            return False
        gone = sorted(
            at
            for block, places in self._gone.items()
            for at in range(*self._range(block))
            if self._places[at] in places
        )
        new = sorted((block, self._ranks[place], place) for block, held in self._recent.items() for place in held)
        slots = [self._slot(block, rank) for block, rank, _ in new]
        slots = [slot - bisect_left(gone, slot) for slot in slots]
        blocks, places = np.delete(self._numbers(), gone), np.delete(np.frombuffer(self._places, np.uint32), gone)
        self._keep(
            np.insert(blocks, slots, np.array([block for block, _, _ in new], np.uint64)),
            np.insert(places, slots, np.array([place for _, _, place in new], np.uint32)),
        )
        self._recent, self._gone, self._waiting = {}, {}, 0
        return True

    def held(self, block: int, count: int) -> tuple[int, list[int]]:
        """Count the records of a block, and give some: those of the lowest ranks where there are more than wanted."""
        start, end = self._range(block)
        held = self._places[start : min(end, start + count)].tolist() if start < end else []
        if not self._waiting or (block not in self._recent and block not in self._gone):
            return end - start, held
        gone, recent = self._gone.get(block, set()), self._recent.get(block, [])
        held = [place for place in self._places[start : min(end, start + count + len(gone))] if place not in gone]
        size = end - start + len(recent) - len(gone)
        return size, sorted([*held, *recent], key=self._ranks.__getitem__)[:count]

    def size(self, block: int) -> int:
        """Count the records of a block."""
        return self.held(block, 0)[0]

    def first(self, block: int, count: int) -> list[int]:
        """Give some records of a block, those of the lowest ranks where there are more than wanted."""
        return self.held(block, count)[1]

    def large(self, more_than: int) -> tuple[Numbers, Places]:
        """Give every record of a block with more than some records, with its block, of what is sorted in."""
        blocks, places = self._numbers(), np.frombuffer(self._places, np.uint32)
        if not len(blocks):
            return blocks, places
        start = np.flatnonzero(np.concatenate(([True], blocks[1:] != blocks[:-1])))
        size = np.diff(np.append(start, len(blocks)))
        large = np.repeat(size > more_than, size)
        return blocks[large], places[large]

    def _numbers(self) -> Numbers:
        return np.frombuffer(self._blocks, np.uint64)

    def _keep(self, blocks: Numbers, places: Places) -> None:
        """Keep sorted blocks, and where those begin whose highest bits are equal, a few of them each."""
        self._blocks, self._places = array("Q"), array("I")
        self._blocks.frombytes(blocks.tobytes())
        self._places.frombytes(places.tobytes())
        bits = max(len(blocks).bit_length() - _SHARE, 0)
        self._shift = _BITS - bits
        first = np.arange(1, 1 << bits, dtype=np.uint64) << np.uint64(self._shift % _BITS)
        starts = np.concatenate([[0], blocks.searchsorted(first), [len(blocks)]])
        self._starts = array("I", starts.astype(np.uint32).tobytes())

    def _range(self, block: int) -> tuple[int, int]:
        high = block >> self._shift
        last = self._starts[high + 1]
        start = bisect_left(self._blocks, block, self._starts[high], last)
        if start == last or self._blocks[start] != block:
            return start, start
        end = start + 1
        while end < last and self._blocks[end] == block:
            end = end + 1 if end < start + _FEW else bisect_right(self._blocks, block, end, last)
        return start, end

    def _slot(self, block: int, rank: int) -> int:
        start, end = self._range(block)
        return bisect_left(self._places, rank, start, end, key=self._ranks.__getitem__)


def numbered(key: str) -> int:
    """Number a key; the same within a process, and different for different keys."""
    return hash(key) & _WORD
