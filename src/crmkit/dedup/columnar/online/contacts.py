"""Who shares which contact: what `crmkit.dedup.columnar.profiling` tells of a frame, kept while records come and go."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Final

import numpy as np

from crmkit.dedup.columnar.online.chain import Chain
from crmkit.dedup.columnar.online.prints import Printed
from crmkit.dedup.columnar.online.shelf import numbered
from crmkit.dedup.columnar.profiling import MANY
from crmkit.dedup.features import Read
from crmkit.dedup.packing import Packing, Row, values_of

CONTACTS: Final = ("email", "phone")

Contact = tuple[str, str]
"""Feature and value."""


class Contacts:
    """Counts the first letters of the given names of those who share a contact, once they are many.

    Args:
        chains: contact feature to the blocks of those that share a value of it.
        read: gives the features of a record by its place.
    """

    def __init__(self, chains: Mapping[str, Chain], read: Callable[[int], Read]) -> None:
        self._chains = chains
        self._read = read
        self._letters: dict[Contact, Counter[str]] = {}
        self.junk: set[Contact] = set()
        """Contacts that so many people share that they are nobody's."""
        self._junk_prints: dict[str, Printed] | None = None

    def added(self, read: Read) -> None:
        """Take note of a record that was put in its blocks."""
        for contact in self._of(read):
            size = self._size(contact)
            if size == MANY:
                self._letters[contact] = Counter(map(_letter, self.holders(contact, MANY)))
            elif size > MANY:
                self._letters[contact][_letter(read)] += 1
            self._judge(contact)

    def removed(self, read: Read) -> None:
        """Take note of a record that was taken out of its blocks."""
        for contact in self._of(read):
            if self._size(contact) < MANY:
                self._letters.pop(contact, None)
            else:
                self._letters[contact] -= Counter([_letter(read)])
            self._judge(contact)

    def put(self) -> None:
        """Take note of all records that share a contact with many."""
        for feature, chain in self._chains.items():
            for place in np.unique(chain.shelf.large(MANY - 1)[1]).tolist():
                read = self._read(place)
                for contact in self._of(read):
                    if contact[0] == feature and self._size(contact) >= MANY:
                        self._letters.setdefault(contact, Counter())[_letter(read)] += 1
        for contact in self._letters:
            self._judge(contact)

    def junk_prints(self, markers: Mapping[str, Callable[[str], tuple[int, ...]]]) -> Mapping[str, Printed]:
        """Give the first prints of contacts that are nobody's, by feature, ascending.

        Args:
            markers: what prints the values of a feature.
        """
        if self._junk_prints is None:
            prints: dict[str, set[int]] = {}
            for name, value in self.junk:
                prints.setdefault(name, set()).add(markers[name](value)[0])
            self._junk_prints = {name: np.array(sorted(held), np.uint32) for name, held in prints.items()}
        return self._junk_prints

    def useful(self, read: Read, own: Read) -> Read:
        """Leave out the contacts of a record that are nobody's.

        Args:
            read: features of a record.
            own: what is known of it already, and counted.
        """
        new = self._of(read) - self._of(own)
        dropped = {
            contact
            for contact in self._of(read)
            if contact in self.junk or (contact in new and self._last(contact, read))
        }
        return without(read, dropped) if dropped else read

    def without_junk(self, row: Row, packing: Packing) -> Row:
        """Leave out the contacts of a packed record that are nobody's."""
        read = {name: values_of(row[packing.place[name]]) for name in self._chains}
        dropped = self.junk & self._of(read)
        return packing.row(packing.line(without(packing.read(row), dropped))) if dropped else row

    def holders(self, contact: Contact, count: int, *, but: int | None = None) -> list[Read]:
        """Give the features of some who share a contact, but for one of them."""
        places = self._chains[contact[0]].shelf.first(_block(contact), count)
        return [self._read(place) for place in places if place != but]

    def _last(self, contact: Contact, read: Read) -> bool:
        """Tell whether one more holder makes a contact nobody's."""
        if self._size(contact) < MANY - 1:
            return False
        letters = self._letters.get(contact) or Counter(map(_letter, self.holders(contact, MANY)))
        return len({*letters, _letter(read)} - {""}) >= MANY

    def _of(self, read: Read) -> set[Contact]:
        return {(name, value) for name in self._chains for value in read.get(name, ())}

    def _size(self, contact: Contact) -> int:
        return self._chains[contact[0]].shelf.size(_block(contact))

    def _judge(self, contact: Contact) -> None:
        is_junk = len(self._letters.get(contact, Counter()).keys() - {""}) >= MANY
        if is_junk != (contact in self.junk):
            self.junk ^= {contact}
            self._junk_prints = None


def without(read: Read, dropped: Collection[Contact]) -> Read:
    """Leave some contacts out of a record."""
    kept = {name: tuple(value for value in values if (name, value) not in dropped) for name, values in read.items()}
    return {name: values for name, values in kept.items() if values}


def _block(contact: Contact) -> int:
    return numbered(contact[1])


def _letter(read: Read) -> str:
    return read["given"][0][:1] if "given" in read else ""
