"""Count what cleaning found, field by field."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from crmkit.quality.report import FieldQuality, QualityReport
from crmkit.records import CleanRecord
from crmkit.schema.fields import Schema
from crmkit.schema.types.base import Cleaned, SemanticType, Severity
from crmkit.schema.types.catalogue import find_type


def measure_cells(name: str, kind: str, cells: Sequence[Cleaned[Any]]) -> FieldQuality:
    """Measure one cleaned column."""
    semantic_type = find_type(kind)
    findings = Counter(one.code for cell in cells for one in cell.findings)
    empty = sum(_says_nothing(cell) for cell in cells)
    return FieldQuality(
        name=name,
        type=kind,
        rows=len(cells),
        filled=len(cells) - empty,
        valid=sum(cell.value is not None for cell in cells),
        distinct=len({_name(semantic_type, value) for cell in cells for value in cell.values}),
        findings=_by_frequency(findings),
    )


def measure_rows(
    rows: Iterable[CleanRecord], *, schema: Schema, at: datetime, customers: int | None = None
) -> QualityReport:
    """Measure the clean rows of a base, each field over the sources that have it.

    A source that never gives a field is not held against it: a till knows no e-mail addresses.
    """
    held = list(rows)
    whole = {one.name for one in schema.fields if one.part_of is None}
    sources = Counter(row.source for row in held)
    having: dict[str, set[str]] = {}
    filled: Counter[str] = Counter()
    valid: Counter[str] = Counter()
    distinct: dict[str, set[str]] = {}
    findings: dict[str, Counter[str]] = {}
    for row in held:
        faulty: set[str] = set()
        for one in row.findings:
            if one.field is None:
                continue
            findings.setdefault(one.field, Counter())[one.code] += 1
            if one.severity is Severity.ERROR:
                faulty.add(one.field)
        for name, values in row.values.items():
            valid[name] += 1
            distinct.setdefault(name, set()).update(_name(schema.find(name).semantic_type, value) for value in values)
        for name in {*row.values, *(faulty & whole)}:
            having.setdefault(name, set()).add(row.source)
            filled[name] += 1
    fields = tuple(
        FieldQuality(
            name=name,
            type=schema.find(name).type_name,
            rows=sum(sources[source] for source in having[name]),
            filled=filled[name],
            valid=valid[name],
            distinct=len(distinct.get(name, ())),
            findings=_by_frequency(findings.get(name, Counter())),
        )
        for name in (one.name for one in schema.fields)
        if name in having
    )
    return QualityReport(at=at, rows=len(held), customers=customers, fields=fields, sources=dict(sources))


def _says_nothing(cell: Cleaned[Any]) -> bool:
    return cell.value is None and not any(one.severity is Severity.ERROR for one in cell.findings)


def _name(kind: SemanticType[Any], value: Any) -> str:
    keys = kind.keys(value)
    return keys[0] if keys else str(value)


def _by_frequency(findings: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(findings.items(), key=lambda item: (-item[1], item[0])))
