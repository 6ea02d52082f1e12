"""What every reader gives: a table whose rows can be walked again and again."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from attrs import field, frozen

from crmkit.records import Scalar
from crmkit.schema.types.base import Finding


@frozen
class Row:
    """A row in good order.

    Attributes:
        line: physical line, sheet row or position, from 1.
        cells: column to cell, untouched.
    """

    line: int
    cells: Mapping[str, Scalar]


@frozen
class Fault:
    """A row whose structure is broken.

    Attributes:
        line: physical line, sheet row or position, from 1.
        text: what stands there, whole.
        reasons: what is wrong with it.
        cells: as much of it as could be told apart, by column.
    """

    line: int
    text: str
    reasons: tuple[Finding, ...]
    cells: Mapping[str, Scalar] = field(factory=dict)


@frozen
class Skip:
    """A line that is no customer row, such as a blank line or a totals row.

    Attributes:
        line: physical line, sheet row or position, from 1.
        reason: why, in two or three words.
    """

    line: int
    reason: str


Line = Row | Fault | Skip


@frozen
class Table:
    """A readable table.

    Attributes:
        origin: file name without its folder, or the kind of object.
        headings: the columns, each with a name of its own.
        form: how it was read, such as "CSV, utf-8, separated by ';'".
        walk: starts a fresh walk over every line below the heading, in order.
    """

    origin: str
    headings: tuple[str, ...]
    form: str
    walk: Callable[[], Iterator[Line]] = field(repr=False, eq=False)

    @property
    def rows(self) -> Iterator[Line]:
        """Every line below the heading, in order; asking again starts again."""
        return self.walk()

    def sample(self, limit: int = 300) -> list[Row]:
        """Read the first rows in good order.

        >>> from crmkit.intake.reading import read
        >>> read([{"E-mail": "anna@example.org"}]).sample()
        [Row(line=1, cells={'E-mail': 'anna@example.org'})]
        """
        return list(islice((row for row in self.rows if isinstance(row, Row)), limit))
