"""What becomes of each line of a table."""

from collections.abc import Mapping

from attrs import frozen

from crmkit.records import CleanRecord, ConsentEvent, Interaction, Record, Scalar
from crmkit.schema.types.base import Finding


@frozen
class Taken:
    """A row that came in.

    Attributes:
        record: the row as it came.
        clean: the row as it is understood, with everything that was noticed.
        interactions: what happened, according to the row.
        consents: what the person allowed or refused, according to the row.
    """

    record: Record
    clean: CleanRecord
    interactions: tuple[Interaction, ...] = ()
    consents: tuple[ConsentEvent, ...] = ()

    @property
    def line(self) -> int | None:
        """Physical line, sheet row or position, from 1."""
        return self.record.line


@frozen
class Quarantined:
    """A row that was set aside, to be corrected and loaded again.

    Attributes:
        source: name of the source.
        line: physical line, sheet row or position, from 1.
        cells: column to cell, as they came; of a broken row as many as could be told apart.
        reasons: everything that is wrong with it, at once.
        text: of a broken row, what stands there.
    """

    source: str
    line: int
    cells: Mapping[str, Scalar]
    reasons: tuple[Finding, ...]
    text: str | None = None


@frozen
class Skipped:
    """A line that is no row of its own.

    Attributes:
        source: name of the source.
        line: physical line, sheet row or position, from 1.
        reason: why, such as "blank line" or "same row twice in the file".
    """

    source: str
    line: int
    reason: str


Outcome = Taken | Quarantined | Skipped
