"""What names mean: fields, related rows, places, functions, parameters."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import attrs
from attrs import define, field

from crmkit.exceptions import near_names
from crmkit.schema.fields import Relation, Schema
from crmkit.segment import nodes
from crmkit.segment.checking.problems import Problem
from crmkit.segment.functions import CustomFunction
from crmkit.segment.nodes import Condition, Family, Labels, Meaning, Span
from crmkit.segment.places import coordinate_names
from crmkit.segment.vocabulary import field_names, find_field, find_row_field

KINDS: Final[dict[Family, str]] = {
    "text": "a text",
    "number": "a number",
    "date": "a date",
    "instant": "a date with time",
    "money": "an amount of money",
    "boolean": "a yes or no",
    "choice": "one of a list of codes",
}
MOMENTS: Final = frozenset({"date", "instant"})
TEXTS: Final = frozenset({"text", "choice"})


@define
class Names:
    """Finds names; `row` is the relation in whose filter the checker stands.

    Attributes:
        schema: what a customer is.
        find_segment: gives the checked tree of a nested segment, or raises SegmentCheckError.
        functions: functions of one's own, by name.
    """

    schema: Schema
    find_segment: Callable[[nodes.InSegment], Condition]
    functions: Mapping[str, CustomFunction]
    row: Relation | None = None
    problems: list[Problem] = field(factory=list)
    parameters: dict[str, Family] = field(factory=dict)

    def wrong(self, sentence: str, span: Span, replacement: str | None = None) -> None:
        """Note a fault."""
        self.problems.append(Problem(sentence, span, replacement))

    def unknown(self, name: str, what: str, known: Iterable[str], span: Span) -> None:
        """Note a name that does not exist, with near ones."""
        known = tuple(known)
        near = near_names(name, known)
        if near:
            hint = f"Did you mean {' or '.join(repr(one) for one in near)}?"
        else:
            hint = f"Known are: {', '.join(sorted(known)[:12])}{' …' if len(known) > 12 else ''}."
        self.wrong(f"{name!r} is not {what}. {hint}", span, near[0] if len(near) == 1 else None)

    def path(self, path: nodes.Path) -> Meaning | None:
        """Find what a field means."""
        if self.row is not None:
            meaning = find_row_field(self.row, path.name)
            if meaning is None:
                known = tuple(one.name for one in self.row.fields)
                self.unknown(path.name, f"a field of one of the {self.row.name}", known, path.span)
            return meaning
        meaning = find_field(self.schema, path.name)
        if meaning is not None:
            return meaning
        relation = self.relation_of(path.name.partition(".")[0])
        if relation is not None:
            hint = f"count({relation.name}), last({relation.name}.at) or did {relation.singular}"
            self.wrong(f"A customer has many {relation.name}; say which you mean: {hint}.", path.span)
            return None
        self.unknown(path.name, f"a field of a {self.schema.name}", field_names(self.schema), path.span)
        return None

    def row_field(self, node: nodes.Aggregate, relation: Relation) -> Meaning | None:
        """Find what the field of an aggregate means."""
        meaning = find_row_field(relation, str(node.field))
        if meaning is None:
            known = tuple(one.name for one in relation.fields)
            near = near_names(str(node.field), known)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(known)}."
            self.wrong(f"{node.field!r} is not a field of one of the {relation.name}. {hint}", node.span)
        return meaning

    def place(self, node: nodes.Near) -> tuple[nodes.Path, nodes.Path] | None:
        """Find the two fields that hold a place."""
        for latitude, longitude in coordinate_names(node.place):
            north, east = find_field(self.schema, latitude), find_field(self.schema, longitude)
            if north and east and {north.family, east.family} == {"number"} and not (north.many or east.many):
                return nodes.Path(name=latitude, meaning=north), nodes.Path(name=longitude, meaning=east)
        wanted = " and ".join(coordinate_names(node.place)[0])
        known = find_field(self.schema, node.place)
        if known is not None:
            sentence = f"{node.place!r} is {KINDS[known.family]} and no place: it tells no degrees."
        else:
            sentence = f"{node.place!r} is no place of a {self.schema.name}."
        self.wrong(f"{sentence} Declare {wanted} as decimal numbers.", node.span)
        return None

    def relation_of(self, name: str) -> Relation | None:
        """Find a relation by its plural or its singular."""
        return next((one for one in self.schema.relations if name in {one.name, one.singular}), None)

    def relation(self, name: str, span: Span, *, singular: bool) -> Relation | None:
        """Find a relation, and insist on the right number."""
        found = self.relation_of(name)
        wanted = tuple(one.singular if singular else one.name for one in self.schema.relations)
        if found is not None and name in wanted:
            return found
        if found is not None:
            right = found.singular if singular else found.name
            where = "after did, the singular is written" if singular else "inside a function, the plural is written"
            self.wrong(f"{name!r}: {where}: {right!r}.", span)
        elif wanted:
            what = "something that happens to a customer" if singular else "a list of rows of a customer"
            near = near_names(name, wanted)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(wanted)}."
            self.wrong(f"{name!r} is not {what}. {hint}", span)
        else:
            self.wrong(f"The schema {self.schema.name!r} has no related rows, so {name!r} cannot be asked.", span)
        return None

    def parameter(self, parameter: nodes.Parameter, meaning: Meaning) -> nodes.Parameter:
        """Give a parameter the meaning of what it is compared with, everywhere the same."""
        family = self.parameters.setdefault(parameter.name, meaning.family)
        if family != meaning.family and not ({family, meaning.family} <= MOMENTS or {family, meaning.family} <= TEXTS):
            sentence = (
                f"${parameter.name} is {KINDS[family]} elsewhere in this segment, and {KINDS[meaning.family]} here."
            )
            self.wrong(sentence, parameter.span)
        return attrs.evolve(parameter, meaning=meaning)


def labels_of(relation: Relation) -> Labels:
    """Give the labels of a relation as a tree keeps them."""
    return tuple(sorted(relation.labels.items()))
