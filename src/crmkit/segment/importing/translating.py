"""What every importer needs: our names for theirs, tests that mean exactly the same, and a list of what does not."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, DecimalException
from typing import Any, Final, Literal

from attrs import define, field

from crmkit.exceptions import near_names
from crmkit.records import instant
from crmkit.schema.fields import Relation, Schema
from crmkit.segment import limits, nodes, trees
from crmkit.segment.lex import plain
from crmkit.segment.nodes import Condition, Meaning, Span, Value
from crmkit.segment.patterns.reading import LONGEST, escaped
from crmkit.segment.vocabulary import field_names, find_field, find_row_field

Part = Literal["=", "contains", "starts with", "ends with"]

NOTHING: Final = nodes.Everyone()
"""Stands for a part that is not taken over; the import fails in the end."""

DEEPEST: Final = 3 * limits.DEPTH
_PATTERNS: Final[Mapping[Part, str]] = {"contains": "{}", "starts with": "^{}", "ends with": "{}$"}


@define
class Translator:
    """Translates names and tests for one document.

    Attributes:
        schema: what a customer is.
        fields: their names to ours.
        folded: whether comparisons that are blind to case may be taken for ours.
        problems: path and reason of each part that is not taken over.
        row: the relation of whose rows is spoken.
    """

    schema: Schema
    fields: Mapping[str, str]
    folded: bool = False
    problems: list[tuple[str, str]] = field(factory=list)
    row: Relation | None = None

    def fail(self, path: str, reason: str) -> Condition:
        """Note a part that is not taken over, and give something that stands for it."""
        self.problems.append((path, reason))
        return NOTHING

    # Names

    def path(self, theirs: Any, path: str) -> nodes.Path | None:
        """Find our field for theirs."""
        name = self.fields.get(theirs, theirs) if isinstance(theirs, str) else theirs
        if isinstance(name, str) and self.row is None and name.count(".") == 1:
            name = name.removeprefix("customer.").removeprefix("contact.")
        known = field_names(self.schema) if self.row is None else tuple(one.name for one in self.row.fields)
        if not isinstance(name, str) or name not in known:
            near = near_names(str(name), known, limit=1)
            hint = f"; did you mean {near[0]!r}" if near else ""
            self.fail(path, f"{str(theirs)[:60]!r} is no field here{hint}; say which in fields=.")
            return None
        meaning = find_row_field(self.row, name) if self.row else find_field(self.schema, name)
        return nodes.Path(name=name, meaning=meaning)

    def relation(self, theirs: Any) -> Relation | None:
        """Find our related rows for theirs, by their plural or their singular."""
        name = self.fields.get(theirs, theirs) if isinstance(theirs, str) else None
        return next((one for one in self.schema.relations if name in {one.name, one.singular}), None)

    # Tests

    def test(self, subject: nodes.Path, operator: str, *operands: Value) -> Condition:
        """Make a test."""
        return nodes.Test(subject=subject, operator=operator, operands=operands)

    def letter_by_letter(self, subject: nodes.Path, part: Part, text: str, path: str) -> Condition:
        """Compare texts as they are, with case, accents and punctuation."""
        meaning = _meaning(subject)
        if not text.strip():
            return self.fail(path, "an empty text is stored as missing here; ask whether the field is known.")
        if text != text.strip():
            return self.fail(path, "texts are stored here without blanks at their ends.")
        if part == "=":
            exact = meaning.family == "choice" or meaning.matching == "exact"
            return self.test(subject, "=" if exact else "is exactly", nodes.Text(value=text))
        pattern = _PATTERNS[part].format(escaped(text))
        if len(pattern) > LONGEST:
            return self.fail(path, "the text is too long to be looked for.")
        return self.test(subject, "matches", nodes.Text(value=pattern))

    def blind_to_case(self, subject: nodes.Path, part: Part, text: str, path: str) -> Condition:
        """Compare texts without case, as most databases do."""
        meaning = _meaning(subject)
        if not text.strip():
            return self.fail(path, "an empty text is stored as missing here; ask whether the field is known.")
        if meaning.matching == "fold" and meaning.family == "text" and not self.folded:
            return self.fail(
                path,
                f"{subject.name} is compared here without accents and punctuation too; "
                "give folded=True to take that over.",
            )
        if meaning.matching == "exact" or meaning.family == "choice":
            if part != "=":
                return self.fail(path, f"pieces of {subject.name} are looked for with case here.")
            stored = meaning.type.clean(text).value if meaning.type else text
            if not isinstance(stored, str):
                return self.fail(path, f"{subject.name} never has this value here.")
            return self.test(subject, "=", nodes.Text(value=stored))
        return self.test(subject, part, nodes.Text(value=text))

    def known(self, subject: nodes.Path, *, known: bool = True) -> Condition:
        """Ask whether there is a value."""
        return self.test(subject, "is known" if known else "is not known")

    def number(self, given: Any, path: str) -> nodes.Number | None:
        """Read a number, as number or as text."""
        try:
            value = Decimal(repr(given) if isinstance(given, float) else str(given))
        except DecimalException:
            value = Decimal("NaN")
        if isinstance(given, bool) or not value.is_finite() or abs(value.adjusted()) > limits.DIGITS:
            self.fail(path, "this is no number.")
            return None
        return nodes.Number(value=plain(value))

    def moment(self, given: Any, path: str) -> nodes.Day | nodes.Instant | None:
        """Read a date or an instant of ISO 8601."""
        try:
            text = str(given).strip()
            if len(text) == 10:
                return nodes.Day(value=date.fromisoformat(text))
            when = datetime.fromisoformat(text)
            if when.tzinfo is not None:
                return nodes.Instant(value=instant(when))
        except (ValueError, OverflowError):
            pass
        self.fail(path, "this is no date and no instant with a zone.")
        return None


def joined(kind: type[nodes.And] | type[nodes.Or], parts: list[Condition]) -> Condition:
    """Join parts; one alone is itself, none is everyone for and, nobody for or."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return nodes.Everyone() if kind is nodes.And else nodes.Not(part=nodes.Everyone())
    return trees.joined(kind, tuple(parts), span=Span())


def _meaning(subject: nodes.Path) -> Meaning:
    assert subject.meaning is not None
    return subject.meaning
