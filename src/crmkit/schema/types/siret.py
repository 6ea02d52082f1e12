"""Places of business in France by their number in the register SIRENE."""

from typing import Any, Final

from crmkit.schema.types.numbers.check_digits import luhn
from crmkit.schema.types.numbers.official_number import OfficialNumber, spoken

_LA_POSTE: Final = "356000000"
_SEAT_OF_LA_POSTE: Final = "35600000000048"


class SiretType(OfficialNumber):
    """A place of business in France: the SIREN of the company and five digits, by the Luhn formula (INSEE).

    The places of La Poste, except its seat, have digits that add up to a multiple of five instead.

    >>> SIRET.clean("732 829 320 00074").value, SIRET.clean("356 000 000 49837").value
    ('73282932000074', '35600000049837')
    """

    name = "siret"
    said = spoken("SIRET")
    sizes = (14,)
    groups = (3, 3, 3, 5)

    def checks(self, number: str) -> bool:
        """Say whether the last digit of the company and that of the place agree."""
        if number.startswith(_LA_POSTE) and number != _SEAT_OF_LA_POSTE:
            return sum(map(int, number)) % 5 == 0
        return luhn(number[:9]) and luhn(number)

    def parts(self, value: str) -> dict[str, Any]:
        """Name the company."""
        return {"siren": value[:9]}


SIRET: Final = SiretType()
