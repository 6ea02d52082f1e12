"""JSON data to tree, strictly: what is not in the form is refused with the path to it, and never left out."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, DecimalException
from typing import Any, Final

from crmkit.exceptions import SegmentSyntaxError
from crmkit.records import instant
from crmkit.segment import limits, nodes
from crmkit.segment.json_form.writing import VERSION
from crmkit.segment.lex import plain
from crmkit.segment.nodes import Condition, Span, Value, Window
from crmkit.segment.operators import OPERATORS
from crmkit.segment.trees import joined

OPERAND_COUNTS: Final = {
    "none": (0, 0),
    "one": (1, 1),
    "two": (2, 2),
    "scored": (2, 2),
    "list": (1, limits.LIST_ITEMS),
}
"""How many operands a test has, at least and at most."""

_DEEPEST: Final = 4 * limits.DEPTH
_LONGEST_NUMBER: Final = 40


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
    if not isinstance(document, Mapping) or document.get("v") != VERSION or set(document) != {"v", "where"}:
        raise SegmentSyntaxError(f'A segment document is an object {{"v": {VERSION}, "where": condition}}.')
    return _Reader().condition(document["where"], "where", 1)


class _Reader:
    """Reads a document; every method knows the path it stands at, and how deep that is."""

    def wrong(self, path: str, expected: str) -> SegmentSyntaxError:
        return SegmentSyntaxError(f"At {path}: expected {expected}.")

    def only(self, data: Mapping[str, Any], path: str, *keys: str) -> None:
        """Refuse keys that nobody reads."""
        unknown = [str(key)[:40] for key in data if key not in keys]
        if unknown:
            raise self.wrong(path, f"only {', '.join(keys)}, found {', '.join(map(repr, unknown))}")

    def condition(self, data: Any, path: str, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise self.wrong(path, f"at most {limits.DEPTH} levels")
        match data:
            case {"everyone": True}:
                self.only(data, path, "everyone")
                return nodes.Everyone()
            case {"and": [_, _, *_] as parts}:
                self.only(data, path, "and")
                return joined(nodes.And, self.conditions(parts, f"{path}.and", depth), span=Span())
            case {"or": [_, _, *_] as parts}:
                self.only(data, path, "or")
                return joined(nodes.Or, self.conditions(parts, f"{path}.or", depth), span=Span())
            case {"not": part}:
                self.only(data, path, "not")
                return nodes.Not(part=self.condition(part, f"{path}.not", depth + 1))
            case {"test": str(operator), "of": subject}:
                self.only(data, path, "test", "of", "with")
                return self.test(operator, subject, data.get("with", []), path, depth)
            case {"within": window, "of": subject} | {"not within": window, "of": subject}:
                telling = "within" if "within" in data else "not within"
                self.only(data, path, telling, "of")
                whom = self.subject(subject, path, depth)
                window = self.window(window, path, depth)
                return nodes.Within(subject=whom, window=window, negated=telling != "within")
            case {"anniversary": window, "of": subject}:
                self.only(data, path, "anniversary", "of")
                whom = self.subject(subject, path, depth)
                return nodes.Anniversary(subject=whom, window=self.window(window, path, depth))
            case {"did": str(event)}:
                self.only(data, path, "did", "where", "window", "times", "then")
                times, steps = self.times(data.get("times"), path), self.steps(data.get("then", []), path, depth)
                return nodes.Did(event=event, times=times, steps=steps, **self.rows(data, path, depth))
            case {"did not": str(event)}:
                self.only(data, path, "did not", "where", "window")
                return nodes.Did(event=event, negated=True, **self.rows(data, path, depth))
            case {"consented": str(purpose)} if isinstance(data.get("via", ""), str):
                self.only(data, path, "consented", "via")
                return nodes.Consented(purpose=purpose, channel=data.get("via"))
            case {"segment": str(name)}:
                self.only(data, path, "segment")
                return nodes.InSegment(name=name)
            case {"list": str(name)}:
                self.only(data, path, "list")
                return nodes.InList(name=name)
            case {"sample": share} if isinstance(data.get("seed", ""), str):
                self.only(data, path, "sample", "seed")
                return nodes.Sample(percent=self.number(share, f"{path}.sample"), seed=data.get("seed"))
            case {"near": str(place), "km": far, "point": [latitude, longitude]}:
                self.only(data, path, "near", "km", "point")
                far, *point = (self.number(one, path) for one in (far, latitude, longitude))
                return nodes.Near(place=place, kilometres=far, latitude=point[0], longitude=point[1])
            case _:
                raise self.wrong(path, "a condition")

    def conditions(self, parts: list[Any], path: str, depth: int) -> tuple[Condition, ...]:
        return tuple(self.condition(part, f"{path}[{index}]", depth + 1) for index, part in enumerate(parts))

    def test(self, operator: str, subject: Any, operands: Any, path: str, depth: int) -> Condition:
        if operator not in OPERATORS:
            raise self.wrong(f"{path}.test", f"an operator: {', '.join(OPERATORS)}")
        fewest, most = OPERAND_COUNTS[OPERATORS[operator].operands]
        if not isinstance(operands, list) or not fewest <= len(operands) <= most:
            raise self.wrong(f"{path}.with", f"a list of {fewest} to {most} values")
        values = self.values(operands, f"{path}.with", depth)
        return nodes.Test(subject=self.subject(subject, path, depth), operator=operator, operands=values)

    def subject(self, data: Any, path: str, depth: int) -> nodes.Subject:
        value = self.value(data, f"{path}.of", depth + 1)
        if not isinstance(value, nodes.Subject):
            raise self.wrong(f"{path}.of", "a field, an aggregate, a reckoning or a call")
        return value

    def values(self, data: list[Any], path: str, depth: int) -> tuple[Value, ...]:
        return tuple(self.value(one, f"{path}[{index}]", depth + 1) for index, one in enumerate(data))

    def value(self, data: Any, path: str, depth: int) -> Value:
        if depth > _DEEPEST:
            raise self.wrong(path, f"at most {limits.DEPTH} levels")
        match data:
            case {"text": str(text), **more} if not more:
                return nodes.Text(value=text)
            case {"number": number, **more} if not more:
                return nodes.Number(value=self.number(number, path))
            case {"amount": number, "currency": str(currency), **more} if not more:
                return nodes.Amount(value=self.number(number, path), currency=currency)
            case {"date": str(day), **more} if not more:
                return nodes.Day(value=self.moment(date.fromisoformat, day, path))
            case {"instant": str(when), **more} if not more:
                return nodes.Instant(value=self.moment(lambda text: instant(datetime.fromisoformat(text)), when, path))
            case {"now": True, **more} if not more:
                return nodes.Now()
            case {"today": True, **more} if not more:
                return nodes.Today()
            case {"ago": int(count), "unit": unit, **more} if unit in nodes.UNITS and not more:
                return nodes.Ago(count=count, unit=unit)
            case {"parameter": str(name), **more} if not more:
                return nodes.Parameter(name=name)
            case {"field": str(name), **more} if not more:
                return nodes.Path(name=name)
            case {"aggregate": function, "rows": str(relation)} if function in nodes.FUNCTIONS:
                self.only(data, path, "aggregate", "rows", "field", "where", "window")
                field = data.get("field")
                if field is not None and not isinstance(field, str):
                    raise self.wrong(f"{path}.field", "the name of a field")
                return nodes.Aggregate(
                    function=function, relation=relation, field=field, **self.rows(data, path, depth)
                )
            case {"reckon": "+" | "-" | "*" | "/" as sign, "with": [_, _] as sides, **more} if not more:
                left, right = self.values(sides, f"{path}.with", depth)
                return nodes.Arithmetic(sign=sign, left=left, right=right)
            case {"call": str(name), "with": [_, *_] as arguments, **more} if not more:
                return nodes.Call(name=name, arguments=self.values(arguments, f"{path}.with", depth))
            case _:
                raise self.wrong(path, "a value")

    def rows(self, data: Mapping[str, Any], path: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if data.get("where") is not None:
            found["filter"] = self.condition(data["where"], f"{path}.where", depth + 1)
        if data.get("window") is not None:
            found["window"] = self.window(data["window"], path, depth)
        return found

    def steps(self, data: Any, path: str, depth: int) -> tuple[nodes.Step, ...]:
        if not isinstance(data, list) or len(data) > limits.STEPS:
            raise self.wrong(f"{path}.then", f"a list of at most {limits.STEPS} steps")
        return tuple(self.step(one, f"{path}.then[{index}]", depth) for index, one in enumerate(data))

    def step(self, data: Any, path: str, depth: int) -> nodes.Step:
        match data:
            case {"event": str(event), "within": int(count), "unit": unit} if unit in nodes.UNITS:
                negated = False
            case {"not": str(event), "within": int(count), "unit": unit} if unit in nodes.UNITS:
                negated = True
            case _:
                raise self.wrong(path, "a step: event or not, within, unit")
        self.only(data, path, "not" if negated else "event", "where", "window", "within", "unit")
        return nodes.Step(event=event, count=count, unit=unit, negated=negated, **self.rows(data, path, depth))

    def times(self, data: Any, path: str) -> nodes.Times | None:
        match data:
            case None:
                return None
            case {"bound": "at least" | "at most" | "exactly" as bound, "count": int(count), **more} if not more:
                return nodes.Times(bound=bound, count=count)
            case _:
                raise self.wrong(f"{path}.times", "a bound (at least, at most, exactly) and a count")

    def window(self, data: Any, path: str, depth: int) -> Window:
        match data:
            case {"in": "last" | "next" as direction, "count": int(count), "unit": unit, **more} if (
                unit in nodes.UNITS and not more
            ):
                return nodes.Rolling(direction=direction, count=count, unit=unit)
            case {"in the": "this" | "previous" | "next" as which, "unit": unit, **more} if (
                unit in nodes.UNITS and not more
            ):
                return nodes.Calendar(which=which, unit=unit)
            case {"before": moment, **more} if not more:
                return nodes.Beside(side="before", moment=self.value(moment, f"{path}.window", depth + 1))
            case {"after": moment, **more} if not more:
                return nodes.Beside(side="after", moment=self.value(moment, f"{path}.window", depth + 1))
            case _:
                raise self.wrong(f"{path}.window", "a window of time")

    def number(self, data: Any, path: str) -> Decimal:
        if not isinstance(data, str | int) or isinstance(data, bool) or len(str(data)) > _LONGEST_NUMBER:
            raise self.wrong(path, "a number, as text")
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
