"""Which kinds of facts are asked for, and which numbers facts get."""

from collections.abc import Collection, Sequence

from crmkit.backends.protocol import KINDS, Fact, Kind
from crmkit.exceptions import CallError, UnknownNameError


def chosen_kinds(kind: Kind | Collection[Kind] | None) -> frozenset[str]:
    """Give the kinds that a caller asks for; None stands for all.

    Raises:
        UnknownNameError: for a kind that does not exist.

    >>> sorted(chosen_kinds(("record", "judgement")))
    ['judgement', 'record']
    """
    if kind is None:
        return frozenset(KINDS)
    chosen = frozenset({kind} if isinstance(kind, str) else kind)
    for name in sorted(chosen - set(KINDS)):
        raise UnknownNameError("kind of fact", name, KINDS)
    return chosen


def numbered_facts(new: Sequence[Fact], *, last: int, numbered: bool) -> tuple[Fact, ...]:
    """Number facts from the last one on, or check the numbers that they bring.

    Raises:
        CallError: the numbers that they bring do not rise from the last fact.

    >>> [fact.order for fact in numbered_facts([Fact(kind="batch", id="b", at=0, body=None)], last=7, numbered=False)]
    [8]
    """
    if not numbered:
        return tuple(one.numbered(number) for number, one in enumerate(new, start=last + 1))
    for fact in new:
        if fact.order <= last:
            raise CallError(f"A fact numbered {fact.order} cannot follow fact {last}; restore into an empty base.")
        last = fact.order
    return tuple(new)
