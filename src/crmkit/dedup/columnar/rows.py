"""Duplicates among clean source rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from crmkit.dedup.columnar.tables import Label, find_duplicates
from crmkit.dedup.duplicates import Duplicates
from crmkit.dedup.model import Model
from crmkit.records import CleanRecord, Progress
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema
from crmkit.schema.own_fields import own_fields
from crmkit.schema.types.base import SemanticType

_COLUMNS: Mapping[str, str] = {
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


def find_among_rows(
    rows: Sequence[CleanRecord],
    *,
    schema: Schema = CUSTOMER,
    model: Model | None = None,
    labels: Iterable[Label] = (),
    min_probability: float | None = None,
    region: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Duplicates[pl.DataFrame]:
    """Find the source rows that are the same party; their refs are the ids.

    Args:
        rows: clean rows.
        schema: what a customer is; a field that only it knows is compared where its sensitivity says that it identifies
            somebody, or reaches her.
        model: how to find them; the shipped model when None.
        labels: pairs of refs that a person judged, and whether they are the same.
        min_probability: probability from which a pair is "same"; the model's when None.
        region: two-letter country code, for national phone numbers.
        progress: told about each step.
    """
    own = {
        name: one.semantic_type
        for name, one in own_fields(schema).items()
        if one.sensitivity in _IDENTIFYING and "match" in one.uses
    }
    cells: dict[str, list[Any]] = {column: [] for column in (*_COLUMNS, *own)}
    for row in rows:
        given = _cells(row) | _own_cells(row, own)
        for column, held in cells.items():
            held.append(given.get(column))
    columns = {column: pl.Series(held, dtype=_dtype(column, own)) for column, held in cells.items()}
    return find_duplicates(
        pl.DataFrame({"ref": pl.Series([row.ref for row in rows], dtype=pl.String), **columns}),
        fields={**_COLUMNS, **own},
        id_column="ref",
        model=model,
        labels=labels,
        min_probability=min_probability,
        region=region,
        progress=progress,
    )


_MANY = frozenset({"email", "phone", "customer_number", "loyalty_card"})


_IDENTIFYING = frozenset({"id", "contact", "fin", "natid"})


def _dtype(column: str, own: Mapping[str, SemanticType[Any]]) -> pl.DataType:
    return pl.List(pl.String) if column in _MANY or column in own else pl.String()


def _own_cells(row: CleanRecord, own: Mapping[str, SemanticType[Any]]) -> dict[str, Any]:
    return {
        name: [value if isinstance(value, str) else as_type.caption(value) for value in row.values.get(name, ())]
        for name, as_type in own.items()
    }


def _cells(row: CleanRecord) -> dict[str, Any]:
    cells: dict[str, Any] = {name: [str(value) for value in row.values.get(name, ())] or None for name in _MANY}
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
    return cells
