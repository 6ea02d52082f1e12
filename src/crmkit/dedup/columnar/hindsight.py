"""What clusters tell in hindsight: how often a gate held back two records that others joined all the same.

Of the pairs that one gate holds back, some end in one cluster, since third records join them. How many more are one
customer and have no third record is told by pairs that are beyond doubt: as large a share of these has none either. So
the share of a gate's pairs that are one customer is the share found together, divided by the share of sure pairs that
a third record joins too (capture and recapture: Lincoln, 1930). Experience holds it back where there is little to see.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from crmkit.dedup.columnar.ordering import Bools, Ints
from crmkit.dedup.gates import AT_MOST, Gate

_EXPERIENCE = 10.0
"""Pairs that stand behind the shipped chance of a gate."""
_SAMPLE = 1000
_MOST, _LEAST = 0.99, 0.001


def held_back(
    held: Ints, together: Bools, gates: Sequence[Gate], sure: tuple[Ints, Ints], same: tuple[Ints, Ints]
) -> Mapping[str, float]:
    """Estimate per gate the share of its pairs that are one customer.

    Args:
        held: per pair that a gate holds back, the place of the gate.
        together: whether the pair is in one cluster all the same.
        gates: the gates.
        sure: left and right records of pairs that are beyond doubt.
        same: of all pairs that joined; `sure` is among them.
    """
    if not len(held):
        return {}
    reached = third_records(sure, same)
    pairs, joined = np.bincount(held, minlength=len(gates)), np.bincount(held[together], minlength=len(gates))
    found = {}
    for gate, count, agreed in zip(gates, pairs.tolist(), joined.tolist(), strict=True):
        if count and gate.at_most != "never":
            share = (agreed + _EXPERIENCE * AT_MOST[gate.at_most]) / (count * reached + _EXPERIENCE)
            found[gate.name] = round(min(max(share, _LEAST), _MOST), 4)
    return found


def third_records(sure: tuple[Ints, Ints], same: tuple[Ints, Ints]) -> float:
    """Estimate the share of sure pairs that a third record joins as well; 0 where there are none.

    Args:
        sure: left and right records of pairs that are beyond doubt; a thousand of them are looked at.
        same: of all pairs that joined.
    """
    stride = max(1, -(-len(sure[0]) // _SAMPLE))
    asked = list(zip(sure[0][::stride].tolist(), sure[1][::stride].tolist(), strict=True))
    if not asked:
        return 0.0
    near: dict[int, set[int]] = {record: set() for pair in asked for record in pair}
    concerned = np.isin(same[0], list(near)) | np.isin(same[1], list(near))
    for left, right in zip(same[0][concerned].tolist(), same[1][concerned].tolist(), strict=True):
        near.get(left, set()).add(right)
        near.get(right, set()).add(left)
    return sum(not near[left].isdisjoint(near[right]) for left, right in asked) / len(asked)
