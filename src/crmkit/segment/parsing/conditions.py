"""Conditions, and how they are joined.

segment   = { "let" NAME "=" value ";" } expr ;
expr      = unary { "and" unary } | unary { "or" unary } ;          mixing needs parentheses
unary     = "not" unary | primary ;
primary   = "(" expr ")" | "everyone" | "in" ( "segment" | "list" ) TEXT | consent | event | sample | value test ;
consent   = "consented" "to" NAME { "." NAME } [ "via" NAME ] ;
sample    = "sample" NUMBER "%" [ "seed" TEXT ] ;
event     = "did" NAME [ filter ] [ times ] [ window ] { step } | "did" "not" NAME [ filter ] [ window ] ;
step      = "then" [ "not" ] NAME [ filter ] [ window ] "within" INT UNIT ;
filter    = "[" expr "]" ;                                          all conditions on the same row
times     = ( "at" "least" | "at" "most" | "exactly" ) INT ( "time" | "times" ) ;
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Literal, cast

import attrs

from crmkit.exceptions import SegmentSyntaxError
from crmkit.segment import limits, nodes
from crmkit.segment.faults import together
from crmkit.segment.lex import Token
from crmkit.segment.nodes import Condition
from crmkit.segment.parsing.comparing import ASKING, Tests
from crmkit.segment.trees import joined, walk

_LET_NODES = 2_000
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")
_BEHIND = _CLOSING | {"and", "or"}


class Conditions(Tests):
    """Reads a whole segment."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.mixed: Token | None = None
        self.brackets: list[tuple[int, str]] = []
        self.closings = dict(self._look_behind())
        self.faults: list[SegmentSyntaxError] = []

    def segment(self) -> Condition:
        """Read a whole segment; where there are faults, find as many as can be told apart."""
        try:
            tree = self.whole()
        except SegmentSyntaxError as fault:
            raise together([*self.faults, fault]) from None
        if self.faults:
            raise together(self.faults)
        limits.check_tree(tree, text=self.text)
        return tree

    def whole(self) -> Condition:
        """Read names for values, and the conditions."""
        if self.ended():
            with suppress(SegmentSyntaxError):
                self.unary()  # wishes for everything that a segment can begin with
            raise self.wrong("The segment is empty; write everyone to mean all customers.", fix="everyone")
        while self.word.value == "let" and self.ahead(1).kind == "name":
            self.let()
        tree = self.expression()
        if not self.ended():
            raise self.unexpected()
        if self.mixed is not None:
            fixed = self.text
            for offset, bracket in sorted(self.brackets, key=lambda pair: pair[0], reverse=True):
                fixed = fixed[:offset] + bracket + fixed[offset:]
            problem = "and and or are mixed without parentheses, which can be read in two ways; say which you mean."
            raise self.wrong(problem, self.mixed, fix=fixed)
        return tree

    def let(self) -> None:
        """Read a name for a value; it is read, never printed: the value stands where the name stood."""
        self.take()
        place = self.word
        name = self.name("", "a name")
        self.need("=", f"and the value of {name}")
        value = self.value()
        if sum(1 for _ in walk(value)) > _LET_NODES:
            raise self.wrong(f"The value of {name} is too long.", place)
        self.need(";", f"after the value of {name}")
        self.lets[name] = value

    # Joining

    def expression(self) -> Condition:
        """Read conditions that are joined."""
        self.deeper()
        start = self.word.start
        parts, links = [self.part()], []
        while self.sees("and") or self.sees("or"):
            links.append(self.take())
            parts.append(self.part())
        self.depth -= 1
        if not links:
            return parts[0]
        if len({link.value for link in links}) > 1:
            return self.mix(parts, links)
        kind = nodes.And if links[0].value == "and" else nodes.Or
        return joined(kind, tuple(parts), span=self.span(start))

    def part(self) -> Condition:
        """Read one of the conditions that are joined; with a fault in it, remember that, and go on behind it."""
        start, depth, row = self.at, self.depth, self.row
        try:
            read = self.unary()
            if depth > 1 or self.ended() or self.word.value in _BEHIND:
                return read
            raise self.unexpected()
        except SegmentSyntaxError as fault:
            if len(self.faults) == limits.FAULTS - 1 or not self.leave(start, fault.start):
                raise
            self.faults.append(fault)
        self.depth, self.row = depth, row
        return nodes.Everyone(span=self.span(self.words[start].start))

    def unexpected(self) -> SegmentSyntaxError:
        """Make the error of a word that follows a whole condition and joins nothing to it."""
        return self.wrong(f"Expected and, or, or the end, found {self.found()}.")

    def leave(self, start: int, spot: int) -> bool:
        """Go to the and, the or or the closing bracket behind the spot of a fault, if there is one.

        The `and` of `between … and …` joins nothing, and what stands in brackets belongs to them.
        """
        opened = between = 0
        for place in range(start, len(self.words)):
            token = self.words[place]
            if token.kind == "sign" and token.value in _OPENING:
                opened += 1
            elif token.kind == "sign" and token.value in _CLOSING and opened:
                opened -= 1
            elif token.kind == "name" and token.value == "between" and not opened:
                between += 1
            elif token.value == "and" and token.kind == "name" and not opened and between:
                between -= 1
            elif not opened and token.start >= spot and token.kind in {"name", "sign"} and token.value in _BEHIND:
                self.at = place
                return True
        return False

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
        """Read a condition and the nots before it."""
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
        """Read a single condition."""
        token = self.word
        if self.sees("(") and not self.closings.get(self.at, False):
            self.take()
            inner = self.expression()
            if not self.skip(")"):
                raise self.wrong(f"This parenthesis is never closed; expected ), found {self.found()}.", token)
            return attrs.evolve(inner, span=self.span(token.start))
        if self.skip("everyone"):
            return nodes.Everyone(span=self.span(token.start))
        if self.skip("in", "segment"):
            name = self.quoted_name("segment", 'Expected the name of a segment in quotes, such as in segment "lapsed".')
            return nodes.InSegment(name=name, span=self.span(token.start))
        if self.skip("in", "list"):
            name = self.quoted_name("list", 'Expected the name of a list in quotes, such as in list "invited".')
            return nodes.InList(name=name, span=self.span(token.start))
        if self.skip("consented"):
            return self.consent(token)
        if self.skip("did"):
            return self.event(token)
        if self.sees("sample") and self.ahead(1).kind in {"number", "end"}:
            return self.sample()
        return self.test()

    def _look_behind(self) -> Iterator[tuple[int, bool]]:
        """Say of each opening parenthesis whether it holds a value, such as (a + 2) * 3 > 4, and not a condition."""
        opened: list[int] = []
        for place, token in enumerate(self.words):
            if token.kind == "sign" and token.value == "(":
                opened.append(place)
            elif token.kind == "sign" and token.value == ")" and opened:
                after = self.words[place + 1]
                asked = after.kind == "name" and after.value in ASKING
                yield opened.pop(), asked or (after.kind == "sign" and after.value not in {")", "]", ";"})

    # Leaves

    def quoted_name(self, kind: str, problem: str) -> str:
        """Read a name in quotes."""
        self.wish(kind)
        name = self.take()
        if name.kind != "text":
            raise self.wrong(problem, name)
        return str(name.value)

    def consent(self, start: Token) -> Condition:
        """Read a consent."""
        self.need("to", "and a purpose")
        purpose = self.name("purpose", "a purpose, such as newsletter")
        while self.skip("."):
            purpose += "." + self.name("purpose", "the rest of the purpose")
        channel = self.name("channel", "a channel, such as email") if self.skip("via") else None
        return nodes.Consented(purpose=purpose, channel=channel, span=self.span(start.start))

    def sample(self) -> Condition:
        """Read a sample."""
        start = self.take()
        percent = self.number("the share in percent")
        self.need("%", "after the share")
        seed = (
            self.quoted_name("seed", 'Expected a seed in quotes, such as seed "autumn".') if self.skip("seed") else None
        )
        return nodes.Sample(percent=percent, seed=seed, span=self.span(start.start))

    def event(self, start: Token) -> Condition:
        """Read an event."""
        negated = self.skip("not")
        event = self.name("event", "what happened, such as order")
        condition = self.filter(event)
        times = self.times()
        if times is not None and negated:
            raise self.wrong("did not takes no number of times; write did … at most 0 times or not did …", start)
        window = self.window()
        steps: list[nodes.Step] = []
        while self.sees("then"):
            steps.append(self.step())
            if len(steps) > limits.STEPS:
                raise self.wrong(f"A sequence has more than {limits.STEPS} steps.", start)
        if steps and negated:
            raise self.wrong("did not takes no then; write not did … then …", start)
        return nodes.Did(
            event=event,
            filter=condition,
            times=times,
            window=window,
            steps=tuple(steps),
            negated=negated,
            span=self.span(start.start),
        )

    def step(self) -> nodes.Step:
        """Read what came after it."""
        start = self.take()
        negated = self.skip("not")
        event = self.name("event", "what came then, such as order")
        condition, window = self.filter(event), self.window()
        self.need("within", "and how soon it came, such as within 7 days")
        count, unit = self.count(), self.unit()
        return nodes.Step(
            event=event,
            filter=condition,
            window=window,
            count=count,
            unit=unit,
            negated=negated,
            span=self.span(start.start),
        )

    def filter(self, rows: str) -> Condition | None:
        """Read the conditions on a row, if there are any."""
        opening = self.word
        if not self.skip("["):
            return None
        outside, self.row = self.row, rows
        condition = self.expression()
        if not self.skip("]"):
            raise self.wrong(f"This bracket is never closed; expected ], found {self.found()}.", opening)
        self.row = outside
        return condition

    def times(self) -> nodes.Times | None:
        """Read how often, if it is said."""
        start = self.word.start
        bound = next((one for one in ("at least", "at most", "exactly") if self.skip(*one.split())), None)
        if bound is None:
            return None
        count = self.count()
        if not (self.skip("times") or self.skip("time")):
            raise self.wrong(f"Expected times, found {self.found()}.")
        known = cast("Literal['at least', 'at most', 'exactly']", bound)
        return nodes.Times(bound=known, count=count, span=self.span(start))
