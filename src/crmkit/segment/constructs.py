"""The catalogue of everything in the language that is no operator: one entry each, by the name of what is asked.

An execution target says of every name here, and of every operator, whether it does it itself, leaves it to the
reference as a residue, or refuses it. `used` names what a segment uses.
"""

from collections.abc import Mapping
from typing import Final, Literal

from attrs import frozen

from crmkit.segment import nodes
from crmkit.segment.nodes import Condition, Node
from crmkit.segment.operators import OPERATORS
from crmkit.segment.trees import walk

Kind = Literal["condition", "join", "value", "window", "function"]


@frozen
class Construct:
    """One construct.

    Attributes:
        name: stable name.
        kind: what it makes.
        example: one that parses, with the default schema where it names a field.
        meaning: one English sentence, for completion and the docs.
        cost: how much work it is, beside a comparison.
    """

    name: str
    kind: Kind
    example: str
    meaning: str
    cost: int = 1


_ENTRIES: Final = (
    Construct("everyone", "condition", "everyone", "True of every customer.", 0),
    Construct("and", "join", 'country = "CH" and age >= 30', "Both are true.", 0),
    Construct("or", "join", 'country = "CH" or age >= 30', "At least one is true.", 0),
    Construct("not", "join", 'not country = "CH"', "It is not true.", 0),
    Construct("did", "condition", "did order in last 90 days", "Something happened, or so many times.", 10),
    Construct("did not", "condition", "did not order in last 90 days", "It did not happen.", 10),
    Construct("then", "condition", "did order then ticket within 7 days", "Something else came after it in time.", 20),
    Construct(
        "then not",
        "condition",
        "did order then not ticket within 7 days",
        "The time is over, and the other thing did not come.",
        20,
    ),
    Construct("filter", "condition", 'did order[status = "paid"]', "Conditions on one and the same row.", 1),
    Construct("consented", "condition", "consented to newsletter via email", "There is a valid consent at now.", 10),
    Construct("in segment", "condition", 'in segment "lapsed"', "The customer is in another segment.", 0),
    Construct("in list", "condition", 'in list "invited"', "The customer is on a list of ids.", 1),
    Construct("sample", "condition", 'sample 10% seed "autumn"', "The customer is in a share drawn by the id.", 2),
    Construct(
        "is within", "condition", "home is within 25 km of (47.3769, 8.5417)", "A place is so near to a point.", 10
    ),
    Construct("has anniversary", "condition", "birth_date has anniversary in next 7 days", "The day comes round.", 3),
    Construct("in last", "window", "customer_since in last 90 days", "From so long ago up to now.", 1),
    Construct("in next", "window", "customer_since in next 90 days", "After now, up to so long ahead.", 1),
    Construct("in this", "window", "customer_since in this month", "In the current calendar period.", 1),
    Construct("in previous", "window", "customer_since in previous month", "In the calendar period before.", 1),
    Construct("before", "window", "did order before 2026-01-01", "Strictly before a moment.", 1),
    Construct("after", "window", "did order after 90 days ago", "Strictly after a moment.", 1),
    Construct("count", "function", "count(orders) > 3", "How many rows there are.", 10),
    Construct("sum", "function", "sum(orders.total) > 100 CHF", "The sum of a field of the rows.", 10),
    Construct("avg", "function", "avg(orders.total) > 100 CHF", "The average of a field of the rows.", 10),
    Construct("min", "function", "min(orders.total) > 100 CHF", "The lowest value of a field.", 10),
    Construct("max", "function", "max(orders.total) > 100 CHF", "The highest value of a field.", 10),
    Construct("first", "function", "first(orders.at) before today", "The value of the earliest row.", 10),
    Construct("last", "function", "last(orders.at) before today", "The value of the latest row.", 10),
    Construct("distinct", "function", "distinct(orders.product) > 3", "How many different values there are.", 10),
    Construct("call", "function", 'initials(name) = "AB"', "A function of one's own.", 10),
    Construct("+", "value", "count(orders) + count(calls) > 3", "Added.", 1),
    Construct("-", "value", "count(orders) - count(calls) > 3", "Taken away.", 1),
    Construct("*", "value", "count(orders) * 2 > 3", "Multiplied.", 1),
    Construct("/", "value", "count(orders) / count(calls) > 3", "Divided; missing where it is by zero.", 1),
    Construct("parameter", "value", "age > $least", "A value that is given when the segment is bound.", 0),
    Construct("now", "value", "last(orders.at) before now", "The instant the segment is asked about.", 0),
    Construct("today", "value", "customer_since before today", "The civil day of now.", 0),
    Construct("ago", "value", "customer_since before 90 days ago", "So long before now.", 0),
)

CONSTRUCTS: Final[Mapping[str, Construct]] = {entry.name: entry for entry in _ENTRIES}
"""Every construct by its name."""


def used(tree: Condition) -> tuple[str, ...]:
    """Name every operator and construct that a segment uses, sorted.

    >>> from crmkit.segment.parse import parse
    >>> used(parse('not country = "CH" and count(orders) > 3'))
    ('=', '>', 'and', 'count', 'not')
    """
    return tuple(sorted({name for node, _ in walk(tree, into_segments=True) for name in names_of(node)}))


def uses_clock(tree: Condition) -> bool:
    """Say whether an answer can turn by the clock alone, if facts stay as they are."""
    moving = nodes.Now | nodes.Today | nodes.Ago | nodes.Rolling | nodes.Calendar | nodes.Did | nodes.Aggregate
    return any(
        isinstance(node, moving) or (isinstance(node, nodes.Path) and node.meaning is not None and node.meaning.derived)
        for node, _ in walk(tree, into_segments=True)
    )


def cost_of(tree: Condition) -> int:
    """Reckon how much work one customer is, beside a comparison, before anybody is asked.

    >>> from crmkit.segment.parse import parse
    >>> cost_of(parse('country = "CH" and did order in last 90 days'))
    12
    """
    return sum(cost_of_node(node) for node, _ in walk(tree, into_segments=True))


def cost_of_node(node: Node) -> int:
    """Reckon the work of one node, without those below it."""
    if isinstance(node, nodes.Call) and node.function is not None:
        return node.function.cost
    return sum(OPERATORS[name].cost if name in OPERATORS else CONSTRUCTS[name].cost for name in names_of(node))


def names_of(node: Node) -> tuple[str, ...]:
    """Name what one node, without those below it, uses."""
    match node:
        case nodes.Test(operator=operator):
            return (operator,)
        case nodes.Did(negated=negated, filter=condition):
            return ("did not" if negated else "did", *_filtered(condition))
        case nodes.Step(negated=negated, filter=condition):
            return ("then not" if negated else "then", *_filtered(condition))
        case nodes.Aggregate(function=function, filter=condition):
            return (function, *_filtered(condition))
        case nodes.Rolling(direction=direction):
            return (f"in {direction}",)
        case nodes.Calendar(which=which):
            return (f"in {which}",)
        case nodes.Beside(side=side):
            return (side,)
        case nodes.Arithmetic(sign=sign):
            return (sign,)
        case nodes.Everyone() | nodes.And() | nodes.Or() | nodes.Not() | nodes.Parameter():
            return (type(node).__name__.lower(),)
        case nodes.Now() | nodes.Today() | nodes.Ago() | nodes.Consented() | nodes.Sample() | nodes.Call():
            return (type(node).__name__.lower(),)
        case nodes.InSegment():
            return ("in segment",)
        case nodes.InList():
            return ("in list",)
        case nodes.Near():
            return ("is within",)
        case nodes.Anniversary():
            return ("has anniversary",)
        case _:
            return ()


def _filtered(condition: Condition | None) -> tuple[str, ...]:
    return () if condition is None else ("filter",)
