"""Segments that name other segments: found by name, checked once, and never in a circle."""

from collections.abc import Mapping

from attrs import define, field

from crmkit.exceptions import SegmentCheckError, SegmentError, near_names
from crmkit.schema.fields import Schema
from crmkit.segment import limits, nodes
from crmkit.segment.check import check
from crmkit.segment.constructs import cost_of_node
from crmkit.segment.format import quoted
from crmkit.segment.functions import CustomFunction
from crmkit.segment.nodes import Condition
from crmkit.segment.parse import parse
from crmkit.segment.trees import walk


@define
class References:
    """The segments that one segment may name.

    Attributes:
        schema: what a customer is.
        functions: functions of one's own, by name.
        texts: name to the text of the segment.
        checked: name to its checked tree, as far as they were asked for.
        path: the names being checked now, outermost first.
        sizes: name to how many tests the segment has in all, how deep it is, and what it costs.
    """

    schema: Schema
    texts: Mapping[str, str]
    functions: Mapping[str, CustomFunction] = field(factory=dict)
    checked: dict[str, Condition] = field(factory=dict)
    path: list[str] = field(factory=list)
    sizes: dict[str, tuple[int, int, int]] = field(factory=dict)

    def find(self, node: nodes.InSegment) -> Condition:
        """Give the checked tree of a named segment.

        Raises:
            SegmentCheckError: there is no such segment, it is wrong itself, or it leads back to where it came from.
        """
        name = node.name
        if name in self.path:
            circle = " -> ".join([*self.path[self.path.index(name) :], name])
            raise SegmentCheckError(f"Segments name each other in a circle: {circle}. Take one of them out.")
        if name not in self.checked:
            if name not in self.texts:
                raise SegmentCheckError(self._unknown(name))
            if len(self.path) >= limits.NESTED_SEGMENTS:
                raise SegmentCheckError(f"Segments are nested more than {limits.NESTED_SEGMENTS} deep.")
            self.path.append(name)
            try:
                self.checked[name] = self.check(self.texts[name])
            except SegmentError as error:
                raise SegmentCheckError(f"In segment {quoted(name)}: {error.problem}") from None
            finally:
                self.path.pop()
        return self.checked[name]

    def check(self, text: str) -> Condition:
        """Parse and check a text whose names are found here."""
        checked = check(parse(text), self.schema, text=text, find_segment=self.find, functions=self.functions)
        leaves, depth, cost = self._size(checked)
        if leaves > limits.WHOLE_LEAVES or depth > limits.WHOLE_DEPTH:
            raise SegmentCheckError(
                f"With the segments it names, it has {leaves:,} tests and is {depth} levels deep; "
                f"at most {limits.WHOLE_LEAVES:,} and {limits.WHOLE_DEPTH} are answered.",
                text=text,
                end=len(text),
            )
        if cost > limits.WHOLE_COST:
            raise SegmentCheckError(
                f"It costs {cost:,} comparisons a customer; at most {limits.WHOLE_COST:,} are spent. Take tests out.",
                text=text,
                end=len(text),
            )
        if self.path:
            self.sizes[self.path[-1]] = leaves, depth, cost
        return checked

    def _size(self, tree: Condition) -> tuple[int, int, int]:
        leaves, deepest, cost = 0, 0, 0
        for node, depth in walk(tree):
            inner = self.sizes[node.name] if isinstance(node, nodes.InSegment) else (1, 0, cost_of_node(node))
            leaves += inner[0] if isinstance(node, nodes.LEAVES) else 0
            deepest = max(deepest, depth + inner[1])
            cost += inner[2]
        return leaves, deepest, cost

    def _unknown(self, name: str) -> str:
        near = near_names(name, tuple(self.texts))
        if near:
            hint = f"Did you mean {' or '.join(quoted(one) for one in near)}?"
        else:
            hint = "Give it in segments=." if not self.texts else f"Known are: {', '.join(sorted(self.texts)[:12])}."
        return f"There is no segment {quoted(name)}. {hint}"
