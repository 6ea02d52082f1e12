"""Cleaning one cell."""

from typing import Any

from crmkit.schema.types.base import Cleaned, SemanticType
from crmkit.schema.types.catalogue import find_type


def clean(value: object, as_type: str | SemanticType[Any], *, region: str | None = None) -> Cleaned[Any]:
    """Clean one cell as a semantic type; never raises on bad data.

    Args:
        value: the cell: text, number, date, None, or a canonical value of the type.
        as_type: name of a semantic type, such as "email", or an instance of one.
        region: two-letter country code that decides what a national number, a postcode or an amount means.

    Raises:
        UnknownNameError: there is no such type; near names are offered.

    >>> clean(" Jean.Dupont+news@Gmail.com ", "email").value
    'Jean.Dupont+news@gmail.com'
    """
    return find_type(as_type).clean(value, region=region)
