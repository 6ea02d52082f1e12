"""What changed between two results over the same records."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations, islice
from typing import Any

from attrs import field, frozen

from crmkit.exceptions import CallError

_EXAMPLES = 20


@frozen(kw_only=True)
class Difference:
    """Pairs of records that one result joins and another does not.

    Attributes:
        gained: how many pairs only the later result joins.
        lost: how many only the earlier one joined.
        kept: how many both join.
        gained_pairs: the first twenty of the gained, as ids.
        lost_pairs: the first twenty of the lost.
    """

    gained: int
    lost: int
    kept: int
    gained_pairs: tuple[tuple[Any, Any], ...] = field(repr=False)
    lost_pairs: tuple[tuple[Any, Any], ...] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.gained:,} pairs gained, {self.lost:,} lost, {self.kept:,} kept"


def difference(before: Mapping[Any, Hashable], after: Mapping[Any, Hashable]) -> Difference:
    """Compare two results.

    Args:
        before: record to cluster.
        after: record to cluster, of the same records.

    Raises:
        CallError: the records are not the same.

    >>> print(difference({"a": 0, "b": 0, "c": 1}, {"a": 0, "b": 1, "c": 1}))
    1 pairs gained, 1 lost, 0 kept
    """
    if before.keys() != after.keys():
        raise CallError(
            f"The two results are over different records ({len(before.keys() ^ after.keys()):,} are in only one of "
            "them); compare results over the same records."
        )
    kept = _pairs(Counter((before[name], after[name]) for name in before).values())
    return Difference(
        gained=_pairs(Counter(after.values()).values()) - kept,
        lost=_pairs(Counter(before.values()).values()) - kept,
        kept=kept,
        gained_pairs=tuple(islice(_apart(after, before), _EXAMPLES)),
        lost_pairs=tuple(islice(_apart(before, after), _EXAMPLES)),
    )


def _apart(within: Mapping[Any, Hashable], differ: Mapping[Any, Hashable]) -> Iterator[tuple[Any, Any]]:
    groups: dict[Hashable, list[Any]] = {}
    for name, cluster in within.items():
        groups.setdefault(cluster, []).append(name)
    for members in groups.values():
        if len({differ[name] for name in members}) > 1:
            yield from (pair for pair in combinations(members, 2) if differ[pair[0]] != differ[pair[1]])


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
