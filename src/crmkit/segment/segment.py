"""The public classes: a segment, and a segment bound to an instant."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any, NoReturn, TypeVar

import attrs
from attrs import field, frozen

from crmkit.exceptions import CallError, SegmentSyntaxError, UnknownNameError
from crmkit.records import Customer, digest
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema
from crmkit.segment import limits, nodes, reading
from crmkit.segment.build import Expression
from crmkit.segment.describe import Language, describe
from crmkit.segment.document import from_document, to_document
from crmkit.segment.evaluate import Consenting, Run, Subject, compile_condition
from crmkit.segment.explain import Explanation, all_missing, give_reasons
from crmkit.segment.facts import Facts, gather
from crmkit.segment.format import format_condition
from crmkit.segment.lint import Lint, advise
from crmkit.segment.nodes import Condition, Meaning
from crmkit.segment.references import References
from crmkit.segment.turning import next_turn
from crmkit.segment.windows import Clock

FrameT = TypeVar("FrameT")

HORIZON = timedelta(days=2 * 366)
"""How far ahead an explanation looks for the next change."""


@frozen(repr=False)
class Segment:
    """Customers described in words: `country = "CH" and did order in last 90 days`.

    Two segments that say the same are equal and have the same version, whatever the spaces and the notation.
    Make one with `parse`, `from_json` or `build`.

    Attributes:
        text: the canonical text.
        nested: the canonical texts of the segments it names, by name.
        schema: what a customer is.
        tree: the checked tree.

    >>> from datetime import UTC, datetime
    >>> segment = Segment.parse('country = "CH" and not did order in last 90 days')
    >>> segment.at(datetime(2026, 3, 1, tzinfo=UTC)).matches({"country": "CH"})
    True
    """

    text: str
    nested: tuple[tuple[str, str], ...]
    schema: Schema = field(eq=False)
    tree: Condition = field(eq=False)

    @classmethod
    def parse(
        cls, text: str, *, schema: Schema | None = None, segments: "Mapping[str, Segment | str] | None" = None
    ) -> "Segment":
        """Read the text of a segment and check it against a schema.

        Args:
            text: at most 20,000 characters; see the language reference.
            schema: what a customer is; left out, the default customer.
            segments: the segments that `in segment "name"` may name, as segments or texts.

        Raises:
            SegmentSyntaxError: the text does not parse.
            SegmentCheckError: a name or a type is wrong, or segments name each other in a circle.

        >>> str(Segment.parse("AGE>=30   and country in('CH','LI')"))
        'age >= 30 and country in ("CH", "LI")'
        """
        if not isinstance(text, str):
            raise CallError(f"The text of a segment is a str, not a {type(text).__name__}.")
        used = CUSTOMER if schema is None else schema
        references = References(used, _texts(segments or {}))
        tree = references.check(text)
        canonical = format_condition(tree)
        limits.check_length(canonical)
        nested = tuple(sorted((name, format_condition(body)) for name, body in references.checked.items()))
        return cls(text=canonical, nested=nested, schema=used, tree=tree)

    @classmethod
    def from_json(
        cls,
        document: str | Mapping[str, Any],
        *,
        schema: Schema | None = None,
        segments: "Mapping[str, Segment | str] | None" = None,
    ) -> "Segment":
        """Read what `to_json` wrote, as text or as data.

        Raises:
            SegmentSyntaxError: it is not such a document.
            SegmentCheckError: a name or a type in it is wrong.

        >>> segment = Segment.parse('email ends with ".ch"')
        >>> Segment.from_json(segment.to_json()) == segment
        True
        """
        return cls._of_tree(from_document(document), schema, segments)

    @classmethod
    def build(
        cls,
        expression: Expression,
        *,
        schema: Schema | None = None,
        segments: "Mapping[str, Segment | str] | None" = None,
    ) -> "Segment":
        """Make a segment from its Python spelling.

        Raises:
            SegmentCheckError: a name or a type in it is wrong.

        >>> from crmkit.segment.build import field
        >>> str(Segment.build(field("email").ends_with(".ch") & (field("age") >= 30)))
        'email ends with ".ch" and age >= 30'
        """
        if not isinstance(expression, Expression):
            raise CallError('Segment.build takes a condition such as field("age") >= 30.')
        return cls._of_tree(expression.tree, schema, segments)

    @classmethod
    def _of_tree(
        cls, tree: Condition, schema: Schema | None, segments: "Mapping[str, Segment | str] | None"
    ) -> "Segment":
        limits.check_tree(tree)
        segment = cls.parse(format_condition(tree), schema=schema, segments=segments)
        if segment.tree != tree:
            raise SegmentSyntaxError("This tree cannot be written as text; a name in it is not a name.")
        return segment

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Segment.parse({self.text!r})"

    def __bool__(self) -> NoReturn:
        raise TypeError("A segment is neither true nor false; ask .at(now).matches(customer).")

    @property
    def version(self) -> str:
        """Name of the segment by its content, with that of the segments it names."""
        return digest([self.text, *self.nested])

    def to_json(self) -> str:
        """Write the segment as JSON text; a form-builder edits it, `from_json` reads it back."""
        return json.dumps(to_document(self.tree), ensure_ascii=False)

    def describe(self, language: Language = "en") -> str:
        """Say the segment as a sentence, in English ("en") or French ("fr").

        >>> Segment.parse('country = "CH" and age >= 30').describe("fr")
        'pays est « CH » et âge est au moins 30'
        """
        return describe(self.tree, language)

    def facts(self) -> Facts:
        """Say what the segment depends on: fields, relations, segments, parameters, consent purposes."""
        return gather(self.tree)

    def lint(self, schema: Schema | None = None) -> tuple[Lint, ...]:
        """Give advice where the segment is right, but may not say what is meant.

        >>> [lint.code for lint in Segment.parse('country != "CH"').lint()]
        ['negative.missing']
        """
        references = References(self.schema if schema is None else schema, dict(self.nested))
        return advise(references.check(self.text))

    def at(
        self,
        now: datetime,
        *,
        zone: str | tzinfo = "UTC",
        params: Mapping[str, Any] | None = None,
        consented: Consenting | None = None,
    ) -> "BoundSegment":
        """Bind the segment to an instant, so that customers can be asked.

        Args:
            now: an aware datetime; rows later than it are not seen.
            zone: IANA name of the zone whose calendar counts.
            params: the values of the $parameters.
            consented: answers whether a customer consents to a purpose, by a channel or None.

        Raises:
            CallError: a naive datetime, an unknown zone, a parameter that is missing or does not fit.
            UnknownNameError: a parameter that the segment does not have.
        """
        clock = Clock(now, zone)
        return BoundSegment(self, Run(clock, _bind(self.tree, params or {}, clock), consented))


@frozen
class BoundSegment:
    """A segment at an instant, in a zone, with its parameters: it answers for customers.

    Attributes:
        segment: the segment.
        run: now, zone, parameters and who answers for consent.
    """

    segment: Segment
    run: Run

    def __str__(self) -> str:
        return str(self.segment)

    def __bool__(self) -> NoReturn:
        raise TypeError("A segment is neither true nor false; ask .matches(customer).")

    @cached_property
    def _answer(self) -> Callable[[Subject], bool]:
        return compile_condition(self.segment.tree, self.run)

    def matches(self, customer: Customer | Mapping[str, Any]) -> bool:
        """Say whether a customer is in the segment.

        Args:
            customer: a Customer, or a mapping of fields and relations such as {"country": "CH", "orders": [...]}.

        Raises:
            CallError: the segment asks for consent and nobody answers, or the customer has a time without a zone.
        """
        return self._answer(Subject.of(customer))

    def explain(
        self, customer: Customer | Mapping[str, Any], *, language: Language = "en", horizon: timedelta = HORIZON
    ) -> Explanation:
        """Say why a customer is in or not, what is missing, and when the answer will change by the clock alone.

        Args:
            customer: as in `matches`.
            language: of the sentences: "en" or "fr".
            horizon: how far ahead to look for the change.

        Raises:
            CallError: as in `matches`.

        >>> from datetime import UTC, datetime
        >>> bound = Segment.parse('country = "CH" and age >= 18').at(datetime(2026, 3, 1, tzinfo=UTC))
        >>> print(bound.explain({"country": "CH", "birth_date": "2008-03-15"}))
        Not in the segment:
          ✗ country = "CH" and age >= 18
            ✓ country = "CH" (has CH)
            ✗ age >= 18 (has a value)
          changes by itself at 2026-03-15T00:00:00Z
        """
        subject = Subject.of(customer)
        reason = give_reasons(self.segment.tree, subject, self.run, language)

        def answer_at(when: datetime) -> bool:
            run = attrs.evolve(self.run, clock=attrs.evolve(self.run.clock, now=when))
            return compile_condition(self.segment.tree, run)(subject)

        turn = next_turn(self.segment.tree, subject, self.run, answer_at, horizon=horizon)
        return Explanation(member=reason.met, reason=reason, missing=all_missing(reason), next_change=turn)

    def filter(self, frame: FrameT, *, related: Mapping[str, Any] | None = None, id_column: str = "id") -> FrameT:
        """Keep the rows of a frame that are in the segment, in the caller's kind of frame.

        Args:
            frame: one row a customer, columns named like the fields; any dataframe that narwhals understands.
            related: relation to a frame with a column `customer` (the customer's id), `at`, and the row's fields.
            id_column: the column that `customer` refers to.

        Raises:
            CallError: as in `matches`, or a column is missing.
            MissingExtraError: the extra "frames" is not installed.
        """
        from crmkit.segment.columnar import filter_frame

        return filter_frame(frame, self.matches, schema=self.segment.schema, related=related or {}, id_column=id_column)


def _texts(segments: Mapping[str, Segment | str]) -> dict[str, str]:
    """Give the texts of the segments that may be named, with those that they name themselves."""
    texts = {name: str(segment) for name, segment in segments.items()}
    for segment in segments.values():
        for name, text in segment.nested if isinstance(segment, Segment) else ():
            if texts.setdefault(name, text) != text:
                raise CallError(f"Two segments mean something else by in segment {name!r}; give them apart names.")
    return texts


def _bind(tree: Condition, given: Mapping[str, Any], clock: Clock) -> dict[str, tuple[Any, ...]]:
    """Check the values of the parameters, and make each a tuple."""
    wanted: dict[str, list[Meaning]] = {}
    for node, _ in nodes.walk(tree, into_segments=True):
        if isinstance(node, nodes.Parameter) and node.meaning is not None:
            wanted.setdefault(node.name, []).append(node.meaning)
    for name in given:
        if name not in wanted:
            raise UnknownNameError("parameter", name, wanted)
    for name in wanted:
        if name not in given:
            raise CallError(f"The segment needs ${name}; give params={{{name!r}: …}}.")
    return {name: _fitting(name, given[name], meanings, clock) for name, meanings in wanted.items()}


def _fitting(name: str, value: Any, meanings: list[Meaning], clock: Clock) -> tuple[Any, ...]:
    values = tuple(reading.each(value))
    for meaning in meanings:
        if isinstance(value, tuple | list | set | frozenset) and not meaning.many:
            raise CallError(f"${name} stands for one value here; give one, or compare with in (${name}).")
        plain = Meaning(family="number") if meaning.derived else meaning
        if not all(reading.is_known(one) and reading.reader(plain, clock)(one) is not None for one in values):
            raise CallError(f"${name} does not fit: the segment compares it with {meaning.family}.")
    return values
