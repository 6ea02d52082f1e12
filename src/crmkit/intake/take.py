"""Take a table in: one outcome for each of its lines, and no line lost."""

from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from datetime import datetime

from attrs import field, frozen

from crmkit.exceptions import SchemaError
from crmkit.intake.consents import ConsentReader
from crmkit.intake.interactions import parts_by_kind, read_interactions
from crmkit.intake.mapping import Mapping
from crmkit.intake.moments import Clock
from crmkit.intake.naming import Names, content_of, row_key
from crmkit.intake.outcomes import Outcome, Quarantined, Skipped, Taken
from crmkit.intake.table import Fault, Row, Skip, Table
from crmkit.intake.targets import CUSTOMER_TARGETS, IDENTIFYING, is_single
from crmkit.records import CleanRecord, Record, Scalar, instant
from crmkit.report.csv_file import unguarded
from crmkit.schema.assembly import Assembled, assemble
from crmkit.schema.types.base import Finding, Severity

_IDENTITY = ("name", "organisation", "email", "phone", "customer_number", "loyalty_card", "identifier")
_DATES = ("updated_at", "order.at", "event.at", "ticket.at", "call.at", "consent.at")


def intake(
    table: Table,
    *,
    source: str,
    mapping: Mapping,
    batch: str,
    now: datetime,
    region: str | None = None,
    zone: str = "UTC",
) -> Iterator[Outcome]:
    """Turn each line of a table into exactly one outcome, in order.

    A bad cell never costs a row: it becomes a finding. A row is set aside only when its structure is broken or when
    nothing in it says who it is about. The table is walked twice: first for the names that its rows use.

    Args:
        table: what a reader gave.
        source: name of the source.
        mapping: what the columns mean.
        batch: id of the load.
        now: when the rows came in.
        region: two-letter country code of the source, for national numbers, dates and amounts.
        zone: IANA name of the zone in which the source writes its times.

    Raises:
        SchemaError: when none of the mapping's identifying columns is in the table.
        UnknownNameError: for a time zone that does not exist.
        CallError: for a naive `now`.

    >>> from datetime import UTC
    >>> from crmkit.intake.mapping import ColumnMapping
    >>> from crmkit.intake.reading import read
    >>> mapping = Mapping("shop", (ColumnMapping("Mail", "email"), ColumnMapping("No", "source_key")))
    >>> table = read([{"No": 7, "Mail": "anna@example.org"}, {"No": 8, "Mail": None}])
    >>> outcomes = intake(table, source="shop", mapping=mapping, batch="b1", now=datetime(2026, 3, 1, tzinfo=UTC))
    >>> [type(outcome).__name__ for outcome in outcomes]
    ['Taken', 'Quarantined']
    """
    targets = {column: target for column, target in mapping.targets.items() if column in table.headings}
    if table.headings and not IDENTIFYING & set(targets.values()):
        raise SchemaError(
            f"{table.origin} has none of the columns by which the mapping of {mapping.source!r} knows a customer; "
            "map its columns anew."
        )
    moment = instant(now)
    reader = _Reader(
        source=source, targets=targets, given=mapping.given, batch=batch, now=moment, clock=Clock(zone, region)
    )
    return reader.outcomes(table)


@frozen(kw_only=True)
class _Reader:
    source: str
    targets: AnyMapping[str, str]
    given: AnyMapping[str, Scalar]
    batch: str
    now: datetime
    clock: Clock
    names: Names = field(factory=Names)

    def outcomes(self, table: Table) -> Iterator[Outcome]:
        for line in table.rows:
            if isinstance(line, Row):
                self._claim_names(line)
        seen: set[tuple[str, str]] = set()
        for line in table.rows:
            match line:
                case Skip():
                    yield Skipped(self.source, line.line, line.reason)
                case Fault():
                    yield Quarantined(self.source, line.line, line.cells, line.reasons, line.text)
                case Row():
                    name = (row_key(self._mapped(line)), content_of(line.cells))
                    if name in seen:
                        yield Skipped(self.source, line.line, "same row twice in the file")
                    else:
                        seen.add(name)
                        yield self._take(line, *name)

    def _claim_names(self, row: Row) -> None:
        mapped, content = self._mapped(row), content_of(row.cells)
        self.names.claim("row", row_key(mapped), content)
        for kind, parts in parts_by_kind(_single(mapped)).items():
            number = parts.get("number")
            if number is not None:
                self.names.claim(kind, str(number).strip(), content)

    def _mapped(self, row: Row) -> list[tuple[str, Scalar]]:
        """List target and cell of the filled cells, in the order of the columns, without guards against formulas."""
        mapped: list[tuple[str, Scalar]] = []
        for column, target in self.targets.items():
            cell = row.cells.get(column)
            if isinstance(cell, str):
                cell = unguarded(cell) if cell.strip() else None
            if cell is not None:
                mapped.append((target, cell))
        return mapped

    def _take(self, row: Row, key: str, content: str) -> Taken | Quarantined:
        mapped = self._mapped(row)
        said = {target for target, _ in mapped}
        mapped += [(target, value) for target, value in self.given.items() if target not in said]
        single = _single(mapped)
        record = Record(
            source=self.source,
            key=self.names.unique("row", key, content),
            batch=self.batch,
            received_at=self.now,
            raw=dict(row.cells),
            line=row.line,
        )
        facts = assemble(
            [(target, cell) for target, cell in mapped if target in CUSTOMER_TARGETS], region=self.clock.region
        )
        interactions, noticed = read_interactions(
            single,
            ref=record.ref,
            source=self.source,
            unique=lambda kind, number: self.names.unique(kind, number, content),
            clock=self.clock,
        )
        as_of, late = self._as_of(single)
        consents, doubts = ConsentReader(source=self.source, now=self.now, clock=self.clock).read(
            single, ref=record.ref, values=facts.values, keys=facts.keys
        )
        findings = (*facts.findings, *noticed, *doubts, *late)
        if not _identifies(facts):
            nobody = Finding(
                "row.no_identity",
                "Nothing valid says who this is: no name, contact, organisation, card or number.",
                Severity.ERROR,
            )
            return Quarantined(self.source, row.line, dict(row.cells), (nobody, *findings))
        clean = CleanRecord(
            ref=record.ref,
            source=self.source,
            as_of=as_of,
            kind=facts.kind,
            values=facts.values,
            keys=facts.keys,
            findings=findings,
            line=row.line,
        )
        return Taken(record, clean, tuple(interactions), tuple(consents))

    def _as_of(self, single: AnyMapping[str, Scalar]) -> tuple[datetime, list[Finding]]:
        """Find out when a row was true: by its own dates, else now."""
        findings: list[Finding] = []
        found: datetime | None = None
        for target in _DATES:
            if target not in single:
                continue
            moment = self.clock.read(single[target])
            if moment is None and target == "updated_at":
                findings.append(Finding("row.undated", "The date of the row cannot be read.", field=target))
            elif moment is not None and moment.start > self.now and target == "updated_at":
                findings.append(Finding("row.future", "The row is dated in the future.", field=target))
            elif moment is not None and found is None and moment.start <= self.now:
                found = moment.start
        return found or self.now, findings


def _single(mapped: list[tuple[str, Scalar]]) -> dict[str, Scalar]:
    return {target: cell for target, cell in mapped if is_single(target)}


def _identifies(facts: Assembled) -> bool:
    if any(facts.values.get(name) for name in _IDENTITY):
        return True
    return any(address.street for address in facts.values.get("address", ()))
