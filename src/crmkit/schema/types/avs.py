"""Persons in Switzerland by their number in the old-age insurance (AVS, AHV)."""

import re
from typing import Final

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.numbers.check_digits import ean
from crmkit.schema.types.numbers.official_number import OfficialNumber, spoken


class AvsType(OfficialNumber):
    """A person in Switzerland: 756 and ten digits, the last one as in an EAN-13 (art. 133 RAVS, eCH-0044).

    The number of eleven digits that was given until 2008 is refused: it was made of the name and the date of birth,
    and two persons could have the same.

    >>> AVS.clean("756.9217.0769.85").value, AVS.mask("7569217076985")
    ('7569217076985', '…')
    """

    name = "avs"
    sensitivity = "natid"
    said = spoken("AVS", "AHV", "AVS/AI", "AHVN13", "NAVS13", "NAVS", "AHVN", "NSS")
    sizes = (13,)
    shape = re.compile(r"756[0-9]*")
    groups = (3, 4, 4, 2)
    mark = "."

    def judge(self, number: str, raw: object, region: str | None) -> Cleaned[str]:
        """Judge a number without marks, and recognise the old one."""
        if re.fullmatch(r"[1-9][0-9]{7}(?:[0-9]{3})?", number):
            return self.refuse(raw, "outdated", "This is an insurance number as it was given until 2008.")
        return super().judge(number, raw, region)

    def checks(self, number: str) -> bool:
        """Say whether the last digit agrees."""
        return ean(number)


AVS: Final = AvsType()
