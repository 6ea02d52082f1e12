"""A cursor over the words of one text, and what it remembers for errors and completion."""

from typing import Final

from attrs import define, field

from crmkit.exceptions import SegmentSyntaxError
from crmkit.segment import limits
from crmkit.segment.lex import Token, tokens
from crmkit.segment.nodes import Span, Subject

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
"""Words that no field can be called."""

_PLAIN: Final = frozenset({"name", "sign"})


@define
class Wishes:
    """What could stand at the end of the text; completion asks.

    Attributes:
        words: keywords and signs that would be taken there.
        kinds: kinds of names and values that would be taken there.
        subject: what the value or operator there would be about.
        rows: the event or relation whose row is spoken of there.
    """

    words: dict[str, None] = field(factory=dict)
    kinds: dict[str, None] = field(factory=dict)
    subject: Subject | None = None
    rows: str | None = None


class Words:
    """The words of one text, taken one after another; nothing here knows the grammar."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = tokens(text)
        self.at = 0
        self.depth = 0
        self.wishes = Wishes()
        self.row: str | None = None

    @property
    def word(self) -> Token:
        """The word at the cursor."""
        return self.words[self.at]

    def ahead(self, offset: int) -> Token:
        """Give a word further on."""
        place = self.at + offset
        return self.words[place] if place < len(self.words) else self.words[-1]

    def ended(self) -> bool:
        """Say whether the text ends here."""
        return self.word.kind == "end"

    def take(self) -> Token:
        """Take the word at the cursor."""
        token = self.word
        if token.kind != "end":
            self.at += 1
        return token

    def sees(self, *words: str) -> bool:
        """Say whether the next words are these; where the text ends first, they are wished for."""
        at = self.at
        for word in words:
            token = self.words[at]
            if token.kind == "end":
                self.wishes.words[" ".join(words[at - self.at :])] = None
                self.wishes.rows = self.row
                return False
            if token.value != word or token.kind not in _PLAIN:
                return False
            at += 1
        return True

    def skip(self, *words: str) -> bool:
        """Take the next words if they are these."""
        if not self.sees(*words):
            return False
        self.at += len(words)
        return True

    def wish(self, kind: str, subject: Subject | None = None) -> None:
        """Remember which kind of word could stand here, if the text ends here."""
        if self.ended():
            self.wishes.kinds[kind] = None
            self.wishes.rows = self.row
            self.wishes.subject = subject or self.wishes.subject

    def need(self, word: str, purpose: str) -> Token:
        """Take a word that must stand here."""
        if not self.sees(word):
            raise self.wrong(f"Expected {word!r} {purpose}, found {self.found()}.")
        return self.take()

    def name(self, kind: str, purpose: str) -> str:
        """Take a name."""
        self.wish(kind)
        token = self.word
        if token.kind != "name" or token.value in RESERVED:
            raise self.wrong(f"Expected {purpose}, found {self.found()}.")
        return str(self.take().value)

    def wrong(self, problem: str, token: Token | None = None, *, fix: str | None = None) -> SegmentSyntaxError:
        """Make the error that marks a spot."""
        spot = token or self.word
        return SegmentSyntaxError(problem, text=self.text, start=spot.start, end=max(spot.end, spot.start + 1), fix=fix)

    def found(self) -> str:
        """Say what stands here."""
        return "the end" if self.ended() else f"{self.word.raw[:40]!r}"

    def span(self, start: int) -> Span:
        """Give the span from a place up to the last word taken."""
        return Span(start, self.words[self.at - 1].end if self.at else start)

    def patched(self, start: int, end: int, replacement: str) -> str:
        """Give the text with one stretch replaced."""
        return self.text[:start] + replacement + self.text[end:]

    def deeper(self) -> None:
        """Go one level deeper, but not too deep."""
        self.depth += 1
        if self.depth > limits.DEPTH:
            raise self.wrong(f"The segment is nested more than {limits.DEPTH} levels deep. Split it with in segment.")
