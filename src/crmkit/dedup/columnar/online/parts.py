"""How every feature is compared and weighed, made ready once for a model."""

from collections.abc import Mapping
from math import log2
from typing import Any, Final

from attrs import evolve, frozen

from crmkit.dedup.columnar.compare import MISSING
from crmkit.dedup.comparing import Comparison
from crmkit.dedup.features import has_many
from crmkit.dedup.learned import Learned, LearnedFeature, comparison_of
from crmkit.dedup.model import Model
from crmkit.dedup.packing import Packing
from crmkit.schema.types.base import SemanticType

NAMES: Final = ("given", "family")
"""Features that stand in each other's place at times."""

Said = tuple[int, float, str]
"""Level, bits, and the value that both have."""

NOTHING: Final[Said] = (MISSING, 0.0, "")
"""What a pair says of which one side is missing."""


@frozen(eq=False)
class Part:
    """How one feature is compared and weighed.

    Attributes:
        name: the feature.
        place: of the feature in a row.
        comparison: its comparison.
        learned: what was learned of it.
        m: share of pairs of one customer that are equal.
        table: bits per level.
        several: whether a record can have several values of it.
        kind: the semantic type that compares its values; None for the features that crmkit knows.
        rarest: bits of the rarest value, which no other outweighs.
    """

    name: str
    place: int
    comparison: Comparison
    learned: LearnedFeature
    m: float
    table: tuple[float, ...]
    several: bool
    kind: SemanticType[Any] | None
    rarest: float

    def share(self, value: str) -> float:
        """Give the chance that another customer has a value; 0.0 for none."""
        return self.learned.values.get(value, self.learned.rare) if value else 0.0

    def equal(self, value: str) -> Said:
        """Weigh a value that both have."""
        return 0, log2(self.m / self.share(value)), value

    def unlike(self, level: int, mine: str, theirs: str) -> Said:
        """Weigh two values that are not equal; what is common says less when it is nearly equal."""
        bits = self.table[level]
        if bits > 0 and not self.several and len(self.table) > 2:
            common = max(self.share(mine), self.share(theirs))
            bits = min(bits, max(log2(self.m / common) - 1, 0.0)) if common else bits
        return level, bits, ""


def _rarest(learned: LearnedFeature) -> float:
    """Weigh the rarest value, which no other outweighs."""
    m = next(iter(learned.levels.values())).m
    return max(0.0, log2(m / min([learned.rare, *learned.values.values()])))


def read_parts(
    model: Model, learned: Learned, packing: Packing, own: Mapping[str, SemanticType[Any]]
) -> dict[str, Part]:
    """Say how every feature is compared and weighed.

    Args:
        model: the specification.
        learned: what training learned.
        packing: how records are written.
        own: feature to semantic type, of those that have a type of their own.
    """
    comparisons = {one.feature: one for one in model.comparisons}
    return {
        name: Part(
            name,
            packing.place[name],
            evolve(comparisons[comparison_of(name)], feature=name),
            one,
            next(iter(one.levels.values())).m,
            tuple(one.weights().values()),
            has_many(name),
            own.get(name),
            _rarest(one),
        )
        for name, one in learned.features.items()
    }
