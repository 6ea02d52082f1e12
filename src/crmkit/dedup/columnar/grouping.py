"""Clusters of judged pairs, the contradictions that hide inside them, and how good they are believed to be."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import evolve, fields, frozen

from crmkit.dedup.clustering import cluster
from crmkit.dedup.columnar.ordering import Bools, Ints, among, counting, runs
from crmkit.dedup.columnar.score import probability

_LARGEST_CLUSTER = 60
_ROUNDS = 6
_SURE = 60.0
"""Bits that a pair weighs for certain of which a person said that it is the same."""

_HALF = 32

Floats = npt.NDArray[np.float64]
Told = Sequence[tuple[int, int, bool]]


@frozen(eq=False)
class Weighed:
    """Pairs and what they say about clusters.

    Attributes:
        left: left records.
        right: right records.
        weight: bits.
        same: pairs that join.
        firm: contradictions that nothing outvotes.
        doubt: contradictions that many pairs outvote.
        identified: pairs that share an official number.
    """

    left: Ints
    right: Ints
    weight: Floats
    same: Bools
    firm: Bools
    doubt: Bools
    identified: Bools

    def only(self, chosen: Bools | Ints) -> "Weighed":
        """Take some of the pairs."""
        return Weighed(*(getattr(self, name)[chosen] for name in _WEIGHED))

    def and_more(self, other: "Weighed") -> "Weighed":
        """Add pairs that are not among these."""
        known = (self.left << _HALF) | self.right
        fresh = other.only(~among((other.left << _HALF) | other.right, known))
        return Weighed(*(np.concatenate([getattr(self, name), getattr(fresh, name)]) for name in _WEIGHED))

    def at_odds(self) -> Bools:
        """The pairs that contradict each other."""
        return self.firm | self.doubt


_WEIGHED = tuple(one.name for one in fields(Weighed))


@frozen(eq=False)
class Grouped:
    """Clusters, and how good they are believed to be.

    Attributes:
        clusters: per record the smallest record of its cluster.
        precision: share of the pairs that clusters imply which are likely right, each join trusted as much as the
            pair that made it.
        least_bits: weight above which pairs were allowed to join.
        holding_bits: per record, weight of the weakest pair that was needed to make its cluster; infinite for a record
            that is alone.
    """

    clusters: Ints
    precision: float
    least_bits: float
    holding_bits: Floats


@frozen(eq=False)
class _Joins:
    """The pairs that joined two groups, and how many pairs of records each of them brought together."""

    left: Ints
    right: Ints
    weight: Floats
    pairs: Ints

    def only(self, chosen: Bools | Ints) -> "_Joins":
        return _Joins(*(getattr(self, name)[chosen] for name in _JOINS))

    def and_more(self, other: "_Joins") -> "_Joins":
        return _Joins(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in _JOINS))


_JOINS = tuple(one.name for one in fields(_Joins))


def group(
    weighed: Weighed,
    records: int,
    sure: Told,
    look: Callable[[Ints, Ints], Weighed],
    *,
    votes: int,
    same_bits: float,
    bridge_bits: float,
    least_precision: float,
    sources: Ints | None = None,
    fresh: Bools | None = None,
) -> Grouped:
    """Join records into clusters, down to a weight at which the clusters are still precise enough.

    Two records that have nobody else are joined at once, larger groups pair by pair. All pairs within clusters are
    looked at, since contradictions hide where no rule brought two records together; what they part is joined anew. But
    for the weight, no cluster depends on what another one holds.

    Args:
        weighed: the pairs that were compared.
        records: how many records there are.
        sure: pairs of records that a person judged, and whether they are the same; nothing outvotes them, and records
            that they hold together contradict each other no more.
        look: weighs further pairs, where clusters brought together what no rule did.
        votes: see `cluster`.
        same_bits: weight of the weakest pairs of `same`.
        bridge_bits: bits above it below which one pair alone joins no two groups.
        least_precision: share of right pairs in clusters, as probabilities tell, below which weaker pairs do not join.
        sources: per record the source that has nobody twice, -1 for none.
        fresh: the records that are new, where pairs of the others join nobody any more.
    """
    weak_bits = same_bits + bridge_bits
    bound = held_together(records, sure)
    pairs = _undisputed(_across(weighed, sources, fresh, bound), bound)
    pairs = _with_told(pairs.only(pairs.same | pairs.at_odds()), sure)
    whole = components(records, pairs.left[pairs.same], pairs.right[pairs.same])
    pairs = pairs.only(whole[pairs.left] == whole[pairs.right])
    unsure = (np.bincount(whole, minlength=records)[whole] > 2) | _marked(whole, whole[pairs.left[pairs.at_odds()]])
    grouped = np.where(unsure, np.arange(records), whole)
    joins = _twos(pairs.only(pairs.same & ~unsure[pairs.left]))
    pairs = pairs.only(unsure[pairs.left])
    suspects = unsure
    for _ in range(_ROUNDS):
        anew = np.flatnonzero(suspects)
        grouped[anew], again = _clustered(anew, pairs, records, sources, votes=votes, weak_bits=weak_bits)
        joins = joins.only(~suspects[joins.left]).and_more(again)
        found = look(*_inner_pairs(grouped, suspects, _LARGEST_CLUSTER))
        found = _undisputed(_across(found, sources, fresh, bound), bound)
        before = len(pairs.left)
        pairs = pairs.and_more(found.only(found.same | found.at_odds()))
        hidden = pairs.left[before:][pairs.at_odds()[before:]]
        if not len(hidden):
            break
        suspects = _marked(whole, whole[hidden])
    last, precision = _precise(joins, least_precision)
    if last is None:
        return Grouped(grouped, precision, same_bits, _holding(grouped, joins))
    weaker = joins.only(~_before(joins, last))
    parted = weaker.right[~unsure[weaker.left]]
    grouped[parted] = parted
    held = _before(pairs, last)
    anew = np.flatnonzero(_marked(whole, whole[pairs.left[pairs.same & ~held]]))
    kept = evolve(pairs, same=pairs.same & held)
    grouped[anew], again = _clustered(anew, kept, records, sources, votes=votes, weak_bits=weak_bits)
    touched = np.zeros(records, np.bool_)
    touched[anew] = True
    joins = joins.only(_before(joins, last) & ~touched[joins.left]).and_more(again)
    least_bits = max(same_bits, float(np.nextafter(last[0], np.inf)))
    return Grouped(grouped, precision, least_bits, _holding(grouped, joins))


def _holding(grouped: Ints, joins: _Joins) -> Floats:
    """Give per record the weight of the weakest pair that was needed to make its cluster."""
    weakest = np.full(len(grouped), np.inf)
    np.minimum.at(weakest, grouped[joins.left], joins.weight)
    held: Floats = weakest[grouped]
    return held


def within(left: Ints, right: Ints, sources: Ints) -> Bools:
    """Mark the pairs of records of one source that has nobody twice."""
    inside: Bools = (sources[left] == sources[right]) & (sources[left] >= 0)
    return inside


def settled(left: Ints, right: Ints, fresh: Bools, bound: Ints | None) -> Bools:
    """Mark the pairs of records that are not new and that nothing holds together."""
    old: Bools = ~(fresh[left] | fresh[right])
    return old if bound is None else old & (bound[left] != bound[right])


def _across(pairs: Weighed, sources: Ints | None, fresh: Bools | None, bound: Ints | None) -> Weighed:
    """Let no pair within a source join that has nobody twice, and none that was settled before."""
    same = pairs.same
    if sources is not None:
        same = same & ~within(pairs.left, pairs.right, sources)
    if fresh is not None:
        same = same & ~settled(pairs.left, pairs.right, fresh, bound)
    return evolve(pairs, same=same)


def held_together(records: int, sure: Told) -> Ints | None:
    """Give per record the smallest one that a person's word holds it together with; None where no word does."""
    left, right = told(sure, same=True)
    return components(records, left, right) if len(left) else None


def told(sure: Told, *, same: bool) -> Ints:
    """Give the left and the right records of the pairs of which a person said that they are the same, or are not."""
    return np.array([sides for *sides, yes in sure if yes == same], np.int64).reshape(-1, 2).T


def _undisputed(pairs: Weighed, held: Ints | None) -> Weighed:
    """Let no pair contradict what a person's word holds together."""
    if held is None:
        return pairs
    disputed = held[pairs.left] != held[pairs.right]
    return evolve(pairs, firm=pairs.firm & disputed, doubt=pairs.doubt & disputed)


def _with_told(weighed: Weighed, sure: Told) -> Weighed:
    """Put what a person said in the place of what was weighed."""
    if not sure:
        return weighed
    left, right = (np.array(side, np.int64) for side in zip(*((min(one), max(one)) for *one, _ in sure), strict=True))
    same = np.array([yes for *_, yes in sure], np.bool_)
    rest = weighed.only(~among((weighed.left << _HALF) | weighed.right, (left << _HALF) | right))
    none = np.zeros(len(same), np.bool_)
    said = Weighed(left, right, np.where(same, np.inf, -np.inf), same, ~same, none, none)
    return said.and_more(rest)


def _twos(pairs: Weighed) -> _Joins:
    return _Joins(pairs.left, pairs.right, pairs.weight, np.ones(len(pairs.left), np.int64))


def _precise(joins: _Joins, least: float) -> tuple[tuple[float, int, int] | None, float]:
    """Find the strongest pair that may no longer join, None if all may, and estimate the share of right pairs."""
    if not len(joins.left):
        return None, 1.0
    joins = joins.only(np.lexsort((joins.right, joins.left, -joins.weight)))
    chance = probability(np.minimum(joins.weight, _SURE))
    share = np.cumsum(chance * joins.pairs) / np.cumsum(joins.pairs)
    precise = np.flatnonzero(share >= least)
    last = int(precise[-1]) if len(precise) else -1
    if last == len(share) - 1:
        return None, float(share[-1])
    weakest = (float(joins.weight[last + 1]), int(joins.left[last + 1]), int(joins.right[last + 1]))
    return weakest, float(share[last]) if last >= 0 else 1.0


def _before(pairs: Weighed | _Joins, last: tuple[float, int, int]) -> Bools:
    """Mark the pairs that stand before one in the order of weight."""
    weight, left, right = last
    earlier = (pairs.left < left) | ((pairs.left == left) & (pairs.right < right))
    before: Bools = (pairs.weight > weight) | ((pairs.weight == weight) & earlier)
    return before


def components(records: int, left: Ints, right: Ints) -> Ints:
    """Give per record the smallest record that pairs join it to.

    Every root is hung below the smallest one it has a pair with, and all paths are cut short, until nothing changes.

    >>> components(5, np.array([3, 1]), np.array([1, 4])).tolist()
    [0, 1, 2, 1, 1]
    """
    root = np.arange(records)
    while True:
        one, other = root[left], root[right]
        unlike = one != other
        if not unlike.any():
            return root
        left, right, one, other = left[unlike], right[unlike], one[unlike], other[unlike]
        np.minimum.at(root, np.maximum(one, other), np.minimum(one, other))
        while not np.array_equal(above := root[root], root):
            root = above


def _marked(whole: Ints, names: Ints) -> Bools:
    """Mark all records of some components."""
    named = np.zeros(len(whole), np.bool_)
    named[names] = True
    return named[whole]


def _clustered(
    anew: Ints, pairs: Weighed, records: int, sources: Ints | None, *, votes: int, weak_bits: float
) -> tuple[Ints, _Joins]:
    """Join some records pair by pair, strongest first; give the cluster of each, and what joined them."""
    place = np.full(records, -1, np.int64)
    place[anew] = np.arange(len(anew))
    pairs = pairs.only(place[pairs.left] >= 0)
    pairs = pairs.only(np.lexsort((pairs.right, pairs.left, -pairs.weight)))
    left, right = place[pairs.left], place[pairs.right]
    same = list(zip(left[pairs.same].tolist(), right[pairs.same].tolist(), strict=True))
    apart = list(_unvouched(left, right, pairs, pairs.firm))
    doubts = list(_unvouched(left, right, pairs, pairs.doubt))
    made: list[tuple[int, int]] = []
    strong = int((pairs.weight[pairs.same] >= weak_bits).sum())
    origins = None if sources is None else sources[anew].tolist()
    found = cluster(len(anew), same, apart, doubts=doubts, votes=votes, weak_from=strong, joins=made, sources=origins)
    at, together = np.array(made, np.int64).reshape(-1, 2).T
    links = pairs.only(np.flatnonzero(pairs.same)[at])
    return anew[np.array(found, np.int64)], _Joins(links.left, links.right, links.weight, together)


def _unvouched(left: Ints, right: Ints, pairs: Weighed, chosen: Bools) -> Iterator[tuple[int, int]]:
    """Give contradictions but for mere slips: there a record with the same official number agrees with the other side.

    What a person said is no slip.
    """
    if not (chosen & np.isfinite(pairs.weight)).any():
        yield from zip(left[chosen].tolist(), right[chosen].tolist(), strict=True)
        return
    holders: dict[int, set[int]] = {}
    numbered = pairs.same & pairs.identified
    for one, other in zip(left[numbered].tolist(), right[numbered].tolist(), strict=True):
        holders.setdefault(one, set()).add(other)
        holders.setdefault(other, set()).add(one)
    same = set(zip(left[pairs.same].tolist(), right[pairs.same].tolist(), strict=True)) if holders else set()
    for one, other, weight in zip(
        left[chosen].tolist(), right[chosen].tolist(), pairs.weight[chosen].tolist(), strict=True
    ):
        if weight == -np.inf or not _vouched(one, other, holders, same):
            yield one, other


def _vouched(left: int, right: int, holders: Mapping[int, set[int]], same: set[tuple[int, int]]) -> bool:
    return any(
        (min(other, far), max(other, far)) in same
        for near, far in ((left, right), (right, left))
        for other in holders.get(near, ())
    )


def _inner_pairs(grouped: Ints, suspects: Bools, largest: int) -> tuple[Ints, Ints]:
    """Pair the members of clusters of three and more, of the largest clusters those of the first members."""
    rows = np.flatnonzero(suspects)
    rows = rows[np.argsort(grouped[rows], kind="stable")]
    start, size = runs(grouped[rows])
    start, size = start[size > 2], np.minimum(size[size > 2], largest)
    at = np.repeat(start, size) + counting(size)
    later = np.repeat(start + size, size) - at - 1
    left = np.repeat(at, later)
    return rows[left], rows[left + 1 + counting(later)]
