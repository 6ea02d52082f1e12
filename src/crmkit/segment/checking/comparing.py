"""What tests make sense: operators, operands, currencies, moments, patterns."""

from datetime import date
from typing import Any

import attrs

from crmkit.schema.types.currency import CODES
from crmkit.segment import nodes
from crmkit.segment.checking.names import KINDS, MOMENTS, TEXTS
from crmkit.segment.checking.values import Values, family_of, meaning_of
from crmkit.segment.folding import key
from crmkit.segment.format import format_value
from crmkit.segment.nodes import Condition, Family, Matching, Meaning, Span, Subject, Value, Window
from crmkit.segment.operators import OPERATORS
from crmkit.segment.patterns.automaton import Automaton
from crmkit.segment.patterns.reading import PatternError
from crmkit.segment.trees import walk


class Comparing(Values):
    """Resolves tests."""

    def test(self, node: nodes.Test) -> Condition:
        """Resolve a test."""
        subject = self.value(node.subject)
        operands = tuple(self.value(operand) for operand in node.operands)
        meaning = meaning_of(subject)
        if meaning is None:
            return attrs.evolve(node, subject=subject, operands=operands)
        if not any(isinstance(one, nodes.Path | nodes.Aggregate | nodes.Call) for one, _ in walk(subject)):
            self.wrong("This says nothing about a customer; name a field.", subject.span)
        elif self.operator_fits(node, subject, meaning):
            in_list = OPERATORS[node.operator].operands == "list"
            operands = tuple(self.operand(one, meaning, node, in_list=in_list) for one in operands)
        currency = self.one_currency((subject, *operands), meaning)
        if currency is not None:
            subject, *rest = (in_currency(value, currency) for value in (subject, *operands))
            operands = tuple(rest)
        return attrs.evolve(node, subject=subject, operands=operands)

    def operator_fits(self, node: nodes.Test, subject: Subject, meaning: Meaning) -> bool:
        """Check that an operator can be asked of a value."""
        operator, family = OPERATORS[node.operator], meaning.family
        if operator.operands == "scored" and not isinstance(subject, nodes.Path):
            self.wrong(f"{operator.name} is asked of a field, whose type knows what makes two values alike.", node.span)
            return False
        if family in operator.families:
            return True
        name = format_value(subject)
        if family == "boolean":
            hint = f"Write {name} is true, or {name} is false."
        elif family in TEXTS and node.operator in {"<", "<=", ">", ">=", "between"}:
            hint = "Text has no order; use =, in, contains, starts with or ends with."
        else:
            hint = f"Known are: {', '.join(one.name for one in OPERATORS.values() if family in one.families)}."
        self.wrong(f"{node.operator} cannot be asked of {name}, which is {KINDS[family]}. {hint}", node.span)
        return False

    # Operands

    def operand(self, value: Value, meaning: Meaning, node: nodes.Test, *, in_list: bool) -> Value:
        """Check that a value fits what it is compared with."""
        family = meaning.family
        if node.operator == "matches":
            return self.pattern(value)
        if OPERATORS[node.operator].operands == "scored" and isinstance(value, nodes.Number):
            return self.score(value)
        if isinstance(value, nodes.Parameter):
            return self.parameter(value, attrs.evolve(meaning, many=in_list))
        if isinstance(value, nodes.Ago):
            if family == "date" and value.unit == "hour":
                self.wrong(f"{format_value(node.subject)} is a date without time; use days.", value.span)
            elif family not in MOMENTS:
                self.unfit(value, "a date", node, family)
            return value
        theirs = family_of(value)
        if theirs is None:
            return value
        alike = theirs == family or {theirs, family} <= MOMENTS or {theirs, family} <= TEXTS
        if not alike:
            self.unfit(value, KINDS[theirs], node, family)
        elif isinstance(value, nodes.Text):
            self.text_literal(value, OPERATORS[node.operator].matching or meaning.matching, node.operator)
        return value

    def pattern(self, value: Value) -> Value:
        """Check a pattern, and mark the faulty sign in it."""
        if not isinstance(value, nodes.Text):
            self.wrong("A pattern is a text in quotes.", value.span)
            return value
        try:
            Automaton(value.value)
        except PatternError as error:
            self.wrong(f"In this pattern, at character {error.place + 1}: {error.problem}", value.span)
        return value

    def score(self, value: nodes.Number) -> Value:
        """Check how similar is similar."""
        if not 0 < value.value <= 1:
            self.wrong("How similar is a number above 0, up to 1, such as at 0.9.", value.span)
        return value

    def text_literal(self, value: nodes.Text, matching: Matching, operator: str) -> None:
        """Check that a text has something to compare."""
        if not value.value.strip():
            hint = "write is empty" if operator in {"=", "!=", "in", "not in"} else "name what to look for"
            self.wrong(f"An empty text is stored as missing; {hint}.", value.span)
        elif not key(value.value, matching):
            self.wrong("This text has no letters or digits, and nothing else is compared here.", value.span)

    def unfit(self, value: Value, kind: str, node: nodes.Test, family: Family) -> None:
        """Note a value of another kind, with a way out."""
        shown, replacement, hint = format_value(node.subject), None, ""
        match value:
            case nodes.Number() if family == "money":
                hint = f" Say the currency, such as {format_value(value)} CHF."
            case nodes.Number() if family in TEXTS:
                replacement = f'"{format_value(value)}"'
                hint = f" Write {replacement}."
            case nodes.Amount() if family == "number":
                hint = f" Write {value.value:f} without a currency."
                replacement = f"{value.value:f}"
            case nodes.Text() if family in MOMENTS:
                replacement = _iso_date(value.value)
                hint = f" Write {replacement or 'a date such as 2026-03-31'} without quotes."
            case nodes.Text() if family == "number":
                hint = " Write it without quotes."
            case _:
                pass
        self.wrong(f"{shown} is {KINDS[family]}, and this is {kind}.{hint}", value.span, replacement)

    def one_currency(self, sides: tuple[Value, ...], meaning: Meaning) -> str | None:
        """Find the one currency that a comparison of amounts speaks of."""
        amounts = [one for side in sides for one in _amounts(side)]
        for one in amounts:
            if one.currency not in CODES:
                word = Span(max(one.span.start, one.span.end - len(one.currency)), one.span.end)
                self.unknown(one.currency, "a currency (ISO 4217)", tuple(CODES), word)
        for one in amounts[1:]:
            if one.currency != amounts[0].currency:
                sentence = f"{amounts[0].currency} and {one.currency} are compared; amounts are never converted."
                self.wrong(sentence, one.span)
        return amounts[0].currency if amounts else None

    # Moments and places

    def within(self, node: nodes.Within) -> Condition:
        """Resolve a window of time."""
        subject = self.value(node.subject)
        self.moment_subject(subject, node.window)
        return attrs.evolve(node, subject=subject)

    def anniversary(self, node: nodes.Anniversary) -> Condition:
        """Resolve an anniversary."""
        subject = self.value(node.subject)
        self.moment_subject(subject, node.window)
        if not isinstance(node.window, nodes.Beside) and node.window.unit == "hour":
            self.wrong("An anniversary is a day; it has no hour.", node.window.span)
        return attrs.evolve(node, subject=subject)

    def moment_subject(self, subject: Value, window: Window) -> None:
        """Check that a moment can lie in a window."""
        meaning = meaning_of(subject)
        assert not isinstance(window, nodes.Beside)
        if meaning is None:
            return
        if meaning.family not in MOMENTS:
            sentence = f"{format_value(subject)} is {KINDS[meaning.family]}; only a date can lie in a window of time."
            self.wrong(sentence, subject.span)
        elif meaning.family == "date" and window.unit == "hour":
            self.wrong(f"{format_value(subject)} is a date without time; use days.", window.span)

    def near(self, node: nodes.Near) -> Condition:
        """Resolve a circle around a point."""
        if self.row is not None:
            self.wrong(f"A place is asked of a customer, not of one of the {self.row.name}.", node.span)
            return node
        if not 0 < node.kilometres <= 20_100:
            self.wrong("A distance is more than 0 km, up to 20,100 km, half way round the earth.", node.span)
        if abs(node.latitude) > 90 or abs(node.longitude) > 180:
            self.wrong("A point has a latitude from -90 to 90 and a longitude from -180 to 180.", node.span)
        found = self.place(node)
        return node if found is None else attrs.evolve(node, latitude_of=found[0], longitude_of=found[1])


def in_currency(value: Any, currency: str) -> Any:
    """Let every aggregate of a value look at amounts of one currency only."""
    match value:
        case nodes.Aggregate():
            return attrs.evolve(value, currency=currency)
        case nodes.Arithmetic(left=left, right=right):
            return attrs.evolve(value, left=in_currency(left, currency), right=in_currency(right, currency))
        case _:
            return value


def _amounts(value: Value) -> list[nodes.Amount]:
    """List the amounts that a value is reckoned from, but not those in a filter."""
    match value:
        case nodes.Amount():
            return [value]
        case nodes.Arithmetic(left=left, right=right):
            return [*_amounts(left), *_amounts(right)]
        case _:
            return []


def _iso_date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
