"""Why two records are the same or are not, what was never compared, and what a page needs to show both."""

from collections.abc import Mapping
from typing import Any, Protocol

from attrs import frozen


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
        if self.together and self.verdict != "same":
            lines.append("  in one cluster through others")
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


class Explainable(Protocol):
    """What a page shows of duplicates; `crmkit.dedup.duplicates.Duplicates` is one."""

    @property
    def pairs(self) -> Any:
        """Frame of judged pairs, strongest first."""

    @property
    def clusters(self) -> Any:
        """Frame of records and their clusters."""

    @property
    def fields(self) -> Mapping[str, str | None]:
        """Column to what it was taken to mean."""

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """What was not compared."""

    @property
    def records(self) -> int:
        """How many records there are."""

    @property
    def customers_found(self) -> int:
        """How many clusters they make."""

    @property
    def verdicts(self) -> Mapping[str, int]:
        """How many pairs have each verdict."""

    def explain(self, left: Any, right: Any) -> Explanation:
        """Say why two records are the same, or are not."""
