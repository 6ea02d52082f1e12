"""What an operator asks of columns: a subject, between its lowest and its highest, beside literals or other columns.

All comparisons come down to <, <=, >, >= and = between a column and a literal of its own form.
"""

import math
import sys
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from crmkit.segment.reading import Range
from crmkit.segment.targets.forms import in_unit, literal, safe
from crmkit.segment.targets.questions import (
    FALSE,
    TRUE,
    Among,
    Column,
    Compare,
    Present,
    Question,
    Relation,
    Spelled,
    Spelling,
    Term,
    Total,
    either,
    every,
    unless,
)
from crmkit.segment.targets.tables import BooleanColumn, MoneyColumn, NumberColumn, StoredField, TextColumn

_LARGEST: Final = sys.float_info.max
_BEYOND: Final = 2**62
_FINEST: Final = 10**6


@frozen
class Asked:
    """A subject, or an operand, as columns.

    Attributes:
        low: its lowest value; of a text, the text.
        high: its highest value.
        stored: the form of both.
        currency: where the currency of an amount is, each saying the same; or the currency itself.
    """

    low: Term
    high: Term
    stored: StoredField
    currency: tuple[Term, ...] | str | None = None


Operand = Range | str | Asked
Operands = tuple[tuple[Operand, ...], ...]
Asks = Callable[[Asked, Operands], Question]


class CannotAskError(Exception):
    """Engines are not asked this; the message is the reason."""


def is_comparable(asked: Asked, _operands: Operands) -> Question:
    """Ask whether there is a value that can be compared, as `is known` does of what was made out of rows."""
    return comparable(asked)


def comparable(asked: Asked) -> Question:
    """Ask whether there is a value that can be compared."""
    if not isinstance(asked.low, Column):
        return TRUE
    if _is_float(asked.stored):
        return every(Compare(asked.low, ">=", -_LARGEST), Compare(asked.low, "<=", _LARGEST))
    there = TRUE if asked.low.required else Present(asked.low)
    return every(there, unless(Compare(asked.low, "=", ""))) if isinstance(asked.stored, TextColumn) else there


def between(asked: Asked, low: Any | None, high: Any | None) -> Question:
    """Ask whether a date or an instant lies from `low` up to, and without, `high`."""
    lower = TRUE if low is None else _relates(asked, asked.low, ">=", low)
    upper = TRUE if high is None else _relates(asked, asked.high, "<", high)
    return every(lower, upper)


def _relates(left: Asked, term: Term, relation: Relation, right: Any, currency: str | None = None) -> Question:
    """Compare one end of a subject with a value, or with a column of the same form."""
    if isinstance(right, Column | Total):
        return Compare(term, relation, right)
    if isinstance(term, Total) and term.function == "mean":
        return _mean(term, relation, in_unit(left.stored, right, currency))
    bound = literal(left.stored, right, currency, up=relation in {"<", ">="})
    if isinstance(bound, float) and math.isinf(bound):
        return comparable(left) if (bound > 0) is (relation in {"<", "<="}) and relation != "=" else FALSE
    if relation == "=" and bound != literal(left.stored, right, currency, up=True):
        return FALSE
    if relation == "=" or not _is_float(left.stored):
        return Compare(term, relation, bound)
    # what is no number, or infinite, is above all numbers in some engines
    return every(Compare(term, relation, bound), *_finite(term, relation))


def _mean(term: Term, relation: Relation, bound: Fraction) -> Question:
    """Compare a mean with an exact bound, so that no engine has to divide."""
    if abs(bound) >= _BEYOND:
        return TRUE if (bound > 0) is (relation in {"<", "<="}) and relation != "=" else FALSE
    if bound.denominator > _FINEST:
        raise CannotAskError("a mean is compared with more than six decimals")
    return Compare(term, relation, bound)


def _finite(term: Term, relation: Relation) -> Iterable[Question]:
    yield Compare(term, "<=", _LARGEST) if relation in {">", ">="} else Compare(term, ">=", -_LARGEST)


def _is_float(stored: StoredField) -> bool:
    return isinstance(stored, NumberColumn | MoneyColumn) and stored.form == "float"


def _alike(left: Asked, right: Operand) -> tuple[Any, Any, str | None]:
    """Give the ends of an operand, and its currency if it is a literal."""
    if isinstance(right, Asked):
        ours, theirs = (
            (type(one.stored), getattr(one.stored, "form", None), getattr(one.stored, "digits", None))
            for one in (left, right)
        )
        if ours != theirs or _is_float(left.stored) or isinstance(left.stored, BooleanColumn):
            raise CannotAskError("the two are not stored in the same form")
        return right.low, right.high, None
    assert isinstance(right, Range)
    return right.low, right.high, right.currency


def _same_currency(left: Asked, right: Operand) -> Question:
    """Ask whether amounts are of one currency; amounts of two are not compared."""
    ours, theirs = left.currency, right.currency if isinstance(right, Range | Asked) else None
    if ours is None or theirs is None:
        return TRUE
    if isinstance(ours, str) and isinstance(theirs, str):
        return TRUE if ours == theirs else FALSE
    if isinstance(ours, str):
        ours, theirs = theirs, ours
    assert isinstance(ours, tuple)
    wanted = theirs if isinstance(theirs, tuple) else (safe(theirs),)
    return every(*(Compare(one, "=", other) for one in ours for other in wanted))


def equal(left: Asked, right: Operand) -> Question:
    """The same text; or all that the left one may be lies in the right one."""
    if isinstance(right, str):
        return Compare(left.low, "=", safe(right))
    low, high, currency = _alike(left, right)
    if isinstance(left.stored, TextColumn):
        return every(Compare(left.low, "=", low), unless(Compare(left.low, "=", "")))
    if left.low == left.high and low == high:
        inside = _relates(left, left.low, "=", low, currency)
    else:
        inside = every(_relates(left, left.low, ">=", low, currency), _relates(left, left.high, "<=", high, currency))
    return every(_same_currency(left, right), inside)


def below(left: Asked, right: Operand) -> Question:
    """All that the left one may be is below all of the right one."""
    low, _, currency = _alike(left, right)
    return every(_same_currency(left, right), _relates(left, left.high, "<", low, currency))


def above(left: Asked, right: Operand) -> Question:
    """All that the left one may be is above all of the right one."""
    _, high, currency = _alike(left, right)
    return every(_same_currency(left, right), _relates(left, left.low, ">", high, currency))


def at_most(left: Asked, right: Operand) -> Question:
    """Nothing that the left one may be is above the right one."""
    _, high, currency = _alike(left, right)
    return every(_same_currency(left, right), _relates(left, left.high, "<=", high, currency))


def at_least(left: Asked, right: Operand) -> Question:
    """Nothing that the left one may be is below the right one."""
    low, _, currency = _alike(left, right)
    return every(_same_currency(left, right), _relates(left, left.low, ">=", low, currency))


def any_operand(asks: Callable[[Asked, Operand], Question]) -> Asks:
    """Ask beside each value that an operand stands for; one of them is enough."""
    return lambda asked, operands: either(*(asks(asked, one) for one in operands[0]))


def from_to(asked: Asked, operands: Operands) -> Question:
    """Ask whether a subject is between two operands, both included."""
    lows, highs = operands
    return every(either(*(at_least(asked, one) for one in lows)), either(*(at_most(asked, one) for one in highs)))


def one_of(asked: Asked, operands: Operands) -> Question:
    """One of a list; what can be looked up in a list is, since lists may be long."""
    column = asked.low
    listed: list[Compare] = []
    others: list[Question] = []
    for one in (one for operand in operands for one in operand):
        question = equal(asked, one)
        if isinstance(question, Compare) and question.relation == "=" and question.left == column:
            (others if isinstance(question.right, Column | Total) else listed).append(question)
        else:
            others.append(question)
    values = tuple(dict.fromkeys(one.right for one in listed))
    if len(values) > 1 and isinstance(column, Column):
        return either(Among(column, values), *others)
    return either(*listed, *others)


def spelled(how: Spelling) -> Asks:
    """Ask whether a text contains one of others, begins or ends with it."""

    def asks(asked: Asked, operands: Operands) -> Question:
        assert isinstance(asked.low, Column)
        return either(*(Spelled(asked.low, how, _literal_text(one)) for operand in operands for one in operand))

    return asks


def contains_all(asked: Asked, operands: Operands) -> Question:
    """Ask whether one text contains each of others; of several texts, each may be in another, see `lowering`."""
    assert isinstance(asked.low, Column)
    needles = [_literal_text(one) for operand in operands for one in operand]
    return every(*(Spelled(asked.low, "contains", needle) for needle in needles)) if needles else FALSE


def equals_all(asked: Asked, operands: Operands) -> Question:
    """Ask whether one option is each of others."""
    given = [one for operand in operands for one in operand]
    return every(*(equal(asked, one) for one in given)) if given else FALSE


def _literal_text(operand: Operand) -> str:
    if not isinstance(operand, str):
        raise CannotAskError("one text is looked for in another of the same row")
    return safe(operand)


def recorded(*, truth: bool) -> Asks:
    """Ask whether a yes or no is recorded as one of them."""
    return lambda asked, _operands: Compare(asked.low, "=", truth)
