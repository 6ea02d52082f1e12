"""Changes: who wrote which value, when and why."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import attrs
from attrs import evolve, frozen

from crmkit.schema.entities.declaring import declared, needed, share
from crmkit.schema.entities.entity import Entity


@frozen(kw_only=True)
class ValueChange(Entity):
    """One value of one field became another. Provenance and undoing read from such changes; nothing rewrites them.

    What an act did to who is one customer is a `crmkit.identity.change.Change`.

    Attributes:
        target: what was changed: "customer", or the name of an entity.
        target_id: id of it.
        field: name of the field.
        old: the value before, as JSON data.
        new: the value after, as JSON data.
        at: when.
        actor: who.
        source: where the value came from.
        method: how.
        confidence: how sure it is, 0 to 1.
        batch: the load it came with.
        reason: why.
        legal_basis: what allowed it.
        redacted: whether an erasure took the values away; that there was a change stays known.
    """

    entity = "change"
    purposes = ("service", "statutory")

    target: str = needed("identifier", sensitivity="none")
    target_id: str = needed("identifier", sensitivity="none")
    field: str = needed("identifier", sensitivity="none")
    old: Any = attrs.field(default=None, hash=False)
    new: Any = attrs.field(default=None, hash=False)
    at: datetime = needed("instant")
    actor: str = needed("identifier", sensitivity="none")
    source: str | None = declared("identifier", sensitivity="none")
    method: str = needed(options="typed imported enriched merged normalised inferred erased")
    confidence: float = share(default=1.0)
    batch: str | None = declared("identifier", sensitivity="none")
    reason: str | None = declared("text", sensitivity="none", max_length=500)
    legal_basis: str | None = declared(
        options="consent contract legal_obligation vital_interests public_task legitimate_interest"
    )
    redacted: bool = declared("boolean", default=False)

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the change as a whole."""
        if self.redacted and (self.old is not None or self.new is not None):
            yield "a redacted change still holds values"

    def redact(self) -> "ValueChange":
        """Give the change without its values.

        >>> from datetime import UTC, datetime
        >>> made = ValueChange(
        ...     id="v1",
        ...     target="customer",
        ...     target_id="c-1",
        ...     field="email",
        ...     new="a@example.org",
        ...     at=datetime(2026, 3, 1, tzinfo=UTC),
        ...     actor="amelie",
        ...     method="typed",
        ... )
        >>> made.redact().new is None, made.redact().field
        (True, 'email')
        """
        return evolve(self, old=None, new=None, redacted=True)
