"""Reckoning with ranges, exactly: what a value may be at least and at most."""

from fractions import Fraction
from typing import Any

from crmkit.segment.nodes import Sign
from crmkit.segment.reading import Range


def reckoned(sign: Sign, left: Range, right: Range) -> Range | None:
    """Reckon two ranges into one; None where it is by zero, or with two currencies.

    >>> reckoned("*", Range(2, 3), Range(-1, 1))
    Range(low=-3, high=3, currency=None)
    >>> reckoned("/", Range(1, 1), Range(0, 0)) is None
    True
    """
    ends: list[Any]
    match sign:
        case "+" | "-":
            if left.currency != right.currency and None not in {left.currency, right.currency}:
                return None
            currency = left.currency or right.currency
            if sign == "+":
                return Range(left.low + right.low, left.high + right.high, currency)
            return Range(left.low - right.high, left.high - right.low, currency)
        case "*":
            ends = [one * other for one in (left.low, left.high) for other in (right.low, right.high)]
            return Range(min(ends), max(ends), left.currency or right.currency)
        case "/":
            if right.low <= 0 <= right.high or (right.currency is not None and right.currency != left.currency):
                return None
            ends = [Fraction(one) / other for one in (left.low, left.high) for other in (right.low, right.high)]
            return Range(min(ends), max(ends), left.currency if right.currency is None else None)
