"""Telephone numbers as they are looked up: by any four or more digits of the national number."""

from typing import Final

SHORTEST: Final = 4
"""Digits that a part of a telephone number must have to find it."""

_LONGEST: Final = 15
_CERTAIN: Final = 7
_TWO_DIGITS: Final = frozenset({
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "93", "94", "95", "98",
})  # fmt: skip


def without_country(digits: str) -> str:
    """Take the country code off an international number (ITU-T E.164, list of assigned country codes).

    >>> without_country("41791234567"), without_country("12025550143"), without_country("35220880123")
    ('791234567', '2025550143', '20880123')
    """
    if digits[:1] in {"1", "7"}:
        return digits[1:]
    return digits[2:] if digits[:2] in _TWO_DIGITS else digits[3:]


def national(number: str) -> str:
    """Reduce a number, in E.164 or as somebody dials it, to the digits that are the same at home and abroad.

    >>> national("+41791234567"), national("0041791234567"), national("0791234567")
    ('791234567', '791234567', '791234567')
    """
    for abroad in ("+", "00"):
        if number.startswith(abroad) and number[len(abroad) : len(abroad) + 1] != "0":
            return without_country(number.removeprefix(abroad))
    return number.removeprefix("+").removeprefix("0")


def kept(number: str) -> str:
    """Write a number with a plus sign, which tells it from other words; one of no known country has a 0 behind it.

    >>> kept("+41791234567"), kept("0791234567"), national(kept("0791234567"))
    ('+41791234567', '+0791234567', '791234567')
    """
    return number if number.startswith("+") else f"+0{number.removeprefix('0')}"


def endings(number: str) -> tuple[str, ...]:
    """List what a number is kept under: what is typed of it is the beginning of one of them.

    >>> endings("+41791234567")
    ('+41791234567', '791234567', '91234567', '1234567', '234567', '34567', '4567')
    """
    digits = national(number)[:_LONGEST]
    return (number, *(digits[place:] for place in range(len(digits) - SHORTEST + 1)))


def typed(digits: str) -> tuple[str, ...]:
    """List what typed digits may be the beginning of: a number of any kind, or a telephone number at home or abroad.

    >>> typed("079123"), typed("+4179123"), typed("004179123"), typed("4179123"), typed("1003")
    (('079123', '79123'), ('+4179123',), ('004179123', '+4179123'), ('4179123', '+4179123'), ('1003',))
    """
    if digits.startswith(("+", "00")) and digits.strip("+0") and not digits.startswith("+0"):
        abroad = digits.lstrip("+0")
        forms = [*([] if digits.startswith("+") else [digits]), f"+{abroad}"]
        home = without_country(abroad)
        return tuple(forms + [home.removeprefix("0")] * (len(home) >= _CERTAIN))
    bare = digits.removeprefix("+")
    if bare.startswith("0"):
        return (bare, *[bare[1:]] * (len(bare) > SHORTEST))
    return (bare, *[f"+{bare}"] * (len(bare) >= _CERTAIN)) if bare else ()
