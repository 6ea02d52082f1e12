"""Tree to JSON data: what a form-builder edits.

A condition is an object with one telling key: {"and": [...]}, {"or": [...]}, {"not": ...}, {"everyone": true},
{"test": "=", "of": value, "with": [value, ...]}, {"within": window, "of": value}, {"anniversary": window, "of": value},
{"did": "order", "then": [...], ...}, {"consented": "newsletter", "via": "email"}, {"segment": "name"},
{"list": "name"},
{"sample": "10", "seed": "autumn"}, {"near": "home", "km": "25", "point": ["47.3769", "8.5417"]}.

So is a value: {"field": "age"}, {"text": "CH"}, {"number": "30"}, {"amount": "12.5", "currency": "CHF"},
{"date": "2026-01-31"}, {"instant": ...}, {"now": true}, {"today": true}, {"ago": 90, "unit": "day"},
{"parameter": "name"}, {"aggregate": "sum", "rows": "orders", "field": "total"},
{"reckon": "*", "with": [value, value]},
{"call": "initials", "with": [value]}. Numbers are texts, so that no program rounds them on the way.
"""

from typing import Any, Final

from crmkit.segment import nodes
from crmkit.segment.format import format_instant
from crmkit.segment.nodes import Condition, Value, Window

VERSION: Final = 1


def to_document(tree: Condition) -> dict[str, Any]:
    """Write a tree as JSON data.

    >>> from crmkit.segment.parse import parse
    >>> to_document(parse('country = "CH"'))
    {'v': 1, 'where': {'test': '=', 'of': {'field': 'country'}, 'with': [{'text': 'CH'}]}}
    """
    return {"v": VERSION, "where": write_condition(tree)}


def write_condition(node: Condition) -> dict[str, Any]:
    """Write a condition."""
    match node:
        case nodes.Everyone():
            return {"everyone": True}
        case nodes.And(parts=parts):
            return {"and": [write_condition(part) for part in parts]}
        case nodes.Or(parts=parts):
            return {"or": [write_condition(part) for part in parts]}
        case nodes.Not(part=part):
            return {"not": write_condition(part)}
        case nodes.Test(subject=subject, operator=operator, operands=operands):
            written = {"test": operator, "of": write_value(subject)}
            return {**written, "with": [write_value(one) for one in operands]} if operands else written
        case nodes.Within(subject=subject, window=window, negated=negated):
            return {"not within" if negated else "within": _window(window), "of": write_value(subject)}
        case nodes.Anniversary(subject=subject, window=window):
            return {"anniversary": _window(window), "of": write_value(subject)}
        case nodes.Did():
            return _did(node)
        case nodes.Consented(purpose=purpose, channel=channel):
            return {"consented": purpose, "via": channel} if channel else {"consented": purpose}
        case nodes.InSegment(name=name):
            return {"segment": name}
        case nodes.InList(name=name):
            return {"list": name}
        case nodes.Sample(percent=percent, seed=seed):
            written = {"sample": f"{percent:f}"}
            return written if seed is None else {**written, "seed": seed}
        case nodes.Near(place=place, kilometres=far, latitude=latitude, longitude=longitude):
            return {"near": place, "km": f"{far:f}", "point": [f"{latitude:f}", f"{longitude:f}"]}


def write_value(value: Value) -> dict[str, Any]:
    """Write a value."""
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
            written = {"aggregate": function, "rows": relation, **_rows(value)}
            return {**written, "field": field} if field else written
        case nodes.Arithmetic(sign=sign, left=left, right=right):
            return {"reckon": sign, "with": [write_value(left), write_value(right)]}
        case nodes.Call(name=name, arguments=arguments):
            return {"call": name, "with": [write_value(one) for one in arguments]}


def _did(did: nodes.Did) -> dict[str, Any]:
    written: dict[str, Any] = {"did not" if did.negated else "did": did.event, **_rows(did)}
    if did.times:
        written["times"] = {"bound": did.times.bound, "count": did.times.count}
    if did.steps:
        written["then"] = [
            {"not" if step.negated else "event": step.event, **_rows(step), "within": step.count, "unit": step.unit}
            for step in did.steps
        ]
    return written


def _rows(node: nodes.Did | nodes.Aggregate | nodes.Step) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if node.filter is not None:
        written["where"] = write_condition(node.filter)
    if node.window is not None:
        written["window"] = _window(node.window)
    return written


def _window(window: Window) -> dict[str, Any]:
    match window:
        case nodes.Rolling(direction=direction, count=count, unit=unit):
            return {"in": direction, "count": count, "unit": unit}
        case nodes.Calendar(which=which, unit=unit):
            return {"in the": which, "unit": unit}
        case nodes.Beside(side=side, moment=moment):
            return {side: write_value(moment)}
