"""The Python spelling of conditions and of what they are about: operators of Python that write a tree."""

from datetime import date, datetime
from decimal import Decimal
from typing import NoReturn, cast

from attrs import frozen

from crmkit.exceptions import CallError, UnknownNameError
from crmkit.records import instant
from crmkit.schema.types.money import Money
from crmkit.segment import nodes
from crmkit.segment.amounts import in_major_units
from crmkit.segment.lex import plain
from crmkit.segment.nodes import Condition, Span, Value, Window
from crmkit.segment.operators import OPERATORS
from crmkit.segment.parsing.comparing import SIMILAR
from crmkit.segment.trees import joined


@frozen
class Expression:
    """A condition; join with &, | and turn over with ~.

    Attributes:
        tree: the condition as a tree.
    """

    tree: Condition

    def __and__(self, other: "Expression") -> "Expression":
        return Expression(joined(nodes.And, (self.tree, condition(other)), span=Span()))

    def __or__(self, other: "Expression") -> "Expression":
        return Expression(joined(nodes.Or, (self.tree, condition(other)), span=Span()))

    def __invert__(self) -> "Expression":
        return Expression(nodes.Not(part=self.tree))

    def __bool__(self) -> NoReturn:
        raise TypeError("A condition is neither true nor false; join conditions with &, |, ~ and parentheses.")


@frozen(eq=False)
class Subject:
    """A field, an aggregate, a reckoning or a call, of which something can be said.

    Attributes:
        node: the value as a tree.
    """

    node: nodes.Subject

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

    def is_exactly(self, text: object) -> Expression:
        """It is the text, letter by letter."""
        return self._test("is exactly", text)

    def matches(self, pattern: str) -> Expression:
        """The pattern is found in it."""
        return self._test("matches", pattern)

    def sounds_like(self, text: object) -> Expression:
        """It sounds like the text."""
        return self._test("sounds like", text)

    def is_similar_to(self, text: object, *, at: "float | Decimal" = SIMILAR) -> Expression:
        """It is as similar to the text as `at` says, from 0 to 1."""
        return self._test("is similar to", text, at)

    def is_near(
        self, latitude: "float | Decimal", longitude: "float | Decimal", *, km: "float | Decimal"
    ) -> Expression:
        """The place is within so many kilometres of a point, in degrees.

        Raises:
            CallError: it is not a plain name.
        """
        if not isinstance(self.node, nodes.Path):
            raise CallError("Only a place is within so many km of a point, such as field('home').")
        near = nodes.Near(
            place=self.node.name, kilometres=number(km), latitude=number(latitude), longitude=number(longitude)
        )
        return Expression(near)

    def says(self, operator: str, *operands: object) -> Expression:
        """Say anything that the catalogue of operators has, such as "not contains".

        Raises:
            UnknownNameError: there is no such operator.
        """
        if operator not in OPERATORS:
            raise UnknownNameError("operator", operator, OPERATORS)
        return self._test(operator, *operands)

    def __add__(self, other: object) -> "Subject":
        return self._reckon("+", other)

    def __radd__(self, other: object) -> "Subject":
        return self._reckoned("+", other)

    def __sub__(self, other: object) -> "Subject":
        return self._reckon("-", other)

    def __rsub__(self, other: object) -> "Subject":
        return self._reckoned("-", other)

    def __mul__(self, other: object) -> "Subject":
        return self._reckon("*", other)

    def __rmul__(self, other: object) -> "Subject":
        return self._reckoned("*", other)

    def __truediv__(self, other: object) -> "Subject":
        return self._reckon("/", other)

    def __rtruediv__(self, other: object) -> "Subject":
        return self._reckoned("/", other)

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

    def not_within(self, window: Window) -> Expression:
        """Not in a window, or missing."""
        return Expression(nodes.Within(subject=self.node, window=window, negated=True))

    def has_anniversary(self, window: Window) -> Expression:
        """The month and day come round in a window."""
        return Expression(nodes.Anniversary(subject=self.node, window=window))

    def _test(self, operator: str, *operands: object) -> Expression:
        values = tuple(value(operand) for operand in operands)
        return Expression(nodes.Test(subject=self.node, operator=operator, operands=values))

    def _reckon(self, sign: nodes.Sign, other: object) -> "Subject":
        return Subject(nodes.Arithmetic(sign=sign, left=self.node, right=value(other)))

    def _reckoned(self, sign: nodes.Sign, other: object) -> "Subject":
        return Subject(nodes.Arithmetic(sign=sign, left=value(other), right=self.node))


def condition(other: object) -> Condition:
    """Give the tree of an expression.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(other, Expression):
        raise TypeError('Join conditions, such as (field("age") >= 30) & (field("country") == "CH"), in parentheses.')
    return other.tree


def value(given: object) -> Value:
    """Write a Python value as a value of a segment.

    Raises:
        CallError: it cannot be written.
    """
    match given:
        case Subject():
            return given.node
        case nodes.Node():
            return cast("Value", given)
        case str():
            return nodes.Text(value=given)
        case bool():
            raise CallError("Yes and no are asked with is_true() and is_false().")
        case int() | Decimal():
            return nodes.Number(value=plain(Decimal(given)))
        case float():
            return nodes.Number(value=plain(Decimal(repr(given))))
        case datetime():
            return nodes.Instant(value=instant(given))
        case date():
            return nodes.Day(value=given)
        case Money():
            return nodes.Amount(value=plain(in_major_units(given.amount, given.currency)), currency=given.currency)
        case _:
            raise CallError(f"A {type(given).__name__} cannot be written in a segment.")


def number(given: "float | Decimal") -> Decimal:
    """Write a Python number exactly; a float is the decimal number it prints as.

    >>> str(number(0.1))
    '0.1'
    """
    return plain(Decimal(repr(given)) if isinstance(given, float) else Decimal(given))
