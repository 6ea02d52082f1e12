"""What values are: fields, aggregates, reckonings and calls, and the windows of events."""

from typing import Any, Final, TypeVar

import attrs

from crmkit.schema.fields import Relation
from crmkit.segment import nodes
from crmkit.segment.checking.names import KINDS, MOMENTS, TEXTS, Names, labels_of
from crmkit.segment.format import format_value
from crmkit.segment.nodes import Condition, Family, Meaning, Value, Window

NUMBER: Final = Meaning(family="number", nullable=False)
_FITS: Final[dict[str, tuple[Family, ...]]] = {
    "sum": ("number", "money"),
    "avg": ("number", "money"),
    "min": ("number", "money", "date", "instant"),
    "max": ("number", "money", "date", "instant"),
}
ValueT = TypeVar("ValueT", bound=Value)


class Values(Names):
    """Resolves values; one that cannot be is given back without a meaning."""

    def filter(self, condition: Condition | None, relation: Relation) -> Condition | None:
        """Resolve the conditions on a row; the last layer knows how."""
        raise NotImplementedError

    def value(self, value: ValueT) -> ValueT:
        """Resolve a value."""
        resolved: Any = value
        match value:
            case nodes.Path():
                resolved = attrs.evolve(value, meaning=self.path(value))
            case nodes.Aggregate():
                resolved = self.aggregate(value)
            case nodes.Arithmetic():
                resolved = self.arithmetic(value)
            case nodes.Call():
                resolved = self.call(value)
            case _:
                pass
        found: ValueT = resolved
        return found

    # Aggregates

    def aggregate(self, node: nodes.Aggregate) -> nodes.Aggregate:
        """Resolve an aggregate."""
        if self.row is not None:
            self.wrong(f"{node.function}(…) is asked of a customer, not of one of the {self.row.name}.", node.span)
            return node
        relation = self.relation(node.relation, node.span, singular=False)
        if relation is None:
            return node
        node = attrs.evolve(
            node,
            filter=self.filter(node.filter, relation),
            window=self.event_window(node.window),
            label=labels_of(relation),
        )
        if node.function == "count":
            if node.field is not None:
                self.wrong(
                    f"count counts rows; write count({relation.name}), or distinct({relation.name}.{node.field}).",
                    node.span,
                )
            return attrs.evolve(node, meaning=NUMBER)
        if node.field is None:
            self.wrong(f"{node.function} needs a field, such as {node.function}({relation.name}.at).", node.span)
            return node
        meaning = self.row_field(node, relation)
        if meaning is None:
            return node
        fits = _FITS.get(node.function)
        if fits is not None and meaning.family not in fits:
            wanted = " or ".join(KINDS[family] for family in fits)
            self.wrong(f"{node.function} needs {wanted}; {node.field} is {KINDS[meaning.family]}.", node.span)
        own = attrs.evolve(meaning, nullable=node.function != "sum")
        return attrs.evolve(
            node,
            meaning=NUMBER if node.function == "distinct" else own,
            row_field=nodes.Path(name=node.field, meaning=meaning),
        )

    def event_window(self, window: Window | None) -> Window | None:
        """Check the window of an event, whose bounds are the same for every row."""
        if not isinstance(window, nodes.Beside):
            return window
        moment = window.moment
        if isinstance(moment, nodes.Parameter):
            return attrs.evolve(window, moment=self.parameter(moment, Meaning(family="instant")))
        if isinstance(moment, nodes.Subject):
            self.wrong("The window of an event is fixed: a date, now, today, … ago or a $parameter.", moment.span)
        elif family_of(moment) not in MOMENTS and not isinstance(moment, nodes.Ago):
            self.wrong(f"{window.side} needs a date such as 2026-03-31 or 90 days ago.", moment.span)
        return window

    # Reckonings

    def arithmetic(self, node: nodes.Arithmetic) -> nodes.Arithmetic:
        """Resolve a reckoning."""
        sides = [self.value(side) for side in (node.left, node.right)]
        node = attrs.evolve(node, left=sides[0], right=sides[1])
        for side in sides:
            if isinstance(side, nodes.Arithmetic) and side.sign == "/":
                self.wrong(
                    "A division is a whole side of a comparison, so that it stays exact; multiply the other side.",
                    side.span,
                )
                return node
        left, right = (self.part(side, node) for side in sides)
        if left is None or right is None:
            return node
        family = _reckoned(node.sign, left, right)
        if family is None:
            self.wrong(_no_sense(node.sign, left, right), node.span)
            return node
        nullable = node.sign == "/" or any(_nullable(side) for side in sides)
        return attrs.evolve(node, meaning=Meaning(family=family, nullable=nullable))

    def part(self, side: Value, node: nodes.Arithmetic) -> Family | None:
        """Say what one side of a reckoning is: a number or an amount, and only one."""
        if isinstance(side, nodes.Parameter):
            self.wrong(f"${side.name} cannot be reckoned with; give the result as a parameter.", side.span)
            return None
        meaning, family = meaning_of(side), family_of(side)
        if isinstance(side, nodes.Subject) and meaning is None:
            return None
        if meaning is not None and meaning.many:
            self.wrong(f"{format_value(side)} may have several values, so it cannot be reckoned with.", side.span)
            return None
        if family in {"number", "money"}:
            return family
        moment = family in MOMENTS or isinstance(side, nodes.Ago)
        hint = " A time is moved by a window, or as 90 days ago." if moment else ""
        kind = KINDS[family] if family else "a length of time"
        self.wrong(f"{format_value(side)} is {kind}; only numbers and amounts are reckoned with.{hint}", side.span)
        return None

    # Functions of one's own

    def call(self, node: nodes.Call) -> nodes.Call:
        """Resolve a call of a function of one's own."""
        arguments = tuple(self.value(one) for one in node.arguments)
        node = attrs.evolve(node, arguments=arguments)
        function = self.functions.get(node.name)
        if function is None:
            self.unknown(node.name, "a function", (*nodes.FUNCTIONS, *self.functions), node.span)
            return node
        if len(arguments) != len(function.takes):
            self.wrong(f"{node.name} takes {len(function.takes)} values, and here are {len(arguments)}.", node.span)
            return node
        for argument, wanted in zip(arguments, function.takes, strict=True):
            self.argument(argument, wanted, node)
        meaning = Meaning(
            family=function.gives,
            matching="fold" if function.gives == "text" else "exact",
            many=any(found.many for found in map(meaning_of, arguments) if found),
            label=tuple(sorted(function.labels.items())),
        )
        return attrs.evolve(node, function=function, meaning=meaning)

    def argument(self, argument: Value, wanted: Family, node: nodes.Call) -> None:
        """Check that an argument fits."""
        if not isinstance(argument, nodes.Path | nodes.Call | nodes.Text | nodes.Number | nodes.Amount | nodes.Day):
            self.wrong(
                f"{node.name} takes fields, texts, numbers and dates, but not {format_value(argument)}.", argument.span
            )
            return
        family = family_of(argument)
        if family is not None and family != wanted and not {family, wanted} <= TEXTS:
            self.wrong(f"{node.name} takes {KINDS[wanted]} here, and this is {KINDS[family]}.", argument.span)


def meaning_of(value: Value) -> Meaning | None:
    """Give what the checker found out about a value."""
    return value.meaning if isinstance(value, nodes.Subject | nodes.Parameter) else None


def family_of(value: Value) -> Family | None:
    """Give the family of a value, if it has one of its own."""
    match value:
        case nodes.Text():
            return "text"
        case nodes.Number():
            return "number"
        case nodes.Amount():
            return "money"
        case nodes.Day() | nodes.Today():
            return "date"
        case nodes.Instant() | nodes.Now():
            return "instant"
        case _:
            meaning = meaning_of(value)
            return meaning.family if meaning else None


def _nullable(value: Value) -> bool:
    meaning = meaning_of(value)
    return meaning is not None and meaning.nullable


def _reckoned(sign: nodes.Sign, left: Family, right: Family) -> Family | None:
    """Say what comes out: amounts are added to amounts, multiplied by numbers, and divided by both."""
    if sign in {"+", "-"}:
        return left if left == right else None
    if sign == "*":
        return None if left == right == "money" else "money" if "money" in {left, right} else "number"
    if left == right:
        return "number"
    return "money" if left == "money" else None


def _no_sense(sign: nodes.Sign, left: Family, right: Family) -> str:
    verb = {"+": "added", "-": "taken away", "*": "multiplied", "/": "divided"}[sign]
    kinds = f"{KINDS[left].capitalize()} and {KINDS[right]}"
    return f"{kinds} are not {verb}; say the currency, or leave it out on both sides."
