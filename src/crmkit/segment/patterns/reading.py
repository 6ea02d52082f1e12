r"""Text to pattern: the subset of regular expressions that RE2, PostgreSQL, Rust and Python read alike.

There are letters, `.` (any character but a line break), classes such as [a-z0-9], groups, `|`, the repetitions `*`,
`+`, `?`, `{2}`, `{2,5}` and `{2,}`, `^` for the start and `$` for the very end. A backslash takes a sign as itself.
There is no look-around, no reference, no flag and no \w \d \s \b, since engines disagree on them.
"""

from typing import Final

from attrs import field, frozen

LONGEST: Final = 200
DEEPEST: Final = 10
MOST_REPEATED: Final = 100
_SPECIAL: Final = frozenset(".^$*+?()[]{}|\\")
_ESCAPED: Final = {"n": "\n", "t": "\t"}


class PatternError(ValueError):
    """A pattern cannot be read.

    Attributes:
        problem: the sentence.
        place: offset of the faulty character in the pattern.
    """

    def __init__(self, problem: str, place: int) -> None:
        self.problem = problem
        self.place = place
        super().__init__(problem)


@frozen
class Letters:
    """One character of some ranges, or of none of them."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool = False

    def holds(self, char: str) -> bool:
        """Say whether a character is one of them."""
        return any(low <= char <= high for low, high in self.ranges) is not self.negated


@frozen
class Edge:
    """The start or the very end of the text."""

    start: bool


@frozen
class Repeat:
    """A part so many times; `most` None is without end."""

    part: "Part"
    least: int
    most: int | None


@frozen
class Sequence:
    """Parts one after another."""

    parts: tuple["Part", ...]


@frozen
class Either:
    """One of several parts."""

    parts: tuple["Part", ...]


Part = Letters | Edge | Repeat | Sequence | Either

ANY: Final = Letters((("\n", "\n"),), negated=True)


def read_pattern(text: str) -> Part:
    """Read a pattern.

    Raises:
        PatternError: it is too long or too deep, or uses what engines read in different ways.

    >>> read_pattern("a[0-9]")
    Sequence(parts=(Letters(ranges=(('a', 'a'),), negated=False), Letters(ranges=(('0', '9'),), negated=False)))
    """
    if len(text) > LONGEST:
        raise PatternError(f"A pattern has at most {LONGEST} characters.", LONGEST)
    reader = _Reader(text)
    part = reader.either(1)
    if reader.at < len(text):
        raise PatternError("There is no group that ends here; write \\) for a parenthesis.", reader.at)
    return part


def escaped(text: str) -> str:
    r"""Write a text as the pattern that matches it and nothing else.

    >>> escaped("a.b")
    'a\\.b'
    """
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in text)


def written(part: Part, *, start: str = "^", end: str = "$") -> str:
    r"""Write a pattern for an engine; every group is one that catches nothing, every class is spelled out.

    Args:
        part: the pattern.
        start: how the engine writes the start of the text.
        end: how it writes the very end: "\\Z" in Python and PostgreSQL, "\\z" in RE2 and Rust.

    >>> written(read_pattern("^(a|b)+.$"), end=r"\z")
    '^(?:a|b)+[^\\n]\\z'
    """
    match part:
        case Letters(ranges=((low, high),), negated=False) if low == high:
            return f"\\{low}" if low in _SPECIAL else low
        case Letters(ranges=ranges, negated=negated):
            inside = "".join(_in_class(low) + (f"-{_in_class(high)}" if high != low else "") for low, high in ranges)
            return f"[{'^' if negated else ''}{inside}]"
        case Edge(start=at_start):
            return start if at_start else end
        case Repeat(part=inner, least=least, most=most):
            text = written(inner, start=start, end=end)
            group = text if isinstance(inner, Letters) else f"(?:{text})"
            return group + {(0, None): "*", (1, None): "+", (0, 1): "?"}.get(
                (least, most), f"{{{least}}}" if least == most else f"{{{least},{'' if most is None else most}}}"
            )
        case Sequence(parts=parts):
            texts = ((one, written(one, start=start, end=end)) for one in parts)
            return "".join(f"(?:{text})" if isinstance(one, Either) else text for one, text in texts)
        case Either(parts=parts):
            return "|".join(written(one, start=start, end=end) for one in parts)


def _in_class(char: str) -> str:
    return {"\n": "\\n", "\t": "\\t"}.get(char, f"\\{char}" if char in "]\\^-[" else char)


@frozen(eq=False)
class _Reader:
    text: str
    _state: list[int] = field(factory=lambda: [0])

    @property
    def at(self) -> int:
        return self._state[0]

    @property
    def here(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        char = self.here
        self._state[0] += 1
        return char

    def either(self, depth: int) -> Part:
        if depth > DEEPEST:
            raise PatternError(f"Groups are nested more than {DEEPEST} deep.", self.at)
        parts = [self.sequence(depth)]
        while self.here == "|":
            self.take()
            parts.append(self.sequence(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def sequence(self, depth: int) -> Part:
        parts: list[Part] = []
        while self.here not in {"", "|", ")"}:
            parts.append(self.repeated(self.single(depth)))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def single(self, depth: int) -> Part:
        place, char = self.at, self.take()
        match char:
            case "(":
                if self.text[self.at : self.at + 2] == "?:":
                    self._state[0] += 2
                elif self.here == "?":
                    raise PatternError("Flags, names and look-around are not read; engines disagree on them.", place)
                inner = self.either(depth + 1)
                if self.take() != ")":
                    raise PatternError("This group is never closed.", place)
                return inner
            case "[":
                return self.letters(place)
            case ".":
                return ANY
            case "^" | "$":
                return Edge(char == "^")
            case "*" | "+" | "?" | "{":
                raise PatternError(f"Nothing stands before {char}; write \\{char} for the sign itself.", place)
            case "]" | "}":
                raise PatternError(f"Write \\{char} for the sign itself.", place)
            case "\\":
                char = self.escape(place)
        return Letters(((char, char),))

    def escape(self, place: int) -> str:
        char = self.take()
        if char in _ESCAPED:
            return _ESCAPED[char]
        if char == "" or char.isalnum():
            raise PatternError(f"\\{char} is read differently by engines; write the characters out: [0-9], [ ].", place)
        return char

    def letters(self, place: int) -> Letters:
        negated = self.here == "^" and bool(self.take())
        ranges: list[tuple[str, str]] = []
        while self.here != "]":
            low = self.class_char(place)
            high = low
            if self.here == "-" and self.text[self.at + 1 : self.at + 2] not in {"]", ""}:
                self.take()
                high = self.class_char(place)
            if high < low:
                raise PatternError(f"From {low} to {high} there is nothing.", place)
            ranges.append((low, high))
        self.take()
        if not ranges:
            raise PatternError("A class in [ ] names at least one character.", place)
        return Letters(tuple(sorted(ranges)), negated)

    def class_char(self, place: int) -> str:
        char = self.take()
        if char == "":
            raise PatternError("This class is never closed; add ].", place)
        if char == "[":
            raise PatternError("Write \\[ for the sign itself.", self.at - 1)
        return self.escape(self.at - 1) if char == "\\" else char

    def repeated(self, part: Part) -> Part:
        place, sign = self.at, self.here
        if sign not in {"*", "+", "?", "{"} or sign == "":
            return part
        self.take()
        least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(sign) or self.bounds(place)
        if isinstance(part, Edge):
            raise PatternError("The start or the end of a text is not repeated.", place)
        if self.here in {"*", "+", "?", "{"} and self.here:
            raise PatternError("A repetition is not repeated; put a group around it.", self.at)
        return Repeat(part, least, most)

    def bounds(self, place: int) -> tuple[int, int | None]:
        end = self.text.find("}", self.at)
        figures = self.text[self.at : end] if end >= 0 else ""
        least, comma, most = figures.partition(",")
        if not (_is_count(least) and (_is_count(most) or most == "")):
            raise PatternError("A repetition is written {2}, {2,5} or {2,}, up to 100.", place)
        self._state[0] = end + 1
        low = int(least)
        high = int(most) if most else (None if comma else low)
        if max(low, high or 0) > MOST_REPEATED or (high is not None and high < low):
            raise PatternError("A repetition is written {2}, {2,5} or {2,}, up to 100.", place)
        return low, high


def _is_count(figures: str) -> bool:
    return figures.isascii() and figures.isdigit() and len(figures) <= 3
