"""Taking a line with a street apart: the street, the house number, and what stands around them."""

import re
from functools import lru_cache
from typing import Final

from crmkit.schema.types.addresses.words import (
    BEHIND_STREET,
    STREET_JOINED,
    STREET_OPENS,
    kind_of_line,
)
from crmkit.schema.types.house_number import tidy_number

_NUMBER: Final = r"\d{1,5}(?:\s?[-–/+]\s?\d{1,5}){0,2}"
_REPEATED: Final = r"(?:bis|ter|quater|quinquies)\b"
_LETTER: Final = rf"(?:\s?{_REPEATED}|[a-zA-Z](?![\w.])|\s[a-dA-D](?=[\s,]+[^\W\d]{{2}}))?(?:\s[a-zA-Z](?=,))?"
_LABEL: Final = r"(?:n[°ºo]\.?\s?|nr\.?\s?|no\.\s?|num\.?\s?)?"
_FIRST: Final = re.compile(rf"({_LABEL}{_NUMBER}{_LETTER})(?![\w.'])[\s,]+(?=\S)(.+)\Z", re.IGNORECASE)
_LAST: Final = re.compile(
    rf"(.*[^\W\d_].*?)[\s,]+({_LABEL}{_NUMBER}(?:\s?{_REPEATED}(?:\s[a-zA-Z])?|\s?[a-zA-Z])?(?:[-/][a-zA-Z\d]{{1,2}})?)\Z",
    re.IGNORECASE,
)
_STUCK: Final = re.compile(
    r"(.*(?:str\.|strasse|straße|weg|gasse|platz|allee))(\d{1,4}\s?[a-z]?(?:[-/]\d{1,4})?)\Z", re.IGNORECASE
)
_CALENDAR: Final = re.compile(
    r"\b\d{1,2}(?:er)?[\s-](?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|"
    r"novembre|décembre|decembre|maggio|aprile|giugno|settembre|novembre|januar|märz|juni|juli|august)\Z",
    re.IGNORECASE,
)
_CIVILITY: Final = re.compile(
    r"(?:herrn?|frau|familie|monsieur|madame|mademoiselle|famille|m\.|mme|mlle|mr\.?|mrs\.?|ms\.?|sig\.(?:ra)?|signora?)\s",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(rf"{_LABEL}{_NUMBER}{_LETTER}[\s,]+(?={STREET_OPENS.pattern})", re.IGNORECASE)


@lru_cache(maxsize=32_768)
def split_street(text: str) -> tuple[str, str, str]:
    """Part a line into street, house number and what is extra; numbers come first or last.

    >>> split_street("12bis, rue du Lac"), split_street("Bahnhofstr. 4a"), split_street("Rue du 8 Mai 1945")
    (('rue du Lac', '12 bis', ''), ('Bahnhofstr.', '4a', ''), ('Rue du 8 Mai 1945', '', ''))
    >>> split_street("Bât. B 12 rue du Lac"), split_street("Rue du Lac 12, case postale 5")
    (('rue du Lac', '12', 'Bât. B'), ('Rue du Lac', '12', 'case postale 5'))
    """
    text, before = _without_opening(text)
    text, behind = _without_closing(text)
    extra = ", ".join(part for part in (before, behind) if part)
    if kind_of_line(text):
        return "", "", ", ".join(part for part in (before, text, behind) if part)
    hit = _FIRST.match(text)
    if hit:
        return hit[2].strip(" ,"), tidy_number(hit[1]), extra
    hit = _LAST.match(text) or _STUCK.match(text)
    if hit and not (len(hit[2]) == 4 and _CALENDAR.search(hit[1].strip(" ,"))):
        return hit[1].strip(" ,"), tidy_number(hit[2]), extra
    return text, "", extra


def _without_opening(text: str) -> tuple[str, str]:
    """Part what stands before a street that is recognised by its words, where the line opens with something else."""
    if not kind_of_line(text) and not _CIVILITY.match(text):
        return text, ""
    hit = _NUMBERED.search(text) or re.search(rf"(?<=\s){STREET_OPENS.pattern}", text, re.IGNORECASE)
    hit = hit or STREET_JOINED.search(text)
    if hit is None or not hit.start() or not any(letter.isdigit() for letter in text[hit.start() :]):
        return text, ""
    return text[hit.start() :], text[: hit.start()].strip(" ,")


def _without_closing(text: str) -> tuple[str, str]:
    hit = BEHIND_STREET.search(text)
    if hit is None or not hit.start() or not any(letter.isalpha() for letter in text[: hit.start()]):
        return text, ""
    return text[: hit.start()].strip(" ,"), hit[1].strip(" ,")
