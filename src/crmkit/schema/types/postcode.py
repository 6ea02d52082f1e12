"""Postcodes."""

import re
from typing import Final

from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.cells import CellType

_FOUR: Final = "CH AT BE LU LI DK NO HU SI BG CY LV AU NZ ZA AM GE"
_FIVE: Final = "FR DE IT ES FI MC SM VA HR EE LT RS BA ME UA TR MX MA US GP MQ GF RE YT CZ SK SE GR"
DIGITS: Final = dict.fromkeys(_FOUR.split(), 4) | dict.fromkeys(_FIVE.split(), 5)
"""How many digits the postcodes of a country have, where they are digits only."""

_COUNTRY_PREFIX: Final = re.compile(
    r"(CH|FL|FR|DE|AT|BE|LU|LI|IT|ES|NL|F|D|A|B|L|I|E)\s*[-–\s]\s*(?=\d{3})", re.IGNORECASE
)
_PREFIX_COUNTRIES: Final = {"F": "FR", "D": "DE", "A": "AT", "B": "BE", "L": "LU", "I": "IT", "E": "ES", "FL": "LI"}
_BRITISH: Final = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\Z")
_DUTCH: Final = re.compile(r"(\d{4})\s*([A-Z]{2})\Z")
_SPACED: Final = re.compile(r"(\d{3})\s?(\d{2})\Z")


class PostcodeType(CellType[str]):
    """A postcode as its country writes it; leading zeros come back where the region tells their number.

    >>> POSTCODE.clean("CH-1003").value, POSTCODE.clean(1067.0, region="DE").value, POSTCODE.clean("sw1a1aa").value
    ('1003', '01067', 'SW1A 1AA')
    """

    name = "postcode"
    longest = 40

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        code, named = split_country(text)
        code, notes = self._written(code.upper().strip(" .,;"), named or (region.upper() if region else None))
        if not any(letter.isdigit() for letter in code):
            return self.refuse(raw, "invalid", "A postcode has digits.")
        if code.strip("0 ") == "" or (len(code) > 4 and set(code) == {"9"}):
            return self.placeholder(raw)
        return self.accept(code, raw, *notes)

    def keys(self, value: str) -> tuple[str, ...]:
        """Write the postcode without blanks and marks."""
        key = re.sub(r"\W", "", value.upper()).lower()
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
        if code.isascii() and code.replace(" ", "").isdigit():
            digits = code.replace(" ", "")
            expected = DIGITS.get(country or "")
            if expected == 5 and len(digits) == 4:
                return "0" + digits, [
                    self.info("zero_restored", "A leading zero that a spreadsheet dropped was restored.")
                ]
            notes = []
            if expected and len(digits) != expected:
                notes.append(self.warning("pattern", "The postcode has not as many digits as those of the country."))
            spaced = _SPACED.match(digits) if country in {"SE", "CZ", "SK", "GR"} else None
            return f"{spaced[1]} {spaced[2]}" if spaced else digits, notes
        hit = _BRITISH.match(code) or _DUTCH.match(code)
        return f"{hit[1]} {hit[2]}" if hit else code, []


POSTCODE: Final = PostcodeType()


def split_country(text: str) -> tuple[str, str | None]:
    """Part a postcode from the country letters before it.

    >>> split_country("CH-1003"), split_country("F 75008"), split_country("75008")
    (('1003', 'CH'), ('75008', 'FR'), ('75008', None))
    """
    hit = _COUNTRY_PREFIX.match(text)
    if hit is None:
        return text, None
    letters = hit[1].upper()
    return text[hit.end() :], _PREFIX_COUNTRIES.get(letters, letters)
