"""Keep events of customers who are known: each goes to the one customer that its row names."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from attrs import evolve

from crmkit.backends.chunking import in_chunks
from crmkit.exceptions import UnknownCustomerError
from crmkit.intake.events import EventRows, naming_key
from crmkit.intake.outcomes import Quarantined
from crmkit.intake.report import LoadReport
from crmkit.ledger.codec import event_key
from crmkit.ledger.keeper import Keeper
from crmkit.ledger.matching import MATCHING
from crmkit.ledger.row_documents import ROWS
from crmkit.records import CleanRecord, Customer, Interaction, digest
from crmkit.schema.fields import Schema
from crmkit.schema.types.base import Finding, Severity

Who = tuple[str, str]
"""What a customer is named by, and the key of the value."""

_CHUNK: Final = 2000
_ALIKE: Final = 50

_NOBODY: Final = Finding("event.nobody", "No customer has this, or ever had it.", Severity.ERROR)
_SEVERAL: Final = Finding("event.several", "Several customers have this; merge them, or name one.", Severity.ERROR)


def keep_events(keeper: Keeper, found: EventRows, *, now: datetime, region: str | None, zone: str) -> LoadReport:
    """Keep events, whole or not at all, with the account of them; a second time without effect.

    A row that names nobody, or several customers, is set aside.

    Args:
        keeper: where.
        found: what was read.
        now: when it came in.
        region: country of what names none.
        zone: IANA name of the zone in which its times were read.
    """
    with keeper.backend.transaction():
        batch = digest([found.source, now.isoformat(), keeper.backend.last()])  # nobody else can take this name
        rows = _rows_of(keeper, {one.who: one.value for one in found.named}, now=now)
        events: list[Interaction] = []
        aside = list(found.aside)
        for one in found.named:
            row = rows[one.who]
            if isinstance(row, Finding):
                reason = evolve(row, field=one.who[0])
                aside.append(Quarantined(found.source, one.line, one.cells, (reason,)))
            else:
                events.append(evolve(one.event, ref=row))
        created, updated = _happen(keeper, events)
        put_aside = keeper.ledger.set_aside(sorted(aside, key=lambda one: one.line), batch=batch, at=now)
        reasons = Counter(one.reason for one in found.skipped)
        reasons.update(one.reasons[0].code for one in aside)
        report = LoadReport(
            source=found.source,
            origin=found.origin,
            mapping=found.mapping,
            rows_in=found.rows_in,
            created=created,
            updated=updated,
            unchanged=len(events) - created - updated,
            quarantined=len(aside),
            skipped=len(found.skipped),
            reasons=reasons,
            interactions=created + updated,
        )
        if created or updated or put_aside:
            keeper.ledger.append([report.batch(batch, received_at=now, actor=keeper.actor, region=region, zone=zone)])
        keeper.journal("record", f"events of {found.source}", created + updated)
    return report


def _happen(keeper: Keeper, events: Iterable[Interaction]) -> tuple[int, int]:
    """Keep events; return how many are new, and how many have a new state."""
    created = kept = 0
    for chunk in in_chunks(events, _CHUNK):
        facts = keeper.backend.facts("interaction", keys=[event_key(one.id) for one in chunk])
        created += len({one.id for one in chunk} - {fact.body["id"] for fact in facts})
        kept += keeper.ledger.happen(chunk)
    return created, kept - created


def _rows_of(keeper: Keeper, named: Mapping[Who, Any], *, now: datetime) -> Mapping[Who, str | Finding]:
    """Find a source row of the customer whom each name means, or say why there is none."""
    found: dict[Who, str | Finding] = {}
    refs = [value for by, value in named if by == "customer" and "/" in value]
    kept = {one.key for one in keeper.backend.scan(ROWS, keys=refs)} if refs else set()
    for who in named:
        if who[0] == "customer":
            found[who] = who[1] if who[1] in kept else _row_of_id(keeper, who[1])
    keeper.derived.catch_up()
    for chunk in in_chunks((who for who in named if who not in found), _CHUNK):
        wanted = {who: named[who] for who in chunk}
        found |= dict.fromkeys(wanted, _NOBODY) | _holders(_candidates(keeper, wanted, now=now), wanted, keeper.schema)
    return found


def _row_of_id(keeper: Keeper, name: str) -> str | Finding:
    try:
        return keeper.derived.customer(name).refs[0]
    except UnknownCustomerError:
        return _NOBODY


def _candidates(keeper: Keeper, wanted: Mapping[Who, Any], *, now: datetime) -> Iterable[Customer]:
    """Read the customers who may have one of these values, by the match keys of the values."""
    reader = keeper.derived.entries
    keys = {
        term.coarse
        for (by, _), value in wanted.items()
        for term in reader.terms(reader.read(CleanRecord(ref="", source="", as_of=now, values={by: (value,)})))
        if term.rule == by
    }
    found = keeper.backend.find_each(MATCHING, keys, limit=_ALIKE)
    return keeper.derived.customers_of(sorted({name for held in found.values() for name in held}))


def _holders(customers: Iterable[Customer], wanted: Mapping[Who, Any], schema: Schema) -> dict[Who, str | Finding]:
    """Find the row of the only customer who has each value."""
    found: dict[Who, str | Finding] = {}
    fields = [schema.find(name) for name in {by for by, _ in wanted}]
    for customer in customers:
        own: dict[Who, str] = {}
        for one in fields:
            for origin in customer.provenance.get(one.name, ()):
                own.setdefault((one.name, naming_key(one, origin.value)), origin.ref)
        for who in own.keys() & wanted.keys():
            found[who] = _SEVERAL if who in found else own[who]
    return found
