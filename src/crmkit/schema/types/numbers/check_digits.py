"""Check digits: the arithmetic by which official numbers tell a slip of the finger.

Each function takes a whole number with its check digits, letters in capitals, and says whether they agree. Characters
that the arithmetic does not know never agree, and neither does the empty text.
"""

from collections.abc import Sequence
from typing import Final

_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def luhn(number: str) -> bool:
    """Check digits by the Luhn formula (ISO/IEC 7812-1 annex B): from the right, every second digit is doubled.

    It finds every wrong digit, and every swap of neighbours but 09 and 90.

    >>> luhn("7992739871" + "3"), luhn("79927398710")
    (True, False)
    """
    if not _is_digits(number):
        return False
    return sum(_DOUBLED[int(d)] if at % 2 else int(d) for at, d in enumerate(reversed(number))) % 10 == 0


def ean(number: str) -> bool:
    """Check digits weighted 1 and 3 in turn from the right (GS1 General Specifications 7.9).

    It finds every wrong digit, and every swap of neighbours that do not differ by five.

    >>> ean("4006381333931"), ean("4006381333932")
    (True, False)
    """
    if not _is_digits(number):
        return False
    return sum(int(d) * (3 if at % 2 else 1) for at, d in enumerate(reversed(number))) % 10 == 0


def mod_97_10(number: str) -> bool:
    """Check digits and letters, A for 10 to Z for 35, to leave 1 when divided by 97 (ISO/IEC 7064 MOD 97-10).

    It finds every wrong character and every swap of two digits.

    >>> mod_97_10("794" + "44"), mod_97_10("79445")
    (True, False)
    """
    return number.isascii() and number.isalnum() and int("".join(str(int(one, 36)) for one in number)) % 97 == 1


def mod_11_10(number: str) -> bool:
    """Check digits by the hybrid system ISO/IEC 7064 MOD 11,10.

    It finds every wrong digit.

    >>> mod_11_10("0794" + "5"), mod_11_10("07946")
    (True, False)
    """
    if not _is_digits(number):
        return False
    rest = 10
    for digit in number[:-1]:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return (rest + int(number[-1])) % 10 == 1


def weighted(number: str, weights: Sequence[int], modulus: int) -> int:
    """Sum digits by their weights, and give what is left when divided by the modulus; -1 when they are no digits.

    With a prime modulus above nine, and weights that are no multiples of it, no wrong digit leaves the sum as it is.

    >>> weighted("10015521", (5, 4, 3, 2, 7, 6, 5, 4), 11)
    9
    """
    if not _is_digits(number) or len(number) != len(weights):
        return -1
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True)) % modulus


def mod_11(number: str, weights: Sequence[int]) -> bool:
    """Check a last digit that brings the weighted sum of all to a multiple of eleven; a rest of ten has no digit.

    >>> mod_11("100155212", (5, 4, 3, 2, 7, 6, 5, 4)), mod_11("100155213", (5, 4, 3, 2, 7, 6, 5, 4))
    (True, False)
    """
    return weighted(number, (*weights, 1), 11) == 0


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
