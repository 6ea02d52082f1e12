"""What an audit found: frozen figures, each with its numerator and denominator."""

from collections.abc import Mapping
from datetime import datetime
from math import prod
from typing import Any

from attrs import asdict, field, frozen

from crmkit.records import instant


@frozen(kw_only=True)
class FieldQuality:
    """How good one field is.

    Attributes:
        name: the field, or the column of a frame.
        type: its semantic type.
        rows: how many rows could have it.
        filled: how many cells say something; a placeholder says nothing.
        valid: how many of the filled cells are usable.
        distinct: how many different usable values there are.
        findings: code of a finding to the number of cells it was found in.
    """

    name: str
    type: str
    rows: int
    filled: int
    valid: int
    distinct: int
    findings: Mapping[str, int] = field(factory=dict)

    @property
    def completeness(self) -> float:
        """Filled cells per row, 0.0 to 1.0."""
        return self.filled / self.rows if self.rows else 1.0

    @property
    def validity(self) -> float:
        """Usable cells per filled cell, 0.0 to 1.0."""
        return self.valid / self.filled if self.filled else 1.0


@frozen(kw_only=True)
class QualityReport:
    """How good a frame or a base is, as of an instant.

    Attributes:
        at: the instant it was looked at.
        rows: how many rows there are.
        customers: how many customers they are, or None when nobody looked for duplicates.
        fields: quality by field.
        sources: rows by source.
    """

    at: datetime = field(converter=instant)
    rows: int
    fields: tuple[FieldQuality, ...]
    customers: int | None = None
    sources: Mapping[str, int] = field(factory=dict)

    @property
    def completeness(self) -> float:
        """Filled cells per cell, over all fields."""
        return _share(sum(one.filled for one in self.fields), sum(one.rows for one in self.fields))

    @property
    def validity(self) -> float:
        """Usable cells per filled cell, over all fields."""
        return _share(sum(one.valid for one in self.fields), sum(one.filled for one in self.fields))

    @property
    def uniqueness(self) -> float:
        """Customers per row; 1.0 when nobody looked for duplicates."""
        return 1.0 if self.customers is None else _share(self.customers, self.rows)

    @property
    def score(self) -> float:
        """Geometric mean of completeness, validity and uniqueness, so that one bad side shows."""
        return float(prod((self.completeness, self.validity, self.uniqueness)) ** (1 / 3))

    @property
    def findings(self) -> dict[str, int]:
        """Findings over all fields, the most frequent first."""
        summed: dict[str, int] = {}
        for one in self.fields:
            for code, count in one.findings.items():
                summed[code] = summed.get(code, 0) + count
        return dict(sorted(summed.items(), key=lambda item: (-item[1], item[0])))

    def __bool__(self) -> bool:
        raise TypeError("A quality report is neither true nor false; ask for .score, .validity or .findings.")

    def __str__(self) -> str:
        lines = [
            f"{self.rows:,} rows, score {self.score:.2f} (filled {self.completeness:.0%}, valid {self.validity:.1%}"
            + (f", {self.customers:,} customers)" if self.customers is not None else ")")
        ]
        width = max((len(one.name) for one in self.fields), default=0)
        for one in self.fields:
            said = ", ".join(f"{code} {count}" for code, count in one.findings.items())
            lines.append(
                f"  {one.name:<{width}}  filled {one.completeness:>4.0%}  valid {one.validity:>4.0%}"
                f"  {one.distinct:>6,} distinct{f'  {said}' if said else ''}"
            )
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """Give the figures as JSON data."""
        return {**asdict(self), "at": self.at.isoformat(), "score": self.score}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
