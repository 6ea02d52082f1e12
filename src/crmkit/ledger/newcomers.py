"""The rows that came since a base was last searched, and whom they may be."""

from collections.abc import Iterable

from attrs import frozen

from crmkit.dedup.entry import Entry
from crmkit.dedup.explanation import Unseen
from crmkit.identity.standing import standing
from crmkit.ledger import matching
from crmkit.ledger.binding import Bond, bonds
from crmkit.ledger.keeper import Keeper
from crmkit.records import CleanRecord


@frozen
class Newcomers:
    """Some rows of a base, enough to tell who the new ones among them are.

    Attributes:
        rows: all of them, in the order of their arrival.
        fresh: refs of those that are new, or came again with other content.
        near: refs of the customers that a new row may be, or is in. The remaining rows share a contact with one of
            these: they tell whether it is somebody's own.
        bonds: what holds rows together, and what keeps them apart.
        unseen: match keys that too many share, so that not all of them were looked at.
    """

    rows: tuple[CleanRecord, ...]
    fresh: frozenset[str]
    near: frozenset[str]
    bonds: tuple[Bond, ...]
    unseen: tuple[Unseen, ...]


def newcomers(keeper: Keeper, *, after: int) -> Newcomers:
    """Read the rows that came or changed after a fact, the customers that share a match key with them, and what binds.

    Args:
        keeper: the base.
        after: number of the last fact that was searched.
    """
    derived, backend = keeper.derived, keeper.backend
    derived.catch_up()
    fresh = frozenset(fact.keys[0] for fact in backend.facts("record", after=after))
    entries = _entries(keeper, fresh)
    reader = derived.entries
    near = matching.near_any(backend, reader, (entries[ref] for ref in sorted(fresh & entries.keys())))
    entries |= {ref: entry for held in near.rows.values() for ref, entry in held.items()}
    sharing = matching.near_any(backend, reader, entries.values(), rules=matching.CONTACTS)
    found = derived.around({*entries, *(ref for held in sharing.rows.values() for ref in held)})
    said = [one for _, one in found.judgements if {one.left, one.right} <= found.rows.keys()]
    return Newcomers(
        rows=tuple(derived.rows(found).values()),
        fresh=fresh,
        near=frozenset(entries),
        bonds=tuple(bonds(found.identity(), standing(said))),
        unseen=_added_up(near.unseen),
    )


def _entries(keeper: Keeper, refs: Iterable[str]) -> dict[str, Entry]:
    """Read what is compared of some rows, and of all others of their customers."""
    derived, wanted = keeper.derived, set(refs)
    found = derived.around(wanted)
    members = [held for held in found.identity().members.values() if not wanted.isdisjoint(held)]
    rows = derived.rows(found)
    return {ref: derived.entries.read(rows[ref]) for held in members for ref in held}


def _added_up(unseen: Iterable[Unseen]) -> tuple[Unseen, ...]:
    """Add up by rule what was not looked at."""
    sums: dict[str, list[int]] = {}
    for one in unseen:
        held = sums.setdefault(one.rule, [0, 0, 0])
        for place, number in enumerate((one.blocks, one.records, one.pairs)):
            held[place] += number
    return tuple(Unseen(rule=rule, blocks=held[0], records=held[1], pairs=held[2]) for rule, held in sums.items())
