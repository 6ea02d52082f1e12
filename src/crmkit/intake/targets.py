"""What a column can mean."""

import re
from collections.abc import Collection
from typing import Final

from crmkit.exceptions import UnknownNameError
from crmkit.schema.types.catalogue import TYPES

CUSTOMER_TARGETS: Final = frozenset({
    "person_name", "given_name", "family_name", "birth_name", "prefix", "birth_date", "gender", "language",
    "email", "phone", "website", "organisation_name", "job_title", "postal_address", "street", "house_number",
    "address_extra", "postcode", "locality", "region", "country", "customer_number", "loyalty_card", "identifier",
    "customer_since", "note", "text",
})  # fmt: skip
"""Columns that describe the customer; `crmkit.schema.assembly` turns them into values."""

IDENTIFYING: Final = frozenset({
    "person_name", "given_name", "family_name", "birth_name", "organisation_name", "email", "phone", "postal_address",
    "street", "customer_number", "loyalty_card", "identifier",
})  # fmt: skip
"""Columns by which somebody can be recognised; a mapping needs one of them."""

ROW_TARGETS: Final = frozenset({"source_key", "updated_at"})
"""Columns about the row itself."""

EVENT_KINDS: Final = ("order", "ticket", "call")
"""Kinds of interactions; a column event.kind says which one a row is."""

EVENT_TARGETS: Final = frozenset({
    "order.number", "order.at", "order.total", "order.currency", "order.status", "order.product", "order.channel",
    "ticket.number", "ticket.at", "ticket.status", "ticket.subject", "ticket.channel",
    "call.number", "call.at", "call.status", "call.subject", "call.channel",
    "event.kind", "event.number", "event.at", "event.status", "event.subject", "event.channel",
})  # fmt: skip
"""Columns about something that happened."""

TARGETS: Final = frozenset({
    *CUSTOMER_TARGETS, *ROW_TARGETS, *EVENT_TARGETS, "consent.at", "consent.method", "consent.notice",
})  # fmt: skip
"""What a column can mean, beside the families consent.<purpose>.<channel> and withdrawal.<purpose>.<channel>."""

_TYPE_OF_TARGET: Final = {
    "birth_date": "date",
    "birth_name": "family_name",
    "customer_since": "date",
    "updated_at": "date",
    "website": "url",
}
_FAMILY: Final = re.compile(r"(?:consent|withdrawal)\.(?:\*|[a-z][a-z0-9_]*)\.(?:\*|[a-z][a-z0-9_]*)")
_EXAMPLES: Final = ("consent.newsletter.email", "consent.offers.phone", "withdrawal.newsletter.email")


def check_target(name: str, own: Collection[str] = ()) -> str:
    """Give the name of a target back when it exists.

    Args:
        name: the target.
        own: fields that only the schema in use knows.

    Raises:
        UnknownNameError: with near names.

    >>> check_target("consent.newsletter.email")
    'consent.newsletter.email'
    """
    if name in TARGETS or name in own or _FAMILY.fullmatch(name):
        return name
    raise UnknownNameError("target of a column", name, (*own, *TARGETS, *_EXAMPLES))


def type_of(meaning: str) -> str | None:
    """Find the semantic type of what a column means; None when no single type has its cells.

    Args:
        meaning: a target, or the name of a semantic type.

    Raises:
        UnknownNameError: it is neither; near names are offered.

    >>> type_of("birth_date"), type_of("email"), type_of("money"), type_of("order.number")
    ('date', 'email', 'money', None)
    """
    if meaning in TYPES:
        return meaning
    if meaning in TARGETS or _FAMILY.fullmatch(meaning):
        return _TYPE_OF_TARGET.get(meaning)
    raise UnknownNameError("semantic type", meaning, (*TYPES, *TARGETS))


def is_single(target: str) -> bool:
    """Say whether at most one column of a table can mean this.

    >>> is_single("order.number"), is_single("phone")
    (True, False)
    """
    return target in ROW_TARGETS or "." in target


def is_dated(target: str) -> bool:
    """Say whether the cells of a column that means this are dates.

    >>> is_dated("order.at"), is_dated("birth_date"), is_dated("order.number")
    (True, True, False)
    """
    return _TYPE_OF_TARGET.get(target) == "date" or target.endswith(".at") or target.startswith("withdrawal.")
