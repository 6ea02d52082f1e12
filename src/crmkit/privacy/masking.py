"""Values of a customer as a log may show them: that there is one, and not which."""

from collections.abc import Mapping
from typing import Any

from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema

HIDDEN = "…"
"""What stands for a value that nothing may be shown of."""


def mask_values(values: Mapping[str, Any], *, schema: Schema = CUSTOMER) -> dict[str, str | tuple[str, ...]]:
    """Mask each value by the type of its field; a field that the schema does not know is hidden whole.

    >>> mask_values({"shoe_size": 43})
    {'shoe_size': '…'}
    """
    return {name: _masked(name, value, schema) for name, value in values.items()}


def _masked(name: str, value: Any, schema: Schema) -> str | tuple[str, ...]:
    known = {one.name: one for one in schema.fields}
    if name not in known or value is None:
        return HIDDEN
    kind = known[name].semantic_type
    if isinstance(value, tuple | list):
        return tuple(kind.mask(one) for one in value)
    return kind.mask(value)
