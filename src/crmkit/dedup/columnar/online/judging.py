"""Judge a customer who is entered against the rows of those who may be the same."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from attrs import field, frozen

from crmkit.dedup.columnar.online.contacts import CONTACTS
from crmkit.dedup.columnar.online.pairing import Pairing, Verdict
from crmkit.dedup.columnar.online.parts import Part, read_parts
from crmkit.dedup.columnar.online.weighing import Weigher
from crmkit.dedup.columnar.profiling import MANY
from crmkit.dedup.entry import Entry, Meanings
from crmkit.dedup.explanation import Explanation
from crmkit.dedup.features import Read
from crmkit.dedup.learned import Learned
from crmkit.dedup.model import Model
from crmkit.dedup.packing import Packing
from crmkit.dedup.reading import known
from crmkit.schema.types.base import SemanticType


@frozen
class EntryJudge:
    """Judges entries by what was learned.

    Attributes:
        model: a model that was trained.
        types: feature to semantic type, of those that have a type of their own.
    """

    model: Model = field(repr=False)
    types: Mapping[str, SemanticType[Any]]
    learned: Learned = field(init=False, repr=False)
    _packing: Packing = field(init=False, repr=False)
    _parts: Mapping[str, Part] = field(init=False, repr=False)

    @learned.default
    def _trained(self) -> Learned:
        return self.model.trained

    @_packing.default
    def _of_features(self) -> Packing:
        return Packing(tuple(self.learned.features))

    @_parts.default
    def _of_model(self) -> Mapping[str, Part]:
        return read_parts(self.model, self.learned, self._packing, self.types)

    def judge(self, entry: Entry, others: Sequence[Entry]) -> Iterator[tuple[Verdict, "partial[Explanation]"]]:
        """Tell which rows are the same, possible or related; each with what explains it.

        A contact that the others show to be nobody's, or a household's, weighs as in a file of just these.

        Args:
            entry: who is entered.
            others: the rows that share a match key.
        """
        meant = _all_meant([entry, *others], self.types)
        pairing = Pairing(self.model, self.learned, self._parts, meant)
        every = [known(one.read, self.learned) for one in (entry, *others)]
        query, *reads = _without_junk(every)
        rows = [self._packing.row(self._packing.line(one)) for one in (query, *reads)]
        weighed = Weigher(self.model, self.learned, self._parts, meant).weigh(rows[0], rows[1:])
        shared = {name: _shared(name, query, reads, pairing) for name in CONTACTS if weighed}
        near = {one.place: reads[one.place] for one in weighed}
        for verdict in pairing.judge(query, near, weighed, shared):
            yield verdict, partial(pairing.explain, query, reads[verdict.place], shared)


def _without_junk(reads: Sequence[Read]) -> list[Read]:
    """Leave out the contacts of the first record that so many of these people share that they are nobody's."""
    junk = {
        (name, value)
        for name in CONTACTS
        for value in reads[0].get(name, ())
        if len({one["given"][0][:1] for one in reads if "given" in one and value in one.get(name, ())}) >= MANY
    }
    if not junk:
        return list(reads)
    kept = [
        {name: tuple(value for value in values if (name, value) not in junk) for name, values in read.items()}
        for read in reads
    ]
    return [{name: values for name, values in read.items() if values} for read in kept]


def _shared(name: str, query: Read, reads: Sequence[Read], pairing: Pairing) -> frozenset[str]:
    holders = {value: [one for one in reads if value in one.get(name, ())] for value in query.get(name, ())}
    return frozenset(value for value, held in holders.items() if held and pairing.share(name, value, [query, *held]))


def _all_meant(entries: Sequence[Entry], types: Mapping[str, SemanticType[Any]]) -> Meanings:
    """Gather what values mean; of several meanings that one value stands for, the first in the order of captions."""
    meant: Meanings = {name: {} for name in types}
    for one in entries:
        for name, values in one.meant.items():
            for key, value in values.items():
                meant[name][key] = min(meant[name].get(key, value), value, key=types[name].caption)
    return meant
