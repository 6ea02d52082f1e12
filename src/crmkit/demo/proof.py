"""Prove an audience a second time, straight from the ledger, by code that shares nothing with the decision."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from crmkit.records import ANY, ConsentEvent, Customer

STOPS = frozenset({"refuse", "withdraw", "object", "restrict", "suppress", "invalidate"})


def without_consent(
    members: Iterable[tuple[str, str]],
    *,
    customers: Mapping[str, Customer],
    events: Iterable[ConsentEvent],
    purpose: str,
    channel: str,
    at: datetime,
    lasts: Mapping[str, timedelta] = MappingProxyType({}),
) -> tuple[str, ...]:
    """List the members of an audience who have no living grant, or a stop that is not older than it.

    A member passes only if one of her own source rows, or nobody in particular but this very contact point, granted
    this purpose by this channel for this point, the grant still lasts, and no stop that touches the purpose, the
    channel and the point came at the same time or later.

    Args:
        members: customer id and contact point, such as "email:a@example.org".
        customers: customer id to customer, whose source rows and country count.
        events: the whole ledger.
        purpose: last part of the purpose's key, such as "newsletter".
        channel: such as "email".
        at: the instant of the audience.
        lasts: country to how long a consent lasts there; it has no end in a country left out.

    >>> anna = Customer(id="c-1", kind="person", values={}, refs=("shop/1",))
    >>> without_consent(
    ...     [("c-1", "email:a@example.org")],
    ...     customers={"c-1": anna},
    ...     events=[],
    ...     purpose="newsletter",
    ...     channel="email",
    ...     at=datetime.fromisoformat("2026-03-01T00:00:00+00:00"),
    ... )
    ('c-1',)
    """
    ledger = [event for event in events if event.at <= at]
    offenders = []
    for customer, point in members:
        own = {*customers[customer].refs, customer}
        life = lasts.get(customers[customer].values.get("country", ""))
        mine = [
            event
            for event in ledger
            if event.ref in own or (event.point == point and (event.ref is None or event.act == "suppress"))
        ]
        grants = [
            event
            for event in mine
            if event.act == "grant"
            and event.purpose.rpartition(".")[2] == purpose
            and event.channel in {channel, ANY}
            and event.point == point
            and event.until <= at
            and (life is None or at < event.at + life)
        ]
        stops = [
            event
            for event in mine
            if event.act in STOPS
            and (event.purpose == ANY or event.purpose.rpartition(".")[2] in {purpose, "marketing"})
            and event.channel in {channel, ANY}
            and event.point in {point, ANY}
        ]
        if not any(all(stop.until < grant.at for stop in stops) for grant in grants):
            offenders.append(customer)
    return tuple(offenders)
