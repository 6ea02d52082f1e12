"""The access journal: who did what with personal data, for which purpose, and when.

The verbs are those that the Swiss Data Protection Ordinance asks to be journalised (SR 235.11 art. 4): recording,
change, reading, disclosure, erasure and destruction.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from attrs import Attribute, field, frozen

from crmkit.exceptions import AccessError, CallError, UnknownNameError
from crmkit.records import Scalar, digest, instant

Verb = Literal["record", "change", "read", "disclose", "erase", "destroy"]

VERBS: Final[Mapping[str, str]] = {
    "record": "personal data came in",
    "change": "personal data was changed, merged or separated",
    "read": "personal data was looked at",
    "disclose": "personal data was given out, such as by an export",
    "erase": "personal data was erased, and proof was kept",
    "destroy": "personal data was destroyed with every copy",
}
"""What can be done with personal data, and what each verb means."""

SYSTEM_PURPOSE: Final = "system"
"""Purpose of what the base does for its own upkeep, such as loading and finding duplicates."""


def check_access(actor: str, purpose: str) -> None:
    """Refuse to go on without somebody who acts and a purpose to act for.

    Raises:
        AccessError: when one of them is empty.
    """
    if not actor.strip():
        raise AccessError("Nobody is named as the actor; say who does this, such as actor='amelie'.")
    if not purpose.strip():
        raise AccessError("No purpose is named; say what the data is used for, such as purpose='newsletter'.")


def _known(_: "JournalEntry", __: "Attribute[Verb]", verb: Verb) -> None:
    if verb not in VERBS:
        raise UnknownNameError("journal verb", verb, VERBS)


def _not_negative(_: "JournalEntry", __: "Attribute[int]", count: int) -> None:
    if count < 0:
        raise CallError(f"A journal entry counts {count} persons; the least is 0.")


@frozen(kw_only=True)
class JournalEntry:
    """Fact: one thing done with personal data. It holds names of things and counts, never a personal value.

    Attributes:
        at: when.
        actor: who.
        purpose: what for; `SYSTEM_PURPOSE` for the upkeep of the base.
        verb: one of `VERBS`.
        what: on what, in words without personal data, such as "audience" or "customer 7f3a".
        count: how many persons it touched.
        detail: further facts, such as the recipient, the segment, or a digest of the ids.

    Raises:
        AccessError: without an actor or a purpose.
        CallError: for an unknown verb, a negative count, or an instant without a zone.

    >>> from datetime import UTC, datetime
    >>> entry = JournalEntry(
    ...     at=datetime(2026, 3, 1, tzinfo=UTC), actor="amelie", purpose="newsletter", verb="disclose", what="audience"
    ... )
    >>> len(entry.id), entry.count
    (24, 1)
    """

    at: datetime = field(converter=instant)
    actor: str
    purpose: str
    verb: Verb = field(validator=_known)
    what: str
    count: int = field(default=1, validator=_not_negative)
    detail: Mapping[str, Scalar] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        check_access(self.actor, self.purpose)

    @property
    def id(self) -> str:
        """Name of the entry by its content."""
        who = [self.at.isoformat(), self.actor, self.purpose]
        return digest([*who, self.verb, self.what, self.count, dict(self.detail)], length=24)
