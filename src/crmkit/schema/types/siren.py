"""French companies by their number in the register SIRENE."""

from typing import Final

from crmkit.schema.types.numbers.check_digits import luhn
from crmkit.schema.types.numbers.official_number import OfficialNumber, spoken


class SirenType(OfficialNumber):
    """A French company: nine digits, the last one by the Luhn formula (Code de commerce R123-220, INSEE).

    >>> SIREN.clean("732 829 320").value, SIREN.clean("RCS Paris 732 829 321").findings[0].code
    ('732829320', 'siren.checksum')
    """

    name = "siren"
    said = spoken("SIREN", "SIRENE", "RCS", "RCS Paris", "RCS Lyon", "RCS Marseille", "RCS Nanterre", "RCS Bobigny")
    sizes = (9,)
    groups = (3, 3, 3)

    def checks(self, number: str) -> bool:
        """Say whether the last digit agrees."""
        return luhn(number)


SIREN: Final = SirenType()
