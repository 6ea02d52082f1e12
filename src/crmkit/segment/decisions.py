"""How each positive operator decides between one value and one operand."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from crmkit.segment.reading import Comparable, Range

Decision = Callable[[Any, Any], bool]


def comparable(left: Range, right: Range) -> bool:
    """Say whether two ranges can be compared: amounts of two currencies cannot."""
    return left.currency == right.currency or left.currency is None or right.currency is None


def equal(left: Comparable, right: Comparable) -> bool:
    """The same text; or all that the left one may be lies in the right one, as an instant in a day."""
    if isinstance(left, Range) and isinstance(right, Range):
        return comparable(left, right) and bool(right.low <= left.low and left.high <= right.high)
    return left == right


def below(left: Range, right: Range) -> bool:
    """All that the left one may be is below all of the right one."""
    return comparable(left, right) and bool(left.high < right.low)


def above(left: Range, right: Range) -> bool:
    """All that the left one may be is above all of the right one."""
    return comparable(left, right) and bool(left.low > right.high)


def at_most(left: Range, right: Range) -> bool:
    """Nothing that the left one may be is above the right one."""
    return comparable(left, right) and bool(left.high <= right.high)


def at_least(left: Range, right: Range) -> bool:
    """Nothing that the left one may be is below the right one."""
    return comparable(left, right) and bool(left.low >= right.low)


DECISIONS: Final[Mapping[str, Decision]] = {
    "=": equal,
    "<": below,
    ">": above,
    "<=": at_most,
    ">=": at_least,
    "before": below,
    "after": above,
    "contains": lambda text, needle: needle in text,
    "is exactly": equal,
    "sounds like": equal,
    "starts with": lambda text, needle: bool(text.startswith(needle)),
    "ends with": lambda text, needle: bool(text.endswith(needle)),
}
"""Name of a positive operator with one operand to its decision."""


ENTIRE: Final[Mapping[str, str]] = {"contains": "=", "contains any of": "in", "contains all of": "has all of"}
"""Of a choice, to contain means to have the option, and not a piece of its name."""


def decide(
    operator: str, values: tuple[Any, ...], operands: tuple[tuple[Any, ...], ...], *, entire: bool = False
) -> bool:
    """Decide a positive operator: any value may satisfy it; a missing value or operand makes it false.

    Args:
        operator: its name in the catalogue.
        values: the values of the subject.
        operands: for each operand, its values; a parameter may stand for several.
        entire: whether the values are choices, of which none is a piece of another.
    """
    match ENTIRE.get(operator, operator) if entire else operator:
        case "is true":
            return any(value is True for value in values)
        case "is false":
            return any(value is False for value in values)
        case "between":
            low, high = operands
            return any(at_least(value, one) and at_most(value, two) for value in values for one in low for two in high)
        case "in":
            return any(equal(value, one) for value in values for operand in operands for one in operand)
        case "contains any of":
            return any(one in value for value in values for operand in operands for one in operand)
        case "contains all of":
            needles = [one for operand in operands for one in operand]
            return bool(needles) and all(any(one in value for value in values) for one in needles)
        case "has all of":
            needles = [one for operand in operands for one in operand]
            return bool(needles) and all(one in values for one in needles)
        case name:
            decision = DECISIONS[name]
            return any(decision(value, one) for value in values for one in operands[0])
