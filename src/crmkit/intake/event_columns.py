"""What the columns of a table of events mean: which kind, when, whose, and fields of the relation."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.intake.mapping import ColumnMapping, heading_key
from crmkit.intake.mapping import Mapping as Columns
from crmkit.intake.table import Table
from crmkit.schema.field import Field
from crmkit.schema.fields import Relation, Schema
from crmkit.schema.headings.reading import tidied
from crmkit.schema.types.dates.order import date_order

WHO: Final = ("customer", "customer_number", "loyalty_card", "email", "phone")
"""What a column can name a customer by; "customer" is an id that she ever had, or the ref of a source row."""

KIND: Final = "event.kind"
NUMBER: Final = "event.number"
AT: Final = "at"
CURRENCY: Final = "currency"

HEADINGS_OF: Final[Mapping[str, str]] = {
    KIND: "event,event kind,event type,event name,kind,type,activity",
    NUMBER: "event id,event number,activity id,id,uuid,no,nr,number",
    AT: "at,date,time,timestamp,datetime,created,created at,occurred at,happened at,started at",
    CURRENCY: "currency,devise,monnaie,währung",
    "customer": "customer,customer ref,crmkit id,source row",
}
"""What is no field, to its headings, the plainest first."""

_SAMPLE: Final = 300
_DATES: Final = ("date", "instant")


def event_columns(
    table: Table, *, source: str, kind: str | None, given: Mapping[str, str | None], schema: Schema
) -> Columns:
    """Tell what the columns of a table of events mean, by their headings.

    Args:
        table: what a reader gave.
        source: name of the source.
        kind: relation of every row, where no column says it.
        given: column to what it means, where the heading does not say it; None leaves the column out.
        schema: what declares the relations.

    Raises:
        UnknownNameError: there is no such kind, column or meaning.
        SchemaError: no column says when, whose or which events these are, or two say the same.

    >>> from crmkit.intake.reading import read
    >>> from crmkit.schema.customer import CUSTOMER
    >>> table = read([{"E-mail": "anna@example.org", "Date": "2026-03-01", "Statut": "open"}])
    >>> event_columns(table, source="desk", kind="ticket", given={}, schema=CUSTOMER).targets
    {'E-mail': 'email', 'Date': 'at', 'Statut': 'status'}
    """
    relations = relations_of(schema, kind)
    named_by = customer_fields(schema)
    fields = {one.name: one for relation in relations for one in relation.fields}
    targets = {*fields, *HEADINGS_OF, *named_by} - ({KIND} if kind is not None else set())
    for column, target in given.items():
        if column not in table.headings:
            raise UnknownNameError(f"column of {table.origin}", column, table.headings)
        if target is not None and target not in targets:
            raise UnknownNameError("meaning of a column of events", target, sorted(targets))
    meant: dict[str, str | None] = dict(given)
    for target, headings in _called([*fields.values(), *named_by.values()]):
        free = {_key(column): column for column in reversed(table.headings) if column not in meant}
        found = next((free[heading] for heading in headings if heading in free), None)
        if found is not None and target in targets and target not in meant.values():
            meant[found] = target
    _check(table, meant, kind=kind)
    sample = table.sample(_SAMPLE)
    dated = {AT} | {name for name, one in fields.items() if one.type in _DATES}
    mapped = [
        ColumnMapping(
            column,
            target,
            1.0 if target else 0.0,
            "given" if column in given else "its heading" if target else "kept as it is",
            target in dated and date_order([row.cells.get(column) for row in sample]).order == "month",
        )
        for column, target in ((column, meant.get(column)) for column in table.headings)
    ]
    return Columns(source, mapped, fields=sorted(targets))


def relations_of(schema: Schema, kind: str | None) -> tuple[Relation, ...]:
    """List the relations that rows may belong to.

    Raises:
        UnknownNameError: there is no such kind.
    """
    return schema.relations if kind is None else (schema.relation(kind),)


def customer_fields(schema: Schema) -> dict[str, Field]:
    """List the fields by which a row can name a customer, by name."""
    return {one.name: one for one in schema.fields if one.name in WHO}


def _key(heading: str) -> str:
    return heading_key(tidied(heading))


def _called(fields: Iterable[Field]) -> Iterator[tuple[str, list[str]]]:
    """Give each meaning with the headings that have it; what is no field comes first."""
    for target, words in HEADINGS_OF.items():
        yield target, [_key(word) for word in words.split(",")]
    for one in fields:
        others = (word for words in one.aliases.values() for word in words)
        yield one.name, [_key(word) for word in (one.name, *one.labels.values(), *others)]


def _check(table: Table, meant: Mapping[str, str | None], *, kind: str | None) -> None:
    used = [target for target in meant.values() if target is not None]
    twice = [target for target in dict.fromkeys(used) if used.count(target) > 1]
    if twice:
        raise SchemaError(f"Two columns of {table.origin} mean {twice[0]!r}; map one of them to None.")
    if not table.headings:
        return
    lacks = [
        words
        for words, there in (
            (f"when it happened ({AT})", AT in used),
            (f"whose event it is ({', '.join(WHO)})", not set(used).isdisjoint(WHO)),
            (f"what happened ({KIND})", kind is not None or KIND in used),
        )
        if not there
    ]
    if lacks:
        raise SchemaError(
            f"No column of {table.origin} says {', nor '.join(lacks)}; its columns are "
            f"{', '.join(map(repr, table.headings[:12]))}. Say by mapping what they mean"
            f"{', or give the kind of every row' if kind is None else ''}."
        )
