"""JSON bodies as text that every database can hold."""

import json
from collections.abc import Callable
from typing import Final

from crmkit.backends.protocol import Json
from crmkit.exceptions import CallError, StoreCorruptError

_encode: Final[Callable[[Json], str]] = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode


def dump_body(body: Json) -> str:
    r"""Write JSON data as ASCII text that reads back as exactly the same.

    Raises:
        CallError: for anything that would not come back: NaN and infinity, tuples, keys that are not strings, other
            objects, and a high surrogate directly before a low one (which JSON cannot tell from one character).

    >>> dump_body({"name": "Zoë", "cell": "\x00"})
    '{"name":"Zo\\u00eb","cell":"\\u0000"}'
    """
    try:
        text = _encode(body)
        exact = json.loads(text) == body
    except (TypeError, ValueError, RecursionError) as error:
        raise CallError(
            f"A body is not JSON data ({type(error).__name__}); give None, bool, int, finite float, str, list and dict."
        ) from None
    if not exact:
        raise CallError("A body would not read back as it was given; use lists for tuples, and strings as keys.")
    return text


def load_body(text: str, *, where: str) -> Json:
    """Read what `dump_body` wrote.

    Raises:
        StoreCorruptError: it is something else.
    """
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        raise StoreCorruptError(
            f"{where} holds a row that crmkit did not write so; restore the last good copy."
        ) from None
