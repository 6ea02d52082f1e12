"""Weights corrected by judgements: a logistic regression that is shrunk to the weights found without any."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen

from crmkit.dedup.columnar.compare import MISSING, Agreement, Compared
from crmkit.dedup.columnar.gating import FREE
from crmkit.dedup.columnar.score import Floats, Scored, Shares, level_bits, probability
from crmkit.dedup.gates import Gate
from crmkit.dedup.judgements import ENOUGH, Corrections, trusts

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_FOLDS = 5
_STEPS = 25
_NATS = float(np.log(2))
_FREEDOM = ((0.0, 0.0), (0.3, 0.0), (0.3, 0.4), (0.3, 1.0))
"""How far scale and offset, and single levels, may move (standard deviations); the first moves nothing."""


@frozen(eq=False)
class _Sheet:
    """Pairs as numbers: per pair the weight, a column for each level of each comparison, and how likely it is same."""

    base: Floats
    levels: Floats
    same: Floats
    names: tuple[tuple[str, int], ...]


def learn(
    agreement: Agreement,
    scored: Scored,
    held: Ints,
    same: Bools,
    *,
    gates: Sequence[Gate],
    same_bits: float,
    shares: Mapping[str, Shares],
    anchors: tuple[Agreement, Scored, Ints],
) -> Corrections:
    """Correct weights by judged pairs.

    How far the corrections may go is decided by pairs that were left out of the fit, and they are kept only where they
    judge those better than the weights did; so few judgements change little, and none makes it worse on average.

    Args:
        agreement: comparisons of the judged pairs.
        scored: their weights.
        held: the gate that holds each back.
        same: what the person said.
        gates: the gates in force; one is judged by the pairs that would be the same without it.
        same_bits: the weight from which on a pair is the same.
        shares: what the levels weighed before, per comparison.
        anchors: pairs that nobody judged, their weights and gates; where they were sure they hold the fit back, since
            people are asked about doubtful pairs only.
    """
    would = scored.total >= same_bits
    judged = Counter(held[would].tolist())
    agreed = Counter(held[would & same].tolist())
    trusted = tuple(
        gate.name
        for place, gate in enumerate(gates)
        if gate.at_most == "possible" and judged[place] and trusts(agreed[place], judged[place])
    )
    open_gates = {place for place, gate in enumerate(gates) if gate.name in trusted}
    usable = (held == FREE) | np.isin(held, list(open_gates))
    sheet = _sheet(agreement, scored, same.astype(float), usable)
    if min(sheet.same.sum(), (1 - sheet.same).sum()) < ENOUGH:
        return Corrections(trusted=trusted, judged=len(same))
    believed = probability(anchors[1].total)
    held_back = _sheet(anchors[0], anchors[1], believed, anchors[2] == FREE, names=sheet.names)
    freedom = min(_FREEDOM, key=lambda one: _loss_left_out(sheet, held_back, *one))
    scale, offset, levels = _fit(sheet, held_back, *freedom, np.ones(len(sheet.same), np.bool_))
    bits = _by_comparison(agreement, sheet, levels, shares, scale)
    return Corrections(scale=scale, offset=offset, bits=bits, trusted=trusted, judged=len(same))


def correct(learned: Corrections, agreement: Agreement, scored: Scored) -> Scored:
    """Apply the corrections to weights."""
    if learned.scale == 1.0 and not learned.offset and not learned.bits:
        return scored
    parts = [
        part * learned.scale + _moved(learned, one) for one, part in zip(agreement.compared, scored.parts, strict=True)
    ]
    prior = scored.prior * learned.scale + learned.offset
    return Scored(corrected(learned, agreement, scored.total), tuple(parts), prior)


def corrected(learned: Corrections, agreement: Agreement, total: Floats) -> Floats:
    """Apply the corrections to the sums of weights."""
    moved = (_moved(learned, one) for one in agreement.compared if one.comparison.feature in learned.bits)
    return sum(moved, start=total * learned.scale + learned.offset)


def _moved(learned: Corrections, one: Compared) -> Floats:
    """Give the bits that a comparison is moved by; none where a side is missing."""
    table = np.array([*learned.bits.get(one.comparison.feature, ()), 0.0])
    last = len(table) - 1
    moved: Floats = table[np.where(one.levels == MISSING, last, np.minimum(one.levels, last))]
    return moved


def _sheet(
    agreement: Agreement,
    scored: Scored,
    same: Floats,
    usable: Bools,
    names: Sequence[tuple[str, int]] | None = None,
) -> _Sheet:
    by_name = {one.comparison.feature: one.levels[usable] for one in agreement.compared}
    if names is None:
        names = [
            (one.comparison.feature, level)
            for one in agreement.compared
            for level in range(len(one.comparison.levels))
            if (by_name[one.comparison.feature] == level).any()
        ]
    order = np.lexsort((same[usable], scored.total[usable]))
    columns = [by_name[name] == level for name, level in names]
    levels = np.stack(columns, axis=1).astype(float) if columns else np.empty((int(usable.sum()), 0))
    return _Sheet(scored.total[usable][order] * _NATS, levels[order], same[usable][order], tuple(names))


def _fit(sheet: _Sheet, anchors: _Sheet, whole: float, single: float, chosen: Bools) -> tuple[float, float, Floats]:
    """Maximise the penalised likelihood by Newton's method; bits of scale, offset and levels come back."""
    if not whole:
        return 1.0, 0.0, np.zeros(sheet.levels.shape[1])
    base = np.clip(np.concatenate([sheet.base[chosen], anchors.base]), -_FAR, _FAR)
    given = np.concatenate([sheet.same[chosen], anchors.same])
    counts = np.ones(len(given))
    counts[int(chosen.sum()) :] = _ANCHORED / max(len(anchors.base), 1)
    levels = np.concatenate([sheet.levels[chosen], anchors.levels])
    table = np.stack([base, np.ones(len(base)), *(levels.T if single else ())], axis=1)
    spread = np.array([whole, whole * 10, *([single] * (table.shape[1] - 2))])
    found = np.zeros(table.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(base + table @ found, -30, 30)))
        slope = table.T @ (counts * (given - chance)) - found / spread**2
        curve = (table.T * (counts * chance * (1 - chance))) @ table + np.diag(1 / spread**2)
        step = np.linalg.solve(curve, slope)
        found += np.clip(step, -2, 2)
        if float(np.abs(step).max()) < 1e-9:
            break
    moved = found[2:] / _NATS if single else np.zeros(sheet.levels.shape[1])
    return max(1 + float(found[0]), 0.2), float(found[1]) / _NATS, moved


_ANCHORED = 300.0
"""Judgements that the pairs nobody judged stand for."""
_FAR = 12.0
"""Nats beyond which a pair is judged already."""


def _loss_left_out(sheet: _Sheet, anchors: _Sheet, whole: float, single: float) -> float:
    """Measure the logarithmic loss on pairs that the fit did not see; moving more must pay."""
    fold = np.arange(len(sheet.same)) % _FOLDS
    loss = 0.0
    for number in range(_FOLDS):
        scale, offset, levels = _fit(sheet, anchors, whole, single, fold != number)
        left = fold == number
        nats = sheet.base[left] * scale + (offset + sheet.levels[left] @ levels) * _NATS
        signed = np.where(sheet.same[left] > 0, nats, -nats)
        loss += float(np.logaddexp(0, -np.clip(signed, -_FAR, _FAR)).sum())
    return loss + _PRICE * (whole > 0) + _PRICE * (single > 0)


_PRICE = 0.5
"""Nats that each freedom must save on the pairs left out."""


def _by_comparison(
    agreement: Agreement, sheet: _Sheet, levels: Floats, shares: Mapping[str, Shares], scale: float
) -> Mapping[str, tuple[float, ...]]:
    """Give the corrections per comparison; a better level never ends below a worse one."""
    found: dict[str, tuple[float, ...]] = {}
    if not levels.any():
        return found
    by_name = dict(zip(sheet.names, levels.tolist(), strict=True))
    for one in agreement.compared:
        name = one.comparison.feature
        before = level_bits(shares[name]) * scale
        moved = before + [by_name.get((name, level), 0.0) for level in range(len(before))]
        after = np.maximum.accumulate(moved[::-1])[::-1]
        found[name] = tuple(np.round(after - before, 6).tolist())
    return found
