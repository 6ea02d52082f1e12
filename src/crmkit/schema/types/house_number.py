"""House numbers."""

import re
from datetime import date
from typing import Final

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType

_LABEL: Final = re.compile(
    r"^(?:n[°ºo]s?\.?|nrs?\.?|no\.?|num(?:[ée]ro|\.)?|hausnr\.?|haus-?nummer|#)\s*(?=\d)", re.IGNORECASE
)
_RANGE: Final = re.compile(
    r"(?<=\d)\s*(?:[-–—]|\bà\b|\ba\b|\bet\b|\bund\b|\bbis\b(?=\s*\d)|&|\+)\s*(?=\d)", re.IGNORECASE
)
_ENDS: Final = " ,;.-–—"
_HYPHEN: Final = re.compile(r"\s*[-–—]\s*")
_SLASH: Final = re.compile(r"(?<=\d)\s*/\s*(?=\d)")
_BETWEEN: Final = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_NOT_KEY: Final = re.compile(r"[^\w-]+|_|-(?!\d)|(?<!\d)-")
_FLOAT: Final = re.compile(r"(\d+)[.,]0+\Z")
_PARTS: Final = re.compile(r"(\d+)\s*(.*)\Z", re.DOTALL)
_REPEATED: Final = re.compile(r"(bis|ter|quater|quinquies)\b[\s,]*(.*)\Z", re.IGNORECASE | re.DOTALL)
_DATE: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ].*)?|\d{1,2}[.\s-]+(?:jan|f[eé]v|feb|m[aä]r|avr|apr|mai|may|juin|jun|juil|jul|ao[uû]|aug|"
    r"sep|o[ck]t|nov|d[eé][cz])[a-zéû]*\.?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[-\s]\d{1,2}",
    re.IGNORECASE,
)
_WITHOUT: Final = frozenset({"sn", "s/n", "snc", "s.n", "s.n.c", "ohne nr", "o. nr", "o.nr", "sans n°", "sans numéro"})


class HouseNumberType(CellType[str]):
    """A house number with what belongs to it, "12 bis", "4a", "10-12".

    >>> HOUSE_NUMBER.clean("No 12BIS").value, HOUSE_NUMBER.clean("4 A").value, HOUSE_NUMBER.clean("12 à 14").value
    ('12 bis', '4A', '12-14')
    """

    name = "house_number"
    matching = "exact"
    longest = 40

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        if text.casefold().strip(" .") in _WITHOUT:
            return self.placeholder(raw)
        if _DATE.fullmatch(text):
            meant = _range_of(raw)
            return self.refuse(raw, "date", "A spreadsheet made a date of this number.", suggestion=meant)
        number = tidy_number(text)
        if not number or len(number) > 30:
            return self.refuse(raw, "invalid", "This is no house number.")
        return self.accept(number, raw)

    def keys(self, value: str) -> tuple[str, ...]:
        """Write the number without blanks, in small letters."""
        key = number_key(value)
        return (key,) if key else ()

    def similarity(self, left: str, right: str) -> float:
        """Compare two numbers: equal 1.0, one within the other's range 0.9, another entrance of it 0.7, else 0.0."""
        one, other = number_key(left), number_key(right)
        if one == other:
            return 1.0
        low, high = _bounds(one)
        lower, higher = _bounds(other)
        if high < lower or higher < low or min(low, lower) < 0:
            return 0.0
        return 0.7 if low == high and lower == higher else 0.9


HOUSE_NUMBER: Final = HouseNumberType()


def tidy_number(text: str) -> str:
    """Write a house number in one way: "12 bis", "4a", "10-12".

    >>> tidy_number("12, Bis"), tidy_number("10 – 12"), tidy_number("7 bis A")
    ('12 bis', '10-12', '7 bis A')
    """
    if text.isdigit():
        return text
    bare = _RANGE.sub("-", _LABEL.sub("", _FLOAT.sub(r"\1", text.strip(_ENDS))))
    bare = _SLASH.sub("/", _HYPHEN.sub("-", bare)).strip(_ENDS)
    hit = _PARTS.match(bare)
    if hit is None:
        return bare
    number, rest = hit[1], hit[2].strip(_ENDS) if not hit[2].startswith("-") else hit[2]
    repeated = _REPEATED.match(rest)
    if repeated:
        return f"{number} {repeated[1].lower()} {repeated[2]}".strip()
    return f"{number}{rest}" if len(rest) == 1 or rest[:1] in "-/" else f"{number} {rest}".strip()


def number_key(text: str) -> str:
    """Fold a house number for matching.

    >>> number_key("12 bis"), number_key("4 A"), number_key("10-12"), number_key("012")
    ('12bis', '4a', '10-12', '12')
    """
    if text.isdigit():
        return text.lstrip("0")
    return _NOT_KEY.sub("", _BETWEEN.sub("-", text.lower())).lstrip("0")


def _bounds(key: str) -> tuple[int, int]:
    """Give the lowest and the highest number that a key covers."""
    numbers = [int(digits[:9]) for digits in re.findall(r"\d+", key)[:2]]
    if not numbers:
        return -1, -1
    return (numbers[0], numbers[1]) if "-" in key and numbers[0] < numbers[-1] else (numbers[0], numbers[0])


def _range_of(raw: object) -> str | None:
    """Read the range of numbers back that a date was made of, day before month."""
    return f"{raw.day}-{raw.month}" if isinstance(raw, date) else None
