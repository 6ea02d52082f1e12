"""From judgements to clusters of source rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from attrs import field, frozen

from crmkit.exceptions import UnknownCustomerError
from crmkit.records import Judgement, digest

RULE = "rule:"
"""Prefix of the actor of a judgement that a model made; every other actor is a person."""


def customer_id(ref: str) -> str:
    """Name the customer whose oldest source row is `ref`.

    >>> customer_id("shop/1001")
    'c-5670fd2e7666'
    """
    return f"c-{digest(ref, length=12)}"


@frozen
class Identity:
    """Which source rows are one party.

    Attributes:
        members: customer id to its source rows, oldest first.
        refused: pairs judged "same" that a "different" between their clusters kept apart.
    """

    members: Mapping[str, tuple[str, ...]]
    refused: tuple[Judgement, ...] = ()
    _of_ref: Mapping[str, str] = field(factory=dict, repr=False)
    _of_id: Mapping[str, str] = field(factory=dict, repr=False)

    def customer_of(self, ref: str) -> str:
        """Find the customer that holds a source row.

        Raises:
            UnknownCustomerError: if no such row was ever loaded.
        """
        try:
            return self._of_ref[ref]
        except KeyError:
            raise UnknownCustomerError(f"No source row {ref!r} was ever loaded; load its source first.") from None

    def resolve(self, customer: str) -> str:
        """Find the customer that an id, however old, stands for today.

        Raises:
            UnknownCustomerError: if no customer ever had this id.
        """
        try:
            return self._of_id[customer]
        except KeyError:
            raise UnknownCustomerError(
                f"No customer has, or ever had, the id {customer!r}; base.search finds customers by name."
            ) from None


def resolve_identity(refs: Sequence[str], judgements: Iterable[Judgement], *, at: datetime | None = None) -> Identity:
    """Join source rows by what was judged about them, as of an instant.

    Per pair the last verdict counts, and a person's outranks every rule's. A "different" also keeps apart the
    clusters that two rows would bring together, whatever path joins them. The strongest evidence is joined first.

    Args:
        refs: every source row, in the order of its first arrival; the oldest of a cluster gives it its id.
        judgements: facts, in any order.
        at: look only at judgements made up to this instant.
    """
    place = {ref: index for index, ref in enumerate(refs)}
    known = (one for one in judgements if one.left in place and one.right in place and (at is None or one.at <= at))
    verdicts = _last_verdicts(known)
    parent = list(range(len(refs)))
    apart: dict[int, set[int]] = {}
    for judgement in verdicts.values():
        if judgement.verdict == "different":
            one, two = place[judgement.left], place[judgement.right]
            apart.setdefault(one, set()).add(two)
            apart.setdefault(two, set()).add(one)

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    refused: list[Judgement] = []
    same = [judgement for judgement in verdicts.values() if judgement.verdict == "same"]
    for judgement in sorted(same, key=_strongest_first):
        left, right = sorted((root(place[judgement.left]), root(place[judgement.right])))
        if left == right:
            continue
        if any(root(other) == right for other in apart.get(left, ())):
            refused.append(judgement)
            continue
        parent[right] = left
        moved = apart.pop(right, None)
        if moved:
            apart.setdefault(left, set()).update(moved)
            for other in moved:
                apart.setdefault(root(other), set()).add(left)

    members: dict[str, list[str]] = {}
    of_ref: dict[str, str] = {}
    of_id: dict[str, str] = {}
    for index, ref in enumerate(refs):
        name = customer_id(refs[root(index)])
        members.setdefault(name, []).append(ref)
        of_ref[ref] = name
        of_id[customer_id(ref)] = name
    return Identity({name: tuple(held) for name, held in members.items()}, tuple(refused), of_ref, of_id)


def news(judgements: Iterable[Judgement], held: Iterable[Judgement]) -> list[Judgement]:
    """Choose the judgements that say something new about their pair of rows.

    Nothing new is a verdict that stands already by the same or a higher authority, or one that a higher authority
    has overruled, as a person overrules every rule.

    Args:
        judgements: what somebody would say now.
        held: what was said before.
    """
    last = _last_verdicts(held)
    new: list[Judgement] = []
    for judgement in judgements:
        before = last.get(_pair(judgement))
        if before is not None:
            if _authority(judgement) < _authority(before):
                continue
            if judgement.verdict == before.verdict and _by_person(judgement) == _by_person(before):
                continue
        last[_pair(judgement)] = judgement
        new.append(judgement)
    return new


def _pair(judgement: Judgement) -> tuple[str, str]:
    return min(judgement.left, judgement.right), max(judgement.left, judgement.right)


def _by_person(judgement: Judgement) -> bool:
    return not judgement.actor.startswith(RULE)


def _last_verdicts(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    last: dict[tuple[str, str], Judgement] = {}
    for judgement in judgements:
        held = last.get(_pair(judgement))
        if held is None or _authority(judgement) > _authority(held):
            last[_pair(judgement)] = judgement
    return last


def _authority(judgement: Judgement) -> tuple[bool, datetime, bool, str]:
    return (_by_person(judgement), judgement.at, judgement.verdict != "same", judgement.id)


def _strongest_first(judgement: Judgement) -> tuple[bool, float, str, str]:
    return (not _by_person(judgement), -(judgement.weight or 0.0), *_pair(judgement))
