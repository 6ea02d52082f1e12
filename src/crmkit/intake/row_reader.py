"""Understand one row: the record as it came, and what it says about a customer, about events and about consent."""

from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from datetime import datetime

from attrs import field, frozen

from crmkit.intake.consents import ConsentReader
from crmkit.intake.interactions import read_interactions
from crmkit.intake.moments import Clock
from crmkit.intake.outcomes import Taken
from crmkit.intake.targets import CUSTOMER_TARGETS, is_single
from crmkit.records import CleanRecord, Record, Scalar
from crmkit.report.csv_file import unguarded
from crmkit.schema.assembly import assemble
from crmkit.schema.fields import Field
from crmkit.schema.types.base import Finding
from crmkit.schema.types.dates.order import month_named

_DATES = ("updated_at", "order.at", "event.at", "ticket.at", "call.at", "consent.at")


@frozen(kw_only=True)
class RowReader:
    """Reads the rows of one load; the same row, named in the same way, is read the same again.

    Attributes:
        source: name of the source.
        targets: column to what it means, of the columns that are used.
        given: target to what holds for every row where no column says otherwise.
        batch: id of the load.
        now: when the rows came in, in UTC.
        clock: how the source writes its dates; its region also reads national numbers and amounts.
        own: fields that only the schema in use knows, by name.
        month_first: columns whose dates write the month before the day.
    """

    source: str
    targets: AnyMapping[str, str]
    given: AnyMapping[str, Scalar]
    batch: str
    now: datetime
    clock: Clock
    own: AnyMapping[str, Field] = field(factory=dict)
    month_first: frozenset[str] = frozenset()

    def mapped(self, cells: AnyMapping[str, Scalar]) -> list[tuple[str, Scalar]]:
        """List target and cell of the filled cells, in the order of the columns, without guards against formulas."""
        mapped: list[tuple[str, Scalar]] = []
        for column, target in self.targets.items():
            cell = cells.get(column)
            if isinstance(cell, str):
                cell = unguarded(cell) if cell.strip() else None
                if cell and column in self.month_first:
                    cell = month_named(cell)
            if cell is not None:
                mapped.append((target, cell))
        return mapped

    def read(
        self,
        cells: AnyMapping[str, Scalar],
        *,
        key: str,
        line: int | None,
        name_event: Callable[[str, str], str],
    ) -> Taken:
        """Read a row; a bad cell is a finding, and whether anybody can be recognised is not asked here.

        Args:
            cells: column to cell, as they came.
            key: the row's key in its source.
            line: physical line, sheet row or position, from 1.
            name_event: gives the name of an event, from its kind and its number.
        """
        mapped = self.mapped(cells)
        said = {target for target, _ in mapped}
        mapped += [(target, value) for target, value in self.given.items() if target not in said]
        single = single_cells(mapped)
        event_names: dict[str, str] = {}

        def named(kind: str, number: str) -> str:
            name = name_event(kind, number)
            if name != number:
                event_names[kind] = name
            return name

        ref = f"{self.source}/{key}"
        facts = assemble(
            [(target, cell) for target, cell in mapped if target in CUSTOMER_TARGETS or target in self.own],
            region=self.clock.region,
            own=self.own,
        )
        interactions, noticed = read_interactions(single, ref=ref, source=self.source, unique=named, clock=self.clock)
        as_of, late = self._as_of(single)
        consents, doubts = ConsentReader(source=self.source, now=self.now, clock=self.clock).read(
            single, ref=ref, values=facts.values, keys=facts.keys
        )
        record = Record(
            source=self.source,
            key=key,
            batch=self.batch,
            received_at=self.now,
            raw=dict(cells),
            line=line,
            event_names=event_names,
        )
        clean = CleanRecord(
            ref=ref,
            source=self.source,
            as_of=as_of,
            kind=facts.kind,
            values=facts.values,
            keys=facts.keys,
            findings=(*facts.findings, *noticed, *doubts, *late),
            line=line,
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


def single_cells(mapped: list[tuple[str, Scalar]]) -> dict[str, Scalar]:
    """Pick the cells whose target at most one column can have.

    >>> single_cells([("email", "anna@example.org"), ("order.number", 7)])
    {'order.number': 7}
    """
    return {target: cell for target, cell in mapped if is_single(target)}
