"""Read a source whole: every line with what became of it, ready to be kept."""

from collections import Counter
from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from datetime import datetime
from typing import Any

from attrs import evolve, frozen

from crmkit.exceptions import CallError
from crmkit.intake.mapping import Mapping, guess_mapping
from crmkit.intake.moments import Clock
from crmkit.intake.outcomes import Quarantined, Skipped, Taken
from crmkit.intake.reading import read
from crmkit.intake.report import LoadReport
from crmkit.intake.row_reader import RowReader
from crmkit.intake.table import Row
from crmkit.intake.take import intake
from crmkit.records import Progress, instant
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema
from crmkit.schema.own_fields import own_fields

_SOURCE_BYTES = 200


@frozen(kw_only=True)
class Loading:
    """A source that was read, before anything is kept of it.

    Attributes:
        source: name of the source.
        origin: file name, without its folder, or the kind of object.
        mapping: what its columns were taken to mean.
        rows_in: lines below the heading.
        taken: rows that can be kept.
        aside: rows to set aside, with their reasons.
        skipped: lines that are no rows.
    """

    source: str
    origin: str
    mapping: Mapping
    rows_in: int
    taken: tuple[Taken, ...]
    aside: tuple[Quarantined, ...]
    skipped: tuple[Skipped, ...]

    def report(self, *, created: int, updated: int, interactions: int, consents: int) -> LoadReport:
        """Give the account of the load, once it is known which rows were new."""
        reasons = Counter(one.reason for one in self.skipped)
        reasons.update(reason.code for one in self.aside for reason in one.reasons[:1])
        return LoadReport(
            source=self.source,
            origin=self.origin,
            mapping=self.mapping,
            rows_in=self.rows_in,
            created=created,
            updated=updated,
            unchanged=len(self.taken) - created - updated,
            quarantined=len(self.aside),
            skipped=len(self.skipped),
            reasons=reasons,
            findings=Counter(finding.code for one in self.taken for finding in one.clean.findings),
            interactions=interactions,
            consents=consents,
        )


def read_source(
    data: Any,
    *,
    source: str,
    batch: str = "",
    now: datetime,
    mapping: Mapping | AnyMapping[str, str | None] | None = None,
    given: AnyMapping[str, str] | None = None,
    region: str | None = None,
    zone: str = "UTC",
    schema: Schema = CUSTOMER,
    progress: Callable[[Progress], None] | None = None,
) -> Loading:
    """Read a file, a dataframe or rows, and say what becomes of each line.

    Args:
        data: whatever `crmkit.intake.reading.read` understands.
        source: name of the source.
        batch: id of the load, where it has one already.
        now: when it came in.
        mapping: what the columns mean, or column to target for those that the guess has wrong.
        given: target to what holds for every row; see `Mapping`.
        region: two-letter country code of the source.
        zone: IANA name of the zone in which it writes its times.
        schema: what a customer is.
        progress: told about every thousand lines.

    Raises:
        CallError: the name of the source is too long.
        InputError: it cannot be read.
        SchemaError: nothing in its columns identifies anybody.
    """
    if len(source.encode("unicode_escape")) > _SOURCE_BYTES:
        raise CallError(f"The name of a source has {len(source):,} characters; give it a short one, such as 'crm'.")
    table = read(data)
    if isinstance(mapping, Mapping):
        chosen = evolve(mapping, given={**mapping.given, **(given or {})}).identifying()
    else:
        chosen = guess_mapping(table, source=source, overrides=mapping, given=given, schema=schema)
    rows_in = sum(1 for _ in table.rows)
    taken: list[Taken] = []
    aside: list[Quarantined] = []
    skipped: list[Skipped] = []
    outcomes = intake(
        table, source=source, mapping=chosen, batch=batch, now=now, region=region, zone=zone, schema=schema
    )
    for done, outcome in enumerate(outcomes, start=1):
        match outcome:
            case Taken():
                taken.append(outcome)
            case Quarantined():
                aside.append(outcome)
            case Skipped():
                skipped.append(outcome)
        if progress and (done % 1000 == 0 or done == rows_in):
            progress(Progress(stage=f"read {source}", done=done, total=rows_in))
    return Loading(
        source=source,
        origin=table.origin,
        mapping=chosen,
        rows_in=rows_in,
        taken=tuple(taken),
        aside=tuple(aside),
        skipped=tuple(skipped),
    )


def read_values(
    values: AnyMapping[str, Any],
    mapping: Mapping,
    *,
    key: str,
    now: datetime,
    region: str | None = None,
    zone: str = "UTC",
    schema: Schema = CUSTOMER,
) -> Loading:
    """Read what a source says of one customer who is known already, so that nothing in it need identify her.

    Args:
        values: column to cell.
        mapping: what the columns mean.
        key: names the row in its source.
        now: when it came in.
        region: two-letter country code of the source.
        zone: IANA name of the zone in which it writes its times.
        schema: what a customer is.
    """
    reader = RowReader(
        source=mapping.source,
        targets=mapping.targets,
        month_first=mapping.month_first,
        given=mapping.given,
        batch="",
        now=instant(now),
        clock=Clock(zone, region),
        own=own_fields(schema),
    )
    table = read([dict(values)])
    rows = [line for line in table.rows if isinstance(line, Row)]
    return Loading(
        source=mapping.source,
        origin=table.origin,
        mapping=mapping,
        rows_in=1,
        taken=tuple(reader.read(row.cells, key=key, line=None, name_event=lambda _, number: number) for row in rows),
        aside=(),
        skipped=(),
    )
