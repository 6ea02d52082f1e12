"""How good clusters are, measured against a truth."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Literal

from attrs import field, frozen

from crmkit.dedup.portions import Portion, Sampled, portions

_POINTS = 100
Kind = Literal[
    "wrongly the same",
    "joined through others",
    "never compared",
    "too little in common",
    "held back",
    "kept apart by others",
]


@frozen
class Score:
    """Precision, recall, and their harmonic mean.

    Attributes:
        precision: share of what was joined that belongs together.
        recall: share of what belongs together that was joined.
    """

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return f"precision {self.precision:.4f}, recall {self.recall:.4f}, F1 {self.f1:.4f}"


@frozen
class CurvePoint:
    """What pairs would score if every pair of this weight or more were the same.

    Attributes:
        weight: the threshold, in bits.
        probability: the same threshold as a probability.
        score: precision and recall of the pairs, before clustering; pairs that a gate holds back never count as found.
    """

    weight: float
    probability: float
    score: Score


@frozen(kw_only=True)
class Mistakes:
    """Wrong pairs of one kind.

    Attributes:
        kind: what went wrong; the first two kinds were joined and are two customers, the others are one and were not
            joined.
        reason: the feature that spoke for them most, or what held them back; empty where the kind says all.
        count: how many pairs.
        examples: ids of the three that weigh most.
    """

    kind: Kind
    reason: str
    count: int
    examples: tuple[tuple[Any, Any], ...]

    @property
    def false(self) -> bool:
        """Whether these pairs were joined and should not have been; else they were missed."""
        return self.kind in {"wrongly the same", "joined through others"}


@frozen(kw_only=True)
class Evaluation:
    """How clusters compare with the truth.

    Attributes:
        pairwise: over the pairs that clusters imply.
        bcubed: averaged over records (Bagga and Baldwin, 1998).
        exact: over whole customers of two records and more: right only when found with all their records and no other.
        true_pairs: pairs that belong together; of a sample those in it.
        lost_in_blocking: share of them that was never compared.
        lost_in_scoring: share that was compared and not found the same.
        lost_in_clustering: share that was found the same and not joined; negative when clusters join what pairs missed.
        interval: between which values the pairwise F1 lies in 95 of 100 cases; None when nobody has drawn.
        mistakes: wrong pairs by kind, the most frequent first; of those joined and of those missed the first 200,000.
        curve: what other thresholds would give, from the highest down; a hundred points at most.
    """

    pairwise: Score
    bcubed: Score
    exact: Score
    true_pairs: int
    lost_in_blocking: float
    lost_in_scoring: float
    lost_in_clustering: float
    interval: tuple[float, float] | None = None
    mistakes: tuple[Mistakes, ...] = ()
    curve: tuple[CurvePoint, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        sure = f" ({self.interval[0]:.4f} to {self.interval[1]:.4f})" if self.interval else ""
        return (
            f"pairs: {self.pairwise}{sure}\nB-cubed: {self.bcubed}\nwhole customers: {self.exact}\n"
            f"of {self.true_pairs:,} true pairs lost: blocking {self.lost_in_blocking:.1%}, "
            f"scoring {self.lost_in_scoring:.1%}, clustering {self.lost_in_clustering:.1%}"
        )


def evaluate(
    truth: Sequence[Hashable],
    clusters: Sequence[Hashable],
    *,
    compared: Iterable[tuple[int, int]] = (),
    same: Iterable[tuple[int, int]] = (),
    weighed: Sequence[tuple[int, int, float]] = (),
    sampled: Sampled | None = None,
) -> Evaluation:
    """Measure clusters against the truth, and say in which step recall was lost.

    With a sample, the truth is known of some customers only, and wholly of these; every figure is then an estimate for
    all customers, each of the sample standing for as many as its chance to be drawn tells (Binette et al., 2022).

    Args:
        truth: per record, who it is; None where a sample does not say.
        clusters: per record, its cluster.
        compared: pairs of records that were compared.
        same: pairs that were found the same.
        weighed: pairs that nothing but their weight decides, and their weight in bits.
        sampled: how the customers of a sample were drawn: by drawing "records", so that those with many come more
            often, or by drawing "customers"; None when the truth is whole.

    >>> result = evaluate(["ann", "ann", "bob"], [0, 0, 0])
    >>> round(result.pairwise.precision, 3), result.pairwise.recall
    (0.333, 1.0)
    """
    weights, parts = portions(truth, clusters, sampled=sampled)

    def total(of: Callable[[Portion], float]) -> float:
        return sum(one.customers * one.weight * of(one) for one in parts)

    hits, true = total(lambda one: one.hits), total(lambda one: one.true)
    records, whole = total(lambda one: one.records), total(lambda one: one.whole)

    def found(pairs: Iterable[tuple[int, int]]) -> float:
        return sum(
            weights[truth[left]] for left, right in pairs if truth[left] == truth[right] and truth[left] in weights
        )

    reached, agreed, every = found(compared), found(same), max(true, 1)
    return Evaluation(
        pairwise=Score(_share(hits, total(lambda one: one.joined)), _share(hits, true)),
        bcubed=Score(
            _share(total(lambda one: one.cleanness), records), _share(total(lambda one: one.togetherness), records)
        ),
        exact=Score(_share(whole, total(lambda one: one.clusters)), _share(whole, total(lambda one: one.records > 1))),
        true_pairs=sum(one.customers * one.true for one in parts),
        lost_in_blocking=(true - reached) / every,
        lost_in_scoring=(reached - agreed) / every,
        lost_in_clustering=(agreed - hits) / every,
        curve=tuple(_curve(truth, weights, weighed, every)),
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _curve(
    truth: Sequence[Hashable],
    weights: dict[Hashable, float],
    weighed: Sequence[tuple[int, int, float]],
    true: float,
) -> Iterator[CurvePoint]:
    """Go down the weights; points stand where equally many pairs lie between them."""
    pairs = sorted(weighed, key=lambda pair: -pair[2])
    step = max(1, -(-len(pairs) // _POINTS))
    hits = joined = 0.0
    for place, (left, right, weight) in enumerate(pairs, start=1):
        one, other = weights.get(truth[left], 0.0), weights.get(truth[right], 0.0)
        hits += one if truth[left] == truth[right] else 0.0
        joined += (one + other) / 2
        last = place == len(pairs) or pairs[place][2] < weight
        if last and joined and (place == len(pairs) or place // step > (place - 1) // step):
            chance = 1 / (1 + 2 ** -max(-60.0, min(60.0, weight)))
            yield CurvePoint(weight, chance, Score(hits / joined, hits / true))
