"""Compare what a base keeps with what its facts say."""

from collections.abc import Mapping
from typing import NoReturn

from attrs import frozen

from crmkit.records import Customer


@frozen(kw_only=True)
class Verification:
    """What was found when every customer was derived again.

    Attributes:
        customers: how many customers the facts make.
        differing: ids of customers that are kept otherwise than the facts say, sorted.
    """

    customers: int
    differing: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the base keeps exactly what its facts say."""
        return not self.differing

    def __bool__(self) -> NoReturn:
        raise TypeError("A verification has no truth; ask .ok or .differing.")

    def __str__(self) -> str:
        if self.ok:
            return f"{self.customers:,} customers are exactly what the facts say."
        return f"{len(self.differing):,} of {self.customers:,} customers are not what the facts say."


def verify(kept: Mapping[str, Customer], derived: Mapping[str, Customer]) -> Verification:
    """Compare kept customers with derived ones."""
    differing = {name for name in kept.keys() | derived.keys() if kept.get(name) != derived.get(name)}
    return Verification(customers=len(derived), differing=tuple(sorted(differing)))
