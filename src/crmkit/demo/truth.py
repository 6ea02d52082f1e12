"""Compare what was found with the truth file of the example exports."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from crmkit.exceptions import InputError

Row = tuple[str, int]
"""File name and physical line."""


@frozen(kw_only=True)
class Comparison:
    """How well clusters of rows agree with the truth, pair by pair.

    Attributes:
        precision: share of the pairs put together that belong together.
        recall: share of the pairs that belong together that were put together.
        traps: kind of trap to how many were planted and how many were fallen into.
        customers: how many customers the truth knows among the rows compared.
        rows: how many rows were compared.
    """

    precision: float
    recall: float
    traps: Mapping[str, tuple[int, int]]
    customers: int
    rows: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def fallen(self) -> int:
        """How many traps were fallen into, over all kinds."""
        return sum(fallen for _, fallen in self.traps.values())


def read_truth(path: Path) -> dict[str, Any]:
    """Read the truth file.

    Raises:
        InputError: if it is not there or is not JSON.
    """
    try:
        truth: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise InputError(
            f"The truth file {path.name} cannot be read; run the generator of the examples again."
        ) from problem
    return truth


def compare(truth: Mapping[str, Any], found: Mapping[Row, str]) -> Comparison:
    """Compare clusters with the truth.

    Args:
        truth: content of the truth file.
        found: row to the customer it was put in. Rows that were quarantined or skipped are absent.
    """
    real = {(row["file"], row["line"]): row["customer"] for row in truth["rows"]}
    rows = [row for row in real if row in found]
    together = _pairs(Counter((real[row], found[row]) for row in rows))
    belong = _pairs(Counter(real.values()))
    put = _pairs(Counter(found[row] for row in rows))
    held: dict[str, set[str]] = {}
    for row in rows:
        held.setdefault(real[row], set()).add(found[row])
    traps: dict[str, tuple[int, int]] = {}
    for trap in truth["traps"]:
        planted, fallen = traps.get(trap["kind"], (0, 0))
        one, other = (held.get(customer, set()) for customer in trap["customers"][:2])
        traps[trap["kind"]] = (planted + 1, fallen + bool(one & other))
    return Comparison(
        precision=together / put if put else 1.0,
        recall=together / belong if belong else 1.0,
        traps=dict(sorted(traps.items())),
        customers=len(set(real.values())),
        rows=len(rows),
    )


def _pairs(sizes: Counter[Any]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())
