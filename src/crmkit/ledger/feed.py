"""What became of the ids of customers, event by event, read off the facts."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Final

from crmkit.backends.chunking import in_chunks
from crmkit.backends.protocol import Fact, from_microseconds
from crmkit.exceptions import CallError
from crmkit.identity.clusters import customer_id, resolve_identity
from crmkit.identity.history import IdentityChange, Move, moves
from crmkit.ledger.derived import Derived

_KINDS: Final = ("record", "judgement")
_TOGETHER: Final = 500


def changes(derived: Derived, *, after: str | None = None, limit: int = 1000) -> tuple[IdentityChange, ...]:
    """Read what became of ids, in the order in which it happened; see `CustomerBase.changes`."""
    if limit < 0:
        raise CallError(f"The limit is {limit}; the least is 0.")
    return tuple(islice(events(derived, after=after), limit))


def events(derived: Derived, *, after: str | None = None) -> Iterator[IdentityChange]:
    """Go through what became of ids, behind a cursor.

    Raises:
        CallError: the cursor is none.
    """
    first, given = _read_cursor(after)
    facts = derived.ledger.backend.facts(_KINDS, after=first - 1)
    tell = {"record": _created, "judgement": _judged}
    for kind, run in groupby(facts, key=lambda fact: fact.kind):
        for order, number, event in tell[kind](derived, run):
            if (order, number) > (first, given):
                yield event


def end(derived: Derived) -> str:
    """Give the cursor behind everything that has happened so far."""
    return f"{derived.ledger.backend.last() + 1}.0"


def _read_cursor(cursor: str | None) -> tuple[int, int]:
    """Read the number of the first fact of a change, and how many of its events were given."""
    first, _, given = ("1.0" if cursor is None else cursor).partition(".")
    if not (first.isascii() and first.isdigit() and given.isascii() and given.isdigit()):
        raise CallError(f"There is no place {cursor!r} among the changes; give the cursor of an event, or None.")
    return int(first), int(given)


def _created(derived: Derived, run: Iterable[Fact]) -> Iterator[tuple[int, int, IdentityChange]]:
    for chunk in in_chunks(run, _TOGETHER):
        rows = derived.ledger.row_documents({fact.keys[0] for fact in chunk})
        for fact in chunk:
            ref = fact.keys[0]
            if ref in rows and rows[ref]["order"] == fact.order:
                yield (
                    fact.order,
                    1,
                    IdentityChange(
                        kind="created",
                        old=None,
                        new=customer_id(ref),
                        refs=(ref,),
                        at=from_microseconds(fact.at),
                        change=None,
                        cursor=f"{fact.order}.1",
                    ),
                )


def _judged(derived: Derived, run: Iterable[Fact]) -> Iterator[tuple[int, int, IdentityChange]]:
    for (change, _), facts in groupby(run, key=_change_of):
        judged = list(facts)
        first = judged[0].order
        for number, move in enumerate(_moves(derived, judged), 1):
            yield (
                first,
                number,
                IdentityChange(
                    kind=move.kind,
                    old=move.old,
                    new=move.new,
                    refs=move.refs,
                    at=from_microseconds(judged[0].at),
                    change=change,
                    cursor=f"{first}.{number}",
                ),
            )


def _change_of(fact: Fact) -> tuple[str | None, int]:
    """Name the change of a judgement; one without is a change of its own."""
    change: str | None = fact.body["change"]
    return (change, 0) if change else (None, fact.order)


def _moves(derived: Derived, judged: Sequence[Fact]) -> tuple[Move, ...]:
    """Tell what the judgements of one change did, by what was known then."""
    first, last = judged[0].order, judged[-1].order
    found = derived.around({ref for fact in judged for ref in (fact.body["left"], fact.body["right"])})
    rows = [ref for ref, row in found.rows.items() if row["order"] < first]
    before = resolve_identity(rows, (one for order, one in found.judgements if order < first))
    after = resolve_identity(rows, (one for order, one in found.judgements if order <= last))
    return moves(before.members, after.members)
