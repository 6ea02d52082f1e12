"""Policies and their parts as JSON data, read strictly: an unknown key is an error, never ignored."""

import json
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from cattrs import BaseValidationError, Converter, transform_error

from crmkit.exceptions import CrmkitError, SchemaError

T = TypeVar("T")


def dump(value: object) -> Any:
    """Write an attrs value as JSON data."""
    return _converter().unstructure(value)


def load(text: str, kind: type[T]) -> T:
    """Read JSON text as an attrs value.

    Raises:
        SchemaError: for text that is not JSON, or that does not have the shape of the value.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise SchemaError(f"This is no JSON text for a {kind.__name__}: {error}.") from error
    return build(data, kind)


def build(data: object, kind: type[T]) -> T:
    """Make an attrs value of JSON data.

    Raises:
        SchemaError: for data that does not have the shape of the value.
    """
    try:
        return _converter().structure(data, kind)
    except (AttributeError, TypeError) as error:
        raise SchemaError(f"This is no valid {kind.__name__}: a {type(data).__name__} has another shape.") from error
    except BaseValidationError as error:
        problems = "; ".join(transform_error(error, format_exception=_problem))
        raise SchemaError(f"This is no valid {kind.__name__}: {problems}.") from error


@cache
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, prefer_attrib_converters=False)
    converter.register_unstructure_hook(datetime, lambda at: at.isoformat())
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    return converter


def _problem(error: BaseException, expected: type | None) -> str:
    if isinstance(error, KeyError):
        return f"{error} is missing"
    if isinstance(error, CrmkitError | ValueError | TypeError):
        return str(error)
    return f"unexpected {type(error).__name__} for {getattr(expected, '__name__', expected)}"
