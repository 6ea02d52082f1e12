"""JSON bodies as text that every database can hold."""

import json
from collections.abc import Callable, Iterable
from json.encoder import encode_basestring_ascii
from typing import Final

from crmkit.backends.protocol import Json
from crmkit.exceptions import CallError, StoreCorruptError

_encode: Final[Callable[[Json], str]] = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode

_LEAVES: Final = frozenset({str, int, float, bool, type(None)})


class JsonText(str):
    """JSON data that is written already, as `dump_body` writes it; a body can be given so.

    >>> load_body(JsonText('{"city":"Bern"}'), where="here")
    {'city': 'Bern'}
    """

    __slots__ = ()


def dump_body(body: Json) -> str:
    r"""Write JSON data as ASCII text that reads back as exactly the same.

    Raises:
        CallError: for anything that would not come back: NaN and infinity, tuples, keys that are not strings, other
            objects, and a high surrogate directly before a low one (which JSON cannot tell from one character).

    >>> dump_body({"name": "Zoë", "cell": "\x00"})
    '{"name":"Zo\\u00eb","cell":"\\u0000"}'
    """
    if type(body) is JsonText:
        return body
    try:
        text = _encode(body)
        exact = (_is_plain(body) and "\\ud" not in text) or json.loads(text) == body
    except (TypeError, ValueError, RecursionError) as error:
        raise CallError(
            f"A body is not JSON data ({type(error).__name__}); give None, bool, int, finite float, str, list and dict."
        ) from None
    if not exact:
        raise CallError("A body would not read back as it was given; use lists for tuples, and strings as keys.")
    return text


def written(body: Json) -> JsonText:
    """Write what is known to be None, bool, int, float, str, list and dict of str all through, so not looked at again.

    Raises:
        CallError: a number is not finite, or a string has a high surrogate directly before a low one.

    >>> written({"city": "Bern"})
    '{"city":"Bern"}'
    """
    try:
        text = _encode(body)
    except ValueError:
        text = "\\ud"
    return JsonText(dump_body(body) if "\\ud" in text else text)


def written_texts(texts: Iterable[str]) -> JsonText:
    r"""Write a list of texts without a high surrogate directly before a low one, as `dump_body` writes it.

    >>> written_texts(["shop/17", "Zoë"])
    '["shop/17","Zo\\u00eb"]'
    """
    return JsonText(f"[{','.join(map(encode_basestring_ascii, texts))}]")


def _is_plain(body: Json) -> bool:
    """Tell quickly that JSON has a way to write every part; what is said not to be plain may be so all the same."""
    parts = [body]
    while parts:
        part = parts.pop()
        kind = type(part)
        if kind is dict:
            if not all(type(key) is str for key in part):
                return False
            parts += [one for one in part.values() if type(one) not in _LEAVES]
        elif kind is list:
            parts += [one for one in part if type(one) not in _LEAVES]
        elif kind not in _LEAVES:
            return False
    return True


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
