"""From judgements to clusters of source rows."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from attrs import field, frozen

from crmkit.exceptions import UnknownCustomerError
from crmkit.identity.standing import Couple, by_person, couple, standing
from crmkit.records import Judgement, digest

_ALWAYS: Final = datetime.min.replace(tzinfo=UTC)


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
        refused: pairs judged "same" that something between their clusters kept apart.
    """

    members: Mapping[str, tuple[str, ...]]
    refused: tuple[Judgement, ...] = ()
    _of_ref: Mapping[str, str] = field(factory=dict, repr=False)
    _of_id: Mapping[str, str] = field(factory=dict, repr=False)
    _apart: Mapping[tuple[str, str], Judgement] = field(factory=dict, repr=False)

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

    def keeps_apart(self, one: str, other: str) -> Judgement | None:
        """Find the weightiest judgement that keeps two customers apart: a "different", or an "undone" against rules."""
        return self._apart.get((min(one, other), max(one, other)))


def resolve_identity(refs: Sequence[str], judgements: Iterable[Judgement], *, at: datetime | None = None) -> Identity:
    """Join source rows by what was judged about them, as of an instant.

    What was undone does not count; see `crmkit.identity.standing`. A "different" also keeps apart the clusters that two
    rows would bring together, whatever path joins them; but no rule's "different" holds against a person's "same". The
    strongest evidence is joined first.

    Args:
        refs: every source row, in the order of its first arrival; the oldest of a cluster gives it its id.
        judgements: facts, in any order.
        at: look only at judgements made up to this instant.
    """
    place = {ref: index for index, ref in enumerate(refs)}
    stands = standing(
        one for one in judgements if one.left in place and one.right in place and (at is None or one.at <= at)
    )
    different = [one for one in stands.verdicts.values() if one.verdict == "different"]
    groups = _Groups(len(refs))
    for one in different:
        if by_person(one):
            groups.part(place[one.left], place[one.right], since=_ALWAYS)
    refused: list[Judgement] = []
    same = _in_turn([one for one in stands.verdicts.values() if one.verdict == "same"], stands.undone)
    people = sum(map(by_person, same))
    for number, one in enumerate(same):
        if number == people:  # from here on rules speak, and more stands against them
            groups.part_all((place[held.left], place[held.right], _ALWAYS) for held in different)
            groups.part_all((place[held.left], place[held.right], held.at) for held in stands.undone.values())
        if not groups.join(place[one.left], place[one.right], at=one.at):
            refused.append(one)

    members: dict[str, list[str]] = {}
    of_ref: dict[str, str] = {}
    of_id: dict[str, str] = {}
    for index, ref in enumerate(refs):
        name = customer_id(refs[groups.root(index)])
        members.setdefault(name, []).append(ref)
        of_ref[ref] = name
        of_id[customer_id(ref)] = name
    apart: dict[tuple[str, str], Judgement] = {}
    for one in sorted([*different, *stands.undone.values()], key=_weightiest_first):
        left, right = sorted((of_ref[one.left], of_ref[one.right]))
        if left != right:
            apart.setdefault((left, right), one)
    return Identity({name: tuple(held) for name, held in members.items()}, tuple(refused), of_ref, of_id, apart)


class _Groups:
    """Rows that are joined one by one, unless something parts them; the first row of a group names it."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._apart: dict[int, dict[int, datetime]] = {}

    def root(self, node: int) -> int:
        """Find the first row of a group."""
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def part_all(self, pairs: Iterable[tuple[int, int, datetime]]) -> None:
        """Part several pairs."""
        for one, other, since in pairs:
            self.part(one, other, since=since)

    def part(self, one: int, other: int, *, since: datetime) -> None:
        """Let no judgement that was made later than `since` bring two rows together; joined ones stay so."""
        left, right = self.root(one), self.root(other)
        if left != right:
            for here, there in ((left, right), (right, left)):
                held = self._apart.setdefault(here, {})
                held[there] = min(since, held.get(there, since))

    def join(self, one: int, other: int, *, at: datetime) -> bool:
        """Bring the groups of two rows together, and say whether they are together now."""
        left, right = sorted((self.root(one), self.root(other)))
        if left == right:
            return True
        if any(since < at and self.root(node) == right for node, since in self._apart.get(left, {}).items()):
            return False
        self._parent[right] = left
        for node, since in self._apart.pop(right, {}).items():
            self.part(left, node, since=since)
        return True


def _in_turn(same: Sequence[Judgement], undone: Mapping[Couple, Judgement]) -> list[Judgement]:
    """Order what joins: people first, then rules; what rules said before people took something back, then the rest.

    Within each the strongest comes first. What was taken back matters to the rows that judgements link, near or far,
    and to nobody else.
    """
    if not undone:
        return sorted(same, key=_strongest_first)
    place = {
        ref: number for number, ref in enumerate({ref for one in (*same, *undone.values()) for ref in couple(one)})
    }
    linked = _Groups(len(place))
    for one in (*same, *undone.values()):
        linked.join(place[one.left], place[one.right], at=one.at)
    acts: dict[int, list[datetime]] = {}
    for one in sorted(undone.values(), key=lambda act: act.at):
        acts.setdefault(linked.root(place[one.left]), []).append(one.at)

    def turn(one: Judgement) -> tuple[bool, int, tuple[bool, float, str, str]]:
        before = 0 if by_person(one) else bisect_left(acts.get(linked.root(place[one.left]), ()), one.at)
        return (not by_person(one), before, _strongest_first(one))

    return sorted(same, key=turn)


def _strongest_first(judgement: Judgement) -> tuple[bool, float, str, str]:
    return (not by_person(judgement), -(judgement.weight or 0.0), *couple(judgement))


def _weightiest_first(judgement: Judgement) -> tuple[bool, bool, datetime, str]:
    return (judgement.verdict != "different", not by_person(judgement), judgement.at, judgement.id)
