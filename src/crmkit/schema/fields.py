"""Fields, relations and the schema that lists them: what a customer is, as data.

A field names its semantic type, and the type brings cleaning, matching, comparison, segment operators and defaults for
sensitivity and survivorship. A facet is a field that is read off a composite one: the postcode of an address.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import asdict, field, frozen

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.schema.types.catalogue import TYPES, find_type

GROUPS: Final = ("personal", "address", "company", "advertising", "analysis", "other")
"""The groups of customer data; every field belongs to one."""

SENSITIVITIES: Final = ("none", "id", "contact", "fin", "behav", "child", "natid", "special", "text")
"""What makes a field delicate: see `SemanticType.sensitivity`."""

PICKS: Final = (
    "most_recent",
    "most_complete",
    "most_trusted",
    "most_frequent",
    "earliest",
    "longest",
    "union",
)
"""Names of the survivorship rules a field may have by default."""


@frozen
class FieldType:
    """What a check of an expression needs to know about a field.

    Attributes:
        name: name of the semantic type.
        operators: family of segment operators: text, number, date, instant, money, boolean or choice.
        many: whether a customer holds several values.
        nullable: whether the value may be missing.
    """

    name: str
    operators: str
    many: bool
    nullable: bool


def _copy(labels: Mapping[str, str]) -> dict[str, str]:
    return dict(labels)


def _fields(fields: Iterable["Field"]) -> tuple["Field", ...]:
    return tuple(fields)


def _relations(relations: Iterable["Relation"]) -> tuple["Relation", ...]:
    return tuple(relations)


def _check_type(_field: object, _attribute: object, name: str) -> None:
    if name not in TYPES:
        raise UnknownNameError("semantic type", name, TYPES)


@frozen(kw_only=True)
class Field:
    """One field of a customer, or of a row related to one.

    Attributes:
        name: what expressions, exports and mappings write.
        type: name of its semantic type.
        many: whether a customer holds several values of it.
        nullable: whether the value may be missing.
        group: one of `GROUPS`.
        sensitivity: one of `SENSITIVITIES`; that of the type when left out.
        purposes: dotted purposes the field is collected for; empty for the general running of the customer relation.
        labels: language to what people read, in "en", "fr" and "de".
        pick: one of `PICKS`; "union" for a field with many values, else that of the type, when left out.
        part_of: for a facet, the composite field it is read off.

    Raises:
        SchemaError: for a name that no expression could write, or a group, sensitivity or rule that does not exist.
        UnknownNameError: for a semantic type that does not exist.

    >>> shoe_size = Field(name="shoe_size", type="decimal", group="analysis", labels={"fr": "Pointure"})
    >>> shoe_size.label("fr"), shoe_size.label("de")
    ('Pointure', 'shoe size')
    """

    name: str = field()
    type: str = field(validator=_check_type)
    many: bool = False
    nullable: bool = True
    group: str = field(default="other")
    sensitivity: str = field()
    purposes: tuple[str, ...] = field(default=(), converter=tuple)
    labels: Mapping[str, str] = field(factory=dict, converter=_copy, hash=False)
    pick: str = field()
    part_of: str | None = None

    @name.validator
    def _can_be_written(self, _attribute: object, name: str) -> None:
        _check_name("field", name)

    @group.validator
    def _is_a_group(self, _attribute: object, group: str) -> None:
        _check_choice(self.name, "group", group, GROUPS)

    @sensitivity.default
    def _sensitivity_of_the_type(self) -> str:
        return find_type(self.type).sensitivity

    @sensitivity.validator
    def _is_a_sensitivity(self, _attribute: object, sensitivity: str) -> None:
        _check_choice(self.name, "sensitivity", sensitivity, SENSITIVITIES)

    @pick.default
    def _pick_of_the_type(self) -> str:
        return "union" if self.many else find_type(self.type).pick

    @pick.validator
    def _is_a_rule(self, _attribute: object, pick: str) -> None:
        _check_choice(self.name, "survivorship rule", pick, PICKS)

    def label(self, language: str = "en") -> str:
        """Name the field to a person; in English, then by its plain name, where a label is missing."""
        return self.labels.get(language) or self.labels.get("en") or self.name.replace("_", " ")


@frozen(kw_only=True)
class Relation:
    """Rows that belong to a customer, such as its orders.

    Attributes:
        name: in the plural, as in `count(orders)`.
        singular: of one row, as in `did order`.
        fields: the fields of one row; one of them is the instant "at".
        labels: language to what people read.

    Raises:
        SchemaError: for a name that no expression could write, a field declared twice, or no field "at".
    """

    name: str = field()
    singular: str = field()
    fields: tuple[Field, ...] = field(converter=_fields)
    labels: Mapping[str, str] = field(factory=dict, converter=_copy, hash=False)

    @name.validator
    @singular.validator
    def _can_be_written(self, _attribute: object, name: str) -> None:
        _check_name("relation", name)

    @fields.validator
    def _makes_sense(self, _attribute: object, fields: tuple[Field, ...]) -> None:
        _check_unique(f"relation {self.name!r}", (one.name for one in fields))
        if not any(one.name == "at" and one.type == "instant" for one in fields):
            raise SchemaError(
                f"The relation {self.name!r} has no field 'at' of type 'instant'; say when its rows happen."
            )

    def find(self, name: str) -> Field:
        """Find a field of the relation's rows.

        Raises:
            UnknownNameError: with near names.
        """
        for one in self.fields:
            if one.name == name:
                return one
        raise UnknownNameError(f"field of {self.name}", name, (one.name for one in self.fields))

    def label(self, language: str = "en") -> str:
        """Name the relation to a person; in English, then by its plain name, where a label is missing."""
        return self.labels.get(language) or self.labels.get("en") or self.name.replace("_", " ")


@frozen(kw_only=True)
class Schema:
    """What is known about customers: fields, their facets, and related rows.

    Attributes:
        name: of the schema.
        version: of the schema; change it with the fields.
        fields: the fields, each before its facets.
        relations: the related rows.

    Raises:
        SchemaError: when two things have one name, or a facet is part of nothing.

    >>> from crmkit.schema.customer import CUSTOMER
    >>> CUSTOMER.find("postcode").part_of
    'address'
    >>> CUSTOMER.type_of("orders.total")
    FieldType(name='money', operators='money', many=False, nullable=True)
    """

    name: str
    version: str = "1"
    fields: tuple[Field, ...] = field(converter=_fields)
    relations: tuple[Relation, ...] = field(default=(), converter=_relations)
    _by_name: Mapping[str, Field] = field(init=False, repr=False, eq=False)
    _relations_by_name: Mapping[str, Relation] = field(init=False, repr=False, eq=False)

    @_by_name.default
    def _index_fields(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}

    @_relations_by_name.default
    def _index_relations(self) -> dict[str, Relation]:
        return {name: one for one in self.relations for name in (one.name, one.singular)}

    def __attrs_post_init__(self) -> None:
        names = [one.name for one in self.fields]
        for one in self.relations:
            names += [one.name, one.singular] if one.name != one.singular else [one.name]
        _check_unique(f"schema {self.name!r}", names)
        for one_field in self.fields:
            whole = self._by_name.get(one_field.part_of or one_field.name)
            if whole is None or (one_field.part_of and whole.part_of):
                raise SchemaError(
                    f"The field {one_field.name!r} is part of {one_field.part_of!r}, which is not a field of its own "
                    f"in the schema {self.name!r}; declare that field, or take 'part_of' away."
                )

    def find(self, name: str) -> Field:
        """Find a field or a facet by name, or a field of a relation by its dotted name, such as "orders.total".

        Raises:
            UnknownNameError: with near names.
        """
        found = self._by_name.get(name)
        if found is not None:
            return found
        relation, dot, rest = name.partition(".")
        if dot and relation in self._relations_by_name:
            return self._relations_by_name[relation].find(rest)
        raise UnknownNameError("field", name, self._by_name)

    def relation(self, name: str) -> Relation:
        """Find a relation by its plural or its singular.

        Raises:
            UnknownNameError: with near names.
        """
        try:
            return self._relations_by_name[name]
        except KeyError:
            raise UnknownNameError("relation", name, self._relations_by_name) from None

    def type_of(self, name: str) -> FieldType:
        """Say what an expression may do with a field, a facet, or a field of a relation.

        Raises:
            UnknownNameError: with near names.
        """
        declared = self.find(name)
        whole = self._by_name.get(declared.part_of or "", declared)
        return FieldType(
            name=declared.type,
            operators=find_type(declared.type).operators,
            many=declared.many or whole.many,
            nullable=declared.nullable,
        )

    def facets_of(self, name: str) -> tuple[Field, ...]:
        """List the facets of a composite field, in their order.

        Raises:
            UnknownNameError: with near names.
        """
        whole = self.find(name)
        return tuple(one for one in self.fields if one.part_of == whole.name)

    def in_group(self, group: str) -> tuple[Field, ...]:
        """List the fields of a group, facets left out.

        Raises:
            UnknownNameError: there is no such group.
        """
        if group not in GROUPS:
            raise UnknownNameError("group", group, GROUPS)
        return tuple(one for one in self.fields if one.group == group and one.part_of is None)

    def to_json(self) -> str:
        """Write the schema as JSON text; equal schemas give equal text."""
        data = {
            "name": self.name,
            "version": self.version,
            "fields": [asdict(one) for one in self.fields],
            "relations": [asdict(one) for one in self.relations],
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Schema":
        """Read what `to_json` wrote.

        Raises:
            SchemaError: when the text is not a schema.
        """
        try:
            data = json.loads(text)
            return cls(
                name=data["name"],
                version=data["version"],
                fields=_read_fields(data["fields"]),
                relations=[Relation(**{**one, "fields": _read_fields(one["fields"])}) for one in data["relations"]],
            )
        except (ValueError, TypeError, KeyError, AttributeError) as wrong:
            if isinstance(wrong, SchemaError | UnknownNameError):
                raise
            raise SchemaError(
                f"This text is not a schema ({type(wrong).__name__}: {wrong}); give what Schema.to_json wrote."
            ) from wrong


def _read_fields(data: Iterable[Mapping[str, Any]]) -> tuple[Field, ...]:
    return tuple(Field(**one) for one in data)


def _check_name(kind: str, name: str) -> None:
    if not (name.isascii() and name.isidentifier() and name == name.lower()):
        raise SchemaError(f"A {kind} cannot be called {name!r}; use lower-case letters, digits and underscores.")


def _check_choice(name: str, what: str, chosen: str, known: tuple[str, ...]) -> None:
    if chosen not in known:
        raise SchemaError(f"The field {name!r} has the {what} {chosen!r}; choose one of {', '.join(known)}.")


def _check_unique(where: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise SchemaError(f"The {where} declares {name!r} twice; rename one of the two.")
        seen.add(name)
