"""Reading values into the form that is compared; what cannot be read counts as missing.

Texts become keys. Numbers, dates, instants and amounts become ranges, so that a date of which only the year is known
is below another when all of that year is. Reading never fails on bad data, but for a naive datetime: nobody can
say which instant it means.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from crmkit.exceptions import CallError
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from crmkit.segment.folding import key
from crmkit.segment.nodes import Meaning
from crmkit.segment.windows import TICK, Clock, age_at, within_calendar

_LONGEST_EXPONENT: Final = 400


@frozen
class Range:
    """All from `low` to `high`, both included; of an amount, in the smallest unit of its currency.

    Attributes:
        low: the lowest it can be: a number, a date or an instant.
        high: the highest it can be.
        currency: of an amount; None is comparable with every currency (the sum of no rows).
    """

    low: Any
    high: Any
    currency: str | None = None


Comparable = str | bool | Range
Reader = Callable[[Any], Comparable | None]


def each(raw: Any) -> Iterator[Any]:
    """Give the values of a cell that may hold several; missing ones are left out."""
    if isinstance(raw, tuple | list | set | frozenset):
        yield from (item for item in raw if item is not None)
    elif raw is not None:
        yield raw


def reader(meaning: Meaning, clock: Clock) -> Reader:
    """Make the function that reads one value of a field."""
    if meaning.derived == "age":
        return lambda raw: _age(raw, clock)
    match meaning.family:
        case "text" | "choice":
            return lambda raw: _text(raw, meaning)
        case "number":
            return number
        case "money":
            return money
        case "boolean":
            return lambda raw: raw if isinstance(raw, bool) else None
        case "date":
            return lambda raw: days(raw, clock)
        case "instant":
            return lambda raw: instants(raw, clock)


def is_known(raw: Any) -> bool:
    """Say whether a value is there: not missing, not blank, not a number that is none."""
    if isinstance(raw, str):
        return bool(raw.strip())
    return not (isinstance(raw, float | datetime) and raw != raw)  # noqa: PLR0124 - only NaN and NaT differ from themselves


def exact(raw: Any) -> int | Fraction | None:
    """Read an exact number; a float is the decimal number it prints as.

    >>> exact(0.1), exact(True), exact(float("nan"))
    (Fraction(1, 10), None, None)
    """
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | Fraction):
        return raw
    if isinstance(raw, float):
        raw = Decimal(repr(raw))
    if isinstance(raw, Decimal) and raw.is_finite() and abs(raw.adjusted()) < _LONGEST_EXPONENT:
        return Fraction(raw)
    return None


def number(raw: Any) -> Range | None:
    """Read a number."""
    value = exact(raw)
    return None if value is None else Range(value, value)


def money(raw: Any) -> Range | None:
    """Read an amount of money."""
    if not isinstance(raw, Money):
        return None
    value = exact(raw.amount)
    return None if value is None else Range(value, value, raw.currency)


def days(raw: Any, clock: Clock) -> Range | None:
    """Read a date as the days it may be."""
    if not is_known(raw):
        return None
    if isinstance(raw, str):
        raw = _iso(raw)
    if isinstance(raw, PartialDate):
        return _partial(raw)
    if isinstance(raw, datetime):
        raw = clock.day_of(_aware(raw))
    return Range(raw, raw) if isinstance(raw, date) else None


def instants(raw: Any, clock: Clock) -> Range | None:
    """Read an instant; a date is all instants of that day."""
    if not is_known(raw):
        return None
    if isinstance(raw, str):
        raw = _iso(raw)
    if isinstance(raw, datetime):
        when = within_calendar(_aware(raw))
        return Range(when, when)
    spread = days(raw, clock)
    if spread is None:
        return None
    return Range(clock.start_of(spread.low), day_end(spread.high, clock))


def day_end(day: date, clock: Clock) -> datetime:
    """Give the last instant of a civil day."""
    return clock.start_of(day + timedelta(days=1) if day < date.max else day) - TICK


def _age(raw: Any, clock: Clock) -> Range | None:
    born = days(raw, clock)
    if born is None or born.low > clock.today:
        return None
    return Range(age_at(min(born.high, clock.today), clock.today), age_at(born.low, clock.today))


def _partial(raw: PartialDate) -> Range | None:
    if raw.year is None or (raw.day is not None and raw.month is None):
        return None
    try:
        last_month = raw.month or 12
        last_day = raw.day or monthrange(raw.year, last_month)[1]
        return Range(date(raw.year, raw.month or 1, raw.day or 1), date(raw.year, last_month, last_day))
    except (ValueError, TypeError):
        return None


def month_and_day(raw: Any, clock: Clock) -> tuple[int, int] | None:
    """Read the month and day of a date, which is known even where the year is not."""
    if isinstance(raw, PartialDate):
        if raw.month is None or raw.day is None or not 1 <= raw.month <= 12 or not 1 <= raw.day <= 31:
            return None
        return raw.month, raw.day
    spread = days(raw, clock)
    return None if spread is None else (spread.low.month, spread.low.day)


def _text(raw: Any, meaning: Meaning) -> str | None:
    if isinstance(raw, str):
        text = raw
    elif isinstance(raw, int) and not isinstance(raw, bool):
        text = str(raw)
    elif meaning.type is not None and hasattr(raw, "__attrs_attrs__"):
        text = meaning.type.caption(raw)
    else:
        return None
    return key(text, meaning.matching) or None


def facet(whole: Any, name: str, meaning: Meaning) -> Any:
    """Read a facet off a composite value, such as the postcode off an address."""
    if meaning.whole is None or not hasattr(whole, "__attrs_attrs__"):
        return None
    return meaning.whole.parts(whole).get(name)


def _iso(text: str) -> date | datetime | None:
    text = text.strip()
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


def _aware(when: datetime) -> datetime:
    if when.tzinfo is None or when.utcoffset() is None:
        raise CallError(
            "A customer has a time without a zone, so nobody can say which instant it means; store aware times."
        )
    return when
