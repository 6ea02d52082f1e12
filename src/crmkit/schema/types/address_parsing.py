"""Taking a postal address apart that came in one cell."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from crmkit.schema.types.country import find_country
from crmkit.schema.types.house_number import tidy_number

_NUMBER: Final = r"\d{1,5}(?:\s?[-–/]\s?\d{1,5})?"
_LETTER: Final = r"(?:\s?(?:bis|ter|quater)\b|[a-zA-Z](?![\w.])|\s[a-dA-D](?=[\s,]+[^\W\d]{2}))?"
_NUMBER_FIRST: Final = re.compile(rf"({_NUMBER}{_LETTER})(?![\w.'])[\s,]+(?=\S)(.+)\Z", re.IGNORECASE)
_NUMBER_LAST: Final = re.compile(
    rf"(.*[^\W\d_].*?)[\s,]+((?:n[°ºo]\.?\s?|nr\.?\s?)?{_NUMBER}(?:\s?(?:bis|ter|quater)|\s?[a-zA-Z])?)\Z",
    re.IGNORECASE,
)
_NUMBER_STUCK: Final = re.compile(r"(.*(?:str\.|strasse|straße|weg|gasse|platz))(\d{1,4}\s?[a-z]?)\Z", re.IGNORECASE)
_CALENDAR: Final = re.compile(
    r"\b\d{1,2}(?:er)?[\s-](?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|"
    r"novembre|décembre)\Z",
    re.IGNORECASE,
)
_EXTRA: Final = re.compile(
    r"(?:c/o|p\.?\s?a\.?\s|chez|z\.?\s?h\.|postfach|case postale|c\.?p\.?\s\d|p\.?\s?o\.?\s?box|"
    r"b\.?p\.?\s\d|boîte postale|apt\.?|appt\.?|apartment|app\.|suite|ste\.?\s\d|unit|floor|"
    r"bât\.?|bat\.|bâtiment|batiment|étage|etage|esc\.|résidence|residence|immeuble|stock|\d+\.\s?og|"
    r"og\s|hinterhaus|rdc|\d+(?:er|e|ème)\s(?:étage|etage)|lieu[- ]dit)",
    re.IGNORECASE,
)
_UNIT_BEHIND: Final = re.compile(r"[\s,]+((?:suite|ste\.?|apt\.?|unit|#)\s*#?\s*\w{1,6})\Z", re.IGNORECASE)
_CODE: Final = (
    r"(?:(?P<letters>CH|FL|FR|DE|AT|BE|LU|LI|IT|ES|F|D|A|B|L|I|E)\s?[-–]\s?)?(?P<code>\d{5}|"
    r"\d{4}(?:\s?[A-Z]{2}(?=\s))?|\d{3}\s\d{2}(?=\s[^\W\d]))"
)
_CODE_PLACE: Final = re.compile(rf"(?P<before>.*?)(?:^|[\s,]+){_CODE}\s+(?P<place>[^\W\d_][^,]*)\Z")
_BRITISH: Final = re.compile(r"(?P<before>.*?)[\s,]*\b(?P<code>[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\Z", re.IGNORECASE)
_AMERICAN: Final = re.compile(r"(?P<before>.*?)[\s,]+(?P<state>[A-Z]{2})[\s,]+(?P<code>\d{5}(?:-\d{4})?)\Z")
_CODE_ALONE: Final = re.compile(rf"{_CODE}\Z")
_PREFIX_COUNTRIES: Final = {"F": "FR", "D": "DE", "A": "AT", "B": "BE", "L": "LU", "I": "IT", "E": "ES", "FL": "LI"}


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
def split_street(text: str) -> tuple[str, str, str]:
    """Part a line into street, house number and what is extra; numbers come first or last.

    >>> split_street("12bis, rue du Lac"), split_street("Bahnhofstr. 4a"), split_street("Rue du 8 Mai 1945")
    (('rue du Lac', '12 bis', ''), ('Bahnhofstr.', '4a', ''), ('Rue du 8 Mai 1945', '', ''))
    """
    extra = ""
    unit = _UNIT_BEHIND.search(text)
    if unit and unit.start():
        text, extra = text[: unit.start()].strip(" ,"), unit[1]
    if _EXTRA.match(text):
        return "", "", ", ".join(part for part in (text, extra) if part)
    hit = _NUMBER_FIRST.match(text)
    if hit:
        return hit[2].strip(" ,"), tidy_number(hit[1]), extra
    hit = _NUMBER_LAST.match(text) or _NUMBER_STUCK.match(text)
    if hit and not (len(hit[2]) == 4 and _CALENDAR.search(hit[1].strip(" ,"))):
        return hit[1].strip(" ,"), tidy_number(hit[2]), extra
    return text, "", extra


@lru_cache(maxsize=32_768)
def parse_address(text: str) -> ParsedAddress:
    """Take an address apart: commas or line breaks part lines, a postcode opens the place, a country ends it.

    >>> parsed = parse_address("Rue du Lac 12, CH-1003 Lausanne")
    >>> parsed.street, parsed.house_number, parsed.postcode, parsed.locality, parsed.country
    ('Rue du Lac', '12', '1003', 'Lausanne', 'CH')
    """
    lines = [line.strip(" ,;.") for line in re.split(r"\s*[,;\n|]\s*", text.replace("’", "'"))]
    lines = [line for line in lines if line]
    found: dict[str, str] = {}
    if len(lines) > 1 and not any(letter.isdigit() for letter in lines[-1]) and len(lines[-1]) > 1:
        country = find_country(lines[-1])
        if country:
            found["country"] = country
            lines.pop()
    for at in range(len(lines) - 1, -1, -1):
        rest = _take_place(lines[at], found, is_only=len(lines) == 1)
        if rest is not None:
            after = lines[at + 1 :]
            lines = [*lines[:at], rest] if rest else lines[:at]
            if "locality" not in found and found.get("postcode"):
                found["locality"] = after.pop(0) if after else (lines.pop() if len(lines) > 1 else "")
            lines.extend(after)
            break
    return _with_street(lines, found)


def _take_place(line: str, found: dict[str, str], *, is_only: bool) -> str | None:
    """Find postcode and locality at the end of a line; what stands before them, or None."""
    hit = _CODE_PLACE.match(line) if any(letter.isdigit() for letter in line) else None
    if hit and not (is_only and not hit["before"] and not hit["letters"] and _looks_like_street(hit["place"])):
        found["postcode"] = hit["code"]
        place = re.sub(r"\s*\(([A-Z]{2})\)\Z", "", hit["place"]).strip()
        words = place.rsplit(" - ", 1)
        country = find_country(words[-1]) if len(words) == 2 else None
        found["locality"] = words[0] if country else place
        if country:
            found.setdefault("country", country)
        if hit["letters"]:
            found.setdefault("country", _PREFIX_COUNTRIES.get(hit["letters"], hit["letters"]))
        return hit["before"].strip(" ,")
    hit = _AMERICAN.match(line)
    if hit:
        found.update(postcode=hit["code"], region=hit["state"])
        found.setdefault("country", "US")
        if is_only:
            return hit["before"]
        found["locality"] = hit["before"]
        return ""
    hit = re.fullmatch(r"(?P<state>[A-Z]{2})\s+(?P<code>\d{5}(?:-\d{4})?)", line)
    if hit:
        found.update(postcode=hit["code"], region=hit["state"])
        found.setdefault("country", "US")
        return ""
    hit = _BRITISH.match(line)
    if hit:
        found["postcode"] = hit["code"].upper()
        found.setdefault("country", "GB")
        if hit["before"] and not any(letter.isdigit() for letter in hit["before"]):
            found["locality"] = hit["before"]
            return ""
        return hit["before"]
    hit = None if is_only else _CODE_ALONE.match(line)
    if hit:
        found["postcode"] = hit["code"]
        return ""
    return None


def _looks_like_street(place: str) -> bool:
    return bool(
        re.search(
            r"\b(?:rue|avenue|av|chemin|route|boulevard|st|street|road|rd|ave|blvd|dr|drive|way|lane|ln|pch|"
            r"hwy)\b\.?",
            place,
            re.IGNORECASE,
        )
    )


def _with_street(lines: list[str], found: dict[str, str]) -> ParsedAddress:
    extras: list[str] = []
    if (len(lines) > 1 and lines[0].replace(" ", "").isalnum() and lines[0][:1].isdigit() and len(lines[0]) <= 6) or (
        len(lines) > 1 and re.fullmatch(r"\d{1,4}\s?(?:[a-zA-Z]|bis|ter)?", lines[1])
    ):
        lines = [f"{lines[0]} {lines[1]}", *lines[2:]]
    split = [split_street(line) for line in lines]
    best = next((at for at, parts in enumerate(split) if parts[1]), None)
    if best is None:
        best = next((at for at, parts in enumerate(split) if parts[0]), None)
    street = number = ""
    for at, (line, parts) in enumerate(zip(lines, split, strict=True)):
        if at == best:
            street, number = parts[0], parts[1]
            if parts[2]:
                extras.append(parts[2])
        elif (
            "locality" not in found
            and at == len(lines) - 1
            and best is not None
            and at > best
            and not parts[1]
            and not parts[2]
        ):
            found["locality"] = line
        else:
            extras.append(line)
    return ParsedAddress(street=street, house_number=number, extra=", ".join(extras), **found)
