"""What could be written at the cursor.

The text before the cursor is parsed as any other; where it ends too early, the parser remembers what it would have
taken there. So completion knows the whole grammar, and no more than it.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final, Literal

from attrs import frozen

from crmkit.exceptions import SegmentError, near_names
from crmkit.schema.fields import Field, Relation, Schema
from crmkit.schema.types.choice import Choice
from crmkit.segment import nodes
from crmkit.segment.checking.conditions import Checker
from crmkit.segment.constructs import CONSTRUCTS
from crmkit.segment.describe import option_label
from crmkit.segment.format import quoted
from crmkit.segment.functions import CustomFunction, by_name
from crmkit.segment.nodes import Meaning
from crmkit.segment.operators import OPERATORS
from crmkit.segment.parsing.conditions import Conditions
from crmkit.segment.parsing.words import Wishes
from crmkit.segment.vocabulary import field_names

Kind = Literal["field", "event", "relation", "function", "operator", "keyword", "value", "unit", "segment", "purpose"]

_WORD: Final = re.compile(r"[$]?\w*\Z")
_OPEN_QUOTE: Final = re.compile(
    r'(?:[^"“\']|"(?:[^"\\]|\\.)*"|“(?:[^”\\]|\\.)*”|\'(?:[^\'\\]|\\.)*\')*(?P<open>["“\'])(?P<rest>[^"”\']*)\Z'
)
_WINDOWS: Final = ("in last", "in next", "in this", "in previous")
_CHANNELS: Final = ("email", "phone", "sms", "postal")
_MOMENTS: Final = frozenset({"date", "instant"})


@frozen
class Completion:
    """Something that could be written at the cursor.

    Attributes:
        text: what to write.
        kind: field, event, relation, function, operator, keyword, value, unit, segment or purpose.
        doc: what it means.
        start: offset of the first character that it takes the place of.
        end: offset behind the last one.
    """

    text: str
    kind: Kind
    doc: str
    start: int
    end: int


@frozen
class _Offer:
    text: str
    kind: Kind
    doc: str = ""


def complete(
    text: str,
    cursor: int,
    schema: Schema,
    *,
    segments: tuple[str, ...] = (),
    functions: tuple[CustomFunction, ...] = (),
    purposes: tuple[str, ...] = (),
) -> tuple[Completion, ...]:
    """Say what could be written at the cursor, best first.

    Args:
        text: the text as far as it is written.
        cursor: offset of the cursor.
        schema: what a customer is.
        segments: names of the segments that may be named.
        functions: functions of one's own.
        purposes: the consent purposes that may be named.
    """
    cursor = min(max(cursor, 0), len(text))
    head = text[:cursor]
    quote = _OPEN_QUOTE.match(head) if len(head) < 2_000 else None
    begun = quote["rest"] if quote else (_WORD.search(head) or [""])[0]
    start = cursor - len(begun) - (1 if quote else 0)
    try:
        parser = Conditions(text[:start])
    except SegmentError:
        return ()
    with suppress(SegmentError):
        parser.segment()
    offers = _Offers(schema, segments, functions, purposes, parser.wishes)
    found = (one for one in offers.all() if not quote or one.text.startswith('"'))
    end = cursor + len((re.match(r"\w*", text[cursor:]) or [""])[0])
    return tuple(Completion(one.text, one.kind, one.doc, start, end) for one in _ranked(found, begun))


def _ranked(offers: Iterable[_Offer], begun: str) -> list[_Offer]:
    """Put first what begins like the word, then what holds it, then what is spelled nearly so."""
    known = list({one.text: one for one in offers}.values())
    if not begun:
        return known
    wanted = begun.casefold()
    bare = {one.text: one.text.strip('"').casefold() for one in known}
    first = [one for one in known if bare[one.text].startswith(wanted)]
    inside = [one for one in known if wanted in bare[one.text] and one not in first]
    if first or inside:
        return first + inside
    near = near_names(begun, [one.text for one in known])
    return [one for name in near for one in known if one.text == name]


@frozen
class _Offers:
    """Everything that fits the wishes of the parser."""

    schema: Schema
    segments: tuple[str, ...]
    functions: tuple[CustomFunction, ...]
    purposes: tuple[str, ...]
    wishes: Wishes

    def all(self) -> Iterator[_Offer]:
        for kind in self.wishes.kinds:
            yield from self.of_kind(kind)
        for word in self.wishes.words:
            if word[0].isalpha():
                yield _Offer(word, "keyword", CONSTRUCTS[word].meaning if word in CONSTRUCTS else "")

    def of_kind(self, kind: str) -> Iterator[_Offer]:
        match kind:
            case "condition":
                yield from self.fields()
                yield from self.functions_known()
                yield _Offer("sample", "keyword", CONSTRUCTS["sample"].meaning)
            case "value":
                yield from self.values()
            case "operator":
                yield from self.operators()
            case "event":
                yield from (_Offer(one.singular, "event", one.label()) for one in self.schema.relations)
            case "relation":
                yield from (_Offer(one.name, "relation", one.label()) for one in self.schema.relations)
            case "row field":
                yield from (_field(one) for one in (self.row.fields if self.row else ()))
            case "unit":
                yield from (_Offer(f"{unit}s", "unit") for unit in nodes.UNITS)
            case "segment":
                yield from (_Offer(quoted(name), "segment") for name in self.segments)
            case "purpose":
                yield from (_Offer(purpose, "purpose") for purpose in self.purposes)
            case "channel":
                yield from (_Offer(channel, "value") for channel in _CHANNELS)
            case _:
                pass

    @property
    def row(self) -> Relation | None:
        return next((one for one in self.schema.relations if self.wishes.rows in {one.name, one.singular}), None)

    @property
    def meaning(self) -> Meaning | None:
        """What the value or operator at the cursor is about."""
        if self.wishes.subject is None:
            return None
        checker = Checker(self.schema, lambda _node: nodes.Everyone(), by_name(self.functions), self.row)
        return checker.value(self.wishes.subject).meaning

    def fields(self) -> Iterator[_Offer]:
        if self.row is not None:
            yield from map(_field, self.row.fields)
            return
        for name in field_names(self.schema):
            known = next((one for one in self.schema.fields if one.name == name), None)
            yield _field(known) if known else _Offer(name, "field", "whole years since the date of birth")

    def functions_known(self) -> Iterator[_Offer]:
        if self.row is None:
            yield from (_Offer(name, "function", CONSTRUCTS[name].meaning) for name in nodes.FUNCTIONS)
        yield from (_Offer(one.name, "function", one.labels.get("en", "")) for one in self.functions)

    def values(self) -> Iterator[_Offer]:
        meaning = self.meaning
        if meaning is not None and isinstance(meaning.type, Choice):
            kind = meaning.type
            yield from (_Offer(quoted(one), "value", option_label(one, kind, "en")) for one in kind.options)
        if meaning is None or meaning.family in _MOMENTS:
            yield from (_Offer(word, "value", CONSTRUCTS[word].meaning) for word in ("today", "now"))
        if meaning is None or meaning.family in {"number", "money"}:
            yield from self.functions_known()
        if meaning is None or meaning.family not in {"text", "choice"}:
            yield from self.fields()

    def operators(self) -> Iterator[_Offer]:
        meaning = self.meaning
        for one in OPERATORS.values():
            if meaning is None or meaning.family in one.families:
                yield _Offer(one.name, "operator", one.english.format(subject="it", operand="…"))
        if meaning is None or meaning.family in _MOMENTS:
            yield from (_Offer(name, "operator", CONSTRUCTS[name].meaning) for name in (*_WINDOWS, "has anniversary"))


def _field(field: Field) -> _Offer:
    return _Offer(field.name, "field", f"{field.label()} ({field.type_name})")
