"""The check digits of value added tax numbers, country by country.

Each function takes the number without the letters of its country, already of the right shape. Sources: the European
Commission's description of the algorithms for VIES and the notices of the tax administrations named beside them.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from attrs import frozen

from crmkit.schema.types.numbers.check_digits import luhn, mod_11, mod_11_10, mod_97_10, weighted

_BULGARIAN: Final = ((2, 4, 8, 5, 10, 9, 7, 3, 6), (21, 19, 17, 13, 11, 9, 7, 3, 1), (4, 3, 2, 7, 6, 5, 4, 3, 2))
_CYPRIOT_ODD: Final = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)
_FRENCH_KEYS: Final = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_IRISH: Final = "WABCDEFGHIJKLMNOPQRSTUV"
_SPANISH: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
_SPANISH_COMPANY: Final = "JABCDEFGHI"


def _austria(number: str) -> bool:
    total = sum(int(d) if at % 2 == 0 else sum(divmod(2 * int(d), 10)) for at, d in enumerate(number[1:8]))
    return (6 - total) % 10 == int(number[8])


def _belgium(number: str) -> bool:
    return 97 - int(number[:8]) % 97 == int(number[8:])


def _bulgaria(number: str) -> bool:
    if len(number) == 9:
        rest = weighted(number[:8], range(1, 9), 11)
        return (rest if rest < 10 else weighted(number[:8], range(3, 11), 11) % 10) == int(number[8])
    person, foreigner, other = _BULGARIAN
    last = int(number[9])
    return (
        (_is_born(number) and weighted(number[:9], person, 11) % 10 == last)
        or weighted(number[:9], foreigner, 10) == last
        or (11 - weighted(number[:9], other, 11)) % 11 == last
    )


def _cyprus(number: str) -> bool:
    total = sum(int(d) if at % 2 else _CYPRIOT_ODD[int(d)] for at, d in enumerate(number[:8]))
    return not number.startswith("12") and chr(ord("A") + total % 26) == number[8]


def _czechia(number: str) -> bool:
    if len(number) == 8:
        return number[0] != "9" and (11 - weighted(number[:7], range(8, 1, -1), 11)) % 10 == int(number[7])
    if number[0] == "6" and len(number) == 9:
        return 8 - (10 - weighted(number[1:8], range(8, 1, -1), 11)) % 11 == int(number[8])
    if len(number) == 9:  # of persons born before 1954, without a check digit
        return _is_born(number) and int(number[:2]) <= 53
    return _is_born(number) and int(number[:9]) % 11 % 10 == int(number[9])


def _denmark(number: str) -> bool:
    return mod_11(number, (2, 7, 6, 5, 4, 3, 2))


def _estonia(number: str) -> bool:
    return weighted(number, (3, 7, 1, 3, 7, 1, 3, 7, 1), 10) == 0


def _finland(number: str) -> bool:
    return mod_11(number, (7, 9, 10, 5, 8, 4, 2))


def _france(number: str) -> bool:
    key, siren = number[:2], number[2:]
    if not luhn(siren) and not siren.startswith("000"):  # Monaco
        return False
    if key.isdigit():
        return int(siren + "12") % 97 == int(key)
    first, second = (_FRENCH_KEYS.index(one) for one in key)
    place = first * 24 + second - 10 if key[0].isdigit() else first * 34 + second - 100
    return (int(siren) + 1 + place // 11) % 11 == place % 11


def _greece(number: str) -> bool:
    return weighted(number[:8], [2 ** (8 - at) for at in range(8)], 11) % 10 == int(number[8])


def _hungary(number: str) -> bool:
    return weighted(number, (9, 7, 3, 1, 9, 7, 3, 1), 10) == 0


def _ireland(number: str) -> bool:
    if number[1].isdigit():
        digits, ends = number[:7], number[7:]
    else:
        digits, ends = f"0{number[2:7]}{number[0]}", number[7:]
    second = _IRISH.index(ends[1]) if len(ends) == 2 else 0
    return _IRISH[(weighted(digits, range(8, 1, -1), 23) + 9 * second) % 23] == ends[0]


def _italy(number: str) -> bool:
    office = int(number[7:10])
    return number[:7] != "0000000" and (1 <= office <= 100 or office in {120, 121, 888, 999}) and luhn(number)


def _latvia(number: str) -> bool:
    if number[0] in "456789":
        return weighted(number, (9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1), 11) == 3
    rest = weighted(number[:10], (10, 5, 8, 4, 2, 1, 6, 3, 7, 9), 11)
    dated = 1 <= int(number[:2]) <= 31 and 1 <= int(number[2:4]) <= 12
    return number.startswith("32") or (dated and (1 + rest) % 11 % 10 == int(number[10]))


def _lithuania(number: str) -> bool:
    body = number[:-1]
    rest = weighted(body, [1 + at % 9 for at in range(len(body))], 11)
    if rest == 10:
        rest = weighted(body, [1 + (at + 2) % 9 for at in range(len(body))], 11) % 10
    return rest == int(number[-1])


def _luxembourg(number: str) -> bool:
    return int(number[:6]) % 89 == int(number[6:])


def _malta(number: str) -> bool:
    return weighted(number, (3, 4, 6, 7, 8, 9, 10, 1), 37) == 0


def _netherlands(number: str) -> bool:
    return weighted(number[:9], (9, 8, 7, 6, 5, 4, 3, 2, -1), 11) == 0 or mod_97_10(f"NL{number}")


def _norway(number: str) -> bool:
    return mod_11(number[:9], (3, 2, 7, 6, 5, 4, 3, 2))


def _poland(number: str) -> bool:
    return weighted(number, (6, 5, 7, 2, 3, 4, 5, 6, 7, -1), 11) == 0


def _portugal(number: str) -> bool:
    return (11 - weighted(number[:8], range(9, 1, -1), 11)) % 11 % 10 == int(number[8])


def _romania(number: str) -> bool:
    return weighted(number[:-1].zfill(9), (7, 5, 3, 2, 1, 7, 5, 3, 2), 11) * 10 % 11 % 10 == int(number[-1])


def _slovakia(number: str) -> bool:
    return (number[2] in "234789" or _is_born(number)) and int(number) % 11 == 0


def _slovenia(number: str) -> bool:
    check = 11 - weighted(number[:7], range(8, 1, -1), 11)
    return check < 11 and check % 10 == int(number[7])


def _spain(number: str) -> bool:
    first, digits, last = number[0], number[1:8], number[8]
    if first.isdigit():
        return _SPANISH[int(number[:8]) % 23] == last
    if first in "XYZ":
        return _SPANISH[int(str("XYZ".index(first)) + digits) % 23] == last
    if first in "KLM":
        return _SPANISH[int(digits) % 23] == last
    check = next(one for one in range(10) if luhn(f"{digits}{one}"))
    return (last == str(check) and first not in "NPQRSW") or (last == _SPANISH_COMPANY[check] and first not in "ABEH")


def _sweden(number: str) -> bool:
    return luhn(number[:10]) and number[10:] != "00"


def _switzerland(number: str) -> bool:
    return mod_11(number[1:10], (5, 4, 3, 2, 7, 6, 5, 4))


def _united_kingdom(number: str) -> bool:
    if not number.isdigit():
        return (int(number[2:]) < 500) == (number[:2] == "GD")
    return weighted(number[:9], (8, 7, 6, 5, 4, 3, 2, 10, 1), 97) in {0, 42}


def _is_born(number: str) -> bool:
    """Say whether month and day of a birth number can be; to the month 20, 40 or 50 may be added."""
    return 1 <= int(number[2:4]) % 50 % 20 <= 12 and 1 <= int(number[4:6]) <= 31


def _digits(number: str) -> bool:
    return number.isdigit()


@frozen
class VatRule:
    """How the number of a country is made.

    Attributes:
        sizes: how many characters it has without the letters of the country.
        shape: which ones.
        check: whether its check digits agree, once it has that shape.
    """

    sizes: tuple[int, ...]
    shape: re.Pattern[str]
    check: Callable[[str], bool]


def _rule(sizes: str, shape: str, check: Callable[[str], bool]) -> VatRule:
    return VatRule(tuple(map(int, sizes.split())), re.compile(shape, re.ASCII), check)


VAT_RULES: Final[Mapping[str, VatRule]] = {
    "AT": _rule("9", r"U\d{8}", _austria),
    "BE": _rule("10", r"[01]\d{9}", _belgium),
    "BG": _rule("9 10", r"\d{9,10}", _bulgaria),
    "CH": _rule("10 12 13 14", r"E\d{9}(?:MWST|TVA|IVA|TPV|VAT)?", _switzerland),
    "CY": _rule("9", r"\d{8}[A-Z]", _cyprus),
    "CZ": _rule("8 9 10", r"\d{8,10}", _czechia),
    "DE": _rule("9", r"[1-9]\d{8}", mod_11_10),
    "DK": _rule("8", r"[1-9]\d{7}", _denmark),
    "EE": _rule("9", r"\d{9}", _estonia),
    "EL": _rule("9", r"\d{9}", _greece),
    "ES": _rule("9", r"[\dXYZ]\d{7}[A-Z]|[ABCDEFGHJNPQRSUVWKLM]\d{7}[\dA-Z]", _spain),
    "EU": _rule("9", r"\d{9}", _digits),
    "FI": _rule("8", r"\d{8}", _finland),
    "FR": _rule("11", r"[0-9A-HJ-NP-Z]{2}\d{9}", _france),
    "GB": _rule("5 9 12", r"\d{9}(?:\d{3})?|(?:GD|HA)\d{3}", _united_kingdom),
    "HR": _rule("11", r"\d{11}", mod_11_10),
    "HU": _rule("8", r"\d{8}", _hungary),
    "IE": _rule("8 9", r"\d{7}[A-W][A-IW]?|\d[A-Z+*]\d{5}[A-W]", _ireland),
    "IT": _rule("11", r"\d{11}", _italy),
    "LT": _rule("9 12", r"\d{7}1\d|\d{10}1\d", _lithuania),
    "LU": _rule("8", r"\d{8}", _luxembourg),
    "LV": _rule("11", r"\d{11}", _latvia),
    "MT": _rule("8", r"[1-9]\d{7}", _malta),
    "NL": _rule("12", r"\d{9}B(?:0[1-9]|[1-9]\d)", _netherlands),
    "NO": _rule("9 12", r"\d{9}(?:MVA)?", _norway),
    "PL": _rule("10", r"\d{10}", _poland),
    "PT": _rule("9", r"[1-9]\d{8}", _portugal),
    "RO": _rule("2 3 4 5 6 7 8 9 10", r"[1-9]\d{1,9}", _romania),
    "SE": _rule("12", r"\d{12}", _sweden),
    "SI": _rule("8", r"[1-9]\d{7}", _slovenia),
    "SK": _rule("10", r"[1-9]\d{9}", _slovakia),
}
"""Letters of a country to the rule of its numbers; XI (Northern Ireland) has those of GB, EU is the one-stop shop."""
