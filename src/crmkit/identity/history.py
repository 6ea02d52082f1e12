"""How customers become others: merged, split, and rows that move between them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from attrs import field, frozen

from crmkit.records import instant

Kind = Literal["created", "merged", "split", "moved"]

Members = Mapping[str, tuple[str, ...]]
"""Customer id to her source rows, oldest first."""


@frozen
class Move:
    """Rows that went from one customer to another.

    Attributes:
        kind: "merged": `old` is `new` from now on, and what refers to it has to refer to `new`; "split": `new` came out
            of `old`; "moved": both were there before, and still are.
        old: the id that held the rows.
        new: the id that holds them.
        refs: the rows.
    """

    kind: Kind
    old: str
    new: str
    refs: tuple[str, ...]


@frozen(kw_only=True)
class IdentityChange:
    """One event of `CustomerBase.changes`: what became of an id, derived from facts alone.

    Attributes:
        kind: "created": a customer of one new row; "merged": `old` stands for `new` from now on, so point to `new`
            whatever pointed to `old`; "split": `new` came out of `old` with these rows; "moved": these rows went from
            one customer to another, and both remain.
        old: the id that held the rows; None for a new one.
        new: the id that holds them.
        refs: the source rows.
        at: when.
        change: id of the change that did it; None for a new row.
        cursor: give it to `changes(after=…)` to read on behind this event.
    """

    kind: Kind
    old: str | None
    new: str
    refs: tuple[str, ...]
    at: datetime = field(converter=instant)
    change: str | None
    cursor: str


def moves(before: Members, after: Members) -> tuple[Move, ...]:
    """Compare two groupings of the same rows; in the order of the ids.

    The id of a customer belongs to the oldest of her rows: whoever holds that row is her heir.

    >>> moves({"c-1": ("a", "b"), "c-2": ("c",)}, {"c-1": ("a", "c"), "c-3": ("b",)})
    (Move(kind='split', old='c-1', new='c-3', refs=('b',)), Move(kind='merged', old='c-2', new='c-1', refs=('c',)))
    """
    holder = {ref: name for name, refs in after.items() for ref in refs}
    found: list[Move] = []
    for old, refs in sorted(before.items()):
        if after.get(old) == refs:
            continue
        gone: dict[str, list[str]] = {}
        for ref in refs:
            gone.setdefault(holder[ref], []).append(ref)
        for new, moved in sorted(gone.items()):
            if new != old:
                kind: Kind = "merged" if new == holder[refs[0]] else "moved" if new in before else "split"
                found.append(Move(kind, old, new, tuple(moved)))
    return tuple(found)


@frozen
class Touched:
    """Customers who exchange rows in a change, and nobody else with them.

    Attributes:
        before: who they were.
        after: who they become.
    """

    before: Members
    after: Members

    @property
    def ids(self) -> list[str]:
        """Every id that is there before or after."""
        return sorted(self.before.keys() | self.after.keys())


def touched(before: Members, after: Members) -> list[Touched]:
    """Group the customers that differ by whom they exchange rows with, in the order of their first ids."""
    was = {ref: name for name, refs in before.items() for ref in refs}
    group = {name: name for name, refs in before.items() if after.get(name) != refs}

    def root(name: str) -> str:
        while group[name] != name:
            name = group[name]
        return name

    for refs in after.values():
        roots = sorted({root(was[ref]) for ref in refs if was[ref] in group})
        for other in roots[1:]:
            group[other] = roots[0]
    olds: dict[str, dict[str, tuple[str, ...]]] = {}
    news: dict[str, dict[str, tuple[str, ...]]] = {}
    for name in sorted(group):
        olds.setdefault(root(name), {})[name] = before[name]
    for name, refs in sorted(after.items()):
        if was[refs[0]] in group:
            news.setdefault(root(was[refs[0]]), {})[name] = refs
    return [Touched(olds[name], news[name]) for name in sorted(olds)]
