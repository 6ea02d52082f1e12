"""Banks and other parties by their business identifier code."""

import re
from typing import Any, Final

from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.numbers.official_number import OfficialNumber, spoken
from crmkit.schema.types.places.country_names import country_captions

_HEAD_OFFICE: Final = "XXX"


class BicType(OfficialNumber):
    """A bank: four characters of the party, its country, two of the place and perhaps three of the branch (ISO 9362).

    A code of eight characters and the same one with the branch XXX are equal for matching. There is no check digit.

    >>> BIC.clean("ubswchzh80a").value, BIC.keys("POFICHBEXXX") == BIC.keys("POFICHBE")
    ('UBSWCHZH80A', True)
    """

    name = "bic"
    sensitivity = "fin"
    said = spoken("BIC", "SWIFT", "BIC/SWIFT", "SWIFT/BIC", "SWIFT-BIC")
    sizes = (8, 11)
    shape = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{1,3})?")

    def judge(self, number: str, raw: object, region: str | None) -> Cleaned[str]:
        """Judge a code without marks; its country must exist."""
        judged = super().judge(number, raw, region)
        if judged.value is not None and number[4:6] not in country_captions():
            return self.refuse(raw, *self.invalid)
        return judged

    def remarks(self, number: str) -> tuple[Finding, ...]:
        """Note a code that is for tests only."""
        if number[7] != "0":
            return ()
        return (self.warning("test", "This is a code for tests, by which nobody can be paid."),)

    def keys(self, value: str) -> tuple[str, ...]:
        """Write the code in small letters, without the branch of the head office."""
        return (value.removesuffix(_HEAD_OFFICE).lower() if len(value) == 11 else value.lower(),)

    def parts(self, value: str) -> dict[str, Any]:
        """Name the country."""
        return {"country": value[4:6]}


BIC: Final = BicType()
