"""House numbers."""

import re
from typing import Final

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType

_LABEL: Final = re.compile(r"^(?:n[°ºo]\.?|nr\.?|no\.?|num\.?|#)\s*(?=\d)", re.IGNORECASE)
_PARTS: Final = re.compile(r"(\d+)\s*(.*)\Z", re.DOTALL)


class HouseNumberType(CellType[str]):
    """A house number with what belongs to it, "12 bis", "4a", "10-12".

    >>> HOUSE_NUMBER.clean("No 12BIS").value, HOUSE_NUMBER.clean("4 A").value
    ('12 bis', '4A')
    """

    name = "house_number"
    longest = 40

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        number = tidy_number(text)
        if not number or len(number) > 30:
            return self.refuse(raw, "invalid", "This is no house number.")
        return self.accept(number, raw)

    def keys(self, value: str) -> tuple[str, ...]:
        """Write the number without blanks, in small letters."""
        key = number_key(value)
        return (key,) if key else ()


HOUSE_NUMBER: Final = HouseNumberType()


def tidy_number(text: str) -> str:
    """Write a house number in one way: "12 bis", "4a", "10-12".

    >>> tidy_number("12, Bis"), tidy_number("10 – 12")
    ('12 bis', '10-12')
    """
    bare = re.sub(r"\s*[-–—]\s*", "-", _LABEL.sub("", text.strip(" ,;."))).strip("-")
    hit = _PARTS.match(bare)
    if hit is None:
        return bare
    number, rest = hit[1], hit[2].strip(" ,.")
    if rest.lower() in {"bis", "ter", "quater"}:
        return f"{number} {rest.lower()}"
    return f"{number}{rest}" if len(rest) == 1 or rest[:1] in "-/" else f"{number} {rest}".strip()


def number_key(text: str) -> str:
    """Fold a house number for matching.

    >>> number_key("12 bis"), number_key("4 A")
    ('12bis', '4a')
    """
    return re.sub(r"[\W_]+", "", text).lower()
