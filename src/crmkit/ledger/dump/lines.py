r"""The lines of a dump: an opening, one line for each fact, and a closing that proves the others.

    {"crmkit":"dump","format":1,"last":2}
    {"order":1,"kind":"record","id":"crm/17#1","at":0,"keys":["crm/17"],"body":{"City":"Bern"}}
    {"order":2,"kind":"journal","id":"2:ab","at":0,"keys":[],"body":{"verb":"read"}}
    {"facts":2,"sha256":"…"}

Lines are ASCII and end in a line feed; ids and keys are written as `crmkit.backends.escaping.escape` writes them.
Equal facts give equal lines, whatever keeps them, and nothing else is in a dump: no clock, no name of a machine. A new
kind of fact, or a new member of a line, is a new format.
"""

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from attrs import define, field

from crmkit.backends.escaping import escape, unescape
from crmkit.backends.json_text import dump_body
from crmkit.backends.protocol import Fact, Json
from crmkit.exceptions import CallError

if TYPE_CHECKING:
    from hashlib import _Hash

FORMAT: Final = 1
"""Number of the format that is written, and the newest that is read."""

CLOSING: Final = b'{"facts":'
"""How the closing begins, and no other line."""


@define
class Lines:
    r"""Writes the lines of a dump one after the other; a reader writes them too, and compares.

    Attributes:
        last: order number of the last fact that the dump is to hold.
        facts: how many have been written.
        order: order number of the last one.

    >>> lines = Lines(last=0)
    >>> lines.opening()
    b'{"crmkit":"dump","format":1,"last":0}\n'
    >>> lines.closing()[:21]
    b'{"facts":0,"sha256":"'
    """

    last: int
    facts: int = 0
    order: int = 0
    _seen: "_Hash" = field(factory=sha256, init=False, repr=False, eq=False)

    def opening(self) -> bytes:
        """Write the first line."""
        return self._pass({"crmkit": "dump", "format": FORMAT, "last": self.last})

    def fact(self, fact: Fact) -> bytes:
        """Write the line of the next fact.

        Raises:
            CallError: its number does not follow that of the fact before, or its body is not JSON data.
        """
        if not self.order < fact.order <= self.last:
            raise CallError(
                f"Fact {fact.order} does not follow fact {self.order} in a dump that ends with {self.last}."
            )
        self.facts, self.order = self.facts + 1, fact.order
        return self._pass(
            {
                "order": fact.order,
                "kind": fact.kind,
                "id": escape(fact.id),
                "at": fact.at,
                "keys": [escape(key) for key in fact.keys],
                "body": fact.body,
            }
        )

    def closing(self) -> bytes:
        """Write the last line."""
        return _line({"facts": self.facts, "sha256": self.sha256})

    @property
    def sha256(self) -> str:
        """The SHA-256 of all lines so far, which names what is in them."""
        return self._seen.hexdigest()

    def _pass(self, data: Json) -> bytes:
        line = _line(data)
        self._seen.update(line)
        return line


def fact_of(line: bytes) -> Fact:
    r"""Read the line of a fact.

    Raises:
        CallError: it names a kind of fact that does not exist, or a name that is too long.
        ValueError: it is not JSON; and KeyError, TypeError or AttributeError when it is something else than a fact.

    >>> lines = Lines(last=3)
    >>> fact = Fact(kind="record", id="a\x00b", at=0, body={"City": "Zürich"}, order=3)
    >>> fact_of(lines.fact(fact)) == fact
    True
    """
    data: dict[str, Any] = json.loads(line)
    return Fact(
        kind=data["kind"],
        id=unescape(data["id"]),
        at=data["at"],
        body=data["body"],
        keys=tuple(map(unescape, data["keys"])),
        order=data["order"],
    )


def _line(data: Json) -> bytes:
    return dump_body(data).encode("ascii") + b"\n"
