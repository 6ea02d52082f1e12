"""Postcodes."""

import re
from typing import Final

from crmkit.schema.types.addresses.postcode_formats import DIGITS, PATTERNS, PREFIXES
from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.cells import CellType

_PREFIX: Final = re.compile(
    rf"({'|'.join(sorted(PREFIXES, key=len, reverse=True))})(?:\s*[-–—]\s*|\s+(?=\d{{3}})|(?=\d{{4,5}}\Z))(?=\d{{2,}})",
    re.IGNORECASE,
)
_BRITISH: Final = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\Z")
_DUTCH: Final = re.compile(r"(\d{4})\s*([A-Z]{2})\Z")
_CANADIAN: Final = re.compile(r"([A-Z]\d[A-Z])[\s-]*(\d[A-Z]\d)\Z")
_SPECIAL_BRITISH: Final = re.compile(r"(GIR|BFPO|ASCN|STHL|TDCU|BBND|FIQQ|PCRN|SIQQ|TKCA)\s*(\d[A-Z]{2})\Z")
_PARTING: Final = re.compile(r"[\s-]")
_MARK: Final = re.compile(r"\W")
_FLOAT: Final = re.compile(r"(\d{3,5})[.,]0+\Z")
_GROUPED: Final = re.compile(r"(\d{1,2})[\s'’.,](\d{3})\Z")
_SEPARATORS: Final[dict[str, tuple[int, str]]] = {
    "SE": (3, " "), "CZ": (3, " "), "SK": (3, " "), "GR": (3, " "), "PL": (2, "-"), "PT": (4, "-"), "US": (5, "-"),
    "BR": (5, "-"), "JP": (3, "-"),
}  # fmt: skip
_LENGTHS: Final = {"PL": 5, "PT": 7, "US": 9, "BR": 8, "JP": 7}
_LEAST: Final = {"US": 3, "IT": 3}


class PostcodeType(CellType[str]):
    """A postcode as its country writes it; leading zeros come back where the region tells their number.

    >>> POSTCODE.clean("CH-1003").value, POSTCODE.clean(1067.0, region="DE").value, POSTCODE.clean("sw1a1aa").value
    ('1003', '01067', 'SW1A 1AA')
    """

    name = "postcode"
    matching = "exact"
    longest = 40

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        code, named = split_country(text.strip(" .,;'\"‘’"))
        country = named or (region.upper() if region else None)
        code, notes = self._written(code.upper().strip(" .,;"), country)
        if not any(letter.isdigit() for letter in code):
            return self.refuse(raw, "invalid", "A postcode has digits.")
        if code.strip("0 ") == "" or (len(code) > 4 and set(code) == {"9"}):
            return self.placeholder(raw)
        pattern = PATTERNS.get(country or "")
        if pattern and not pattern.fullmatch(code):
            notes.append(self.warning("pattern", "The postcode is not written like those of the country."))
        return self.accept(code, raw, *notes)

    def keys(self, value: str) -> tuple[str, ...]:
        """Write the postcode without blanks and marks."""
        key = value if value.isascii() and value.isdigit() else _MARK.sub("", value.upper()).lower()
        return (key,) if key else ()

    def similarity(self, left: str, right: str) -> float:
        """Compare two postcodes: equal 1.0, one slip of the finger 0.8, the same area 0.5, else 0.0."""
        one, other = "".join(self.keys(left)), "".join(self.keys(right))
        if one == other:
            return 1.0
        from rapidfuzz.distance import OSA

        if OSA.distance(one, other, score_cutoff=1) <= 1:
            return 0.8
        return 0.5 if one[:2] == other[:2] else 0.0

    def _written(self, code: str, country: str | None) -> tuple[str, list[Finding]]:
        digits = code
        if not code.isdigit():
            code = _FLOAT.sub(r"\1", code)
            grouped = _GROUPED.match(code)
            if grouped and country not in {"PL", "SE", "CZ", "SK", "GR"}:
                code = grouped[1] + grouped[2]
            digits = _PARTING.sub("", code)
        if not (digits.isascii() and digits.isdigit()):
            return _with_letters(code), []
        expected = DIGITS.get(country or "")
        if expected == 5 and _LEAST.get(country or "", 4) <= len(digits) < 5:
            note = self.info("zero_restored", "A leading zero that a spreadsheet dropped was restored.")
            return _parted(digits.zfill(5), country), [note]
        notes = []
        if expected and len(digits) != expected and country not in PATTERNS:
            notes.append(self.warning("pattern", "The postcode has not as many digits as those of the country."))
        return (_parted(digits, country) if country else (digits if " " in code else code)), notes


POSTCODE: Final = PostcodeType()


def split_country(text: str) -> tuple[str, str | None]:
    """Part a postcode from the country letters before it.

    >>> split_country("CH-1003"), split_country("F75008"), split_country("75008")
    (('1003', 'CH'), ('75008', 'FR'), ('75008', None))
    """
    hit = _PREFIX.match(text)
    if hit is None:
        return text, None
    return text[hit.end() :], PREFIXES[hit[1].upper()]


def _with_letters(code: str) -> str:
    for pattern in (_SPECIAL_BRITISH, _CANADIAN, _BRITISH, _DUTCH):
        if hit := pattern.match(code):
            return f"{hit[1]} {hit[2]}"
    return code


def _parted(digits: str, country: str | None) -> str:
    """Put the blank or hyphen where a country has it."""
    at, mark = _SEPARATORS.get(country or "", (0, ""))
    length = _LENGTHS.get(country or "", 5)
    return f"{digits[:at]}{mark}{digits[at:]}" if at and len(digits) == length else digits
