"""Read events of any kind out of a table: what happened, when, and which known customer each row names.

A row is an event of a relation that the schema declares, such as a page view, a contract or an order. It says nothing
about who somebody is, so it is no source row of its own.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen

from crmkit.exceptions import near_names
from crmkit.intake.event_columns import (
    AT,
    CURRENCY,
    HEADINGS_OF,
    KIND,
    NUMBER,
    WHO,
    customer_fields,
    event_columns,
    relations_of,
)
from crmkit.intake.mapping import Mapping as Columns
from crmkit.intake.mapping import heading_key
from crmkit.intake.moments import Clock
from crmkit.intake.naming import Names, content_of
from crmkit.intake.outcomes import Quarantined, Skipped
from crmkit.intake.reading import read
from crmkit.intake.table import Fault, Row, Skip, Table
from crmkit.records import Interaction, Scalar, digest, short_name
from crmkit.report.csv_file import unguarded
from crmkit.schema.field import Field
from crmkit.schema.fields import Relation, Schema
from crmkit.schema.remembered import clean_cell
from crmkit.schema.types.base import Finding, Severity
from crmkit.schema.types.dates.order import month_named

_CODES: Final = ("identifier", "text")


@frozen(kw_only=True)
class Named:
    """An event, and by what its row names the customer.

    Attributes:
        who: one of `WHO`, and the `naming_key` of the value; of "customer" the value as it is.
        value: the value.
        event: what happened; its `ref` is not known yet.
        line: physical line, sheet row or position, from 1.
        cells: column to cell, as they came.
    """

    who: tuple[str, str]
    value: Any
    event: Interaction
    line: int
    cells: Mapping[str, Scalar]


@frozen(kw_only=True)
class EventRows:
    """A table of events that was read, before anything is kept of it.

    Attributes:
        source: name of the source.
        origin: file name, without its folder, or the kind of object.
        mapping: what its columns were taken to mean.
        rows_in: lines below the heading.
        named: the events.
        aside: rows to set aside, with their reasons.
        skipped: lines that are no rows.
    """

    source: str
    origin: str
    mapping: Columns
    rows_in: int
    named: tuple[Named, ...]
    aside: tuple[Quarantined, ...]
    skipped: tuple[Skipped, ...]


def read_events(
    data: Any,
    *,
    source: str,
    kind: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
    region: str | None = None,
    zone: str = "UTC",
    schema: Schema,
) -> EventRows:
    """Read a file, a dataframe or rows of which each is one event; a row that cannot be read whole is set aside.

    A column means what it is called: a field of the relation, by its name, its label or another heading of it; one of
    `WHO`; "at"; "event.kind", which relation it is; or "event.number", the name of the event in its source. What a
    column of another name says is kept with the event as it came.

    Args:
        data: whatever `crmkit.intake.reading.read` understands.
        source: name of the source.
        kind: relation of every row, in the plural or the singular, where no column says it.
        mapping: column to what it means, where the heading does not say it; None leaves the column out.
        region: two-letter country code, for numbers, dates and amounts that name none.
        zone: IANA name of the zone in which the times are written.
        schema: what declares the relations.

    Raises:
        InputError: it cannot be read.
        UnknownNameError: there is no such kind, column or meaning.
        SchemaError: no column says when, whose or which events these are, or two say the same.

    >>> from crmkit.schema.customer import CUSTOMER
    >>> rows = [{"E-mail": "anna@example.org", "Date": "2026-03-01 09:00", "Status": "open"}]
    >>> found = read_events(rows, source="desk", kind="tickets", schema=CUSTOMER)
    >>> found.named[0].who, found.named[0].event.kind, dict(found.named[0].event.data)
    (('email', 'anna@example.org'), 'ticket', {'status': 'open'})
    """
    table = read(data)
    relations = relations_of(schema, kind)
    columns = event_columns(table, source=source, kind=kind, given=mapping or {}, schema=schema)
    reader = _Reader(
        source=source,
        targets=columns.targets,
        month_first=columns.month_first,
        kept=frozenset(columns.unused) - frozenset(mapping or {}),
        relations={heading_key(name): one for one in relations for name in (one.singular, one.name)},
        only=relations[0] if kind is not None else None,
        who=customer_fields(schema),
        clock=Clock(zone, region),
    )
    return reader.read(table, columns)


@frozen(kw_only=True)
class _Reader:
    """Reads the rows of one table."""

    source: str
    targets: Mapping[str, str]
    month_first: frozenset[str]
    kept: frozenset[str]
    relations: Mapping[str, Relation]
    only: Relation | None
    who: Mapping[str, Field]
    clock: Clock
    names: Names = field(factory=Names)

    def read(self, table: Table, columns: Columns) -> EventRows:
        named: list[Named] = []
        aside: list[Quarantined] = []
        skipped: list[Skipped] = []
        seen: set[str] = set()
        rows_in = 0
        for line in table.rows:
            if isinstance(line, Row):
                content = content_of(line.cells)
                self.names.claim(*self._number(self._cells(line), content), content)
        for line in table.rows:
            rows_in += 1
            match line:
                case Skip():
                    skipped.append(Skipped(self.source, line.line, line.reason))
                case Fault():
                    aside.append(Quarantined(self.source, line.line, line.cells, line.reasons, line.text))
                case Row() if (content := content_of(line.cells)) in seen:
                    skipped.append(Skipped(self.source, line.line, "same row twice in the file"))
                case Row():
                    seen.add(content)
                    match self._event(line, content):
                        case Named() as one:
                            named.append(one)
                        case reasons:
                            aside.append(Quarantined(self.source, line.line, line.cells, reasons))
        return EventRows(
            source=self.source,
            origin=table.origin,
            mapping=columns,
            rows_in=rows_in,
            named=tuple(named),
            aside=tuple(aside),
            skipped=tuple(skipped),
        )

    def _event(self, row: Row, content: str) -> Named | tuple[Finding, ...]:
        cells = self._cells(row)
        relation = self._relation(cells)
        moment = self.clock.read(cells.get(AT))
        who = next(((name, cells[name]) for name in WHO if name in cells), None)
        faults: list[Finding] = []
        if relation is None:
            near = near_names(str(cells.get(KIND, "")), [one.singular for one in self.relations.values()], limit=1)
            meant = f"; perhaps {near[0]!r} is meant" if near else ""
            faults.append(_fault("kind_unknown", f"The schema has no such kind of event{meant}.", KIND))
        if moment is None:
            faults.append(_fault("undated", "The date of the event is missing, or cannot be read.", AT))
        value = None if who is None else self._value(*who)
        if value is None:
            faults.append(_fault("nobody", "Nothing valid in the row names a customer.", who[0] if who else "customer"))
        data = dict(self._data(cells, relation, faults)) if relation is not None else {}
        if relation is None or moment is None or who is None or value is None or faults:
            return tuple(faults)
        declared = {one.name for one in relation.fields}
        data |= {
            f"{column}~2" if column in declared else column: cell
            for column, cell in row.cells.items()
            if column in self.kept and _is_said(cell)
        }
        kind, number = self._number(cells, content)
        event = Interaction(
            id=f"{kind}:{self.source}/{self.names.unique(kind, number, content)}",
            kind=kind,
            at=moment.start,
            ref="",
            data=data,
        )
        name = who[0]
        key = naming_key(self.who[name], value) if name in self.who else str(value)
        return Named(who=(name, key), value=value, event=event, line=row.line, cells=row.cells)

    def _cells(self, row: Row) -> dict[str, Scalar]:
        """Give what is said, by its meaning, without guards against formulas."""
        found: dict[str, Scalar] = {}
        for column, target in self.targets.items():
            cell = row.cells.get(column)
            if isinstance(cell, str):
                cell = unguarded(cell).strip()
                cell = month_named(cell) if cell and column in self.month_first else cell
            if _is_said(cell):
                found[target] = cell
        return found

    def _relation(self, cells: Mapping[str, Scalar]) -> Relation | None:
        return self.only or self.relations.get(heading_key(str(cells.get(KIND, ""))))

    def _number(self, cells: Mapping[str, Scalar], content: str) -> tuple[str, str]:
        """Name an event by its id or its number in its source, else by what the row says."""
        relation = self._relation(cells)
        kind = relation.singular if relation else ""
        numbered = relation and any(one.name == "number" and one.type in _CODES for one in relation.fields)
        said = cells.get(NUMBER, cells.get("number") if numbered else None)
        return kind, digest(content, length=24) if said is None else short_name(str(said))

    def _value(self, name: str, cell: Scalar) -> Any:
        return clean_cell(self.who[name].semantic_type, cell, self.clock.region).value if name in self.who else cell

    def _data(
        self, cells: Mapping[str, Scalar], relation: Relation, faults: list[Finding]
    ) -> Iterator[tuple[str, Any]]:
        declared = {one.name: one for one in relation.fields if one.name != AT}
        if "number" in declared and NUMBER in cells:
            cells = {"number": cells[NUMBER], **cells}
        for name, cell in cells.items():
            if name not in declared:
                if name not in HEADINGS_OF and name not in WHO:
                    yield name, cell  # a field of another kind of event
                continue
            as_type = declared[name].semantic_type
            priced = as_type.name == "money" and CURRENCY in cells and CURRENCY not in declared
            value = clean_cell(as_type, f"{cell} {cells[CURRENCY]}" if priced else cell, self.clock.region).value
            if value is None:
                faults.append(_fault("invalid", f"The cell is no {declared[name].type_name}.", declared[name].path))
            else:
                yield name, value


def naming_key(by: Field, value: Any) -> str:
    """Write a value by which a customer is named so that equal ones are equal texts, as when duplicates are found.

    >>> from crmkit.schema.customer import CUSTOMER
    >>> naming_key(CUSTOMER.find("email"), "Anna@example.org")
    'anna@example.org'
    """
    return next(iter(by.semantic_type.keys(value)), str(value))


def _is_said(cell: Scalar) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _fault(code: str, message: str, name: str) -> Finding:
    return Finding(f"event.{code}", message, Severity.ERROR, field=name)
