"""What each column of a source means: guessed, corrected, printed and kept."""

import json
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping

from attrs import asdict, field, frozen

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.intake.table import Table
from crmkit.intake.targets import IDENTIFYING, check_target, is_dated, is_single
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.field import Field
from crmkit.schema.fields import Schema
from crmkit.schema.folding import fold
from crmkit.schema.headings.guess import guess_columns
from crmkit.schema.own_fields import own_fields
from crmkit.schema.types.dates.order import date_order

_SAMPLE = 300
_DATES = ("date", "instant")
_REPEATABLE = frozenset({"email", "phone", "customer_number", "loyalty_card", "identifier", "note", "text", None})


@frozen
class ColumnMapping:
    """What one column means.

    Attributes:
        column: its heading.
        target: what it means, such as "email" or "order.total"; None when it is kept but not used.
        confidence: from 0.0, a guess, to 1.0, certain.
        why: the reason, for a person.
        month_first: whether its dates write the month before the day, as a day beyond the twelfth tells.
    """

    column: str
    target: str | None
    confidence: float = 1.0
    why: str = "given"
    month_first: bool = False


def _columns(columns: Iterable[ColumnMapping]) -> tuple[ColumnMapping, ...]:
    return tuple(columns)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)


def _copy(given: AnyMapping[str, str] | None) -> dict[str, str]:
    return dict(given or {})


@frozen
class Mapping:
    """What the columns of a source mean.

    Attributes:
        source: name of the source.
        columns: one entry a column, in the order of the table.
        given: target to what holds for every row where no column says otherwise, such as {"consent.method":
            "web_form"} for a list whose members all signed up on a form.
        fields: fields that only the schema in use knows, which columns can mean too.

    Raises:
        UnknownNameError: for a target that does not exist.
        SchemaError: when two columns claim what only one can be.

    >>> print(Mapping("shop", (ColumnMapping("Mail", "email"), ColumnMapping("X", None, 0.0, "not recognised"))))
    shop: 1 of 2 columns are used
      Mail  -> email  100 %  given
      X     -> (not used)    not recognised
    """

    source: str
    columns: tuple[ColumnMapping, ...] = field(converter=_columns)
    given: AnyMapping[str, str] = field(factory=dict, converter=_copy)
    fields: tuple[str, ...] = field(default=(), converter=_names)

    @columns.validator
    def _makes_sense(self, _attribute: object, columns: tuple[ColumnMapping, ...]) -> None:
        claimed: dict[str, str] = {}
        for one in columns:
            if one.target is None:
                continue
            check_target(one.target, self.fields)
            if is_single(one.target) and one.target in claimed:
                raise SchemaError(
                    f"The columns {claimed[one.target]!r} and {one.column!r} of {self.source!r} both mean "
                    f"{one.target!r}; map one of them to None."
                )
            claimed[one.target] = one.column

    @given.validator
    def _exists(self, _attribute: object, given: AnyMapping[str, str]) -> None:
        for target in given:
            check_target(target, self.fields)

    def identifying(self) -> "Mapping":
        """Give the mapping back, if one of its columns says who a customer is.

        Raises:
            SchemaError: none does.
        """
        if not IDENTIFYING & set(self.targets.values()):
            names = ", ".join(repr(one.column) for one in self.columns[:12])
            raise SchemaError(
                f"No column of {self.source!r} says who a customer is (columns: {names or 'none'}); map one "
                "of them to a name, an e-mail, a phone, an organisation or a customer number."
            )
        return self

    @property
    def targets(self) -> dict[str, str]:
        """Column to target, of the columns that are used."""
        return {one.column: one.target for one in self.columns if one.target is not None}

    @property
    def month_first(self) -> frozenset[str]:
        """The columns whose dates write the month before the day."""
        return frozenset(one.column for one in self.columns if one.month_first and one.target is not None)

    @property
    def reading(self) -> dict[str, str]:
        """What decides how a row is read: used columns and what is given; guesses and their reasons do not."""
        orders = {f"=month first: {column}": "yes" for column in sorted(self.month_first)}
        return {**self.targets, **{f"={target}": value for target, value in self.given.items()}, **orders}

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns that are kept but not used."""
        return tuple(one.column for one in self.columns if one.target is None)

    def to_json(self) -> str:
        """Write the mapping as JSON text, columns and what is given in their order, which counts when a row is read."""
        columns = [asdict(one) for one in self.columns]
        for one in columns:
            if not one["month_first"]:
                del one["month_first"]
        data = {"source": self.source, "columns": columns, "given": dict(self.given)}
        return json.dumps(data | ({"fields": self.fields} if self.fields else {}), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Mapping":
        """Read what `to_json` wrote.

        Raises:
            SchemaError: when the text is not a mapping.
        """
        try:
            data = json.loads(text)
            columns = tuple(ColumnMapping(**one) for one in data["columns"])
            return cls(data["source"], columns, data.get("given"), data.get("fields", ()))
        except (ValueError, TypeError, KeyError) as error:
            if isinstance(error, SchemaError | UnknownNameError):
                raise
            raise SchemaError(
                f"This text is not a mapping ({type(error).__name__}); give what Mapping.to_json wrote."
            ) from error

    def __str__(self) -> str:
        used = len(self.targets)
        names = max((len(one.column) for one in self.columns), default=0)
        targets = max((len(one.target or "") for one in self.columns), default=0)
        lines = [f"{self.source}: {used} of {len(self.columns)} columns are used"]
        for one in self.columns:
            if one.target is None:
                meaning = "(not used)".ljust(targets + 7)
            else:
                meaning = f"{one.target:<{targets}}  {one.confidence:>4.0%}".replace("%", " %")
            order = "  The month stands before the day." if one.month_first else ""
            lines.append(f"  {one.column:<{names}}  -> {meaning}  {one.why}{order}".rstrip())
        lines += [f"  every row: {target} is {value!r}" for target, value in self.given.items()]
        return "\n".join(lines)


def guess_mapping(
    table: Table,
    *,
    source: str,
    overrides: AnyMapping[str, str | None] | None = None,
    given: AnyMapping[str, str] | None = None,
    schema: Schema = CUSTOMER,
) -> Mapping:
    """Guess what the columns of a table mean, from their headings and their first 300 rows.

    A column that is not recognised is reported and kept in the raw row; it is never an error.

    Args:
        table: what a reader gave.
        source: name of the source.
        overrides: column to target where the caller knows better; None leaves a column unused.
        given: target to what holds for every row; see `Mapping`.
        schema: what a customer is; a column that is called like a field of it, or one of its labels, means that field.

    Raises:
        UnknownNameError: for a column or a target that does not exist.
        SchemaError: when nothing identifies anybody, or two columns are given one meaning that only one can have.

    >>> from crmkit.intake.reading import read
    >>> table = read([{"Mail": "anna@example.org", "Colour": "red"}])
    >>> guess_mapping(table, source="shop", overrides={"Colour": "note"}).targets
    {'Mail': 'email', 'Colour': 'note'}
    """
    chosen = dict(overrides or {})
    own = own_fields(schema)
    called = {heading_key(name): one for one in own.values() for name in _names_of(one)}
    for column, target in chosen.items():
        if column not in table.headings:
            raise UnknownNameError(f"column of {table.origin}", column, table.headings)
        if target is not None:
            check_target(target, own)
    rows = table.sample(_SAMPLE)
    samples = {heading: [row.cells.get(heading) for row in rows] for heading in table.headings}
    claimed = {target: column for column, target in chosen.items()}
    columns = []
    for guess in guess_columns(table.headings, samples):
        target, confidence, why = guess.target, guess.confidence, guess.why
        if guess.column in chosen:
            target, confidence, why = chosen[guess.column], 1.0, "given"
        elif (field_meant := called.get(heading_key(guess.column))) and field_meant.name not in claimed:
            target, confidence, why = field_meant.name, 1.0, f"The heading is that of the field {field_meant.name!r}."
            claimed[target] = guess.column
        elif target in claimed and target not in _REPEATABLE:
            target, confidence, why = None, 0.0, f"The column {claimed[target]!r} was given this meaning."
        dated = target is not None and (is_dated(target) or (target in own and own[target].type in _DATES))
        month_first = dated and date_order(samples[guess.column]).order == "month"
        columns.append(ColumnMapping(guess.column, target, confidence, why, month_first))
    return Mapping(source, columns, given, tuple(own)).identifying()


def _names_of(one: Field) -> Iterator[str]:
    yield one.name
    yield from one.labels.values()
    for names in one.aliases.values():
        yield from names


def heading_key(heading: str) -> str:
    """Fold a heading, so that case, accents and signs do not matter.

    >>> heading_key("Pointure_(EU)")
    'pointure eu'
    """
    return fold(heading.replace("_", " "))
