"""Take a table in: one outcome for each of its lines, and no line lost."""

from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from datetime import datetime
from typing import Any, Final

from attrs import field, frozen

from crmkit.exceptions import SchemaError
from crmkit.intake.interactions import parts_by_kind
from crmkit.intake.mapping import Mapping
from crmkit.intake.moments import Clock
from crmkit.intake.naming import Names, content_of, row_key
from crmkit.intake.outcomes import Outcome, Quarantined, Skipped, Taken
from crmkit.intake.row_reader import RowReader, single_cells
from crmkit.intake.table import Fault, Row, Skip, Table
from crmkit.intake.targets import IDENTIFYING
from crmkit.records import instant, short_name
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema
from crmkit.schema.own_fields import own_fields
from crmkit.schema.types.base import Finding, Severity

NOBODY: Final = Finding(
    "row.no_identity",
    "Nothing valid says who this is: no name, contact, organisation, card or number.",
    Severity.ERROR,
)
"""What is said of a row that says of nobody that it is about them."""

_IDENTITY = ("name", "organisation", "email", "phone", "customer_number", "loyalty_card", "identifier")


def intake(
    table: Table,
    *,
    source: str,
    mapping: Mapping,
    batch: str,
    now: datetime,
    region: str | None = None,
    zone: str = "UTC",
    schema: Schema = CUSTOMER,
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
        schema: what a customer is.

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
    reader = RowReader(
        source=source,
        targets=targets,
        month_first=mapping.month_first,
        given=mapping.given,
        batch=batch,
        now=instant(now),
        clock=Clock(zone, region),
        own=own_fields(schema),
    )
    return _Walk(reader).outcomes(table)


@frozen
class _Walk:
    reader: RowReader
    names: Names = field(factory=Names)

    def outcomes(self, table: Table) -> Iterator[Outcome]:
        source = self.reader.source
        for line in table.rows:
            if isinstance(line, Row):
                self._claim_names(line)
        seen: set[tuple[str, str]] = set()
        for line in table.rows:
            match line:
                case Skip():
                    yield Skipped(source, line.line, line.reason)
                case Fault():
                    yield Quarantined(source, line.line, line.cells, line.reasons, line.text)
                case Row():
                    name = (row_key(self.reader.mapped(line.cells)), content_of(line.cells))
                    if name in seen:
                        yield Skipped(source, line.line, "same row twice in the file")
                    else:
                        seen.add(name)
                        yield self._take(line, *name)

    def _claim_names(self, row: Row) -> None:
        mapped, content = self.reader.mapped(row.cells), content_of(row.cells)
        self.names.claim("row", row_key(mapped), content)
        for kind, parts in parts_by_kind(single_cells(mapped)).items():
            number = parts.get("number")
            if number is not None:
                self.names.claim(kind, short_name(str(number).strip()), content)

    def _take(self, row: Row, key: str, content: str) -> Taken | Quarantined:
        taken = self.reader.read(
            row.cells,
            key=self.names.unique("row", key, content),
            line=row.line,
            name_event=lambda kind, number: self.names.unique(kind, number, content),
        )
        if identifies(taken.clean.values):
            return taken
        return Quarantined(taken.record.source, row.line, taken.record.raw, (NOBODY, *taken.clean.findings))


def identifies(values: AnyMapping[str, tuple[Any, ...]]) -> bool:
    """Tell whether a row says who it is about: by a name, a contact, an organisation, a number or an address."""
    if any(values.get(name) for name in _IDENTITY):
        return True
    return any(address.street for address in values.get("address", ()))
