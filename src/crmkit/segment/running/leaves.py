"""Tests and the other leaves of a segment, each as a function."""

from collections.abc import Callable
from typing import Any

import attrs

from crmkit.exceptions import CallError
from crmkit.segment import nodes, reading
from crmkit.segment.decisions import decide
from crmkit.segment.nodes import Condition, Meaning, Subject, Window
from crmkit.segment.operators import OPERATORS, Operator, positive
from crmkit.segment.patterns.automaton import Automaton
from crmkit.segment.places import Circle, units
from crmkit.segment.running.events import EventCompiler
from crmkit.segment.running.rows import event_bounds
from crmkit.segment.running.subject import Answer, Scope, Values, identity, raw_values
from crmkit.segment.sampling import draw
from crmkit.segment.windows import Bounds, anniversary_in


class LeafCompiler(EventCompiler):
    """Compiles leaves."""

    def leaf(self, leaf: Condition) -> Answer:
        """Compile any leaf."""
        match leaf:
            case nodes.Test():
                return self.test(leaf)
            case nodes.Within(subject=subject, window=window, negated=negated):
                inside = self.within(subject, window)
                return (lambda values, whole: not inside(values, whole)) if negated else inside
            case nodes.Anniversary():
                return self.anniversary(leaf)
            case nodes.Did():
                return self.did(leaf)
            case nodes.Consented():
                return self.consent(leaf)
            case nodes.InList(name=name):
                members = self.members(name)
                return lambda _values, whole: identity(whole) in members
            case nodes.Sample(percent=percent, seed=seed):
                holds = draw(percent, seed).holds
                return lambda _values, whole: (who := identity(whole)) is not None and holds(who)
            case nodes.Near():
                return self.near(leaf)
            case _:
                raise AssertionError(leaf)

    # Tests

    def test(self, test: nodes.Test) -> Answer:
        """Compile a test, turned over where the operator is a negative one."""
        operator, turned = positive(OPERATORS[test.operator])
        decided = self.decision(test, operator)
        return (lambda values, whole: not decided(values, whole)) if turned else decided

    def decision(self, test: nodes.Test, operator: Operator) -> Answer:
        """Compile a positive test."""
        meaning = test.subject.meaning
        assert meaning is not None
        if operator.matching is not None:
            meaning = attrs.evolve(meaning, matching=operator.matching)
        if operator.name == "is known":
            known = self.known(test.subject, meaning)
            return lambda values, whole: bool(known(values, whole))
        if operator.name == "is similar to":
            return self.similar(test, meaning)
        found = self.values(test.subject, meaning)
        if operator.name == "matches":
            pattern = test.operands[0]
            assert isinstance(pattern, nodes.Text)
            matches = Automaton(pattern.value).matches
            return lambda values, whole: any(map(matches, found(values, whole)))
        operands = tuple(self.values(operand, meaning) for operand in test.operands)
        name, entire = operator.name, meaning.family == "choice"
        if not any(isinstance(one, Subject) for one in test.operands):
            given = tuple(operand({}, None) for operand in operands)
            return lambda values, whole: decide(name, found(values, whole), given, entire=entire)
        return lambda values, whole: decide(
            name, found(values, whole), tuple(one(values, whole) for one in operands), entire=entire
        )

    def known(self, subject: Subject, meaning: Meaning) -> Values:
        """Compile whether there is a value: the values that are there."""
        if isinstance(subject, nodes.Path) and meaning.derived is None:
            name = subject.name
            return lambda values, _whole: raw_values(name, meaning, values)
        return self.values(subject, meaning)

    def similar(self, test: nodes.Test, meaning: Meaning) -> Answer:
        """Compile a comparison by the semantic type of the field, which knows what makes two values alike."""
        kind, wanted = meaning.type, test.operands[0]
        score = test.operands[1]
        assert isinstance(score, nodes.Number)
        least = float(score.value)
        given = [wanted.value] if isinstance(wanted, nodes.Text) else []
        if isinstance(wanted, nodes.Parameter):
            given = list(self.run.parameters[wanted.name])
        assert kind is not None
        assert isinstance(test.subject, nodes.Path)
        name, clean, similarity = test.subject.name, kind.clean, kind.similarity
        likes = [like for one in given if (like := clean(one).value) is not None]

        def answer(values: Scope, _whole: Any) -> bool:
            raws = raw_values(name, meaning, values)
            ours = [clean(raw).value if isinstance(raw, str) else raw for raw in raws]
            return any(similarity(one, like) >= least for one in ours for like in likes if type(one) is type(like))

        return answer

    # Moments

    def within(self, subject: Subject, window: Window) -> Answer:
        """Compile whether a moment lies in a window."""
        meaning = subject.meaning
        assert meaning is not None
        values_of = self.values(subject, meaning)
        bounds: Bounds[Any] | None
        if meaning.family == "date":
            assert not isinstance(window, nodes.Beside)
            bounds = self.run.clock.days_of(window)
        else:
            bounds = event_bounds(window, self.run)
        assert bounds is not None
        holds = bounds.holds
        return lambda values, whole: any(holds(one.low, one.high) for one in values_of(values, whole))

    def anniversary(self, node: nodes.Anniversary) -> Answer:
        """Compile whether a month and day come round in a window."""
        clock = self.run.clock
        assert not isinstance(node.window, nodes.Beside)
        bounds = clock.days_of(node.window)
        pairs = self.month_and_days(node.subject)
        return lambda values, whole: any(anniversary_in(*pair, bounds) for pair in pairs(values, whole))

    def month_and_days(self, subject: Subject) -> Callable[[Scope, Any], tuple[tuple[int, int], ...]]:
        """Compile the months and days of a date, which are known even where the year is not."""
        clock, meaning = self.run.clock, subject.meaning
        assert meaning is not None
        if isinstance(subject, nodes.Path):
            name = subject.name
            return lambda values, _whole: tuple(
                pair for raw in raw_values(name, meaning, values) if (pair := reading.month_and_day(raw, clock))
            )
        found = self.values(subject, Meaning(family="date"))
        return lambda values, whole: tuple((one.low.month, one.low.day) for one in found(values, whole))

    # Consent, lists, places

    def consent(self, node: nodes.Consented) -> Answer:
        """Compile a question to whoever answers for consent."""
        consented = self.run.consented
        if consented is None:
            raise CallError(
                f"The segment asks for consent to {node.purpose}, and nobody answers; "
                "give consented= to .at(), a function of customer, purpose and channel."
            )
        return lambda _values, whole: consented(whole, node.purpose, node.channel) is True

    def members(self, name: str) -> frozenset[str]:
        """Give the ids on a list."""
        if name not in self.run.lists:
            raise CallError(f"The segment asks for the list {name!r}, and nobody has it; give lists= to .at().")
        return frozenset(map(str, self.run.lists[name]))

    def near(self, node: nodes.Near) -> Answer:
        """Compile whether a place lies in a circle."""
        assert node.latitude_of is not None
        assert node.longitude_of is not None
        circle = Circle.around(node.latitude, node.longitude, node.kilometres)
        latitude, longitude = node.latitude_of.name, node.longitude_of.name

        def answer(values: Scope, _whole: Any) -> bool:
            north, east = reading.exact(values.get(latitude)), reading.exact(values.get(longitude))
            return north is not None and east is not None and circle.holds(units(north), units(east))

        return answer
