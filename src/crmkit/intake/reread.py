"""Read rows again from what is kept of them: the record as it came, and the load that brought it.

Clean rows, interactions and acts of consent follow from these two facts alone, so that everything derived can be
thrown away and made again. A newer crmkit may read a row better than the one that took it in; it never sets aside a
row that was taken.
"""

import json
from collections.abc import Callable
from collections.abc import Mapping as AnyMapping

from crmkit.intake.mapping import Mapping
from crmkit.intake.moments import Clock
from crmkit.intake.outcomes import Taken
from crmkit.intake.row_reader import RowReader
from crmkit.records import Batch, Record
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema
from crmkit.schema.own_fields import own_fields


def read_again(record: Record, batch: Batch, *, unsaid: Clock | None = None, schema: Schema = CUSTOMER) -> Taken:
    """Read a row again, exactly as the load read it that brought it.

    Args:
        record: the row as it came.
        batch: its load.
        unsaid: zone and region of a load that does not say them; UTC and none when left out.
        schema: what a customer is.

    Raises:
        SchemaError: the mapping of the load is none.
        UnknownNameError: for a target or a time zone that does not exist any more.

    >>> from datetime import UTC, datetime
    >>> from crmkit.intake.loading import read_source
    >>> now = datetime(2026, 3, 1, tzinfo=UTC)
    >>> found = read_source([{"Mail": "Anna@Example.ORG"}], source="crm", batch="b1", now=now)
    >>> batch = found.report(created=1, updated=0, interactions=0, consents=0).batch("b1", received_at=now, actor="me")
    >>> read_again(found.taken[0].record, batch) == found.taken[0]
    True
    """
    return reader_again(batch, unsaid=unsaid, schema=schema)(record)


def reader_again(batch: Batch, *, unsaid: Clock | None = None, schema: Schema = CUSTOMER) -> Callable[[Record], Taken]:
    """Give what reads the rows of one load again; see `read_again`."""
    mapping = _mapping_of(batch)
    reader = RowReader(
        source=batch.source,
        targets=mapping.targets,
        month_first=mapping.month_first,
        given=mapping.given,
        batch=batch.id,
        now=batch.received_at,
        clock=_clock_of(batch, unsaid),
        own=own_fields(schema),
    )

    def read(record: Record) -> Taken:
        return reader.read(
            record.raw,
            key=record.key,
            line=record.line,
            name_event=record.event_names.get,
        )

    return read


def reading(mapping: Mapping, *, region: str | None, zone: str) -> dict[str, str]:
    """Name everything that decides how a row is read; when it changes, the row is read otherwise.

    >>> from crmkit.intake.mapping import ColumnMapping
    >>> reading(Mapping("crm", [ColumnMapping("Mail", "email")]), region="CH", zone="UTC")
    {'Mail': 'email', '=region': 'CH', '=zone': 'UTC'}
    """
    return {**mapping.reading, "=region": region or "", "=zone": zone}


def reading_of(batch: Batch, *, unsaid: Clock | None = None) -> AnyMapping[str, str]:
    """Name everything that decided how the rows of a load were read; see `reading` and `read_again`."""
    clock = _clock_of(batch, unsaid)
    return reading(_mapping_of(batch), region=clock.region, zone=clock.zone)


def _clock_of(batch: Batch, unsaid: Clock | None) -> Clock:
    return (unsaid or Clock()) if batch.zone is None else Clock(batch.zone, batch.region)


def _mapping_of(batch: Batch) -> Mapping:
    return Mapping.from_json(json.dumps(dict(batch.mapping)))
