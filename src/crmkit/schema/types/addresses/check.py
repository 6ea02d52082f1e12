"""What a directory of postcodes tells about an address: its country, and whether its parts belong together."""

from collections.abc import Iterator
from typing import Final

from crmkit.schema.postal.protocol import PostalDirectory
from crmkit.schema.types.addresses.postcode_formats import DIGITS, PATTERNS, territory
from crmkit.schema.types.base import Finding, Severity
from crmkit.schema.types.places.locality_names import CANTONS

_BY_LENGTH: Final = {4: "CH", 5: "FR"}


def guess_country(
    directory: PostalDirectory, postcode: str, locality: str | None, canton: str | None, region: str | None
) -> str | None:
    """Tell the country of an address that names none, where it is certain.

    "Cedex" is French, 98000 Monaco is Monaco. A pair of the directory tells its country where a Swiss canton stands
    beside it, or where the postcode cannot be of `region`, the country of the addresses around it.

    >>> from crmkit.schema.postal.packed import shipped_directory
    >>> (
    ...     guess_country(shipped_directory(), "75008", "Paris", None, "CH"),
    ...     guess_country(shipped_directory(), "1003", "Lausanne", None, None),
    ... )
    ('FR', None)
    """
    country = _BY_LENGTH.get(len(postcode)) if postcode.isdigit() else None
    if country is None or not locality:
        return None
    if country == "FR" and "cedex" in locality.casefold():
        return "FR"
    if territory("FR", postcode) == "MC" and not directory.check("MC", postcode, locality):
        return "MC"
    is_swiss = country == "CH" and canton is not None and canton.lower() in CANTONS
    if not is_swiss and not (region and region != country and not _fits(postcode, region)):
        return None
    is_listed = directory.localities(country, postcode) and not directory.check(country, postcode, locality)
    return country if is_listed else None


def canton_behind(postcode: str, locality: str) -> str | None:
    """Read the canton behind the name of a Swiss locality; the name keeps it.

    >>> canton_behind("1003", "Lausanne VD"), canton_behind("1003", "Lausanne"), canton_behind("75008", "Paris FR")
    ('VD', None, None)
    """
    behind = locality.rpartition(" ")[2].strip("()")
    is_canton = len(behind) == 2 and behind.isupper() and behind.lower() in CANTONS
    return behind if is_canton and len(postcode) == 4 and postcode.isdigit() and locality != behind else None


def check_place(directory: PostalDirectory, country: str | None, postcode: str, locality: str) -> Iterator[Finding]:
    """Say where postcode and locality do not belong together, and to which territory a postcode belongs.

    Without a country only what Switzerland or France know both, and not together, is noticed.

    >>> from crmkit.schema.postal.packed import shipped_directory
    >>> [one.code for one in check_place(shipped_directory(), None, "8001", "Lausanne")]
    ['postal_address.mismatch']
    """
    if country is None:
        alone = _BY_LENGTH.get(len(postcode), "")
        if directory.localities(alone, postcode) and directory.codes(alone, locality):
            yield from directory.check(alone, postcode, locality)
        return
    if not _fits(postcode, country):
        return
    yield from directory.check(country, postcode, locality)
    belongs = territory(country, postcode)
    if belongs:
        message = "The postcode belongs to a territory or country of its own."
        yield Finding("postal_address.territory", message, Severity.INFO, belongs)


def _fits(postcode: str, country: str) -> bool:
    """Tell whether a postcode can be of a country."""
    pattern = PATTERNS.get(country)
    return bool(pattern.fullmatch(postcode)) if pattern else len(postcode) == DIGITS.get(country, len(postcode))
