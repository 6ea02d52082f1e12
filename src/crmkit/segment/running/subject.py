"""Who is asked about, with what."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from attrs import field, frozen

from crmkit.exceptions import CallError
from crmkit.records import Customer
from crmkit.segment import reading
from crmkit.segment.nodes import Meaning
from crmkit.segment.windows import Clock, within_calendar

Scope = Mapping[str, Any]
Consenting = Callable[[Any, str, str | None], bool]

Answer = Callable[[Scope, Any], bool]
"""Answers for the values of a customer, or of a row, and for the whole of it as the caller gave it."""

Values = Callable[[Scope, Any], tuple[Any, ...]]
"""Gives the values that something has, in the form that is compared."""


@frozen
class Subject:
    """Who, or which row, is asked about.

    Attributes:
        values: field to value.
        whole: the customer, or the row, as the caller gave it.
    """

    values: Scope
    whole: Any

    @classmethod
    def of(cls, customer: Customer | Scope) -> "Subject":
        """Look at a customer, or at a plain mapping that stands for one."""
        if isinstance(customer, Customer):
            return cls(customer.values, customer)
        if isinstance(customer, Mapping):
            return cls(customer, customer)
        raise CallError(f"A customer is a Customer or a mapping of fields, not a {type(customer).__name__}.")


@frozen
class Run:
    """What a segment is asked with.

    Attributes:
        clock: now and the zone.
        parameters: name to the values as given; each a tuple.
        consented: answers for consent, or None when nobody does.
        lists: name of a list to the ids of the customers on it, as texts.
    """

    clock: Clock
    parameters: Mapping[str, tuple[Any, ...]] = field(factory=dict)
    consented: Consenting | None = None
    lists: Mapping[str, Collection[str]] = field(factory=dict)


def identity(whole: Any) -> str | None:
    """Give the id of a customer as text, or None where there is none."""
    found = whole.id if isinstance(whole, Customer) else whole.get("id")
    return None if found is None or isinstance(found, bool) else str(found)


def raw_values(name: str, meaning: Meaning, values: Scope) -> tuple[Any, ...]:
    """Give the known values of a field as they are stored."""
    raw = values.get("birth_date" if meaning.derived == "age" else name)
    if raw is None and meaning.part_of is not None:
        wholes = reading.each(values.get(meaning.part_of))
        raw = tuple(reading.facet(whole, name, meaning) for whole in wholes)
    return tuple(one for one in reading.each(raw) if reading.is_known(one))


def all_rows(relation: str, whole: Any) -> Iterator[Scope]:
    """Give the rows of a relation."""
    rows = (whole.related if isinstance(whole, Customer) else whole).get(relation)
    for row in rows if isinstance(rows, tuple | list) else ():
        if isinstance(row, Mapping):
            yield row


def instant_of(row: Scope, clock: Clock) -> datetime | None:
    """Give the instant of a row, if it has one."""
    at = row.get("at")
    if at.__class__ is datetime and at.tzinfo is not None:
        return within_calendar(at)
    spread = reading.instants(at, clock)
    return None if spread is None else spread.low


def visible_rows(relation: str, whole: Any, clock: Clock) -> Iterator[tuple[datetime | None, Scope]]:
    """Give the rows of a relation that are not later than now, each with its instant if it has one."""
    now = clock.now
    for row in all_rows(relation, whole):
        at = instant_of(row, clock)
        if at is None or at <= now:
            yield at, row
