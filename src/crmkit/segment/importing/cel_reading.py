"""Text of the Common Expression Language to a small tree; the subset that can be said about a customer."""

import re
from decimal import Decimal
from typing import Any, Final

from attrs import define, field, frozen

_TOKEN: Final = re.compile(
    r"""
      (?P<space>\s+|//[^\n]*)
    | (?P<number>(?:[0-9]+\.[0-9]+|[0-9]+)u?(?!\w))
    | (?P<text>r?"(?:[^"\\\n]|\\.)*"|r?'(?:[^'\\\n]|\\.)*')
    | (?P<name>[A-Za-z_]\w*)
    | (?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%!<>()\[\].,?:])
    """,
    re.VERBOSE,
)
_LEVELS: Final = (("||",), ("&&",), ("==", "!=", "<", "<=", ">", ">=", "in"), ("+", "-"), ("*", "/", "%"))
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}
LONGEST: Final = 20_000
DEEPEST: Final = 50


class CelError(ValueError):
    """A text is not of this subset; the place is an offset."""

    def __init__(self, problem: str, place: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place


@frozen
class Term:
    """A node: a literal, a name, a member, a list, a call, a sign before or between terms, or a choice.

    Attributes:
        kind: literal, name, member, list, call, unary, binary or choice.
        value: the literal; the name of a name, a member or a function; the sign.
        parts: terms below; of a method, what it is called on comes first.
        place: offset in the text.
        method: whether a call is one of a method.
    """

    kind: str
    value: Any
    parts: tuple["Term", ...] = ()
    place: int = 0
    method: bool = False


def read_cel(text: str) -> Term:
    """Read an expression.

    Raises:
        CelError: it is not of this subset.
    """
    if len(text) > LONGEST:
        raise CelError(f"it has more than {LONGEST:,} characters.", LONGEST)
    reader = _Reader(text, _tokens(text))
    term = reader.choice()
    if reader.kind != "end":
        raise CelError("something is left over.", reader.place)
    return term


def _tokens(text: str) -> list[tuple[str, str, int]]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise CelError(f"the character {text[at]!r} is not read here.", at)
        if match.lastgroup != "space":
            found.append((str(match.lastgroup), match.group(), at))
        at = match.end()
    return [*found, ("end", "", len(text))]


@define
class _Reader:
    text: str
    tokens: list[tuple[str, str, int]]
    at: int = 0
    depth: int = field(default=0)

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def word(self) -> str:
        return self.tokens[self.at][1] if self.kind != "text" else ""

    @property
    def place(self) -> int:
        return self.tokens[self.at][2]

    def skip(self, word: str) -> bool:
        if self.word != word or self.kind == "end":
            return False
        self.at += 1
        return True

    def need(self, word: str) -> None:
        if not self.skip(word):
            raise CelError(f"expected {word}.", self.place)

    def choice(self) -> Term:
        self.depth += 1
        if self.depth > DEEPEST:
            raise CelError("it is nested too deep.", self.place)
        place, term = self.place, self.binary(0)
        if self.skip("?"):
            then = self.choice()
            self.need(":")
            term = Term("choice", "?", (term, then, self.choice()), place)
        self.depth -= 1
        return term

    def binary(self, level: int) -> Term:
        if level == len(_LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while self.word in _LEVELS[level]:
            place, sign = self.place, self.word
            self.at += 1
            right = self.binary(level + 1)
            left = Term("binary", sign, (left, right), place)
        return left

    def unary(self) -> Term:
        place, turns = self.place, []
        while self.word in {"!", "-"}:
            turns.append(self.word)
            self.at += 1
        if len(turns) > DEEPEST:
            raise CelError("it is nested too deep.", place)
        term = self.member()
        for sign in reversed(turns):
            if sign == "-" and term.kind == "literal" and isinstance(term.value, Decimal):
                term = Term("literal", -term.value, place=place)
            else:
                term = Term("unary", sign, (term,), place)
        return term

    def member(self) -> Term:
        term = self.primary()
        while True:
            place = self.place
            if self.skip("."):
                if self.kind != "name":
                    raise CelError("expected a name.", self.place)
                name = self.word
                self.at += 1
                if self.skip("("):
                    term = Term("call", name, (term, *self.arguments(")")), place, method=True)
                else:
                    term = Term("member", name, (term,), place)
            elif self.word == "[":
                raise CelError("values are not picked from lists or maps here.", place)
            else:
                return term

    def primary(self) -> Term:
        place, kind, word = self.place, self.kind, self.tokens[self.at][1]
        self.at += 1
        match kind:
            case "number":
                return Term("literal", Decimal(word.rstrip("u")), place=place)
            case "text":
                return Term("literal", _text(word), place=place)
            case "name" if word in {"true", "false"}:
                return Term("literal", word == "true", place=place)
            case "name" if word == "null":
                return Term("literal", None, place=place)
            case "name":
                if self.skip("("):
                    return Term("call", word, self.arguments(")"), place)
                return Term("name", word, place=place)
            case "sign" if word == "(":
                term = self.choice()
                self.need(")")
                return term
            case "sign" if word == "[":
                return Term("list", "[", self.arguments("]"), place)
            case _:
                self.at -= 1
                raise CelError("expected a value.", place)

    def arguments(self, closing: str) -> tuple[Term, ...]:
        found: list[Term] = []
        while not self.skip(closing):
            if found:
                self.need(",")
            found.append(self.choice())
        return tuple(found)


def _text(word: str) -> str:
    if word.startswith("r"):
        return word[2:-1]
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), word[1:-1])
