"""The reference meaning: a checked tree becomes Python functions from a customer to true or false.

Every leaf is true or false. A missing value makes a positive test false, and a negative test is exactly the opposite
of its positive one; so a segment and its `not` always split the customers in two. Rows later than now are not seen.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any, Final, cast

from attrs import field, frozen

from crmkit.exceptions import CallError
from crmkit.records import Customer
from crmkit.segment import nodes, reading
from crmkit.segment.amounts import in_smallest_unit
from crmkit.segment.decisions import decide
from crmkit.segment.nodes import Condition, Meaning, Value, Window
from crmkit.segment.operators import OPERATORS, positive
from crmkit.segment.reading import Range
from crmkit.segment.windows import TICK, Bounds, Clock, anniversary_in

Scope = Mapping[str, Any]
Consenting = Callable[[Any, str, str | None], bool]
Answer = Callable[["Subject"], bool]
Values = Callable[["Subject"], tuple[Any, ...]]

_INSTANT: Final = Meaning(family="instant")


@frozen
class Subject:
    """Who, or which row, is asked about.

    Attributes:
        values: field to value.
        related: relation to its rows.
        whole: the customer as the caller gave it.
    """

    values: Scope
    related: Scope
    whole: Any

    @classmethod
    def of(cls, customer: Customer | Scope) -> "Subject":
        """Look at a customer, or at a plain mapping that stands for one."""
        if isinstance(customer, Customer):
            return cls(customer.values, customer.related, customer)
        if isinstance(customer, Mapping):
            return cls(customer, customer, customer)
        raise CallError(f"A customer is a Customer or a mapping of fields, not a {type(customer).__name__}.")


@frozen
class Run:
    """What a segment is asked with.

    Attributes:
        clock: now and the zone.
        parameters: name to the values as given; each a tuple.
        consented: answers for consent, or None when nobody does.
    """

    clock: Clock
    parameters: Mapping[str, tuple[Any, ...]] = field(factory=dict)
    consented: Consenting | None = None


def compile_condition(condition: Condition, run: Run) -> Answer:
    """Turn a checked tree into a function from a subject to true or false."""
    match condition:
        case nodes.Everyone():
            return lambda _subject: True
        case nodes.And(parts=parts):
            answers = tuple(compile_condition(part, run) for part in parts)
            return lambda subject: all(answer(subject) for answer in answers)
        case nodes.Or(parts=parts):
            answers = tuple(compile_condition(part, run) for part in parts)
            return lambda subject: any(answer(subject) for answer in answers)
        case nodes.Not(part=part):
            inner = compile_condition(part, run)
            return lambda subject: not inner(subject)
        case nodes.Test():
            return _test(condition, run)
        case nodes.Within(subject=subject, window=window, negated=negated):
            inside = _within(subject, window, run)
            return (lambda subject: not inside(subject)) if negated else inside
        case nodes.Anniversary():
            return _anniversary(condition, run)
        case nodes.Did():
            return _did(condition, run)
        case nodes.Consented():
            return _consent(condition, run)
        case nodes.InSegment(body=body):
            assert body is not None
            return compile_condition(body, run)


def compile_values(value: Value, meaning: Meaning, run: Run) -> Values:
    """Turn a value into a function from a subject to the values it has, in the form that is compared.

    Args:
        value: a checked value.
        meaning: how to read it: the meaning of what it is compared with.
        run: what the segment is asked with.
    """
    match value:
        case nodes.Path(name=name, meaning=own):
            assert own is not None
            read = reading.reader(own if own.derived else _alike(own, meaning), run.clock)
            return lambda subject: tuple(_read_all(read, raw_values(name, own, subject)))
        case nodes.Aggregate():
            return _aggregate(value, meaning, run)
        case _:
            fixed = tuple(_fixed(value, meaning, run))
            return lambda _subject: fixed


def raw_values(name: str, meaning: Meaning, subject: Subject) -> tuple[Any, ...]:
    """Give the known values of a field as they are stored."""
    raw = subject.values.get("birth_date" if meaning.derived == "age" else name)
    if raw is None and meaning.part_of is not None:
        wholes = reading.each(subject.values.get(meaning.part_of))
        raw = tuple(reading.facet(whole, name, meaning) for whole in wholes)
    return tuple(one for one in reading.each(raw) if reading.is_known(one))


def visible_rows(relation: str, subject: Subject, clock: Clock) -> Iterator[tuple[datetime | None, Scope]]:
    """Give the rows of a relation that are not later than now, each with its instant if it has one."""
    rows = subject.related.get(relation)
    for row in rows if isinstance(rows, tuple | list) else ():
        if isinstance(row, Mapping):
            spread = reading.instants(row.get("at"), clock)
            if spread is None or spread.low <= clock.now:
                yield (None if spread is None else spread.low), row


def event_bounds(window: Window, run: Run) -> Bounds[datetime] | None:
    """Give the bounds of the window of an event; None when nothing lies in it, for want of a moment."""
    match window:
        case nodes.Rolling():
            return run.clock.rolling_instants(window)
        case nodes.Calendar():
            return run.clock.calendar_instants(window)
        case nodes.Beside(side=side, moment=moment):
            fixed = next(iter(_fixed(moment, _INSTANT, run)), None)
            if fixed is None:
                return None
            return Bounds(high=fixed.low) if side == "before" else Bounds(low=fixed.high + TICK)


# Leaves


def _test(test: nodes.Test, run: Run) -> Answer:
    operator, turned = positive(OPERATORS[test.operator])
    meaning = test.subject.meaning
    assert meaning is not None
    if operator.name == "is known":
        values = _known(test.subject, meaning, run)
        return lambda subject: bool(values(subject)) is not turned
    values = compile_values(test.subject, meaning, run)
    operands = tuple(compile_values(operand, meaning, run) for operand in test.operands)
    name = operator.name
    if not any(isinstance(one, nodes.Path | nodes.Aggregate) for one in test.operands):
        nobody = Subject({}, {}, None)
        fixed = tuple(operand(nobody) for operand in operands)
        return lambda subject: decide(name, values(subject), fixed) is not turned
    return lambda subject: decide(name, values(subject), tuple(one(subject) for one in operands)) is not turned


def _known(subject: nodes.Path | nodes.Aggregate, meaning: Meaning, run: Run) -> Values:
    if isinstance(subject, nodes.Path) and meaning.derived is None:
        name = subject.name
        return lambda whom: raw_values(name, meaning, whom)
    return compile_values(subject, meaning, run)


def _within(subject: nodes.Path | nodes.Aggregate, window: Window, run: Run) -> Answer:
    meaning = subject.meaning
    assert meaning is not None
    values = compile_values(subject, meaning, run)
    bounds: Bounds[Any] | None
    if meaning.family == "date":
        assert not isinstance(window, nodes.Beside)
        clock = run.clock
        bounds = clock.rolling_days(window) if isinstance(window, nodes.Rolling) else clock.calendar_days(window)
    else:
        bounds = event_bounds(window, run)
    if bounds is None:
        return lambda _subject: False
    holds = bounds.holds
    return lambda subject: any(holds(value.low, value.high) for value in values(subject))


def _anniversary(node: nodes.Anniversary, run: Run) -> Answer:
    window, clock, meaning = node.window, run.clock, node.subject.meaning
    assert meaning is not None
    assert not isinstance(window, nodes.Beside)
    bounds = clock.rolling_days(window) if isinstance(window, nodes.Rolling) else clock.calendar_days(window)
    if isinstance(node.subject, nodes.Path):
        name = node.subject.name

        def answer(subject: Subject) -> bool:
            found = (reading.month_and_day(raw, clock) for raw in raw_values(name, meaning, subject))
            return any(anniversary_in(*pair, bounds) for pair in found if pair)

        return answer
    values = compile_values(node.subject, Meaning(family="date"), run)
    return lambda subject: any(anniversary_in(v.low.month, v.low.day, bounds) for v in values(subject))


def _did(did: nodes.Did, run: Run) -> Answer:
    assert did.relation is not None
    rows = _rows(did.relation, did.filter, did.window, run)
    bound, count = (did.times.bound, did.times.count) if did.times else ("at least", 1)
    negated = did.negated

    def answer(subject: Subject) -> bool:
        found = sum(1 for _ in rows(subject))
        match bound:
            case "at least":
                happened = found >= count
            case "at most":
                happened = found <= count
            case _:
                happened = found == count
        return happened is not negated

    return answer


def _consent(node: nodes.Consented, run: Run) -> Answer:
    consented = run.consented
    if consented is None:
        raise CallError(
            f"The segment asks for consent to {node.purpose}, and nobody answers; "
            "give consented= to .at(), a function of customer, purpose and channel."
        )
    return lambda subject: consented(subject.whole, node.purpose, node.channel) is True


# Values


def _alike(own: Meaning, wanted: Meaning) -> Meaning:
    """Read a field so that it can be compared: a date beside instants as instants, text with the other's folding."""
    if own.family in {"date", "instant"} and wanted.family in {"date", "instant"}:
        return Meaning(family=wanted.family, type=own.type)
    if own.family in {"text", "choice"} and wanted.family in {"text", "choice"}:
        return Meaning(family=own.family, type=own.type, matching=wanted.matching)
    return own


def _read_all(read: reading.Reader, raws: tuple[Any, ...]) -> Iterator[Any]:
    for raw in raws:
        value = read(raw)
        if value is not None:
            yield value


def _fixed(value: Value, meaning: Meaning, run: Run) -> Iterator[Any]:
    """Give the values that do not depend on the customer."""
    clock = run.clock
    as_days = meaning.family == "date"
    match value:
        case nodes.Text(value=text):
            yield from _read_all(reading.reader(meaning, clock), (text,))
        case nodes.Number(value=number):
            yield reading.number(number)
        case nodes.Amount(value=amount, currency=currency):
            smallest = in_smallest_unit(Fraction(amount), currency)
            yield Range(smallest, smallest, currency)
        case nodes.Day(value=day):
            yield reading.days(day, clock) if as_days else reading.instants(day, clock)
        case nodes.Today():
            yield reading.days(clock.today, clock) if as_days else reading.instants(clock.today, clock)
        case nodes.Instant(value=when):
            yield reading.days(when, clock) if as_days else reading.instants(when, clock)
        case nodes.Now():
            yield reading.days(clock.now, clock) if as_days else Range(clock.now, clock.now)
        case nodes.Ago(count=count, unit=unit):
            when = clock.moved(-count, unit)
            yield reading.days(when, clock) if as_days else Range(when, when)
        case nodes.Parameter(name=name):
            plain = Meaning(family="number") if meaning.derived else meaning
            yield from _read_all(reading.reader(plain, clock), run.parameters[name])


def _rows(
    relation: str, condition: Condition | None, window: Window | None, run: Run
) -> Callable[[Subject], Iterator[Scope]]:
    keep = compile_condition(condition, run) if condition is not None else None
    bounds = event_bounds(window, run) if window is not None else None
    never = window is not None and bounds is None
    clock = run.clock

    def rows(subject: Subject) -> Iterator[Scope]:
        for at, row in () if never else visible_rows(relation, subject, clock):
            if bounds is not None and (at is None or not bounds.holds(at, at)):
                continue
            if keep is None or keep(Subject(row, {}, row)):
                yield row

    return rows


def _aggregate(node: nodes.Aggregate, wanted: Meaning, run: Run) -> Values:
    rows = _rows(node.relation, node.filter, node.window, run)
    if node.function == "count":

        def count(subject: Subject) -> tuple[Range]:
            found = sum(1 for _ in rows(subject))
            return (Range(found, found),)

        return count
    assert node.row_field is not None
    assert node.row_field.meaning is not None
    meaning = node.row_field.meaning
    values = compile_values(nodes.Path(name=node.row_field.name, meaning=meaning), wanted, run)
    clock, currency, function = run.clock, node.currency, node.function

    if function in {"first", "last"}:

        def pick(subject: Subject) -> tuple[Any, ...]:
            dated = [(at, row) for row in rows(subject) if (at := _at(row, clock)) is not None]
            if not dated:
                return ()
            latest = range(len(dated) - 1, -1, -1) if function == "last" else range(len(dated))
            chosen = (max if function == "last" else min)(latest, key=lambda index: dated[index][0])
            return values(Subject(dated[chosen][1], {}, None))

        return pick

    def reduce(subject: Subject) -> tuple[Any, ...]:
        found = [one for row in rows(subject) for one in values(Subject(row, {}, None))]
        return _reduced(function, found, currency)

    return reduce


def _at(row: Scope, clock: Clock) -> datetime | None:
    spread = reading.instants(row.get("at"), clock)
    return None if spread is None else cast("datetime", spread.low)


def _reduced(function: str, found: list[Range], currency: str | None) -> tuple[Range, ...]:
    """Bring ranges down to one; amounts of another currency than the comparison's do not count."""
    if currency is not None:
        found = [one for one in found if one.currency == currency]
    currencies = {one.currency for one in found}
    if len(currencies) > 1:
        return ()
    own = next(iter(currencies), currency)
    if function == "sum":
        return (Range(sum(one.low for one in found), sum(one.high for one in found), own),)
    if not found:
        return ()
    if function == "avg":
        low, high = (
            Fraction(sum(ends), len(found)) for ends in zip(*((one.low, one.high) for one in found), strict=True)
        )
        return (Range(low, high, own),)
    choose = min if function == "min" else max
    return (Range(choose(one.low for one in found), choose(one.high for one in found), own),)
