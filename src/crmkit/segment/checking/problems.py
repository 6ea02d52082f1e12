"""Faults that the checker found, and the error that lists them all."""

from attrs import frozen

from crmkit.exceptions import SegmentCheckError
from crmkit.segment.faults import together
from crmkit.segment.nodes import Span


@frozen
class Problem:
    """One fault: what is wrong, where, and the text to put there when that is certain."""

    sentence: str
    span: Span
    replacement: str | None = None


def report(problems: list[Problem], text: str) -> SegmentCheckError:
    """Make one error of all faults; of a single one, with its fix."""
    return together([_error(problem, text) for problem in problems])


def _error(problem: Problem, text: str) -> SegmentCheckError:
    span, fix = problem.span, None
    if problem.replacement is not None:
        fix = text[: span.start] + problem.replacement + text[span.end :]
    return SegmentCheckError(problem.sentence, text=text, start=span.start, end=span.end, fix=fix)
