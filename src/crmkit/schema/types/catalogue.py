"""The semantic types by name; a type's file is imported when the type is first asked for."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from crmkit.exceptions import UnknownNameError
from crmkit.schema.types.base import SemanticType

TYPES: Final[Mapping[str, str]] = {
    "email": "EMAIL",
    "phone": "PHONE",
    "person_name": "PERSON_NAME",
    "given_name": "GIVEN_NAME",
    "family_name": "FAMILY_NAME",
    "organisation_name": "ORGANISATION_NAME",
    "postal_address": "POSTAL_ADDRESS",
    "street": "STREET",
    "house_number": "HOUSE_NUMBER",
    "postcode": "POSTCODE",
    "locality": "LOCALITY",
    "region": "REGION",
    "country": "COUNTRY",
    "language": "LANGUAGE",
    "date": "DATE",
    "instant": "INSTANT",
    "money": "MONEY",
    "currency": "CURRENCY",
    "choice": "CHOICE",
    "boolean": "BOOLEAN",
    "integer": "INTEGER",
    "decimal": "DECIMAL",
    "text": "TEXT",
    "url": "URL",
    "identifier": "IDENTIFIER",
    "social_profile": "SOCIAL_PROFILE",
    "iban": "IBAN",
    "bic": "BIC",
    "vat": "VAT",
    "siren": "SIREN",
    "siret": "SIRET",
    "che_uid": "CHE_UID",
    "lei": "LEI",
    "duns": "DUNS",
    "gtin": "GTIN",
    "avs": "AVS",
    "nir": "NIR",
    "steuer_id": "STEUER_ID",
}
"""Name of a type to its instance in the file of the same name: "email" is EMAIL in types/email.py."""

_loaded: dict[str, SemanticType[Any]] = {}


def find_type(name_or_type: str | SemanticType[Any]) -> SemanticType[Any]:
    """Find a semantic type by name; an instance is given back as it is.

    Raises:
        UnknownNameError: there is no such type; near names are offered.

    >>> find_type("email").name
    'email'
    """
    if isinstance(name_or_type, SemanticType):
        return name_or_type
    found = _loaded.get(name_or_type)
    if found is None:
        if name_or_type not in TYPES:
            raise UnknownNameError("semantic type", name_or_type, TYPES)
        module = import_module(f"crmkit.schema.types.{name_or_type}")
        found = _loaded[name_or_type] = getattr(module, TYPES[name_or_type])
    return found
