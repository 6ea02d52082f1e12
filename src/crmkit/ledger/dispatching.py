"""Decide again at the moment a message leaves, keep the decision, and only then hand the member over.

```
member of an audience -> decided again, now -> decision kept -> member     (handed over, once for each message)
                                                    |
                                                left out, with the reasons
```

A message may wait for hours behind the audience it was made for. Who took her consent back meanwhile is not written to.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from attrs import evolve

from crmkit.audience import Audience, Member, Suppressed, member_of
from crmkit.consent.deciding import Deciding
from crmkit.consent.decision import Decision, denied
from crmkit.consent.question import Question
from crmkit.consent.reach import contact_point, values_of
from crmkit.consent.stored import StoredDecision
from crmkit.exceptions import CallError, StoreError, UnknownCustomerError
from crmkit.identity.clusters import customer_id
from crmkit.ledger.codec import message_key, turn_key
from crmkit.ledger.deciding import Law, open_for
from crmkit.ledger.keeper import Keeper
from crmkit.records import Customer

_ALREADY: Final = "already_dispatched"


class Dispatch(Iterator[Member]):
    """The members of an audience on their way out; it is walked through once, and no one is looked at before her turn.

    Each step decides about one member at that moment, keeps the decision, and gives the member with her values as they
    are now. Who may not be written to any more is left out. While the store fails, everybody is left out for
    "store_unavailable"; the same message may be dispatched again, and passes over whoever was handed over.

    Args:
        keeper: the base.
        law: what decides.
        audience: who was chosen.
        message: name of the message.

    Attributes:
        audience: who was chosen.
        message: name of the message.
        handed_over: how many members were given.

    Raises:
        CallError: the message has no name.
    """

    def __init__(self, keeper: Keeper, law: Law, audience: Audience, message: str) -> None:
        if not message.strip():
            raise CallError(
                "The message has no name; give one that no other message has, such as 'newsletter 2026-03'."
            )
        self.audience = audience
        self.message = message
        self.handed_over = 0
        self._keeper = keeper
        self._law = law
        self._turn = 0
        self._left_out: list[Suppressed] = []

    def __next__(self) -> Member:
        while self._turn < len(self.audience.members):
            chosen = self.audience.members[self._turn]
            found = self._decide(chosen)
            self._turn += 1  # only now: whoever raises in between leaves nobody unaccounted for
            if isinstance(found, Member):
                self.handed_over += 1
                return found
            self._left_out.append(Suppressed(customer_id=chosen.customer_id, reasons=found))
        raise StopIteration

    @property
    def left_out(self) -> tuple[Suppressed, ...]:
        """Who was left out so far, with the reasons."""
        return tuple(self._left_out)

    @property
    def reasons(self) -> dict[str, int]:
        """Reason to the number of members left out for it so far, the most frequent first."""
        counted = Counter(reason for one in self._left_out for reason in one.reasons)
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    def _decide(self, chosen: Member) -> Member | tuple[str, ...]:
        try:
            try:
                with self._keeper.backend.transaction():  # nobody takes a consent back between answer and keeping
                    return self._take_turn(chosen)
            except UnknownCustomerError:
                with self._keeper.backend.transaction():
                    return self._turn_away(chosen)
        except (StoreError, OSError):
            return ("store_unavailable",)

    def _take_turn(self, chosen: Member) -> Member | tuple[str, ...]:
        now, channel = self._keeper.now(), self.audience.channel
        customer, deciding = open_for(
            self._keeper, self._law, chosen.customer_id, at=now, known_at=None, points=[chosen.point]
        )
        known_at = max(now, deciding.latest or now)  # clocks may differ: everything that is recorded counts
        decision = _answer(customer, evolve(deciding, known_at=known_at), self.audience.purpose, channel, chosen.point)
        names = {chosen.customer_id, customer.id, *map(customer_id, customer.refs)}
        before = self._before(names, chosen.point)
        if before is not None:
            return before
        self._keep(customer.id, chosen.point, decision)
        if not decision.allowed:
            return decision.reasons
        self._keeper.journal(
            "disclose",
            "dispatch",
            1,
            purpose=self.audience.purpose,
            detail={"message": self.message, "channel": channel},
        )
        value = _value_at(customer, channel, chosen.point)
        return member_of(customer, channel, value, chosen.point, schema=self.audience.schema)

    def _turn_away(self, chosen: Member) -> tuple[str, ...]:
        now = self._keeper.now()
        asked = Question(
            purpose=self.audience.purpose, channel=self.audience.channel, point=chosen.point, at=now, known_at=now
        )
        before = self._before({chosen.customer_id}, chosen.point)
        if before is not None:
            return before
        decision = denied(asked, "unknown_customer", policy_version=self._law.policy.version)
        self._keep(chosen.customer_id, chosen.point, decision)
        return decision.reasons

    def _before(self, names: Iterable[str], point: str) -> tuple[str, ...] | None:
        """Give the reasons for leaving somebody out who, or whose contact point, has had her turn with this message."""
        mine = frozenset(names)
        keys = [turn_key(self.message, name) for name in (*mine, point)]
        held = [one for one in _read(self._keeper, keys) if one.message == self.message]
        if any(one.allowed for one in held):
            return (_ALREADY,)
        return next((one.decision.reasons for one in held if one.customer_id in mine and one.point == point), None)

    def _keep(self, name: str, point: str, decision: Decision) -> None:
        stored = StoredDecision(
            message=self.message, customer_id=name, point=point, actor=self._keeper.actor, decision=decision
        )
        self._keeper.backend.append([self._keeper.ledger.codec.encode(stored)])


def decisions_of(keeper: Keeper, message: str) -> list[StoredDecision]:
    """Read what was decided when a message left, oldest first."""
    return [one for one in _read(keeper, [message_key(message)]) if one.message == message]


def replay(keeper: Keeper, law: Law, stored: StoredDecision) -> Decision:
    """Decide again as of a stored decision; see `ConsentDesk.replay`."""
    then = stored.decision
    if then.policy_version != law.policy.version:
        raise CallError(
            f"This was decided by version {then.policy_version!r} of the policy, and the base is opened with "
            f"{law.policy.version!r}; open it with the policy of then."
        )
    try:
        customer, deciding = open_for(
            keeper,
            law,
            stored.customer_id,
            at=then.at,
            known_at=then.known_at,
            points=[stored.point],
            head=then.ledger_head,
        )
    except (StoreError, OSError, UnknownCustomerError) as error:
        asked = Question(
            purpose=then.purpose, channel=then.channel, point=stored.point, at=then.at, known_at=then.known_at
        )
        reason = "unknown_customer" if isinstance(error, UnknownCustomerError) else "store_unavailable"
        return denied(asked, reason, policy_version=law.policy.version)
    return _answer(customer, deciding, then.purpose, then.channel, stored.point)


def _answer(customer: Customer, deciding: Deciding, purpose: str, channel: str, point: str) -> Decision:
    """Decide about a contact point at which a customer was found once, whether it is still hers or not."""
    decision = deciding.decide(customer, purpose, channel, point)
    barred = []
    if _value_at(customer, channel, point) is None:
        barred.append("point_gone")
    if deciding.undeliverable(channel, point):
        barred.append("undeliverable")
    if not barred:
        return decision
    reasons = tuple(sorted({*barred, *decision.reasons}))
    return evolve(decision, allowed=False, basis=None, reasons=reasons, not_after=None)


def _value_at(customer: Customer, channel: str, point: str) -> Any:
    return next((value for value in values_of(customer, channel) if contact_point(channel, value) == point), None)


def _read(keeper: Keeper, keys: Iterable[str]) -> Iterator[StoredDecision]:
    facts = keeper.backend.facts("decision", keys=tuple(keys))
    return (keeper.ledger.codec.decode(fact, StoredDecision) for fact in facts)
