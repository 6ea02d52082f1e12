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
        differing_acts: names of the blocks of acts of consent that are kept otherwise in columns, sorted.
    """

    rows: int
    customers: int
    differing_rows: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    differing_acts: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the base keeps exactly what its facts say."""
        return not (self.differing or self.differing_rows or self.differing_acts)

    def __bool__(self) -> NoReturn:
        raise TypeError("A verification has no truth; ask .ok, .differing_rows, .differing or .differing_acts.")

    def __str__(self) -> str:
        if self.ok:
            return f"{self.rows:,} source rows and {self.customers:,} customers are exactly what the facts say."
        acts = f", and {len(self.differing_acts):,} blocks of acts of consent," if self.differing_acts else ""
        return (
            f"{len(self.differing_rows):,} of {self.rows:,} source rows and {len(self.differing):,} of "
            f"{self.customers:,} customers{acts} were not what the facts say; they have been made again."
        )
