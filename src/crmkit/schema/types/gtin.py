"""Articles of the world by the number of their bar code."""

from typing import Final

from crmkit.schema.types.numbers.check_digits import ean
from crmkit.schema.types.numbers.official_number import OfficialNumber, spoken


class GtinType(OfficialNumber):
    """An article: 8, 12, 13 or 14 digits, the last one weighted 1 and 3 (GS1: EAN-8, UPC-A, EAN-13, GTIN-14).

    Leading zeros do not make another article.

    >>> GTIN.clean("4 006381 333931").value, GTIN.keys("036000291452") == GTIN.keys("0036000291452")
    ('4006381333931', True)
    """

    name = "gtin"
    sensitivity = "none"
    said = spoken("GTIN", "EAN", "UPC", "EAN13", "EAN-13", "EAN 8", "code barre", "code barres", "ISBN")
    sizes = (8, 12, 13, 14)

    def checks(self, number: str) -> bool:
        """Say whether the last digit agrees."""
        return ean(number)

    def keys(self, value: str) -> tuple[str, ...]:
        """Write the number with fourteen digits."""
        return (value.zfill(14),)


GTIN: Final = GtinType()
