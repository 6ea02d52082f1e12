"""Weighs pairs of records, and says what they are to each other."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import field, frozen
from attrs import fields as attrs_fields

from crmkit.dedup.columnar.background import Background
from crmkit.dedup.columnar.compare import Agreement, Ints, compare
from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.columnar.freezing import Weights
from crmkit.dedup.columnar.full_names import FullNames
from crmkit.dedup.columnar.gating import FREE, gate
from crmkit.dedup.columnar.learning import correct, corrected
from crmkit.dedup.columnar.ordering import Bools
from crmkit.dedup.columnar.score import Floats, Scored, Shares, combine, probability, total_of, weigh
from crmkit.dedup.gates import Gate
from crmkit.dedup.judgements import Corrections
from crmkit.dedup.model import Model


@frozen(eq=False)
class Judged:
    """Pairs worth keeping, in the caller's order of records, left below right.

    Attributes:
        left: left records.
        right: right records.
        weight: bits, prior included.
        probability: that they are one customer.
        verdict: "same", "possible", "related" or "never".
        held: place of the gate that holds a pair back, else FREE.
    """

    left: Ints
    right: Ints
    weight: Floats
    probability: Floats
    verdict: npt.NDArray[np.str_]
    held: Ints

    def only(self, chosen: Bools | Ints) -> "Judged":
        """Take some of the pairs."""
        return Judged(*(getattr(self, name)[chosen] for name in _JUDGED))

    def strongest_first(self) -> "Judged":
        """Put the strongest pairs first."""
        return self.only(np.lexsort((self.right, self.left, -self.weight)))

    @classmethod
    def together(cls, parts: Sequence["Judged"]) -> "Judged":
        """Put pairs together that were judged in parts."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in _JUDGED))


_JUDGED = tuple(one.name for one in attrs_fields(Judged))


@frozen(eq=False)
class Scorer:
    """Everything that is needed to weigh a pair of these records.

    Attributes:
        features: encoded features, in the caller's order of records.
        model: the specification.
        gates: the gates in force.
        shares: per compared feature.
        full_names: names that more customers bear than their parts tell.
        prior: bits that a pair has before anything is compared.
        background: what all records say about single values.
        corrections: what judgements say about weights.
    """

    features: Mapping[str, Encoded] = field(repr=False)
    model: Model = field(repr=False)
    gates: tuple[Gate, ...] = ()
    shares: Mapping[str, Shares] = field(factory=dict, repr=False)
    full_names: FullNames = field(factory=FullNames, repr=False)
    prior: float = 0.0
    background: Background = field(factory=Background, repr=False)
    corrections: Corrections = field(factory=Corrections)

    def weigh(self, left: Ints, right: Ints) -> tuple[Agreement, Scored, Ints]:
        """Compare, weigh and gate pairs."""
        agreement = compare(self.features, self.model.comparisons, left, right)
        scored = combine(agreement.compared, *self._weights(agreement, left, right), self.prior, self.model)
        return agreement, correct(self.corrections, agreement, scored), self.held(agreement, left, right)

    def held(self, agreement: Agreement, left: Ints, right: Ints) -> Ints:
        """Gate pairs that are compared already."""
        return gate(agreement, self.features, self.background, self.gates, (left, right))

    def total(self, agreement: Agreement, left: Ints, right: Ints) -> Floats:
        """Weigh pairs that are compared already."""
        total = total_of(agreement.compared, *self._weights(agreement, left, right), self.prior, self.model)
        return corrected(self.corrections, agreement, total)

    def _weights(self, agreement: Agreement, left: Ints, right: Ints) -> tuple[list[Floats], Floats]:
        shares = [self.shares[one.comparison.feature] for one in agreement.compared]
        weights = weigh(agreement.compared, shares, self.features, self.full_names, (left, right))
        return weights, np.where(agreement.swapped, self.model.swapped_bits, 0.0)

    def contradictions(self, held: Ints) -> tuple[Bools, Bools]:
        """Say which pairs may never be in one cluster, and which only where many others outvote them."""
        firm: Bools = np.array([*(one.parts and one.firm for one in self.gates), False])[held]
        doubt: Bools = np.array([*(one.parts and not one.firm for one in self.gates), False])[held]
        return firm, doubt

    def judge(self, total: Floats, held: Ints) -> tuple[npt.NDArray[np.str_], Floats]:
        """Turn weights and gates into verdicts and probabilities."""
        verdict = np.full(len(total), "never", "<U8")
        verdict[total >= self.model.possible_bits] = "possible"
        verdict[(total >= self.model.same_bits) & (held == FREE)] = "same"
        for place in np.flatnonzero(np.bincount(held - FREE)[1:]).tolist():
            one = self.gates[place]
            if one.at_most != "possible":
                verdict[(held == place) & (verdict != "never")] = one.at_most
        return verdict, self.chances(total, held)

    def chances(self, total: Floats, held: Ints) -> Floats:
        """Turn weights and gates into probabilities."""
        most = np.array([*(self.model.trained.chance(one) for one in self.gates), 1.0])
        chance: Floats = np.minimum(probability(total), most[held])
        return chance


def weighing(features: Mapping[str, Encoded], model: Model, weights: Weights) -> Scorer:
    """Weigh pairs of records."""
    known = (weights.gates, weights.shares, weights.full_names, weights.prior, weights.background)
    return Scorer(features, model, *known, model.trained.corrections)
