"""Postal addresses."""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any, Final

from attrs import frozen

from crmkit.schema.folding import fold
from crmkit.schema.postal.protocol import PostalDirectory
from crmkit.schema.types.addresses.cells import take_apart_place, take_apart_street
from crmkit.schema.types.addresses.parsing import ParsedAddress, parse_address, parse_simply
from crmkit.schema.types.addresses.reading import ReadPlace, read_listed_place, read_place
from crmkit.schema.types.addresses.street_words import street_key, street_kind
from crmkit.schema.types.addresses.words import box_number
from crmkit.schema.types.base import Cleaned, SemanticType, written_parts
from crmkit.schema.types.cells import CellType, cell_text, is_tidy
from crmkit.schema.types.house_number import HOUSE_NUMBER, number_key
from crmkit.schema.types.locality import LOCALITY, locality_key
from crmkit.schema.types.postcode import POSTCODE
from crmkit.schema.types.street import STREET


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

    def glance(self, text: str, region: str | None) -> PostalAddress | None:
        """Give the value of a text about which there is nothing to say, when a glance tells it; None says look closely.

        >>> POSTAL_ADDRESS.glance("Rue du Lac 12, 1003 Lausanne", "CH").street
        'Rue du Lac'
        >>> POSTAL_ADDRESS.glance("Rue du Lac 12, 8001 Lausanne", "CH")
        """
        parsed = parse_simply(text)
        if parsed is None or not is_tidy(text):
            return None
        place = self._place(parsed, region)
        if place.read or place.checked:
            return None
        street = _clean_part(STREET, parsed.street)
        if street.findings or _clean_part(HOUSE_NUMBER, parsed.house_number).value != parsed.house_number:
            return None
        return PostalAddress(
            street.value, parsed.house_number, None, place.postcode, place.locality, place.region, place.country
        )

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
        place = self._place(parsed, region)
        street, number = _clean_part(STREET, parsed.street), _clean_part(HOUSE_NUMBER, parsed.house_number)
        extra = (cell_text(parsed.extra, longest=300) or "") if parsed.extra else ""
        address = PostalAddress(
            street=street.value,
            house_number=number.value,
            extra=extra[:300].strip() or None,
            postcode=place.postcode,
            locality=place.locality,
            region=place.region,
            country=place.country,
        )
        findings = (*place.read, *street.findings, *number.findings, *place.checked)
        if address == _NOWHERE:
            return Cleaned(None, raw, (), findings)
        return self.accept(address, raw, *findings)

    def _place(self, parsed: ParsedAddress, region: str | None) -> ReadPlace:
        if self.directory is None and len(parsed.locality) <= _SHORT and len(parsed.postcode) <= _SHORT:
            return read_listed_place(*parsed[3:], region)
        return read_place(self._directory, parsed, region)

    @cached_property
    def _directory(self) -> PostalDirectory:
        if self.directory is not None:
            return self.directory
        from crmkit.schema.postal.packed import shipped_directory

        return shipped_directory()


POSTAL_ADDRESS: Final = PostalAddressType()
_NOWHERE: Final = PostalAddress()
_SHORT: Final = 60

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


@lru_cache(maxsize=16_384)
def _clean_part(part: SemanticType[str], text: str) -> Cleaned[str]:
    return part.clean(text)


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
