"""Where and how the fields of customers are stored, so that an engine can be asked about them.

A stored field is one or several columns in a form on which all engines agree: texts as keys, numbers and amounts as
whole numbers, dates as numbers or ISO texts, instants as microseconds. `Tables.of` gives the tables that crmkit writes
itself; tables of your own are described column by column.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from attrs import field, frozen

from crmkit.exceptions import CallError
from crmkit.schema.fields import Field, Schema


@frozen
class StoredField:
    """What all stored fields have.

    Attributes:
        name: of the column; of the first, where there are several.
        required: it is never null.
        known: a boolean column that says whether there is a value, where that is not the same as `name` being null.
    """

    name: str
    required: bool = field(default=False, kw_only=True)
    known: str | None = field(default=None, kw_only=True)


@frozen
class TextColumn(StoredField):
    """A text, or one of a list of codes.

    Attributes:
        form: "key": the text as it is compared, see `written_key`; null where it is missing. "raw": as people write
            it; only fields that are compared exactly can be asked then.
    """

    form: Literal["key", "raw"] = field(default="key", kw_only=True)


@frozen
class NumberColumn(StoredField):
    """A number.

    Attributes:
        digits: how many decimals are kept.
        form: "integer": the number times ten to the power of `digits`, as a whole number. "decimal": a DECIMAL or
            NUMERIC with `digits` decimals (not in SQLite, which has none). "float": a double; sums of it are not asked.
    """

    digits: int = field(default=0, kw_only=True)
    form: Literal["integer", "decimal", "float"] = field(default="integer", kw_only=True)


@frozen
class MoneyColumn(StoredField):
    """An amount of money.

    Attributes:
        currency: the column with the three-letter code of the currency.
        always: the currency of all amounts, where there is no such column.
        digits: None: in the smallest unit of the currency. A number: in major units, with so many decimals.
        form: as of a number.
    """

    currency: str | None = field(default=None, kw_only=True)
    always: str | None = field(default=None, kw_only=True)
    digits: int | None = field(default=None, kw_only=True)
    form: Literal["integer", "decimal", "float"] = field(default="integer", kw_only=True)

    def __attrs_post_init__(self) -> None:
        if (self.currency is None) is (self.always is None):
            raise CallError(
                f"The amounts of {self.name!r} need a currency: give currency=, a column, or always=, such as 'CHF'."
            )


@frozen
class DateColumn(StoredField):
    """A date, of which perhaps only a part is known; `name` has it, or the earliest day it may be.

    Attributes:
        last: the column with the latest day it may be; left out, the date is always known in full.
        month_day: the column with the month times 100 plus the day, for anniversaries; 0 where they are not known,
            null where the date is missing.
        form: "number": 20260331. "date": a DATE; in SQLite, which has none, the text "2026-03-31".
    """

    last: str | None = field(default=None, kw_only=True)
    month_day: str | None = field(default=None, kw_only=True)
    form: Literal["number", "date"] = field(default="number", kw_only=True)


@frozen
class InstantColumn(StoredField):
    """A date with time; `name` has it, or the earliest it may be.

    Attributes:
        last: the column with the latest it may be; left out, the instant is always known.
        form: "microseconds": since 1970 in UTC, as a whole number. "timestamp": a TIMESTAMP WITH TIME ZONE; in SQLite
            the text "2026-03-31 08:00:00.000000" in UTC, as SQLAlchemy writes it.
    """

    last: str | None = field(default=None, kw_only=True)
    form: Literal["microseconds", "timestamp"] = field(default="microseconds", kw_only=True)


@frozen
class BooleanColumn(StoredField):
    """A yes or no; in SQLite, 1 and 0."""


@frozen
class Missing:
    """A field that nobody has a value of, or a relation without rows."""


@frozen
class Unasked:
    """A field that the engine is not asked about; Python decides.

    Attributes:
        reason: why, as the end of a sentence.
    """

    reason: str = "it is kept elsewhere"


Stored = TextColumn | NumberColumn | MoneyColumn | DateColumn | InstantColumn | BooleanColumn

KINDS: Mapping[str, type[StoredField]] = {
    "text": TextColumn,
    "choice": TextColumn,
    "number": NumberColumn,
    "money": MoneyColumn,
    "date": DateColumn,
    "instant": InstantColumn,
    "boolean": BooleanColumn,
}
"""Family of a field to how it is stored."""


@frozen
class ValuesTable:
    """A field that holds several values: a table with a row for each.

    Attributes:
        name: of the table.
        value: the columns with the value.
        customer: the column with the id of the customer.
    """

    name: str
    value: Stored
    customer: str = field(default="customer", kw_only=True)


@frozen
class RelatedTable:
    """The rows of a relation.

    Attributes:
        name: of the table.
        fields: field of the relation to its columns; "at" says when the row happened.
        customer: the column with the id of the customer.
        order: the column that tells apart rows of one instant; without it, `first` and `last` are not asked.
    """

    name: str
    fields: Mapping[str, Stored | Missing | Unasked] = field(hash=False)
    customer: str = field(default="customer", kw_only=True)
    order: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.fields.get("at"), InstantColumn):
            raise CallError(
                f"The table {self.name!r} needs fields['at'], an InstantColumn: say when its rows happened."
            )


Kept = Stored | ValuesTable | Missing | Unasked
"""How a field of the customer is kept."""


@frozen(kw_only=True)
class Tables:
    """The tables that hold customers.

    Attributes:
        customers: the table with one row a customer.
        id: the column with the id of the customer; it is never null.
        fields: field to its columns in that table, or to the table of its values.
        related: relation, in the plural, to its table.
        namespace: the schema of the database that the tables are in.

    >>> Tables(fields={"country": TextColumn("country_code"), "email": ValuesTable("emails", TextColumn("address"))})
    Tables(customers='customers', id='id', ...)
    """

    customers: str = "customers"
    id: str = "id"
    fields: Mapping[str, Kept] = field(factory=dict, hash=False)
    related: Mapping[str, RelatedTable | Missing | Unasked] = field(factory=dict, hash=False)
    namespace: str | None = None

    @classmethod
    def of(cls, schema: Schema, *, prefix: str = "segment_", digits: int = 6, namespace: str | None = None) -> "Tables":
        """Describe the tables that crmkit writes itself: a table of customers, one for each relation and list.

        Args:
            schema: what a customer is.
            prefix: what the names of the tables begin with.
            digits: how many decimals are kept of numbers that are not whole by their type.
            namespace: the schema of the database that the tables are in.

        >>> from crmkit.schema.customer import CUSTOMER
        >>> tables = Tables.of(CUSTOMER)
        >>> tables.fields["country"], tables.fields["email"].name, sorted(tables.related)
        (TextColumn(name='country', ...), 'segment_customers_email', ['calls', 'orders', ...])
        """
        customers = f"{prefix}customers"
        fields: dict[str, Kept] = {}
        for one, many in _fields(schema):
            stored = _stored(one, digits)
            fields[one.name] = ValuesTable(f"{customers}_{one.name}", _stored(one, digits, "value")) if many else stored
        related = {
            relation.name: RelatedTable(
                f"{prefix}{relation.name}",
                {
                    one.name: Unasked("it has several values") if one.many else _stored(one, digits)
                    for one in relation.fields
                },
                order="row_number",
            )
            for relation in schema.relations
        }
        own = [kept for kept in fields.values() if isinstance(kept, StoredField)]
        taken = _check_columns(customers, own)
        for name, table in related.items():
            stored_fields = [kept for kept in table.fields.values() if isinstance(kept, StoredField)]
            _check_columns(name, stored_fields, "customer", "row_number")
        whose = "customer_id" if "id" in taken else "id"
        return cls(customers=customers, id=whose, fields=fields, related=related, namespace=namespace)


def columns_of(stored: StoredField) -> tuple[str, ...]:
    """List the columns of a stored field.

    >>> columns_of(DateColumn("born", last="born_last", month_day="birthday"))
    ('born', 'born_last', 'birthday')
    """
    others = (getattr(stored, one, None) for one in ("last", "month_day", "currency", "known"))
    return (stored.name, *(one for one in others if one is not None))


def _check_columns(table: str, fields: Iterable[StoredField], *others: str) -> set[str]:
    """Refuse fields whose columns would have one name."""
    names = [*others, *(column for one in fields for column in columns_of(one))]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise CallError(f"Two columns of {table} would be called {twice!r}; rename the field, or describe the tables.")
    return set(names)


def _fields(schema: Schema) -> Iterator[tuple[Field, bool]]:
    wholes = {one.name: one for one in schema.fields}
    for one in schema.fields:
        yield one, one.many or (one.part_of is not None and wholes[one.part_of].many)


def _stored(declared: Field, digits: int, name: str | None = None) -> Stored:
    """Choose the columns of a field."""
    name = name or declared.name
    match declared.semantic_type.operators:
        case "number":
            return NumberColumn(name, digits=0 if declared.type_name == "integer" else digits)
        case "money":
            return MoneyColumn(name, currency=f"{name}_currency")
        case "date":
            return DateColumn(name, last=f"{name}_last", month_day=f"{name}_month_day")
        case "instant":
            return InstantColumn(name, last=f"{name}_last")
        case "boolean":
            return BooleanColumn(name)
        case _:
            return TextColumn(name)
