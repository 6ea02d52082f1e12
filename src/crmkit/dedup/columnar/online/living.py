"""Records that come and go, each found again by the blocks that it shares with others."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from attrs import frozen

from crmkit.dedup.blocking import BlockingRule
from crmkit.dedup.columnar.online.chain import Chain, KeyTable
from crmkit.dedup.columnar.online.contacts import CONTACTS, Contacts
from crmkit.dedup.columnar.online.pairing import Pairing, Shared, Verdict
from crmkit.dedup.columnar.online.parts import read_parts
from crmkit.dedup.columnar.online.shelf import numbered
from crmkit.dedup.columnar.online.weighing import Weigher
from crmkit.dedup.explanation import Explanation, Unseen
from crmkit.dedup.features import OWN, Read, Target
from crmkit.dedup.keys import KeyRing, rules_for
from crmkit.dedup.learned import Learned
from crmkit.dedup.model import Model
from crmkit.dedup.packing import Packing, Row
from crmkit.dedup.reading import RecordReader

_HOLDERS: Final = 100
"""Holders of a contact at most that are looked at to tell whether a household shares it."""

Cells = Mapping[str, object]
Meanings = dict[str, dict[str, Any]]


@frozen
class Near:
    """A record that may be the same as the one that was asked about.

    Attributes:
        id: of the record.
        verdict: what it is.
        explain: gives the reasons.
    """

    id: Any
    verdict: Verdict
    explain: Callable[[], Explanation]


class Living:
    """Records by their blocks, weighed by what was learned.

    Args:
        model: the specification.
        learned: what training learned.
        targets: column to target, or to the semantic type that says how it is matched.
        region: see `crmkit.dedup.features.read_cell`.
    """

    def __init__(
        self, model: Model, learned: Learned, targets: Mapping[str, Target], *, region: str | None = None
    ) -> None:
        self._reader = RecordReader(targets, learned, region)
        self._own = {f"{OWN}{kind.name}": kind for kind in self._reader.own.values()}
        self._meant: Meanings = defaultdict(dict)
        self._packing = Packing(tuple(learned.features))
        parts = read_parts(model, learned, self._packing, self._own)
        self._weigher = Weigher(model, learned, parts, self._meant)
        self._pairing = Pairing(model, learned, parts, self._meant)
        self._text = learned.text
        self._ids: list[Any] = []
        self._lines: list[bytes] = []
        self._places: dict[Hashable, int] = {}
        self._ranks: array[int] = array("Q")
        make = partial(Chain, cap=model.block_cap, ranks=self._ranks, ring=lambda place: self._ring(self._read(place)))
        self._chains = [make(rule) for rule in rules_for(model.rules, learned)]
        by_keys = {chain.rule.keys: chain for chain in self._chains}
        known = [name for name in CONTACTS if name in learned.features]
        holders = {name: by_keys.get((name,)) or make(BlockingRule((name,))) for name in known}
        self._all = list(dict.fromkeys([*self._chains, *holders.values()]))
        self._contacts = Contacts(holders, self._read)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def names(self) -> Iterator[Any]:
        """Go through the ids of all records."""
        return iter(self._places)

    def fill(self, names: Sequence[Hashable], rows: Callable[[Sequence[int]], Iterable[Cells]]) -> None:
        """Put many records at once, as the first to come.

        Args:
            names: their ids.
            rows: gives the cells of records by their places among the names.
        """
        ranks = np.fromiter(map(_rank, names), np.uint64, len(names))
        blocks = [(array("Q"), array("I")) for _ in self._all]
        tables = {key: KeyTable(array("Q"), array("I")) for chain in self._all for key in chain.rule.refine}
        order = np.argsort(ranks, kind="stable").tolist()
        for number, cells in zip(order, rows(order), strict=True):
            read = self._reader.read(cells, self._meant)
            place, ring = self._keep(names[number], read), self._ring(read)
            for chain, (numbers, places) in zip(self._all, blocks, strict=True):
                for block in chain.blocks(ring):
                    numbers.append(block)
                    places.append(place)
            for key, table in tables.items():
                for value in ring.keys(key):
                    table.numbers.append(numbered(value))
                    table.places.append(place)
        for chain in self._all:
            numbers, places = blocks.pop(0)
            chain.put(np.frombuffer(numbers, np.uint64), np.frombuffer(places, np.uint32), tables)
        self._contacts.put()

    def add(self, name: Hashable, cells: Cells) -> None:
        """Put one record, whose id no other has."""
        read = self._reader.read(cells, self._meant)
        place, ring = self._keep(name, read), self._ring(read)
        for chain in self._all:
            chain.add(place, ring)
        self._contacts.added(read)

    def remove(self, name: Hashable) -> None:
        """Take one record away."""
        place = self._places.pop(name)
        read = self._read(place)
        ring = self._ring(read)
        for chain in self._all:
            chain.remove(place, ring)
        self._contacts.removed(read)
        self._ids[place], self._lines[place] = None, b""

    def near(self, cells: Cells, *, but: Hashable | None = None) -> tuple[list[Near], tuple[Unseen, ...]]:
        """Find the records that may be the same as one, in no order, and tell what was not looked at.

        Args:
            cells: column to cell.
            but: id of a record to pass over: the one that is asked about.
        """
        said: Meanings = defaultdict(dict)
        raw = self._reader.read(cells, said)
        mine = self._places.get(but)
        query = self._contacts.useful(raw, {} if mine is None else self._read(mine))
        ring = self._ring(query)
        looked = [(chain.rule, chain.look(ring)) for chain in self._chains]
        places = sorted({place for _, one in looked for place in one.found} - {mine}, key=self._ranks.__getitem__)
        rows = [self._row(place) for place in places]
        with self._understanding(said):
            weighed = self._weigher.weigh(self._packing.row(self._packing.line(query)), rows)
            reads = {one.place: self._packing.read(rows[one.place]) for one in weighed}
            shared = self._shared(query, reads.values(), but=mine)
            found = [
                Near(
                    self._ids[places[one.place]],
                    one,
                    partial(self._explain, query, reads[one.place], shared, said, (but, self._ids[places[one.place]])),
                )
                for one in self._pairing.judge(query, reads, weighed, shared)
            ]
        return found, tuple(
            Unseen(rule=str(rule), blocks=one.blocks, records=one.records, pairs=one.missed)
            for rule, one in looked
            if one.missed
        )

    def _explain(self, query: Read, other: Read, shared: Shared, said: Meanings, names: tuple[Any, Any]) -> Explanation:
        with self._understanding(said):
            return self._pairing.explain(query, other, shared, names)

    def _keep(self, name: Hashable, read: Read) -> int:
        place = len(self._ids)
        self._ids.append(name)
        self._lines.append(self._packing.line(read).encode("utf-8", "surrogatepass"))
        self._ranks.append(_rank(name))
        self._places[name] = place
        return place

    def _ring(self, read: Read) -> KeyRing:
        return KeyRing(read, self._text)

    def _read(self, place: int) -> Read:
        return self._packing.read(self._packing.row(self._lines[place].decode("utf-8", "surrogatepass")))

    def _row(self, place: int) -> Row:
        """Give a record as it is weighed, without contacts that are nobody's."""
        row = self._packing.row(self._lines[place].decode("utf-8", "surrogatepass"))
        return self._contacts.without_junk(row, self._packing) if self._contacts.junk else row

    def _shared(self, query: Read, others: Collection[Read], *, but: int | None) -> dict[str, frozenset[str]]:
        """Choose the contacts of a record that a household is seen to share, of those that the others have too."""
        shared: dict[str, frozenset[str]] = {}
        for name in CONTACTS:
            held = {value for value in query.get(name, ()) if any(value in other.get(name, ()) for other in others)}
            holders = {value: [query, *self._contacts.holders((name, value), _HOLDERS, but=but)] for value in held}
            shared[name] = frozenset(value for value in held if self._pairing.share(name, value, holders[value]))
        return shared

    @contextmanager
    def _understanding(self, said: Meanings) -> Iterator[None]:
        """Know for a while what the values of one more record mean."""
        before = {(name, key): self._meant[name].get(key) for name, meant in said.items() for key in meant}
        for (name, key), old in before.items():
            new = said[name][key]
            self._meant[name][key] = new if old is None else min(old, new, key=self._own[name].caption)
        try:
            yield
        finally:
            for (name, key), old in before.items():
                if old is None:
                    del self._meant[name][key]
                else:
                    self._meant[name][key] = old


def _rank(name: Hashable) -> int:
    """Put ids in an order that has nothing to do with when they came."""
    return int.from_bytes(blake2b(repr(name).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
