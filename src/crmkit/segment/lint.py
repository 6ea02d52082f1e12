"""Advice about a segment that is right, but may not say what is meant."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs
from attrs import frozen

from crmkit.exceptions import near_names
from crmkit.records import Customer
from crmkit.schema.types.base import SemanticType
from crmkit.schema.types.choice import Choice
from crmkit.segment import nodes
from crmkit.segment.format import format_value
from crmkit.segment.nodes import Condition, Span
from crmkit.segment.operators import OPERATORS
from crmkit.segment.running.subject import Scope, Subject, raw_values
from crmkit.segment.trees import walk

_ENTIRE: Final = frozenset({"=", "!=", "in", "not in"})


@frozen
class Lint:
    """One piece of advice.

    Attributes:
        code: stable dotted name.
        message: one sentence with what to do.
        span: where, in the canonical text.
        about: the field it is about, where that can be missing.
        count: how many of the given customers are concerned, where customers were given.
    """

    code: str
    message: str
    span: Span
    about: nodes.Path | None = None
    count: int | None = None

    def __str__(self) -> str:
        return f"{self.message} [{self.code}]"


def advise(tree: Condition, customers: Iterable[Customer | Scope] | None = None) -> tuple[Lint, ...]:
    """Give advice on a checked tree, in the order of its text, with counts where customers are given."""
    found = tuple(_advice(tree))
    if customers is None:
        return found
    counts = [0] * len(found)
    for customer in customers:
        values = Subject.of(customer).values
        for place, lint in enumerate(found):
            path = lint.about
            if path is not None and path.meaning is not None and not raw_values(path.name, path.meaning, values):
                counts[place] += 1
    return tuple(_counted(lint, count) for lint, count in zip(found, counts, strict=True))


def _counted(lint: Lint, count: int) -> Lint:
    if lint.about is None:
        return lint
    message = lint.message.replace("where", f"of {count:,} customers where", 1)
    return attrs.evolve(lint, count=count, message=message)


def _advice(tree: Condition) -> Iterator[Lint]:
    for node, _ in walk(tree):
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
    if meaning is None or meaning.type is None or meaning.matching != "exact" or test.operator not in _ENTIRE:
        return
    for operand in test.operands:
        if isinstance(operand, nodes.Text):
            yield from _on_literal(test, operand, meaning.type)


def _on_literal(test: nodes.Test, literal: nodes.Text, kind: SemanticType[Any]) -> Iterator[Lint]:
    """A code that is written in another form than the stored one finds nobody."""
    cleaned = kind.clean(literal.value)
    suggestion = next((one.suggestion for one in cleaned.findings if one.suggestion), None)
    if isinstance(cleaned.value, str) and cleaned.value != literal.value:
        message = f'{format_value(test.subject)} is stored in another form; write "{cleaned.value}".'
        yield Lint("literal.form", message, literal.span)
    elif cleaned.value is None and isinstance(kind, Choice) and kind.options:
        near = near_names(literal.value, kind.options, limit=1)
        offered = suggestion or (near[0] if near else None)
        hint = f'Did you mean "{offered}"?' if offered else f"Known are: {', '.join(kind.options[:12])}."
        yield Lint("literal.unknown", f"{format_value(test.subject)} has no such option. {hint}", literal.span)


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


def _missing_too(subject: nodes.Subject, span: Span) -> Lint:
    name = format_value(subject)
    message = f"This is also true where {name} is missing; add {name} is known and … to leave those out."
    about = subject if isinstance(subject, nodes.Path) else None
    return Lint("negative.missing", message, span, about)


def _nullable(subject: nodes.Subject) -> bool:
    return subject.meaning is not None and subject.meaning.nullable
