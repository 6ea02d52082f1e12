"""Names as text that every database can hold."""

import re
from typing import Final

_TROUBLE: Final = re.compile("[\\\\\x00\ud800-\udfff]")
_ESCAPES: Final = re.compile(r"\\(?:\\|u([0-9a-f]{4}))")


def escape(text: str) -> str:
    r"""Write any string as one without NUL and lone surrogates; different strings stay different.

    >>> escape("crm/17"), escape("a\x00b"), escape("a\\b")
    ('crm/17', 'a\\u0000b', 'a\\\\b')
    """
    if text.isprintable() and "\\" not in text:  # what is printable has no NUL and no lone surrogate
        return text
    return _TROUBLE.sub(_escaped, text)


def unescape(text: str) -> str:
    r"""Read what `escape` wrote.

    >>> unescape(escape("a\x00b\\c")) == "a\x00b\\c"
    True
    """
    return _ESCAPES.sub(_unescaped, text) if "\\" in text else text


def _escaped(hit: re.Match[str]) -> str:
    return "\\\\" if hit[0] == "\\" else f"\\u{ord(hit[0]):04x}"


def _unescaped(hit: re.Match[str]) -> str:
    return chr(int(hit[1], 16)) if hit[1] else "\\"
