"""The JSON form of a segment, both ways: what a form-builder edits.

A condition is an object with one telling key: {"and": [...]}, {"or": [...]}, {"not": ...}, {"everyone": true},
{"test": "=", "of": value, "with": [value, ...]}, {"within": window, "of": value}, {"anniversary": window, "of": value},
{"did": "order", ...}, {"consented": "newsletter", "via": "email"}, {"segment": "name"}.

So is a value: {"field": "age"}, {"text": "CH"}, {"number": "30"}, {"amount": "12.5", "currency": "CHF"},
{"date": "2026-01-31"}, {"instant": ...}, {"now": true}, {"today": true}, {"ago": 90, "unit": "day"},
{"parameter": "name"}, {"aggregate": "sum", "rows": "orders", "field": "total"}.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, DecimalException
from typing import Any, Final

from crmkit.exceptions import SegmentSyntaxError
from crmkit.records import instant
from crmkit.segment import limits, nodes
from crmkit.segment.format import format_instant
from crmkit.segment.lex import plain
from crmkit.segment.nodes import Condition, Span, Value, Window
from crmkit.segment.operators import OPERATORS

VERSION: Final = 1
_DEEPEST: Final = 4 * limits.DEPTH


def to_document(tree: Condition) -> dict[str, Any]:
    """Write a tree as JSON data.

    >>> from crmkit.segment.parse import parse
    >>> to_document(parse('country = "CH"'))
    {'v': 1, 'where': {'test': '=', 'of': {'field': 'country'}, 'with': [{'text': 'CH'}]}}
    """
    return {"v": VERSION, "where": _write_condition(tree)}


def from_document(document: str | Mapping[str, Any]) -> Condition:
    """Read a tree from JSON data or text.

    Raises:
        SegmentSyntaxError: it is not such a document; the message says where, as a path into it.
    """
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except (ValueError, RecursionError):
            raise SegmentSyntaxError("This text is not JSON.") from None
    if not isinstance(document, Mapping) or document.get("v") != VERSION or "where" not in document:
        raise SegmentSyntaxError(f'A segment document is an object {{"v": {VERSION}, "where": condition}}.')
    return _Reader().condition(document["where"], "where", 1)


def _write_condition(node: Condition) -> dict[str, Any]:
    match node:
        case nodes.Everyone():
            return {"everyone": True}
        case nodes.And(parts=parts):
            return {"and": [_write_condition(part) for part in parts]}
        case nodes.Or(parts=parts):
            return {"or": [_write_condition(part) for part in parts]}
        case nodes.Not(part=part):
            return {"not": _write_condition(part)}
        case nodes.Test(subject=subject, operator=operator, operands=operands):
            written = {"test": operator, "of": _write_value(subject)}
            return {**written, "with": [_write_value(one) for one in operands]} if operands else written
        case nodes.Within(subject=subject, window=window, negated=negated):
            return {"not within" if negated else "within": _write_window(window), "of": _write_value(subject)}
        case nodes.Anniversary(subject=subject, window=window):
            return {"anniversary": _write_window(window), "of": _write_value(subject)}
        case nodes.Did(event=event, times=times, negated=negated):
            written = {"did not" if negated else "did": event, **_write_rows(node)}
            return {**written, "times": {"bound": times.bound, "count": times.count}} if times else written
        case nodes.Consented(purpose=purpose, channel=channel):
            return {"consented": purpose, "via": channel} if channel else {"consented": purpose}
        case nodes.InSegment(name=name):
            return {"segment": name}


def _write_value(value: Value) -> dict[str, Any]:
    match value:
        case nodes.Text(value=text):
            return {"text": text}
        case nodes.Number(value=number):
            return {"number": f"{number:f}"}
        case nodes.Amount(value=number, currency=currency):
            return {"amount": f"{number:f}", "currency": currency}
        case nodes.Day(value=day):
            return {"date": day.isoformat()}
        case nodes.Instant(value=when):
            return {"instant": format_instant(when)}
        case nodes.Now():
            return {"now": True}
        case nodes.Today():
            return {"today": True}
        case nodes.Ago(count=count, unit=unit):
            return {"ago": count, "unit": unit}
        case nodes.Parameter(name=name):
            return {"parameter": name}
        case nodes.Path(name=name):
            return {"field": name}
        case nodes.Aggregate(function=function, relation=relation, field=field):
            written = {"aggregate": function, "rows": relation, **_write_rows(value)}
            return {**written, "field": field} if field else written


def _write_rows(node: nodes.Did | nodes.Aggregate) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if node.filter is not None:
        written["where"] = _write_condition(node.filter)
    if node.window is not None:
        written["window"] = _write_window(node.window)
    return written


def _write_window(window: Window) -> dict[str, Any]:
    match window:
        case nodes.Rolling(direction=direction, count=count, unit=unit):
            return {"in": direction, "count": count, "unit": unit}
        case nodes.Calendar(which=which, unit=unit):
            return {"in the": which, "unit": unit}
        case nodes.Beside(side=side, moment=moment):
            return {side: _write_value(moment)}


class _Reader:
    """Reads a document; every method knows the path it stands at, and how deep that is."""

    def wrong(self, path: str, expected: str) -> SegmentSyntaxError:
        return SegmentSyntaxError(f"At {path}: expected {expected}.")

    def condition(self, data: Any, path: str, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise self.wrong(path, f"at most {limits.DEPTH} levels")
        match data:
            case {"everyone": True}:
                return nodes.Everyone()
            case {"and": [_, _, *_] as parts}:
                return nodes.joined(nodes.And, self.conditions(parts, f"{path}.and", depth), span=Span())
            case {"or": [_, _, *_] as parts}:
                return nodes.joined(nodes.Or, self.conditions(parts, f"{path}.or", depth), span=Span())
            case {"not": part}:
                return nodes.Not(part=self.condition(part, f"{path}.not", depth + 1))
            case {"test": str(operator), "of": subject}:
                return self.test(operator, subject, data.get("with", []), path, depth)
            case {"within": window, "of": subject}:
                return nodes.Within(subject=self.subject(subject, path, depth), window=self.window(window, path, depth))
            case {"not within": window, "of": subject}:
                whom = self.subject(subject, path, depth)
                return nodes.Within(subject=whom, window=self.window(window, path, depth), negated=True)
            case {"anniversary": window, "of": subject}:
                whom = self.subject(subject, path, depth)
                return nodes.Anniversary(subject=whom, window=self.window(window, path, depth))
            case {"did": str(event)}:
                return nodes.Did(event=event, times=self.times(data.get("times"), path), **self.rows(data, path, depth))
            case {"did not": str(event)}:
                return nodes.Did(event=event, negated=True, **self.rows(data, path, depth))
            case {"consented": str(purpose)}:
                return nodes.Consented(purpose=purpose, channel=data.get("via"))
            case {"segment": str(name)}:
                return nodes.InSegment(name=name)
            case _:
                raise self.wrong(path, "a condition")

    def conditions(self, parts: list[Any], path: str, depth: int) -> tuple[Condition, ...]:
        return tuple(self.condition(part, f"{path}[{index}]", depth + 1) for index, part in enumerate(parts))

    def test(self, operator: str, subject: Any, operands: Any, path: str, depth: int) -> Condition:
        if operator not in OPERATORS:
            raise self.wrong(f"{path}.test", f"an operator: {', '.join(OPERATORS)}")
        wanted = {"none": (0, 0), "one": (1, 1), "two": (2, 2), "list": (1, limits.LIST_ITEMS)}[
            OPERATORS[operator].operands
        ]
        if not isinstance(operands, list) or not wanted[0] <= len(operands) <= wanted[1]:
            raise self.wrong(f"{path}.with", f"a list of {wanted[0]} to {wanted[1]} values")
        values = tuple(self.value(one, f"{path}.with[{index}]", depth + 1) for index, one in enumerate(operands))
        return nodes.Test(subject=self.subject(subject, path, depth), operator=operator, operands=values)

    def subject(self, data: Any, path: str, depth: int) -> nodes.Path | nodes.Aggregate:
        value = self.value(data, f"{path}.of", depth + 1)
        if not isinstance(value, nodes.Path | nodes.Aggregate):
            raise self.wrong(f"{path}.of", "a field or an aggregate")
        return value

    def value(self, data: Any, path: str, depth: int) -> Value:
        if depth > _DEEPEST:
            raise self.wrong(path, f"at most {limits.DEPTH} levels")
        match data:
            case {"text": str(text)}:
                return nodes.Text(value=text)
            case {"number": str() | int() as number} if not isinstance(number, bool):
                return nodes.Number(value=self.number(number, path))
            case {"amount": str() | int() as number, "currency": str(currency)} if not isinstance(number, bool):
                return nodes.Amount(value=self.number(number, path), currency=currency)
            case {"date": str(day)}:
                return nodes.Day(value=self.moment(date.fromisoformat, day, path))
            case {"instant": str(when)}:
                return nodes.Instant(value=self.moment(lambda text: instant(datetime.fromisoformat(text)), when, path))
            case {"now": True}:
                return nodes.Now()
            case {"today": True}:
                return nodes.Today()
            case {"ago": int(count), "unit": unit} if unit in nodes.UNITS:
                return nodes.Ago(count=count, unit=unit)
            case {"parameter": str(name)}:
                return nodes.Parameter(name=name)
            case {"field": str(name)} if "aggregate" not in data:
                return nodes.Path(name=name)
            case {"aggregate": function, "rows": str(relation)} if function in nodes.FUNCTIONS:
                return nodes.Aggregate(
                    function=function, relation=relation, field=data.get("field"), **self.rows(data, path, depth)
                )
            case _:
                raise self.wrong(path, "a value")

    def rows(self, data: Mapping[str, Any], path: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if data.get("where") is not None:
            found["filter"] = self.condition(data["where"], f"{path}.where", depth + 1)
        if data.get("window") is not None:
            found["window"] = self.window(data["window"], path, depth)
        return found

    def times(self, data: Any, path: str) -> nodes.Times | None:
        match data:
            case None:
                return None
            case {"bound": "at least" | "at most" | "exactly" as bound, "count": int(count)}:
                return nodes.Times(bound=bound, count=count)
            case _:
                raise self.wrong(f"{path}.times", "a bound (at least, at most, exactly) and a count")

    def window(self, data: Any, path: str, depth: int) -> Window:
        match data:
            case {"in": "last" | "next" as direction, "count": int(count), "unit": unit} if unit in nodes.UNITS:
                return nodes.Rolling(direction=direction, count=count, unit=unit)
            case {"in the": "this" | "previous" | "next" as which, "unit": unit} if unit in nodes.UNITS:
                return nodes.Calendar(which=which, unit=unit)
            case {"before": moment}:
                return nodes.Beside(side="before", moment=self.value(moment, f"{path}.window", depth + 1))
            case {"after": moment}:
                return nodes.Beside(side="after", moment=self.value(moment, f"{path}.window", depth + 1))
            case _:
                raise self.wrong(f"{path}.window", "a window of time")

    def number(self, data: str | int, path: str) -> Decimal:
        try:
            number = Decimal(str(data))
        except (DecimalException, ValueError):
            raise self.wrong(path, "a number") from None
        if not number.is_finite() or abs(number.adjusted()) > limits.DIGITS:
            raise self.wrong(path, f"a number of at most {limits.DIGITS} digits")
        return plain(number)

    def moment(self, read: Any, text: str, path: str) -> Any:
        try:
            return read(text)
        except (ValueError, OverflowError):
            raise self.wrong(path, "a moment in ISO 8601, with a zone if it has a time") from None
