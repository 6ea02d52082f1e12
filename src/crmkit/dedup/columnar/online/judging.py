"""Judge a customer who is entered against the rows of those who may be the same."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from attrs import field, frozen

from crmkit.dedup.columnar.online.contacts import CONTACTS, without
from crmkit.dedup.columnar.online.pairing import Pairing, Verdict
from crmkit.dedup.columnar.online.parts import NAMES, Part, read_parts
from crmkit.dedup.columnar.online.weighing import Weigher
from crmkit.dedup.columnar.profiling import MANY
from crmkit.dedup.entry import Entry, EntryReader, Meanings
from crmkit.dedup.explanation import Explanation
from crmkit.dedup.features import Read
from crmkit.dedup.learned import Learned
from crmkit.dedup.model import Model
from crmkit.dedup.packing import Packing, Row, values_of
from crmkit.schema.types.base import SemanticType


@frozen
class EntryJudge:
    """Judges entries by what was learned.

    Attributes:
        model: a model that was trained.
        reader: reads entries.
    """

    model: Model = field(repr=False)
    reader: EntryReader = field(repr=False)
    learned: Learned = field(init=False, repr=False)
    _packing: Packing = field(init=False, repr=False)
    _parts: Mapping[str, Part] = field(init=False, repr=False)
    _weigher: Weigher = field(init=False, repr=False)
    _pairing: Pairing = field(init=False, repr=False)
    _places: tuple[int | None, ...] = field(init=False, repr=False)
    _names: tuple[int, int] | None = field(init=False, repr=False)

    @learned.default
    def _trained(self) -> Learned:
        return self.model.trained

    @_packing.default
    def _of_features(self) -> Packing:
        return Packing(tuple(self.learned.features))

    @_parts.default
    def _of_model(self) -> Mapping[str, Part]:
        return read_parts(self.model, self.learned, self._packing, self.reader.types)

    @_weigher.default
    def _weighing(self) -> Weigher:
        return Weigher(self.model, self.learned, self._parts)

    @_pairing.default
    def _pairs(self) -> Pairing:
        return Pairing(self.model, self.learned, self._parts)

    @_places.default
    def _known(self) -> tuple[int | None, ...]:
        """Say where the features that the model knows stand in an entry."""
        return tuple(map(self.reader.packing.place.get, self.learned.features))

    @_names.default
    def _names_known(self) -> tuple[int, int] | None:
        """Say where given and family name stand in a row, where the model knows both."""
        given, family = (self._parts.get(name) for name in NAMES)
        return None if given is None or family is None else (given.place, family.place)

    def judge(self, entry: Entry, others: Sequence[Entry]) -> Iterator[tuple[Verdict, "partial[Explanation]"]]:
        """Tell which rows are the same, possible or related; each with what explains it.

        A contact that the others show to be nobody's, or a household's, weighs as in a file of just these.

        Args:
            entry: who is entered.
            others: the rows that share a match key.
        """
        meant = _all_meant([entry, *others], self.reader.types)
        rows = [self._row(one) for one in (entry, *others)]
        query = self._packing.read(rows[0])
        holders = {
            name: {value: self._holding(name, value, rows) for value in query.get(name, ())} for name in CONTACTS
        }
        if junk := _nobodys(holders):
            rows = [self._without(one, junk) for one in rows]
            query = self._packing.read(rows[0])
        weighed = self._weigher.weigh(rows[0], rows[1:], meant)
        near = {one.place: self._packing.read(rows[one.place + 1]) for one in weighed}
        shared = {name: self._shared(query.get(name, ()), holders[name]) for name in CONTACTS if weighed}
        for verdict in self._pairing.judge(query, near, weighed, shared):
            yield verdict, partial(self._pairing.explain, query, near[verdict.place], shared, meant)

    def _row(self, entry: Entry) -> Row:
        """Give what the model knows of an entry, with names that stand in each other's place turned round."""
        held = entry.row
        row = ["" if place is None else held[place] for place in self._places]
        if self._names is not None:
            one, other = self._names
            given, family = ("".join(values_of(row[place])) for place in self._names)
            if (given or family) and self.learned.turned(given, family):
                row[one], row[other] = row[other], row[one]
        return row

    def _holding(self, name: str, value: str, rows: Sequence[Row]) -> list[Read]:
        """Give those who have a contact, who is entered among them."""
        place = self._packing.place[name]
        return [self._packing.read(row) for row in rows if row[place] and value in values_of(row[place])]

    def _without(self, row: Row, junk: Collection[tuple[str, str]]) -> Row:
        read = self._packing.read(row)
        return self._packing.row(self._packing.line(without(read, junk)))

    def _shared(self, values: Collection[str], holders: Mapping[str, Sequence[Read]]) -> frozenset[str]:
        """Choose the contacts that a household is seen to share, of those that others have too."""
        return frozenset(
            value for value in values if len(holders[value]) > 1 and self._pairing.share(value, holders[value])
        )


def _nobodys(holders: Mapping[str, Mapping[str, Sequence[Read]]]) -> set[tuple[str, str]]:
    """Choose the contacts that so many of these people share that they are nobody's."""
    return {
        (name, value)
        for name, values in holders.items()
        for value, held in values.items()
        if len({one["given"][0][:1] for one in held if "given" in one}) >= MANY
    }


def _all_meant(entries: Sequence[Entry], types: Mapping[str, SemanticType[Any]]) -> Meanings:
    """Gather what values mean; of several meanings that one value stands for, the first in the order of captions."""
    meant: Meanings = {name: {} for name in types}
    for one in entries:
        for name, values in one.meant.items():
            for key, value in values.items():
                meant[name][key] = min(meant[name].get(key, value), value, key=types[name].caption)
    return meant
