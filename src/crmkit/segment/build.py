"""The Python spelling of segments: field("email").ends_with(".ch") & (field("age") >= 30).

An expression is only another way to write a tree; `Segment.build` checks it like a text.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

from crmkit.exceptions import CallError
from crmkit.segment import nodes
from crmkit.segment.expressions import Expression, Subject, number, value
from crmkit.segment.nodes import Unit, Window


def field(name: str) -> Subject:
    """Name a field of the customer, or of the row inside `where`.

    >>> from crmkit.segment.segment import Segment
    >>> str(Segment.build((field("country") == "CH") & ~field("email").is_known()))
    'country = "CH" and not email is known'
    """
    return Subject(nodes.Path(name=name))


def aggregate(
    function: str,
    relation: str,
    name: str | None = None,
    *,
    where: Expression | None = None,
    window: Window | None = None,
) -> Subject:
    """Reduce the rows of a relation to one value, as sum(orders.total in last 90 days) does.

    Raises:
        CallError: there is no such function.
    """
    if function not in nodes.FUNCTIONS:
        raise CallError(f"{function!r} is not a function; known are: {', '.join(nodes.FUNCTIONS)}.")
    return Subject(
        nodes.Aggregate(
            function=function,
            relation=relation,
            filter=_tree(where),
            field=name,
            window=window,
        )
    )


def did(
    event: str,
    *,
    where: Expression | None = None,
    at_least: int | None = None,
    at_most: int | None = None,
    exactly: int | None = None,
    window: Window | None = None,
    then: Sequence[nodes.Step] = (),
) -> Expression:
    """Something happened, as in did order at least 2 times in last 1 year.

    Args:
        event: what happened, in the singular.
        where: conditions on the row.
        at_least: how often.
        at_most: how often.
        exactly: how often.
        window: when.
        then: what came after it, or did not, each made by `step`.

    Raises:
        CallError: more than one of `at_least`, `at_most` and `exactly` is given.

    >>> from crmkit.segment.segment import Segment
    >>> str(Segment.build(did("order", at_least=2, window=last(1, "year"))))
    'did order at least 2 times in last 1 year'
    """
    bounds: dict[Any, int | None] = {"at least": at_least, "at most": at_most, "exactly": exactly}
    given = [nodes.Times(bound=bound, count=count) for bound, count in bounds.items() if count is not None]
    if len(given) > 1:
        raise CallError("Give one of at_least, at_most and exactly.")
    tree = nodes.Did(
        event=event,
        filter=_tree(where),
        times=next(iter(given), None),
        window=window,
        steps=tuple(then),
    )
    return Expression(tree)


def did_not(event: str, *, where: Expression | None = None, window: Window | None = None) -> Expression:
    """Something did not happen."""
    return Expression(nodes.Did(event=event, filter=_tree(where), window=window, negated=True))


def step(
    event: str,
    *,
    within: tuple[int, Unit],
    where: Expression | None = None,
    window: Window | None = None,
    absent: bool = False,
) -> nodes.Step:
    """One step of a sequence: it came within so long, or with `absent` it did not come.

    >>> from crmkit.segment.segment import Segment
    >>> str(Segment.build(did("order", then=[step("ticket", within=(7, "day"), absent=True)])))
    'did order then not ticket within 7 days'
    """
    count, unit = within
    return nodes.Step(event=event, filter=_tree(where), window=window, count=count, unit=unit, negated=absent)


def consented(purpose: str, *, via: str | None = None) -> Expression:
    """There is a valid consent to a purpose, by a channel if one is named."""
    return Expression(nodes.Consented(purpose=purpose, channel=via))


def in_segment(name: str) -> Expression:
    """The customer is in another segment."""
    return Expression(nodes.InSegment(name=name))


def in_list(name: str) -> Expression:
    """The customer is on a list of ids that is given when the segment is bound."""
    return Expression(nodes.InList(name=name))


def sample(percent: float | Decimal, *, seed: str | None = None) -> Expression:
    """A share of all customers, drawn by their ids and a seed."""
    return Expression(nodes.Sample(percent=number(percent), seed=seed))


def call(name: str, *arguments: object) -> Subject:
    """A function of one's own, of values."""
    return Subject(nodes.Call(name=name, arguments=tuple(value(one) for one in arguments)))


def everyone() -> Expression:
    """Every customer."""
    return Expression(nodes.Everyone())


def last(count: int, unit: Unit) -> Window:
    """A window that ends now."""
    return nodes.Rolling(direction="last", count=count, unit=unit)


def coming(count: int, unit: Unit) -> Window:
    """A window that begins now."""
    return nodes.Rolling(direction="next", count=count, unit=unit)


def ago(count: int, unit: Unit) -> nodes.Ago:
    """So many units before now."""
    return nodes.Ago(count=count, unit=unit)


def parameter(name: str) -> nodes.Parameter:
    """A value given when the segment is bound."""
    return nodes.Parameter(name=name)


def within_period(which: Literal["this", "previous", "next"], unit: Unit) -> Window:
    """A whole calendar period."""
    return nodes.Calendar(which=which, unit=unit)


def before(moment: object) -> Window:
    """A window that ends before a moment."""
    return nodes.Beside(side="before", moment=value(moment))


def after(moment: object) -> Window:
    """A window that begins after a moment."""
    return nodes.Beside(side="after", moment=value(moment))


def _tree(where: Expression | None) -> nodes.Condition | None:
    return where.tree if where is not None else None
