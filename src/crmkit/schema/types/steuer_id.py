"""Taxpayers in Germany by their identification number."""

import re
from collections import Counter
from typing import Final

from crmkit.schema.types.numbers.check_digits import mod_11_10
from crmkit.schema.types.numbers.official_number import OfficialNumber, spoken


class SteuerIdType(OfficialNumber):
    """A taxpayer in Germany: eleven digits, the last one by ISO 7064 MOD 11,10 (§ 139b AO).

    Of the first ten digits just one occurs two or three times; the number does not begin with a zero.

    >>> STEUER_ID.clean("86 095 742 719").value, STEUER_ID.caption("86095742719")
    ('86095742719', '86 095 742 719')
    """

    name = "steuer_id"
    sensitivity = "natid"
    said = spoken("Steuer-ID", "Steuer ID", "IdNr", "IdNr.", "Steuer-IdNr", "Steueridentifikationsnummer", "TIN")
    sizes = (11,)
    shape = re.compile(r"[1-9][0-9]*")
    groups = (2, 3, 3, 3)

    def checks(self, number: str) -> bool:
        """Say whether the last digit agrees and the others are spread as they must be."""
        repeated = [times for times in Counter(number[:10]).values() if times > 1]
        return len(repeated) == 1 and repeated[0] <= 3 and mod_11_10(number)


STEUER_ID: Final = SteuerIdType()
