"""From judged pairs to clusters: strongest first, never against a firm contradiction, and not over one weak bridge."""

from collections.abc import Iterable, Sequence


def cluster(
    size: int,
    same: Sequence[tuple[int, int]],
    apart: Iterable[tuple[int, int]],
    *,
    doubts: Iterable[tuple[int, int]] = (),
    votes: int = 3,
    weak_from: int | None = None,
    joins: list[tuple[int, int]] | None = None,
    sources: Sequence[int] | None = None,
) -> list[int]:
    """Join records by pairs, in the order given, as long as no contradiction comes into one cluster.

    Args:
        size: how many records there are.
        same: pairs to join, strongest first.
        apart: pairs that may never be in one cluster, whatever path joins them.
        doubts: pairs that contradict each other by what a slip may explain; two groups are joined all the same where
            for each of them `votes` pairs of `same` speak for it.
        votes: see `doubts`.
        weak_from: place in `same` from which on pairs are weak: they join two groups of several records only where at
            least two records of each side take part, so that one doubtful record is never a bridge.
        joins: takes, for every join, the place in `same` of its pair and how many pairs of records it brought together.
        sources: per record the source of which no two records may be in one cluster, -1 for none.

    Returns:
        per record the smallest record of its cluster.

    >>> cluster(4, [(0, 1), (1, 2), (2, 3)], [(0, 2)])
    [0, 0, 2, 2]
    >>> cluster(4, [(0, 1), (1, 2), (2, 3)], [], sources=[7, -1, 7, -1])
    [0, 0, 2, 2]
    """
    joined = _Groups(size, same)
    for record, source in enumerate(sources or ()):
        if source >= 0:
            joined.sources[record] = {source}
    for left, right in apart:
        joined.part(left, right)
    for left, right in doubts:
        joined.doubt(left, right)
    weak_from = len(same) if weak_from is None else weak_from
    for place, (left, right) in enumerate(same):
        one, other = joined.root(left), joined.root(right)
        if one == other or joined.at_odds(one, other):
            continue
        bridge = place >= weak_from and min(joined.size(one), joined.size(other)) > 1
        needed = votes * joined.doubts.get(one, {}).get(other, 0)
        if not (bridge or needed) or joined.supported(one, other, needed=needed, records=2 if bridge else 1):
            if joins is not None:
                joins.append((place, joined.size(one) * joined.size(other)))
            joined.join(one, other)
    return [joined.root(node) for node in range(size)]


class _Groups:
    """Groups while they grow."""

    def __init__(self, size: int, same: Sequence[tuple[int, int]]) -> None:
        self._parent = list(range(size))
        self._members: dict[int, list[int]] = {}
        self._same = same
        self._near: dict[int, list[int]] = {}
        self.foes: dict[int, set[int]] = {}
        self.doubts: dict[int, dict[int, int]] = {}
        self.sources: dict[int, set[int]] = {}

    def at_odds(self, one: int, other: int) -> bool:
        """Say whether two groups hold a contradiction, or records of one source that has nobody twice."""
        if other in self.foes.get(one, ()):
            return True
        mine, theirs = self.sources.get(one), self.sources.get(other)
        return bool(mine and theirs and not mine.isdisjoint(theirs))

    def part(self, left: int, right: int) -> None:
        self.foes.setdefault(left, set()).add(right)
        self.foes.setdefault(right, set()).add(left)

    def doubt(self, left: int, right: int) -> None:
        for one, other in ((left, right), (right, left)):
            mine = self.doubts.setdefault(one, {})
            mine[other] = mine.get(other, 0) + 1

    def root(self, node: int) -> int:
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def size(self, root: int) -> int:
        return len(self._members.get(root, (root,)))

    def supported(self, one: int, other: int, *, needed: int, records: int) -> bool:
        """Say whether so many pairs of `same`, and so many records of each side, speak for joining two groups."""
        if not self._near:
            for left, right in self._same:
                self._near.setdefault(left, []).append(right)
                self._near.setdefault(right, []).append(left)
        fewer, more = sorted((one, other), key=self.size)
        pairs, mine, theirs = 0, 0, set()
        for member in self._members.get(fewer, (fewer,)):
            near = [record for record in self._near.get(member, ()) if self.root(record) == more]
            pairs += len(near)
            mine += bool(near)
            theirs.update(near)
            if pairs >= needed and mine >= records and len(theirs) >= records:
                return True
        return False

    def join(self, one: int, other: int) -> None:
        kept, gone = min(one, other), max(one, other)
        self._parent[gone] = kept
        self._members.setdefault(kept, [kept]).extend(self._members.pop(gone, [gone]))
        origins = self.sources.pop(gone, None)
        if origins:
            self.sources.setdefault(kept, set()).update(origins)
        hostile = self.foes.pop(gone, None)
        if hostile:
            self.foes.setdefault(kept, set()).update(hostile)
            for foe in hostile:
                self.foes[foe].discard(gone)
                self.foes[foe].add(kept)
        doubtful = self.doubts.pop(gone, None)
        if doubtful:
            mine = self.doubts.setdefault(kept, {})
            doubtful.pop(kept, None)
            mine.pop(gone, None)
            for foe, count in doubtful.items():
                mine[foe] = mine.get(foe, 0) + count
                theirs = self.doubts[foe]
                theirs[kept] = theirs.get(kept, 0) + theirs.pop(gone)
