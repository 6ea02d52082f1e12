"""How good clusters are, measured against a truth."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

from attrs import field, frozen

_POINTS = 100


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
class Evaluation:
    """How clusters compare with the truth.

    Attributes:
        pairwise: over the pairs that clusters imply.
        bcubed: averaged over records (Bagga and Baldwin, 1998).
        true_pairs: pairs that belong together.
        lost_in_blocking: share of them that was never compared.
        lost_in_scoring: share that was compared and not found the same.
        lost_in_clustering: share that was found the same and not joined; negative when clusters join what pairs missed.
        curve: what other thresholds would give, from the highest down; a hundred points at most.
    """

    pairwise: Score
    bcubed: Score
    true_pairs: int
    lost_in_blocking: float
    lost_in_scoring: float
    lost_in_clustering: float
    curve: tuple[CurvePoint, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return (
            f"pairs: {self.pairwise}\nB-cubed: {self.bcubed}\nof {self.true_pairs:,} true pairs lost: "
            f"blocking {self.lost_in_blocking:.1%}, scoring {self.lost_in_scoring:.1%}, "
            f"clustering {self.lost_in_clustering:.1%}"
        )


def evaluate(
    truth: Sequence[Hashable],
    clusters: Sequence[Hashable],
    *,
    compared: Iterable[tuple[int, int]] = (),
    same: Iterable[tuple[int, int]] = (),
    weighed: Sequence[tuple[int, int, float]] = (),
) -> Evaluation:
    """Measure clusters against the truth, and say in which step recall was lost.

    Args:
        truth: per record, who it is.
        clusters: per record, its cluster.
        compared: pairs of records that were compared.
        same: pairs that were found the same.
        weighed: pairs that nothing but their weight decides, and their weight in bits.

    >>> result = evaluate(["ann", "ann", "bob"], [0, 0, 0])
    >>> round(result.pairwise.precision, 3), result.pairwise.recall
    (0.333, 1.0)
    """
    both = Counter(zip(truth, clusters, strict=True))
    sizes, entities = Counter(clusters), Counter(truth)
    hits, joined, true = _pairs(both), _pairs(sizes), _pairs(entities)
    records = max(len(truth), 1)
    bcubed = Score(
        sum(count * count / sizes[name] for (_, name), count in both.items()) / records,
        sum(count * count / entities[who] for (who, _), count in both.items()) / records,
    )
    reached = sum(truth[left] == truth[right] for left, right in compared)
    found = sum(truth[left] == truth[right] for left, right in same)
    every = max(true, 1)
    return Evaluation(
        pairwise=Score(hits / joined if joined else 1.0, hits / true if true else 1.0),
        bcubed=bcubed if truth else Score(1.0, 1.0),
        true_pairs=true,
        lost_in_blocking=(true - reached) / every,
        lost_in_scoring=(reached - found) / every,
        lost_in_clustering=(found - hits) / every,
        curve=tuple(_curve(truth, weighed, every)),
    )


def _curve(truth: Sequence[Hashable], weighed: Sequence[tuple[int, int, float]], true: int) -> Iterator[CurvePoint]:
    """Go down the weights; points stand where equally many pairs lie between them."""
    pairs = sorted(weighed, key=lambda pair: -pair[2])
    step = max(1, -(-len(pairs) // _POINTS))
    hits = 0
    for place, (left, right, weight) in enumerate(pairs, start=1):
        hits += truth[left] == truth[right]
        last = place == len(pairs) or pairs[place][2] < weight
        if last and (place == len(pairs) or place // step > (place - 1) // step):
            chance = 1 / (1 + 2 ** -max(-60.0, min(60.0, weight)))
            yield CurvePoint(weight, chance, Score(hits / place, hits / true))


def _pairs(counts: Counter[object] | Counter[tuple[object, object]]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())
