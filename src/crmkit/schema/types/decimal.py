"""Numbers with decimals."""

from decimal import Decimal
from typing import Any, Final

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.number_reading import read_number


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
        read = read_number(text, region=None if exact else region)
        if read is None:
            return self.refuse(raw, "invalid", "This is no number.")
        if read.ambiguous and not exact:
            message = "The mark before three digits can part thousands or decimals."
            return self.accept(read.number, raw, self.warning("ambiguous", message))
        return self.accept(read.number, raw)

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
