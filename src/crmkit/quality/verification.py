"""What was found when everything derived was made again from the facts."""

from typing import NoReturn

from attrs import frozen


@frozen(kw_only=True)
class Verification:
    """How what a base keeps differs from what its facts say.

    Attributes:
        rows: how many source rows the facts make.
        customers: how many customers they make.
        differing_rows: refs of source rows that are kept otherwise than the facts say, sorted.
        differing: ids of customers that are kept otherwise, sorted.
    """

    rows: int
    customers: int
    differing_rows: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the base keeps exactly what its facts say."""
        return not self.differing and not self.differing_rows

    def __bool__(self) -> NoReturn:
        raise TypeError("A verification has no truth; ask .ok, .differing_rows or .differing.")

    def __str__(self) -> str:
        if self.ok:
            return f"{self.rows:,} source rows and {self.customers:,} customers are exactly what the facts say."
        return (
            f"{len(self.differing_rows):,} of {self.rows:,} source rows and {len(self.differing):,} of "
            f"{self.customers:,} customers were not what the facts say; they have been made again."
        )
