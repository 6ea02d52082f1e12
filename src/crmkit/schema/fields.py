"""The schema: fields, related rows and entities, as one value that can be listed, compared, written and read.

A facet is a field that is read off a composite one: the postcode of an address.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, field, frozen

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.schema.field import GROUPS, LEVELS, PICKS, SENSITIVITIES, USES, Field
from crmkit.schema.options import Option
from crmkit.schema.relations import EntityType, Relation, check_unique
from crmkit.schema.types.base import SemanticType

if TYPE_CHECKING:
    from crmkit.schema.difference import SchemaDiff

__all__ = [
    "GROUPS",
    "LEVELS",
    "PICKS",
    "SENSITIVITIES",
    "USES",
    "EntityType",
    "Field",
    "FieldType",
    "Option",
    "Relation",
    "Schema",
]


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


def _fields(fields: Iterable[Field]) -> tuple[Field, ...]:
    return tuple(fields)


def _relations(relations: Iterable["Relation"]) -> tuple["Relation", ...]:
    return tuple(relations)


def _entities(entities: Iterable["EntityType"]) -> tuple["EntityType", ...]:
    return tuple(entities)


OwnerT = TypeVar("OwnerT", Relation, EntityType)


@frozen(kw_only=True)
class Schema:
    """What is known about customers: fields, their facets, related rows, and further entities.

    Attributes:
        name: of the schema.
        version: of the schema; change it with the fields.
        fields: the fields, each before its facets.
        relations: the related rows.
        entities: what else is kept, and what is added to the entities that crmkit has.

    Raises:
        SchemaError: when two things have one name, a facet is part of nothing, or two types of your own share a name.

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
    entities: tuple[EntityType, ...] = field(default=(), converter=_entities)
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
        check_unique(f"schema {self.name!r}", names)
        check_unique(
            f"schema {self.name!r}", ("customer", *self._relations_by_name, *(one.name for one in self.entities))
        )
        for one_field in self.fields:
            whole = self._by_name.get(one_field.part_of or one_field.name)
            if whole is None or (one_field.part_of and whole.part_of):
                raise SchemaError(
                    f"The field {one_field.name!r} is part of {one_field.part_of!r}, which is not a field of its own "
                    f"in the schema {self.name!r}; declare that field, or take 'part_of' away."
                )
        check_unique(f"schema {self.name!r}", (one.name for one in set(self.own_types)))

    @property
    def own_types(self) -> tuple[SemanticType[Any], ...]:
        """The semantic types that are not in the catalogue; `from_json` needs them."""
        return tuple(dict.fromkeys(one.type for one in self.every_field if isinstance(one.type, SemanticType)))

    @property
    def every_field(self) -> tuple[Field, ...]:
        """The fields, those of the relations and those of the entities."""
        owned = [*(one.fields for one in self.relations), *(one.fields for one in self.entities)]
        return (*self.fields, *(one for fields in owned for one in fields))

    def find(self, name: str) -> Field:
        """Find a field or a facet by name, or one of a relation or an entity by its dotted name, "orders.total".

        Raises:
            UnknownNameError: with near names.
        """
        found = self._by_name.get(name)
        if found is not None:
            return found
        owner, dot, rest = name.partition(".")
        if dot and owner in self._relations_by_name:
            return self._relations_by_name[owner].find(rest)
        if dot and any(one.name == owner for one in self.entities):
            return self.entity(owner).find(rest)
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

    def entity(self, name: str) -> EntityType:
        """Find a declared entity.

        Raises:
            UnknownNameError: with near names.
        """
        for one in self.entities:
            if one.name == name:
                return one
        raise UnknownNameError("entity", name, (one.name for one in self.entities))

    def type_of(self, name: str) -> FieldType:
        """Say what an expression may do with a field, a facet, or a field of a relation.

        Raises:
            UnknownNameError: with near names.
        """
        declared = self.find(name)
        whole = self._by_name.get(declared.part_of or "", declared)
        return FieldType(
            name=declared.type_name,
            operators=declared.semantic_type.operators,
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

    def extended(
        self,
        *,
        version: str,
        fields: Iterable[Field] = (),
        relations: Iterable[Relation] = (),
        entities: Iterable[EntityType] = (),
        name: str | None = None,
    ) -> "Schema":
        """Give a schema that has more.

        A field of a known name takes the place of that one; a relation or an entity of a known name gets the fields.

        Args:
            version: of the new schema.
            fields: further fields of a customer.
            relations: further related rows.
            entities: further entities, or fields for those that crmkit has.
            name: of the new schema; the same when left out.

        Raises:
            SchemaError: as for a schema.

        >>> from crmkit.schema.customer import CUSTOMER
        >>> shoe = Field(name="shoe_size", type="decimal", group="analysis", purposes=["service.orders"])
        >>> CUSTOMER.extended(fields=[shoe], version="2024-05").type_of("shoe_size").operators
        'number'
        """
        known = {one.name: one for one in self.entities}
        return Schema(
            name=self.name if name is None else name,
            version=version,
            fields=_together(self.fields, fields),
            relations=_together(
                self.relations, (_joined(one, self._relations_by_name.get(one.name)) for one in relations)
            ),
            entities=_together(self.entities, (_joined(one, known.get(one.name)) for one in entities)),
        )

    def diff(
        self,
        other: "Schema",
        *,
        renames: Mapping[str, str] | None = None,
        options: Mapping[str, Mapping[str, str]] | None = None,
    ) -> "SchemaDiff":
        """List what is different in a later schema; `SchemaDiff.migration` brings values from one to the other.

        Args:
            other: the later schema.
            renames: name to new name, of fields ("shoe"), relations and entities ("orders") and their fields
                ("orders.total"), the latter with the new name of the relation.
            options: name of a choice, as it was, to key to new key of its options.

        Raises:
            SchemaError: a rename that names what is not there, or gives two things one name.

        >>> from crmkit.schema.customer import CUSTOMER
        >>> shoe = Field(name="shoe_size", type="decimal", labels={"fr": "Pointure"})
        >>> print(CUSTOMER.diff(CUSTOMER.extended(fields=[shoe], version="2.1")))
        schema: version '2' became '2.1'
        field shoe_size: added (decimal)
        """
        from crmkit.schema.difference import compare

        return compare(self, other, renames=renames or {}, options=options or {})

    def to_json(self) -> str:
        """Write the schema as JSON text; equal schemas give equal text.

        What has its default is left out, except for what hangs on the semantic type, so that the text means the same
        to a later crmkit. A type of your own is written by its name.
        """
        from crmkit.schema.documents import dump_text

        return dump_text(self)

    @classmethod
    def from_json(cls, text: str, *, types: Iterable[SemanticType[Any]] = ()) -> "Schema":
        """Read what `to_json` wrote.

        Args:
            text: JSON text.
            types: the semantic types of your own that the schema names.

        Raises:
            SchemaError: when the text is not a schema, or names a type that is neither given nor in the catalogue.
        """
        from crmkit.schema.documents import load_text

        return load_text(text, cls, types=types)


def _together(ones: Iterable[Any], more: Iterable[Any]) -> tuple[Any, ...]:
    """Put declarations together by name; a later one takes the place of an earlier one."""
    later = list(more)
    check_unique("extension", (one.name for one in later))
    new = {one.name: one for one in later}
    known = {one.name: new.get(one.name, one) for one in ones}
    return tuple({**known, **new}.values())


def _joined(new: OwnerT, old: OwnerT | None) -> OwnerT:
    """Give a relation or an entity the fields and labels that one of its name already has."""
    if old is None:
        return new
    return evolve(new, fields=_together(old.fields, new.fields), labels={**old.labels, **new.labels})
