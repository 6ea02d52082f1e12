"""Declared gaps: what a backend cannot do, how final that is, and why."""

from typing import Literal

from attrs import frozen

Grade = Literal["could", "not yet", "never"]


@frozen
class Gap:
    """A capability that a backend lacks.

    Attributes:
        grade: "could" be done by somebody who needs it, is "not yet" done, or will "never" be.
        reason: why, in one sentence.
    """

    grade: Grade
    reason: str

    def __str__(self) -> str:
        return f"{self.grade}: {self.reason}"


def could(reason: str) -> Gap:
    """Declare a gap that somebody who needs it could close.

    >>> str(could("nobody asked for Arrow batches"))
    'could: nobody asked for Arrow batches'
    """
    return Gap("could", reason)


def not_yet(reason: str) -> Gap:
    """Declare a gap that is going to be closed."""
    return Gap("not yet", reason)


def never(reason: str) -> Gap:
    """Declare a gap that lies in the nature of the backend."""
    return Gap("never", reason)
