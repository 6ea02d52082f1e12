"""Bring what refers to customers up to date: columns in step with each change, systems when they are told."""

from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from crmkit.exceptions import CallError
from crmkit.ledger import feed
from crmkit.ledger.derived import ALIASES
from crmkit.ledger.hosts import Reference, Repoint
from crmkit.ledger.keeper import Keeper

if TYPE_CHECKING:
    from sqlalchemy import Column

SYSTEMS: Final = "hosts"
"""Table of systems that are told of merges: name to the cursor behind the last one that it was told of."""


@frozen
class Repointing:
    """A system that is to be told of a merge.

    Attributes:
        system: its name.
        old: the id of a customer who was merged.
        new: the id that stands for her now.
        change: the change that merged her.
        cursor: place of the merge among the changes.
    """

    system: str
    old: str
    new: str
    change: str | None
    cursor: str


def register(keeper: Keeper, reference: "Column[Any] | str", repoint: Repoint | None) -> Reference:
    """Declare what refers to customers; see `CustomerBase.register`."""
    if not isinstance(reference, str):
        if repoint is not None:
            raise CallError("A column is re-pointed by crmkit; leave the function out, or give a name with it.")
        return keeper.hosts.register_column(reference)
    if repoint is None:
        raise CallError(f"How is {reference!r} re-pointed? Give a function of the old id and the new one, or a column.")
    with keeper.backend.transaction():
        if keeper.backend.get(SYSTEMS, reference) is None:
            keeper.backend.put(SYSTEMS, reference, {"cursor": feed.end(keeper.derived)})
    keeper.hosts.systems[reference] = repoint
    return Reference(reference, "system")


def pending(keeper: Keeper) -> tuple[Repointing, ...]:
    """List the merges that registered systems have not been told of; see `CustomerBase.pending_repoints`."""
    return tuple(one for name in sorted(keeper.hosts.systems) for one in _pending(keeper, name))


def repoint(keeper: Keeper) -> dict[str, int]:
    """Re-point whatever points to an old id; see `CustomerBase.repoint`."""
    counts = _sweep(keeper)
    for name, tell in sorted(keeper.hosts.systems.items()):
        for one in _pending(keeper, name):
            tell(one.old, one.new)
            keeper.backend.put(
                SYSTEMS, name, {"cursor": one.cursor}
            )  # kept at once, so that nothing is told for nothing
            counts[name] = counts.get(name, 0) + 1
    return counts


def _pending(keeper: Keeper, name: str) -> list[Repointing]:
    keeper.derived.catch_up()
    held = keeper.backend.get(SYSTEMS, name)
    cursor = None if held is None else held.body["cursor"]
    merged = [one for one in feed.events(keeper.derived, after=cursor) if one.kind == "merged" and one.old]
    today = {
        one.key: one.body for one in keeper.backend.scan(ALIASES, keys=sorted({one.old for one in merged if one.old}))
    }
    return [
        Repointing(name, one.old, today[one.old], one.change, one.cursor)
        for one in merged
        if one.old in today  # who was parted again meanwhile stays as she is
    ]


def _sweep(keeper: Keeper) -> dict[str, int]:
    """Re-point the rows of every column that hold an id of old, as those of a table that was declared late."""
    with keeper.backend.transaction():
        keeper.derived.catch_up()
        held = {name for one in keeper.hosts.pointers for name in one.ids()}
        aliases = {one.key: one.body for one in keeper.backend.scan(ALIASES, keys=sorted(held))}
        return keeper.hosts.repoint(aliases, {})
