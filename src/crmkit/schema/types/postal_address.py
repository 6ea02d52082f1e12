"""Postal addresses."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from attrs import frozen

from crmkit.schema.folding import fold
from crmkit.schema.postal.protocol import PostalDirectory
from crmkit.schema.types.address_cells import take_apart_place, take_apart_street
from crmkit.schema.types.address_check import canton_behind, check_place, guess_country
from crmkit.schema.types.address_parsing import ParsedAddress, parse_address
from crmkit.schema.types.address_words import box_number
from crmkit.schema.types.base import Cleaned, Finding, SemanticType, written_parts
from crmkit.schema.types.cells import CellType, cell_text
from crmkit.schema.types.country import COUNTRY
from crmkit.schema.types.house_number import HOUSE_NUMBER, number_key
from crmkit.schema.types.locality import LOCALITY, locality_key
from crmkit.schema.types.postcode import POSTCODE, split_country
from crmkit.schema.types.region import REGION
from crmkit.schema.types.street import STREET
from crmkit.schema.types.street_words import street_key, street_kind


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
        street = (self.street, self.house_number)
        if self.country in NUMBER_FIRST:
            street = (self.house_number, self.street)
        lines = (self.extra, _joined(*street), _joined(self.postcode, self.locality), self.region, self.country)
        return ", ".join(line for line in lines if line)


class PostalAddressType(CellType[PostalAddress]):
    """A postal address, from one cell or from its parts; matching looks at postcode, street and number.

    Postcode and locality are looked up in a directory; what does not belong together is a warning with suggestions,
    and never changed.

    Attributes:
        directory: where postcodes are looked up; the shipped one, of Switzerland and France, when none is given.

    >>> address = POSTAL_ADDRESS.clean("12 av. de la Gare, F-75008 Paris").value
    >>> address.house_number, address.postcode, address.country
    ('12', '75008', 'FR')
    >>> POSTAL_ADDRESS.keys(address)
    ('75008 gare 12', 'paris gare 12')
    >>> [(one.code, one.suggestion) for one in POSTAL_ADDRESS.clean("CH-8001 Lausanne").findings]
    [('postal_address.mismatch', '1003 Lausanne; 8001 Zürich; 1001 Lausanne')]
    """

    name = "postal_address"
    pick = "most_complete"
    sensitivity = "contact"
    canonical = PostalAddress
    longest = 500
    line_break = ", "

    def __init__(self, directory: PostalDirectory | None = None) -> None:
        self.directory = directory

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
        texts = {name: cell_text(parts.get(name), longest=300, line_break=", ") or "" for name in ParsedAddress._fields}
        take_apart_street(texts)
        take_apart_place(texts)
        return self._from_parsed(ParsedAddress(**texts), dict(parts), region)

    def keys(self, value: PostalAddress) -> tuple[str, ...]:
        """Write postcode, folded street and number; then the same with the locality. None without a street."""
        street = street_key(value.street) if value.street else ""
        if not street and value.extra:
            box = box_number(value.extra)
            street = fold(value.extra) if box is None else f"box {box}"
        if not street.strip():
            return ()
        door = f"{street} {number_key(value.house_number or '')}".strip()
        places = ("".join(POSTCODE.keys(value.postcode or "")), locality_key(value.locality or ""))
        return tuple(dict.fromkeys(f"{place} {door}" for place in places if place)) or (door,)

    def similarity(self, left: PostalAddress, right: PostalAddress) -> float:
        """Compare two addresses part by part; parts that one of them lacks do not count.

        Who moved within a town is at most 0.5 (another street) or 0.6 (another house), to another town at most 0.3.
        """
        if left == right:
            return 1.0
        kinds = {street_kind(one.street) for one in (left, right) if one.street} - {None}
        if len(kinds) < 2 and set(self.keys(left)) & set(self.keys(right)):
            return 1.0
        alike: dict[str, float] = {}
        for name, (part, _) in _COMPARED.items():
            one, other = getattr(left, name), getattr(right, name)
            if one and other:
                alike[name] = part.similarity(one, other)
        if not alike:
            return 0.0
        weights = {name: _COMPARED[name][1] for name in alike}
        score = sum(alike[name] * weights[name] for name in alike) / sum(weights.values())
        return round(min(score, _most_alike(alike)), 6)

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

        region = region.upper() if region else None
        country = part(COUNTRY, parsed.country) or split_country(parsed.postcode)[1]
        locality, canton = part(LOCALITY, parsed.locality), part(REGION, parsed.region)
        if canton is None and country in {None, "CH"} and locality:
            canton = canton_behind(parsed.postcode, locality)
        if country is None:
            country = guess_country(self._directory, parsed.postcode, locality, canton, region)
            if country is not None:
                findings.append(self.info("country_guessed", "The postcode and the locality tell the country."))
        extra = cell_text(parsed.extra, longest=300) or ""
        address = PostalAddress(
            street=part(STREET, parsed.street),
            house_number=part(HOUSE_NUMBER, parsed.house_number),
            extra=extra[:300].strip() or None,
            postcode=part(POSTCODE, parsed.postcode, country or region),
            locality=locality,
            region=canton,
            country=country,
        )
        if address == PostalAddress():
            return Cleaned(None, raw, (), tuple(findings))
        if address.postcode and locality and not any(one.code == "postcode.pattern" for one in findings):
            findings.extend(check_place(self._directory, country or region, address.postcode, locality))
        return self.accept(address, raw, *findings)

    @cached_property
    def _directory(self) -> PostalDirectory:
        if self.directory is not None:
            return self.directory
        from crmkit.schema.postal.packed import shipped_directory

        return shipped_directory()


POSTAL_ADDRESS: Final = PostalAddressType()

NUMBER_FIRST: Final = frozenset({
    "FR", "MC", "GP", "MQ", "GF", "RE", "PM", "YT", "BL", "MF", "WF", "PF", "NC", "GB", "US", "LU", "IE", "CA", "AU",
    "NZ",
})  # fmt: skip
"""Countries that write the house number before the street."""

_LIKE: Final = 0.8
_FACETS: Final = ("street", "house_number", "postcode", "locality", "region", "country")
_COMPARED: Final[Mapping[str, tuple[SemanticType[str], float]]] = {
    "street": (STREET, 0.4),
    "house_number": (HOUSE_NUMBER, 0.15),
    "postcode": (POSTCODE, 0.25),
    "locality": (LOCALITY, 0.2),
}


def _most_alike(alike: Mapping[str, float]) -> float:
    """Say how alike two addresses can be at most, where a part of them tells that they are not the same."""
    if max(alike.get("postcode", 0.0), alike.get("locality", 0.0)) < _LIKE and {"postcode", "locality"} & alike.keys():
        return 0.3
    if alike.get("street", 1.0) < _LIKE:
        return 0.5
    return 0.6 if alike.get("house_number", 1.0) == 0.0 else 1.0


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
