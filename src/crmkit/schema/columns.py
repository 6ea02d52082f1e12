"""Cleaning a column: once per distinct cell."""

from collections.abc import Iterable
from typing import Any

from crmkit.schema.types.base import Cleaned, SemanticType
from crmkit.schema.types.catalogue import find_type


def clean_column(
    values: Iterable[object], as_type: str | SemanticType[Any], *, region: str | None = None
) -> list[Cleaned[Any]]:
    """Clean the cells of a column, in their order; equal cells are cleaned once and share their result.

    Raises:
        UnknownNameError: there is no such type; near names are offered.

    >>> [cleaned.value for cleaned in clean_column(["Suisse", "CH", None, "Suisse"], "country")]
    ['CH', 'CH', None, 'CH']
    """
    semantic_type = find_type(as_type)
    known: dict[tuple[type, object], Cleaned[Any]] = {}
    column = []
    for value in values:
        try:
            cell = (type(value), value)
            cleaned = known.get(cell)
            if cleaned is None:
                cleaned = known[cell] = semantic_type.clean(value, region=region)
        except TypeError:  # a list or a dict cannot be looked up
            cleaned = semantic_type.clean(value, region=region)
        column.append(cleaned)
    return column
