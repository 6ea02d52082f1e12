"""Cells of an address that hold more than their part, such as a street with its number."""

from typing import Final

from crmkit.schema.types.addresses.parsing import parse_address, parse_street
from crmkit.schema.types.addresses.street_line import split_street
from crmkit.schema.types.house_number import number_key

_MARKS: Final = (",", ";", "|", "/", " - ")
_OUTER: Final = frozenset({"country", "region"})


def take_apart_street(texts: dict[str, str]) -> None:
    """Move what the cell of the street holds beside the street to where it belongs; changes `texts`.

    >>> texts = {"street": "Rue du Lac 12, case postale 5", "house_number": "", "extra": "", "postcode": "1003"}
    >>> take_apart_street(texts)
    >>> texts["street"], texts["house_number"], texts["extra"]
    ('Rue du Lac', '12', 'case postale 5')
    """
    street, number = texts["street"][:300], texts["house_number"]
    if not street:
        return
    if not texts["postcode"] and not texts["locality"] and (whole := parse_address(street)).postcode:
        texts.update((name, part) for name, part in whole._asdict().items() if part and not texts.get(name))
        texts["street"] = whole.street
        return
    if not number:
        has_lines = any(mark in street for mark in _MARKS)
        street, number, extra = parse_street(street)[:3] if has_lines else split_street(street)
        texts["extra"] = ", ".join(one for one in (texts["extra"], extra) if one)
    elif (split := split_street(street))[0] and number_key(split[1]) == number_key(number):
        street = split[0]
    texts |= {"street": street, "house_number": number}


def take_apart_place(texts: dict[str, str]) -> None:
    """Part postcode and locality that stand in one cell, of whichever of the two; changes `texts`.

    >>> texts = {"postcode": "", "locality": "CH-1003 Lausanne", "country": "", "region": ""}
    >>> take_apart_place(texts)
    >>> texts["postcode"], texts["locality"], texts["country"]
    ('1003', 'Lausanne', 'CH')
    """
    for name, other in (("locality", "postcode"), ("postcode", "locality")):
        cell = texts[name][:300]
        if texts[other] or not (any(map(str.isdigit, cell)) and any(map(str.isalpha, cell))):
            continue
        place = parse_address(cell)
        if place.postcode and place.locality and not place.street:
            texts.update((part, text) for part, text in place._asdict().items() if text and part not in _OUTER)
            texts["country"] = texts["country"] or place.country
            texts["region"] = texts["region"] or place.region
