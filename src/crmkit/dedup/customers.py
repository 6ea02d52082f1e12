"""From facts to customers: the one function that everything the base shows is derived by."""

from collections.abc import Iterable, Mapping

from crmkit.dedup.merging import merge
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.identity.clusters import Identity
from crmkit.identity.timeline import related_rows
from crmkit.records import CleanRecord, Customer, Interaction
from crmkit.schema.fields import Schema


def derive_customers(
    rows: Iterable[CleanRecord],
    identity: Identity,
    interactions: Iterable[Interaction],
    *,
    schema: Schema,
    policy: SurvivorshipPolicy,
) -> dict[str, Customer]:
    """Derive every customer from the source rows, from who is one, and from what happened.

    Returns:
        Customer id to customer, in the order of the ids.
    """
    by_ref: Mapping[str, CleanRecord] = {row.ref: row for row in rows}
    happened: dict[str, list[Interaction]] = {}
    for one in interactions:
        happened.setdefault(one.ref, []).append(one)
    relations = {one.singular: one.name for one in schema.relations}
    return {
        name: merge(
            name,
            [by_ref[ref] for ref in refs],
            schema=schema,
            policy=policy,
            related=related_rows((event for ref in refs for event in happened.get(ref, ())), relations),
        )
        for name, refs in sorted(identity.members.items())
    }
