"""Records that come and go, each found again by the blocks that it shares with others."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import polars as pl
from attrs import frozen

from crmkit.dedup.blocking import BlockingRule
from crmkit.dedup.columnar.encoding import encode, reorder
from crmkit.dedup.columnar.freezing import known_features
from crmkit.dedup.columnar.online.bounding import Bounds
from crmkit.dedup.columnar.online.chain import Chain, Looked, Ring
from crmkit.dedup.columnar.online.contacts import CONTACTS, Contacts
from crmkit.dedup.columnar.online.filling import KeyTables, lines
from crmkit.dedup.columnar.online.lines import Lines
from crmkit.dedup.columnar.online.pairing import Pairing, Verdict
from crmkit.dedup.columnar.online.parts import read_parts
from crmkit.dedup.columnar.online.prints import Prints
from crmkit.dedup.columnar.online.sight import Shared
from crmkit.dedup.columnar.online.weighing import Weigher
from crmkit.dedup.explanation import Explanation, Unseen
from crmkit.dedup.features import OWN, Read, Target
from crmkit.dedup.keys import KeyRing, rules_for
from crmkit.dedup.learned import Learned
from crmkit.dedup.model import Model
from crmkit.dedup.packing import Packing, Row
from crmkit.dedup.reading import RecordReader

_ROUNDING: Final = 1e-6

_HOLDERS: Final = 100
"""Holders of a contact at most that are looked at to tell whether a household shares it."""

_CERTAIN: Final = 2
"""Records that a pair holds together, of which none can contradict another."""

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
        self._learned = learned
        self._weigher = Weigher(model, learned, parts)
        self._pairing = Pairing(model, learned, parts)
        self._text = learned.text
        self._ids: list[Any] = []
        self._lines = Lines()
        self._prints = Prints(parts)
        self._bounds = Bounds(model, parts, self._prints)
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

    def fill(self, names: Sequence[Hashable], columns: Mapping[str, Sequence[object] | pl.Series]) -> None:
        """Put many records at once, as the first to come.

        Args:
            names: their ids.
            columns: column to the cells of all of them; a cell may be a list of values.
        """
        ranks = np.fromiter(map(_rank, names), np.uint64, len(names))
        order = np.argsort(ranks, kind="stable")
        read = encode(columns, self._reader.targets, region=self._reader.region, learned=self._learned)
        features = reorder(known_features(read, self._learned, len(names)), order)
        for name in self._own:
            self._meant[name] |= dict(zip(features[name].values, features[name].meant, strict=True))
        self._ids = [names[place] for place in order.tolist()]
        self._places = {name: place for place, name in enumerate(self._ids)}
        self._ranks.frombytes(ranks[order].tobytes())
        self._lines.fill(lines(features, len(names)))
        self._prints.fill({name: (one.codes, one.values) for name, one in features.items()}, len(names))
        tables = KeyTables(features, self._text, [chain.rule for chain in self._all])
        for chain in self._all:
            chain.put(tables.of(chain.rule))
        self._contacts.put()

    def add(self, name: Hashable, cells: Cells) -> None:
        """Put one record, whose id no other has."""
        read = self._reader.read(cells, self._meant)
        place, ring = len(self._ids), self._ring(read)
        self._ids.append(name)
        self._lines.add(self._packing.line(read))
        self._prints.add(read)
        self._ranks.append(_rank(name))
        self._places[name] = place
        for chain in self._all:
            chain.add(place, ring)
        self._settle()
        self._contacts.added(read)

    def remove(self, name: Hashable) -> None:
        """Take one record away."""
        place = self._places.pop(name)
        read = self._read(place)
        ring = self._ring(read)
        for chain in self._all:
            chain.remove(place, ring)
        self._settle()
        self._contacts.removed(read)
        self._ids[place] = None
        self._lines.blank(place)

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
        with self._understanding(said):
            looked, judged, shared = self._judged(query, mine)
            found = [
                Near(
                    self._ids[place],
                    verdict,
                    partial(self._explain, query, read, shared, said, (but, self._ids[place])),
                )
                for place, verdict, read in judged
            ]
        return found, looked.unseen()

    def cluster(self, name: Hashable) -> list[Any]:
        """Find the records that are the same customer as one, itself among them, in no order."""
        start = self._places[name]
        reads: dict[int, Read] = {}
        same, beside = {start}, set()
        while waiting := same - reads.keys():
            place = min(waiting)
            stored = self._read(place)
            reads[place] = self._contacts.useful(stored, stored)
            looked, judged, _ = self._judged(reads[place], place)
            beside |= {(min(place, other), max(place, other)) for other in looked.found - {place}}
            same |= {other for other, verdict, _ in judged if verdict.verdict == "same"}
        if len(same) > _CERTAIN:
            members = sorted(same)
            number = {place: at for at, place in enumerate(members)}
            pairs = [(number[one], number[other]) for one, other in beside if one in same and other in same]
            every = [reads[place] for place in members]
            groups = self._pairing.group(every, pairs, self._shared_among(every), self._meant)
            same = next({members[at] for at in group} for group in groups if number[start] in group)
        return [self._ids[place] for place in same]

    def _judged(self, query: Read, mine: int | None) -> tuple[Looked, list[tuple[int, Verdict, Read]], Shared]:
        """Judge those that share a block with a record, but for itself; and tell which contacts a household shares."""
        ring = self._ring(query)
        looked = Looked()
        for chain in self._chains:
            chain.look(ring, looked)
        packed = self._packing.row(self._packing.line(query))
        places = self._worth_weighing(packed, looked.found - {mine})
        rows = [self._row(place) for place in places]
        weighed = self._weigher.weigh(packed, rows, self._meant)
        reads = {one.place: self._packing.read(rows[one.place]) for one in weighed}
        shared = self._shared(query, reads.values(), but=mine)
        judged = self._pairing.judge(query, reads, weighed, shared)
        return looked, [(places[one.place], one, reads[one.place]) for one in judged], shared

    def _worth_weighing(self, query: Row, places: Collection[int]) -> list[int]:
        """Choose the records that may weigh enough with one, as their prints tell."""
        if not places:
            return []
        every = np.fromiter(places, np.uint32, len(places))
        most = self._bounds.most(query, self._prints.of(every), self._contacts.junk_prints(self._prints.markers))
        chosen: list[int] = every[most >= self._weigher.least - _ROUNDING].tolist()
        return chosen

    def _settle(self) -> None:
        """Sort in what came and went of late in one chain at most, so that nobody waits for all of them."""
        any(chain.settle() for chain in self._all)

    def _explain(self, query: Read, other: Read, shared: Shared, said: Meanings, names: tuple[Any, Any]) -> Explanation:
        with self._understanding(said):
            return self._pairing.explain(query, other, shared, self._meant, names)

    def _ring(self, read: Read) -> Ring:
        return Ring(KeyRing(read, self._text))

    def _read(self, place: int) -> Read:
        return self._packing.read(self._packing.row(self._lines.of(place)))

    def _row(self, place: int) -> Row:
        """Give a record as it is weighed, without contacts that are nobody's."""
        row = self._packing.row(self._lines.of(place))
        return self._contacts.without_junk(row, self._packing) if self._contacts.junk else row

    def _shared(self, query: Read, others: Collection[Read], *, but: int | None) -> Shared:
        """Choose the contacts of a record that a household is seen to share, of those that the others have too."""
        return {
            name: self._of_households(
                name,
                {value for value in query.get(name, ()) if any(value in other.get(name, ()) for other in others)},
                beside=[query],
                but=but,
            )
            for name in CONTACTS
        }

    def _shared_among(self, reads: Sequence[Read]) -> Shared:
        """Choose the contacts that some records have in common and a household is seen to share."""
        held = {name: Counter(value for read in reads for value in set(read.get(name, ()))) for name in CONTACTS}
        return {
            name: self._of_households(name, [value for value, count in counts.items() if count > 1])
            for name, counts in held.items()
        }

    def _of_households(
        self, name: str, values: Iterable[str], *, beside: Sequence[Read] = (), but: int | None = None
    ) -> frozenset[str]:
        """Choose the values of a contact that a household is seen to share, some holders beside those who are here."""
        return frozenset(
            value
            for value in values
            if self._pairing.share(value, [*beside, *self._contacts.holders((name, value), _HOLDERS, but=but)])
        )

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
