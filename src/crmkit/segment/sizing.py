"""How large a segment is, told from a sample, and who stands for it."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from math import sqrt
from typing import Any, TypeVar

from attrs import frozen

from crmkit.exceptions import CallError
from crmkit.segment.running.subject import identity
from crmkit.segment.sampling import PRIME, draw, number_of

CustomerT = TypeVar("CustomerT")


@frozen
class SizeEstimate:
    """About how many customers a segment has.

    Attributes:
        size: the best guess.
        low: with 95 % certainty it has at least so many.
        high: and at most so many.
        asked: how many customers were asked.
        found: how many of them were in.
    """

    size: int
    low: int
    high: int
    asked: int
    found: int


def estimate(matches: Callable[[Any], bool], customers: Iterable[Any], *, total: int) -> SizeEstimate:
    """Guess the size from a random sample of all customers (Wilson's interval, 1927).

    Args:
        matches: answers for one customer.
        customers: the sample.
        total: how many customers there are in all.

    Raises:
        CallError: the sample is larger than the total.

    >>> estimate(lambda number: number < 30, range(100), total=10_000)
    SizeEstimate(size=3000, low=2189, high=3959, asked=100, found=30)
    """
    asked = found = 0
    for customer in customers:
        asked += 1
        found += matches(customer)
    if asked > total:
        raise CallError(f"{asked:,} customers were asked, and there are {total:,} in all; give the number of all.")
    if asked in {0, total}:
        return SizeEstimate(found, found, found if asked else total, asked, found)
    share, z = found / asked, 1.959964
    middle = (share + z * z / (2 * asked)) / (1 + z * z / asked)
    spread = z * sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked)) / (1 + z * z / asked)
    low = max(found, int((middle - spread) * total))
    high = min(total - (asked - found), -int(-(middle + spread) * total // 1))
    return SizeEstimate(min(max(round(share * total), low), high), low, high, asked, found)


def pick(
    matches: Callable[[CustomerT], bool], customers: Iterable[CustomerT], count: int, *, seed: str = ""
) -> tuple[CustomerT, ...]:
    """Pick some customers of a segment by chance, but always the same ones: those whom the seed draws first.

    Customers without an id are never picked.
    """
    chosen = draw(Decimal(100), seed)
    members = ((identity(one), one) for one in customers if matches(one))
    drawn = (((number_of(who) * chosen.factor + chosen.shift) % PRIME, who, one) for who, one in members if who)
    return tuple(one for *_, one in sorted(drawn, key=lambda entry: entry[:2])[:count])
