"""Many faults of one text, told at once."""

from typing import Final, TypeVar

from crmkit.exceptions import SegmentError

_SHOWN: Final = 5
_LISTED: Final = 100

E = TypeVar("E", bound=SegmentError)


def together(faults: list[E]) -> E:
    """Make the error of the first fault; of the others, some are in its message, and a hundred in `others`.

    A fix corrects the whole text, so it is offered only where there is nothing else to mend.

    Args:
        faults: at least one, all of the same text.

    >>> from crmkit.exceptions import SegmentSyntaxError
    >>> text = "age >= and city ="
    >>> faults = [SegmentSyntaxError(f"No {text[at : at + 3]}.", text=text, start=at) for at in (11, 0)]
    >>> together(faults).problem
    'No age. Also wrong: At line 1, column 12: No cit.'
    """
    first, *others = sorted(faults, key=lambda fault: fault.start)
    if not others:
        return first
    listed = " ".join(f"At line {one.line}, column {one.column}: {one.problem}" for one in others[:_SHOWN])
    more = f" And {len(others) - _SHOWN} more." if len(others) > _SHOWN else ""
    error = _without_fix(first, f"{first.problem} Also wrong: {listed}{more}")
    error.others = tuple(_without_fix(one, one.problem) for one in others[:_LISTED])
    return error


def _without_fix(fault: E, problem: str) -> E:
    return type(fault)(problem, text=fault.text, start=fault.start, end=fault.end)
