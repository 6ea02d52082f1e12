"""What an app does with one customer: add, update, and say what happened."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from crmkit.exceptions import ConflictError, InputError, UnknownCustomerError
from crmkit.intake.loading import Loading, read_source, read_values
from crmkit.intake.mapping import ColumnMapping as ColumnMapped
from crmkit.intake.mapping import Mapping as ColumnMapping
from crmkit.ledger.judging import Saying, judge, unless_apart
from crmkit.ledger.keeper import Keeper
from crmkit.ledger.row_documents import ROWS
from crmkit.records import Customer, Interaction, Scalar
from crmkit.schema.own_fields import own_fields
from crmkit.schema.types.base import Severity


def add(keeper: Keeper, values: Mapping[str, Any], *, source: str, region: str | None, zone: str) -> Customer:
    """Take in one customer; see `CustomerBase.add`."""
    now = keeper.now()
    found = read_source(
        [dict(values)],
        source=source,
        now=now,
        mapping=form(keeper, values, source),
        region=region,
        zone=zone,
        schema=keeper.schema,
    )
    with keeper.backend.transaction():
        keeper.keep(_usable(found), now=now, region=region, zone=zone)
        return keeper.derived.customer_of(found.taken[0].record.ref)


def update(
    keeper: Keeper,
    name: str,
    values: Mapping[str, Any],
    *,
    source: str,
    expected_version: int | None,
    region: str | None,
    zone: str,
) -> Customer:
    """Say something new about a customer; see `CustomerBase.update`.

    What a source says of a customer in this way is one row, named by her id; it is judged to be the same as her.
    """
    now = keeper.now()
    with keeper.backend.transaction():
        held = keeper.derived.customer(name)
        if expected_version is not None and held.version != expected_version:
            raise ConflictError(
                f"Customer {held.id} changed since she was read (version {expected_version} then, {held.version} now); "
                "read her again and repeat the change."
            )
        ref = f"{source}/{held.id}"
        said = {**_said_before(keeper, ref), **values}
        said_as = form(keeper, said, source)
        found = read_values(said, said_as, key=held.id, now=now, region=region, zone=zone, schema=keeper.schema)
        keeper.keep(_usable(found), now=now, region=region, zone=zone)
        if ref not in held.refs:
            saying = Saying("same", held.refs[0], ref, reason=f"entered for this customer by {source}")
            refuse = unless_apart(keeper, saying)
            judge(keeper, "update", [saying], actor=keeper.actor, refuse=refuse, detailed=False)
        return keeper.derived.customer(held.id)


def record(keeper: Keeper, event: Interaction) -> bool:
    """Keep something that happened; see `CustomerBase.record`."""
    with keeper.backend.transaction():
        ref = event.ref if "/" in event.ref else keeper.derived.customer(event.ref).refs[0]
        if keeper.backend.get(ROWS, ref) is None:
            raise UnknownCustomerError(f"No source row {ref!r} was ever loaded; load its source first.")
        new = keeper.ledger.happen([evolve(event, ref=ref)])
        keeper.journal("record", f"event: {event.kind}", new)
    return bool(new)


def _said_before(keeper: Keeper, ref: str) -> Mapping[str, Scalar]:
    row = keeper.backend.get(ROWS, ref)
    last = 0 if row is None else row.body.get("last", 0)
    said: Mapping[str, Scalar] = {}
    for fact in keeper.backend.facts("record", keys=[ref], after=last - 1):
        said = fact.body["raw"]
    return said


def form(keeper: Keeper, values: Mapping[str, Any], source: str) -> ColumnMapping:
    """Take values by target as columns that are named as what they mean."""
    return ColumnMapping(source, [ColumnMapped(name, name) for name in values], fields=tuple(own_fields(keeper.schema)))


def _usable(found: Loading) -> Loading:
    """Give back what was read, if nothing is wrong with it.

    Raises:
        InputError: a value cannot be used, or nothing identifies anybody; all faults at once.
    """
    findings = [one for row in found.aside for one in row.reasons]
    findings += [one for row in found.taken for one in row.clean.findings if one.severity is Severity.ERROR]
    if findings or not found.taken:
        faults = "; ".join(f"{one.message} @ {one.field or 'row'}" for one in findings) or "there is nothing in them"
        raise InputError(f"These values cannot be kept, correct them: {faults}")
    return found
