"""Numbers and codes that name somebody or something."""

import re
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType

_SCIENTIFIC: Final = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_CASES: Final = "01234567890"
_GUARDED: Final = re.compile(r'="([^"]*)"')
_DECIMALS: Final = re.compile(r"\d{3,15}[.,]0", re.ASCII)
_EXACT: Final = 10.0**15
"""From here on a spreadsheet rounds whole numbers."""


class IdentifierType(CellType[str]):
    """An identifier, such as a customer number or an official personal number; matching ignores blanks and marks.

    >>> IDENTIFIER.clean(10042.0).value, IDENTIFIER.keys("KD-0042")
    ('10042', ('kd0042',))
    """

    name = "identifier"
    matching = "exact"
    sensitivity = "id"
    longest = 200

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        text = (guarded[1] if (guarded := _GUARDED.fullmatch(text)) else text).lstrip("' ")
        notes = []
        if _DECIMALS.fullmatch(text):
            text = text[:-2]
            notes.append(
                self.warning("decimals", "A spreadsheet had written a decimal behind the number, which was left out.")
            )
        key = fold(text).replace(" ", "")
        if not key:
            return self.refuse(raw, "invalid", "An identifier has letters or digits.")
        if len(key) > 3 and (len(set(key)) == 1 or (len(key) > 5 and key in _CASES)):
            return self.placeholder(raw)
        rounded = isinstance(raw, float) and abs(raw) >= _EXACT
        if rounded or (_SCIENTIFIC.fullmatch(text) and "+" in text):
            return self.refuse(raw, "digits_lost", "A spreadsheet rounded the number; its digits cannot be restored.")
        return self.accept(text, raw, *notes)

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold to letters and digits; a number also without leading zeros, which spreadsheets lose."""
        key = fold(value).replace(" ", "")
        short = key.lstrip("0") if key.isdigit() else key
        return tuple(dict.fromkeys(one for one in (key, short) if one))

    def similarity(self, left: str, right: str) -> float:
        """Compare two identifiers: equal 1.0, one slip of the finger 0.8, else 0.0."""
        if left == right:
            return 1.0
        ones, others = self.keys(left), self.keys(right)
        if set(ones) & set(others):
            return 1.0
        from rapidfuzz.distance import OSA

        near = bool(ones and others) and len(ones[0]) > 4 and OSA.distance(ones[0], others[0], score_cutoff=1) <= 1
        return 0.8 if near else 0.0

    def mask(self, value: str) -> str:
        """Show the last two characters."""
        return f"…{value[-2:]}" if len(value) > 4 else "…"


IDENTIFIER: Final = IdentifierType()
