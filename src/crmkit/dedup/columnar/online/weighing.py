"""Weigh one record against others in plain Python: the reference that frames are held to."""

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Any, Final

from attrs import define, frozen

from crmkit.dedup.columnar.compare import MISSING
from crmkit.dedup.columnar.online.levels import LEVELS, own
from crmkit.dedup.columnar.online.parts import NAMES, NOTHING, Part, Said
from crmkit.dedup.columnar.online.turning import Turn
from crmkit.dedup.judgements import Corrections
from crmkit.dedup.learned import Learned, full_name
from crmkit.dedup.model import Model
from crmkit.dedup.packing import Row, values_of

Meant = Mapping[str, Mapping[str, Any]]
"""Feature of a type of its own, to what each of its folded values stands for."""

_FIRST: Final = ("birth_date", "name", "contact")
"""Groups of comparisons that tell most pairs apart, in the order in which they are looked at."""
_ROUNDING: Final = 1e-9


@frozen
class Weighed:
    """What one record is to another, before any gate.

    Attributes:
        place: of the other one among those that were given.
        total: bits, prior included.
        levels: feature to level, of those that both speak of.
        swapped: whether one has given and family name in each other's place.
    """

    place: int
    total: float
    levels: Mapping[str, int]
    swapped: bool


@define
class _Step:
    """The features of one group that a record speaks of.

    Attributes:
        low: bits that the group gives at least.
        high: bits that it gives at most.
        asked: name of each feature with its place in a row, what is remembered of cells, and what compares one.
        names: whether given and family names are among them.
        rest: bits at most of all groups behind this one.
    """

    low: float
    high: float
    asked: list[tuple[str, int, dict[str, Said], Callable[[str], Said]]]
    names: bool = False
    rest: float = 0.0


class Weigher:
    """Weighs records by what was learned.

    Args:
        model: the specification.
        learned: what training learned.
        parts: how every feature is compared; see `read_parts`.
    """

    def __init__(self, model: Model, learned: Learned, parts: Mapping[str, Part]) -> None:
        self._model = model
        self._prior = learned.prior
        self._full_names = learned.full_names
        self._parts = parts
        self._groups = sorted(
            dict.fromkeys(part.comparison.group for part in parts.values()),
            key=lambda group: _FIRST.index(group) if group in _FIRST else len(_FIRST),
        )
        self._corrections = learned.corrections
        self.least = least_bits(model, learned)
        """Bits, without prior and corrections, below which nothing can be possible."""

    def weigh(self, query: Row, others: Sequence[Row], meant: Meant) -> list[Weighed]:
        """Weigh a record against others; those that may be the same come back, in the order given.

        Whatever the rest of the features cannot bring near any more is left.

        Args:
            query: the record.
            others: the others.
            meant: feature to what each of its folded values stands for, of types of their own.
        """
        if not others:
            return []
        turn = Turn(self._parts, query, _crosswise, self._model.swapped_bits)
        steps = self._steps(query, meant)
        found = []
        for place, other in enumerate(others):
            said = self._near(steps, other, turn)
            one = None if said is None else self._total(place, said, other, turn)
            if one is not None:
                found.append(one)
        return found

    def _steps(self, query: Row, meant: Meant) -> list[_Step]:
        """Get what a record says ready to be compared, group by group."""
        steps = []
        for group in self._groups:
            heard = [part for part in self._parts.values() if part.comparison.group == group and query[part.place]]
            if not heard:
                continue
            low, high = self._model.caps.get(group, (-inf, inf))
            step = _Step(low, high, [], names=any(part.name in NAMES for part in heard))
            for part in heard:
                cell = query[part.place]
                known = {"": NOTHING, cell: part.equal(min(values_of(cell)))}
                step.asked.append((part.name, part.place, known, _comparing(part, cell, meant)))
            steps.append(step)
        rest = max(self._model.swapped_bits, 0.0)
        for step in reversed(steps):
            step.rest = rest
            most = sum(max(self._parts[name].rarest, self._parts[name].table[1], 0.0) for name, *_ in step.asked)
            rest += min(max(most, step.low), step.high)
        return steps

    def _near(self, steps: Sequence[_Step], other: Row, turn: Turn) -> dict[str, Said] | None:
        """Compare what a pair says until the rest cannot bring it near any more."""
        said: dict[str, Said] = {}
        total, least = 0.0, self.least - _ROUNDING
        for step in steps:
            bits = 0.0
            for name, place, known, compare in step.asked:
                cell = other[place]
                one = known.get(cell)
                if one is None:
                    one = known[cell] = compare(cell)
                said[name] = one
                bits += one[1]
            if step.names and turn.may(said):
                bits += max(turn.gain(said, other), 0.0)
            total += min(max(bits, step.low), step.high)
            if total + step.rest < least:
                return None
        return said

    def _total(self, place: int, parts: dict[str, Said], other: Row, turn: Turn) -> Weighed | None:
        """Add up what a pair weighs; None where that is not enough."""
        total, swapped = self._sum(parts), False
        if turn.may(parts):
            turned = turn.turned(other)
            swapped = bool(turned)
            parts |= turned
            total = self._sum(parts) + (self._model.swapped_bits if swapped else 0.0)
        levels = {name: level for name, (level, _, _) in parts.items() if level != MISSING}
        total = _corrected(self._corrections, total + self._prior, levels)
        return Weighed(place, total, levels, swapped) if total >= self._model.possible_bits else None

    def _sum(self, parts: Mapping[str, Said]) -> float:
        """Add up, each group within its caps."""
        groups: dict[str, float] = {}
        for name, (_, bits, _) in parts.items():
            group = self._parts[name].comparison.group
            groups[group] = groups.get(group, 0.0) + bits
        if self._full_names:
            given, family = (parts.get(name, NOTHING) for name in NAMES)
            if given[0] == 0 == family[0]:
                group = self._parts["family"].comparison.group
                groups[group] += self._full_names.get(full_name(given[2], family[2]), 0.0)
        for group, (low, high) in self._model.caps.items():
            if group in groups:
                groups[group] = min(max(groups[group], low), high)
        return sum(groups.values())


def least_bits(model: Model, learned: Learned) -> float:
    """Give the bits, without prior and corrections, below which nothing can be possible."""
    corrections = learned.corrections
    more = sum(max(0.0, *bits) for bits in corrections.bits.values())
    return (model.possible_bits - corrections.offset - more) / corrections.scale - learned.prior


def _corrected(corrections: Corrections, total: float, levels: Mapping[str, int]) -> float:
    """Apply what judgements taught."""
    total = total * corrections.scale + corrections.offset
    for name, bits in corrections.bits.items():
        if name in levels:
            total += bits[levels[name]]
    return total


def _comparing(part: Part, mine: str, meant: Meant) -> Callable[[str], Said]:
    """Give what compares a record's values of a feature with those of others, in cells that are not empty."""
    alike = _leveling(part, meant)
    if not part.several:
        value = values_of(mine)[0]

        def compare(cell: str) -> Said:
            other = values_of(cell)[0]
            return part.unlike(alike(value, other), value, other)

        return compare
    values = values_of(mine)

    def compare_many(cell: str) -> Said:
        theirs = values_of(cell)
        equal = [one for one in values if one in theirs]
        if equal:
            return part.equal(min(equal))
        return part.unlike(min(alike(one, other) for one in values for other in theirs), "", "")

    return compare_many


def _leveling(part: Part, meant: Meant) -> Callable[[str, str], int]:
    """Give what tells how well two unequal values agree."""
    if part.kind is not None:
        values, similarity = meant[part.name], part.kind.similarity
        return lambda one, other: own(similarity(*(values[value] for value in sorted((one, other)))))
    level = LEVELS[part.comparison.comparator]
    return lambda one, other: level(one, other) if one < other else level(other, one)


def _crosswise(part: Part, left: str, right: str) -> int:
    if not left or not right:
        return MISSING
    return 0 if left == right else LEVELS[part.comparison.comparator](left, right)
