"""Tests: a value, and what is said about it.

test = OPERATOR with its operands | [ "not" ] window | "has" "anniversary" window
     | "is" "within" NUMBER "km" "of" "(" NUMBER "," NUMBER ")" ;
"""

from decimal import Decimal
from typing import Final, cast

from crmkit.exceptions import SegmentSyntaxError, near_names
from crmkit.segment import limits, nodes
from crmkit.segment.lex import Token
from crmkit.segment.nodes import Condition, Subject, Value, Window
from crmkit.segment.operators import OPERATORS
from crmkit.segment.parsing.values import WHICH, Values
from crmkit.segment.parsing.words import RESERVED

SIMILAR: Final = Decimal("0.9")
"""How similar is similar, where no score is given."""

_BY_FIRST: Final[dict[str, list[tuple[str, ...]]]] = {}
for _words in sorted((tuple(name.split()) for name in OPERATORS), key=len, reverse=True):
    _BY_FIRST.setdefault(_words[0], []).append(_words)

ASKING: Final = frozenset({*_BY_FIRST, "has"})
"""Words and signs that ask something of the value before them."""


class Tests(Values):
    """Reads tests, with the operators of the catalogue."""

    __test__ = False

    def test(self) -> Condition:
        """Read a test."""
        start = self.word
        subject = self.subject()
        span_from = start.start
        self.wish("operator", subject)
        negated = self.sees("not")
        offset = 1 if negated else 0
        if self.ahead(offset).value == "in" and self.ahead(offset + 1).value in WHICH:
            self.at += offset
            window = cast("Window", self.window())
            return nodes.Within(subject=subject, window=window, negated=negated, span=self.span(span_from))
        if self.ahead(offset).value == "in" and self.ahead(offset + 1).kind == "end":
            self.wishes.words |= dict.fromkeys(WHICH)
        after_subject = self.word
        if self.skip("has", "anniversary"):
            found = self.window()
            if found is None or isinstance(found, nodes.Beside):
                raise self.wrong(
                    "has anniversary needs a window such as in next 7 days or in this month.", after_subject
                )
            return nodes.Anniversary(subject=subject, window=found, span=self.span(span_from))
        if self.skip("is", "within"):
            return self.near(subject, start)
        name = self.operator(start)
        operands = self.operands(name, subject)
        return nodes.Test(subject=subject, operator=name, operands=operands, span=self.span(span_from))

    def subject(self) -> Subject:
        """Read what a test is about."""
        token = self.word
        self.wish("condition")
        if token.kind == "end":
            raise self.wrong("The segment stops here; a condition is missing.")
        known = token.kind == "name" and token.value not in RESERVED
        opening = token.kind == "sign" and token.value in {"(", "-"}
        if token.kind in {"name", "sign"} and not known and not opening:
            raise self.wrong(f"Expected a condition, found {token.raw!r}.")
        value = self.value()
        if not isinstance(value, nodes.Subject):
            raise self.wrong(
                "A condition begins with a field, such as country, and then says something about it.", token
            )
        return value

    def near(self, subject: Subject, start: Token) -> Condition:
        """Read the circle around a point."""
        if not isinstance(subject, nodes.Path):
            raise self.wrong("Only a place is within so many km of a point, such as home.", start)
        kilometres = self.number("how many km")
        self.need("km", "after the distance")
        self.need("of", "and the point, such as of (47.3769, 8.5417)")
        self.need("(", "before the point")
        latitude = self.number("the latitude in degrees")
        self.need(",", "between latitude and longitude")
        longitude = self.number("the longitude in degrees")
        self.need(")", "behind the point")
        span = self.span(start.start)
        return nodes.Near(place=subject.name, kilometres=kilometres, latitude=latitude, longitude=longitude, span=span)

    def operator(self, start: Token) -> str:
        """Read an operator and give its name in the catalogue."""
        token = self.word
        if token.kind == "sign" and token.value in OPERATORS:
            return str(self.take().value)
        for words in _BY_FIRST.get(token.value, ()) if token.kind == "name" else ():
            if self.skip(*words):
                return " ".join(words)
        raise self.no_operator(start)

    def no_operator(self, start: Token) -> SegmentSyntaxError:
        """Make the error of something that is no operator."""
        token = self.word
        if token.kind == "name" and token.value == "not":
            self.take()
            return self.wrong(f"After not, expected in, contains, before or after, found {self.found()}.")
        if token.kind == "name" and token.value == "is":
            self.take()
            self.skip("not")
            return self.wrong(f"Expected known, empty, true or false after is, found {self.found()}.")
        if token.kind == "end" or token.value in {"and", "or", ")", "]"}:
            name = self.text[start.start : self.words[self.at - 1].end]
            where = Token("name", None, start.start, start.start + len(name))
            return self.wrong(f"{name[:60]!r} alone is not a condition; write {name[:60]} is known, or is true.", where)
        words = [name for name in OPERATORS if len(name) > 2 and not name.startswith(("not", "is"))]
        near = near_names(token.raw, words) if token.kind == "name" else ()
        hint = f"Did you mean {near[0]}?" if near else f"Known are: =, !=, <, <=, >, >=, {', '.join(words)}, is known."
        return self.wrong(f"Expected an operator, found {self.found()}. {hint}")

    def operands(self, name: str, subject: Subject) -> tuple[Value, ...]:
        """Read the operands of an operator."""
        if OPERATORS[name].operands in {"one", "two", "scored"}:
            self.wish("value", subject)
        match OPERATORS[name].operands:
            case "none":
                return ()
            case "one":
                return (self.value(),)
            case "two":
                low = self.value()
                self.need("and", "between the two bounds")
                return (low, self.value())
            case "scored":
                wanted = self.value()
                given = self.skip("at")
                start = self.word.start
                score = self.number("how similar, from 0 to 1") if given else SIMILAR
                return (wanted, nodes.Number(value=score, span=self.span(start)))
            case "list":
                return self.list_of_values(name, subject)

    def list_of_values(self, name: str, subject: Subject) -> tuple[Value, ...]:
        """Read a list in parentheses."""
        opening = self.word
        if opening.kind == "parameter":
            return (self.value(),)
        if not self.skip("("):
            if opening.kind == "text":
                fix = self.patched(opening.start, opening.end, f"({opening.raw})")
                raise self.wrong(f"{name} takes a list in parentheses.", opening, fix=fix)
            raise self.wrong(f"{name} takes a list in parentheses, found {self.found()}.")
        if self.sees(")"):
            raise self.wrong(f"The list of {name} is empty, so it says nothing; name at least one value.")
        self.wish("value", subject)
        values = [self.value()]
        while self.skip(","):
            self.wish("value", subject)
            values.append(self.value())
            if len(values) > limits.LIST_ITEMS:
                raise self.wrong(f"The list has more than {limits.LIST_ITEMS:,} items. Use a $parameter.", opening)
        self.need(")", "at the end of the list")
        return tuple(values)
