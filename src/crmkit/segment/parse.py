"""Words to tree: a recursive descent over the grammar, bounded in depth.

segment   = expr ;
expr      = unary { "and" unary } | unary { "or" unary } ;          mixing needs parentheses
unary     = "not" unary | primary ;
primary   = "(" expr ")" | "everyone" | "in" "segment" TEXT | consent | event | subject test ;
consent   = "consented" "to" NAME { "." NAME } [ "via" NAME ] ;
event     = "did" NAME [ filter ] [ times ] [ window ] | "did" "not" NAME [ filter ] [ window ] ;
filter    = "[" expr "]" ;                                          all conditions on the same row
times     = ( "at" "least" | "at" "most" | "exactly" ) INT ( "time" | "times" ) ;
subject   = NAME | FUNCTION "(" NAME [ filter ] [ "." NAME ] [ window ] ")" ;
test      = an operator of the catalogue with its operands | [ "not" ] window | "has" "anniversary" window ;
window    = "in" ( "last" | "next" ) [ INT ] UNIT | "in" ( "this" | "previous" ) UNIT | ( "before" | "after" ) value ;
value     = TEXT | NUMBER | NUMBER CURRENCY | DATE | INSTANT | "now" | "today" | INT UNIT "ago" | PARAM | subject ;
"""

from decimal import Decimal
from typing import Final, cast

import attrs

from crmkit.exceptions import SegmentSyntaxError, near_names
from crmkit.segment import limits, nodes
from crmkit.segment.lex import Token, tokens
from crmkit.segment.nodes import Condition, Span, Unit, Value, Window

RESERVED: Final = frozenset(
    {
        "and",
        "or",
        "not",
        "in",
        "did",
        "everyone",
        "consented",
        "now",
        "today",
        "between",
        "has",
        "is",
        "before",
        "after",
    }
)
_UNITS: Final[dict[str, Unit]] = {word: unit for unit in nodes.UNITS for word in (unit, f"{unit}s")}
_SIGNS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})
_MANY: Final = 1_000_000


def parse(text: str) -> Condition:
    """Read the text of a segment.

    Raises:
        SegmentSyntaxError: it does not follow the grammar; the spot is marked and, where it is certain, the whole
            corrected text is offered as `fix`.

    >>> type(parse('country = "CH" and age >= 30')).__name__
    'And'
    """
    return _Parser(text).segment()


class _Parser:
    """One pass over the words of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = tokens(text)
        self.at = 0
        self.depth = 0
        self.mixed: Token | None = None
        self.brackets: list[tuple[int, str]] = []

    # Words

    @property
    def word(self) -> Token:
        return self.words[self.at]

    def ended(self) -> bool:
        return self.word.kind == "end"

    def take(self) -> Token:
        token = self.word
        if token.kind != "end":
            self.at += 1
        return token

    def sees(self, *words: str) -> bool:
        """Say whether the next words are these."""
        ahead = self.words[self.at : self.at + len(words)]
        return [t.value if t.kind in {"name", "sign"} else None for t in ahead] == list(words)

    def skip(self, *words: str) -> bool:
        """Take the next words if they are these."""
        if not self.sees(*words):
            return False
        self.at += len(words)
        return True

    def need(self, word: str, purpose: str) -> Token:
        if not self.sees(word):
            raise self.wrong(f"Expected {word!r} {purpose}, found {self.found()}.")
        return self.take()

    def wrong(self, problem: str, token: Token | None = None, *, fix: str | None = None) -> SegmentSyntaxError:
        spot = token or self.word
        return SegmentSyntaxError(problem, text=self.text, start=spot.start, end=max(spot.end, spot.start + 1), fix=fix)

    def found(self) -> str:
        return "the end" if self.ended() else f"{self.word.raw[:40]!r}"

    def span(self, start: int) -> Span:
        return Span(start, self.words[self.at - 1].end if self.at else start)

    def patched(self, start: int, end: int, replacement: str) -> str:
        return self.text[:start] + replacement + self.text[end:]

    # Conditions

    def segment(self) -> Condition:
        if self.ended():
            raise self.wrong("The segment is empty; write everyone to mean all customers.", fix="everyone")
        tree = self.expression()
        if not self.ended():
            raise self.wrong(f"Expected and, or, or the end, found {self.found()}.")
        if self.mixed is not None:
            fixed = self.text
            for offset, bracket in sorted(self.brackets, key=lambda pair: pair[0], reverse=True):
                fixed = fixed[:offset] + bracket + fixed[offset:]
            problem = "and and or are mixed without parentheses, which can be read in two ways; say which you mean."
            raise self.wrong(problem, self.mixed, fix=fixed)
        limits.check_tree(tree, text=self.text)
        return tree

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > limits.DEPTH:
            raise self.wrong(f"The segment is nested more than {limits.DEPTH} levels deep. Split it with in segment.")

    def expression(self) -> Condition:
        self.deeper()
        start = self.word.start
        parts, links = [self.unary()], []
        while self.sees("and") or self.sees("or"):
            links.append(self.take())
            parts.append(self.unary())
        self.depth -= 1
        if not links:
            return parts[0]
        if len({link.value for link in links}) > 1:
            return self.mix(parts, links)
        kind = nodes.And if links[0].value == "and" else nodes.Or
        return nodes.joined(kind, tuple(parts), span=self.span(start))

    def mix(self, parts: list[Condition], links: list[Token]) -> Condition:
        """Remember that and, or are mixed here, and where parentheses would make it clear."""
        if self.mixed is None:
            self.mixed = next(link for link in links if link.value != links[0].value)
        groups = [[parts[0]]]
        for link, part in zip(links, parts[1:], strict=True):
            if link.value == "and":
                groups[-1].append(part)
            else:
                groups.append([part])
        for group in groups:
            if len(group) > 1:
                self.brackets += [(group[0].span.start, "("), (group[-1].span.end, ")")]
        return parts[0]

    def unary(self) -> Condition:
        start, turns = self.word.start, 0
        while self.skip("not"):
            turns += 1
            self.deeper()
        part = self.primary()
        for _ in range(turns):
            part = nodes.Not(part=part, span=self.span(start))
        self.depth -= turns
        return part

    def primary(self) -> Condition:
        token = self.word
        if self.skip("("):
            inner = self.expression()
            if not self.skip(")"):
                raise self.wrong(f"This parenthesis is never closed; expected ), found {self.found()}.", token)
            return _placed(inner, self.span(token.start))
        if self.skip("everyone"):
            return nodes.Everyone(span=self.span(token.start))
        if self.skip("in", "segment"):
            name = self.take()
            if name.kind != "text":
                raise self.wrong('Expected the name of a segment in quotes, such as in segment "lapsed".', name)
            return nodes.InSegment(name=name.value, span=self.span(token.start))
        if self.skip("consented"):
            return self.consent(token)
        if self.skip("did"):
            return self.event(token)
        return self.test()

    def consent(self, start: Token) -> Condition:
        self.need("to", "and a purpose")
        purpose = self.name("a purpose, such as newsletter")
        while self.skip("."):
            purpose += "." + self.name("the rest of the purpose")
        channel = self.name("a channel, such as email") if self.skip("via") else None
        return nodes.Consented(purpose=purpose, channel=channel, span=self.span(start.start))

    def event(self, start: Token) -> Condition:
        negated = self.skip("not")
        event = self.name("what happened, such as order")
        condition = self.filter()
        times = self.times()
        if times is not None and negated:
            raise self.wrong("did not takes no number of times; write did … at most 0 times or not did …", start)
        window = self.window()
        return nodes.Did(
            event=event, filter=condition, times=times, window=window, negated=negated, span=self.span(start.start)
        )

    def filter(self) -> Condition | None:
        opening = self.word
        if not self.skip("["):
            return None
        condition = self.expression()
        if not self.skip("]"):
            raise self.wrong(f"This bracket is never closed; expected ], found {self.found()}.", opening)
        return condition

    def times(self) -> nodes.Times | None:
        start = self.word.start
        if self.skip("at", "least"):
            bound = "at least"
        elif self.skip("at", "most"):
            bound = "at most"
        elif self.skip("exactly"):
            bound = "exactly"
        else:
            return None
        count = self.count()
        if not (self.skip("times") or self.skip("time")):
            raise self.wrong(f"Expected times, found {self.found()}.")
        return nodes.Times(bound=bound, count=count, span=self.span(start))  # type: ignore[arg-type]

    # Tests

    def test(self) -> Condition:
        start = self.word
        subject = self.subject()
        negated = self.skip("not")
        after_not = self.word
        if not negated and self.skip("has", "anniversary"):
            window = self.window()
            if window is None or isinstance(window, nodes.Beside):
                raise self.wrong("has anniversary needs a window such as in next 7 days or in this month.", after_not)
            return nodes.Anniversary(subject=subject, window=window, span=self.span(start.start))
        if self.sees("in") and self.words[self.at + 1].value in {"last", "next", "this", "previous"}:
            window = cast("Window", self.window())
            return nodes.Within(subject=subject, window=window, negated=negated, span=self.span(start.start))
        name = self.operator(start, negated=negated)
        operands = self.operands(name)
        return nodes.Test(subject=subject, operator=name, operands=operands, span=self.span(start.start))

    def subject(self) -> nodes.Path | nodes.Aggregate:
        token = self.word
        if token.kind != "name" or token.value in RESERVED:
            if token.kind == "end":
                raise self.wrong("The segment stops here; a condition is missing.")
            if token.kind in {"name", "sign"}:
                raise self.wrong(f"Expected a condition, found {token.raw!r}.")
            raise self.wrong("A condition begins with a field, such as country, and then says something about it.")
        return self.path_or_aggregate()

    def path_or_aggregate(self) -> nodes.Path | nodes.Aggregate:
        token = self.take()
        if not self.skip("("):
            name = token.value
            while self.sees(".") and self.words[self.at + 1].kind == "name":
                self.take()
                name += "." + self.take().value
            return nodes.Path(name=name, span=self.span(token.start))
        if token.value not in nodes.FUNCTIONS:
            near = near_names(token.value, nodes.FUNCTIONS)
            hint = f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(nodes.FUNCTIONS)}."
            raise self.wrong(f"{token.raw!r} is not a function. {hint}", token)
        self.deeper()
        relation = self.name("what to look at, such as orders")
        condition = self.filter()
        field = self.name("a field of the row") if self.skip(".") else None
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

    def operator(self, start: Token, *, negated: bool) -> str:
        """Read an operator and give its name in the catalogue."""
        token = self.word
        prefix = "not " if negated else ""
        if token.kind == "sign" and token.value in _SIGNS and not negated:
            return str(self.take().value)
        for word in ("in", "before", "after"):
            if self.skip(word):
                return prefix + word
        if self.skip("contains"):
            for word in ("any", "all", "none"):
                if not negated and self.skip(word, "of"):
                    return f"contains {word} of"
            return prefix + "contains"
        if not negated:
            for words in (("between",), ("starts", "with"), ("ends", "with")):
                if self.skip(*words):
                    return " ".join(words)
            if self.skip("is"):
                turned = "not " if self.skip("not") else ""
                for word in ("known", "empty", "true", "false"):
                    if self.skip(word):
                        return f"is {turned}{word}"
                raise self.wrong(f"Expected known, empty, true or false after is, found {self.found()}.")
        raise self.no_operator(start, negated=negated)

    def no_operator(self, start: Token, *, negated: bool) -> SegmentSyntaxError:
        token = self.word
        if negated:
            return self.wrong(f"After not, expected in, contains, before or after, found {self.found()}.")
        if token.kind == "end" or token.value in {"and", "or", ")", "]"}:
            name = self.text[start.start : self.words[self.at - 1].end]
            where = Token("name", None, start.start, start.start + len(name))
            return self.wrong(f"{name[:60]!r} alone is not a condition; write {name[:60]} is known, or is true.", where)
        words = ("=", "!=", "between", "in", "contains", "starts with", "ends with", "is known", "before", "after")
        near = near_names(token.raw, [word for word in words if len(word) > 2]) if token.kind == "name" else ()
        hint = f"Did you mean {near[0]}?" if near else "Known are: =, !=, <, <=, >, >=, " + ", ".join(words[2:]) + "."
        return self.wrong(f"Expected an operator, found {self.found()}. {hint}")

    def operands(self, name: str) -> tuple[Value, ...]:
        if name == "between":
            low = self.value()
            self.need("and", "between the two bounds")
            return (low, self.value())
        if name.startswith("is "):
            return ()
        if name in {"in", "not in"} or name.endswith(" of"):
            return self.list_of_values(name)
        return (self.value(),)

    def list_of_values(self, name: str) -> tuple[Value, ...]:
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
        values = [self.value()]
        while self.skip(","):
            values.append(self.value())
            if len(values) > limits.LIST_ITEMS:
                raise self.wrong(f"The list has more than {limits.LIST_ITEMS:,} items. Use a $parameter.", opening)
        self.need(")", "at the end of the list")
        return tuple(values)

    # Values and windows

    def value(self) -> Value:
        token = self.word
        following = self.words[min(self.at + 1, len(self.words) - 1)]
        if token.kind == "number" and following.kind == "name" and following.value in _UNITS:
            count, unit = self.count(), _UNITS[self.take().value]
            if not self.skip("ago"):
                plural = f"{count} {unit}{'' if count == 1 else 's'}"
                raise self.wrong(
                    f"A length of time is written with ago, such as {plural} ago, or as a window: in last {plural}."
                )
            return nodes.Ago(count=count, unit=unit, span=self.span(token.start))
        if token.kind == "name" and token.value not in RESERVED:
            if token.value in {"true", "false"}:
                raise self.wrong(f"Yes and no are asked as is {token.value} or is not {token.value}.")
            return self.path_or_aggregate()
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
            case "end":
                raise self.wrong("The segment stops here; a value is missing.", token)
            case _:
                raise self.wrong(f"Expected a value, found {token.raw[:40]!r}.", token)

    def window(self) -> Window | None:
        start = self.word
        for side in ("before", "after"):
            if self.skip(side):
                moment = self.value()
                return nodes.Beside(side=side, moment=moment, span=self.span(start.start))
        if not self.skip("in"):
            return None
        which = self.take()
        if which.kind != "name" or which.value not in {"last", "next", "this", "previous"}:
            raise self.wrong(
                "A window is written like in last 90 days, in next 7 days, in this month, in previous quarter.", which
            )
        if which.value in {"last", "next"} and self.word.kind == "number":
            count, unit = self.count(), self.unit()
            return nodes.Rolling(direction=which.value, count=count, unit=unit, span=self.span(start.start))
        unit = self.unit()
        if which.value == "last":
            return nodes.Rolling(direction="last", count=1, unit=unit, span=self.span(start.start))
        return nodes.Calendar(which=which.value, unit=unit, span=self.span(start.start))

    def unit(self) -> Unit:
        token = self.take()
        if token.kind != "name" or token.value not in _UNITS:
            raise self.wrong(f"Expected a unit of time ({', '.join(nodes.UNITS)}).", token)
        return _UNITS[token.value]

    def count(self) -> int:
        token = self.take()
        whole = token.kind == "number" and token.value == token.value.to_integral_value()
        if not whole or not 0 <= token.value <= _MANY:
            raise self.wrong(f"Expected a whole number from 0 to {_MANY:,}.", token)
        return int(cast("Decimal", token.value))

    def name(self, purpose: str) -> str:
        token = self.word
        if token.kind != "name" or token.value in RESERVED:
            raise self.wrong(f"Expected {purpose}, found {self.found()}.")
        return str(self.take().value)


def _placed(condition: Condition, span: Span) -> Condition:
    """Let a condition in parentheses cover them."""
    return attrs.evolve(condition, span=span)
