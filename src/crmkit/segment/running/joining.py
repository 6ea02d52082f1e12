"""Conditions to one Python function: leaves are functions, and what joins them is Python's own and, or, not.

The source holds nothing of the segment but the shape of its tree: names of fields, texts and numbers are constants that
stand beside it.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

from attrs import define, field

from crmkit.segment import nodes
from crmkit.segment.nodes import Condition
from crmkit.segment.operators import OPERATORS, positive
from crmkit.segment.running.leaves import LeafCompiler
from crmkit.segment.running.shortcuts import NAMES, Shortcut, find_shortcut
from crmkit.segment.running.subject import Answer


class Compiler(LeafCompiler):
    """Compiles conditions."""

    def answer(self, condition: Condition) -> Answer:
        """Compile a condition to one function."""
        return _Joiner(self).function(condition)


@define
class _Joiner:
    compiler: Compiler
    names: dict[str, Any] = field(factory=lambda: dict(NAMES))

    def function(self, condition: Condition) -> Answer:
        source = f"lambda values, whole: {self.source(condition)}"
        answer: Answer = eval(code_of(source), self.names)  # noqa: S307 - made of the words in this room alone
        return answer

    def source(self, node: Condition) -> str:
        match node:
            case nodes.Everyone():
                return "True"
            case nodes.And(parts=parts):
                return f"({' and '.join(map(self.source, parts))})"
            case nodes.Or(parts=parts):
                return f"({' or '.join(map(self.source, parts))})"
            case nodes.Not(part=part):
                return f"(not {self.source(part)})"
            case nodes.InSegment(body=body):
                assert body is not None
                return f"{self.named(self.compiler.answer(body))}(values, whole)"
            case nodes.Test():
                return self.test(node)
            case _:
                return f"{self.named(self.compiler.leaf(node))}(values, whole)"

    def test(self, test: nodes.Test) -> str:
        operator, turned = positive(OPERATORS[test.operator])
        decided = self.compiler.decision(test, operator)
        long_way = f"{self.named(decided)}(values, whole)"
        shortcut = find_shortcut(test, operator, self.compiler.run)
        if shortcut is None:
            return f"(not {long_way})" if turned else long_way
        assert isinstance(test.subject, nodes.Path)
        short = shortcut.source.format(k=self.named(shortcut.constant))
        name = test.subject.name
        if test.subject.meaning is not None and test.subject.meaning.many:
            long_way = f"{self.named(_of_any(shortcut, decided))}(v, values, whole)"
        if test.subject.meaning is not None and test.subject.meaning.part_of is None:
            long_way = f"v is not None and {long_way}"
        source = f"({short} if type(v := values.get({self.named(name)})) is {shortcut.kind} else {long_way})"
        return f"(not {source})" if turned else source

    def named(self, constant: Any) -> str:
        """Put a constant beside the source, and give its name."""
        name = f"k{len(self.names)}"
        self.names[name] = constant
        return name


@lru_cache(maxsize=1_024)
def code_of(source: str) -> CodeType:
    """Compile a source; all segments of one shape have the same."""
    return compile(source, "<segment>", "eval")


def _of_any(shortcut: Shortcut, decided: Answer) -> Callable[[Any, Mapping[str, Any], Any], bool]:
    """Go the short way for each of several values; where one of them is not plain, the long way for all."""
    source = f"lambda constant: lambda v: {shortcut.source.format(k='constant')}"
    short = eval(code_of(source), dict(NAMES))(shortcut.constant)  # noqa: S307 - made of the words in this room alone
    kind = NAMES[shortcut.kind]

    def answer(found: Any, values: Mapping[str, Any], whole: Any) -> bool:
        if type(found) is list or type(found) is tuple:
            for one in found:
                if type(one) is not kind:
                    break
                if short(one):
                    return True
            else:
                return False
        return decided(values, whole)

    return answer
