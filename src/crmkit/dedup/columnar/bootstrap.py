"""How sure a figure is: what other customers like these would have given."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from crmkit.dedup.portions import Portion

_ROUNDS = 1000
_SHARES = (0.025, 0.975)


def interval(portions: Iterable[Portion], *, seed: int) -> tuple[float, float]:
    """Estimate between which values the pairwise F1 lies in 95 of 100 cases, by drawing customers again and again.

    A customer is drawn as a whole, with all her pairs, since her pairs are right and wrong together (a bootstrap by
    clusters). One and the same seed gives one and the same answer.

    Args:
        portions: what the customers add to the figures.
        seed: start of the random numbers.

    Returns:
        the lower and the upper bound; (0, 1) when there is no pair at all.
    """
    counted: Counter[tuple[float, float]] = Counter()
    for one in portions:
        counted[one.hits * one.weight, (one.true + one.joined) * one.weight] += one.customers
    if not any(both for _, both in counted):
        return 0.0, 1.0
    kinds = sorted(counted)
    counts = np.array([counted[kind] for kind in kinds], np.int64)
    hits, both = np.array(kinds).T
    drawn = np.random.default_rng(seed).multinomial(int(counts.sum()), counts / counts.sum(), size=_ROUNDS)
    whole = drawn @ both
    found = np.quantile(2 * (drawn @ hits)[whole > 0] / whole[whole > 0], _SHARES)
    return float(found[0]), float(found[1])
