"""What became of a load, in figures and as a short story."""

import json
from collections.abc import Mapping as AnyMapping
from datetime import datetime

from attrs import asdict, field, frozen

from crmkit.intake.mapping import Mapping
from crmkit.records import Batch

_OUTCOMES = ("created", "updated", "unchanged", "quarantined", "skipped")


def _counts(counts: AnyMapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@frozen(kw_only=True)
class LoadReport:
    """The account of one load.

    Attributes:
        source: name of the source.
        origin: file name, without its folder, or the kind of object.
        mapping: what its columns were taken to mean.
        rows_in: lines below the heading.
        created: rows that are new to the base.
        updated: rows that came with other content than before.
        unchanged: rows that are as they were.
        quarantined: rows that were set aside.
        skipped: lines that are no rows.
        reasons: why lines were set aside or skipped, with their number, most frequent first.
        findings: codes of what was noticed in cells, with their number, most frequent first.
        interactions: orders, tickets and calls that were new.
        consents: acts of consent that were new.

    >>> print(
    ...     LoadReport(
    ...         source="shop",
    ...         origin="shop.csv",
    ...         mapping=Mapping.from_json('{"source": "shop", "columns": [{"column": "Mail", "target": "email"}]}'),
    ...         rows_in=3,
    ...         created=2,
    ...         skipped=1,
    ...         reasons={"blank line": 1},
    ...     )
    ... )
    shop.csv as shop: 3 rows in, every one accounted for.
      2 created, 0 updated, 0 unchanged, 0 quarantined, 1 skipped
      set aside: blank line 1
    """

    source: str
    origin: str
    mapping: Mapping
    rows_in: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    quarantined: int = 0
    skipped: int = 0
    reasons: AnyMapping[str, int] = field(factory=dict, converter=_counts)
    findings: AnyMapping[str, int] = field(factory=dict, converter=_counts)
    interactions: int = 0
    consents: int = 0

    @property
    def accounted(self) -> int:
        """Lines of which is known what became of them."""
        return sum(getattr(self, outcome) for outcome in _OUTCOMES)

    @property
    def conserved(self) -> bool:
        """Whether every line that came in is accounted for."""
        return self.rows_in == self.accounted

    def batch(
        self, batch_id: str, *, received_at: datetime, actor: str, region: str | None = None, zone: str = "UTC"
    ) -> Batch:
        """Give the fact that keeps this account, with all that is needed to read the rows of the load again."""
        counts = {name: getattr(self, name) for name in ("rows_in", *_OUTCOMES)}
        return Batch(
            id=batch_id,
            source=self.source,
            origin=self.origin,
            received_at=received_at,
            mapping=json.loads(self.mapping.to_json()),
            region=region,
            zone=zone,
            counts=counts,
            actor=actor,
        )

    def to_json(self) -> str:
        """Write the report as JSON text."""
        data = asdict(self, recurse=False) | {
            "mapping": json.loads(self.mapping.to_json()),
            "conserved": self.conserved,
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True)

    def __str__(self) -> str:
        account = "every one accounted for" if self.conserved else f"{self.accounted} accounted for, which is wrong"
        lines = [
            f"{self.origin} as {self.source}: {self.rows_in:,} rows in, {account}.",
            "  " + ", ".join(f"{getattr(self, outcome):,} {outcome}" for outcome in _OUTCOMES),
        ]
        if self.interactions or self.consents:
            lines.append(f"  {self.interactions:,} interactions, {self.consents:,} acts of consent")
        if self.reasons:
            lines.append(f"  set aside: {_listed(self.reasons)}")
        if self.findings:
            lines.append(f"  noticed: {_listed(self.findings)}")
        if self.mapping.unused:
            lines.append(f"  columns not used: {', '.join(self.mapping.unused)}")
        return "\n".join(lines)


def _listed(counts: AnyMapping[str, int], limit: int = 8) -> str:
    shown = ", ".join(f"{name} {count:,}" for name, count in list(counts.items())[:limit])
    more = len(counts) - limit
    return f"{shown} and {more} more" if more > 0 else shown
