"""What people are shown of records and pairs: cells as text, how a weight comes about, and every pair of a cluster."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from crmkit.dedup.columnar.compare import MISSING, Compared
from crmkit.dedup.columnar.finding import Found
from crmkit.dedup.columnar.gating import FREE
from crmkit.dedup.columnar.score import bits, level_bits
from crmkit.dedup.columnar.scorer import Scorer
from crmkit.dedup.explainable import Link


def breakdown(scorer: Scorer, compared: Compared, weight: float, left: int, right: int) -> dict[str, float]:
    """Say how the weight of one comparison of one pair comes about: m, u, rarity and what the caps took.

    Args:
        scorer: what weighed it.
        compared: the comparison.
        weight: bits that it gave in the end.
        left: the left record.
        right: the right one.
    """
    level, feature = int(compared.levels[0]), compared.comparison.feature
    shares = scorer.shares.get(feature)
    if level == MISSING or shares is None:
        return {}
    alone = bits(compared, shares, scorer.features[feature], np.array([left]), np.array([right]))
    before_caps = float(alone[0])
    return {
        "m": float(shares.m[level]),
        "u": float(shares.u[level]),
        "rarity": before_caps - float(level_bits(shares)[level]),
        "capped": weight - before_caps,
    }


def links(found: Found, records: Sequence[int]) -> list[Link]:
    """Weigh every pair of some records."""
    if len(records) < 2:
        return []
    scorer = found.scorer
    one, other = np.triu_indices(len(records), 1)
    places = np.array(records, np.int64)
    _, scored, held = scorer.weigh(places[one], places[other])
    verdict, _ = scorer.judge(scored.total, held)
    parts = np.logical_or(*scorer.contradictions(held))
    return [
        Link(left, right, weight, said, "" if gate == FREE else scorer.gates[gate].reason, apart)
        for left, right, weight, said, gate, apart in zip(
            one.tolist(),
            other.tolist(),
            scored.total.tolist(),
            verdict.tolist(),
            held.tolist(),
            parts.tolist(),
            strict=True,
        )
    ]


def cells(table: pl.DataFrame, record: int) -> dict[str, str]:
    """Give the cells of a record that are not empty, as text."""
    row = table.row(record, named=True) if table.width else {}
    written = {column: _written(cell) for column, cell in row.items()}
    return {column: text for column, text in written.items() if text.strip()}


def _written(cell: Any) -> str:
    if cell is None:
        return ""
    return ", ".join(map(str, cell)) if isinstance(cell, list) else str(cell)


def fingerprint(table: pl.DataFrame, ids: Iterable[Any]) -> str:
    """Name records by their ids and contents; the order of columns changes nothing, every cell does."""
    found = hashlib.sha256()
    columns: Mapping[str, Iterable[Any]] = {"": ids} | {name: table[name].to_list() for name in sorted(table.columns)}
    for name, held in columns.items():
        found.update(repr(name).encode("utf-8", "backslashreplace"))
        found.update("\x1f".join(map(_written, held)).encode("utf-8", "backslashreplace"))
    return found.hexdigest()[:16]
