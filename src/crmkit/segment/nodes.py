"""The tree of a segment: declarations without behaviour.

Two trees are equal when they say the same; the span (where a node stands in its text) and the meaning (what the
checker found out about it) do not count. Parsing, checking and evaluating are three steps in three files.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import attrs
from attrs import frozen

from crmkit.schema.types.base import SemanticType
from crmkit.segment.functions import CustomFunction

Unit = Literal["hour", "day", "week", "month", "quarter", "year"]
Family = Literal["text", "number", "date", "instant", "money", "boolean", "choice"]
Matching = Literal["fold", "casefold", "exact", "sound"]
Function = Literal["count", "sum", "avg", "min", "max", "first", "last", "distinct"]
Sign = Literal["+", "-", "*", "/"]
Labels = tuple[tuple[str, str], ...]

UNITS: tuple[Unit, ...] = ("hour", "day", "week", "month", "quarter", "year")
FUNCTIONS: tuple[Function, ...] = ("count", "sum", "avg", "min", "max", "first", "last", "distinct")


@frozen
class Span:
    """Where a node stands in the text: offsets of its first character and behind its last."""

    start: int = 0
    end: int = 0


@frozen
class Meaning:
    """What the checker found out about a value.

    Attributes:
        family: which operators apply and how values are read.
        many: whether there may be several values, of which any may satisfy.
        matching: how text is compared: folded, without case, or exactly.
        type: the semantic type of the field, if it is a field.
        label: what to call it, by language.
        sensitivity: the sensitivity of the field; anything but "none" is masked in explanations.
        nullable: whether it can be missing.
        part_of: the composite field this one is a facet of.
        whole: the semantic type of that composite field.
        derived: the name of the rule that computes a virtual field, such as "age".
    """

    family: Family
    many: bool = False
    matching: Matching = "exact"
    type: SemanticType[Any] | None = None
    label: Labels = ()
    sensitivity: str = "none"
    nullable: bool = True
    part_of: str | None = None
    whole: SemanticType[Any] | None = None
    derived: str | None = None


@frozen(kw_only=True)
class Node:
    """Anything in the tree."""

    span: Span = attrs.field(default=Span(), eq=False, repr=False)


# Values


@frozen(kw_only=True)
class Text(Node):
    """A text literal."""

    value: str


@frozen(kw_only=True)
class Number(Node):
    """An exact number."""

    value: Decimal


@frozen(kw_only=True)
class Amount(Node):
    """An amount of money in major units: 12.50 CHF."""

    value: Decimal
    currency: str


@frozen(kw_only=True)
class Day(Node):
    """A calendar date."""

    value: date


@frozen(kw_only=True)
class Instant(Node):
    """A point in time, in UTC."""

    value: datetime


@frozen(kw_only=True)
class Now(Node):
    """The instant the segment is asked about."""


@frozen(kw_only=True)
class Today(Node):
    """The calendar day of `now` in the zone of the run."""


@frozen(kw_only=True)
class Ago(Node):
    """So many units before now: an instant beside instants, a date beside dates."""

    count: int
    unit: Unit


@frozen(kw_only=True)
class Parameter(Node):
    """A value given when the segment is bound: $name."""

    name: str
    meaning: Meaning | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Path(Node):
    """A field of the customer, or of the row inside a filter."""

    name: str
    meaning: Meaning | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Rolling(Node):
    """A window that ends or begins now: in last 90 days, in next 7 days."""

    direction: Literal["last", "next"]
    count: int
    unit: Unit


@frozen(kw_only=True)
class Calendar(Node):
    """A whole calendar period: in this month, in previous quarter, in next week."""

    which: Literal["this", "previous", "next"]
    unit: Unit


@frozen(kw_only=True)
class Beside(Node):
    """An open window on one side of a moment: before 2026-01-01, after 90 days ago."""

    side: Literal["before", "after"]
    moment: "Value"


Window = Rolling | Calendar | Beside


@frozen(kw_only=True)
class Aggregate(Node):
    """One value out of the rows of a relation: sum(orders[status = "paid"].total in last 90 days)."""

    function: Function
    relation: str
    filter: "Condition | None" = None
    field: str | None = None
    window: Window | None = None
    meaning: Meaning | None = attrs.field(default=None, eq=False, repr=False)
    row_field: Path | None = attrs.field(default=None, eq=False, repr=False)
    currency: str | None = attrs.field(default=None, eq=False, repr=False)
    label: Labels = attrs.field(default=(), eq=False, repr=False)


@frozen(kw_only=True)
class Arithmetic(Node):
    """Two numbers or amounts reckoned into one, exactly: 0.5 * sum(orders.total)."""

    sign: Sign
    left: "Value"
    right: "Value"
    meaning: Meaning | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Call(Node):
    """A function of one's own: initials(name)."""

    name: str
    arguments: tuple["Value", ...]
    function: CustomFunction | None = attrs.field(default=None, eq=False, repr=False)
    meaning: Meaning | None = attrs.field(default=None, eq=False, repr=False)


Subject = Path | Aggregate | Arithmetic | Call
Value = Text | Number | Amount | Day | Instant | Now | Today | Ago | Parameter | Path | Aggregate | Arithmetic | Call


# Conditions


@frozen(kw_only=True)
class Everyone(Node):
    """True for every customer."""


@frozen(kw_only=True)
class And(Node):
    """True when all parts are."""

    parts: tuple["Condition", ...]


@frozen(kw_only=True)
class Or(Node):
    """True when any part is."""

    parts: tuple["Condition", ...]


@frozen(kw_only=True)
class Not(Node):
    """True when the part is not."""

    part: "Condition"


@frozen(kw_only=True)
class Test(Node):
    """A value and an operator of the catalogue, with as many operands as the operator takes."""

    __test__ = False

    subject: Subject
    operator: str
    operands: tuple[Value, ...] = ()


@frozen(kw_only=True)
class Within(Node):
    """A date or an instant lies in a window."""

    subject: Subject
    window: Window
    negated: bool = False


@frozen(kw_only=True)
class Anniversary(Node):
    """The month and day of a date come round in a window."""

    subject: Subject
    window: Window


@frozen(kw_only=True)
class Times(Node):
    """How often: at least, at most or exactly so many times."""

    bound: Literal["at least", "at most", "exactly"]
    count: int


@frozen(kw_only=True)
class Step(Node):
    """What came after, or did not come, within a length of time: then not order within 24 hours."""

    event: str
    filter: "Condition | None" = None
    window: Window | None = None
    count: int
    unit: Unit
    negated: bool = False
    relation: str | None = attrs.field(default=None, eq=False, repr=False)
    label: Labels = attrs.field(default=(), eq=False, repr=False)


@frozen(kw_only=True)
class Did(Node):
    """Something happened, or did not: did order[total > 100 CHF] at least 2 times in last year."""

    event: str
    filter: "Condition | None" = None
    times: Times | None = None
    window: Window | None = None
    steps: tuple[Step, ...] = ()
    negated: bool = False
    relation: str | None = attrs.field(default=None, eq=False, repr=False)
    label: Labels = attrs.field(default=(), eq=False, repr=False)


@frozen(kw_only=True)
class Consented(Node):
    """There is a valid consent at now: consented to newsletter via email."""

    purpose: str
    channel: str | None = None


@frozen(kw_only=True)
class InSegment(Node):
    """The customer is in another segment."""

    name: str
    body: "Condition | None" = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class InList(Node):
    """The customer is on a list of ids that is given when the segment is bound."""

    name: str


@frozen(kw_only=True)
class Sample(Node):
    """The customer is in a share of all customers that is drawn by the id and a seed: sample 10% seed "autumn"."""

    percent: Decimal
    seed: str | None = None


@frozen(kw_only=True)
class Near(Node):
    """A place is so near to a point, in degrees: home is within 25 km of (47.3769, 8.5417)."""

    place: str
    kilometres: Decimal
    latitude: Decimal
    longitude: Decimal
    latitude_of: Path | None = attrs.field(default=None, eq=False, repr=False)
    longitude_of: Path | None = attrs.field(default=None, eq=False, repr=False)


Condition = (
    Everyone | And | Or | Not | Test | Within | Anniversary | Did | Consented | InSegment | InList | Sample | Near
)
LEAVES = (Everyone, Test, Within, Anniversary, Did, Consented, InSegment, InList, Sample, Near)
