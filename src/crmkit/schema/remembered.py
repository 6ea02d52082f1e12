"""Steps of putting a row together that remember their results, since rows repeat cells, addresses and findings.

Types are pure and their results frozen, so a result can be shared; the least recently used ones are forgotten.
"""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from attrs import evolve

from crmkit.schema.types.base import Cleaned, Finding, SemanticType
from crmkit.schema.types.catalogue import find_type
from crmkit.schema.types.postal_address import POSTAL_ADDRESS, PostalAddress

_LONGEST = 200


def clean_cell(as_type: str | SemanticType[Any], cell: object, region: str | None) -> Cleaned[Any]:
    """Clean a cell like `find_type(as_type).clean(cell, region=region)`; only short texts are remembered.

    >>> clean_cell("country", "Suisse", None).value
    'CH'
    """
    if type(cell) is str and len(cell) <= _LONGEST:
        return _clean_text(as_type, cell, region)
    return find_type(as_type).clean(cell, region=region)


@lru_cache(maxsize=32_768)
def _clean_text(as_type: str | SemanticType[Any], cell: str, region: str | None) -> Cleaned[Any]:
    return find_type(as_type).clean(cell, region=region)


@lru_cache(maxsize=16_384)
def address_of(parts: tuple[tuple[str, str], ...], region: str | None) -> Cleaned[PostalAddress]:
    """Make an address of its parts like `POSTAL_ADDRESS.from_parts(dict(parts), region=region)`.

    >>> address_of((("street", "Rue du Lac 12"),), None).value.house_number
    '12'
    """
    return POSTAL_ADDRESS.from_parts(dict(parts), region=region)


@lru_cache(maxsize=32_768)
def keys_of(kind: SemanticType[Any], value: Hashable) -> tuple[str, ...]:
    """Fold a canonical value into its match keys like `kind.keys(value)`.

    >>> keys_of(POSTAL_ADDRESS, PostalAddress(street="Rue du Lac", postcode="1003"))
    ('1003 lac',)
    """
    return kind.keys(value)


@lru_cache(maxsize=4_096)
def in_field(finding: Finding, name: str) -> Finding:
    """Give a finding with the field it was found in.

    >>> in_field(Finding("email.typo", "A typo."), "email").field
    'email'
    """
    return evolve(finding, field=name)
