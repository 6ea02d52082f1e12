"""Numbers with decimals."""

import re
from decimal import Decimal
from typing import Any, Final

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.numbers.reading import read_number, read_scale

_WORDED: Final = re.compile(r"([(+−–-]?\s*\d[\d.,'’\u00a0\u202f ]*)\s*([^\d\s][^\d]*)")


class DecimalType(CellType[Decimal]):
    """A number, as exact as it was written.

    >>> DECIMAL.clean("1'234.50").value, DECIMAL.clean("1.234,50").value
    (Decimal('1234.50'), Decimal('1234.50'))
    """

    name = "decimal"
    operators = "number"
    longest = 60

    def clean(self, value: object, *, region: str | None = None) -> Cleaned[Decimal]:
        """Clean one cell. Never raises on bad data, and cleaning a clean value gives it back."""
        if isinstance(value, Decimal):
            return self.accept(value, value) if value.is_finite() else Cleaned(None, value)
        return super().clean(value, region=region)

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[Decimal]:
        """Clean a text that is neither empty nor a placeholder."""
        exact = not isinstance(raw, str)
        country = region.upper() if region else None
        read = read_number(text, region=None if exact else country)
        if read is None:
            return self._with_words(text, raw, country)
        if read.ambiguous and not exact:
            message = "The mark before three digits can part thousands or decimals."
            return self.accept(read.number, raw, self.warning("ambiguous", message))
        return self.accept(read.number, raw)

    def _with_words(self, text: str, raw: object, country: str | None) -> Cleaned[Decimal]:
        """Read a number with "%" or a word for millions behind it."""
        hit = _WORDED.fullmatch(text)
        read = read_number(hit[1], region=country) if hit else None
        if hit is None or read is None:
            return self.refuse(raw, "invalid", "This is no number.")
        zeros, rest = read_scale(hit[2])
        if rest.strip() == "%":
            message = "This is a share of a hundred, and may be meant as one of one."
            return self.refuse(raw, "percent", message, suggestion=str(read.number))
        if not zeros or rest:
            return self.refuse(
                raw, "invalid", "This is a number with words that are no part of it.", suggestion=str(read.number)
            )
        scaled = read.number.scaleb(zeros)
        return self.accept(scaled, raw, self.warning("scaled", "A word for thousands or millions was multiplied in."))

    def keys(self, value: Decimal) -> tuple[str, ...]:
        """Write the number without needless zeros."""
        return (f"{value.normalize():f}" if -100 < value.adjusted() < 100 else str(value.normalize()),)

    def dump(self, value: Decimal) -> str:
        """Write the number as text, which keeps it exact."""
        return str(value)

    def load(self, data: Any) -> Decimal:
        """Read what `dump` wrote."""
        return Decimal(data)


DECIMAL: Final = DecimalType()
