"""Relations and entities: what has fields beside the customer herself."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import Converter, evolve, field, frozen

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.schema.field import Field, name_faults
from crmkit.schema.options import copied, label_in


def _owned(fields: Iterable[Field], owner: Any) -> tuple[Field, ...]:
    """Write the name of a relation or an entity into its fields."""
    return tuple(one if one.entity == owner.name else evolve(one, entity=owner.name) for one in fields)


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
    fields: tuple[Field, ...] = field(converter=Converter(_owned, takes_self=True))  # type: ignore[misc]  # newer than mypy
    labels: Mapping[str, str] = field(factory=dict, converter=copied, hash=False)

    @name.validator
    @singular.validator
    def _can_be_written(self, _attribute: object, name: str) -> None:
        _check_name("relation", name)

    @fields.validator
    def _makes_sense(self, _attribute: object, fields: tuple[Field, ...]) -> None:
        check_unique(f"relation {self.name!r}", (one.name for one in fields))
        if not any(one.name == "at" and one.type == "instant" for one in fields):
            raise SchemaError(
                f"The relation {self.name!r} has no field 'at' of type 'instant'; say when its rows happen."
            )

    def find(self, name: str) -> Field:
        """Find a field of the relation's rows.

        Raises:
            UnknownNameError: with near names.
        """
        return _find(self.fields, name, self.name)

    def label(self, language: str = "en") -> str:
        """Name the relation to a person; in English, then by its plain name, where a label is missing."""
        return label_in(language, self.labels, self.name)


@frozen(kw_only=True)
class EntityType:
    """A kind of thing that is kept beside customers: its fields, by declaration.

    It adds fields to an entity that crmkit has, or makes a new one.

    Attributes:
        name: of one of them, such as "vehicle".
        fields: its fields.
        labels: language to what people read.

    Raises:
        SchemaError: for a name that no expression could write, or a field declared twice.

    >>> vehicle = EntityType(name="vehicle", fields=[Field(name="plate", type="identifier")])
    >>> vehicle.find("plate").path
    'vehicle.plate'
    """

    name: str = field()
    fields: tuple[Field, ...] = field(converter=Converter(_owned, takes_self=True))  # type: ignore[misc]  # newer than mypy
    labels: Mapping[str, str] = field(factory=dict, converter=copied, hash=False)

    @name.validator
    def _can_be_written(self, _attribute: object, name: str) -> None:
        _check_name("entity", name)

    @fields.validator
    def _makes_sense(self, _attribute: object, fields: tuple[Field, ...]) -> None:
        check_unique(f"entity {self.name!r}", (one.name for one in fields))

    def find(self, name: str) -> Field:
        """Find a field of the entity.

        Raises:
            UnknownNameError: with near names.
        """
        return _find(self.fields, name, self.name)

    def label(self, language: str = "en") -> str:
        """Name the entity to a person; in English, then by its plain name, where a label is missing."""
        return label_in(language, self.labels, self.name)


def _find(fields: Iterable[Field], name: str, owner: str) -> Field:
    known = {one.name: one for one in fields}
    if name not in known:
        raise UnknownNameError(f"field of {owner}", name, known)
    return known[name]


def _check_name(kind: str, name: str) -> None:
    for fault in name_faults(kind, name):
        raise SchemaError(f"{fault[0].upper()}{fault[1:]}.")


def check_unique(where: str, names: Iterable[str]) -> None:
    """Refuse names of which one is there twice.

    Raises:
        SchemaError: with the first such name.
    """
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise SchemaError(f"The {where} declares {name!r} twice; rename one of the two.")
        seen.add(name)
