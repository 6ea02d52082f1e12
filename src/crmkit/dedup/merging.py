"""From the clean rows of one party to its customer: the golden record, with the origin of each value."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from attrs import frozen

from crmkit.dedup.choosing import choose, rank
from crmkit.dedup.criteria import Candidate
from crmkit.dedup.survivorship import Rule, SurvivorshipPolicy
from crmkit.records import CleanRecord, Customer, Provenance
from crmkit.schema.fields import Field, Schema
from crmkit.schema.types.base import SemanticType, Severity
from crmkit.schema.values import facets

_DAY: Final = 86_400.0


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
        policy: what differs from the schema, in its fields; see `SurvivorshipPolicy.for_schema`.
        related: rows of other kinds, such as "orders".
    """
    held = sorted(rows, key=lambda row: row.ref)
    choice = _Choice(held, schema, policy)
    together = {name: group for group, names in policy.groups.items() for name in names}
    named = {name for row in held for name, offered in row.values.items() if offered}
    winners = {
        group: choice.of_group(group, policy.groups[group]) for group in {together.get(name) for name in named} if group
    }
    chosen: dict[str, tuple[Any, ...]] = {}
    values: dict[str, Any] = {}
    provenance: dict[str, tuple[Provenance, ...]] = {}
    for name in sorted(named):
        declared = schema.find(name)
        group = together.get(name)
        origins = choice.in_group(declared, group, winners[group]) if group else choice.of_field(declared)
        provenance[name] = tuple(origins)
        survivors = tuple(one.value for one in provenance[name] if one.chosen)
        if survivors:
            chosen[name] = survivors
            values[name] = survivors if declared.many else survivors[0]
    return Customer(
        id=customer,
        kind=_kind(held),
        values={**values, **facets(chosen, schema)},
        provenance=provenance,
        refs=tuple(row.ref for row in held),
        related=dict(related or {}),
    )


def order_values(
    rows: Iterable[CleanRecord], name: str, *, schema: Schema, policy: SurvivorshipPolicy
) -> tuple[Provenance, ...]:
    """Order what rows offer for one field, or for a group of fields: survivors first, then those that lose.

    Args:
        rows: clean rows of one cluster; one of them at least has a value.
        name: the field, or the name of a group of the policy.
        schema: the fields.
        policy: as for `merge`.
    """
    choice = _Choice(sorted(rows, key=lambda row: row.ref), schema, policy)
    if name in policy.groups:
        ranked = choice.of_group(name, policy.groups[name])
        return tuple(_origins(ranked[:1], ranked[1:], policy.rule_of_group(name)))
    return tuple(choice.of_field(schema.find(name)))


Offered = tuple[CleanRecord, Any]
"""A value, and the row that offers it."""


@frozen
class _Choice:
    """Chooses among the values of some rows."""

    rows: Sequence[CleanRecord]
    schema: Schema
    policy: SurvivorshipPolicy

    def of_field(self, declared: Field) -> Iterator[Provenance]:
        """Order what rows offer for a field: the values that survive, best first, then those that lose."""
        rule = self.policy.rule_for(declared)
        offered = self._offered(declared.name)
        if len(offered) == 1:  # nothing to weigh it against
            return _origins(offered, (), rule)
        kind = declared.semantic_type
        candidates = self._candidates(
            offered,
            keys=[_first_key(kind, value) for _, value in offered],
            completeness=[kind.completeness(value) for _, value in offered],
            doubted=self._doubted(declared) if rule.valid else frozenset(),
        )
        survivors, losers = choose(candidates, rule, many=declared.many)
        return _origins(survivors, losers, rule)

    def of_group(self, name: str, fields: Sequence[str]) -> list[Candidate]:
        """Order the rows that offer anything for a group of fields, the one that survives first."""
        rule = self.policy.rule_of_group(name)
        declared = [self.schema.find(one) for one in fields]
        offered: list[Offered] = [
            (row, tuple(row.values.get(one, ()) for one in fields))
            for row in self.rows
            if any(row.values.get(one) for one in fields)
        ]
        doubted = frozenset().union(*map(self._doubted, declared)) if rule.valid else frozenset()
        candidates = self._candidates(
            offered,
            keys=[_key_of_group(declared, values) for _, values in offered],
            completeness=[_completeness_of_group(declared, values) for _, values in offered],
            doubted=doubted,
        )
        return rank(candidates, rule)

    def in_group(self, declared: Field, group: str, ranked: Sequence[Candidate]) -> Iterator[Provenance]:
        """Give the values of the row that survives for one field of its group, and those of the others."""
        rule = self.policy.rule_of_group(group)
        place = {one.ref: number for number, one in enumerate(ranked)}
        offered = sorted(self._offered(declared.name), key=lambda one: place[one[0].ref])
        ahead = [one for one in offered if one[0].ref == ranked[0].ref][: None if declared.many else 1]
        return _origins(ahead, offered[len(ahead) :], rule)

    def _offered(self, name: str) -> list[Offered]:
        return [(row, value) for row in self.rows for value in row.values.get(name, ())]

    def _candidates(
        self,
        offered: Sequence[Offered],
        *,
        keys: Sequence[str],
        completeness: Sequence[float],
        doubted: frozenset[str],
    ) -> list[Candidate]:
        said = Counter(keys)
        newest = max(row.as_of for row, _ in offered)
        made = []
        for (row, value), key, complete in zip(offered, keys, completeness, strict=True):
            age = (newest - row.as_of).total_seconds() / _DAY
            made.append(
                Candidate(
                    value=value,
                    key=key,
                    ref=row.ref,
                    source=row.source,
                    as_of=row.as_of,
                    completeness=complete,
                    frequency=said[key],
                    trust=self.policy.trust_in(row.source, age_days=age),
                    age_days=age,
                    doubts=_doubts(row, doubted) if doubted else (),
                )
            )
        return made

    def _doubted(self, declared: Field) -> frozenset[str]:
        """Name the fields whose findings speak against a value: itself and its parts."""
        return frozenset({declared.name, *(one.name for one in self.schema.facets_of(declared.name))})


def _origins(
    survivors: Iterable[Candidate | Offered], losers: Iterable[Candidate | Offered], rule: Rule
) -> Iterator[Provenance]:
    for chosen, some in ((True, survivors), (False, losers)):
        for one in some:
            row, value = (one, one.value) if isinstance(one, Candidate) else one
            yield Provenance(
                value=value, ref=row.ref, source=row.source, as_of=row.as_of, rule=rule.name, chosen=chosen
            )


def _doubts(row: CleanRecord, names: frozenset[str]) -> tuple[str, ...]:
    return tuple(one.code for one in row.findings if one.field in names and one.severity is not Severity.INFO)


def _first_key(kind: SemanticType[Any], value: Any) -> str:
    keys = kind.keys(value)
    return keys[0] if keys else str(value)


def _key_of_group(declared: Sequence[Field], values: Sequence[tuple[Any, ...]]) -> str:
    return repr(
        [[_first_key(one.semantic_type, value) for value in held] for one, held in zip(declared, values, strict=True)]
    )


def _completeness_of_group(declared: Sequence[Field], values: Sequence[tuple[Any, ...]]) -> float:
    """Count the fields, each by the most complete of its values."""
    return sum(
        max(map(one.semantic_type.completeness, held), default=0.0) for one, held in zip(declared, values, strict=True)
    ) / len(declared)


def _kind(rows: Sequence[CleanRecord]) -> Literal["person", "organisation", "unknown"]:
    kinds = [row.kind for row in rows]
    persons, organisations = kinds.count("person"), kinds.count("organisation")
    if organisations and organisations >= persons:
        return "organisation"
    return "person" if persons else "unknown"
