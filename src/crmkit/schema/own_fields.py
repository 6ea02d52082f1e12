"""The fields that a user declares beside those that crmkit knows."""

from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Field, Schema

_KNOWN = frozenset(one.name for one in CUSTOMER.fields)


def own_fields(schema: Schema) -> dict[str, Field]:
    """List the fields of a schema that only it knows, by name; a column can mean each of them.

    >>> shoe_size = Field(name="shoe_size", type="decimal")
    >>> list(own_fields(Schema(name="shoes", fields=[*CUSTOMER.fields, shoe_size])))
    ['shoe_size']
    """
    return {one.name: one for one in schema.fields if one.part_of is None and one.name not in _KNOWN}
