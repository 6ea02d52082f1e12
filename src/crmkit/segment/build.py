"""The Python spelling of segments: field("email").ends_with(".ch") & (field("age") >= 30).

An expression is only another way to write a tree; `Segment.build` checks it like a text.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn, cast

from attrs import frozen

from crmkit.exceptions import CallError
from crmkit.records import instant
from crmkit.schema.types.money import Money
from crmkit.segment import nodes
from crmkit.segment.amounts import in_major_units
from crmkit.segment.lex import plain
from crmkit.segment.nodes import Condition, Span, Unit, Value, Window


@frozen
class Expression:
    """A condition; join with &, | and turn over with ~.

    Attributes:
        tree: the condition as a tree.
    """

    tree: Condition

    def __and__(self, other: "Expression") -> "Expression":
        return Expression(nodes.joined(nodes.And, (self.tree, _condition(other)), span=Span()))

    def __or__(self, other: "Expression") -> "Expression":
        return Expression(nodes.joined(nodes.Or, (self.tree, _condition(other)), span=Span()))

    def __invert__(self) -> "Expression":
        return Expression(nodes.Not(part=self.tree))

    def __bool__(self) -> NoReturn:
        raise TypeError("A condition is neither true nor false; join conditions with &, |, ~ and parentheses.")


@frozen(eq=False)
class Subject:
    """A field or an aggregate, of which something can be said.

    Attributes:
        node: the value as a tree.
    """

    node: nodes.Path | nodes.Aggregate

    def __eq__(self, other: object) -> Expression:  # type: ignore[override]
        return self._test("=", other)

    def __ne__(self, other: object) -> Expression:  # type: ignore[override]
        return self._test("!=", other)

    def __lt__(self, other: object) -> Expression:
        return self._test("<", other)

    def __le__(self, other: object) -> Expression:
        return self._test("<=", other)

    def __gt__(self, other: object) -> Expression:
        return self._test(">", other)

    def __ge__(self, other: object) -> Expression:
        return self._test(">=", other)

    __hash__ = None  # type: ignore[assignment]

    def between(self, low: object, high: object) -> Expression:
        """From `low` to `high`, both included."""
        return self._test("between", low, high)

    def one_of(self, *values: object) -> Expression:
        """One of these values."""
        return self._test("in", *values)

    def not_one_of(self, *values: object) -> Expression:
        """None of these values, or missing."""
        return self._test("not in", *values)

    def contains(self, text: object) -> Expression:
        """The text is in it."""
        return self._test("contains", text)

    def contains_any_of(self, *texts: object) -> Expression:
        """At least one of the texts is in it."""
        return self._test("contains any of", *texts)

    def contains_all_of(self, *texts: object) -> Expression:
        """Each of the texts is in it."""
        return self._test("contains all of", *texts)

    def contains_none_of(self, *texts: object) -> Expression:
        """None of the texts is in it, or it is missing."""
        return self._test("contains none of", *texts)

    def starts_with(self, text: object) -> Expression:
        """It starts with the text."""
        return self._test("starts with", text)

    def ends_with(self, text: object) -> Expression:
        """It ends with the text."""
        return self._test("ends with", text)

    def is_known(self) -> Expression:
        """There is a value."""
        return self._test("is known")

    def is_empty(self) -> Expression:
        """There is no value."""
        return self._test("is empty")

    def is_true(self) -> Expression:
        """It is recorded as true."""
        return self._test("is true")

    def is_false(self) -> Expression:
        """It is recorded as false."""
        return self._test("is false")

    def before(self, moment: object) -> Expression:
        """Before a moment."""
        return self._test("before", moment)

    def after(self, moment: object) -> Expression:
        """After a moment."""
        return self._test("after", moment)

    def within(self, window: Window) -> Expression:
        """In a window such as last(90, "day")."""
        return Expression(nodes.Within(subject=self.node, window=window))

    def has_anniversary(self, window: Window) -> Expression:
        """The month and day come round in a window."""
        return Expression(nodes.Anniversary(subject=self.node, window=window))

    def _test(self, operator: str, *operands: object) -> Expression:
        values = tuple(_value(operand) for operand in operands)
        return Expression(nodes.Test(subject=self.node, operator=operator, operands=values))


def field(name: str) -> Subject:
    """Name a field of the customer, or of the row inside `where`.

    >>> from crmkit.segment.segment import Segment
    >>> str(Segment.build((field("country") == "CH") & ~field("email").is_known()))
    'country = "CH" and not email is known'
    """
    return Subject(nodes.Path(name=name))


def aggregate(
    function: str,
    relation: str,
    name: str | None = None,
    *,
    where: Expression | None = None,
    window: Window | None = None,
) -> Subject:
    """Reduce the rows of a relation to one value, as sum(orders.total in last 90 days) does.

    Raises:
        CallError: there is no such function.
    """
    if function not in nodes.FUNCTIONS:
        raise CallError(f"{function!r} is not a function; known are: {', '.join(nodes.FUNCTIONS)}.")
    return Subject(
        nodes.Aggregate(
            function=function,
            relation=relation,
            filter=where.tree if where is not None else None,
            field=name,
            window=window,
        )
    )


def did(
    event: str,
    *,
    where: Expression | None = None,
    at_least: int | None = None,
    at_most: int | None = None,
    exactly: int | None = None,
    window: Window | None = None,
) -> Expression:
    """Something happened, as in did order at least 2 times in last 1 year.

    Raises:
        CallError: more than one of `at_least`, `at_most` and `exactly` is given.

    >>> from crmkit.segment.segment import Segment
    >>> str(Segment.build(did("order", at_least=2, window=last(1, "year"))))
    'did order at least 2 times in last 1 year'
    """
    bounds: dict[Any, int | None] = {"at least": at_least, "at most": at_most, "exactly": exactly}
    given = [nodes.Times(bound=bound, count=count) for bound, count in bounds.items() if count is not None]
    if len(given) > 1:
        raise CallError("Give one of at_least, at_most and exactly.")
    tree = nodes.Did(
        event=event, filter=where.tree if where is not None else None, times=next(iter(given), None), window=window
    )
    return Expression(tree)


def consented(purpose: str, *, via: str | None = None) -> Expression:
    """There is a valid consent to a purpose, by a channel if one is named."""
    return Expression(nodes.Consented(purpose=purpose, channel=via))


def in_segment(name: str) -> Expression:
    """The customer is in another segment."""
    return Expression(nodes.InSegment(name=name))


def everyone() -> Expression:
    """Every customer."""
    return Expression(nodes.Everyone())


def last(count: int, unit: Unit) -> Window:
    """A window that ends now."""
    return nodes.Rolling(direction="last", count=count, unit=unit)


def coming(count: int, unit: Unit) -> Window:
    """A window that begins now."""
    return nodes.Rolling(direction="next", count=count, unit=unit)


def ago(count: int, unit: Unit) -> nodes.Ago:
    """So many units before now."""
    return nodes.Ago(count=count, unit=unit)


def parameter(name: str) -> nodes.Parameter:
    """A value given when the segment is bound."""
    return nodes.Parameter(name=name)


def _condition(other: object) -> Condition:
    if not isinstance(other, Expression):
        raise TypeError('Join conditions, such as (field("age") >= 30) & (field("country") == "CH"), in parentheses.')
    return other.tree


def _value(value: object) -> Value:
    match value:
        case Subject():
            return value.node
        case nodes.Node():
            return cast("Value", value)
        case str():
            return nodes.Text(value=value)
        case bool():
            raise CallError("Yes and no are asked with is_true() and is_false().")
        case int() | Decimal():
            return nodes.Number(value=plain(Decimal(value)))
        case float():
            return nodes.Number(value=plain(Decimal(repr(value))))
        case datetime():
            return nodes.Instant(value=instant(value))
        case date():
            return nodes.Day(value=value)
        case Money():
            return nodes.Amount(value=plain(in_major_units(value.amount, value.currency)), currency=value.currency)
        case _:
            raise CallError(f"A {type(value).__name__} cannot be written in a segment.")
