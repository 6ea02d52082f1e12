"""Values and windows of time.

value   = term { ( "+" | "-" ) term } ;
term    = atom { ( "*" | "/" ) atom } ;
atom    = TEXT | [ "-" ] NUMBER | [ "-" ] NUMBER CURRENCY | DATE | INSTANT | "now" | "today" | INT UNIT "ago" | PARAM
        | NAME { "." NAME } | FUNCTION "(" NAME [ filter ] [ "." NAME ] [ window ] ")"
        | NAME "(" value { "," value } ")" | "(" value ")" ;
window  = "in" ( "last" | "next" ) [ INT ] UNIT | "in" ( "this" | "previous" ) UNIT | ( "before" | "after" ) value ;
"""

from decimal import Decimal
from typing import Final, cast

import attrs

from crmkit.segment import nodes
from crmkit.segment.lex import plain
from crmkit.segment.nodes import Condition, Unit, Value, Window
from crmkit.segment.parsing.words import RESERVED, Words

UNITS: Final[dict[str, Unit]] = {word: unit for unit in nodes.UNITS for word in (unit, f"{unit}s")}
MANY: Final = 1_000_000
WHICH: Final = ("last", "next", "this", "previous")
_TERMS: Final = frozenset("+-")
_FACTORS: Final = frozenset("*/")


class Values(Words):
    """Reads values; a name that was given by `let` stands for its value."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.lets: dict[str, Value] = {}

    def filter(self, rows: str) -> Condition | None:
        """Read the conditions on a row; the last layer knows how."""
        raise NotImplementedError

    def value(self) -> Value:
        """Read a value."""
        start, left = self.word.start, self.term()
        while self.word.kind == "sign" and self.word.value in _TERMS:
            sign = self.take().value
            left = nodes.Arithmetic(sign=sign, left=left, right=self.term(), span=self.span(start))
        return left

    def term(self) -> Value:
        """Read a product."""
        start, left = self.word.start, self.atom()
        while self.word.kind == "sign" and self.word.value in _FACTORS:
            sign = self.take().value
            left = nodes.Arithmetic(sign=sign, left=left, right=self.atom(), span=self.span(start))
        return left

    def atom(self) -> Value:
        """Read a single value."""
        self.wish("value")
        token, following = self.word, self.ahead(1)
        if token.kind == "number" and following.kind == "name" and following.value in UNITS:
            return self.length_ago()
        if token.kind == "name" and token.value not in RESERVED:
            if token.value in {"true", "false"}:
                raise self.wrong(f"Yes and no are asked as is {token.value} or is not {token.value}.")
            return self.path_or_call()
        self.take()
        span = self.span(token.start)
        match token.kind:
            case "text":
                return nodes.Text(value=token.value, span=span)
            case "number":
                return nodes.Number(value=token.value, span=span)
            case "amount":
                return nodes.Amount(value=token.value[0], currency=token.value[1], span=span)
            case "date":
                return nodes.Day(value=token.value, span=span)
            case "instant":
                return nodes.Instant(value=token.value, span=span)
            case "parameter":
                return nodes.Parameter(name=token.value, span=span)
            case "name" if token.value == "now":
                return nodes.Now(span=span)
            case "name" if token.value == "today":
                return nodes.Today(span=span)
            case "sign" if token.value == "-" and following.kind in {"number", "amount"}:
                negative = cast("nodes.Number | nodes.Amount", self.atom())
                return attrs.evolve(negative, value=plain(-negative.value), span=self.span(token.start))
            case "sign" if token.value == "(":
                self.deeper()
                inner = self.value()
                if not self.skip(")"):
                    raise self.wrong(f"This parenthesis is never closed; expected ), found {self.found()}.", token)
                self.depth -= 1
                return attrs.evolve(inner, span=self.span(token.start))
            case "end":
                raise self.wrong("The segment stops here; a value is missing.", token)
            case _:
                raise self.wrong(f"Expected a value, found {token.raw[:40]!r}.", token)

    def length_ago(self) -> nodes.Ago:
        """Read a length of time before now."""
        start, count, unit = self.word.start, self.count(), UNITS[self.take().value]
        if not self.skip("ago"):
            plural = f"{count} {unit}{'' if count == 1 else 's'}"
            raise self.wrong(
                f"A length of time is written with ago, such as {plural} ago, or as a window: in last {plural}."
            )
        return nodes.Ago(count=count, unit=unit, span=self.span(start))

    def path_or_call(self) -> Value:
        """Read what begins with a name."""
        token = self.take()
        if self.sees("("):
            return self.aggregate() if token.value in nodes.FUNCTIONS else self.call()
        name = token.value
        while self.sees(".") and (self.ahead(1).kind == "name" or self.ahead(1).kind == "end"):
            self.take()
            name += "." + self.name("row field", "the rest of the name")
        if name in self.lets:
            return attrs.evolve(self.lets[name], span=self.span(token.start))
        return nodes.Path(name=name, span=self.span(token.start))

    def call(self) -> nodes.Call:
        """Read the arguments of a function of one's own."""
        token = self.words[self.at - 1]
        self.take()
        self.deeper()
        arguments = [self.value()]
        while self.skip(","):
            arguments.append(self.value())
        self.need(")", f"after {token.value}(…")
        self.depth -= 1
        return nodes.Call(name=token.value, arguments=tuple(arguments), span=self.span(token.start))

    def aggregate(self) -> nodes.Aggregate:
        """Read what an aggregate looks at."""
        token = self.words[self.at - 1]
        self.take()
        self.deeper()
        relation = self.name("relation", "what to look at, such as orders")
        condition = self.filter(relation)
        outside, self.row = self.row, relation
        field = self.name("row field", "a field of the row") if self.skip(".") else None
        self.row = outside
        window = self.window()
        self.need(")", f"after {token.value}(…")
        self.depth -= 1
        return nodes.Aggregate(
            function=cast("nodes.Function", token.value),
            relation=relation,
            filter=condition,
            field=field,
            window=window,
            span=self.span(token.start),
        )

    def window(self) -> Window | None:
        """Read a window of time, if there is one."""
        start = self.word
        if self.skip("before"):
            return nodes.Beside(side="before", moment=self.value(), span=self.span(start.start))
        if self.skip("after"):
            return nodes.Beside(side="after", moment=self.value(), span=self.span(start.start))
        if not self.skip("in"):
            return None
        for one in WHICH:
            self.sees(one)
        which = self.take()
        if which.kind != "name" or which.value not in WHICH:
            raise self.wrong(
                "A window is written like in last 90 days, in next 7 days, in this month, in previous quarter.", which
            )
        if which.value in {"last", "next"} and self.word.kind == "number":
            count, unit = self.count(), self.unit()
            return nodes.Rolling(direction=which.value, count=count, unit=unit, span=self.span(start.start))
        if which.value in {"last", "next"}:
            self.wish("count")
        unit = self.unit()
        if which.value == "last":
            return nodes.Rolling(direction="last", count=1, unit=unit, span=self.span(start.start))
        return nodes.Calendar(which=which.value, unit=unit, span=self.span(start.start))

    def unit(self) -> Unit:
        """Read a unit of time."""
        self.wish("unit")
        token = self.take()
        if token.kind != "name" or token.value not in UNITS:
            raise self.wrong(f"Expected a unit of time ({', '.join(nodes.UNITS)}).", token)
        return UNITS[token.value]

    def count(self) -> int:
        """Read a whole number."""
        self.wish("count")
        token = self.take()
        whole = token.kind == "number" and token.value == token.value.to_integral_value()
        if not whole or not 0 <= token.value <= MANY:
            raise self.wrong(f"Expected a whole number from 0 to {MANY:,}.", token)
        return int(cast("Decimal", token.value))

    def number(self, purpose: str) -> Decimal:
        """Read a number, which may be negative."""
        self.wish("count")
        negative = self.skip("-")
        token = self.take()
        if token.kind != "number":
            raise self.wrong(f"Expected {purpose}, a number.", token)
        return plain(-token.value) if negative else cast("Decimal", token.value)
