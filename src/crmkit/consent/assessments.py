"""The balancing of interests that must be on file before legitimate interest carries a use."""

from collections.abc import Iterator
from datetime import datetime

from attrs import field, frozen

from crmkit.consent.facts import Fact
from crmkit.consent.faults import refuse
from crmkit.records import instant


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else instant(value)


@frozen(kw_only=True)
class Assessment:
    """A written balancing of our interest against the person's (GDPR art. 6(1)(f), recital 47).

    It is a fact for every question about its purpose, or a purpose below it, by one of its channels, in one of its
    jurisdictions, from its approval until its review is due.

    Attributes:
        id: name of the record; goes into the evidence of each decision that rests on it.
        purpose: key of the purpose it weighs.
        interest: what we want, and why it is lawful.
        necessity: why it cannot be had by less.
        balance: why the person's interests do not weigh more.
        safeguards: what was done for her, such as an easy way to refuse.
        channels: channels it weighs; empty for every one.
        jurisdictions: countries it weighs; empty for every one.
        approved: whether the balance allows the use.
        approved_by: who answers for it.
        approved_at: since when.
        review_by: until when; after it the balance has to be struck again.

    Raises:
        SchemaError: with every fault: a part left empty, or a review that is due before the approval.

    >>> from datetime import UTC
    >>> record = Assessment(
    ...     id="lia-2026-1",
    ...     purpose="marketing.offers",
    ...     interest="customers hear of what goes with what they bought",
    ...     necessity="there is no other way to tell them",
    ...     balance="they expect it, and can refuse by one click",
    ...     approved_by="dpo",
    ...     approved_at=datetime(2026, 1, 1, tzinfo=UTC),
    ...     review_by=datetime(2028, 1, 1, tzinfo=UTC),
    ... )
    >>> record.fact().evidence
    'lia-2026-1'
    """

    id: str
    purpose: str
    interest: str
    necessity: str
    balance: str
    safeguards: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    approved: bool = True
    approved_by: str
    approved_at: datetime = field(converter=instant)
    review_by: datetime | None = field(default=None, converter=_instant)

    def __attrs_post_init__(self) -> None:
        refuse(f"The balancing of interests {self.id!r}", self._faults())

    def concerns(self, lineage: tuple[str, ...], channel: str, places: tuple[str, ...]) -> bool:
        """Say whether it was made for a purpose (its key and those of its ancestors), a channel and a place."""
        return (
            self.purpose in lineage
            and (not self.channels or channel in self.channels)
            and (not self.jurisdictions or any(place in self.jurisdictions for place in places))
        )

    def fact(self) -> Fact:
        """Give what a decision asks for."""
        return Fact("lia", since=self.approved_at, until=self.review_by, evidence=self.id)

    def _faults(self) -> Iterator[str]:
        for name in ("id", "interest", "necessity", "balance", "approved_by"):
            if not getattr(self, name).strip():
                yield f"its {name!r} is empty"
        if self.review_by is not None and self.review_by <= self.approved_at:
            yield "its review is due before it was approved"
