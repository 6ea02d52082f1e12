"""Persons in France by their number in the national register (NIR, "numéro de sécurité sociale")."""

import re
from typing import Any, Final

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.numbers.official_number import OfficialNumber, spoken

_CORSICA: Final = {"2A": "19", "2B": "18"}
_SEX: Final = {"1": "male", "2": "female", "3": "male", "4": "female", "7": "male", "8": "female"}
_WITHOUT_KEY: Final = 13


class NirType(OfficialNumber):
    """A person in France: sex, year, month, place and order of birth, and a key modulo 97 (INSEE, décret 82-103).

    The départements of Corsica are written 2A and 2B. Months beyond 12 stand for uncertain papers, and 3, 4, 7 and 8
    begin a number that is provisional.

    >>> NIR.clean("2 55 08 14 168 025 38").value, NIR.caption("255081416802538")
    ('255081416802538', '2 55 08 14 168 025 38')
    """

    name = "nir"
    sensitivity = "natid"
    said = spoken("NIR", "INSEE", "sécurité sociale", "securite sociale", "sécu", "sécu sociale", "SS", "NSS", "NIA")
    sizes = (15,)
    shape = re.compile(
        r"[1-478][0-9]{2}(?:0[1-9]|1[0-2]|[2-3][0-9]|4[0-2]|[5-9][0-9])(?:2[AB]|[0-9]{2})[0-9]{6}(?:[0-9]{2})?"
    )
    groups = (1, 2, 2, 2, 3, 3, 2)

    def judge(self, number: str, raw: object, region: str | None) -> Cleaned[str]:
        """Judge a number without marks; where the key is missing, it is suggested and not added."""
        if len(number) == _WITHOUT_KEY and self.shape.fullmatch(number):
            full = number + _key(number)
            message = "The key of two digits is missing, so that nothing tells a slip of the finger."
            return self.refuse(raw, "length", message, keys=self.keys(full), suggestion=full)
        return super().judge(number, raw, region)

    def checks(self, number: str) -> bool:
        """Say whether the key agrees."""
        return _key(number) == number[_WITHOUT_KEY:]

    def parts(self, value: str) -> dict[str, Any]:
        """Name sex, month and département of birth as far as the number tells them."""
        month = int(value[3:5])
        return {
            "sex": _SEX[value[0]],
            "birth_year": value[1:3],
            **({"birth_month": month} if month <= 12 else {}),
            "department": value[5:8] if value[5:7] in {"97", "98"} else value[5:7],
        }


NIR: Final = NirType()


def _key(number: str) -> str:
    place = _CORSICA.get(number[5:7], number[5:7])
    return f"{97 - int(number[:5] + place + number[7:_WITHOUT_KEY]) % 97:02}"
