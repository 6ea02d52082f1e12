"""Which pairs are worth a person's judgement: doubtful ones that would change much, no two of a kind too soon."""

import numpy as np
import numpy.typing as npt

from crmkit.dedup.columnar.finding import Found
from crmkit.dedup.columnar.gating import FREE
from crmkit.dedup.columnar.scorer import Judged

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_AT_ONCE = 20_000
_AGAIN = 3.0


def most_telling(found: Found, count: int) -> Ints:
    """Choose pairs to ask about, the most telling first.

    A pair tells the more, the nearer its probability is to one in two and the more pairs of records its clusters would
    join, of which as many as there are pairs between them count. A pair whose agreement is like that of one already
    chosen tells less, one of the same two clusters much less. A gate that may open is asked about as a whole, by pairs
    taken at random: answers about the largest clusters would say nothing of the others.

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
    one, other = clusters[judged.left], clusters[judged.right]
    _, both = np.unique(np.minimum(one, other) * len(clusters) + np.maximum(one, other), return_inverse=True)
    chance = np.where(judged.held == FREE, judged.probability, 0.5)
    value = chance * (1 - chance) * np.where(one == other, 1.0, _joined(clusters, one, other, both))
    gated = (judged.held != FREE) & (judged.verdict == "possible")
    parted = gated & (one != other) & (judged.weight >= found.scorer.model.same_bits)
    value[gated | (judged.verdict == "related")] *= _SELDOM
    value = np.maximum(value, _of_gates(judged, parted))
    value[~fresh | (judged.verdict == "never")] = 0.0
    places = np.lexsort((judged.right, judged.left, -value))[:_AT_ONCE]
    places = places[value[places] > 0]
    agreement, _, _ = found.scorer.weigh(judged.left[places], judged.right[places])
    columns = [one.levels.astype(np.int64) for one in agreement.compared]
    pattern = np.where(gated[places], -1 - judged.held[places], _numbered(np.stack([*columns, judged.held[places]])))
    worth = value[places] / (1 + _rank(pattern)) / (1 + _AGAIN * _rank(both[places]))
    chosen: Ints = places[np.lexsort((judged.right[places], judged.left[places], -worth))[: max(count, 0)]]
    return chosen


_SELDOM = 0.1


def _joined(clusters: Ints, one: Ints, other: Ints, both: Ints) -> Floats:
    """Tell how much a pair would join: much of two large clusters only where many pairs speak for it."""
    size = np.bincount(clusters, minlength=len(clusters)).astype(float)
    joined: Floats = np.minimum(np.sqrt(size[one] * size[other]), np.bincount(both)[both])
    return joined


def _of_gates(judged: Judged, parted: Bools) -> Floats:
    """Value the pairs that gates hold: the more, the more a gate keeps apart; in an order that nothing favours."""
    many = np.sqrt(np.bincount(judged.held[parted] + 1, minlength=int(judged.held.max(initial=FREE)) + 2))
    drawn = ((judged.left * _DRAW_LEFT + judged.right * _DRAW_RIGHT) % _DRAW) / _DRAW
    worth: Floats = many[judged.held + 1] * (_EVEN + drawn * _SELDOM) * parted
    return worth


_EVEN = 0.25
_DRAW, _DRAW_LEFT, _DRAW_RIGHT = 1_000_003, 7_919, 104_729


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
