"""From the clean rows of one party to its customer: the golden record, with the origin of each value."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from crmkit.dedup.survivorship import Candidate, SurvivorshipPolicy, rank
from crmkit.records import CleanRecord, Customer, Provenance
from crmkit.schema.fields import Schema
from crmkit.schema.types.base import SemanticType
from crmkit.schema.types.catalogue import find_type
from crmkit.schema.values import facets


def merge(
    customer: str,
    rows: Iterable[CleanRecord],
    *,
    schema: Schema,
    policy: SurvivorshipPolicy,
    related: Mapping[str, tuple[Mapping[str, Any], ...]] | None = None,
) -> Customer:
    """Derive a customer from the clean rows that are the same party.

    Composite values survive whole, so an address never mixes two. Values that lose stay in the provenance. The
    result does not depend on the order of the rows.

    Args:
        customer: the customer's id.
        rows: clean rows of one cluster.
        schema: the fields; each names its default survivorship rule.
        policy: rules and trust that differ from the schema's.
        related: rows of other kinds, such as "orders".
    """
    held = sorted(rows, key=lambda row: row.ref)
    values: dict[str, Any] = {}
    provenance: dict[str, tuple[Provenance, ...]] = {}
    for name in sorted({name for row in held for name in row.values}):
        declared = schema.find(name)
        rule = policy.rules.get(name, declared.pick)
        ranked = rank(_candidates(name, find_type(declared.type), held, policy), rule)
        survivors = _survivors(ranked, many=declared.many)
        values[name] = tuple(one.value for one in survivors) if declared.many else survivors[0].value
        provenance[name] = tuple(_origins(ranked, survivors, rule))
    composites = {name: value if schema.find(name).many else (value,) for name, value in values.items()}
    return Customer(
        id=customer,
        kind=_kind(held),
        values={**values, **facets(composites)},
        provenance=provenance,
        refs=tuple(row.ref for row in held),
        related=dict(related or {}),
    )


def _candidates(
    name: str, kind: SemanticType[Any], rows: Sequence[CleanRecord], policy: SurvivorshipPolicy
) -> list[Candidate]:
    offered = [(row, value, _first_key(kind, value)) for row in rows for value in row.values.get(name, ())]
    said = Counter(key for _, _, key in offered)
    return [
        Candidate(
            value=value,
            key=key,
            ref=row.ref,
            source=row.source,
            as_of=row.as_of,
            completeness=kind.completeness(value),
            frequency=said[key],
            trust=policy.trust.get(row.source, 0.5),
        )
        for row, value, key in offered
    ]


def _survivors(ranked: Sequence[Candidate], *, many: bool) -> list[Candidate]:
    if not many:
        return [ranked[0]]
    first: dict[str, Candidate] = {}
    for one in ranked:
        first.setdefault(one.key, one)
    return list(first.values())


def _origins(ranked: Sequence[Candidate], survivors: Sequence[Candidate], rule: str) -> Iterator[Provenance]:
    kept = {id(one) for one in survivors}
    losers = [one for one in ranked if id(one) not in kept]
    for one in (*survivors, *losers):
        yield Provenance(
            value=one.value, ref=one.ref, source=one.source, as_of=one.as_of, rule=rule, chosen=id(one) in kept
        )


def _first_key(kind: SemanticType[Any], value: Any) -> str:
    keys = kind.keys(value)
    return keys[0] if keys else str(value)


def _kind(rows: Sequence[CleanRecord]) -> Literal["person", "organisation", "unknown"]:
    kinds = Counter(row.kind for row in rows)
    if kinds["organisation"] and kinds["organisation"] >= kinds["person"]:
        return "organisation"
    return "person" if kinds["person"] else "unknown"
