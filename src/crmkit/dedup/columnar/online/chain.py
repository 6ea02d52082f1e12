"""The blocks of one rule, and the finer blocks into which those that are too large are parted."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import define, field

from crmkit.dedup.blocking import BlockingRule
from crmkit.dedup.columnar.online.filling import KeyTable
from crmkit.dedup.columnar.online.shelf import Shelf, finer, numbered
from crmkit.dedup.explanation import Unseen
from crmkit.dedup.keys import KeyRing


class Ring(dict[str, list[int]]):
    """Name of a key to the numbers of the keys of one record that are called so, each made when it is first asked for.

    Args:
        ring: makes the keys.
    """

    def __init__(self, ring: KeyRing) -> None:
        super().__init__()
        self._ring = ring

    def __missing__(self, name: str) -> list[int]:
        """Number the keys called so."""
        made = self[name] = list(map(numbered, self._ring.keys(name)))
        return made


@define
class Looked:
    """What looking for the records that share a block gave.

    Attributes:
        found: places of records.
        missed: rule, with the records of a block that was too large, and how many of them were not looked at.
    """

    found: set[int] = field(factory=set)
    missed: list[tuple[BlockingRule, int, int]] = field(factory=list)

    def unseen(self) -> tuple[Unseen, ...]:
        """Tell what was not looked at."""
        found = []
        for rule in dict.fromkeys(rule for rule, _, _ in self.missed):
            sizes = [(size, left) for of, size, left in self.missed if of is rule]
            records, pairs = map(sum, zip(*sizes, strict=True))
            found.append(Unseen(rule=str(rule), blocks=len(sizes), records=records, pairs=pairs))
        return tuple(found)


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

    def __init__(self, rule: BlockingRule, *, cap: int, ranks: "array[int]", ring: Callable[[int], Ring]) -> None:
        self.rule = rule
        self._first, *self._more = rule.keys
        self._cap = cap
        self._ring = ring
        self._shelves = [Shelf(ranks) for _ in range(len(rule.refine) + 1)]

    @property
    def shelf(self) -> Shelf:
        """The blocks that are not parted."""
        return self._shelves[0]

    def blocks(self, ring: Ring) -> Sequence[int]:
        """Number the blocks of a record."""
        blocks = ring[self._first]
        for name in self._more:
            if not blocks:
                break
            keys = ring[name]
            blocks = [finer(block, key) for block in blocks for key in keys]
        return blocks

    def add(self, place: int, ring: Ring) -> None:
        """Put a record in its blocks."""
        for block in self.blocks(ring):
            self._add(0, block, place, ring)

    def remove(self, place: int, ring: Ring) -> None:
        """Take a record out of its blocks."""
        for block in self.blocks(ring):
            self._remove(0, block, place, ring)

    def settle(self) -> bool:
        """Sort in what came and went of late in one of the shelves, where it is much; and say whether it was."""
        return any(shelf.settle() for shelf in self._shelves)

    def put(self, tables: Mapping[str, KeyTable]) -> None:
        """Put many records, whose ranks ascend with their places, in the blocks of an empty chain.

        Args:
            tables: name of a key of the rule to the keys of all records.
        """
        table = tables[self._first]
        blocks, places = table.numbers, table.places
        for name in self._more:
            blocks, places = tables[name].parted(blocks, places)
        for step, shelf in enumerate(self._shelves):
            shelf.put(blocks, places)
            if step < len(self.rule.refine):
                blocks, places = tables[self.rule.refine[step]].parted(*shelf.large(self._cap))

    def look(self, query: Ring, looked: Looked) -> None:
        """Find the records that share a block with a record, itself among them when it is there."""
        held = self._shelves[0].held
        for block in self.blocks(query):
            size, found = held(block, self._cap)
            if size <= self._cap:
                looked.found.update(found)
            else:
                self._look_closer(0, block, query, looked, (size, found))

    def _look_closer(self, step: int, block: int, query: Ring, looked: Looked, held: tuple[int, Iterable[int]]) -> None:
        """Look into the finer blocks of one that is too large, or at some of its records where there are none."""
        size, found = held
        keys = query[self.rule.refine[step]] if step < len(self.rule.refine) else []
        for key in keys if size > self._cap else []:
            part = finer(block, key)
            self._look_closer(step + 1, part, query, looked, self._shelves[step + 1].held(part, self._cap))
        if size <= self._cap or not keys:
            looked.found.update(found)
        if size > self._cap and not keys:
            looked.missed.append((self.rule, size, size - self._cap))

    def _add(self, step: int, block: int, place: int, ring: Ring) -> None:
        size = self._shelves[step].add(block, place)
        if size > self._cap and step < len(self.rule.refine):
            for member, its in self._members(step, block) if size == self._cap + 1 else [(place, ring)]:
                for key in its[self.rule.refine[step]]:
                    self._add(step + 1, finer(block, key), member, its)

    def _remove(self, step: int, block: int, place: int, ring: Ring) -> None:
        size = self._shelves[step].size(block)
        if size > self._cap and step < len(self.rule.refine):
            for member, its in self._members(step, block) if size == self._cap + 1 else [(place, ring)]:
                for key in its[self.rule.refine[step]]:
                    self._remove(step + 1, finer(block, key), member, its)
        self._shelves[step].remove(block, place)

    def _members(self, step: int, block: int) -> list[tuple[int, Ring]]:
        return [(place, self._ring(place)) for place in self._shelves[step].first(block, self._cap + 1)]
