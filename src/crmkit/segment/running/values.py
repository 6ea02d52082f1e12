"""Values to functions that give what a customer has, in the form that is compared."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any, Final

import attrs
from attrs import frozen

from crmkit.exceptions import CallError
from crmkit.schema.types.money import Money
from crmkit.segment import nodes, reading
from crmkit.segment.amounts import in_smallest_unit
from crmkit.segment.nodes import Condition, Meaning, Value
from crmkit.segment.reading import Range
from crmkit.segment.running.arithmetic import reckoned
from crmkit.segment.running.subject import Answer, Run, Scope, Values, raw_values

NUMBER: Final = Meaning(family="number")
_MOMENTS: Final = frozenset({"date", "instant"})
_TEXTS: Final = frozenset({"text", "choice"})


@frozen
class ValueCompiler:
    """Compiles values for one run."""

    run: Run

    def answer(self, condition: Condition) -> Answer:
        """Compile a condition; the last layer knows how."""
        raise NotImplementedError

    def aggregate(self, node: nodes.Aggregate, wanted: Meaning) -> Values:
        """Compile a value out of related rows; the next layer knows how."""
        raise NotImplementedError

    def values(self, value: Value, wanted: Meaning) -> Values:
        """Compile a value; `wanted` is the meaning of what it is compared with, and says how to read it."""
        match value:
            case nodes.Path(name=name, meaning=own):
                assert own is not None
                read = reading.reader(own if own.derived else alike(own, wanted), self.run.clock)
                return lambda values, _whole: tuple(read_all(read, raw_values(name, own, values)))
            case nodes.Aggregate():
                return self.aggregate(value, wanted)
            case nodes.Arithmetic(sign=sign, left=left, right=right):
                one, other = (self.values(side, _own(side)) for side in (left, right))
                return lambda values, whole: tuple(
                    found
                    for pair in product(one(values, whole), other(values, whole))
                    if (found := reckoned(sign, *pair)) is not None
                )
            case nodes.Call():
                return self.call(value, wanted)
            case _:
                given = tuple(fixed(value, wanted, self.run))
                return lambda _values, _whole: given

    def call(self, node: nodes.Call, wanted: Meaning) -> Values:
        """Compile a call of a function of one's own; a missing argument makes the answer missing."""
        function = node.function
        assert function is not None
        arguments = [self.plain(one) for one in node.arguments]
        read = reading.reader(alike(Meaning(family=function.gives), wanted), self.run.clock)

        def values_of(values: Scope, whole: Any) -> tuple[Any, ...]:
            found = []
            for given in product(*(argument(values, whole) for argument in arguments)):
                try:
                    answer = function.compute(*given)
                except Exception as error:  # noqa: BLE001 - whatever a stranger's function does
                    raise CallError(f"The function {function.name!r} failed with {type(error).__name__}.") from None
                if answer is None or answer == "":
                    continue
                value = read(answer)
                if value is None and not isinstance(answer, str):
                    raise CallError(
                        f"The function {function.name!r} gave a {type(answer).__name__}, not {function.gives}."
                    )
                if value is not None:
                    found.append(value)
            return tuple(found)

        return values_of

    def plain(self, value: Value) -> Values:
        """Compile an argument of a function: plain Python values."""
        match value:
            case nodes.Path(name=name, meaning=own) if own is not None and own.family in _TEXTS and not own.derived:
                return lambda values, _whole: tuple(_captions(raw_values(name, own, values), own))
            case nodes.Text(value=text):
                return lambda _values, _whole: (text,)
            case _:
                wanted = _own(value)
                inner = self.values(value, wanted)
                return lambda values, whole: tuple(_unwrapped(inner(values, whole)))


def fixed(value: Value, meaning: Meaning, run: Run) -> Iterator[Any]:
    """Give the values that do not depend on the customer."""
    clock = run.clock
    as_days = meaning.family == "date"
    match value:
        case nodes.Text(value=text):
            yield from read_all(reading.reader(meaning, clock), (text,))
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
            plain = NUMBER if meaning.derived else meaning
            yield from read_all(reading.reader(plain, clock), run.parameters[name])


def read_all(read: reading.Reader, raws: tuple[Any, ...]) -> Iterator[Any]:
    """Read values; those that cannot be read are left out."""
    for raw in raws:
        value = read(raw)
        if value is not None:
            yield value


def alike(own: Meaning, wanted: Meaning) -> Meaning:
    """Read a field so that it can be compared: a date beside instants as instants, text with the other's folding."""
    if own.family in _MOMENTS and wanted.family in _MOMENTS:
        return Meaning(family=wanted.family, type=own.type)
    if own.family in _TEXTS and wanted.family in _TEXTS:
        return Meaning(family=own.family, type=own.type, matching=wanted.matching)
    return own


def _own(value: Value) -> Meaning:
    meaning = value.meaning if isinstance(value, nodes.Subject) else None
    return NUMBER if meaning is None else attrs.evolve(meaning, derived=None)


def _captions(raws: tuple[Any, ...], meaning: Meaning) -> Iterator[str]:
    show: Callable[[Any], str] = str if meaning.type is None else meaning.type.caption
    for raw in raws:
        if isinstance(raw, str):
            yield raw.strip()
        elif hasattr(raw, "__attrs_attrs__"):
            yield show(raw)


def _unwrapped(found: tuple[Any, ...]) -> Iterator[Any]:
    """Give ranges of which only one value is possible as that value."""
    for one in found:
        if not isinstance(one, Range):
            yield one
        elif one.low == one.high:
            yield one.low if one.currency is None else Money(int(one.low), one.currency)
