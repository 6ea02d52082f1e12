"""The forms in which engines compare: a value of the language becomes a number, a text or a date of an engine.

A bound that falls between two values that a column can hold moves to the next one that keeps the answer the same.
"""

import math
import re
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from crmkit.exceptions import CallError
from crmkit.schema.fields import Schema
from crmkit.schema.types.money import minor_digits
from crmkit.segment import reading
from crmkit.segment.folding import key
from crmkit.segment.nodes import Matching
from crmkit.segment.targets.tables import DateColumn, InstantColumn, MoneyColumn, NumberColumn, StoredField
from crmkit.segment.vocabulary import find_field
from crmkit.segment.windows import TICK

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MOST: Final = 2**63 - 1
"""The largest whole number that every engine holds; the smallest is its opposite."""

_MOST_DECIMAL: Final = 10**30
_TROUBLE: Final = re.compile("[\x00\ud800-\udfff\U0010ff00-\U0010ff7f]")
_FIRST: Final = 0x10FF00
_LETTERS: Final = 64


def written_key(text: str, matching: Matching) -> str:
    r"""Turn a text into the key that a `TextColumn` holds, and that engines compare letter for letter.

    NUL and lone surrogates, which databases refuse, become two private letters each, so that what contains, begins or
    ends with what stays the same.

    Args:
        text: as it is known.
        matching: how the field is compared: "fold", "casefold" or "exact".

    Returns:
        The key; "" for a text that has nothing to compare.

    >>> written_key(" Zürich-Höngg", "fold"), written_key("a\x00b", "exact")
    ('zurich hongg', 'a\U0010ff00\U0010ff40b')
    """
    return safe(key(text, matching))


def key_of(schema: Schema, name: str, text: str) -> str | None:
    """Give the key of a field's text, for a column of your own; None for a blank text, which is missing.

    Raises:
        CallError: there is no such field of text.

    >>> from crmkit.schema.customer import CUSTOMER
    >>> key_of(CUSTOMER, "locality", "Genève")
    'geneve'
    """
    meaning = find_field(schema, name)
    if meaning is None or meaning.family not in {"text", "choice"}:
        raise CallError(f"The schema {schema.name!r} has no field {name!r} of text; see schema.fields.")
    return written_key(text, meaning.matching) if text.strip() else None


def safe(text: str) -> str:
    """Write a text so that every database can hold it; see `written_key`."""
    return _TROUBLE.sub(_private, text) if not text.isascii() or "\x00" in text else text


def _private(hit: re.Match[str]) -> str:
    point = ord(hit[0])
    number = 0 if point == 0 else point - 0xD800 + 1 if point < _FIRST else point - _FIRST + 2049
    return chr(_FIRST + number // _LETTERS) + chr(_FIRST + _LETTERS + number % _LETTERS)


def literal(stored: StoredField, value: Any, currency: str | None, *, up: bool) -> Any:
    """Give the form of a value beside a column.

    Args:
        stored: the column.
        value: a number, a date or an instant.
        currency: of an amount.
        up: of a value between two that the column can hold, take the next one up, or else down.

    Returns:
        The form; an infinite float when no value of the column lies on that side.

    >>> literal(NumberColumn("score"), Fraction(5, 2), None, up=True)
    3
    >>> literal(DateColumn("since"), date(2026, 3, 31), None, up=True)
    20260331
    """
    match stored:
        case DateColumn(form=form):
            return day_form(value, form)
        case InstantColumn(form=form):
            return instant_form(value, form)
        case NumberColumn(form=form) | MoneyColumn(form=form):
            return number_form(in_unit(stored, value, currency), decimals(stored), form, up=up)
        case _:
            return value


def in_unit(stored: StoredField, value: Any, currency: str | None) -> Fraction:
    """Give a number, or an amount in its smallest unit, in the unit of a column."""
    if isinstance(stored, MoneyColumn) and stored.digits is not None:
        assert currency is not None
        value = value / Fraction(10) ** minor_digits(currency)
    scale = decimals(stored) if isinstance(stored, NumberColumn | MoneyColumn) and stored.form == "integer" else 0
    return Fraction(value) * Fraction(10) ** scale


def decimals(stored: NumberColumn | MoneyColumn) -> int:
    """Give how many decimals a column keeps."""
    return stored.digits or 0


def day_form(day: date, form: str) -> Any:
    """Write a date as a `DateColumn` holds it."""
    if form == "number":
        return day.year * 10_000 + day.month * 100 + day.day
    return day


def instant_form(when: datetime, form: str) -> Any:
    """Write an instant as an `InstantColumn` holds it."""
    return (when - EPOCH) // TICK if form == "microseconds" else when.astimezone(UTC)


def number_form(value: Fraction, digits: int, form: str, *, up: bool) -> int | float | Decimal:
    """Write a number, in the unit of a column, as the column holds it, or the next one that it can hold."""
    if form == "float":
        return _double(value, up=up)
    scale = 10**digits if form == "decimal" else 1
    whole = math.ceil(value * scale) if up else math.floor(value * scale)
    if abs(whole) > (_MOST_DECIMAL if form == "decimal" else MOST):
        return math.inf if whole > 0 else -math.inf
    return Decimal(whole).scaleb(-digits) if form == "decimal" else whole


def _double(value: Fraction, *, up: bool) -> float:
    """Find the next double whose printed decimal number is not below, or else not above."""
    try:
        nearest = float(value)
    except OverflowError:
        nearest = math.inf if value > 0 else -math.inf
    exact = None if math.isinf(nearest) else reading.exact(nearest)
    if exact is None:
        back = (nearest > 0) is not up
        return math.copysign(sys.float_info.max, nearest) if back else nearest
    if exact < value if up else exact > value:
        return math.nextafter(nearest, math.inf if up else -math.inf)
    return nearest
