"""Faults that the checker found, and the error that lists them all."""

from typing import Final

from attrs import frozen

from crmkit.exceptions import SegmentCheckError
from crmkit.segment.nodes import Span

_SHOWN: Final = 5
_LISTED: Final = 100


@frozen
class Problem:
    """One fault: what is wrong, where, and the text to put there when that is certain."""

    sentence: str
    span: Span
    replacement: str | None = None


def report(problems: list[Problem], text: str) -> SegmentCheckError:
    """Make the error of the first fault; of the others, some are in its message, and a hundred in `others`."""
    first, *others = sorted(problems, key=lambda problem: problem.span.start)
    sentence = first.sentence
    if others:
        listed = " ".join(f"At {_place(text, one.span.start)}: {one.sentence}" for one in others[:_SHOWN])
        more = len(others) - _SHOWN
        sentence += f" Also wrong: {listed}" + (f" And {more} more." if more > 0 else "")
    error = _error(sentence, first, text, alone=not others)
    error.others = tuple(_error(one.sentence, one, text, alone=False) for one in others[:_LISTED])
    return error


def _error(sentence: str, problem: Problem, text: str, *, alone: bool) -> SegmentCheckError:
    span, fix = problem.span, None
    if problem.replacement is not None and alone:
        fix = text[: span.start] + problem.replacement + text[span.end :]
    return SegmentCheckError(sentence, text=text, start=span.start, end=span.end, fix=fix)


def _place(text: str, offset: int) -> str:
    return f"line {text.count(chr(10), 0, offset) + 1}, column {offset - (text.rfind(chr(10), 0, offset) + 1) + 1}"
