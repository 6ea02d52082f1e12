"""Advice about a segment that is right, but may not say what is meant."""

from collections.abc import Iterator

from attrs import frozen

from crmkit.segment import nodes
from crmkit.segment.format import format_value
from crmkit.segment.nodes import Condition, Span
from crmkit.segment.operators import OPERATORS


@frozen
class Lint:
    """One piece of advice.

    Attributes:
        code: stable dotted name.
        message: one sentence with what to do.
        span: where, in the canonical text.
    """

    code: str
    message: str
    span: Span

    def __str__(self) -> str:
        return f"{self.message} [{self.code}]"


def advise(tree: Condition) -> tuple[Lint, ...]:
    """Give advice on a checked tree, in the order of its text."""
    return tuple(_advice(tree))


def _advice(tree: Condition) -> Iterator[Lint]:
    for node, _ in nodes.walk(tree):
        match node:
            case nodes.Test():
                yield from _on_test(node)
            case nodes.Within(negated=True, subject=subject) if _nullable(subject):
                yield _missing_too(subject, node.span)
            case nodes.Did(negated=True, window=nodes.Rolling()):
                yield Lint(
                    "did-not.newcomers",
                    "This includes customers younger than the window; add customer_since before … to leave them out.",
                    node.span,
                )
            case nodes.Not(part=nodes.Consented()):
                yield Lint(
                    "consent.negated",
                    "This names people without consent; such a segment is not for sending.",
                    node.span,
                )
            case nodes.Or(parts=parts):
                yield from _redundant(parts)
            case _:
                pass


def _on_test(test: nodes.Test) -> Iterator[Lint]:
    operator = OPERATORS[test.operator]
    if operator.negates and operator.operands != "none" and _nullable(test.subject):
        yield _missing_too(test.subject, test.span)
    meaning = test.subject.meaning
    if (
        meaning is None
        or meaning.type is None
        or meaning.matching == "fold"
        or test.operator not in {"=", "!=", "in", "not in"}
    ):
        return
    for operand in test.operands:
        if isinstance(operand, nodes.Text):
            clean = meaning.type.clean(operand.value).value
            if isinstance(clean, str) and clean != operand.value and meaning.matching == "exact":
                message = f'{format_value(test.subject)} is stored in another form; write "{clean}".'
                yield Lint("literal.form", message, operand.span)


def _redundant(parts: tuple[Condition, ...]) -> Iterator[Lint]:
    """`country is not known or country not in (…)`: the second half already includes the first."""
    unknown = [part for part in parts if isinstance(part, nodes.Test) and part.operator in {"is not known", "is empty"}]
    for part in unknown:
        for other in parts:
            if (
                isinstance(other, nodes.Test)
                and other.subject == part.subject
                and OPERATORS[other.operator].negates
                and OPERATORS[other.operator].operands != "none"
            ):
                message = (
                    f"{format_value(part.subject)} {part.operator} adds nothing: {other.operator} is true there too."
                )
                yield Lint("unknown.redundant", message, part.span)


def _missing_too(subject: nodes.Path | nodes.Aggregate, span: Span) -> Lint:
    name = format_value(subject)
    message = f"This is also true where {name} is missing; add {name} is known and … to leave those out."
    return Lint("negative.missing", message, span)


def _nullable(subject: nodes.Path | nodes.Aggregate) -> bool:
    return subject.meaning is not None and subject.meaning.nullable
