"""What each customer of a truth adds to the figures of an evaluation; figures are ratios of sums over customers."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, Literal

from attrs import frozen

from crmkit.exceptions import CallError

Sampled = Literal["records", "customers"]
"""How the customers of a sample were drawn: by drawing records, or by drawing customers."""


@frozen
class Portion:
    """What one customer adds to the figures, and how many add just the same.

    Attributes:
        weight: how many customers each of them stands for.
        records: how many records she has.
        hits: pairs of her records that were joined.
        joined: pairs that were joined, as far as they are hers: one between her and somebody else counts half.
        cleanness: sum over her records of the share of their cluster that is hers.
        togetherness: sum over her records of the share of her records in their cluster.
        clusters: clusters of two records and more, as far as their records are hers.
        whole: one when she was found with all her records and no other, and has two or more.
        customers: how many customers add this.
    """

    weight: float
    records: int
    hits: int
    joined: float
    cleanness: float
    togetherness: float
    clusters: float
    whole: int
    customers: int = 1

    @property
    def true(self) -> int:
        """Pairs of her records."""
        return _pairs(self.records)


def portions(
    truth: Sequence[Hashable], clusters: Sequence[Hashable], *, sampled: Sampled | None = None
) -> tuple[dict[Hashable, float], list[Portion]]:
    """Say what the customers add to the figures, and how many customers each of them stands for.

    Args:
        truth: per record, who it is; None where a sample does not say.
        clusters: per record, its cluster.
        sampled: how the customers of a sample were drawn.

    Returns:
        weight of each customer, and the portions.

    >>> weights, (ann, bob) = portions(["ann", "ann", "bob"], [0, 0, 0])
    >>> ann.hits, ann.joined, bob.joined
    (1, 2.0, 1.0)
    """
    sizes = Counter(clusters)
    spread: dict[Hashable, dict[Hashable, int]] = {}
    for who, name in zip(truth, clusters, strict=True):
        if sampled is None or who is not None:
            held = spread.setdefault(who, {})
            held[name] = held.get(name, 0) + 1
    weights: dict[Hashable, float] = {}
    shapes: Counter[tuple[tuple[int, int], ...]] = Counter()
    for who, held in spread.items():
        shape = tuple(sorted((count, sizes[name]) for name, count in held.items()))
        shapes[shape] += 1
        weights[who] = 1 / sum(held.values()) if sampled == "records" else 1.0
    return weights, [_portion(shape, customers, sampled) for shape, customers in shapes.items()]


def _portion(shape: Sequence[tuple[int, int]], customers: int, sampled: Sampled | None) -> Portion:
    """Work a portion out from how many records a customer has in clusters of which size."""
    records = sum(count for count, _ in shape)
    return Portion(
        weight=1 / records if sampled == "records" else 1.0,
        records=records,
        hits=sum(_pairs(count) for count, _ in shape),
        joined=sum(count * (size - 1) / 2 for count, size in shape),
        cleanness=sum(count * count / size for count, size in shape),
        togetherness=sum(count * count for count, _ in shape) / records,
        clusters=sum(count / size for count, size in shape if size > 1),
        whole=int(records > 1 and shape[0] == (records, records)),
        customers=customers,
    )


def truth_per_record(
    truth: Mapping[Any, Hashable] | Sequence[Hashable], names: Collection[Any], *, sampled: Sampled | None
) -> list[Hashable]:
    """Say for each record who it is; None where a sample does not say.

    Args:
        truth: id to entity, or one entity for each record in their order.
        names: ids of the records, in their order.
        sampled: how the customers were drawn, when the truth speaks only of some.

    Raises:
        CallError: the truth does not speak of every record, or of none, or of records that do not exist.
    """
    records = len(names)
    if isinstance(truth, Mapping):
        strangers = sum(1 for name in truth if name not in names)
        if sampled is not None and strangers:
            raise CallError(f"{strangers:,} of the {len(truth):,} records of the sample do not exist; give their ids.")
        entities = [truth.get(name) for name in names]
    else:
        entities = list(truth)
    if len(entities) != records:
        raise CallError(
            f"The truth has {len(entities):,} entries for {records:,} records; give one for each, in order."
        )
    missing = sum(1 for who in entities if who is None)
    if missing and (sampled is None or missing == records):
        raise CallError(
            f"The truth lacks {missing:,} of {records:,} records; give one for each, or say how the sample of "
            "customers was drawn: sampled='records' or sampled='customers'."
        )
    return entities


def _pairs(size: int) -> int:
    return size * (size - 1) // 2
