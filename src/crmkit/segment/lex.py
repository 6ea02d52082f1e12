"""Text to words: each with its kind, its value and its place."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, Literal

from attrs import frozen

from crmkit.exceptions import SegmentSyntaxError
from crmkit.segment import limits
from crmkit.segment.faults import together

Kind = Literal["name", "text", "number", "amount", "date", "instant", "parameter", "sign", "end"]

_TOKEN: Final = re.compile(
    r"""
    \s*(?:
      (?P<instant>[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?
        (?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})?(?!\w))
    | (?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-]))
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?!\w)(?:[ \t]*(?P<currency>(?!(?:AND|NOT|DAY|AGO|SUM|AVG|MIN|MAX)\b)[A-Z]{3})\b)?)
    | (?P<parameter>\$[^\W\d]\w*)
    | (?P<name>[^\W\d]\w*)
    | (?P<text>["“'])
    | (?P<sign><=|>=|!=|<>|==|[=<>()\[\],.;+*/%-])
    | (?P<end>\Z)
    )
    """,
    re.VERBOSE,
)
_CLOSING: Final = {'"': '"', "“": "”", "'": "'"}
_ESCAPES: Final = {"n": "\n", "t": "\t"}
_READ_AS: Final = {"==": "=", "<>": "!="}


@frozen
class Token:
    """One word of the text.

    Attributes:
        kind: what it is.
        value: its value; of a name, the word in lower case.
        start: offset of its first character.
        end: offset behind its last.
        raw: as written.
    """

    kind: Kind
    value: Any
    start: int
    end: int
    raw: str = ""


def tokens(text: str) -> list[Token]:
    """Cut a text into words; the last one has the kind "end".

    Raises:
        SegmentSyntaxError: characters that mean nothing, a quote that is never closed, an impossible date; all of
            them, the first with the others in `others`.

    >>> [token.value for token in tokens("age >= 30")]
    ['age', '>=', Decimal('30'), None]
    """
    limits.check_length(text)
    found: list[Token] = []
    faults: list[SegmentSyntaxError] = []
    at = 0
    while True:
        match = _TOKEN.match(text, at)
        try:
            if match is None:
                raise _unreadable(text, at + len(text[at:]) - len(text[at:].lstrip()))
            kind = str(match.lastgroup)
            if kind == "end":
                break
            if kind == "text":
                start = match.start(kind)
                value, at = _quoted(text, start)
                found.append(Token("text", value, start, at, text[start:at]))
            else:
                found.append(_token(kind, match, text))
                at = match.end()
        except SegmentSyntaxError as fault:
            faults.append(fault)
            quoted = match is not None and match.lastgroup == "text"  # where it ends is not known
            if quoted or len(faults) == limits.FAULTS:
                break
            at = match.end() if match else fault.end
    if faults:
        raise together(faults)
    found.append(Token("end", None, len(text), len(text)))
    return found


def _token(kind: str, match: re.Match[str], text: str) -> Token:
    raw, start, end = match[kind], match.start(kind), match.end()
    match kind:
        case "name":
            return Token("name", raw.lower(), start, end, raw)
        case "sign":
            return Token("sign", _READ_AS.get(raw, raw), start, end, raw)
        case "number":
            currency = match["currency"]
            figures = raw.removesuffix(currency or "").strip()
            if len(figures.replace(".", "")) > limits.DIGITS:
                raise SegmentSyntaxError(
                    f"A number has at most {limits.DIGITS} digits.", text=text, start=start, end=end
                )
            number = plain(Decimal(figures))
            if currency:
                return Token("amount", (number, currency), start, end, raw)
            return Token("number", number, start, end, raw)
        case "date":
            try:
                return Token("date", date.fromisoformat(raw), start, end, raw)
            except ValueError:
                problem = f"{raw} is not a day of the calendar."
                raise SegmentSyntaxError(problem, text=text, start=start, end=end) from None
        case "instant":
            if not match["offset"]:
                raise SegmentSyntaxError(
                    "This time has no zone, so nobody can say which instant it means; add Z or an offset.",
                    text=text,
                    start=start,
                    end=end,
                    fix=f"{text[:end]}Z{text[end:]}",
                )
            try:
                when = datetime.fromisoformat(raw.upper()).astimezone(UTC)
            except (ValueError, OverflowError):
                problem = f"{raw} is not a moment of the calendar."
                raise SegmentSyntaxError(problem, text=text, start=start, end=end) from None
            return Token("instant", when, start, end, raw)
        case _:
            return Token("parameter", raw[1:], start, end, raw)


def plain(number: Decimal) -> Decimal:
    """Write a number in its one canonical way: no trailing zeros, no exponent, no negative zero.

    >>> str(plain(Decimal("10.50"))), str(plain(Decimal("-0.0"))), str(plain(Decimal("1E+3")))
    ('10.5', '0', '1000')
    """
    figures = format(number, "f")
    if "." in figures:
        figures = figures.rstrip("0").rstrip(".")
    return Decimal(0) if figures in {"-0", "0", ""} else Decimal(figures)


def _quoted(text: str, start: int) -> tuple[str, int]:
    closing = _CLOSING[text[start]]
    parts: list[str] = []
    at = start + 1
    while at < len(text):
        char = text[at]
        if char == closing:
            return "".join(parts), at + 1
        if char == "\\" and at + 1 < len(text):
            at += 1
            char = _ESCAPES.get(text[at], text[at])
        if char == "\x00" or "\ud800" <= char <= "\udfff":
            raise SegmentSyntaxError("A text may not hold this character.", text=text, start=at, end=at + 1)
        parts.append(char)
        at += 1
    raise SegmentSyntaxError(f"This text is never closed; add {closing}.", text=text, start=start, end=start + 1)


def _unreadable(text: str, at: int) -> SegmentSyntaxError:
    char = text[at]
    if char.isdigit():
        problem = "A number is written like 1000 or 12.5, a date like 2026-03-31, an amount like 250 CHF."
    elif char == "$":
        problem = "A parameter is written like $name."
    elif char in "&|":
        problem = "Conditions are joined by the words and, or."
    else:
        problem = f"The character {char!r} means nothing here."
    return SegmentSyntaxError(problem, text=text, start=at, end=at + 1)
