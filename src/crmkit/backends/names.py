"""How long the name of something that is kept may be."""

import re
from collections.abc import Collection
from typing import Final

from crmkit.backends.escaping import escape
from crmkit.exceptions import CallError

NAME_BYTES: Final = 800
"""Bytes of an id, key, term or table as it is written; three of them make the longest index row of PostgreSQL."""

_PAIR: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def check_name(name: str) -> str:
    """Give a name back, if it can be kept everywhere.

    Raises:
        CallError: it is too long, or has a character in two halves, which JSON cannot tell from the whole.

    >>> check_name("crm/17")
    'crm/17'
    """
    if not name.isascii() and _PAIR.search(name):
        raise CallError("A name has a high surrogate directly before a low one; write the character that they make.")
    if len(name) * 6 > NAME_BYTES and len(escape(name).encode()) > NAME_BYTES:
        raise CallError(f"A name of {len(name):,} characters is too long to look anything up by; name it by a digest.")
    return name


def written_names(names: Collection[str]) -> tuple[str, ...]:
    r"""Write names, each once, as `escape` writes them; usual ones are looked at all together.

    Raises:
        CallError: as for `check_name`.

    >>> written_names(["anna", "a\\b", "anna"])
    ('anna', 'a\\\\b')
    """
    once = tuple(dict.fromkeys(names))
    together = "".join(once)
    if together.isprintable() and "\\" not in together and len(together) * 4 <= NAME_BYTES:
        return once
    return tuple(escape(check_name(name)) for name in once)
