"""The values of a customer: written as JSON data, read back, and their facets read off."""

from collections.abc import Iterable, Mapping
from typing import Any

from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema

Values = Mapping[str, tuple[Any, ...]]


def dump_values(values: Values, schema: Schema = CUSTOMER) -> dict[str, list[Any]]:
    """Write a mapping of field to values as JSON data.

    Raises:
        UnknownNameError: for a field the schema does not have.

    >>> from crmkit.schema.types.organisation_name import OrganisationName
    >>> dump_values({"organisation": (OrganisationName("Garage du Lac", "Sàrl"),), "email": ("info@example.ch",)})
    {'organisation': [{'name': 'Garage du Lac', 'legal_form': 'Sàrl'}], 'email': ['info@example.ch']}
    """
    return {name: [schema.find(name).semantic_type.dump(one) for one in held] for name, held in values.items()}


def load_values(data: Mapping[str, Iterable[Any]], schema: Schema = CUSTOMER) -> dict[str, tuple[Any, ...]]:
    """Read what `dump_values` wrote.

    Raises:
        UnknownNameError: for a field the schema does not have.

    >>> load_values({"email": ["info@example.ch"]})
    {'email': ('info@example.ch',)}
    """
    return {name: tuple(schema.find(name).semantic_type.load(one) for one in held) for name, held in data.items()}


def facets(values: Values, schema: Schema = CUSTOMER) -> dict[str, Any]:
    """Read the facets off composite values, such as the postcode off the address; of several values the first counts.

    A facet with nothing is absent, and so are those of fields the schema does not have.

    >>> from crmkit.schema.types.person_name import PersonName
    >>> facets({"name": (PersonName(given="Anna", family="Berg", particle="von"),)})
    {'given_name': 'Anna', 'family_name': 'von Berg'}
    """
    found: dict[str, Any] = {}
    parts: dict[str, Mapping[str, Any]] = {}
    for declared in schema.fields:
        whole = declared.part_of
        if not whole or not values.get(whole):
            continue
        if whole not in parts:
            parts[whole] = schema.find(whole).semantic_type.parts(values[whole][0])
        part = parts[whole].get(declared.name)
        if part is not None:
            found[declared.name] = part
    return found
