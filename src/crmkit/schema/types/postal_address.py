"""Postal addresses."""

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from crmkit.schema.folding import fold
from crmkit.schema.types.address_parsing import ParsedAddress, parse_address, split_street
from crmkit.schema.types.base import Cleaned, Finding, SemanticType, written_parts
from crmkit.schema.types.cells import CellType, cell_text
from crmkit.schema.types.country import COUNTRY
from crmkit.schema.types.house_number import HOUSE_NUMBER, number_key
from crmkit.schema.types.locality import LOCALITY, locality_key
from crmkit.schema.types.postcode import POSTCODE, split_country
from crmkit.schema.types.region import REGION
from crmkit.schema.types.street import STREET
from crmkit.schema.types.street_words import street_key


@frozen
class PostalAddress:
    """A postal address, in its parts.

    Attributes:
        street: street without the house number, "Rue du Lac".
        house_number: "12 bis".
        extra: floor, building, care of, post-office box.
        postcode: as the country writes it, "1003", "75008".
        locality: town or village.
        region: canton, county, state.
        country: two-letter ISO 3166-1 code.
    """

    street: str | None = None
    house_number: str | None = None
    extra: str | None = None
    postcode: str | None = None
    locality: str | None = None
    region: str | None = None
    country: str | None = None

    def __str__(self) -> str:
        number_first = self.country in {"FR", "GB", "US", "LU", "IE", "CA", "AU"}
        street = (self.house_number, self.street) if number_first else (self.street, self.house_number)
        lines = (self.extra, _joined(*street), _joined(self.postcode, self.locality), self.region, self.country)
        return ", ".join(line for line in lines if line)


class PostalAddressType(CellType[PostalAddress]):
    """A postal address, from one cell or from its parts; matching looks at postcode, street and number.

    >>> address = POSTAL_ADDRESS.clean("12 av. de la Gare, F-75008 Paris").value
    >>> address.house_number, address.postcode, address.country
    ('12', '75008', 'FR')
    >>> POSTAL_ADDRESS.keys(address)
    ('75008 gare 12', 'paris gare 12')
    """

    name = "postal_address"
    pick = "most_complete"
    sensitivity = "contact"
    canonical = PostalAddress
    longest = 500
    line_break = ", "

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[PostalAddress]:
        """Clean a text that is neither empty nor a placeholder."""
        return self._from_parsed(parse_address(text), raw, region)

    def from_parts(self, parts: Mapping[str, object], *, region: str | None = None) -> Cleaned[PostalAddress]:
        """Make an address of raw cells that are named like the attributes of `PostalAddress`.

        A street may hold its number, and a locality its postcode. `region` is the country where none is named.

        >>> address = POSTAL_ADDRESS.from_parts({"street": "Rue du Lac 12", "locality": "1003 Lausanne"}).value
        >>> address.street, address.house_number, address.postcode, address.locality
        ('Rue du Lac', '12', '1003', 'Lausanne')
        """
        texts = {name: cell_text(parts.get(name), longest=300) or "" for name in ParsedAddress._fields}
        street, number = texts["street"], texts["house_number"]
        if street and not number:
            street, number, extra = split_street(street[:300])
            texts["extra"] = ", ".join(one for one in (texts["extra"], extra) if one)
        locality, postcode = texts["locality"], texts["postcode"]
        if locality and not postcode and locality[-1:].isalpha() and any(letter.isdigit() for letter in locality):
            place = parse_address(locality[:300])
            if place.postcode and place.locality and not place.street:
                locality, postcode = place.locality, place.postcode
                texts["country"] = texts["country"] or place.country
        texts |= {"street": street, "house_number": number, "locality": locality, "postcode": postcode}
        return self._from_parsed(ParsedAddress(**texts), dict(parts), region)

    def keys(self, value: PostalAddress) -> tuple[str, ...]:
        """Write postcode, folded street and number; then the same with the locality. None without a street."""
        street = street_key(value.street) if value.street else ""
        if not street and value.extra:
            street = fold(value.extra)
        if not street:
            return ()
        door = f"{street} {number_key(value.house_number or '')}".strip()
        places = ("".join(POSTCODE.keys(value.postcode or "")), locality_key(value.locality or ""))
        return tuple(dict.fromkeys(f"{place} {door}" for place in places if place)) or (door,)

    def similarity(self, left: PostalAddress, right: PostalAddress) -> float:
        """Compare two addresses part by part; parts that one of them lacks do not count."""
        if left == right or set(self.keys(left)) & set(self.keys(right)):
            return 1.0
        score = weight = 0.0
        for name, (part, counts) in _COMPARED.items():
            one, other = getattr(left, name), getattr(right, name)
            if one and other:
                score += counts * part.similarity(one, other)
                weight += counts
        return round(score / weight, 6) if weight else 0.0

    def mask(self, value: PostalAddress) -> str:
        """Show the postcode only."""
        return f"… {value.postcode} …" if value.postcode else "…"

    def dump(self, value: PostalAddress) -> dict[str, Any]:
        """Write an address as JSON data, without what is missing."""
        return written_parts(value)

    def load(self, data: Any) -> PostalAddress:
        """Read what `dump` wrote."""
        return PostalAddress(**data)

    def parts(self, value: PostalAddress) -> dict[str, Any]:
        """Name the facets: street, house_number, postcode, locality, region and country."""
        return {name: getattr(value, name) for name in _FACETS}

    def completeness(self, value: PostalAddress) -> float:
        """Count street, postcode and locality 0.3 each and the house number 0.1."""
        street = value.street or value.extra
        return (
            (0.3 if street else 0.0)
            + (0.3 if value.postcode else 0.0)
            + (0.3 if value.locality else 0.0)
            + (0.1 if value.house_number or not value.street else 0.0)
        )

    def _from_parsed(self, parsed: ParsedAddress, raw: object, region: str | None) -> Cleaned[PostalAddress]:
        findings: list[Finding] = []

        def part(semantic_type: SemanticType[str], text: str, country: str | None = None) -> str | None:
            if not text:
                return None
            cleaned = semantic_type.clean(text, region=country)
            findings.extend(cleaned.findings)
            return cleaned.value

        named = part(COUNTRY, parsed.country) or split_country(parsed.postcode)[1]
        extra = cell_text(parsed.extra, longest=300) or ""
        address = PostalAddress(
            street=part(STREET, parsed.street),
            house_number=part(HOUSE_NUMBER, parsed.house_number),
            extra=extra[:300].strip() or None,
            postcode=part(POSTCODE, parsed.postcode, named or region),
            locality=part(LOCALITY, parsed.locality),
            region=part(REGION, parsed.region),
            country=named,
        )
        if address == PostalAddress():
            return Cleaned(None, raw, (), tuple(findings))
        return self.accept(address, raw, *findings)


POSTAL_ADDRESS: Final = PostalAddressType()

_FACETS: Final = ("street", "house_number", "postcode", "locality", "region", "country")
_COMPARED: Final[Mapping[str, tuple[SemanticType[str], float]]] = {
    "street": (STREET, 0.4),
    "house_number": (HOUSE_NUMBER, 0.15),
    "postcode": (POSTCODE, 0.25),
    "locality": (LOCALITY, 0.2),
}


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
