"""Entities and facts as JSON data, and back."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve

from crmkit.exceptions import SchemaError
from crmkit.records import Interaction
from crmkit.schema import documents
from crmkit.schema.checking import fields_of
from crmkit.schema.entities.catalogue import FACTS, MODEL, Kept, find_class
from crmkit.schema.entities.custom import CustomEntity
from crmkit.schema.entities.entity import Entity
from crmkit.schema.field import Field
from crmkit.schema.fields import Schema


def dump_entity(kept: Kept, *, schema: Schema = MODEL) -> dict[str, Any]:
    """Write an entity or a fact as JSON data, with its name under "entity"; equal values give equal data.

    Args:
        kept: the value.
        schema: what declares its custom fields, and the data of interactions; other values are written as they are.

    >>> from crmkit.schema.entities.product import Product
    >>> dump_entity(Product(id="lamp-2", name="Lamp", line="lamps", variant_rank=2))
    {'id': 'lamp-2', 'name': 'Lamp', 'line': 'lamps', 'variant_rank': 2, 'entity': 'product'}
    """
    data: dict[str, Any] = documents.dump(kept)
    if isinstance(kept, Interaction):
        data["data"] = _dump_values(kept.data, _declared(kept.kind, schema))
    elif isinstance(kept, Entity) and kept.custom:
        data["custom"] = _dump_values(kept.custom, _declared(_kind(kept), schema))
    return data | {"entity": _name(kept)}


def load_entity(data: Mapping[str, Any], *, schema: Schema = MODEL) -> Kept:
    """Read what `dump_entity` wrote.

    Raises:
        UnknownNameError: there is no such entity; near names are offered.
        SchemaError: with every fault of the data at once, each with its place.

    >>> load_entity({"entity": "product", "id": "lamp-2", "nmae": "Lamp"})
    Traceback (most recent call last):
        ...
    crmkit.exceptions.SchemaError: This is no valid Product: 'name' is missing @ $.name; there is no key 'nmae', ...
    """
    if not isinstance(data, Mapping):
        raise SchemaError(f"This is no entity: a {type(data).__name__} has another shape.")
    held = dict(data)
    kind = find_class(str(held.pop("entity", None)))
    kept: Kept = documents.load(held, kind)
    if isinstance(kept, Interaction):
        return evolve(kept, data=_load_values(kept.data, _declared(kept.kind, schema)))
    if isinstance(kept, Entity) and kept.custom:
        return evolve(kept, custom=_load_values(kept.custom, _declared(_kind(kept), schema)))
    return kept


def dump_entities(kept: Iterable[Kept], *, schema: Schema = MODEL) -> str:
    """Write entities and facts as JSON text; equal values give equal text."""
    return json.dumps([dump_entity(one, schema=schema) for one in kept], ensure_ascii=False, sort_keys=True)


def load_entities(text: str, *, schema: Schema = MODEL) -> tuple[Kept, ...]:
    """Read what `dump_entities` wrote.

    Raises:
        SchemaError: for text that is no list of entities, or with the faults of the first that is none.
        UnknownNameError: there is no such entity; near names are offered.
    """
    try:
        data = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise SchemaError(f"This is no JSON text ({type(error).__name__}).") from error
    if not isinstance(data, list):
        raise SchemaError(f"This is no list of entities: a {type(data).__name__} has another shape.")
    return tuple(load_entity(one, schema=schema) for one in data)


def _name(kept: Kept) -> str:
    if isinstance(kept, Entity):
        return kept.entity
    return next(name for name, kind in FACTS.items() if isinstance(kept, kind))


def _kind(kept: Entity) -> str:
    return kept.kind if isinstance(kept, CustomEntity) else kept.entity


def _declared(kind: str, schema: Schema) -> dict[str, Field]:
    known = {one.name for one in schema.entities} | {
        name for one in schema.relations for name in (one.name, one.singular)
    }
    return {one.name: one for one in fields_of(kind, schema)} if kind in known else {}


def _dump_values(values: Mapping[str, Any], declared: Mapping[str, Field]) -> dict[str, Any]:
    return {name: _dump_value(held, declared.get(name)) for name, held in values.items()}


def _dump_value(held: Any, declared: Field | None) -> Any:
    if isinstance(held, tuple):
        return [_dump_value(one, declared) for one in held]
    if held is None or declared is None:
        return documents.dump(held)
    try:
        return declared.semantic_type.dump(held)
    except (AttributeError, TypeError, ValueError):
        raise SchemaError(f"The field {declared.path!r} holds something that is no {declared.type_name}.") from None


def _load_values(values: Mapping[str, Any], declared: Mapping[str, Field]) -> dict[str, Any]:
    return {name: _load_value(held, declared.get(name)) for name, held in values.items()}


def _load_value(held: Any, declared: Field | None) -> Any:
    if held is None or declared is None:
        return held
    if isinstance(held, list) and declared.many:
        return tuple(_load_value(one, declared) for one in held)
    try:
        return declared.semantic_type.load(held)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise SchemaError(f"The field {declared.path!r} was not written by the type {declared.type_name!r}.") from None
