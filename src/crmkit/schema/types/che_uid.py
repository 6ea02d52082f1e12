"""Swiss companies by their number in the UID register."""

import re
from typing import Final

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.numbers.check_digits import mod_11
from crmkit.schema.types.numbers.official_number import OfficialNumber, spoken

WEIGHTS: Final = (5, 4, 3, 2, 7, 6, 5, 4)
"""Weights of the digits before the check digit (eCH-0097)."""

_WRITTEN: Final = re.compile(r"(?:CHE?)?(\d{9})(?:MWST|TVA|IVA|TPV|VAT|HRRC|RC|HR)?", re.ASCII)


class CheUidType(OfficialNumber):
    """A Swiss company: CHE and nine digits, the last one modulo 11 (UID register of the Federal Statistical Office).

    The words MWST, TVA and IVA of a VAT number, HR and RC of the commercial register are left out.

    >>> CHE_UID.clean("CHE-100.155.212 MWST").value, CHE_UID.caption("CHE100155212")
    ('CHE100155212', 'CHE-100.155.212')
    """

    name = "che_uid"
    said = spoken("UID", "IDE", "IDI", "CHE UID")
    sizes = (12,)
    shape = re.compile(r"CHE[0-9]{9}")

    def judge(self, number: str, raw: object, region: str | None) -> Cleaned[str]:
        """Judge a number without marks; "CHE" may be missing."""
        written = _WRITTEN.fullmatch(number)
        if written is None and number.removeprefix("CHE").isdigit():
            return self.refuse(raw, *self.wrong_length)
        return super().judge(f"CHE{written[1]}" if written else number, raw, region)

    def checks(self, number: str) -> bool:
        """Say whether the last digit agrees."""
        return mod_11(number[3:], WEIGHTS)

    def caption(self, value: str) -> str:
        """Show the number as the register does."""
        return f"{value[:3]}-{value[3:6]}.{value[6:9]}.{value[9:]}"


CHE_UID: Final = CheUidType()
