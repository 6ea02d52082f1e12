"""Tree to text: the one canonical way to write a segment, which parses back to the same tree."""

from datetime import datetime
from typing import Final

from crmkit.segment import nodes
from crmkit.segment.nodes import Condition, Value, Window
from crmkit.segment.operators import OPERATORS

_FACTORS: Final = frozenset("*/")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def format_condition(condition: Condition) -> str:
    """Print a condition.

    >>> from crmkit.segment.parse import parse
    >>> format_condition(parse("NOT (country IN('CH','LI') and ((age>=30)))"))
    'not (country in ("CH", "LI") and age >= 30)'
    """
    match condition:
        case nodes.Everyone():
            return "everyone"
        case nodes.And(parts=parts):
            return " and ".join(_grouped(part) for part in parts)
        case nodes.Or(parts=parts):
            return " or ".join(_grouped(part) for part in parts)
        case nodes.Not(part=part):
            return f"not {_grouped(part)}"
        case nodes.Test():
            return _test(condition)
        case nodes.Within(subject=subject, window=window, negated=negated):
            return f"{format_value(subject)} {'not ' if negated else ''}{format_window(window)}"
        case nodes.Anniversary(subject=subject, window=window):
            return f"{format_value(subject)} has anniversary {format_window(window)}"
        case nodes.Did():
            return _did(condition)
        case nodes.Consented(purpose=purpose, channel=channel):
            return f"consented to {purpose}" + (f" via {channel}" if channel else "")
        case nodes.InSegment(name=name):
            return f"in segment {quoted(name)}"
        case nodes.InList(name=name):
            return f"in list {quoted(name)}"
        case nodes.Sample(percent=percent, seed=seed):
            return f"sample {percent:f}%" + (f" seed {quoted(seed)}" if seed is not None else "")
        case nodes.Near(place=place, kilometres=far, latitude=latitude, longitude=longitude):
            return f"{place} is within {far:f} km of ({latitude:f}, {longitude:f})"


def format_value(value: Value) -> str:
    """Print a value."""
    match value:
        case nodes.Text(value=text):
            return quoted(text)
        case nodes.Number(value=number):
            return format(number, "f")
        case nodes.Amount(value=number, currency=currency):
            return f"{number:f} {currency}"
        case nodes.Day(value=day):
            return day.isoformat()
        case nodes.Instant(value=instant):
            return format_instant(instant)
        case nodes.Now():
            return "now"
        case nodes.Today():
            return "today"
        case nodes.Ago(count=count, unit=unit):
            return f"{format_length(count, unit)} ago"
        case nodes.Parameter(name=name):
            return f"${name}"
        case nodes.Path(name=name):
            return name
        case nodes.Aggregate():
            rows = value.relation + _filter(value.filter) + (f".{value.field}" if value.field else "")
            window = f" {format_window(value.window)}" if value.window else ""
            return f"{value.function}({rows}{window})"
        case nodes.Arithmetic(sign=sign, left=left, right=right):
            return f"{_operand(left, sign)} {sign} {_operand(right, sign, behind=True)}"
        case nodes.Call(name=name, arguments=arguments):
            return f"{name}({', '.join(format_value(one) for one in arguments)})"


def format_window(window: Window) -> str:
    """Print a window."""
    match window:
        case nodes.Rolling(direction=direction, count=count, unit=unit):
            return f"in {direction} {format_length(count, unit)}"
        case nodes.Calendar(which=which, unit=unit):
            return f"in {which} {unit}"
        case nodes.Beside(side=side, moment=moment):
            return f"{side} {format_value(moment)}"


def format_length(count: int, unit: str) -> str:
    """Print a length of time.

    >>> format_length(1, "day"), format_length(90, "day")
    ('1 day', '90 days')
    """
    return f"{count} {unit}{'' if count == 1 else 's'}"


def format_instant(instant: datetime) -> str:
    """Print an instant in UTC."""
    return instant.isoformat().replace("+00:00", "Z")


def quoted(text: str) -> str:
    r"""Put a text in quotes.

    >>> print(quoted('8" pizza'))
    "8\" pizza"
    """
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'


def _grouped(condition: Condition) -> str:
    text = format_condition(condition)
    return f"({text})" if isinstance(condition, nodes.And | nodes.Or) else text


def _test(test: nodes.Test) -> str:
    start = f"{format_value(test.subject)} {test.operator}"
    operands = [format_value(operand) for operand in test.operands]
    match OPERATORS[test.operator].operands:
        case "none":
            return start
        case "one":
            return f"{start} {operands[0]}"
        case "two":
            return f"{start} {operands[0]} and {operands[1]}"
        case "list":
            return f"{start} ({', '.join(operands)})"
        case "scored":
            return f"{start} {operands[0]} at {operands[1]}"


def _operand(value: Value, sign: nodes.Sign, *, behind: bool = False) -> str:
    """Print one side of a reckoning, in parentheses where the order of reading would change it."""
    text = format_value(value)
    if not isinstance(value, nodes.Arithmetic):
        return text
    looser = sign in _FACTORS and value.sign not in _FACTORS
    same = (sign in _FACTORS) == (value.sign in _FACTORS)
    return f"({text})" if looser or (behind and same) else text


def _did(did: nodes.Did) -> str:
    words = ["did", "not"] if did.negated else ["did"]
    words.append(did.event + _filter(did.filter))
    if did.times:
        words.append(f"{did.times.bound} {format_length(did.times.count, 'time')}")
    if did.window:
        words.append(format_window(did.window))
    for step in did.steps:
        words += ["then", "not"] if step.negated else ["then"]
        words.append(step.event + _filter(step.filter))
        if step.window:
            words.append(format_window(step.window))
        words.append(f"within {format_length(step.count, step.unit)}")
    return " ".join(words)


def _filter(condition: Condition | None) -> str:
    return "" if condition is None else f"[{format_condition(condition)}]"
