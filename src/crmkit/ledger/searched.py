"""Up to which fact a base was searched for duplicates, and what was found merged."""

from typing import Final

from crmkit.backends.protocol import Backend
from crmkit.ledger.ledger import STATE
from crmkit.records import digest
from crmkit.schema.fields import Schema

_SEARCHED: Final = "searched"


def searched_to(backend: Backend, schema: Schema) -> int | None:
    """Give the number of the last fact that a merged search saw; None where nobody searched by this schema."""
    held = backend.get(STATE, _SEARCHED)
    return held.body["upto"] if held is not None and held.body["schema"] == _name(schema) else None


def remember_searched(backend: Backend, schema: Schema, upto: int) -> None:
    """Keep that everything up to a fact was searched; what was searched later stays so."""
    with backend.transaction():
        upto = max(upto, searched_to(backend, schema) or 0)
        backend.put(STATE, _SEARCHED, {"schema": _name(schema), "upto": upto})


def _name(schema: Schema) -> str:
    return digest(schema.to_json())
