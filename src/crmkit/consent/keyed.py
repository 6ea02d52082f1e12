"""Names that only the holder of a key can make: what stands for a contact point, or for a token, in the ledger.

A plain hash of an address hides nothing, since addresses can be guessed (CNIL, deliberation SAN-2020-003). These are
HMAC-SHA-256 (RFC 2104) under a key that is used for nothing else, and each says under which key it was made, so that
keys can be replaced. Keys are arguments and are never kept.
"""

import hmac
from collections.abc import Collection, Iterable, Mapping
from typing import Final, Literal

from attrs import Attribute, field, frozen

from crmkit.consent.points import SEALED, is_sealed
from crmkit.exceptions import CallError

What = Literal["point", "token"]

LEAST_BYTES: Final = 32
"""A key is as long as the hash."""


def _long_keys(ring: "Keyring", _: "Attribute[Mapping[str, bytes]]", keys: Mapping[str, bytes]) -> None:
    for name, key in keys.items():
        if not name or ":" in name:
            raise CallError(f"A key cannot be called {name!r}; give it a name without a colon, such as '2026'.")
        if len(key) < LEAST_BYTES:
            raise CallError(f"The key {name!r} has {len(key)} bytes; give it {LEAST_BYTES} random bytes.")
    if ring.current not in keys:
        raise CallError(f"There is no key {ring.current!r} to make new names with; known are: {', '.join(keys)}.")


@frozen
class Keyring:
    """The keys of one base: new names are made with the current one, and names made with any of them are recognised.

    Attributes:
        current: name of the key that new names are made with.
        keys: name of each key to its 32 bytes or more.

    Raises:
        CallError: for a key that is too short or not there.

    >>> ring = Keyring("2026", {"2026": bytes(range(32))})
    >>> ring.seal("point", "email:a@example.org")[:24]
    'sealed:2026:783cc1958c75'
    """

    current: str
    keys: Mapping[str, bytes] = field(repr=False, validator=_long_keys)

    def seal(self, what: What, text: str) -> str:
        """Name a contact point, or a token, under the current key."""
        return self._name(self.current, what, text)

    def names(self, what: What, text: str) -> tuple[str, ...]:
        """Give every name that a contact point, or a token, can have: one for each key."""
        return tuple(self._name(name, what, text) for name in self.keys)

    def reads(self, sealed: str) -> bool:
        """Say whether a name was made with one of the keys."""
        return key_name(sealed) in self.keys

    def _name(self, name: str, what: What, text: str) -> str:
        made = hmac.digest(self.keys[name], f"crmkit {what}\n{text}".encode("utf-8", "surrogatepass"), "sha256")
        return f"{SEALED}{name}:{made.hex()}"


def key_name(sealed: str) -> str:
    """Tell with which key a name was made.

    >>> key_name("sealed:2026:0f3a")
    '2026'
    """
    return sealed.removeprefix(SEALED).partition(":")[0]


def key_names(points: Iterable[str]) -> frozenset[str]:
    """Name the keys under which there are keyed hashes among some contact points."""
    return frozenset(key_name(point) for point in points if is_sealed(point))


def is_unreadable(point: str, keys: Collection[str]) -> bool:
    """Say whether a contact point is a keyed hash under none of some keys: it may be anybody's."""
    return is_sealed(point) and key_name(point) not in keys
