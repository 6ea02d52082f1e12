"""What the names in a segment mean: a schema seen through the eyes of the checker."""

from typing import Final, cast

from crmkit.schema.fields import Field, Relation, Schema
from crmkit.segment.nodes import Family, Matching, Meaning

AGE: Final = Meaning(
    family="number",
    label=(("en", "age"), ("fr", "âge")),
    sensitivity="id",
    derived="age",
)
"""The virtual field `age`: whole years between the date of birth and now."""


def field_names(schema: Schema) -> tuple[str, ...]:
    """List every name a condition may begin with."""
    names = tuple(one.name for one in schema.fields)
    return (*names, "age") if _has_birth_date(schema) and "age" not in names else names


def find_field(schema: Schema, name: str) -> Meaning | None:
    """Find what a field of the customer means, or None.

    >>> from crmkit.schema.customer import CUSTOMER
    >>> find_field(CUSTOMER, "email").many, find_field(CUSTOMER, "emial")
    (True, None)
    """
    field = _named(schema.fields, name)
    if field is not None:
        return _meaning(field, schema.fields)
    return AGE if name == "age" and _has_birth_date(schema) else None


def find_row_field(relation: Relation, name: str) -> Meaning | None:
    """Find what a field of a related row means, or None."""
    field = _named(relation.fields, name)
    return None if field is None else _meaning(field, relation.fields)


def _named(fields: tuple[Field, ...], name: str | None) -> Field | None:
    return next((one for one in fields if one.name == name), None)


def _meaning(field: Field, fields: tuple[Field, ...]) -> Meaning:
    kind = field.semantic_type
    whole = _named(fields, field.part_of)
    return Meaning(
        family=cast("Family", kind.operators),
        many=field.many or (whole is not None and whole.many),
        matching=cast("Matching", kind.matching) if kind.operators == "text" else "exact",
        type=kind,
        label=tuple(sorted(field.labels.items())),
        sensitivity=field.sensitivity,
        nullable=field.nullable,
        part_of=field.part_of,
        whole=whole.semantic_type if whole else None,
    )


def _has_birth_date(schema: Schema) -> bool:
    return any(one.name == "birth_date" and one.semantic_type.operators == "date" for one in schema.fields)
