"""How good clusters are, measured against a truth."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from attrs import frozen


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
    """

    pairwise: Score
    bcubed: Score
    true_pairs: int
    lost_in_blocking: float
    lost_in_scoring: float
    lost_in_clustering: float

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
) -> Evaluation:
    """Measure clusters against the truth, and say in which step recall was lost.

    Args:
        truth: per record, who it is.
        clusters: per record, its cluster.
        compared: pairs of records that were compared.
        same: pairs that were found the same.

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
    )


def _pairs(counts: Counter[object] | Counter[tuple[object, object]]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())
