"""The decision that is kept before a message leaves: what shows later why somebody was written to, or was not."""

from datetime import datetime

from attrs import field, frozen

from crmkit.consent.decision import Decision
from crmkit.records import digest


@frozen(kw_only=True)
class StoredDecision:
    """Fact: what was decided about one customer when one message was about to leave.

    Attributes:
        message: name of the message, such as "newsletter 2026-03".
        customer_id: id of the customer then.
        point: key of the contact point.
        actor: who sent.
        decision: the answer with purpose, channel, basis, reasons, evidence, instant, state of knowledge, version of
            the policy and the last fact that was read.

    >>> from datetime import UTC
    >>> no = Decision(
    ...     allowed=False,
    ...     reasons=("withdrawn",),
    ...     policy_version="1",
    ...     purpose="marketing.newsletter",
    ...     channel="email",
    ...     at=datetime(2026, 3, 1, tzinfo=UTC),
    ... )
    >>> kept = StoredDecision(
    ...     message="march", customer_id="c1", point="email:a@example.org", actor="amelie", decision=no
    ... )
    >>> kept.allowed, len(kept.id)
    (False, 24)
    """

    message: str
    customer_id: str
    point: str = field(repr=False)
    actor: str
    decision: Decision

    @property
    def id(self) -> str:
        """Name of the fact: one message, one customer, one contact point."""
        return digest([self.message, self.customer_id, self.point], length=24)

    @property
    def at(self) -> datetime:
        """The instant of the decision."""
        return self.decision.at

    @property
    def allowed(self) -> bool:
        """The answer."""
        return self.decision.allowed
