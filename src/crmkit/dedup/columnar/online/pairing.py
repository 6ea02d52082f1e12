"""Judge pairs of one record with a few others, as a frame of just these would be judged."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final

import numpy as np
from attrs import evolve, field, frozen

from crmkit.dedup.columnar.background import NAMES_AT_ONCE, says_household
from crmkit.dedup.columnar.blocks import Candidates
from crmkit.dedup.columnar.encoding import Encoded, canonical_order, reorder
from crmkit.dedup.columnar.explaining import explain
from crmkit.dedup.columnar.freezing import thaw
from crmkit.dedup.columnar.gating import holding
from crmkit.dedup.columnar.judging import group_some
from crmkit.dedup.columnar.online.levels import given_name
from crmkit.dedup.columnar.online.parts import NAMES, Part
from crmkit.dedup.columnar.online.sight import Shared, Sight, Situation
from crmkit.dedup.columnar.online.weighing import Meant, Weighed
from crmkit.dedup.columnar.scorer import Scorer, weighing
from crmkit.dedup.explanation import Explanation
from crmkit.dedup.features import Read, has_many
from crmkit.dedup.gates import Gate
from crmkit.dedup.learned import Learned
from crmkit.dedup.model import Model

_TWO: Final = 2

_STRENGTH: Final = ("never", "related", "possible")
_SURE: Final = 60.0
"""Bits beyond which a probability is as good as certain."""
_DIFFERENT: Final = 5
_REMEMBERED: Final = 20_000

_given_name = lru_cache(maxsize=50_000)(given_name)


@frozen
class Verdict:
    """What one record is to another.

    Attributes:
        place: of the other one among those that were given.
        weight: bits, prior included.
        probability: that they are one customer.
        verdict: "same", "possible" or "related".
    """

    place: int
    weight: float
    probability: float
    verdict: str


@frozen
class Pairing:
    """Judges records by what was learned.

    Attributes:
        model: the specification.
        learned: what training learned.
        parts: how every feature is compared.
    """

    model: Model = field(repr=False)
    learned: Learned = field(repr=False)
    parts: Mapping[str, Part] = field(repr=False)
    _sight: Sight = field(init=False, repr=False)
    _gates: tuple[Gate, ...] = field(init=False, repr=False)
    _held: dict[Situation, Gate | None] = field(factory=dict, init=False, repr=False, eq=False)

    @_sight.default
    def _of_parts(self) -> Sight:
        return Sight(self.learned, self.parts)

    @_gates.default
    def _in_force(self) -> tuple[Gate, ...]:
        """List the gates in force, those that allow least first."""
        held = [one for one in self.model.gates if one.name in self.learned.gates]
        return tuple(sorted(held, key=lambda one: _STRENGTH.index(one.at_most)))

    def judge(
        self, query: Read, others: Mapping[int, Read], weighed: Sequence[Weighed], shared: Shared
    ) -> list[Verdict]:
        """Tell which of those that weigh enough are the same, possible or related.

        Args:
            query: the record.
            others: the others, by their places in `weighed`.
            weighed: what each of them weighs.
            shared: the contacts of the record that a household shares.
        """
        found = []
        for one in weighed:
            gate = self._gate(self._sight.see(query, others[one.place], one, shared))
            chance = 1 / (1 + 2 ** -min(max(one.total, -_SURE), _SURE))
            if gate is None:
                found.append(Verdict(one.place, one.total, chance, "same" if self._is_same(one) else "possible"))
            elif gate.at_most != "never":
                found.append(Verdict(one.place, one.total, min(chance, self.learned.chance(gate)), gate.at_most))
        return found

    def _is_same(self, weighed: Weighed) -> bool:
        return weighed.total >= self.model.same_bits

    def _gate(self, situation: Situation) -> Gate | None:
        """Find the gate that holds a pair back most; those of late are remembered."""
        with suppress(KeyError):
            return self._held[situation]
        concerned = holding(situation.seen())
        held = next((gate for gate in self._gates if concerned[gate.name]), None)
        if len(self._held) >= _REMEMBERED:
            self._held.clear()
        self._held[situation] = held
        return held

    def explain(self, query: Read, other: Read, shared: Shared, meant: Meant, names: tuple[Any, Any]) -> Explanation:
        """Say why two records are the same, or are not; of features that neither speaks of, nothing is said."""
        scorer = self._scorer(self._encoded([query, other], meant), shared)
        explained = explain(scorer, 0, 1, names=names)
        return evolve(explained, reasons=tuple(one for one in explained.reasons if one.left or one.right))

    def group(
        self, reads: Sequence[Read], pairs: Collection[tuple[int, int]], shared: Shared, meant: Meant
    ) -> list[list[int]]:
        """Group records that pairs hold together, as a frame that has them would.

        Args:
            reads: the records.
            pairs: those of them that share a block, by their places.
            shared: the contacts that a household shares.
            meant: what values of types of their own mean.

        Returns:
            the places of the records of each customer.
        """
        features = self._encoded(reads, meant)
        order = canonical_order(features, len(reads))
        place = np.argsort(order)
        sides = np.sort(place[np.array(sorted(pairs), np.int64).reshape(-1, 2)], axis=1)
        left, right = sides[np.lexsort((sides[:, 1], sides[:, 0]))].T
        scorer = self._scorer(reorder(features, order), shared)
        grouped = group_some(scorer, Candidates(left, right, ()), len(reads))
        return [order[grouped == cluster].tolist() for cluster in np.unique(grouped)]

    def share(self, value: str, holders: Sequence[Read]) -> bool:
        """Tell whether the holders of a contact are seen to be several people of one household."""
        if says_household(value):
            return True
        names = sorted({name for one in holders for name in one.get("given", ()) if len(name) > 1})
        return any(
            _given_name(one, other) == _DIFFERENT
            for place, one in enumerate(names)
            for other in names[place + 1 : place + NAMES_AT_ONCE]
        )

    def _scorer(self, features: Mapping[str, Encoded], shared: Shared) -> Scorer:
        weights = thaw(features, self.model, self.learned)
        background = evolve(weights.background, household=_by_code(features, shared))
        return weighing(features, self.model, evolve(weights, background=background))

    def _encoded(self, reads: Sequence[Read], meant: Meant) -> dict[str, Encoded]:
        names = {value for name in NAMES for read in reads for value in read.get(name, ())}
        return {
            name: self._column(name, [read.get(name, ()) for read in reads], names if name in NAMES else None, meant)
            for name in self.learned.features
        }

    def _column(self, name: str, cells: Sequence[tuple[str, ...]], among: set[str] | None, meant: Meant) -> Encoded:
        width = max(_TWO, *map(len, cells)) if has_many(name) else 1
        if not any(cells) and not among:
            return Encoded(name, np.full((len(cells), width), -1, np.int32), (), self.parts[name].kind)
        values = tuple(sorted({value for held in cells for value in held} if among is None else among))
        code = {value: place for place, value in enumerate(values)}
        codes = np.array([[*map(code.__getitem__, held), *[-1] * (width - len(held))] for held in cells], np.int32)
        kind = self.parts[name].kind
        return Encoded(name, codes, values, kind, tuple(map(meant[name].__getitem__, values)) if kind else ())


def _by_code(features: Mapping[str, Encoded], shared: Shared) -> dict[str, Any]:
    return {
        name: np.array([*(value in values for value in features[name].values), False])
        for name, values in shared.items()
        if name in features
    }
