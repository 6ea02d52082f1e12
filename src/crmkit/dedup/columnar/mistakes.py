"""Which pairs were judged wrongly, by what went wrong, with the most telling of each kind."""

from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations, islice
from typing import Any

import numpy as np
import numpy.typing as npt

from crmkit.dedup.columnar.compare import Ints
from crmkit.dedup.columnar.finding import Found
from crmkit.dedup.columnar.gating import FREE
from crmkit.dedup.evaluation import Kind, Mistakes

_AT_MOST = 200_000
_EXAMPLES = 3


def mistakes(
    found: Found, truth: Sequence[Hashable], known: npt.NDArray[np.bool_], ids: Sequence[Any]
) -> tuple[Mistakes, ...]:
    """Sort the wrong pairs by kind, the most frequent kind first.

    Of each sort the first 200,000 pairs are looked at, in the order of the records.

    Args:
        found: what was found.
        truth: per record, who it is.
        known: records that the truth speaks of.
        ids: id per record.
    """
    places = np.flatnonzero(known).tolist()
    clusters = found.clusters.tolist()
    wrong = _apart(places, clusters, truth)
    missed = _apart(places, truth, clusters)
    kinds = [*_false(found, *wrong, ids), *_missed(found, *missed, ids)]
    return tuple(sorted(kinds, key=lambda one: (-one.count, one.kind, one.reason)))


def _apart(places: Sequence[int], within: Sequence[Hashable], differ: Sequence[Hashable]) -> tuple[Ints, Ints]:
    """Find the pairs of one group that are not of one other group."""
    groups: dict[Hashable, list[int]] = {}
    for place in places:
        groups.setdefault(within[place], []).append(place)

    def pairs() -> Iterator[tuple[int, int]]:
        for members in groups.values():
            if len({differ[place] for place in members}) > 1:
                yield from (pair for pair in combinations(members, 2) if differ[pair[0]] != differ[pair[1]])

    made = np.array(list(islice(pairs(), _AT_MOST)), np.int64).reshape(-1, 2)
    return made[:, 0], made[:, 1]


def _false(found: Found, left: Ints, right: Ints, ids: Sequence[Any]) -> Iterator[Mistakes]:
    """Pairs that were joined and are two people: by which evidence, or through others."""
    if not len(left):
        return
    scorer = found.scorer
    agreement, scored, held = scorer.weigh(left, right)
    verdict, _ = scorer.judge(scored.total, held)
    features = [one.comparison.feature for one in agreement.compared]
    chief = np.argmax(np.stack(scored.parts), axis=0)
    reason = np.where(verdict == "same", chief, -1)
    for code in np.unique(reason).tolist():
        here = np.flatnonzero(reason == code)
        kind: Kind = "joined through others" if code < 0 else "wrongly the same"
        told = _strongest((left[here], right[here]), scored.total[here], ids)
        yield Mistakes(kind=kind, reason="" if code < 0 else features[code], count=len(here), examples=told)


def _missed(found: Found, left: Ints, right: Ints, ids: Sequence[Any]) -> Iterator[Mistakes]:
    """Pairs that are one person and were not joined: never compared, held back, too weak, or kept apart by others."""
    if not len(left):
        return
    scorer = found.scorer
    _, scored, held = scorer.weigh(left, right)
    verdict, _ = scorer.judge(scored.total, held)
    width = np.int64(len(found.clusters))
    seen = np.isin(
        np.minimum(left, right) * width + np.maximum(left, right),
        np.minimum(found.candidates.left, found.candidates.right) * width
        + np.maximum(found.candidates.left, found.candidates.right),
    )
    step = np.where(seen, np.where(verdict == "same", 1, np.where(held != FREE, 2, 3)), 0)
    gate = np.where(step == 2, held, FREE)
    names: tuple[Kind, ...] = ("never compared", "kept apart by others", "held back", "too little in common")
    for code, place in sorted(set(zip(step.tolist(), gate.tolist(), strict=True))):
        here = np.flatnonzero((step == code) & (gate == place))
        reason = scorer.gates[place].reason if code == 2 else ""
        told = _strongest((left[here], right[here]), scored.total[here], ids)
        yield Mistakes(kind=names[code], reason=reason, count=len(here), examples=told)


def _strongest(
    pairs: tuple[Ints, Ints], weight: npt.NDArray[np.float64], ids: Sequence[Any]
) -> tuple[tuple[Any, Any], ...]:
    """Give the ids of the pairs that weigh most."""
    left, right = pairs
    first = np.lexsort((right, left, -weight))[:_EXAMPLES]
    return tuple((ids[one], ids[other]) for one, other in zip(left[first].tolist(), right[first].tolist(), strict=True))
