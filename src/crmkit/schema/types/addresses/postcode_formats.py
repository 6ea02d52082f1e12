"""How countries write their postcodes.

Lengths and ranges are those that the posts publish, and of the addressing guides of the Universal Postal Union (S42).
"""

import re
from collections.abc import Mapping
from typing import Final

_FOUR: Final = "CH AT BE LU LI DK NO HU SI BG CY LV AU NZ ZA AM GE"
_FIVE: Final = "FR DE IT ES FI MC SM VA HR EE LT RS BA ME UA TR MX MA US GP MQ GF RE YT PM BL MF WF PF NC CZ SK SE GR"
DIGITS: Final[Mapping[str, int]] = dict.fromkeys(_FOUR.split(), 4) | dict.fromkeys(_FIVE.split(), 5)
"""How many digits the postcodes of a country have, where they are digits only."""

_BRITISH: Final = (
    r"GIR 0AA|(?:[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRV-Y])|BFPO|ASCN|STHL|TDCU|"
    r"BBND|FIQQ|PCRN|SIQQ|TKCA) \d[ABD-HJLNP-UW-Z]{2}"
)
_PATTERNS: Final = {
    "CH": r"[1-9]\d{3}",
    "LI": r"94(?:8[5-9]|9[0-8])",
    "FR": r"(?:0[1-9]|[1-8]\d|9[0-5]|97|98)\d{3}",
    "MC": r"980\d\d",
    "DE": r"(?!00)\d{5}",
    "AT": r"[1-9]\d{3}",
    "BE": r"[1-9]\d{3}",
    "LU": r"[1-9]\d{3}",
    "IT": r"\d{5}",
    "GB": _BRITISH,
    "US": r"\d{5}(?:-\d{4})?",
    "NL": r"[1-9]\d{3} (?!SA|SD|SS)[A-Z]{2}",
    "ES": r"(?:0[1-9]|[1-4]\d|5[0-2])\d{3}",
    "CA": r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d",
    "PT": r"\d{4}(?:-\d{3})?",
    "PL": r"\d\d-\d{3}",
    "SE": r"\d{3} \d\d",
    "CZ": r"\d{3} \d\d",
    "SK": r"\d{3} \d\d",
    "GR": r"\d{3} \d\d",
}
PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    country: re.compile(pattern) for country, pattern in _PATTERNS.items()
}
"""What a postcode of a country looks like when it is written well; other countries are not judged."""

PREFIXES: Final[Mapping[str, str]] = {
    "F": "FR", "D": "DE", "A": "AT", "B": "BE", "L": "LU", "I": "IT", "E": "ES", "FL": "LI", "S": "SE", "DK": "DK",
    "N": "NO", "NL": "NL", "CH": "CH", "FR": "FR", "DE": "DE", "AT": "AT", "BE": "BE", "LU": "LU", "LI": "LI",
    "IT": "IT", "ES": "ES", "MC": "MC", "PL": "PL", "CZ": "CZ", "SK": "SK", "HU": "HU", "SI": "SI", "HR": "HR",
    "LT": "LT", "LV": "LV", "FI": "FI", "SE": "SE", "NO": "NO", "P": "PT", "PT": "PT", "GP": "GP", "MQ": "MQ",
    "GF": "GF", "RE": "RE", "YT": "YT", "SM": "SM",
}  # fmt: skip
"""Letters before a postcode to the country that they mean: those of cars, and ISO 3166-1."""

_OVERSEAS: Final = (
    ("97133", "BL"), ("97150", "MF"), ("971", "GP"), ("972", "MQ"), ("973", "GF"), ("974", "RE"), ("975", "PM"),
    ("976", "YT"), ("977", "BL"), ("978", "MF"), ("980", "MC"), ("984", "TF"), ("986", "WF"), ("987", "PF"),
    ("988", "NC"),
)  # fmt: skip


def territory(country: str | None, code: str) -> str | None:
    """Name the territory or country of its own that a postcode of France or Switzerland belongs to, if there is one.

    >>> territory("FR", "97110"), territory("FR", "98000"), territory("CH", "9490"), territory("FR", "75008")
    ('GP', 'MC', 'LI', None)
    """
    if country == "FR" and code[:2] in {"97", "98"} and len(code) == 5:
        return next((named for start, named in _OVERSEAS if code.startswith(start)), None)
    return "LI" if country == "CH" and PATTERNS["LI"].fullmatch(code) else None
