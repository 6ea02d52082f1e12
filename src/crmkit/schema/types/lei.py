"""Legal entities of the world by their identifier on financial markets."""

import re
from typing import Final

from crmkit.schema.types.numbers.check_digits import mod_97_10
from crmkit.schema.types.numbers.official_number import OfficialNumber, spoken


class LeiType(OfficialNumber):
    """A legal entity: twenty letters and digits, the last two modulo 97 (ISO 17442, ISO 7064 MOD 97-10).

    >>> LEI.clean("5067 00GE 1G29 325Q X363").value
    '506700GE1G29325QX363'
    """

    name = "lei"
    said = spoken("LEI")
    sizes = (20,)
    shape = re.compile(r"[0-9A-Z]{4,18}[0-9]{2}")

    def checks(self, number: str) -> bool:
        """Say whether the last two digits agree."""
        return mod_97_10(number)


LEI: Final = LeiType()
