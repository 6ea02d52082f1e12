"""Cleaning the parts of an address that tell the place, and checking them by a directory."""

from functools import lru_cache
from typing import NamedTuple

from crmkit.schema.postal.protocol import PostalDirectory
from crmkit.schema.types.addresses.check import canton_behind, check_place, guess_country
from crmkit.schema.types.addresses.parsing import ParsedAddress
from crmkit.schema.types.base import Finding, SemanticType, Severity
from crmkit.schema.types.country import COUNTRY
from crmkit.schema.types.locality import LOCALITY
from crmkit.schema.types.postcode import POSTCODE, split_country
from crmkit.schema.types.region import REGION

_GUESSED = Finding("postal_address.country_guessed", "The postcode and the locality tell the country.", Severity.INFO)


class ReadPlace(NamedTuple):
    """The place of an address, cleaned.

    Attributes:
        postcode: as the country writes it, or None.
        locality: or None.
        region: or None.
        country: two-letter code, or None.
        read: what was noticed about country, locality and region.
        checked: what was noticed about the postcode, and whether it belongs to the locality.
    """

    postcode: str | None
    locality: str | None
    region: str | None
    country: str | None
    read: tuple[Finding, ...]
    checked: tuple[Finding, ...]


def read_place(directory: PostalDirectory, parsed: ParsedAddress, region: str | None) -> ReadPlace:
    """Clean the parts of a place, and check them.

    Args:
        directory: where postcodes are looked up.
        parsed: the parts as written; street, number and extra do not matter.
        region: two-letter code of the country where none is named.

    >>> from crmkit.schema.postal.packed import shipped_directory
    >>> read_place(shipped_directory(), ParsedAddress(postcode="75008", locality="Paris", country="France"), "CH")[:4]
    ('75008', 'Paris', None, 'FR')
    """
    findings: list[Finding] = []

    def part(semantic_type: SemanticType[str], text: str, of: str | None = None) -> str | None:
        if not text:
            return None
        cleaned = semantic_type.clean(text, region=of)
        findings.extend(cleaned.findings)
        return cleaned.value

    region = region.upper() if region else None
    found = part(COUNTRY, parsed.country) or split_country(parsed.postcode)[1]
    town, state = part(LOCALITY, parsed.locality), part(REGION, parsed.region)
    if state is None and found in {None, "CH"} and town:
        state = canton_behind(parsed.postcode, town)
    if found is None:
        found = guess_country(directory, parsed.postcode, town, state, region)
        if found is not None:
            findings.append(_GUESSED)
    read = tuple(findings)
    findings.clear()
    code = part(POSTCODE, parsed.postcode, found or region)
    if code and town and not any(one.code == "postcode.pattern" for one in findings):
        findings.extend(check_place(directory, found or region, code, town))
    return ReadPlace(code, town, state, found, read, tuple(findings))


@lru_cache(maxsize=16_384)
def read_listed_place(postcode: str, locality: str, canton: str, country: str, region: str | None) -> ReadPlace:
    """Do the same by the shipped directory, and remember it: the places of addresses come again and again.

    >>> read_listed_place("8001", "Zürich", "", "", "CH")[:4]
    ('8001', 'Zürich', None, None)
    """
    from crmkit.schema.postal.packed import shipped_directory

    parsed = ParsedAddress(postcode=postcode, locality=locality, region=canton, country=country)
    return read_place(shipped_directory(), parsed, region)
