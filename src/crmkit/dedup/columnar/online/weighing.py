"""Weigh one record against others in plain Python: the reference that frames are held to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import inf
from typing import Any, Final

from attrs import frozen

from crmkit.dedup.columnar.comparators import COMPARATORS, own
from crmkit.dedup.columnar.compare import MISSING
from crmkit.dedup.columnar.online.parts import NAMES, NOTHING, Part, Said
from crmkit.dedup.columnar.online.turning import Turn
from crmkit.dedup.learned import Learned, full_name
from crmkit.dedup.model import Model
from crmkit.dedup.packing import Row, values_of

_REMEMBERED: Final = 200_000
_SLOW: Final = frozenset({"given_name", "family_name", "words", "organisation", "own"})

_Compared = dict[str, Said]
"""What others say, to what that weighs."""


@frozen
class Weighed:
    """What one record is to another, before any gate.

    Attributes:
        place: of the other one among those that were given.
        total: bits, prior included.
        levels: feature to level, of those that both speak of.
        shared: feature to the value that both have.
        swapped: whether one has given and family name in each other's place.
    """

    place: int
    total: float
    levels: Mapping[str, int]
    shared: Mapping[str, str]
    swapped: bool


class Weigher:
    """Weighs records by what was learned.

    Args:
        model: the specification.
        learned: what training learned.
        parts: how every feature is compared; see `read_parts`.
        meant: feature to what each of its folded values stands for.
    """

    def __init__(
        self, model: Model, learned: Learned, parts: Mapping[str, Part], meant: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self._model = model
        self._prior = learned.prior
        self._full_names = learned.full_names
        self._parts = parts
        self._meant = meant
        self._remembered: dict[tuple[str, str], dict[str, int]] = {}
        self._compared = 0

    def weigh(self, query: Row, others: Sequence[Row]) -> list[Weighed]:
        """Weigh a record against others; those that may be the same come back, in the order given.

        What is quickly compared comes first, and those that nothing can bring near any more are left.
        """
        if not others:
            return []
        least = self._model.possible_bits - self._prior
        cells = list(zip(*others, strict=True))
        heard = [part for part in self._parts.values() if query[part.place]]
        slow = [part for part in heard if part.comparison.comparator in _SLOW]
        turn = Turn(self._parts, query, self._crosswise, self._model.swapped_bits)
        compared = {
            part.name: self._compare(part, query[part.place], set(cells[part.place]))
            for part in heard
            if part not in slow
        }
        most = self._most(compared, slow, query, cells, turn)
        places = [place for place, bits in enumerate(most) if bits >= least]
        for part in slow:
            compared[part.name] = self._compare(
                part, query[part.place], {others[place][part.place] for place in places}
            )
        found = []
        for place in places:
            said = {name: known[others[place][self._parts[name].place]] for name, known in compared.items()}
            one = self._total(said, others[place], turn, least)
            if one is not None:
                total, parts, swapped = one
                levels = {name: level for name, (level, _, _) in parts.items() if level != MISSING}
                shared = {name: value for name, (_, _, value) in parts.items() if value}
                found.append(Weighed(place, total + self._prior, levels, shared, swapped))
        return found

    def _most(
        self,
        compared: Mapping[str, _Compared],
        slow: Iterable[Part],
        query: Row,
        cells: Sequence[Sequence[str]],
        turn: Turn,
    ) -> list[float]:
        """Say how many bits each pair can weigh at most, as long as the slow features are not compared."""
        groups: dict[str, list[list[float]]] = {}
        for name, known in compared.items():
            part = self._parts[name]
            groups.setdefault(part.comparison.group, []).append([known[cell][1] for cell in cells[part.place]])
        names: list[list[float]] = []
        for part in slow:
            mine, near = query[part.place], max(part.table[1], 0.0)
            most = part.rarest if part.several else max(part.equal(values_of(mine)[0])[1], near)
            column = [(most if cell == mine or part.several else near) if cell else 0.0 for cell in cells[part.place]]
            (names if part.name in NAMES else groups.setdefault(part.comparison.group, [])).append(column)
        if turn.names:
            straight = map(sum, zip(*names, strict=True)) if names else [0.0] * len(cells[0])
            turned = turn.most(*(cells[place] for place in turn.names))
            groups[""] = [[max(one, other) for one, other in zip(straight, turned, strict=True)]]
        sums = []
        for group, columns in groups.items():
            low, high = self._model.caps.get(group, (-inf, inf))
            sums.append([min(max(bits, low), high) for bits in map(sum, zip(*columns, strict=True))])
        return list(map(sum, zip(*sums, strict=True))) if sums else [0.0] * len(cells[0])

    def _total(
        self, parts: dict[str, Said], other: Row, turn: Turn, least: float
    ) -> tuple[float, dict[str, Said], bool] | None:
        """Add up what a pair weighs without the prior; None where that is not enough."""
        total, swapped = self._sum(parts), False
        if turn.may(parts) and total + max(turn.gain(parts, other), 0.0) >= least:
            turned = turn.turned(other)
            swapped = bool(turned)
            parts = {**parts, **turned}
            total = self._sum(parts) + (self._model.swapped_bits if swapped else 0.0)
        return (total, parts, swapped) if total >= least else None

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

    def _compare(self, part: Part, mine: str, cells: Iterable[str]) -> _Compared:
        """Compare what a record says with every different thing that others say."""
        if part.several:
            return self._compare_many(part, values_of(mine), {cell: values_of(cell) for cell in cells})
        value = values_of(mine)[0]
        theirs = {cell: values_of(cell)[0] for cell in cells if cell and cell != mine}
        level = self._levels(part, value, theirs.values())
        known = {cell: part.unlike(level[other], value, other) for cell, other in theirs.items()}
        return {**known, mine: part.equal(value), "": NOTHING}

    def _compare_many(self, part: Part, mine: Sequence[str], cells: Mapping[str, Sequence[str]]) -> _Compared:
        equal = {cell: [value for value in mine if value in theirs] for cell, theirs in cells.items()}
        unlike = [value for cell, theirs in cells.items() if not equal[cell] for value in theirs]
        levels = [self._levels(part, one, unlike) for one in mine]
        known: dict[str, Said] = {"": NOTHING}
        for cell, theirs in cells.items():
            if equal[cell]:
                known[cell] = part.equal(min(equal[cell]))
            elif cell:
                known[cell] = part.unlike(min(level[value] for level in levels for value in theirs), "", "")
        return known

    def _crosswise(self, part: Part, left: str, right: str) -> int:
        if not left or not right:
            return MISSING
        comparator = part.comparison.comparator
        return 0 if left == right else int(COMPARATORS[comparator]([left], [right])[0])

    def _levels(self, part: Part, mine: str, others: Collection[str]) -> Mapping[str, int]:
        """Tell how well values agree with one; those that were compared of late are remembered."""
        if part.kind is not None:
            meant = self._meant[part.name]
            alike = [part.kind.similarity(*(meant[one] for one in sorted((mine, other)))) for other in others]
            return dict(zip(others, own(alike).tolist(), strict=True))
        known = self._remembered.setdefault((part.comparison.comparator, mine), {})
        new = [other for other in dict.fromkeys(others) if other not in known]
        if new:
            left, right = [min(mine, other) for other in new], [max(mine, other) for other in new]
            known.update(zip(new, COMPARATORS[part.comparison.comparator](left, right).tolist(), strict=True))
            self._compared += len(new)
            if self._compared > _REMEMBERED:
                self._compared = 0
                self._remembered.clear()
        return known
