"""Relationships between parties."""

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from crmkit.schema.entities.declaring import PARTIES, declared, needed, reference, share
from crmkit.schema.entities.entity import Entity
from crmkit.schema.types.date import PartialDate

_PERSON, _ORGANISATION, _HOUSEHOLD, _ANY = ("person",), ("organisation",), ("household",), PARTIES

RELATIONSHIPS: Final = {
    "employee_of": ("employs", _PERSON, _ORGANISATION),
    "contact_for": ("is_reached_by", _PERSON, _ORGANISATION),
    "member_of": ("has_member", (*_PERSON, *_ORGANISATION), (*_HOUSEHOLD, *_ORGANISATION)),
    "spouse_of": ("spouse_of", _PERSON, _PERSON),
    "parent_of": ("child_of", _PERSON, _PERSON),
    "subsidiary_of": ("parent_company_of", _ORGANISATION, _ORGANISATION),
    "referred_by": ("referred", _ANY, _ANY),
}
"""Type of a relationship to what it is called from the other end, and which entities may stand at each end."""


@frozen(kw_only=True)
class Relationship(Entity):
    """One party is something to another: Anna is employee of the garage.

    Attributes:
        party: who.
        type: what she is.
        other: to whom.
        role: the function she has there.
        share: how much of the other belongs to the party, 0 to 1.
        start: first day.
        end: last day.
        primary: whether it comes first among those of its type.

    >>> works = Relationship(id="r1", party="p1", type="employee_of", other="o1", role="buyer")
    >>> works.inverse
    'employs'
    """

    entity = "relationship"
    group = "company"

    party: str = reference(*PARTIES)
    type: str = needed(options=" ".join(RELATIONSHIPS))
    other: str = reference(*PARTIES)
    role: str | None = declared("text", sensitivity="none", max_length=120)
    share: float | None = share()
    start: PartialDate | None = declared("date")
    end: PartialDate | None = declared("date")
    primary: bool = declared("boolean", default=False)

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the relationship as a whole."""
        if self.party == self.other:
            yield "nobody has a relationship with herself"
        if self.start and self.end and self.end < self.start:
            yield "end is before start"

    @property
    def inverse(self) -> str:
        """What it is called from the other end."""
        return RELATIONSHIPS[self.type][0]
