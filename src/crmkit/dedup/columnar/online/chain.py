"""The blocks of one rule, and the finer blocks into which those that are too large are parted."""

from array import array
from collections.abc import Callable, Iterable, Mapping

import numpy as np
from attrs import define, frozen

from crmkit.dedup.blocking import BlockingRule
from crmkit.dedup.columnar.online.shelf import Numbers, Places, Shelf, all_finer, finer, numbered
from crmkit.dedup.keys import KeyRing


@define
class Looked:
    """What looking for the records of a block gave.

    Attributes:
        found: places of records.
        blocks: blocks that were too large.
        records: records in them.
        missed: records of them that were not looked at.
    """

    found: set[int]
    blocks: int = 0
    records: int = 0
    missed: int = 0


@frozen
class KeyTable:
    """The keys of one name of all records, in the order of their places."""

    numbers: "array[int]"
    places: "array[int]"

    def parted(self, blocks: Numbers, places: Places) -> tuple[Numbers, Places]:
        """Number the finer blocks of records in blocks."""
        owners = np.frombuffer(self.places, np.uint32)
        start, end = owners.searchsorted(places), owners.searchsorted(places, "right")
        size = end - start
        row = np.repeat(np.arange(len(places)), size)
        at = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size) + start[row]
        return all_finer(blocks[row], np.frombuffer(self.numbers, np.uint64)[at]), places[row]


class Chain:
    """The blocks of a rule.

    A record is in the blocks of its keys. A block above the cap is parted by the next key of `refine`, and its finer
    blocks hold those of its records that have the key.

    Args:
        rule: the rule.
        cap: records at most in a block that is looked at in full.
        ranks: rank by place of a record.
        ring: gives the keys of a record by its place.
    """

    def __init__(self, rule: BlockingRule, *, cap: int, ranks: "array[int]", ring: Callable[[int], KeyRing]) -> None:
        self.rule = rule
        self._cap = cap
        self._ring = ring
        self._shelves = [Shelf(ranks) for _ in range(len(rule.refine) + 1)]

    @property
    def shelf(self) -> Shelf:
        """The blocks that are not parted."""
        return self._shelves[0]

    def blocks(self, ring: KeyRing) -> Iterable[int]:
        """Number the blocks of a record."""
        return map(numbered, ring.blocks(self.rule.keys))

    def add(self, place: int, ring: KeyRing) -> None:
        """Put a record in its blocks."""
        for block in self.blocks(ring):
            self._add(0, block, place, ring)
        for shelf in self._shelves:
            shelf.settle()

    def remove(self, place: int, ring: KeyRing) -> None:
        """Take a record out of its blocks."""
        for block in self.blocks(ring):
            self._remove(0, block, place, ring)
        for shelf in self._shelves:
            shelf.settle()

    def put(self, blocks: Numbers, places: Places, tables: Mapping[str, KeyTable]) -> None:
        """Put many records in the blocks of an empty chain.

        Args:
            blocks: blocks of records.
            places: the records.
            tables: keys of `refine` to the keys of all records.
        """
        for step, shelf in enumerate(self._shelves):
            shelf.put(blocks, places)
            if step < len(self.rule.refine):
                blocks, places = tables[self.rule.refine[step]].parted(*shelf.large(self._cap))

    def look(self, query: KeyRing) -> Looked:
        """Find the records that share a block with a record, itself among them when it is there."""
        looked = Looked(set())
        for block in self.blocks(query):
            self._look(0, block, query, looked)
        return looked

    def _look(self, step: int, block: int, query: KeyRing, looked: Looked) -> None:
        size, found = self._shelves[step].held(block, self._cap)
        if size <= self._cap:
            looked.found.update(found)
        elif step < len(self.rule.refine) and (keys := self._keys(step, query)):
            for key in keys:
                self._look(step + 1, finer(block, key), query, looked)
        else:
            looked.found.update(found)
            looked.blocks += 1
            looked.records += size
            looked.missed += size - self._cap

    def _add(self, step: int, block: int, place: int, ring: KeyRing) -> None:
        size = self._shelves[step].add(block, place)
        if size > self._cap and step < len(self.rule.refine):
            for member, its in self._members(step, block) if size == self._cap + 1 else [(place, ring)]:
                for key in self._keys(step, its):
                    self._add(step + 1, finer(block, key), member, its)

    def _remove(self, step: int, block: int, place: int, ring: KeyRing) -> None:
        size = self._shelves[step].size(block)
        if size > self._cap and step < len(self.rule.refine):
            for member, its in self._members(step, block) if size == self._cap + 1 else [(place, ring)]:
                for key in self._keys(step, its):
                    self._remove(step + 1, finer(block, key), member, its)
        self._shelves[step].remove(block, place)

    def _members(self, step: int, block: int) -> list[tuple[int, KeyRing]]:
        return [(place, self._ring(place)) for place in self._shelves[step].first(block, self._cap + 1)]

    def _keys(self, step: int, ring: KeyRing) -> list[int]:
        return list(map(numbered, ring.keys(self.rule.refine[step])))
