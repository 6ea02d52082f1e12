"""What judgements of a person change: how much agreements weigh, and which gates are trusted."""

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

ENOUGH: Final = 10
"""Judgements of each kind, "same" and "different", below which nothing is learned."""


@frozen(kw_only=True)
class Corrections:
    """Corrections to the weights; the default corrects nothing.

    Attributes:
        scale: factor to all bits.
        offset: bits added to every pair.
        bits: comparison to the bits added at each of its levels, best first.
        trusted: names of gates that no longer hold pairs back, since nearly all such pairs were the same.
        judged: how many judgements it rests on.
    """

    scale: float = 1.0
    offset: float = 0.0
    bits: Mapping[str, tuple[float, ...]] = field(factory=dict)
    trusted: tuple[str, ...] = ()
    judged: int = 0


def trusts(same: int, judged: int) -> bool:
    """Say whether judgements belie a gate: the share of its pairs that are the same is likely above four in five.

    One pair in two is taken to be the same before anybody judged, with the weight of two judgements. What is judged is
    mostly doubtful, so of all pairs of the gate more are the same.

    >>> trusts(9, 9), trusts(10, 10), trusts(34, 41), trusts(30, 40)
    (False, True, True, False)
    """
    return judged >= ENOUGH and (same + 1) / (judged + 2) > _BELIED


_BELIED: Final = 0.8
