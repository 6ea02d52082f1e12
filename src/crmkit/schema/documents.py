"""Values of this room as JSON data: what is a default is left out, and an unknown key is an error."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeVar

from attrs import fields, has
from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError, transform_error
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from crmkit.exceptions import CrmkitError, SchemaError, UnknownNameError, near_names
from crmkit.schema.field import TypeGiven
from crmkit.schema.types.base import SemanticType
from crmkit.schema.types.catalogue import TYPES, find_type
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from crmkit.schema.types.organisation_name import OrganisationName
from crmkit.schema.types.person_name import PersonName
from crmkit.schema.types.postal_address import PostalAddress

T = TypeVar("T")

WRITTEN_BY: Final[Mapping[type, str]] = {
    PartialDate: "date",
    Money: "money",
    OrganisationName: "organisation_name",
    PersonName: "person_name",
    PostalAddress: "postal_address",
}
"""Class of canonical values to the semantic type that writes and reads them."""


def dump(value: object) -> Any:
    """Write an attrs value as JSON data; attributes that have their default are left out.

    >>> from crmkit.schema.options import Option
    >>> dump(Option("open", {"de": "offen"}))
    {'key': 'open', 'labels': {'de': 'offen'}}
    """
    return _converter().unstructure(value)


def dump_text(value: object) -> str:
    """Write an attrs value as JSON text; equal values give equal text."""
    return json.dumps(dump(value), ensure_ascii=False, sort_keys=True)


def load(data: object, kind: type[T], *, types: Iterable[SemanticType[Any]] = ()) -> T:
    """Read JSON data as an attrs value.

    Args:
        data: what `dump` wrote.
        kind: the class of the value.
        types: semantic types that the data names and that are not in the catalogue.

    Raises:
        SchemaError: with every fault of the data at once, each with its place; keys that are not known offer near ones.

    >>> from crmkit.schema.options import Option
    >>> load({"key": "open", "label": {}}, Option)
    Traceback (most recent call last):
        ...
    crmkit.exceptions.SchemaError: This is no valid Option: there is no key 'label', but 'labels' is one @ $.
    """
    own = {one.name: one for one in types}
    try:
        return (_make_converter(own) if own else _converter()).structure(data, kind)
    except BaseValidationError as error:
        faults = "; ".join(dict.fromkeys(transform_error(error, format_exception=_fault)))
        raise SchemaError(f"This is no valid {kind.__name__}: {faults}.") from error
    except (AttributeError, TypeError, ValueError, KeyError) as error:
        raise SchemaError(f"This is no valid {kind.__name__}: a {type(data).__name__} has another shape.") from error


def load_text(text: str, kind: type[T], *, types: Iterable[SemanticType[Any]] = ()) -> T:
    """Read JSON text as an attrs value.

    Raises:
        SchemaError: for text that is not JSON, or not such a value.
    """
    try:
        data = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise SchemaError(f"This is no JSON text for a {kind.__name__} ({type(error).__name__}).") from error
    return load(data, kind, types=types)


@cache
def _converter() -> Converter:
    return _make_converter({})


def _make_converter(own: Mapping[str, SemanticType[Any]]) -> Converter:
    converter = Converter(
        omit_if_default=True, forbid_extra_keys=True, unstruct_collection_overrides={tuple: list, Mapping: dict}
    )
    for plain in (str, bool, int, float):
        converter.register_structure_hook(plain, _exactly(plain))
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(_exactly(str)(text, str)))
    converter.register_unstructure_hook(datetime, lambda at: at.astimezone(UTC).isoformat())
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(_exactly(str)(text, str)))
    for shape, name in WRITTEN_BY.items():
        converter.register_unstructure_hook(shape, find_type(name).dump)
        converter.register_structure_hook(shape, _reader(name))
    converter.register_unstructure_hook(TypeGiven, lambda given: given if isinstance(given, str) else given.name)
    converter.register_structure_hook(TypeGiven, lambda name, _: _find_type(name, own))
    converter.register_structure_hook(str | PostalAddress, _text_or_address)
    converter.register_unstructure_hook(str | PostalAddress, converter.unstructure)
    converter.register_unstructure_hook_factory(has, lambda kind: _writer(kind, converter))
    converter.register_structure_hook_factory(has, lambda kind: make_dict_structure_fn(kind, converter))
    for shape, name in WRITTEN_BY.items():  # once more, so that they come before every other attrs class
        converter.register_unstructure_hook(shape, find_type(name).dump)
        converter.register_structure_hook(shape, _reader(name))
    return converter


def _writer(kind: type, converter: Converter) -> Callable[[Any], dict[str, Any]]:
    """Write a class as its attributes say: one that hangs on another is always written, one that is implied never."""
    how: dict[str, Any] = {}
    for one in fields(kind):
        if one.metadata.get("always"):
            how[one.name] = override(omit_if_default=False)
        if one.metadata.get("implied"):
            how[one.name] = override(omit=True)
    return make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True, **how)


def _exactly(plain: type[T]) -> Callable[[Any, Any], T]:
    def check(data: Any, _: Any) -> T:
        if type(data) is plain or (plain is float and type(data) is int):
            return plain(data)  # type: ignore[call-arg]  # a plain type copies its own values
        raise TypeError(f"a {type(data).__name__} is no {plain.__name__}")

    return check


def _reader(name: str) -> Callable[[Any, Any], Any]:
    def read(data: Any, _: Any) -> Any:
        try:
            return find_type(name).load(data)
        except (AttributeError, KeyError, TypeError, ValueError):
            raise TypeError(f"this was not written by the type {name!r}") from None

    return read


def _text_or_address(data: Any, _: Any) -> str | PostalAddress:
    address: str | PostalAddress = data if isinstance(data, str) else _reader("postal_address")(data, PostalAddress)
    return address


def _find_type(name: Any, own: Mapping[str, SemanticType[Any]]) -> TypeGiven:
    if isinstance(name, str) and (name in own or name in TYPES):
        return own.get(name, name)
    near = near_names(str(name), sorted({*own, *TYPES}))
    raise SchemaError(
        f"the type {name!r} is not in the catalogue: "
        f"{f'write {near[0]!r}, or ' if near else ''}give the semantic type itself in 'types'"
    )


def _fault(error: BaseException, expected: type | None) -> str:
    match error:
        case ForbiddenExtraKeysError():
            return ", ".join(_unknown_key(key, error.cl) for key in sorted(map(str, error.extra_fields)))
        case UnknownNameError() | CrmkitError() | TypeError():
            return str(error).rstrip(".")
        case KeyError():
            return f"{error} is missing"
        case _:
            return f"this is no {getattr(expected, '__name__', expected)}"


def _unknown_key(key: str, kind: type) -> str:
    known = [one.name for one in fields(kind) if one.init]
    near = " or ".join(map(repr, near_names(key, known, limit=2)))
    return f"there is no key {key!r}, " + (f"but {near} is one" if near else f"only {', '.join(known)}")
