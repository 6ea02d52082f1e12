"""Turn the cells of any source into JSON scalars, so that a raw row can be kept as it came."""

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from crmkit.exceptions import InputError
from crmkit.records import Scalar

_SAFE_INTEGER = 2**53
_LONGEST_BITS = 14_000  # Python writes at most 4,300 digits


def scalar(value: Any) -> Scalar:
    """Turn a cell into a JSON scalar.

    Whole floats become integers, since spreadsheets and frames have no other numbers for keys and postcodes; a float
    that is no number becomes None; dates and times become ISO 8601 text, at midnight without the time.

    Raises:
        InputError: a number has thousands of digits.

    >>> scalar(1003.0), scalar(1.5), scalar(float("nan")), scalar(datetime(2026, 3, 1))
    (1003, 1.5, None, '2026-03-01')
    """
    if isinstance(value, int) and value.bit_length() > _LONGEST_BITS:
        raise InputError("A cell holds a number with thousands of digits, which nobody can write; give it as text.")
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) <= _SAFE_INTEGER else value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() and value.tzinfo is None else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if callable(getattr(value, "item", None)):  # a NumPy scalar
        return scalar(value.item())
    return str(value)


def flatten(row: Mapping[Any, Any]) -> dict[str, Scalar]:
    """Turn nested objects into one flat row: names joined by dots, lists of scalars by "; ".

    >>> flatten({"name": {"given": "Anna"}, "mails": ["a@example.org", "b@example.org"], "phones": [{"no": 1}]})
    {'name.given': 'Anna', 'mails': 'a@example.org; b@example.org', 'phones.1.no': 1}
    """
    flat: dict[str, Scalar] = {}
    for name, value in _leaves(row, ""):
        unique, count = name, 1
        while unique in flat:
            count += 1
            unique = f"{name}.{count}"
        flat[unique] = value
    return flat


def _leaves(value: Any, name: str) -> Iterator[tuple[str, Scalar]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=repr) if isinstance(value, set | frozenset) else list(value)
        if any(isinstance(item, Mapping | list | tuple) for item in items):
            for place, inner in enumerate(items, 1):
                yield from _leaves(inner, f"{name}.{place}" if name else str(place))
        else:
            texts = ["" if scalar(item) is None else str(scalar(item)) for item in items]
            yield name, "; ".join(text for text in texts if text) or None
    else:
        yield name, scalar(value)
