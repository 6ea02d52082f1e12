"""A share of all customers that is drawn by their ids: the same for everybody who asks, on every machine.

Each id has a number below a prime, the first 31 bits of its SHA-256. A seed makes another order of these numbers by
multiplying and adding (Carter and Wegman 1979); the share is the beginning of that order. All of it fits into 64 bits.
"""

import hashlib
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Final

from attrs import frozen

PRIME: Final = 2**31 - 1


@lru_cache(maxsize=65_536)
def number_of(customer_id: str) -> int:
    """Give the number of an id; it can be stored.

    >>> number_of("c-1")
    653782855
    """
    return int.from_bytes(_digest(customer_id)[:4]) % 2**31 % PRIME


@frozen
class Draw:
    """Who is drawn: those for whom (number * factor + shift) % PRIME is below the cut.

    Attributes:
        factor: from 1 to PRIME - 1.
        shift: from 0 to PRIME - 1.
        cut: of PRIME.
    """

    factor: int
    shift: int
    cut: int

    def holds(self, customer_id: str) -> bool:
        """Say whether a customer is drawn."""
        return (number_of(customer_id) * self.factor + self.shift) % PRIME < self.cut


def draw(percent: Decimal, seed: str | None) -> Draw:
    """Make the draw of a share.

    >>> chosen = draw(Decimal(10), "autumn")
    >>> 900 < sum(chosen.holds(f"c-{number}") for number in range(10_000)) < 1100
    True
    """
    made = _digest(f"seed {seed or ''}")
    return Draw(
        factor=1 + int.from_bytes(made[:8]) % (PRIME - 1),
        shift=int.from_bytes(made[8:16]) % PRIME,
        cut=ceil(Fraction(percent) * PRIME / 100),
    )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
