"""Attributes of entities that are declared like fields: one declaration checks the value, lists it and writes it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar, Final, Self

import attrs
from attrs import frozen

from crmkit.exceptions import SchemaError
from crmkit.schema.checking import fault_of
from crmkit.schema.entities.words import OPTION_WORDS, WORDS, labels
from crmkit.schema.field import Field
from crmkit.schema.options import Option

_FIELD: Final = "crmkit.field"
_PART: Final = "crmkit.part"
_REFERS: Final = "crmkit.refers"
_CHECKED: Final = "crmkit.checked"
_SHARE: Final = "crmkit.share"

PARTIES: Final = ("person", "organisation", "household")
"""Entities that one can deal with."""


def declared(
    as_type: str = "text",
    *,
    default: Any = None,
    many: bool = False,
    options: str = "",
    refers_to: tuple[str, ...] = (),
    checked: bool = True,
    **said: Any,
) -> Any:
    """Declare an attribute.

    Args:
        as_type: its semantic type.
        default: its value when left out.
        many: whether it holds a tuple of values.
        options: the keys of a closed list, parted by blanks; makes it a choice.
        refers_to: entities whose ids it may hold.
        checked: whether the type checks it; if not, the class does.
        said: further attributes of its `Field`.
    """
    if options:
        as_type, said = "choice", said | {"options": options.split()}
    return attrs.field(
        default=() if many and default is None else default,
        converter=_as_tuple if many else _in_utc if as_type == "instant" else None,
        metadata={
            _FIELD: said | {"type": as_type, "many": many, "nullable": default is None},
            _REFERS: refers_to,
            _CHECKED: checked,
        },
    )


def needed(as_type: str = "text", **said: Any) -> Any:
    """Declare an attribute that must be given."""
    return declared(as_type, default=attrs.NOTHING, **{"required": "required", **said})


def share(*, default: float | None = None) -> Any:
    """Declare an attribute that holds a number from 0 to 1."""
    return attrs.field(
        default=default,
        converter=_as_share,
        metadata={_FIELD: {"type": "decimal", "nullable": default is None}, _CHECKED: False, _SHARE: True},
    )


def reference(*entities: str, many: bool = False, optional: bool = False) -> Any:
    """Declare an attribute that holds the id of another entity."""
    if many or optional:
        return declared("identifier", many=many, sensitivity="none", refers_to=entities)
    return needed("identifier", sensitivity="none", refers_to=entities)


def parts(kind: type) -> Any:
    """Declare an attribute that holds values of a class that checks itself."""
    return attrs.field(default=(), converter=_as_tuple, metadata={_PART: kind})


@frozen(kw_only=True)
class Declared:
    """A value whose attributes are declared; it refuses to be made with a fault in it.

    Attributes:
        entity: what it is called in the schema.
        group: group of its fields.
        purposes: what they are for.
    """

    entity: ClassVar[str] = ""
    group: ClassVar[str] = "other"
    purposes: ClassVar[tuple[str, ...]] = ("service",)

    def __attrs_post_init__(self) -> None:
        found = [*_attribute_faults(self)]
        found = found or [*self.faults()]
        if found:
            raise SchemaError(f"This is no valid {type(self).__name__}: {'; '.join(found)}.")

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the value as a whole, once each attribute is right."""
        return iter(())

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """List its attributes as fields, without those that are made of parts."""
        return tuple(_fields_of(cls).values())

    @classmethod
    def checks_itself(cls) -> frozenset[str]:
        """Name the attributes whose values hang on others, so that only the class can check them."""
        return frozenset(one.name for one in attrs.fields(cls) if not one.metadata.get(_CHECKED, True))

    @classmethod
    def references(cls) -> dict[str, tuple[str, ...]]:
        """Name the attributes that hold ids, and the entities whose ids they are."""
        return {one.name: one.metadata[_REFERS] for one in attrs.fields(cls) if one.metadata.get(_REFERS)}

    @classmethod
    def part_classes(cls) -> dict[str, type[Self]]:
        """Name the attributes that are made of parts, and their classes."""
        return {one.name: one.metadata[_PART] for one in attrs.fields(cls) if _PART in one.metadata}


def _fields_of(kind: Any) -> dict[str, Field]:
    return _make_fields(kind)


@cache
def _make_fields(kind: Any) -> dict[str, Field]:
    found = {}
    for one in attrs.fields(kind):
        said = one.metadata.get(_FIELD)
        if said is None:
            continue
        more: dict[str, Any] = {"group": kind.group, "purposes": kind.purposes, "labels": labels(WORDS[one.name])}
        more |= said
        more["options"] = [Option(key, labels(OPTION_WORDS[key])) for key in said.get("options", ())]
        found[one.name] = Field(name=one.name, entity=kind.entity, **more)
    return found


def _attribute_faults(whole: Declared) -> Iterator[str]:
    for one in attrs.fields(type(whole)):
        held = getattr(whole, one.name)
        if _PART in one.metadata:
            kind = one.metadata[_PART]
            if not isinstance(held, tuple) or not all(isinstance(part, kind) for part in held):
                yield f"{one.name} holds something that is no {kind.__name__}"
        elif one.metadata.get(_SHARE):
            if held is not None and not (isinstance(held, float) and 0 <= held <= 1):
                yield f"{one.name} is not between 0 and 1"
        elif one.metadata.get(_CHECKED):
            yield from _value_faults(_fields_of(type(whole))[one.name], held)


def _value_faults(attribute: Field, held: Any) -> Iterator[str]:
    if attribute.many and not isinstance(held, tuple):
        yield f"{attribute.name} holds no list of values"
        return
    if held is None and attribute.nullable:
        return
    for fault in dict.fromkeys(fault_of(attribute, one) for one in (held if attribute.many else (held,))):
        if fault:
            yield f"{attribute.name} {'has a value that ' if attribute.many else ''}{fault}"


def _as_tuple(held: Any) -> Any:
    return tuple(held) if isinstance(held, Iterable) and not isinstance(held, str | bytes | dict) else held


def _as_share(held: Any) -> Any:
    return float(held) if isinstance(held, int) and not isinstance(held, bool) else held


def _in_utc(held: Any) -> Any:
    return held.astimezone(UTC) if isinstance(held, datetime) and held.tzinfo is not None else held
