"""How long the name of something that is kept may be."""

from typing import Final

from crmkit.backends.escaping import escape
from crmkit.exceptions import CallError

NAME_BYTES: Final = 800
"""Bytes of an id, key, term or table as it is written; three of them make the longest index row of PostgreSQL."""


def check_name(name: str) -> str:
    """Give a name back, if it can be kept everywhere.

    Raises:
        CallError: it is too long.

    >>> check_name("crm/17")
    'crm/17'
    """
    if len(name) * 6 > NAME_BYTES and len(escape(name).encode()) > NAME_BYTES:
        raise CallError(f"A name of {len(name):,} characters is too long to look anything up by; name it by a digest.")
    return name
