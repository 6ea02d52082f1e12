"""A whole file: traps of every kind, ordinary people, and their true duplicates, shuffled."""

import random as chances
from itertools import combinations

import polars as pl
from attrs import frozen

from tests.dedup.traps.kinds import KINDS
from tests.dedup.traps.people import People
from tests.dedup.traps.slips import row_of, varied_row

FIELDS = {
    "given_name": "given_name",
    "family_name": "family_name",
    "birth_date": "birth_date",
    "email": "email",
    "phone": "phone",
    "street": "street",
    "postcode": "postcode",
    "town": "locality",
    "company": "organisation_name",
}


@frozen(eq=False)
class TrapFile:
    """A file and its truth.

    Attributes:
        frame: one row a record.
        who: per row, the person.
        kind: per row, the kind of trap it is part of, else "".
        trap: per row, the number of the trap, else -1.
    """

    frame: pl.DataFrame
    who: list[int]
    kind: list[str]
    trap: list[int]

    def sprung(self, clusters):
        """The traps that clusters fell into: kind, place of one row, place of the other."""
        rows = {}
        for place, number in enumerate(self.trap):
            if number >= 0:
                rows.setdefault(number, []).append(place)
        return [
            (self.kind[one], one, other)
            for places in rows.values()
            for one, other in combinations(places, 2)
            if clusters[one] == clusters[other] and self.who[one] != self.who[other]
        ]

    def true_pairs(self):
        rows = {}
        for place, person in enumerate(self.who):
            rows.setdefault(person, []).append(place)
        return [pair for places in rows.values() for pair in combinations(places, 2)]

    def exact_contact_f1(self):
        """What a join of equal e-mail addresses or equal phone numbers would score, pair by pair."""
        found = set()
        for column in ("email", "phone"):
            held = {}
            for place, value in enumerate(self.frame[column]):
                if value:
                    held.setdefault(_plain(value), []).append(place)
            found |= {pair for places in held.values() for pair in combinations(places, 2)}
        true = set(self.true_pairs())
        return 2 * len(found & true) / (len(found) + len(true))


def make_file(seed, *, traps, duplicates):
    """Make a file.

    Args:
        seed: decides all of it.
        traps: how many of each kind.
        duplicates: how many ordinary people have a second record, and as many again have none.
    """
    random = chances.Random(seed)
    people = People(random)
    rows = []
    number = 0
    person = 0
    for kind, make in KINDS.items():
        for _ in range(traps):
            for row in make(random, people):
                rows.append((row, person, kind, number))
                person += 1
            number += 1
    for place in range(2 * duplicates):
        one = people.person()
        own = row_of(one, phone=None if random.random() < 0.7 else one.landline)
        rows.append((own, person, "", -1))
        if place < duplicates:
            rows.append((varied_row(random, people, one), person, "", -1))
            if random.random() < 0.2:
                rows.append((varied_row(random, people, one), person, "", -1))
        person += 1
    random.shuffle(rows)
    frame = pl.DataFrame([row for row, *_ in rows], schema=dict.fromkeys(FIELDS, pl.String))
    frame = frame.with_columns(pl.when(pl.all() == "").then(None).otherwise(pl.all()).name.keep())
    _, who, kinds, trap = zip(*rows, strict=True)
    return TrapFile(frame, list(who), list(kinds), list(trap))


def _plain(value):
    return value.lower() if "@" in value else "".join(sign for sign in value if sign.isdigit())[-9:]
