"""What judgements of a person say about the threshold."""

from collections.abc import Sequence
from typing import Final

_ENOUGH: Final = 20
_FARTHEST: Final = 6.0


def learn_threshold(judged: Sequence[tuple[float, bool]], shipped: float) -> float:
    """Find the weight that parts the pairs called the same from those called different with the fewest mistakes.

    Nothing is learned from fewer than 20 judgements of each kind. Of thresholds with equally few mistakes the one
    nearest to the shipped one is taken, and none is farther from it than 6 bits: people are asked about doubtful pairs,
    so their answers tell where doubt ends, and little about all other pairs.

    Args:
        judged: weight of a pair in bits, and whether it is the same.
        shipped: the threshold before.

    >>> learn_threshold([(number / 10, number > 60) for number in range(100)], 3.0)
    6.025
    """
    total = sum(same for _, same in judged)
    if min(total, len(judged) - total) < _ENOUGH:
        return shipped
    pairs = sorted(judged)
    mistakes = len(pairs) - total
    best = (mistakes, abs(pairs[0][0] - shipped), pairs[0][0])
    for place, (weight, same) in enumerate(pairs):
        mistakes += 1 if same else -1
        after = pairs[place + 1][0] if place + 1 < len(pairs) else weight + 2
        if after > weight:
            nearest = min(max(shipped, weight + (after - weight) / 4), after - (after - weight) / 4)
            best = min(best, (mistakes, abs(nearest - shipped), nearest))
    return min(max(best[2], shipped - _FARTHEST), shipped + _FARTHEST)
