"""What the records themselves say about the weights, without any label."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from crmkit.dedup.columnar.background import read_background
from crmkit.dedup.columnar.compare import MISSING, Agreement, Ints, compare
from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.columnar.freezing import Weights
from crmkit.dedup.columnar.gating import FREE, conditions, strongest
from crmkit.dedup.columnar.score import Scored, chance_shares, combine, estimate, weigh
from crmkit.dedup.model import Model

Bools = npt.NDArray[np.bool_]

_PROOF_BITS = 10.0
_GOOD = 2
_DOUBT = 20.0
_APART = 3


def train(
    features: Mapping[str, Encoded], records: int, pairs: tuple[Ints, Ints], scale: float, model: Model
) -> tuple[Weights, Bools]:
    """Estimate the weights from candidate pairs that nothing holds back, and drop the gates that this data belies.

    A gate that relies on a feature falls where pairs that are proven without it contradict each other on it too often;
    one that fears homonyms or households falls where birth dates say that there are next to none.

    Args:
        features: encoded features.
        records: how many records there are.
        pairs: left and right records of some candidate pairs.
        scale: how many candidate pairs each of these stands for.
        model: the specification.

    Returns:
        what was learned, and which of the pairs are worth showing.
    """
    left, right = pairs
    random = _random_pairs(records, model)
    background = read_background(features)
    agreement, chance = (compare(features, model.comparisons, *sides, threads=None) for sides in (pairs, random))
    start = {
        one.comparison.feature: chance_shares(one, features[one.comparison.feature], model) for one in chance.compared
    }
    concerned = conditions(agreement, features, background, left, right)
    extra = np.where(agreement.swapped, model.swapped_bits, 0.0)
    gates = model.gates
    while True:
        shares, full_names, prior = estimate(
            agreement.compared,
            [start[one.comparison.feature] for one in agreement.compared],
            features,
            left,
            right,
            extra=extra,
            barred=strongest(concerned, gates, len(left)) != FREE,
            records=records,
            scale=scale,
            model=model,
        )
        weights = weigh(agreement.compared, shares, features, full_names, (left, right))
        scored = combine(agreement.compared, weights, extra, prior, model)
        wrong = set()
        for name in {one.relies_on for one in gates} & {"birth_date", "given"}:
            others = tuple(one for one in gates if one.relies_on != name)
            free = strongest(concerned, others, len(left)) == FREE
            if _share_wrong(name, agreement, scored, free) > model.most_wrong:
                wrong.add(name)
        for name in {one.relies_on for one in gates} & {"homonyms", "households"}:
            if _share_of_look_alikes(name, agreement, scored, model) < model.fewest_look_alikes:
                wrong.add(name)
        if not wrong:
            found = {one.comparison.feature: share for one, share in zip(agreement.compared, shares, strict=True)}
            never = strongest(concerned, [one for one in gates if one.at_most == "never"], len(left)) != FREE
            telling = (scored.total >= model.possible_bits) & ~never
            return Weights(gates, found, full_names, prior, background), telling
        gates = tuple(one for one in gates if one.relies_on not in wrong)


def _share_wrong(name: str, agreement: Agreement, scored: Scored, free: Bools) -> float:
    """Estimate how often a feature clearly differs in pairs that all else proves to be one customer."""
    for one, part in zip(agreement.compared, scored.parts, strict=True):
        if one.comparison.feature != name:
            continue
        proven = free & (scored.total - part >= _PROOF_BITS) & (one.levels != MISSING)
        if name == "given":
            proven &= agreement.levels("identifier") == 0
        else:
            proven &= (agreement.levels("given") <= _GOOD) & (agreement.levels("family") <= _GOOD)
        last = len(one.comparison.levels) - 1
        wrong = float((one.levels[proven] == last).sum())
        return (wrong + _DOUBT * one.comparison.levels[last].m) / (float(proven.sum()) + _DOUBT)
    return 0.0


def _share_of_look_alikes(name: str, agreement: Agreement, scored: Scored, model: Model) -> float:
    """Estimate by birth dates how often two people look alike whom all but the birth date would make one customer.

    "homonyms" have one full name; of "households" one given name is missing, and family name and place agree.
    """
    given, family, born = (agreement.levels(feature) for feature in ("given", "family", "birth_date"))
    if name == "homonyms":
        alike, counted = (given == 0) & (family == 0), {"name"}
    else:
        alike = (given == MISSING) & (family == 0)
        alike &= (agreement.levels("postcode") == 0) | (agreement.levels("street") == 0)
        counted = {"name", "address", "text"}
    alike &= born != MISSING
    if not alike.any():
        return 1.0
    parts = zip(agreement.compared, scored.parts, strict=True)
    alike &= sum(part for one, part in parts if one.comparison.group in counted) + scored.prior >= model.same_bits
    return (float((born[alike] == _APART).sum()) + _DOUBT) / (float(alike.sum()) + _DOUBT)


def _random_pairs(records: int, model: Model) -> tuple[Ints, Ints]:
    if records < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    if records * (records - 1) // 2 <= model.random_pairs:
        left, right = np.triu_indices(records, 1)
        return left.astype(np.int64), right.astype(np.int64)
    chance = np.random.default_rng(model.seed)
    left = chance.integers(0, records, model.random_pairs)
    right = (left + chance.integers(1, records, model.random_pairs)) % records
    return left, right
