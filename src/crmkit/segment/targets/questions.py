"""What an engine is asked: the few questions that all engines answer alike.

A question may come out unknown where a column is null; unknown counts as false, and only `Unless` turns a question
over, after unknown has become false. So questions join by `Every` and `Either` without further care.
"""

from typing import Any, Final, Literal

from attrs import evolve, frozen

from crmkit.segment.nodes import Condition

Relation = Literal["=", "<", "<=", ">", ">="]
Spelling = Literal["contains", "starts with", "ends with"]


@frozen
class Column:
    """A column of the table that is asked.

    Attributes:
        name: of the column.
        trimmed: leave white space at its ends aside.
        required: it is never null.
    """

    name: str
    trimmed: bool = False
    required: bool = False


@frozen
class Total:
    """One value out of the rows of a group: how many, their sum, the lowest, the highest, or the exact mean."""

    function: Literal["count", "sum", "min", "max", "mean"]
    column: str | None = None


Term = Column | Total


@frozen
class Always:
    """Known before anybody is asked."""

    truth: bool


@frozen
class Every:
    """All of the parts."""

    parts: "tuple[Question, ...]"


@frozen
class Either:
    """Any of the parts."""

    parts: "tuple[Question, ...]"


@frozen
class Unless:
    """The part is not true; also where it is unknown."""

    part: "Question"


@frozen
class Compare:
    """A term stands in a relation to a literal, or to another column of the same table."""

    left: Term
    relation: Relation
    right: Any


@frozen
class Among:
    """A column has one of many literals."""

    left: Column
    values: tuple[Any, ...]


@frozen
class Present:
    """A column is not null."""

    column: Column


@frozen
class Spelled:
    """A text contains another one, begins or ends with it, letter for letter."""

    column: Column
    how: Spelling
    text: str


@frozen(kw_only=True)
class Rows:
    """Some rows of a table that belong to customers.

    Attributes:
        table: its name.
        customer: the column with the id of the customer.
        where: which rows.
        pick: only the first or the last row of each customer.
        order: by which columns first and last are told; equal ones by the next column.
    """

    table: str
    customer: str
    where: "Question"
    pick: Literal["first", "last"] | None = None
    order: tuple[str, ...] = ()


@frozen(kw_only=True)
class Belongs:
    """The customer is among those who have such rows, and whose group of rows, or picked row, satisfies `having`."""

    rows: Rows
    having: "Question | None" = None
    negated: bool = False


@frozen(kw_only=True)
class Undecided:
    """What the engine is not asked; Python decides it afterwards.

    Attributes:
        node: the condition.
        reason: why, as a sentence.
    """

    node: Condition
    reason: str


TRUE: Final = Always(truth=True)
FALSE: Final = Always(truth=False)
Question = Always | Every | Either | Unless | Compare | Among | Present | Spelled | Belongs | Undecided


def every(*parts: Question) -> Question:
    """Ask for all parts, without those that are known.

    >>> every(TRUE, Present(Column("a")))
    Present(column=Column(name='a', trimmed=False, required=False))
    """
    return _joined(parts, Every, ends=FALSE, says_nothing=TRUE)


def either(*parts: Question) -> Question:
    """Ask for any part, without those that are known."""
    return _joined(parts, Either, ends=TRUE, says_nothing=FALSE)


def _joined(
    parts: tuple[Question, ...], kind: type[Every] | type[Either], *, ends: Question, says_nothing: Question
) -> Question:
    kept: list[Question] = []
    for part in parts:
        if part == ends:
            return part
        if isinstance(part, kind):
            kept.extend(part.parts)
        elif not isinstance(part, Always):
            kept.append(part)
    return kept[0] if len(kept) == 1 else kind(tuple(kept)) if kept else says_nothing


def unless(question: Question) -> Question:
    """Turn a question over, down at its leaves; what is unknown becomes true.

    >>> unless(either(Present(Column("a")), Unless(Present(Column("b")))))
    Every(parts=(Unless(part=Present(column=Column(name='a', ...))), Present(column=Column(name='b', ...))))
    """
    match question:
        case Always(truth=truth):
            return Always(not truth)
        case Every(parts=parts):
            return either(*map(unless, parts))
        case Either(parts=parts):
            return every(*map(unless, parts))
        case Unless(part=part):
            return part
        case Belongs(negated=negated):
            return evolve(question, negated=not negated)
        case Undecided():
            return question
        case _:
            return Unless(question)


def undecided(question: Question) -> tuple[Undecided, ...]:
    """List what the engine is not asked."""
    match question:
        case Undecided():
            return (question,)
        case Every(parts=parts) | Either(parts=parts):
            return tuple(one for part in parts for one in undecided(part))
        case _:
            return ()


def superset(question: Question) -> Question:
    """Take what the engine is not asked for true; the answer then holds all members, and perhaps others."""
    match question:
        case Undecided():
            return TRUE
        case Every(parts=parts):
            return every(*map(superset, parts))
        case Either(parts=parts):
            return either(*map(superset, parts))
        case _:
            return question
