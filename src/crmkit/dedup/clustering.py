"""From judged pairs to clusters: strongest first, and never against a contradiction."""

from collections.abc import Iterable


def cluster(size: int, same: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]) -> list[int]:
    """Join records by pairs, in the order given, as long as no contradiction comes into one cluster.

    Args:
        size: how many records there are.
        same: pairs to join, strongest first.
        apart: pairs that may never be in one cluster, whatever path joins them.

    Returns:
        per record the smallest record of its cluster.

    >>> cluster(4, [(0, 1), (1, 2), (2, 3)], [(0, 2)])
    [0, 0, 2, 2]
    """
    parent = list(range(size))
    foes: dict[int, set[int]] = {}
    for left, right in apart:
        foes.setdefault(left, set()).add(right)
        foes.setdefault(right, set()).add(left)

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for left, right in same:
        one, other = root(left), root(right)
        if one == other or other in foes.get(one, ()):
            continue
        kept, gone = min(one, other), max(one, other)
        parent[gone] = kept
        hostile = foes.pop(gone, None)
        if hostile:
            foes.setdefault(kept, set()).update(hostile)
            for foe in hostile:
                foes[foe].discard(gone)
                foes[foe].add(kept)
    return [root(node) for node in range(size)]
