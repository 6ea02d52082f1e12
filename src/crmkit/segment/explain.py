"""Why a customer is in a segment, why not, what is missing, and when the answer will change."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NoReturn

from attrs import frozen

from crmkit.segment import nodes
from crmkit.segment.describe import describe
from crmkit.segment.evaluate import compile_condition
from crmkit.segment.format import format_condition, format_instant
from crmkit.segment.nodes import Condition, Meaning
from crmkit.segment.running.subject import Run, Subject, raw_values
from crmkit.segment.telling.words import Language
from crmkit.segment.trees import children

_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "in": "In the segment:",
        "out": "Not in the segment:",
        "turns": "changes by itself at",
        "has": "has",
        "no": "no",
        "value": "a value",
    },
    "fr": {
        "in": "Dans le segment :",
        "out": "Hors du segment :",
        "turns": "change de lui-même le",
        "has": "a",
        "no": "sans",
        "value": "une valeur",
    },
}


@frozen
class Reason:
    """The answer of one part of a segment.

    Attributes:
        text: the part, in the language of segments.
        sentence: the part, as a sentence.
        met: whether the customer satisfies it.
        found: what the customer has there; of sensitive fields, only that there is something.
        missing: fields it asks about that the customer does not have.
        parts: the answers of its own parts.
    """

    text: str
    sentence: str
    met: bool
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    parts: tuple["Reason", ...] = ()

    def lines(self, depth: int = 0, *, language: Language = "en") -> Iterator[str]:
        """Give the tree as lines of text, one a part; in French as sentences."""
        words = _WORDS[language]
        found = f" ({words['has']} {', '.join(self.found)})" if self.found else ""
        missing = f" ({words['no']} {', '.join(self.missing)})" if self.missing else ""
        text = self.text if language == "en" else self.sentence
        yield f"{'  ' * depth}{'✓' if self.met else '✗'} {text}{found}{missing}"
        for part in self.parts:
            yield from part.lines(depth + 1, language=language)


@frozen
class Explanation:
    """Why a customer is in a segment or not. Ask `member`; the explanation itself has no truth.

    Attributes:
        member: whether the customer is in.
        reason: the tree of reasons.
        missing: every field that was asked about and is not there.
        next_change: the instant at which the answer turns by the clock alone, if the facts stay as they are; consent
            is taken as it is now.
        language: of the text: "en" or "fr".
    """

    member: bool
    reason: Reason
    missing: tuple[str, ...]
    next_change: datetime | None = None
    language: Language = "en"

    def __bool__(self) -> NoReturn:
        raise TypeError("An explanation is neither true nor false; ask .member.")

    def __str__(self) -> str:
        words = _WORDS[self.language]
        lines = [words["in" if self.member else "out"], *self.reason.lines(1, language=self.language)]
        if self.next_change is not None:
            lines.append(f"  {words['turns']} {format_instant(self.next_change)}")
        return "\n".join(lines)


def give_reasons(condition: Condition, subject: Subject, run: Run, language: Language) -> Reason:
    """Answer a checked tree part by part."""
    match condition:
        case nodes.And(parts=below) | nodes.Or(parts=below):
            parts = tuple(give_reasons(part, subject, run, language) for part in below)
        case nodes.Not(part=part):
            parts = (give_reasons(part, subject, run, language),)
        case nodes.InSegment(body=body) if body is not None:
            parts = (give_reasons(body, subject, run, language),)
        case _:
            parts = ()
    found, missing = _found(condition, subject, language) if not parts else ((), ())
    return Reason(
        text=format_condition(condition),
        sentence=describe(condition, language),
        met=compile_condition(condition, run)(subject.values, subject.whole),
        found=found,
        missing=missing,
        parts=parts,
    )


def all_missing(reason: Reason) -> tuple[str, ...]:
    """List every missing field of a tree of reasons once."""
    names = dict.fromkeys(reason.missing)
    for part in reason.parts:
        names.update(dict.fromkeys(all_missing(part)))
    return tuple(names)


def _found(leaf: Condition, subject: Subject, language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what the customer has of the fields that a leaf asks about, and the names of those that are not there."""
    found: list[str] = []
    missing: list[str] = []
    for path in _paths(leaf):
        assert path.meaning is not None
        raws = raw_values(path.name, path.meaning, subject.values)
        found.extend(_shown(raw, path.meaning, language) for raw in raws)
        if not raws:
            missing.append(path.name)
    return tuple(found), tuple(missing)


def _paths(node: nodes.Node) -> Iterator[nodes.Path]:
    """List the fields of the customer below a node; those of related rows are not hers."""
    match node:
        case nodes.Path():
            yield node
        case nodes.Near(latitude_of=nodes.Path() as latitude, longitude_of=nodes.Path() as longitude):
            yield from (latitude, longitude)
        case nodes.Did() | nodes.Aggregate():
            pass
        case _:
            for child in children(node):
                yield from _paths(child)


def _shown(raw: Any, meaning: Meaning, language: Language) -> str:
    if meaning.sensitivity != "none":
        return _WORDS[language]["value"]
    if meaning.type is not None and hasattr(raw, "__attrs_attrs__"):
        return meaning.type.caption(raw)
    return str(raw)
