"""Short ways for the plainest values: a text where text is meant, a whole number where a number is.

A shortcut is a piece of Python that decides a positive test of such a value `v` against a constant `k`. Whatever else a
field may hold, such as several values, goes the long way; both give the same answer.
"""

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from crmkit.schema.folding import fold
from crmkit.segment import nodes
from crmkit.segment.nodes import Matching, Meaning
from crmkit.segment.operators import Operator
from crmkit.segment.reading import Range
from crmkit.segment.running.subject import Run
from crmkit.segment.running.values import fixed

_KEYS: Final[Mapping[Matching, str]] = {"exact": "v.strip()", "casefold": "v.strip().casefold()", "fold": "fold(v)"}
_TEXTS: Final[Mapping[str, str]] = {
    "=": "(v == {k} or {key} == {k})",
    "is exactly": "(v == {k} or {key} == {k})",
    "in": "(v in {k} or {key} in {k})",
    "contains": "{k} in {key}",
    "starts with": "{key}.startswith({k})",
    "ends with": "{key}.endswith({k})",
    "is known": "v.strip() != ''",
}
_ENTIRE: Final[Mapping[str, str]] = {**_TEXTS, "contains": "(v == {k} or {key} == {k})"}
_NUMBERS: Final[Mapping[str, str]] = {
    "=": "v == {k}",
    "<": "v < {k}",
    "<=": "v <= {k}",
    ">": "v > {k}",
    ">=": "v >= {k}",
    "in": "v in {k}",
    "is known": "True",
}
NAMES: Final[Mapping[str, Any]] = {"fold": fold, "str": str, "int": int}
"""What the pieces of Python refer to."""


@frozen
class Shortcut:
    """A short way.

    Attributes:
        kind: name of the class of values that may take it.
        source: Python with `v` for the value and `{k}` for the constant.
        constant: the constant.
    """

    kind: str
    source: str
    constant: Any


def find_shortcut(test: nodes.Test, operator: Operator, run: Run) -> Shortcut | None:
    """Find the short way of a positive test of a field, if it has one."""
    meaning = test.subject.meaning
    if not isinstance(test.subject, nodes.Path) or meaning is None or meaning.derived is not None:
        return None
    if any(isinstance(one, nodes.Subject) for one in test.operands):
        return None
    if meaning.family == "number":
        return _short("int", _NUMBERS.get(operator.name), _numbers(test, meaning, run), operator)
    if meaning.family in {"text", "choice"}:
        matching = operator.matching or meaning.matching
        sources = _ENTIRE if meaning.family == "choice" else _TEXTS
        source = sources.get(operator.name) if matching in _KEYS else None
        texts = [
            one for operand in test.operands for one in fixed(operand, Meaning(meaning.family, matching=matching), run)
        ]
        return _short("str", source and source.replace("{key}", _KEYS[matching]), texts, operator)
    return None


def _numbers(test: nodes.Test, meaning: Meaning, run: Run) -> list[Any]:
    ranges: list[Range] = [one for operand in test.operands for one in fixed(operand, meaning, run)]
    return [one.low.numerator if one.low.denominator == 1 else one.low for one in ranges]


def _short(kind: str, source: str | None, constants: list[Any], operator: Operator) -> Shortcut | None:
    if not source:
        return None
    if operator.operands == "list":
        return Shortcut(kind, source, frozenset(constants))
    if operator.operands == "none":
        return Shortcut(kind, source, None)
    return Shortcut(kind, source, constants[0]) if len(constants) == 1 else None
