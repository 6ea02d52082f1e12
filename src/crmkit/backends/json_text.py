"""JSON bodies and keys as text that every database can hold."""

import json
import re
from collections.abc import Callable
from typing import Final

from crmkit.backends.protocol import Json
from crmkit.exceptions import CallError, StoreCorruptError

_TROUBLE: Final = re.compile("[\\\\\x00\ud800-\udfff]")
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


def escape(text: str) -> str:
    r"""Write any string as one without NUL and lone surrogates; different strings stay different.

    >>> escape("crm/17"), escape("a\x00b"), escape("a\\b")
    ('crm/17', 'a\\u0000b', 'a\\\\b')
    """
    return _TROUBLE.sub(_escaped, text) if _TROUBLE.search(text) else text


def unescape(text: str) -> str:
    r"""Read what `escape` wrote.

    >>> unescape(escape("a\x00b\\c")) == "a\x00b\\c"
    True
    """
    return _ESCAPES.sub(_unescaped, text) if "\\" in text else text


_ESCAPES: Final = re.compile(r"\\(?:\\|u([0-9a-f]{4}))")


def _escaped(hit: re.Match[str]) -> str:
    return "\\\\" if hit[0] == "\\" else f"\\u{ord(hit[0]):04x}"


def _unescaped(hit: re.Match[str]) -> str:
    return chr(int(hit[1], 16)) if hit[1] else "\\"
