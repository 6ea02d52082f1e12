"""From the clean rows of one party to its customer: the golden record, with the origin of each value."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from crmkit.dedup.survivorship import Candidate, SurvivorshipPolicy, rank
from crmkit.records import CleanRecord, Customer, Provenance
from crmkit.schema.fields import Field, Schema
from crmkit.schema.types.base import SemanticType
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
    chosen: dict[str, tuple[Any, ...]] = {}
    values: dict[str, Any] = {}
    provenance: dict[str, tuple[Provenance, ...]] = {}
    for name in sorted({name for row in held for name in row.values}):
        declared = schema.find(name)
        rule = policy.rules.get(name, declared.pick)
        offered = [(row, value) for row in held for value in row.values.get(name, ())]
        origins = provenance[name] = tuple(_origins(offered, declared, rule, policy.trust))
        chosen[name] = tuple([one.value for one in origins if one.chosen])
        values[name] = chosen[name] if declared.many else chosen[name][0]
    return Customer(
        id=customer,
        kind=_kind(held),
        values={**values, **facets(chosen, schema)},
        provenance=provenance,
        refs=tuple(row.ref for row in held),
        related=dict(related or {}),
    )


def _origins(
    offered: Sequence[tuple[CleanRecord, Any]], declared: Field, rule: str, trust: Mapping[str, float]
) -> Iterator[Provenance]:
    """Order what rows offer for a field: the values that survive, best first, then those that lose."""
    if len(offered) == 1:  # nothing to weigh it against
        row, value = offered[0]
        yield Provenance(value=value, ref=row.ref, source=row.source, as_of=row.as_of, rule=rule)
        return
    ranked = rank(_candidates(offered, declared.semantic_type, trust), rule)
    survivors = _survivors(ranked, many=declared.many)
    kept = {id(one) for one in survivors}
    losers = [one for one in ranked if id(one) not in kept]
    for one in (*survivors, *losers):
        yield Provenance(
            value=one.value, ref=one.ref, source=one.source, as_of=one.as_of, rule=rule, chosen=id(one) in kept
        )


def _candidates(
    offered: Sequence[tuple[CleanRecord, Any]], kind: SemanticType[Any], trust: Mapping[str, float]
) -> list[Candidate]:
    keys = [_first_key(kind, value) for _, value in offered]
    said = Counter(keys)
    return [
        Candidate(
            value=value,
            key=key,
            ref=row.ref,
            source=row.source,
            as_of=row.as_of,
            completeness=kind.completeness(value),
            frequency=said[key],
            trust=trust.get(row.source, 0.5),
        )
        for key, (row, value) in zip(keys, offered, strict=True)
    ]


def _survivors(ranked: Sequence[Candidate], *, many: bool) -> list[Candidate]:
    if not many:
        return [ranked[0]]
    first: dict[str, Candidate] = {}
    for one in ranked:
        first.setdefault(one.key, one)
    return list(first.values())


def _first_key(kind: SemanticType[Any], value: Any) -> str:
    keys = kind.keys(value)
    return keys[0] if keys else str(value)


def _kind(rows: Sequence[CleanRecord]) -> Literal["person", "organisation", "unknown"]:
    kinds = [row.kind for row in rows]
    persons, organisations = kinds.count("person"), kinds.count("organisation")
    if organisations and organisations >= persons:
        return "organisation"
    return "person" if persons else "unknown"
