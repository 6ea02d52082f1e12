"""What becomes of every node and operator on every engine: the one table, and nothing is left unsaid.

native: the engine decides. residual: the engine gives everybody who may be meant, and Python decides about these;
`filter` does both, and `to_sql` gives the first half when it is asked for candidates. refused: it is an error.

A node or an operator that is new needs a line here; without one, this module does not load. So does an attribute that
a node gets later, since an engine that overlooks it would answer another question.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, get_args

import attrs
from attrs import field, frozen

from crmkit.segment import nodes
from crmkit.segment.operators import OPERATORS, Operator
from crmkit.segment.targets.comparing import (
    Asks,
    above,
    any_operand,
    at_least,
    at_most,
    below,
    contains_all,
    equal,
    from_to,
    is_comparable,
    one_of,
    recorded,
    spelled,
)

Target = Literal["polars", "sqlite", "postgresql", "duckdb"]
TARGETS: Final[tuple[Target, ...]] = get_args(Target)


@frozen
class Answer:
    """What becomes of something on one engine.

    Attributes:
        how: native, residual or refused.
        reason: why it is not native: what Python does instead, or what to do.
    """

    how: Literal["native", "residual", "refused"]
    reason: str = ""


NATIVE: Final = Answer("native")


@frozen(kw_only=True)
class Line:
    """One line of the table.

    Attributes:
        of: the node, the operator, the function of an aggregate, or a case of one of them.
        shown: how it is written, for the documentation.
        reads: of a node: the attributes that the engines are told of.
        unread: of a node: the attributes that they are not told of, with what becomes of a node that has them.
        asks: of an operator: what it asks of columns, where an engine is asked.
        on: engine to what becomes of it.
    """

    of: type[nodes.Node] | str
    shown: str
    reads: tuple[str, ...] = ()
    unread: Mapping[str, Mapping[Target, Answer]] = field(factory=dict, hash=False)
    on: Mapping[Target, Answer] = field(hash=False)
    asks: Asks | None = field(default=None, eq=False, repr=False)


def everywhere(answer: Answer = NATIVE, **others: Answer) -> dict[Target, Answer]:
    """Say the same of every engine, but for some."""
    for name in others:
        assert name in TARGETS, name
    return {target: others.get(target, answer) for target in TARGETS}


def residual(reason: str) -> Answer:
    """Say that Python decides."""
    return Answer("residual", reason)


ASIDE: Final = "beside an aggregate"
TWO_FIELDS: Final = "two fields"
ANNIVERSARY_OF_INSTANT: Final = "has anniversary, of an instant"
ANNIVERSARY_OF_AGGREGATE: Final = "has anniversary, of an aggregate"
AGE_BESIDE_FIELD: Final = "age beside a field"


def operator(name: str, asks: Asks | None, on: Mapping[Target, Answer] | None = None) -> Line:
    """Write the line of an operator: what it asks, or where it is not native, why."""
    return Line(of=name, shown=f"`{name}`", on=everywhere() if on is None else on, asks=asks)


_WRITTEN: Final[tuple[Line, ...]] = (
    Line(of=nodes.Everyone, shown="`everyone`", on=everywhere()),
    Line(of=nodes.And, shown="`and`", reads=("parts",), on=everywhere()),
    Line(of=nodes.Or, shown="`or`", reads=("parts",), on=everywhere()),
    Line(of=nodes.Not, shown="`not`", reads=("part",), on=everywhere()),
    Line(of=nodes.Test, shown="an operator", reads=("subject", "operator", "operands"), on=everywhere()),
    operator("=", any_operand(equal)),
    operator("<", any_operand(below)),
    operator("<=", any_operand(at_most)),
    operator(">", any_operand(above)),
    operator(">=", any_operand(at_least)),
    operator("between", from_to),
    operator("in", one_of),
    operator("before", any_operand(below)),
    operator("after", any_operand(above)),
    operator("contains", spelled("contains")),
    operator("contains any of", spelled("contains")),
    operator("contains all of", contains_all),
    operator("starts with", spelled("starts with")),
    operator("ends with", spelled("ends with")),
    operator("is exactly", None, everywhere(residual("only its key is stored"))),
    operator("matches", None, everywhere(residual("patterns mean something else to each engine"))),
    operator("sounds like", None, everywhere(residual("its sound is not stored"))),
    operator("is similar to", None, everywhere(residual("the type of the field knows what is alike"))),
    operator("is known", is_comparable),
    operator("is true", recorded(truth=True)),
    operator("is false", recorded(truth=False)),
    Line(of=nodes.Within, shown="`in last …`, `in this …`", reads=("subject", "window", "negated"), on=everywhere()),
    Line(of=nodes.Anniversary, shown="`has anniversary …`", reads=("subject", "window"), on=everywhere()),
    Line(
        of=ANNIVERSARY_OF_INSTANT,
        shown="`has anniversary …`, of a date with time",
        on=everywhere(residual("its day hangs on the zone")),
    ),
    Line(
        of=ANNIVERSARY_OF_AGGREGATE,
        shown="`has anniversary …`, of `first`, `last`, `min`, `max`",
        on=everywhere(residual("its day is known only when the rows are")),
    ),
    Line(
        of=nodes.Did,
        shown="`did …`, `did not …`",
        reads=("event", "filter", "times", "window", "negated"),
        unread={"steps": everywhere(residual("what came after what is told row by row"))},
        on=everywhere(),
    ),
    Line(of=nodes.Times, shown="`at least 2 times`", reads=("bound", "count"), on=everywhere()),
    Line(
        of=nodes.Consented,
        shown="`consented to …`",
        reads=("purpose", "channel"),
        on=everywhere(residual("whoever is given as consented= answers")),
    ),
    Line(of=nodes.InSegment, shown="`in segment …`", reads=("name",), on=everywhere()),
    Line(of=nodes.Text, shown="a text", reads=("value",), on=everywhere()),
    Line(of=nodes.Number, shown="a number", reads=("value",), on=everywhere()),
    Line(of=nodes.Amount, shown="an amount", reads=("value", "currency"), on=everywhere()),
    Line(of=nodes.Day, shown="a date", reads=("value",), on=everywhere()),
    Line(of=nodes.Instant, shown="an instant", reads=("value",), on=everywhere()),
    Line(of=nodes.Now, shown="`now`", on=everywhere()),
    Line(of=nodes.Today, shown="`today`", on=everywhere()),
    Line(of=nodes.Ago, shown="`90 days ago`", reads=("count", "unit"), on=everywhere()),
    Line(of=nodes.Parameter, shown="`$parameter`", reads=("name",), on=everywhere()),
    Line(of=nodes.Path, shown="a field", reads=("name",), on=everywhere()),
    Line(
        of=TWO_FIELDS,
        shown="a field beside another of the same row, stored in the same form",
        on=everywhere(),
    ),
    Line(
        of=AGE_BESIDE_FIELD,
        shown="`age` beside a field",
        on=everywhere(residual("age is compared by the date of birth, and a field is not a date then")),
    ),
    Line(
        of=nodes.Aggregate,
        shown="an aggregate",
        reads=("function", "relation", "filter", "field", "window"),
        on=everywhere(),
    ),
    *(Line(of=f"{name}()", shown=f"`{name}(…)`", on=everywhere()) for name in nodes.FUNCTIONS if name != "distinct"),
    Line(
        of="distinct()",
        shown="`distinct(…)`",
        on=everywhere(residual("what is the same is told by the reference")),
    ),
    Line(
        of=nodes.Arithmetic,
        shown="`+`, `-`, `*`, `/`",
        reads=("sign", "left", "right"),
        on=everywhere(residual("engines reckon, round and overflow each in their own way")),
    ),
    Line(
        of=nodes.Call,
        shown="a function of one's own",
        reads=("name", "arguments"),
        on=everywhere(residual("it is written in Python")),
    ),
    Line(
        of=nodes.InList, shown="`in list …`", reads=("name",), on=everywhere(residual("the list is kept with the run"))
    ),
    Line(
        of=nodes.Sample,
        shown="`sample 10%`",
        reads=("percent", "seed"),
        on=everywhere(residual("the draw is made of the id")),
    ),
    Line(
        of=nodes.Near,
        shown="`is within 25 km of …`",
        reads=("place", "kilometres", "latitude", "longitude"),
        on=everywhere(residual("distances are not the same on every engine")),
    ),
    Line(
        of=ASIDE,
        shown="an aggregate beside a field or an aggregate",
        on=everywhere(residual("each customer has a bound of its own")),
    ),
    Line(of=nodes.Rolling, shown="`last 90 days`", reads=("direction", "count", "unit"), on=everywhere()),
    Line(of=nodes.Calendar, shown="`previous month`", reads=("which", "unit"), on=everywhere()),
    Line(of=nodes.Beside, shown="`before …`, `after …`", reads=("side", "moment"), on=everywhere()),
)


def untaught(operators: Mapping[str, Operator]) -> tuple[Line, ...]:
    """Write the lines of positive operators that no engine has been taught: Python decides them, always rightly."""
    said = {line.of for line in _WRITTEN}
    why = everywhere(residual("no engine has been taught it"))
    return tuple(
        operator(one.name, None, why) for one in operators.values() if not one.negates and one.name not in said
    )


LINES: Final = (*_WRITTEN, *untaught(OPERATORS))
"""Every line of the table; an operator needs one only where an engine is to decide it."""

_TABLE: Final = {line.of: line for line in LINES}


def answer_for(what: type[nodes.Node] | str, target: Target) -> Answer:
    """Say what becomes of a node, an operator or a case on an engine.

    >>> answer_for("contains", "sqlite").how, answer_for(nodes.Consented, "duckdb").how
    ('native', 'residual')
    """
    return _TABLE[what].on[target]


def unread(kind: type[nodes.Node], target: Target) -> Iterator[tuple[str, Answer]]:
    """Name the attributes of a node that an engine is not told of, with what becomes of a node that has one."""
    yield from ((name, on[target]) for name, on in _TABLE[kind].unread.items())


def asks_of(name: str) -> Asks:
    """Say what a native operator asks of columns."""
    asks = _TABLE[name].asks
    assert asks is not None
    return asks


def check_complete(lines: tuple[Line, ...] = LINES, operators: Mapping[str, Operator] = OPERATORS) -> None:
    """Refuse a table that leaves something unsaid.

    Raises:
        TypeError: a node, an operator, a function or an attribute of a node has no line; the message names it.
    """
    table = {line.of: line for line in lines}
    kinds = (*get_args(nodes.Condition), *get_args(nodes.Value), *get_args(nodes.Window), nodes.Times)
    wanted = [
        *dict.fromkeys(kinds),
        *(one.name for one in operators.values() if one.negates is None),
        *(f"{name}()" for name in nodes.FUNCTIONS),
    ]
    for what in wanted:
        if what not in table:
            raise TypeError(f"The table of targets says nothing of {what!r}; add a line for it in {__name__}.")
    for kind in dict.fromkeys(kinds):
        written = {one.name for one in attrs.fields(kind) if one.eq}
        overlooked = written - {*table[kind].reads, *table[kind].unread}
        if overlooked:
            raise TypeError(f"The table of targets does not read {sorted(overlooked)} of {kind!r}; see {__name__}.")
    for line in lines:
        if set(line.on) != set(TARGETS):
            raise TypeError(f"The line of {line.of!r} leaves an engine out.")
        if line.of in operators and line.asks is None and NATIVE in line.on.values():
            raise TypeError(f"The line of {line.of!r} does not say what it asks of columns.")


check_complete()
