"""What duplicate detection gives back: pairs, clusters, and the reasons for each."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from attrs import field, frozen

from crmkit.dedup.evaluation import Evaluation
from crmkit.dedup.model import Model
from crmkit.exceptions import CallError, UnknownNameError

FrameT = TypeVar("FrameT")


@frozen(kw_only=True)
class Reason:
    """What one feature says about a pair.

    Attributes:
        feature: the feature.
        left: folded value of the left record, empty when missing.
        right: that of the right one.
        level: degree of agreement, such as "equal" or "typo"; "missing" when a side says nothing.
        weight: bits for (above zero) or against.
    """

    feature: str
    left: str
    right: str
    level: str
    weight: float


@frozen(kw_only=True)
class Explanation:
    """Why two records are the same, or are not; the weights of the reasons and the prior add up to the weight.

    Attributes:
        left: id of the left record.
        right: id of the right one.
        reasons: one for each feature.
        prior: bits that any two records have before they are compared.
        weight: sum of all bits.
        probability: that they are one customer.
        verdict: "same", "possible", "related" or "never".
        gate: what held the verdict back, whatever the weight; empty when nothing did.
        together: whether they ended in one cluster.
    """

    left: Any
    right: Any
    reasons: tuple[Reason, ...]
    prior: float
    weight: float
    probability: float
    verdict: str
    gate: str
    together: bool

    def __str__(self) -> str:
        lines = [f"{self.left} and {self.right}: {self.verdict} (weight {self.weight:+.1f} bits)"]
        lines.extend(
            f"  {one.feature:<16} {one.weight:+6.1f}  {one.level}: {one.left or '-'} / {one.right or '-'}"
            for one in self.reasons
        )
        lines.append(f"  {'before':<16} {self.prior:+6.1f}")
        if self.gate:
            lines.append(f"  held back: {self.gate}")
        if self.together != (self.verdict == "same"):
            lines.append("  in one cluster through others" if self.together else "  kept apart by others")
        return "\n".join(lines)


@frozen(kw_only=True)
class Unseen:
    """Pairs that share a blocking key and were not compared, since their block is too large.

    Attributes:
        rule: the keys that they share.
        blocks: how many blocks.
        records: how many records are in them.
        pairs: how many pairs were left out; another rule may have compared some.
    """

    rule: str
    blocks: int
    records: int
    pairs: int


class Evidence(Protocol):
    """What stands behind the pairs; written by the columnar path."""

    def explain(self, left: int, right: int) -> Explanation:
        """Explain a pair of records by their places."""

    def evaluate(self, truth: Sequence[Hashable]) -> Evaluation:
        """Measure the clusters against the truth, given per record."""

    def merged_pairs(self) -> Iterator[tuple[Any, Any, float]]:
        """Give the pairs that make the clusters, strongest first."""


@frozen(eq=False, kw_only=True)
class Duplicates(Generic[FrameT]):
    """Records that are the same party.

    Attributes:
        pairs: frame left, right, weight, probability, verdict ("same", "possible" or "related"), strongest first; of
            frames that were linked, left_source and right_source too.
        clusters: frame id, cluster; every record once, in the order it came; of linked frames source, id, cluster.
        fields: column to what it was taken to mean; None for a column that is no evidence.
        id_column: the column that names a record; None when its place does, from 0.
        model: how they were found.
        unseen: what was not compared, and why.
        records: how many records there are.
        customers_found: how many clusters they make.
    """

    pairs: FrameT = field(repr=False)
    clusters: FrameT = field(repr=False)
    fields: Mapping[str, str | None]
    id_column: str | None
    model: Model = field(repr=False)
    unseen: tuple[Unseen, ...]
    records: int
    customers_found: int
    verdicts: Mapping[str, int]
    _places: Mapping[Any, int] = field(repr=False)
    _evidence: Evidence = field(repr=False)

    def __bool__(self) -> bool:
        raise TypeError("The truth of Duplicates says nothing; look at .pairs, .clusters or .verdicts.")

    def __str__(self) -> str:
        counts = ", ".join(f"{self.verdicts.get(name, 0):,} {name}" for name in ("same", "possible", "related"))
        return f"{self.records:,} records are {self.customers_found:,} customers (pairs: {counts})."

    def explain(self, left: Any, right: Any) -> Explanation:
        """Say why two records are the same, or are not.

        Args:
            left: id of a record; of linked frames (source, id).
            right: id of another one.

        Raises:
            UnknownNameError: no record has this id.
        """
        return self._evidence.explain(self._place(left), self._place(right))

    def evaluate(self, truth: Mapping[Any, Hashable] | Sequence[Hashable]) -> Evaluation:
        """Measure the clusters against the truth.

        Args:
            truth: who each record is: id to entity, or one entity for each record in their order.

        Raises:
            CallError: the truth does not speak of every record.
        """
        if isinstance(truth, Mapping):
            missing = [name for name in self._places if name not in truth]
            if missing:
                raise CallError(f"The truth lacks {len(missing):,} of {self.records:,} records; give one for each id.")
            return self._evidence.evaluate([truth[name] for name in self._places])
        entities = list(truth)
        if len(entities) != self.records:
            raise CallError(
                f"The truth has {len(entities):,} entries for {self.records:,} records; give one for each, in order."
            )
        return self._evidence.evaluate(entities)

    def merged_pairs(self) -> Iterator[tuple[Any, Any, float]]:
        """Give the fewest pairs that make the clusters, strongest first: left id, right id, weight."""
        return self._evidence.merged_pairs()

    def _place(self, name: Any) -> int:
        try:
            return self._places[name]
        except (KeyError, TypeError):
            raise UnknownNameError("record", name, map(str, list(self._places)[:1000])) from None
