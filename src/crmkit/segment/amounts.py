"""Amounts as they are written, in major units, and as they are stored, in the smallest unit of the currency."""

from decimal import Decimal
from fractions import Fraction

from crmkit.schema.types.money import minor_digits


def in_smallest_unit(amount: Fraction, currency: str) -> Fraction:
    """Turn an amount in major units into the smallest unit of its currency.

    >>> in_smallest_unit(Fraction(25, 2), "CHF"), in_smallest_unit(Fraction(500), "JPY")
    (Fraction(1250, 1), Fraction(500, 1))
    """
    return amount * Fraction(10) ** minor_digits(currency)


def in_major_units(amount: int, currency: str) -> Decimal:
    """Turn an amount in the smallest unit of its currency into major units.

    >>> str(in_major_units(1250, "CHF"))
    '12.50'
    """
    return Decimal(amount).scaleb(-minor_digits(currency))
