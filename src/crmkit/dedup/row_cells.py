"""The cells of a clean source row that tell who it is about."""

from collections.abc import Mapping
from typing import Any, Final

from crmkit.records import CleanRecord
from crmkit.schema.fields import Schema
from crmkit.schema.own_fields import own_fields
from crmkit.schema.types.base import SemanticType

COLUMNS: Final[Mapping[str, str]] = {
    "given": "given_name",
    "family": "family_name",
    "suffix": "suffix",
    "prefix": "prefix",
    "organisation": "organisation_name",
    "birth_date": "birth_date",
    "email": "email",
    "phone": "phone",
    "customer_number": "customer_number",
    "loyalty_card": "loyalty_card",
    "street": "street",
    "house_number": "house_number",
    "address_extra": "address_extra",
    "postcode": "postcode",
    "locality": "locality",
    "region": "region",
    "country": "country",
}
"""Column to what it means for matching."""

MANY: Final = ("email", "phone", "customer_number", "loyalty_card")
"""Columns of which a row can have several values."""

_IDENTIFYING = frozenset({"id", "contact", "fin", "natid"})


def own_columns(schema: Schema) -> dict[str, SemanticType[Any]]:
    """Choose the fields that only a schema knows and that tell who somebody is: their sensitivity says so."""
    return {
        name: one.semantic_type
        for name, one in own_fields(schema).items()
        if one.sensitivity in _IDENTIFYING and "match" in one.uses
    }


def cells_of(row: CleanRecord, own: Mapping[str, SemanticType[Any]]) -> dict[str, Any]:
    """Lay the values of a row out as cells, by column.

    Args:
        row: a clean row.
        own: what `own_columns` chose.

    >>> from datetime import UTC, datetime
    >>> row = CleanRecord(
    ...     ref="crm/1",
    ...     source="crm",
    ...     as_of=datetime(2026, 3, 1, tzinfo=UTC),
    ...     kind="person",
    ...     values={"email": ("anna@example.org",)},
    ... )
    >>> cells_of(row, {})
    {'email': ['anna@example.org'], 'phone': None, 'customer_number': None, 'loyalty_card': None}
    """
    cells: dict[str, Any] = {name: [str(value) for value in row.values.get(name, ())] or None for name in MANY}
    for name in row.values.get("name", ())[:1]:
        cells |= {"given": name.given_name, "family": name.family_name}
        cells |= {"suffix": name.suffix, "prefix": name.prefix}
    for organisation in row.values.get("organisation", ())[:1]:
        cells["organisation"] = str(organisation)
    for born in row.values.get("birth_date", ())[:1]:
        cells["birth_date"] = f"{born.year or 0:04d}{born.month or 0:02d}{born.day or 0:02d}" if born.year else None
    for address in row.values.get("address", ())[:1]:
        cells |= {
            "street": address.street,
            "house_number": address.house_number,
            "address_extra": address.extra,
            "postcode": address.postcode,
            "locality": address.locality,
            "region": address.region,
            "country": address.country,
        }
    for name, as_type in own.items():
        held = row.values.get(name, ())
        cells[name] = [value if isinstance(value, str) else as_type.caption(value) for value in held]
    return cells
