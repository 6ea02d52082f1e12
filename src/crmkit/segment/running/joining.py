"""Conditions to one Python function: leaves are functions, and what joins them is Python's own and, or, not.

The source holds nothing of the segment but the shape of its tree: names of fields, texts and numbers are constants that
stand beside it.
"""

from typing import Any, Final

from attrs import define, field

from crmkit.segment import nodes
from crmkit.segment.nodes import Condition
from crmkit.segment.operators import OPERATORS, positive
from crmkit.segment.running.leaves import LeafCompiler
from crmkit.segment.running.shortcuts import NAMES, find_shortcut
from crmkit.segment.running.subject import Answer

_OF_ANY: Final = """
def {name}(found, values, whole):
    if type(found) is list or type(found) is tuple:
        for v in found:
            if type(v) is not {kind}:
                break
            if {short}:
                return True
        else:
            return False
    return {long_way}
"""


class Compiler(LeafCompiler):
    """Compiles conditions."""

    def answer(self, condition: Condition) -> Answer:
        """Compile a condition to one function."""
        return _Joiner(self).function(condition)


@define
class _Joiner:
    compiler: Compiler
    names: dict[str, Any] = field(factory=lambda: dict(NAMES))
    functions: list[str] = field(factory=list)

    def function(self, condition: Condition) -> Answer:
        source = self.source(condition)
        self.functions.append(f"def answer(values, whole):\n    return {source}\n")
        exec("".join(self.functions), self.names)  # noqa: S102 - the source is made of the words in this file alone
        answer: Answer = self.names["answer"]
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
            long_way = self.of_any(short, shortcut.kind, long_way)
        if test.subject.meaning is not None and test.subject.meaning.part_of is None:
            long_way = f"v is not None and {long_way}"
        source = f"({short} if type(v := values.get({self.named(name)})) is {shortcut.kind} else {long_way})"
        return f"(not {source})" if turned else source

    def of_any(self, short: str, kind: str, long_way: str) -> str:
        """Go the short way for each of several values; where one of them is not plain, the long way for all."""
        name = f"of_any_{len(self.functions)}"
        self.functions.append(_OF_ANY.format(name=name, kind=kind, short=short, long_way=long_way))
        return f"{name}(v, values, whole)"

    def named(self, constant: Any) -> str:
        """Put a constant beside the source, and give its name."""
        name = f"k{len(self.names)}"
        self.names[name] = constant
        return name
