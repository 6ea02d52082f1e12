"""Bank accounts by their international number."""

import re
from typing import Any, Final

from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.numbers.check_digits import mod_97_10
from crmkit.schema.types.numbers.iban_structures import iban_shape, iban_sizes
from crmkit.schema.types.numbers.official_number import OfficialNumber, spoken
from crmkit.schema.types.places.country_names import country_captions

_LETTERS: Final = str.maketrans("O", "0")


class IbanType(OfficialNumber):
    """A bank account: country, two check digits and the number in the country (ISO 13616, check modulo 97).

    Size and shape are those of the country in the IBAN Registry; a country that is not in it gives a warning.

    >>> IBAN.clean("IBAN: ch93 0076 2011 6238 5295 7").value, IBAN.caption("CH9300762011623852957")
    ('CH9300762011623852957', 'CH93 0076 2011 6238 5295 7')
    """

    name = "iban"
    sensitivity = "fin"
    said = spoken("IBAN", "Compte IBAN", "IBAN-Konto", "Konto")
    sizes = range(15, 35)
    shape = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+")
    groups = (4,) * 8

    def judge(self, number: str, raw: object, region: str | None) -> Cleaned[str]:
        """Judge a number without marks by the registry's entry for its country."""
        country = number[:2]
        if not self.shape.fullmatch(number) or country not in country_captions():
            return self.refuse(raw, *self.invalid)
        if len(number) != iban_sizes().get(country, len(number)) or len(number) not in self.sizes:
            return self.refuse(raw, *self.wrong_length)
        if not self._is_shaped(number):
            meant = number[:2] + number[2:].translate(_LETTERS)
            good = self._is_shaped(meant) and self.checks(meant)
            return self.refuse(raw, *self.invalid, suggestion=meant if good else None)
        return super().judge(number, raw, region)

    def checks(self, number: str) -> bool:
        """Say whether the check digits agree; they run from 02 to 98."""
        return "02" <= number[2:4] <= "98" and mod_97_10(number[4:] + number[:4])

    def remarks(self, number: str) -> tuple[Finding, ...]:
        """Note a country that the registry does not have."""
        if number[:2] in iban_sizes():
            return ()
        message = "The country is not in the IBAN Registry, so that size and shape could not be checked."
        return (self.warning("country_unlisted", message),)

    def parts(self, value: str) -> dict[str, Any]:
        """Name the country."""
        return {"country": value[:2]}

    @staticmethod
    def _is_shaped(number: str) -> bool:
        shape = iban_shape(number[:2])
        return shape is None or shape.fullmatch(number) is not None


IBAN: Final = IbanType()
