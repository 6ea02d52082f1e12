"""What a segment is bound with: the values of its parameters, checked and ready."""

from collections.abc import Mapping
from typing import Any

from crmkit.exceptions import CallError, UnknownNameError
from crmkit.segment import nodes, reading
from crmkit.segment.nodes import Condition, Meaning
from crmkit.segment.trees import walk
from crmkit.segment.windows import Clock


def bind_parameters(tree: Condition, given: Mapping[str, Any], clock: Clock) -> dict[str, tuple[Any, ...]]:
    """Check the values of the parameters, and make each a tuple.

    Raises:
        CallError: one is missing, or does not fit what it is compared with.
        UnknownNameError: the segment has no such parameter.
    """
    wanted: dict[str, list[Meaning]] = {}
    for node, _ in walk(tree, into_segments=True):
        if isinstance(node, nodes.Parameter) and node.meaning is not None:
            wanted.setdefault(node.name, []).append(node.meaning)
    for name in given:
        if name not in wanted:
            raise UnknownNameError("parameter", name, wanted)
    for name in wanted:
        if name not in given:
            raise CallError(f"The segment needs ${name}; give params={{{name!r}: …}}.")
    return {name: _fitting(name, given[name], meanings, clock) for name, meanings in wanted.items()}


def _fitting(name: str, value: Any, meanings: list[Meaning], clock: Clock) -> tuple[Any, ...]:
    values = tuple(reading.each(value))
    for meaning in meanings:
        if isinstance(value, tuple | list | set | frozenset) and not meaning.many:
            raise CallError(f"${name} stands for one value here; give one, or compare with in (${name}).")
        plain = Meaning(family="number") if meaning.derived else meaning
        if not all(reading.is_known(one) and reading.reader(plain, clock)(one) is not None for one in values):
            raise CallError(f"${name} does not fit: the segment compares it with {meaning.family}.")
    return values
