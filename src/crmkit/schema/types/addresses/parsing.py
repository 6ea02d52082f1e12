"""Taking a postal address apart that came in one cell."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from crmkit.schema.types.addresses.place import Place, find_place, is_locality
from crmkit.schema.types.addresses.postcode_formats import PREFIXES
from crmkit.schema.types.addresses.street_line import split_street
from crmkit.schema.types.addresses.words import STREET_OPENS, kind_of_line
from crmkit.schema.types.country import find_country
from crmkit.schema.types.house_number import tidy_number

_PARTED: Final = re.compile(
    r"\s*[,;\n|]\s*|\s+/\s+(?!\d{1,3}\b)|\s+[-–]\s+(?=(?:[A-Z]{1,2}[-\s]{1,3})?\d{4,5}\s|case postale|c\.?p\.?\s\d|"
    r"postfach|b\.?p\.?\s\d|c/o)",
    re.IGNORECASE,
)
_LAST_DOT: Final = re.compile(r"(?<!\.\w)(?<!str)[. ]+\Z", re.IGNORECASE)
_NUMBER_ALONE: Final = re.compile(
    r"(?:n[°ºo]\.?\s?|nr\.?\s?)?\d{1,4}(?:\s?[-/]\s?\d{1,4})?\s?(?:[a-zA-Z]|bis|ter|quater)?", re.IGNORECASE
)
_NAME: Final = r"[^\W\d_]+(?:(?:\.[ -]?|[ '-])[^\W\d_]+)*"
_NUMBER: Final = "[1-9][0-9]{0,2}[a-h]?"
_SIMPLE: Final = re.compile(rf"(?:({_NAME}\.?) ({_NUMBER})|({_NUMBER}) ({_NAME})), ([0-9]{{4,5}} {_NAME})")
_SHAPES: Final = ("", "", "1", "11", "111")
_LONGEST: Final = 150


class ParsedAddress(NamedTuple):
    """The parts of an address, "" where there is none; the names are those of `PostalAddress`."""

    street: str = ""
    house_number: str = ""
    extra: str = ""
    postcode: str = ""
    locality: str = ""
    region: str = ""
    country: str = ""


@lru_cache(maxsize=32_768)
def parse_address(text: str) -> ParsedAddress:
    """Take an address apart: commas or line breaks part lines, a postcode opens the place, a country ends it.

    >>> parsed = parse_address("c/o Meier, Rue du Lac 12, CH-1003 Lausanne")
    >>> parsed.street, parsed.house_number, parsed.extra, parsed.postcode, parsed.locality, parsed.country
    ('Rue du Lac', '12', 'c/o Meier', '1003', 'Lausanne', 'CH')
    """
    return parse_simply(text) or parse_closely(text)


@lru_cache(maxsize=1_024)
def parse_simply(text: str) -> ParsedAddress | None:
    """Take an address apart that is a street with its number, and a place, from what is known of the two; else None.

    >>> parse_simply("Rue du Lac 12, 1003 Lausanne")[:2], parse_simply("Rue du Lac 12, case postale, 1003 Lausanne")
    (('Rue du Lac', '12'), None)
    """
    hit = _SIMPLE.fullmatch(text) if len(text) <= _LONGEST else None
    if hit is None:
        return None
    number = hit[2] or hit[3]
    shape = f"{_SHAPES[len(number)]}{number[-1]}" if number[-1].isalpha() else _SHAPES[len(number)] + "1"
    street = _street_of(f"{hit[1]} {shape}" if hit[1] else f"{shape} {hit[4]}")
    place = _place_of(hit[5])
    if place is None or street.house_number != shape or street.extra:
        return None
    return ParsedAddress(street.street, number, "", place.postcode, place.locality, place.region, place.country)


@lru_cache(maxsize=16_384)
def _street_of(line: str) -> ParsedAddress:
    return _with_street([line], {"locality": ""})


@lru_cache(maxsize=16_384)
def _place_of(line: str) -> Place | None:
    place = find_place(line, is_only=False)
    return place if place and place.locality and not place.before else None


def parse_closely(text: str) -> ParsedAddress:
    """Take any address apart, line by line.

    >>> parse_closely("Rue du Lac 12, 1003 Lausanne") == parse_simply("Rue du Lac 12, 1003 Lausanne")
    True
    """
    lines = _lines(text)
    found: dict[str, str] = {}
    while len(lines) > 1 and not any(letter.isdigit() for letter in lines[-1]) and len(lines[-1]) > 1:
        country = find_country(lines[-1])
        if not country or found.get("country", country) != country:
            break
        found["country"] = country
        lines.pop()
    for at in range(len(lines) - 1, -1, -1):
        place = find_place(lines[at], is_only=len(lines) == 1, country=found.get("country", ""))
        if place is None:
            continue
        named = {
            "postcode": place.postcode,
            "locality": place.locality,
            "region": place.region,
            "country": place.country,
        }
        found = {name: part for name, part in named.items() if part} | found
        after = lines[at + 1 :]
        lines = [*lines[:at], place.before] if place.before else lines[:at]
        if "locality" not in found:
            found |= _locality_beside(lines, after)
        lines.extend(after)
        break
    if len(lines) == 1 and not found and is_locality(lines[0]):
        return ParsedAddress(locality=lines[0])
    return _with_street(lines, found)


def parse_street(text: str) -> ParsedAddress:
    """Take the cell of a street apart, which may have several lines, or commas.

    >>> parsed = parse_street("Résidence Les Lilas, 12 rue du Lac")
    >>> parsed.street, parsed.house_number, parsed.extra
    ('rue du Lac', '12', 'Résidence Les Lilas')
    """
    return _with_street(_lines(text), {"locality": ""})


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    for part in _PARTED.split(text.replace("’", "'")):
        line = _LAST_DOT.sub("", part.strip(" ,;")).lstrip(" .")
        if lines and lines[-1] in PREFIXES and line[:1].isdigit():
            lines[-1] += f"-{line}"
        elif line:
            lines.append(line)
    return lines


def _locality_beside(lines: list[str], after: list[str]) -> dict[str, str]:
    """Take the locality from the line behind that of a postcode that stands alone, else from the one before it."""
    if after:
        return {"locality": after.pop(0)}
    return {"locality": lines.pop()} if len(lines) > 1 else {}


def _with_street(lines: list[str], found: dict[str, str]) -> ParsedAddress:
    lines = _with_numbers_joined(lines)
    split = [split_street(line) for line in lines]
    best = next((at for at, parts in enumerate(split) if parts[0] and parts[1]), None)
    if best is None:
        best = next((at for at, parts in enumerate(split) if parts[0]), None)
    street = number = ""
    extras: list[str] = []
    for at, (line, parts) in enumerate(zip(lines, split, strict=True)):
        if at == best:
            street, number = parts[0], parts[1]
            if parts[2]:
                extras.append(parts[2])
        elif "locality" not in found and best is not None and best < at == len(lines) - 1 and not any(parts[1:]):
            found["locality"] = line
        else:
            extras.append(line)
    if street and not number and _NUMBER_ALONE.fullmatch(street):
        street, number = "", tidy_number(street)
    return ParsedAddress(street=street, house_number=number, extra=", ".join(extras), **found)


def _with_numbers_joined(lines: list[str]) -> list[str]:
    """Join a line that is only a house number to the street beside it."""
    for at, line in enumerate(lines):
        if len(lines) < 2 or not _NUMBER_ALONE.fullmatch(line):
            continue
        before, behind = lines[max(at - 1, 0) : at], lines[at + 1 : at + 2]
        is_after = bool(before) and not kind_of_line(before[0])
        if behind and not kind_of_line(behind[0]) and (STREET_OPENS.match(behind[0]) or not is_after):
            return [*lines[:at], f"{line} {behind[0]}", *lines[at + 2 :]]
        if is_after:
            return [*lines[: at - 1], f"{before[0]} {line}", *lines[at + 1 :]]
    return lines
