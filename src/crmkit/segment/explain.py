"""Why a customer is in a segment, why not, what is missing, and when the answer will change."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NoReturn

from attrs import frozen

from crmkit.segment import nodes
from crmkit.segment.describe import Language, describe
from crmkit.segment.evaluate import Run, Subject, compile_condition, raw_values
from crmkit.segment.format import format_condition, format_instant
from crmkit.segment.nodes import Condition, Meaning


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

    def lines(self, depth: int = 0) -> Iterator[str]:
        """Give the tree as lines of text, one a part."""
        found = f" (has {', '.join(self.found)})" if self.found else ""
        missing = f" (no {', '.join(self.missing)})" if self.missing else ""
        yield f"{'  ' * depth}{'✓' if self.met else '✗'} {self.text}{found}{missing}"
        for part in self.parts:
            yield from part.lines(depth + 1)


@frozen
class Explanation:
    """Why a customer is in a segment or not. Ask `member`; the explanation itself has no truth.

    Attributes:
        member: whether the customer is in.
        reason: the tree of reasons.
        missing: every field that was asked about and is not there.
        next_change: the instant at which the answer turns by the clock alone, if the facts stay as they are; consent
            is taken as it is now.
    """

    member: bool
    reason: Reason
    missing: tuple[str, ...]
    next_change: datetime | None = None

    def __bool__(self) -> NoReturn:
        raise TypeError("An explanation is neither true nor false; ask .member.")

    def __str__(self) -> str:
        lines = ["In the segment:" if self.member else "Not in the segment:", *self.reason.lines(1)]
        if self.next_change is not None:
            lines.append(f"  changes by itself at {format_instant(self.next_change)}")
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
    found, missing = _found(condition, subject) if not parts else ((), ())
    return Reason(
        text=format_condition(condition),
        sentence=describe(condition, language),
        met=compile_condition(condition, run)(subject),
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


def _found(leaf: Condition, subject: Subject) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not isinstance(leaf, nodes.Test | nodes.Within | nodes.Anniversary):
        return (), ()
    operands = leaf.operands if isinstance(leaf, nodes.Test) else ()
    found: list[str] = []
    missing: list[str] = []
    for value in (leaf.subject, *operands):
        if isinstance(value, nodes.Path) and value.meaning is not None:
            raws = raw_values(value.name, value.meaning, subject)
            found.extend(_shown(raw, value.meaning) for raw in raws)
            if not raws:
                missing.append(value.name)
    return tuple(found), tuple(missing)


def _shown(raw: Any, meaning: Meaning) -> str:
    if meaning.sensitivity != "none":
        return "a value"
    if meaning.type is not None and hasattr(raw, "__attrs_attrs__"):
        return meaning.type.caption(raw)
    return str(raw)
