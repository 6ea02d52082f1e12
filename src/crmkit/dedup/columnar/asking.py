"""Which pairs are worth a person's judgement: doubtful ones that would change much, no two of a kind too soon."""

import numpy as np
import numpy.typing as npt

from crmkit.dedup.columnar.finding import Found
from crmkit.dedup.columnar.gating import FREE

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_AT_ONCE = 20_000
_AGAIN = 3.0


def most_telling(found: Found, count: int) -> Ints:
    """Choose pairs to ask about, the most telling first.

    A pair tells the more, the nearer its probability is to one in two and the more pairs of records its clusters would
    join. A pair whose agreement is like that of one already chosen tells less, one of the same two clusters much less.

    Args:
        found: what was found.
        count: how many pairs at most.

    Returns:
        places in `found.judged`.
    """
    judged, clusters = found.judged, found.clusters
    told = {(min(left, right), max(left, right)) for left, right, _ in found.told}
    fresh = np.fromiter(
        (pair not in told for pair in zip(judged.left.tolist(), judged.right.tolist(), strict=True)),
        np.bool_,
        len(judged.left),
    )
    chance = np.where(judged.held == FREE, judged.probability, 0.5)
    size = np.bincount(clusters, minlength=len(clusters))
    one, other = clusters[judged.left], clusters[judged.right]
    joins = np.where(one == other, 1.0, np.sqrt(size[one] * size[other].astype(float)))
    value = np.where(fresh & (judged.verdict != "never"), chance * (1 - chance) * joins, 0.0)
    value[(judged.verdict == "related")] *= _SELDOM
    places = np.lexsort((judged.right, judged.left, -value))[:_AT_ONCE]
    places = places[value[places] > 0]
    agreement, _, _ = found.scorer.weigh(judged.left[places], judged.right[places])
    columns = [one.levels.astype(np.int64) for one in agreement.compared]
    pattern = _numbered(np.stack([*columns, judged.held[places]]))
    both = _numbered(np.stack([np.minimum(one, other)[places], np.maximum(one, other)[places]]))
    worth = value[places] / (1 + _rank(pattern)) / (1 + _AGAIN * _rank(both))
    chosen: Ints = places[np.lexsort((judged.right[places], judged.left[places], -worth))[: max(count, 0)]]
    return chosen


_SELDOM = 0.1


def _numbered(columns: Ints) -> Ints:
    if not columns.shape[1]:
        return np.empty(0, np.int64)
    _, number = np.unique(columns, axis=1, return_inverse=True)
    return number.reshape(-1).astype(np.int64)


def _rank(number: Ints) -> Floats:
    """Count per place how many of the same number stand before it."""
    order = np.argsort(number, kind="stable")
    ordered = number[order]
    start = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(number) else order
    rank = np.empty(len(number))
    rank[order] = np.arange(len(number)) - np.repeat(start, np.diff(np.append(start, len(number))))
    return rank
