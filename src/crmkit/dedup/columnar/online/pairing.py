"""Judge pairs of one record with a few others, as a frame of just these would be judged."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from attrs import evolve, field, frozen

from crmkit.dedup.columnar.background import says_household, shared_contacts
from crmkit.dedup.columnar.compare import MISSING, Agreement, Compared
from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.columnar.explaining import explain
from crmkit.dedup.columnar.finding import Scorer, weighing
from crmkit.dedup.columnar.freezing import learned_background, thaw
from crmkit.dedup.columnar.gating import gate
from crmkit.dedup.columnar.online.parts import NAMES, Part
from crmkit.dedup.columnar.online.weighing import Weighed
from crmkit.dedup.explanation import Explanation
from crmkit.dedup.features import Read, has_many
from crmkit.dedup.learned import Learned
from crmkit.dedup.model import Model

_TWO: Final = 2

Shared = Mapping[str, frozenset[str]]
"""Contact feature to the values that a household is seen to share."""


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
        meant: feature to what each of its folded values stands for.
    """

    model: Model = field(repr=False)
    learned: Learned = field(repr=False)
    parts: Mapping[str, Part] = field(repr=False)
    meant: Mapping[str, Mapping[str, Any]] = field(repr=False)

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
        if not weighed:
            return []
        features = self._encoded([query, *(others[one.place] for one in weighed)])
        right = np.arange(1, len(weighed) + 1)
        left = np.zeros_like(right)
        agreement = self._agreement(features, weighed)
        household = _by_code(features, shared)
        background = learned_background(features, self.learned, household)
        gates = tuple(one for one in self.model.gates if one.name in self.learned.gates)
        held = gate(agreement, features, background, gates, (left, right))
        total = np.array([one.total for one in weighed])
        verdicts, chances = Scorer(features, self.model, gates).judge(total, held)
        judged = zip(weighed, chances.tolist(), verdicts.tolist(), strict=True)
        return [Verdict(one.place, one.total, chance, said) for one, chance, said in judged if said != "never"]

    def explain(self, query: Read, other: Read, shared: Shared, names: tuple[Any, Any]) -> Explanation:
        """Say why two records are the same, or are not; of features that neither speaks of, nothing is said."""
        features = self._encoded([query, other])
        weights = thaw(features, self.model, self.learned)
        background = evolve(weights.background, household=_by_code(features, shared))
        scorer = weighing(features, self.model, evolve(weights, background=background))
        explained = explain(scorer, 0, 1, names=names)
        return evolve(explained, reasons=tuple(one for one in explained.reasons if one.left or one.right))

    def share(self, feature: str, value: str, holders: Sequence[Read]) -> bool:
        """Tell whether the holders of a contact are seen to be several people of one household."""
        names = sorted({name for one in holders for name in one.get("given", ()) if len(name) > 1})
        if len(names) < _TWO:
            return says_household(value)
        given = Encoded("given", np.arange(len(names), dtype=np.int32)[:, None], tuple(names))
        contact = Encoded(feature, np.zeros_like(given.codes), (value,))
        return bool(shared_contacts(contact, given, np.array([*(False for _ in names), True]))[0])

    def _agreement(self, features: Mapping[str, Encoded], weighed: Sequence[Weighed]) -> Agreement:
        compared = []
        for name in dict.fromkeys(name for one in weighed for name in one.levels):
            levels = np.array([one.levels.get(name, MISSING) for one in weighed], np.uint8)
            codes = {value: code for code, value in enumerate(features[name].values)}
            shared = np.array([codes.get(one.shared.get(name, ""), -1) for one in weighed], np.int32)
            compared.append(Compared(self.parts[name].comparison, levels, shared))
        return Agreement(tuple(compared), np.array([one.swapped for one in weighed]))

    def _encoded(self, reads: Sequence[Read]) -> dict[str, Encoded]:
        names = {value for name in NAMES for read in reads for value in read.get(name, ())}
        return {
            name: self._column(name, [read.get(name, ()) for read in reads], names if name in NAMES else None)
            for name in self.learned.features
        }

    def _column(self, name: str, cells: Sequence[tuple[str, ...]], among: set[str] | None) -> Encoded:
        width = max(_TWO, *map(len, cells)) if has_many(name) else 1
        if not any(cells) and not among:
            return Encoded(name, np.full((len(cells), width), -1, np.int32), (), self.parts[name].kind)
        values = tuple(sorted({value for held in cells for value in held} if among is None else among))
        code = {value: place for place, value in enumerate(values)}
        codes = np.array([[*map(code.__getitem__, held), *[-1] * (width - len(held))] for held in cells], np.int32)
        kind = self.parts[name].kind
        return Encoded(name, codes, values, kind, tuple(map(self.meant[name].__getitem__, values)) if kind else ())


def _by_code(features: Mapping[str, Encoded], shared: Shared) -> dict[str, Any]:
    return {
        name: np.array([*(value in values for value in features[name].values), False])
        for name, values in shared.items()
        if name in features
    }
