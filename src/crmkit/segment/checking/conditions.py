"""What conditions make sense where they stand."""

import attrs

from crmkit.exceptions import SegmentCheckError
from crmkit.schema.fields import Relation
from crmkit.segment import nodes
from crmkit.segment.checking.comparing import Comparing
from crmkit.segment.checking.names import labels_of
from crmkit.segment.nodes import Condition


class Checker(Comparing):
    """Resolves conditions."""

    def condition(self, node: Condition) -> Condition:
        """Resolve any condition."""
        match node:
            case nodes.And() | nodes.Or():
                return attrs.evolve(node, parts=tuple(self.condition(part) for part in node.parts))
            case nodes.Not():
                return attrs.evolve(node, part=self.condition(node.part))
            case nodes.Test():
                return self.test(node)
            case nodes.Within():
                return self.within(node)
            case nodes.Anniversary():
                return self.anniversary(node)
            case nodes.Near():
                return self.near(node)
            case nodes.Did():
                return self.did(node)
            case nodes.InSegment():
                return self.in_segment(node)
            case nodes.Sample() if not 0 < node.percent <= 100:
                self.wrong("A share is more than 0 %, up to 100 %.", node.span)
            case nodes.Consented() if self.row is not None:
                self.wrong(f"Consent is not asked of one of the {self.row.name}.", node.span)
            case nodes.InList() | nodes.Sample() if self.row is not None:
                self.wrong(
                    f"A list or a sample holds customers; it is not asked of one of the {self.row.name}.", node.span
                )
            case _:
                pass
        return node

    def in_segment(self, node: nodes.InSegment) -> Condition:
        """Resolve the name of a segment."""
        if self.row is not None:
            self.wrong(f"A segment holds customers; it is not asked of one of the {self.row.name}.", node.span)
            return node
        try:
            return attrs.evolve(node, body=self.find_segment(node))
        except SegmentCheckError as error:
            self.wrong(error.problem, node.span)
            return node

    def did(self, node: nodes.Did) -> Condition:
        """Resolve an event and its steps."""
        if self.row is not None:
            self.wrong(f"did … is asked of a customer, not of one of the {self.row.name}.", node.span)
            return node
        relation = self.relation(node.event, node.span, singular=True)
        steps = tuple(self.step(step) for step in node.steps)
        if relation is None:
            return attrs.evolve(node, steps=steps)
        return attrs.evolve(
            node,
            relation=relation.name,
            label=labels_of(relation),
            filter=self.filter(node.filter, relation),
            window=self.event_window(node.window),
            steps=steps,
        )

    def step(self, node: nodes.Step) -> nodes.Step:
        """Resolve a step."""
        relation = self.relation(node.event, node.span, singular=True)
        if relation is None:
            return node
        return attrs.evolve(
            node,
            relation=relation.name,
            label=labels_of(relation),
            filter=self.filter(node.filter, relation),
            window=self.event_window(node.window),
        )

    def filter(self, condition: Condition | None, relation: Relation) -> Condition | None:
        """Resolve the conditions on a row."""
        if condition is None:
            return None
        outside, self.row = self.row, relation
        checked = self.condition(condition)
        self.row = outside
        return checked
