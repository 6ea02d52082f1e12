"""An address as it is printed on a letter."""

import re
from collections.abc import Iterable
from typing import Final

from crmkit.schema.types.addresses.formats import COUNTRY_LINES, FORMATS, LANGUAGES, AddressFormat, Language
from crmkit.schema.types.addresses.shortening import at_most, without_marks
from crmkit.schema.types.addresses.words import LineKind, kind_of_line
from crmkit.schema.types.country import COUNTRY
from crmkit.schema.types.postal_address import PostalAddress

LONGEST_FRENCH: Final = 38
"""How many characters a line of a French address has at most (NF Z 10-011)."""

_MOST_FRENCH: Final = 6
_PREFIXED: Final = re.compile(r"[A-Z]{1,2}-")


def block(
    address: PostalAddress,
    *,
    recipient: Iterable[str] = (),
    sender_country: str | None = None,
    language: Language | None = None,
) -> tuple[str, ...]:
    """Write the lines of an address for an envelope, as the post of its country wants them.

    French lines have at most 38 characters, and there are six of them for a recipient of one or two lines; the last is
    in capitals without accents and marks. From abroad, the locality is in capitals, and the country follows in
    capitals, in the language of the sender.

    Args:
        address: where to.
        recipient: the lines of the names, as they are to be printed.
        sender_country: two-letter country where the letter is posted; without it, the letter stays in its country.
        language: of the line of the country; that of the sender's country when not given (French for Switzerland, a
            language of the Universal Postal Union).

    >>> from crmkit.schema.types.postal_address import POSTAL_ADDRESS
    >>> paris = POSTAL_ADDRESS.clean("Bât. B, 12 rue de la Paix, 75002 Paris, France").value
    >>> block(paris, recipient=["Madame Anne Dupont"], sender_country="CH")
    ('Madame Anne Dupont', 'Bât. B', '12 rue de la Paix', '75002 PARIS', 'FRANCE')
    """
    country = (address.country or sender_country or "").upper()
    is_abroad = bool(sender_country) and country != (sender_country or "").upper()
    form = FORMATS.get(country, AddressFormat())
    extras = _by_kind(address.extra or "")
    names, other = [line for line in recipient if line], extras[None]
    is_french = form is FORMATS["FR"]
    if not (names and form.is_place_below):
        names, other = [*names, *other], []
    inside = [" ".join(extras["care_of"] + extras["unit"]), " ".join(extras["building"])]
    if not form.is_place_below:
        inside = [*extras["care_of"], *([] if form.unit_behind else extras["unit"]), *extras["building"]]
    street = [] if extras["box"] and form.box_replaces_street else _street(address, form, extras)
    below = [*other, *extras["box"]]
    lines = [line for line in (*names, *inside, *street, *below) if line]
    if is_french and len(lines) >= _MOST_FRENCH and all(inside):
        lines = [*names, " ".join(inside), *street, *below]
    lines += _place(address, form, is_abroad=is_abroad, is_french=is_french)
    if is_french:
        lines = [at_most(LONGEST_FRENCH, line) for line in lines]
    if is_abroad and country:
        spoken = language or LANGUAGES.get((sender_country or "").upper(), "en")
        lines.append(COUNTRY_LINES.get(country, {}).get(spoken, COUNTRY.caption(country)).upper())
    return tuple(line for line in lines if line)


def _by_kind(extra: str) -> dict[LineKind | None, list[str]]:
    kinds: dict[LineKind | None, list[str]] = {kind: [] for kind in (None, "care_of", "box", "unit", "building")}
    for line in filter(None, extra.split(", ")):
        kinds[kind_of_line(line)].append(line)
    return kinds


def _street(address: PostalAddress, form: AddressFormat, extras: dict[LineKind | None, list[str]]) -> list[str]:
    if not address.street and not address.house_number:
        return []
    written = form.street if address.house_number and address.street else "{street}{number}"
    line = written.format(street=address.street or "", number=address.house_number or "")
    return [" ".join((line, *extras["unit"])) if form.unit_behind else line]


def _place(address: PostalAddress, form: AddressFormat, *, is_abroad: bool, is_french: bool) -> list[str]:
    code, locality = address.postcode or "", address.locality or ""
    if code and not _PREFIXED.match(code):
        code = form.prefix + code
    if is_french:
        locality = without_marks(locality)
    elif form.capitals or is_abroad:
        locality = locality.upper()
    region = (address.region or "").upper() if len(address.region or "") < 4 else ""
    written = form.place.format(postcode=code, locality=locality, region=region)
    return [re.sub(r"^\s+|\s+$|(?<=\s\s)\s+", "", line) for line in written.split("\n")]
