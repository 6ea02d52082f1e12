"""Hold values against their fields: what is missing, what is no such value, what is too long or no longer offered."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from crmkit.exceptions import near_names
from crmkit.schema.field import LEVELS, Field
from crmkit.schema.fields import Schema
from crmkit.schema.types.base import Finding, Severity

_ANY_TEXT: Final = frozenset({"text", "identifier"})
"""Types whose values are any text; a word that says nothing in a cell may be a value here."""


def check_values(
    values: Mapping[str, Any], schema: Schema, *, stage: str | None = None, entity: str = "customer"
) -> tuple[Finding, ...]:
    """Check the values of a customer, or of another entity, against the declarations of their fields.

    Args:
        values: field to its value, or to a tuple of values.
        schema: what declares the fields.
        stage: the stage of a pipeline, such as "sales.offer", that the customer is to enter.
        entity: whose values they are: of an entity, or of a row of a relation.

    Raises:
        UnknownNameError: the schema has no such entity and no such relation; near names are offered.

    >>> from crmkit.schema.customer import CUSTOMER
    >>> [(one.code, one.field) for one in check_values({"emial": "a@example.org", "language": "x"}, CUSTOMER)]
    [('field.unknown', 'emial'), ('field.invalid', 'language')]
    """
    declared = {one.name: one for one in fields_of(entity, schema)}
    return (*_on_values(values, declared), *_on_levels(values, declared, stage))


def fields_of(entity: str, schema: Schema) -> tuple[Field, ...]:
    """List the fields of a customer, of a related row, or of an entity.

    Raises:
        UnknownNameError: the schema has no such thing; near names are offered.
    """
    if entity == "customer":
        return schema.fields
    if any(one.name == entity for one in schema.entities):
        return schema.entity(entity).fields
    return schema.relation(entity).fields


def fault_of(declared: Field, value: Any) -> str | None:
    """Say what is wrong with one value of a field, or None; the value itself is never repeated.

    >>> fault_of(Field(name="size", type="integer"), "43")
    'is no integer; clean it first'
    """
    if declared.options:
        known = [one.key for one in declared.options]
        near = near_names(value, known, limit=1) if isinstance(value, str) and value not in known else ()
        meant = f"; perhaps {near[0]!r} is meant" if near else f"; they are {', '.join(known)}"
        return None if isinstance(value, str) and value in known else f"is none of the options{meant}"
    if declared.type_name in _ANY_TEXT or declared.type == "choice":
        if not isinstance(value, str) or not value.strip():
            return "is no text" if not isinstance(value, str) else "is blank"
    else:
        clean = declared.semantic_type.clean(value).value
        if clean is None or type(clean) is not type(value) or clean != value:
            return f"is no {declared.type_name.replace('_', ' ')}" + ("" if clean is None else "; clean it first")
    if declared.max_length is not None and isinstance(value, str) and len(value) > declared.max_length:
        return f"has more than {declared.max_length} characters"
    return None


def is_filled(value: Any) -> bool:
    """Say whether there is a value."""
    return value is not None and value not in ("", (), [])


def _on_values(values: Mapping[str, Any], declared: Mapping[str, Field]) -> Iterator[Finding]:
    for name, held in values.items():
        one = declared.get(name)
        if one is None:
            near = near_names(name, list(declared), limit=1)
            suggestion = near[0] if near else None
            yield Finding("field.unknown", "The schema has no such field.", Severity.ERROR, suggestion, name)
            continue
        if not is_filled(held):
            continue
        several = held if isinstance(held, tuple | list) else (held,)
        if one.deprecated:
            message = "The field is no longer filled in."
            yield Finding("field.deprecated", message, Severity.WARNING, one.replaced_by, name)
        if len(several) > 1 and not one.many:
            yield Finding(
                "field.several", "The field holds one value, and there are several.", Severity.ERROR, None, name
            )
        for value in several:
            fault = fault_of(one, value)
            option = one.option(value) if isinstance(value, str) else None
            if fault:
                yield Finding("field.invalid", f"A value {fault}.", Severity.ERROR, None, name)
            elif option and option.retired:
                yield Finding("field.retired_option", "The option is no longer offered.", Severity.WARNING, None, name)


def _on_levels(values: Mapping[str, Any], declared: Mapping[str, Field], stage: str | None) -> Iterator[Finding]:
    for name, one in declared.items():
        level = one.level(stage)
        if level not in LEVELS[1:3] or is_filled(values.get(name)):
            continue
        severity = Severity.ERROR if level == "required" else Severity.INFO
        yield Finding(f"field.{level}", f"The field is {level}, and it is empty.", severity, None, name)
