"""Finding the postcode and the locality in the lines of an address."""

import re
from typing import Final, NamedTuple

from crmkit.schema.types.addresses.words import STREET_CLOSES, STREET_JOINED, STREET_OPENS
from crmkit.schema.types.country import find_country
from crmkit.schema.types.locality import place_case
from crmkit.schema.types.places.locality_names import CANTONS

_CODE: Final = (
    r"(?:(?P<letters>CH|FL|FR|DE|AT|BE|LU|LI|IT|ES|NL|MC|GP|MQ|GF|RE|YT|PM|NC|PF|[FDABLIE])\s?[-–]?\s?)??"
    r"(?P<code>\d{5}|\d{4}(?:\s?[A-Z]{2}(?=\s))?|\d{3}\s\d{2}(?=\s[^\W\d])|\d{2}\s\d{3}(?=\s[^\W\d]))"
)
_CODE_PLACE: Final = re.compile(rf"(?P<before>.*?)(?:^|[\s,]+){_CODE}\s*[-–]?\s+(?P<place>[^\W\d_][^,]*)\Z")
_STREET_CODE: Final = re.compile(r"\d{4,5}(?=\s+(?:rue|avenue|av|chemin|route|boulevard|street|road)\b)", re.IGNORECASE)
_PLACE_CODE: Final = re.compile(
    r"(?P<place>[^\W\d_][^\d,]*?)[\s,]+(?P<letters>CH|FR|DE|AT|BE|LU|IT|F|D|A|B|L)?[-–]?(?P<code>\d{4,5})\Z"
)
_BRITISH: Final = re.compile(
    r"(?P<before>.*?)[\s,]*\b(?P<code>(?:GIR\s?0AA|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}))\Z", re.IGNORECASE
)
_AMERICAN: Final = re.compile(r"(?:(?P<before>.*?)[\s,]+)?(?P<state>[A-Z]{2})[\s,]+(?P<code>\d{5}(?:-\d{4})?)\Z")
_CODE_ALONE: Final = re.compile(rf"{_CODE}\Z")
_SUFFIX: Final = re.compile(
    r"(?P<place>.*[^\W\d].*?)\s*(?:\s\((?P<inside>[A-Z]{2,3})\)|[\s,/-]\s*(?P<behind>[A-Z]{2}))\Z"
)
_BINDS: Final = re.compile(r"(?:\A|\s)(?:en|de|du|d|la|le|les|sur|of|in|im|di)\Z", re.IGNORECASE)
_PREFIXES: Final = {"F": "FR", "D": "DE", "A": "AT", "B": "BE", "L": "LU", "I": "IT", "E": "ES", "FL": "LI"}


class Place(NamedTuple):
    """What the line with the postcode says, "" where it says nothing, and what stands before it on the line."""

    before: str = ""
    postcode: str = ""
    locality: str = ""
    region: str = ""
    country: str = ""


def find_place(line: str, *, is_only: bool, country: str = "") -> Place | None:
    """Find a postcode, with what belongs to it, at the end of a line; None when there is none.

    Args:
        line: a line of an address.
        is_only: the address has no other line.
        country: two-letter code of the country that a line below names.

    >>> find_place("Rue du Lac 12 CH-1003 Lausanne", is_only=True)
    Place(before='Rue du Lac 12', postcode='1003', locality='Lausanne', region='', country='CH')
    >>> find_place("Los Angeles, CA 90001", is_only=False)
    Place(before='', postcode='90001', locality='Los Angeles', region='CA', country='US')
    """
    if not any(letter.isdigit() for letter in line):
        return None
    return (
        _continental(line, country, is_only=is_only)
        or _american(line, is_only=is_only)
        or _british(line)
        or _reversed(line)
        or _alone(line)
    )


def is_locality(line: str) -> bool:
    """Tell whether a line is the name of a town or village of the directory, and no street.

    >>> is_locality("Lausanne"), is_locality("Rue du Lac"), is_locality("Jean Dupont")
    (True, False, False)
    """
    if any(letter.isdigit() for letter in line) or _names_street(line):
        return False
    from crmkit.schema.postal.packed import shipped_directory

    areas = map(shipped_directory().find_area, ("CH", "FR"))
    return any({line, place_case(line)} & area.every_name for area in areas if area)


def _continental(line: str, named: str, *, is_only: bool) -> Place | None:
    hit = _CODE_PLACE.match(line)
    if hit is None or (not hit["before"] and not hit["letters"] and is_only and _names_street(hit["place"])):
        return None
    if not hit["before"] and _STREET_CODE.match(line):
        return None
    country = _PREFIXES.get(hit["letters"], hit["letters"]) if hit["letters"] else named
    locality, region, behind = _without_suffix(hit["place"].strip(" -"), hit["code"], country)
    return Place(hit["before"].strip(" ,-–/"), hit["code"], locality, region, country or behind)


def _without_suffix(place: str, code: str, country: str) -> tuple[str, str, str]:
    """Part a locality from the country behind it; a canton or province stays, and is also the region."""
    for mark in (" - ", "(", " "):
        shorter, _, behind = place.rpartition(mark)
        if _BINDS.search(shorter):
            continue  # "Roissy en France"
        if len(behind) > 3 and len(shorter) > 1 and (named := find_country(behind.rstrip(") "))):
            return shorter.rstrip(" -–("), "", named
    hit = _SUFFIX.match(place)
    letters = (hit["inside"] or hit["behind"]) if hit else None
    if hit is None or letters is None:
        return place, "", ""
    if letters.lower() in CANTONS and len(code) == 4 and country in {"", "CH", "LI"} and letters != "FL":
        return (hit["place"] if hit["inside"] else place), letters, ""
    if len(code) == 5 and (hit["inside"] or country == "IT"):
        return hit["place"], letters, ""
    named_by_code = find_country(letters)
    if named_by_code and not country:
        return hit["place"], "", named_by_code
    return place, "", ""


def _american(line: str, *, is_only: bool) -> Place | None:
    hit = _AMERICAN.match(line)
    if hit is None:
        return None
    before, place = hit["before"] or "", ""
    if not is_only:
        before, place = "", before
    elif closes := list(STREET_CLOSES.finditer(before)):
        before, place = before[: closes[-1].end()], before[closes[-1].end() :].strip(" ,")
    return Place(before, hit["code"], place, hit["state"], "US")


def _british(line: str) -> Place | None:
    hit = _BRITISH.match(line)
    if hit is None:
        return None
    before = hit["before"]
    is_place = bool(before) and not any(letter.isdigit() for letter in before)
    return Place("" if is_place else before, hit["code"].upper(), before if is_place else "", "", "GB")


def _reversed(line: str) -> Place | None:
    """Find a locality before its postcode, "Lausanne 1003", where that is what the directory lists."""
    hit = _PLACE_CODE.match(line)
    if hit is None:
        return None
    from crmkit.schema.postal.packed import shipped_directory

    directory, place = shipped_directory(), hit["place"].strip()
    country = "CH" if len(hit["code"]) == 4 else "FR"
    if not hit["letters"] and not (
        directory.localities(country, hit["code"]) and not directory.check(country, hit["code"], place)
    ):
        return None
    return Place("", hit["code"], place, "", _PREFIXES.get(hit["letters"] or "", hit["letters"] or ""))


def _alone(line: str) -> Place | None:
    hit = _CODE_ALONE.match(line)
    if hit is None:
        return None
    country = _PREFIXES.get(hit["letters"], hit["letters"]) if hit["letters"] else ""
    return Place("", hit["code"], "", "", country)


def _names_street(place: str) -> bool:
    return bool(
        re.match(rf"{STREET_OPENS.pattern}", place, re.IGNORECASE)
        or STREET_CLOSES.search(place)
        or STREET_JOINED.search(place)
        or re.search(r"\b(?:pch|hwy|highway)\b", place, re.IGNORECASE)
    )
