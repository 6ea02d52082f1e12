"""Whole numbers."""

import re
from decimal import Decimal
from typing import Final

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.numbers.reading import read_number

_LEADING_ZERO: Final = re.compile(r"0\d+\Z", re.ASCII)


class IntegerType(CellType[int]):
    """A whole number.

    >>> INTEGER.clean("1'234").value, INTEGER.clean(12.0).value, INTEGER.clean("1.5").value
    (1234, 12, None)
    """

    name = "integer"
    operators = "number"
    longest = 60

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[int]:
        """Clean a text that is neither empty nor a placeholder."""
        if isinstance(raw, bool):
            return self.accept(int(raw), raw)
        country = region.upper() if region else None
        read = read_number(text, region=country)
        if read is None:
            return self.refuse(raw, "invalid", "This is no number.")
        number, notes = read.number, []
        if read.ambiguous and isinstance(raw, str):
            number = Decimal(re.sub(r"\D", "", text) or 0).copy_sign(number)
            if number != read.number:
                notes.append(self.warning("ambiguous", "The mark before three digits was taken to part thousands."))
        if number != number.to_integral_value():
            return self.refuse(raw, "not_whole", "This is no whole number.")
        if abs(number) >= 10**30:
            return self.refuse(raw, "too_large", "The number is too large to be true.")
        if isinstance(raw, str) and _LEADING_ZERO.match(text):
            notes.append(self.info("leading_zero", "The number began with a zero; it may be an identifier."))
        return self.accept(int(number), raw, *notes)


INTEGER: Final = IntegerType()
