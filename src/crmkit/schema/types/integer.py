"""Whole numbers."""

from decimal import Decimal
from typing import Final

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.number_reading import read_number


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
        read = read_number(text, region=region)
        if read is None:
            return self.refuse(raw, "invalid", "This is no number.")
        number = read.number
        if read.ambiguous and isinstance(raw, str):
            number = Decimal(str(number).replace(".", ""))  # three digits behind a mark of a whole number are thousands
        if number != number.to_integral_value():
            return self.refuse(raw, "not_whole", "This is no whole number.")
        if abs(number) >= 10**30:
            return self.refuse(raw, "too_large", "The number is too large to be true.")
        return self.accept(int(number), raw)


INTEGER: Final = IntegerType()
