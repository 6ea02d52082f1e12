"""Match weights in bits: shares of values, of levels, and what the data says about them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import evolve, field, frozen

from crmkit.dedup.columnar.compare import MISSING, Compared, Ints
from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.columnar.full_names import FullNames, NameCounter
from crmkit.dedup.model import Model

Floats = npt.NDArray[np.float64]


@frozen(eq=False)
class Shares:
    """What the data says about one comparison.

    Attributes:
        m: share of true pairs per level.
        u: share of chance pairs per level; for "equal" an average.
        value_u: per value, the chance that another customer has it too.
    """

    m: Floats
    u: Floats
    value_u: Floats


def chance_shares(compared: Compared, encoded: Encoded, model: Model) -> Shares:
    """Estimate shares from random pairs and the frequencies of values."""
    levels = compared.comparison.levels
    prior = np.array([level.u for level in levels])
    counts = np.bincount(compared.levels[compared.levels != MISSING], minlength=len(levels)).astype(float)
    u = (counts + model.chance_strength * prior) / (counts.sum() + model.chance_strength)
    m = np.array([level.m for level in levels])
    shares = Shares(m / m.sum(), u, np.empty(0))
    return evolve(shares, value_u=value_shares(encoded, prior[0], model, np.zeros(len(encoded.vocabulary))))


def value_shares(encoded: Encoded, prior: float, model: Model, agreeing: Floats) -> Floats:
    """Estimate how likely another customer has a value: count customers, not their records.

    Args:
        encoded: the feature.
        prior: share of an ordinary value before any data is seen.
        model: strength of that prior.
        agreeing: per value, the expected number of true pairs that share it.
    """
    count = encoded.holders
    customers = np.maximum(count**2 / np.maximum(count + 2 * agreeing, 1), np.minimum(count, 1))
    total = customers.sum()
    shares: Floats = (np.maximum(customers - 1, 0) + model.value_strength * prior) / (total + model.value_strength)
    return shares


def bits(compared: Compared, shares: Shares, encoded: Encoded, left: Ints, right: Ints) -> Floats:
    """Weigh every pair on one comparison; a missing side weighs nothing."""
    table = level_bits(shares)
    weights = _by_level(table)[compared.levels]
    equal = np.flatnonzero(compared.levels == 0)
    weights[equal] = np.log2(shares.m[0] / shares.value_u[compared.shared[equal]])
    if encoded.codes.shape[1] == 1 and len(table) > 2:
        better = _by_level(table > 0)
        better[0] = 0
        partly = np.flatnonzero(better[compared.levels])
        common = np.maximum(_held(shares, encoded, left[partly]), _held(shares, encoded, right[partly]))
        weights[partly] = np.minimum(weights[partly], np.maximum(np.log2(shares.m[0] / common) - 1, 0))
    return weights


def _by_level(values: npt.NDArray[Any]) -> Floats:
    """Make a table that can be asked for every level, MISSING included, which has zero."""
    table = np.zeros(MISSING + 1)
    table[: len(values)] = values
    return table


def weigh(
    compared: Sequence[Compared],
    shares: Sequence[Shares],
    features: Mapping[str, Encoded],
    full_names: FullNames,
    pairs: tuple[Ints, Ints],
) -> list[Floats]:
    """Weigh every pair on every comparison, before the caps of the groups."""
    weights = [
        bits(one, share, features[one.comparison.feature], *pairs) for one, share in zip(compared, shares, strict=True)
    ]
    full_names.correct(weights, compared, features)
    return weights


def _held(shares: Shares, encoded: Encoded, records: Ints) -> Floats:
    codes = encoded.first[records]
    held: Floats = np.where(codes >= 0, shares.value_u[np.maximum(codes, 0)], 0.0)
    return held


def level_bits(shares: Shares) -> Floats:
    """Weigh the levels; a better one never weighs less than a worse one."""
    table: Floats = np.maximum.accumulate(np.log2(shares.m / shares.u)[::-1])[::-1]
    return table


@frozen(eq=False)
class Scored:
    """Weights of pairs.

    Attributes:
        total: bits per pair, prior included.
        parts: bits per comparison, after the caps of the groups.
        prior: bits before anything is compared.
    """

    total: Floats
    parts: tuple[Floats, ...] = field(repr=False)
    prior: float


def probability(total: Floats) -> Floats:
    """Turn bits, prior included, into a probability."""
    chance: Floats = 1 / (1 + np.exp2(-np.clip(total, -60, 60)))
    return chance


def combine(
    compared: Sequence[Compared], weights: Sequence[Floats], extra: Floats, prior: float, model: Model
) -> Scored:
    """Add up the weights of every pair, each group within its caps."""
    parts = list(weights)
    for places, total, (low, high) in _groups(compared, weights, model):
        changed = np.flatnonzero((total < low) | (total > high))
        share = np.clip(total[changed], low, high) / total[changed]
        for place in places:
            parts[place] = parts[place].copy()
            parts[place][changed] *= share
    return Scored(sum(parts, start=extra + prior), tuple(parts), prior)


def total_of(
    compared: Sequence[Compared], weights: Sequence[Floats], extra: Floats, prior: float, model: Model
) -> Floats:
    """Add up the weights as `combine` does, where nobody asks for the parts."""
    total = extra + prior
    capped = set()
    for places, group, (low, high) in _groups(compared, weights, model):
        total += np.clip(group, low, high, out=group)
        capped.update(places)
    for place, weight in enumerate(weights):
        if place not in capped:
            total += weight
    return total


def _groups(
    compared: Sequence[Compared], weights: Sequence[Floats], model: Model
) -> Iterator[tuple[list[int], Floats, tuple[float, float]]]:
    """Give the places of the members of each group that has caps, the sum of their weights, and the caps."""
    for group, caps in model.caps.items():
        places = [place for place, one in enumerate(compared) if one.comparison.group == group]
        if places:
            total = weights[places[0]].copy()
            for place in places[1:]:
                total += weights[place]
            yield places, total, caps


def estimate(
    compared: Sequence[Compared],
    shares: Sequence[Shares],
    features: Mapping[str, Encoded],
    left: Ints,
    right: Ints,
    *,
    extra: Floats,
    barred: npt.NDArray[np.bool_],
    records: int,
    scale: float,
    model: Model,
) -> tuple[list[Shares], FullNames, float]:
    """Let the data correct the shipped shares by expectation and maximisation; priors keep small data in check.

    Args:
        compared: comparisons of the candidate pairs.
        shares: shares before.
        features: the encoded features.
        left: left records.
        right: right records.
        extra: bits of each pair that are not estimated.
        barred: pairs that teach nothing, since a gate holds them back: look-alikes would pass for true pairs.
        records: how many records there are.
        scale: how many candidate pairs each of these stands for.
        model: priors and strengths.

    Returns:
        the corrected shares, the names that are commoner than their parts tell, and the prior in bits.
    """
    free = np.flatnonzero(~barred)
    compared = [evolve(one, levels=one.levels[free], shared=one.shared[free]) for one in compared]
    left, right, extra = left[free], right[free], extra[free]
    every = max(records * (records - 1) / 2, 1.0)
    found, full_names, counter = list(shares), FullNames(), NameCounter(compared, features)
    expected = model.duplicates_per_record * max(records, 1)
    for _ in range(model.rounds):
        prior = float(np.log2(expected / max(every - expected, expected)))
        weights = weigh(compared, found, features, full_names, (left, right))
        chance = probability(total_of(compared, weights, extra, prior, model)) * scale
        expected = float(np.clip(chance.sum() + 1, model.duplicates_per_record * records / 10, every / 4))
        found = [
            _corrected(one, share, features[one.comparison.feature], chance, model)
            for one, share in zip(compared, found, strict=True)
        ]
        values = {one.comparison.feature: share.value_u for one, share in zip(compared, found, strict=True)}
        full_names = counter.count(values, chance, strength=model.value_strength)
    return found, full_names, float(np.log2(expected / max(every - expected, expected)))


def _corrected(compared: Compared, shares: Shares, encoded: Encoded, chance: Floats, model: Model) -> Shares:
    levels = compared.comparison.levels
    seen = np.bincount(compared.levels, weights=chance, minlength=len(levels))[: len(levels)]
    prior = np.array([level.m for level in levels])
    m = (seen + model.prior_strength * prior / prior.sum()) / (seen.sum() + model.prior_strength)
    equal = np.flatnonzero(compared.levels == 0)
    agreeing = np.bincount(compared.shared[equal], weights=chance[equal], minlength=len(encoded.vocabulary)).astype(
        float
    )
    return evolve(shares, m=m, value_u=value_shares(encoded, levels[0].u, model, agreeing))
