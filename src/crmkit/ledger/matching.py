"""The match keys of customers: kept with what is derived, so that every process finds the same ones."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from attrs import frozen

from crmkit.backends.json_text import written
from crmkit.backends.protocol import Backend, Json
from crmkit.dedup.entry import Entry, EntryReader, Term
from crmkit.dedup.explanation import Unseen
from crmkit.records import CleanRecord

MATCHING: Final = "matching"
"""Table of what is compared of customers, by their ids, found by their match keys."""

CONTACTS: Final = frozenset({"email", "phone"})
"""Rules whose key is a contact."""

_CAP: Final = 50


@frozen
class Near:
    """The customers that share a match key with one who is entered.

    Attributes:
        rows: customer to what is compared of her rows.
        unseen: what was not looked at, since too many share a key.
    """

    rows: Mapping[str, Mapping[str, Entry]]
    unseen: tuple[Unseen, ...]


def document(reader: EntryReader, rows: Iterable[CleanRecord]) -> tuple[Json, list[str]]:
    """Make what is kept of a customer, and the terms that it is found by."""
    entries = {row.ref: reader.read(row) for row in rows}
    terms = [term for entry in entries.values() for term in reader.terms(entry)]
    return reader.dump(entries), sorted({name for term in terms for name in (term.coarse, term.fine) if name})


def keep(backend: Backend, reader: EntryReader, customers: Mapping[str, Sequence[CleanRecord]]) -> None:
    """Keep what is compared of customers.

    Args:
        backend: where.
        reader: reads it off their rows.
        customers: customer to her rows; those without any are forgotten.
    """
    made = {name: document(reader, rows) for name, rows in customers.items() if rows}
    backend.delete_all(MATCHING, customers.keys() - made.keys())
    backend.put_all(
        MATCHING,
        {name: written(body) for name, (body, _) in made.items()},
        terms={name: terms for name, (_, terms) in made.items()},
    )


def near(backend: Backend, reader: EntryReader, entry: Entry) -> Near:
    """Find the customers that share a match key with one who is entered.

    Of those who share a key with too many others, only they are looked at who share a finer one too; and where that is
    missing, or too many share it as well, the first of them.
    """
    return near_any(backend, reader, [entry])


def _found(backend: Backend, terms: Sequence[Term]) -> tuple[set[str], tuple[Unseen, ...]]:
    """Look for all keys at once, and for the finer ones of those that too many share.

    Of those who share a contact some are taken anyway: they tell whether it is somebody's at all.
    """
    held = backend.find_each(MATCHING, {term.coarse for term in terms}, limit=_CAP + 1)
    large = {term for term in terms if len(held.get(term.coarse, ())) > _CAP and term.fine}
    finer = backend.find_each(MATCHING, {term.fine for term in large}, limit=_CAP + 1) if large else {}
    some: set[str] = set()
    unseen = []
    for term in terms:
        found = held.get(term.coarse, ())
        if term in large:
            some.update(found[:_CAP] if term.rule in CONTACTS else ())
            found = finer.get(term.fine, ())
        if len(found) > _CAP:
            unseen.append(Unseen(rule=term.rule, blocks=1, records=len(found), pairs=len(found) - _CAP))
        some.update(found[:_CAP])
    return some, tuple(unseen)


def near_any(
    backend: Backend, reader: EntryReader, entries: Iterable[Entry], *, rules: Collection[str] | None = None
) -> Near:
    """Find the customers that share a match key with any of several rows.

    Args:
        backend: where.
        reader: names the keys of the rows.
        entries: what is compared of the rows.
        rules: only keys of these rules.
    """
    every = (term for entry in entries for term in reader.terms(entry))
    terms = list(dict.fromkeys(term for term in every if rules is None or term.rule in rules))
    found, unseen = _found(backend, terms)
    rows = {one.key: reader.load(one.body) for one in backend.scan(MATCHING, keys=found)} if found else {}
    return Near(rows, unseen)
