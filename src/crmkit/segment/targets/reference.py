"""What the targets take from the reference: its run, its bounds, its literals, and how it finds values and rows."""

from collections.abc import Mapping
from typing import Any

from crmkit.records import Customer
from crmkit.segment.evaluate import compile_values
from crmkit.segment.nodes import Meaning, Value
from crmkit.segment.running.rows import event_bounds
from crmkit.segment.running.subject import Run, Subject, all_rows
from crmkit.segment.running.subject import raw_values as _raw_values

__all__ = ["Run", "event_bounds", "literals", "raw_values", "related_rows"]


def literals(value: Value, meaning: Meaning, run: Run) -> tuple[Any, ...]:
    """Give the values of an operand that hangs on no customer, in the form that is compared."""
    return compile_values(value, meaning, run)({}, None)


def raw_values(name: str, meaning: Meaning, whole: Customer | Mapping[str, Any]) -> tuple[Any, ...]:
    """Give the known values of a field of a customer, or of a row, as they are stored."""
    return _raw_values(name, meaning, Subject.of(whole).values)


def related_rows(relation: str, whole: Customer | Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the rows of a relation of a customer."""
    return list(all_rows(relation, Subject.of(whole).whole))
