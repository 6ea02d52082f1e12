"""Tree and schema to the typed tree: the same tree, with the meaning of every name filled in.

Three kinds of error: a name that does not exist, a value that does not fit, and a question that makes no sense where
it stands. All of them are collected; the first is raised and lists the others.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import attrs
from attrs import define, field, frozen

from crmkit.exceptions import SegmentCheckError, near_names
from crmkit.schema.fields import Relation, Schema
from crmkit.schema.types.currency import CODES
from crmkit.segment import nodes
from crmkit.segment.folding import key
from crmkit.segment.format import format_value
from crmkit.segment.nodes import Condition, Family, Meaning, Span, Value, Window
from crmkit.segment.operators import OPERATORS
from crmkit.segment.vocabulary import field_names, find_field, find_row_field

KINDS: Final[dict[Family, str]] = {
    "text": "a text",
    "number": "a number",
    "date": "a date",
    "instant": "a date with time",
    "money": "an amount of money",
    "boolean": "a yes or no",
    "choice": "one of a list of codes",
}
_MOMENTS: Final = frozenset({"date", "instant"})
_TEXTS: Final = frozenset({"text", "choice"})
_NEEDLES: Final = frozenset({"contains", "contains any of", "contains all of", "starts with", "ends with"})
_SHOWN_PROBLEMS: Final = 5


@frozen
class Problem:
    """One fault: what is wrong, where, and the text to put there when that is certain."""

    sentence: str
    span: Span
    replacement: str | None = None


def check(
    tree: Condition, schema: Schema, *, text: str, find_segment: Callable[[nodes.InSegment], Condition]
) -> Condition:
    """Resolve every name of a tree, and refuse what makes no sense.

    Args:
        tree: as parsed.
        schema: what a customer is.
        text: what was parsed, to mark the spot.
        find_segment: gives the checked tree of a nested segment, or raises SegmentCheckError.

    Raises:
        SegmentCheckError: a name or a type is wrong; the message lists all faults.
    """
    checker = _Checker(schema, find_segment)
    checked = checker.condition(tree)
    if checker.problems:
        raise _report(checker.problems, text)
    return checked


def _report(problems: list[Problem], text: str) -> SegmentCheckError:
    first, *others = sorted(problems, key=lambda problem: problem.span.start)
    sentence, fix = first.sentence, None
    if first.replacement is not None and not others:
        fix = text[: first.span.start] + first.replacement + text[first.span.end :]
    if others:
        listed = " ".join(f"At {_place(text, one.span.start)}: {one.sentence}" for one in others[:_SHOWN_PROBLEMS])
        more = len(others) - _SHOWN_PROBLEMS
        sentence += f" Also wrong: {listed}" + (f" And {more} more." if more > 0 else "")
    return SegmentCheckError(sentence, text=text, start=first.span.start, end=first.span.end, fix=fix)


def _place(text: str, offset: int) -> str:
    return f"line {text.count(chr(10), 0, offset) + 1}, column {offset - (text.rfind(chr(10), 0, offset) + 1) + 1}"


@define
class _Checker:
    """One pass over one tree; `row` is the relation whose filter it stands in."""

    schema: Schema
    find_segment: Callable[[nodes.InSegment], Condition]
    row: Relation | None = None
    problems: list[Problem] = field(factory=list)
    parameters: dict[str, Family] = field(factory=dict)

    def wrong(self, sentence: str, span: Span, replacement: str | None = None) -> None:
        self.problems.append(Problem(sentence, span, replacement))

    def unknown(self, name: str, what: str, known: tuple[str, ...], span: Span) -> None:
        near = near_names(name, known)
        if near:
            hint = f"Did you mean {' or '.join(repr(one) for one in near)}?"
        else:
            hint = f"Known are: {', '.join(sorted(known)[:12])}{' …' if len(known) > 12 else ''}."
        self.wrong(f"{name!r} is not {what}. {hint}", span, near[0] if len(near) == 1 else None)

    # Conditions

    def condition(self, node: Condition) -> Condition:
        match node:
            case nodes.And() | nodes.Or():
                return attrs.evolve(node, parts=tuple(self.condition(part) for part in node.parts))
            case nodes.Not():
                return attrs.evolve(node, part=self.condition(node.part))
            case nodes.Test():
                return self.test(node)
            case nodes.Within():
                return self.within(node)
            case nodes.Anniversary():
                return self.anniversary(node)
            case nodes.Did():
                return self.did(node)
            case nodes.Consented():
                if self.row is not None:
                    self.wrong(f"Consent is not asked of one of the {self.row.name}.", node.span)
                return node
            case nodes.InSegment():
                return self.in_segment(node)
            case nodes.Everyone():
                return node

    def in_segment(self, node: nodes.InSegment) -> Condition:
        if self.row is not None:
            self.wrong(f"A segment holds customers; it is not asked of one of the {self.row.name}.", node.span)
            return node
        try:
            return attrs.evolve(node, body=self.find_segment(node))
        except SegmentCheckError as error:
            self.wrong(error.problem, node.span)
            return node

    def did(self, node: nodes.Did) -> Condition:
        if self.row is not None:
            self.wrong(f"did … is asked of a customer, not of one of the {self.row.name}.", node.span)
            return node
        relation = self.relation(node.event, node.span, singular=True)
        if relation is None:
            return node
        return attrs.evolve(
            node,
            relation=relation.name,
            filter=self.filter(node.filter, relation),
            window=self.event_window(node.window),
        )

    def within(self, node: nodes.Within) -> Condition:
        subject = self.value(node.subject)
        self.moment_subject(subject, node.window)
        return attrs.evolve(node, subject=subject)

    def anniversary(self, node: nodes.Anniversary) -> Condition:
        subject = self.value(node.subject)
        self.moment_subject(subject, node.window)
        if not isinstance(node.window, nodes.Beside) and node.window.unit == "hour":
            self.wrong("An anniversary is a day; it has no hour.", node.window.span)
        return attrs.evolve(node, subject=subject)

    def moment_subject(self, subject: Value, window: Window) -> None:
        meaning = _meaning(subject)
        if meaning is None:
            return
        if meaning.family not in _MOMENTS:
            sentence = f"{format_value(subject)} is {KINDS[meaning.family]}; only a date can lie in a window of time."
            self.wrong(sentence, subject.span)
        elif meaning.family == "date" and not isinstance(window, nodes.Beside) and window.unit == "hour":
            self.wrong(f"{format_value(subject)} is a date without time; use days.", window.span)

    # Tests

    def test(self, node: nodes.Test) -> Condition:
        subject = self.value(node.subject)
        operands = tuple(self.value(operand) for operand in node.operands)
        meaning = _meaning(subject)
        if meaning is None:
            return attrs.evolve(node, subject=subject, operands=operands)
        if self.operator_fits(node, subject, meaning):
            in_list = OPERATORS[node.operator].operands == "list"
            operands = tuple(self.operand(one, meaning, node, in_list=in_list) for one in operands)
        currency = self.one_currency(operands, meaning)
        if currency is not None:
            subject, *rest = (_in_currency(value, currency) for value in (subject, *operands))
            operands = tuple(rest)
        return attrs.evolve(node, subject=subject, operands=operands)

    def operator_fits(self, node: nodes.Test, subject: Value, meaning: Meaning) -> bool:
        operator, family = OPERATORS[node.operator], meaning.family
        if family in operator.families:
            return True
        name = format_value(subject)
        if family == "boolean":
            hint = f"Write {name} is true, or {name} is false."
        elif family in _TEXTS and node.operator in {"<", "<=", ">", ">=", "between"}:
            hint = "Text has no order; use =, in, contains, starts with or ends with."
        else:
            hint = f"Known are: {', '.join(one.name for one in OPERATORS.values() if family in one.families)}."
        self.wrong(f"{node.operator} cannot be asked of {name}, which is {KINDS[family]}. {hint}", node.span)
        return False

    def operand(self, value: Value, meaning: Meaning, node: nodes.Test, *, in_list: bool) -> Value:
        """Check that a value fits what it is compared with."""
        family = meaning.family
        if isinstance(value, nodes.Parameter):
            return self.parameter(value, attrs.evolve(meaning, many=in_list))
        if isinstance(value, nodes.Ago):
            if family == "date" and value.unit == "hour":
                self.wrong(f"{format_value(node.subject)} is a date without time; use days.", value.span)
            elif family not in _MOMENTS:
                self.unfit(value, "a date", node, family)
            return value
        theirs = _family(value)
        if theirs is None:
            return value
        alike = theirs == family or {theirs, family} <= _MOMENTS or {theirs, family} <= _TEXTS
        if not alike:
            self.unfit(value, KINDS[theirs], node, family)
        elif isinstance(value, nodes.Text):
            self.text_literal(value, meaning, node.operator)
        return value

    def text_literal(self, value: nodes.Text, meaning: Meaning, operator: str) -> None:
        if not value.value.strip():
            hint = "write is empty" if operator in {"=", "!=", "in", "not in"} else "name what to look for"
            self.wrong(f"An empty text is stored as missing; {hint}.", value.span)
        elif OPERATORS[operator].operands != "none" and not key(value.value, meaning.matching):
            self.wrong("This text has no letters or digits, and nothing else is compared here.", value.span)

    def unfit(self, value: Value, kind: str, node: nodes.Test, family: Family) -> None:
        shown, replacement, hint = format_value(node.subject), None, ""
        match value:
            case nodes.Number() if family == "money":
                hint = f" Say the currency, such as {format_value(value)} CHF."
            case nodes.Number() if family in _TEXTS:
                replacement = f'"{format_value(value)}"'
                hint = f" Write {replacement}."
            case nodes.Amount() if family == "number":
                hint = f" Write {value.value:f} without a currency."
                replacement = f"{value.value:f}"
            case nodes.Text() if family in _MOMENTS:
                replacement = _iso_date(value.value)
                hint = f" Write {replacement or 'a date such as 2026-03-31'} without quotes."
            case nodes.Text() if family == "number":
                hint = " Write it without quotes."
            case _:
                pass
        self.wrong(f"{shown} is {KINDS[family]}, and this is {kind}.{hint}", value.span, replacement)

    def one_currency(self, operands: tuple[Value, ...], meaning: Meaning) -> str | None:
        if meaning.family != "money":
            return None
        amounts = [one for one in operands if isinstance(one, nodes.Amount)]
        for one in amounts:
            if one.currency not in CODES:
                word = Span(max(one.span.start, one.span.end - len(one.currency)), one.span.end)
                self.unknown(one.currency, "a currency (ISO 4217)", tuple(CODES), word)
        for one in amounts[1:]:
            if one.currency != amounts[0].currency:
                sentence = f"{amounts[0].currency} and {one.currency} are compared; amounts are never converted."
                self.wrong(sentence, one.span)
        return amounts[0].currency if amounts else None

    # Values and windows

    def value(self, value: Any) -> Any:
        """Resolve a value; one that cannot be is given back without a meaning."""
        match value:
            case nodes.Path():
                return attrs.evolve(value, meaning=self.path(value))
            case nodes.Aggregate():
                return self.aggregate(value)
            case _:
                return value

    def path(self, path: nodes.Path) -> Meaning | None:
        if self.row is not None:
            meaning = find_row_field(self.row, path.name)
            if meaning is None:
                known = tuple(one.name for one in self.row.fields)
                self.unknown(path.name, f"a field of one of the {self.row.name}", known, path.span)
            return meaning
        meaning = find_field(self.schema, path.name)
        if meaning is not None:
            return meaning
        relation = self._relation_of(path.name.partition(".")[0])
        if relation is not None:
            hint = f"count({relation.name}), last({relation.name}.at) or did {relation.singular}"
            self.wrong(f"A customer has many {relation.name}; say which you mean: {hint}.", path.span)
            return None
        self.unknown(path.name, f"a field of a {self.schema.name}", field_names(self.schema), path.span)
        return None

    def aggregate(self, node: nodes.Aggregate) -> nodes.Aggregate:
        if self.row is not None:
            self.wrong(f"{node.function}(…) is asked of a customer, not of one of the {self.row.name}.", node.span)
            return node
        relation = self.relation(node.relation, node.span, singular=False)
        if relation is None:
            return node
        node = attrs.evolve(node, filter=self.filter(node.filter, relation), window=self.event_window(node.window))
        if node.function == "count":
            if node.field is not None:
                self.wrong(f"count counts rows; write count({relation.name}).", node.span)
            return attrs.evolve(node, meaning=Meaning(family="number", nullable=False))
        if node.field is None:
            self.wrong(f"{node.function} needs a field, such as {node.function}({relation.name}.at).", node.span)
            return node
        meaning = find_row_field(relation, node.field)
        if meaning is None:
            known = tuple(one.name for one in relation.fields)
            near = near_names(node.field, known)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(known)}."
            self.wrong(f"{node.field!r} is not a field of one of the {relation.name}. {hint}", node.span)
            return node
        self.function_fits(node, meaning)
        return attrs.evolve(
            node,
            meaning=attrs.evolve(meaning, nullable=node.function != "sum"),
            row_field=nodes.Path(name=node.field, meaning=meaning),
        )

    def function_fits(self, node: nodes.Aggregate, meaning: Meaning) -> None:
        fits = {
            "sum": ("number", "money"),
            "avg": ("number", "money"),
            "min": ("number", "money", "date", "instant"),
            "max": ("number", "money", "date", "instant"),
        }.get(node.function)
        if fits is not None and meaning.family not in fits:
            wanted = " or ".join(KINDS[family] for family in fits if family in KINDS)
            self.wrong(f"{node.function} needs {wanted}; {node.field} is {KINDS[meaning.family]}.", node.span)

    def filter(self, condition: Condition | None, relation: Relation) -> Condition | None:
        if condition is None:
            return None
        outside, self.row = self.row, relation
        checked = self.condition(condition)
        self.row = outside
        return checked

    def event_window(self, window: Window | None) -> Window | None:
        """Check the window of an event, whose bounds are the same for every row."""
        if not isinstance(window, nodes.Beside):
            return window
        moment = window.moment
        if isinstance(moment, nodes.Parameter):
            return attrs.evolve(window, moment=self.parameter(moment, Meaning(family="instant")))
        if isinstance(moment, nodes.Path | nodes.Aggregate):
            self.wrong("The window of an event is fixed: a date, now, today, … ago or a $parameter.", moment.span)
        elif _family(moment) not in _MOMENTS and not isinstance(moment, nodes.Ago):
            self.wrong(f"{window.side} needs a date such as 2026-03-31 or 90 days ago.", moment.span)
        return window

    def parameter(self, parameter: nodes.Parameter, meaning: Meaning) -> nodes.Parameter:
        family = self.parameters.setdefault(parameter.name, meaning.family)
        if family != meaning.family and not {family, meaning.family} <= _MOMENTS | _TEXTS:
            sentence = (
                f"${parameter.name} is {KINDS[family]} elsewhere in this segment, and {KINDS[meaning.family]} here."
            )
            self.wrong(sentence, parameter.span)
        return attrs.evolve(parameter, meaning=meaning)

    # Relations

    def _relation_of(self, name: str) -> Relation | None:
        return next((one for one in self.schema.relations if name in {one.name, one.singular}), None)

    def relation(self, name: str, span: Span, *, singular: bool) -> Relation | None:
        found = self._relation_of(name)
        wanted = tuple(one.singular if singular else one.name for one in self.schema.relations)
        if found is not None and name in wanted:
            return found
        if found is not None:
            right = found.singular if singular else found.name
            where = "after did, the singular is written" if singular else "inside a function, the plural is written"
            self.wrong(f"{name!r}: {where}: {right!r}.", span)
        elif wanted:
            what = "something that happens to a customer" if singular else "a list of rows of a customer"
            near = near_names(name, wanted)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(wanted)}."
            self.wrong(f"{name!r} is not {what}. {hint}", span)
        else:
            self.wrong(f"The schema {self.schema.name!r} has no related rows, so {name!r} cannot be asked.", span)
        return None


def _meaning(value: Value) -> Meaning | None:
    return value.meaning if isinstance(value, nodes.Path | nodes.Aggregate | nodes.Parameter) else None


def _family(value: Value) -> Family | None:
    match value:
        case nodes.Text():
            return "text"
        case nodes.Number():
            return "number"
        case nodes.Amount():
            return "money"
        case nodes.Day() | nodes.Today():
            return "date"
        case nodes.Instant() | nodes.Now():
            return "instant"
        case _:
            meaning = _meaning(value)
            return meaning.family if meaning else None


def _in_currency(value: Any, currency: str) -> Any:
    return attrs.evolve(value, currency=currency) if isinstance(value, nodes.Aggregate) else value


def _iso_date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
