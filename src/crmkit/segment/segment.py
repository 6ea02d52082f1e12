"""The public class: a segment, in its three spellings."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, NoReturn

from attrs import field, frozen

from crmkit.exceptions import CallError, SegmentSyntaxError
from crmkit.records import Customer, digest
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema
from crmkit.segment import limits
from crmkit.segment.binding import bind_parameters
from crmkit.segment.bound import BoundSegment
from crmkit.segment.describe import describe
from crmkit.segment.expressions import Expression
from crmkit.segment.facts import Facts, gather
from crmkit.segment.format import format_condition
from crmkit.segment.functions import CustomFunction, by_name
from crmkit.segment.json_form.reading import from_document
from crmkit.segment.json_form.writing import to_document
from crmkit.segment.lint import Lint, advise
from crmkit.segment.nodes import Condition
from crmkit.segment.references import References
from crmkit.segment.running.subject import Consenting, Run
from crmkit.segment.telling.words import Language
from crmkit.segment.windows import Clock

if TYPE_CHECKING:
    from crmkit.segment.completing.completion import Completion
    from crmkit.segment.importing.foreign import Language as ForeignLanguage


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
        functions: functions of one's own that it may call.

    >>> from datetime import UTC, datetime
    >>> segment = Segment.parse('country = "CH" and not did order in last 90 days')
    >>> segment.at(datetime(2026, 3, 1, tzinfo=UTC)).matches({"country": "CH"})
    True
    """

    text: str
    nested: tuple[tuple[str, str], ...]
    schema: Schema = field(eq=False)
    tree: Condition = field(eq=False)
    functions: tuple[CustomFunction, ...] = field(default=(), eq=False)

    @classmethod
    def parse(
        cls,
        text: str,
        *,
        schema: Schema | None = None,
        segments: "Mapping[str, Segment | str] | None" = None,
        functions: Iterable[CustomFunction] = (),
    ) -> "Segment":
        """Read the text of a segment and check it against a schema.

        Args:
            text: at most 20,000 characters; see the language reference.
            schema: what a customer is; left out, the default customer.
            segments: the segments that `in segment "name"` may name, as segments or texts.
            functions: functions of one's own that it may call.

        Raises:
            SegmentSyntaxError: the text does not parse.
            SegmentCheckError: a name or a type is wrong, or segments name each other in a circle.

        >>> str(Segment.parse("AGE>=30   and country in('CH','LI')"))
        'age >= 30 and country in ("CH", "LI")'
        """
        if not isinstance(text, str):
            raise CallError(f"The text of a segment is a str, not a {type(text).__name__}.")
        used = CUSTOMER if schema is None else schema
        given = segments or {}
        inner = [one for segment in given.values() if isinstance(segment, Segment) for one in segment.functions]
        known = by_name((*functions, *inner))
        references = References(used, _texts(given), known)
        tree = references.check(text)
        canonical = format_condition(tree)
        limits.check_length(canonical)
        nested = tuple(sorted((name, format_condition(body)) for name, body in references.checked.items()))
        return cls(text=canonical, nested=nested, schema=used, tree=tree, functions=tuple(known.values()))

    @classmethod
    def from_json(
        cls,
        document: str | Mapping[str, Any],
        *,
        schema: Schema | None = None,
        segments: "Mapping[str, Segment | str] | None" = None,
        functions: Iterable[CustomFunction] = (),
    ) -> "Segment":
        """Read what `to_json` wrote, as text or as data.

        Raises:
            SegmentSyntaxError: it is not such a document.
            SegmentCheckError: a name or a type in it is wrong.

        >>> segment = Segment.parse('email ends with ".ch"')
        >>> Segment.from_json(segment.to_json()) == segment
        True
        """
        return cls._of_tree(from_document(document), schema, segments, functions)

    @classmethod
    def build(
        cls,
        expression: Expression,
        *,
        schema: Schema | None = None,
        segments: "Mapping[str, Segment | str] | None" = None,
        functions: Iterable[CustomFunction] = (),
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
        return cls._of_tree(expression.tree, schema, segments, functions)

    @classmethod
    def from_foreign(
        cls,
        document: Any,
        *,
        language: "ForeignLanguage",
        schema: Schema | None = None,
        fields: Mapping[str, str] | None = None,
        segments: "Mapping[str, Segment | str] | None" = None,
        functions: Iterable[CustomFunction] = (),
        folded: bool = False,
    ) -> "Segment":
        """Read a condition of another program, where it means exactly the same here.

        Args:
            document: "jsonlogic", "hubspot" and "mautic" are JSON text or data, "cel" is text.
            language: which of them it is.
            schema: what a customer is; left out, the default customer.
            fields: names that the other program uses to ours, such as {"lastname": "family_name"}, also of related
                rows, {"deal": "order"}, and of segments and lists.
            segments: as in `parse`.
            functions: as in `parse`.
            folded: take comparisons of text that are blind to case there for ours, which are blind to case, accents and
                punctuation. Without it, such a comparison is not taken over.

        Raises:
            SegmentImportError: something in it does not mean the same here; every such part is named with its path.
            SegmentCheckError: a name in it is not known here.

        >>> rule = {"and": [{"==": [{"var": "country"}, "CH"]}, {">=": [{"var": "age"}, 30]}]}
        >>> str(Segment.from_foreign(rule, language="jsonlogic"))
        'country = "CH" and age >= 30'
        """
        from crmkit.segment.importing.foreign import read_foreign

        used = CUSTOMER if schema is None else schema
        tree = read_foreign(document, language=language, schema=used, fields=fields or {}, folded=folded)
        return cls._of_tree(tree, schema, segments, functions)

    @classmethod
    def _of_tree(
        cls,
        tree: Condition,
        schema: Schema | None,
        segments: "Mapping[str, Segment | str] | None",
        functions: Iterable[CustomFunction],
    ) -> "Segment":
        limits.check_tree(tree)
        segment = cls.parse(format_condition(tree), schema=schema, segments=segments, functions=functions)
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
        """Name of the segment by its content, with that of the segments it names and the functions it calls."""
        called = set(gather(self.tree).functions) if self.functions else ()
        versions = [f"{one.name} {one.version}" for one in self.functions if one.name in called]
        return digest([self.text, *self.nested, *sorted(versions)])

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

    def lint(
        self, schema: Schema | None = None, *, customers: Iterable[Customer | Mapping[str, Any]] | None = None
    ) -> tuple[Lint, ...]:
        """Give advice where the segment is right, but may not say what is meant.

        Args:
            schema: another schema than its own.
            customers: counts how many of them a negative test holds for want of a value.

        >>> [lint.code for lint in Segment.parse('country != "CH"').lint()]
        ['negative.missing']
        """
        used = self.schema if schema is None else schema
        references = References(used, dict(self.nested), by_name(self.functions))
        return advise(references.check(self.text), customers)

    @staticmethod
    def json_schema(schema: Schema | None = None, *, functions: Iterable[CustomFunction] = ()) -> dict[str, Any]:
        """Describe the JSON form as a JSON Schema (draft 2020-12), for form builders and editors.

        Args:
            schema: what a customer is; without it, any name of a field, an event or a relation may stand there.
            functions: functions of one's own.
        """
        from crmkit.segment.json_form.schema import json_schema

        return json_schema(schema, functions=functions)

    @staticmethod
    def complete(
        text: str,
        cursor: int | None = None,
        *,
        schema: Schema | None = None,
        segments: "Mapping[str, Segment | str] | None" = None,
        functions: Iterable[CustomFunction] = (),
        purposes: Iterable[str] = (),
    ) -> "tuple[Completion, ...]":
        """Say what could be written at the cursor, best first; an editor asks at every key.

        Args:
            text: the text as far as it is written; it need not parse.
            cursor: offset of the cursor; left out, the end of the text.
            schema: what a customer is; left out, the default customer.
            segments: the segments that may be named.
            functions: functions of one's own.
            purposes: the consent purposes that may be named.

        >>> [one.text for one in Segment.complete("cou")]
        ['country', 'count']
        """
        from crmkit.segment.completing.completion import complete

        place = len(text) if cursor is None else cursor
        used = CUSTOMER if schema is None else schema
        names = tuple(segments or ())
        return complete(text, place, used, segments=names, functions=tuple(functions), purposes=tuple(purposes))

    def at(
        self,
        now: datetime,
        *,
        zone: str | tzinfo = "UTC",
        params: Mapping[str, Any] | None = None,
        consented: Consenting | None = None,
        lists: Mapping[str, Collection[str]] | None = None,
    ) -> BoundSegment:
        """Bind the segment to an instant, so that customers can be asked.

        Args:
            now: an aware datetime; rows later than it are not seen.
            zone: IANA name of the zone whose calendar counts.
            params: the values of the $parameters.
            consented: answers whether a customer consents to a purpose, by a channel or None.
            lists: name of each list of customers to the ids on it.

        Raises:
            CallError: a naive datetime, an unknown zone, a parameter that is missing or does not fit.
            UnknownNameError: a parameter that the segment does not have.
        """
        clock = Clock(now, zone)
        run = Run(clock, bind_parameters(self.tree, params or {}, clock), consented, dict(lists or {}))
        return BoundSegment(self.text, self.version, self.schema, self.tree, run)


def _texts(segments: Mapping[str, Segment | str]) -> dict[str, str]:
    """Give the texts of the segments that may be named, with those that they name themselves."""
    texts = {name: str(segment) for name, segment in segments.items()}
    for segment in segments.values():
        for name, text in segment.nested if isinstance(segment, Segment) else ():
            if texts.setdefault(name, text) != text:
                raise CallError(f"Two segments mean something else by in segment {name!r}; give them apart names.")
    return texts
