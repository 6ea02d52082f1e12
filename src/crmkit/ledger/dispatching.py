"""Decide again at the moment a message leaves, keep the decision, and only then hand the member over.

```
member of an audience -> decided again, now -> not too much? -> decision kept -> member     (once for each message)
                                |                   |
                             left out           postponed        (with the reasons)
```

A message may wait for hours behind the audience it was made for. Who took her consent back meanwhile is not written to.
Who may be written to, but not now, is postponed: nothing is kept about her, and the next run looks at her again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from attrs import evolve, frozen

from crmkit.audience import Audience, ColumnAudience, Member, Suppressed, member_of
from crmkit.consent.columnar.forms import point_code
from crmkit.consent.deciding import Deciding
from crmkit.consent.decision import Decision, denied
from crmkit.consent.points import KIND_OF_CHANNEL
from crmkit.consent.pressure import Pressure
from crmkit.consent.question import Question
from crmkit.consent.reach import contact_point, points_of, values_of
from crmkit.consent.stored import StoredDecision
from crmkit.exceptions import CallError, StoreError, UnknownCustomerError
from crmkit.identity.clusters import customer_id
from crmkit.ledger.codec import message_key, turn_key
from crmkit.ledger.deciding import Law, open_for
from crmkit.ledger.keeper import Keeper
from crmkit.ledger.pressing import contacts_of, press
from crmkit.records import Customer

_ALREADY: Final = "already_dispatched"

Zone = str | Callable[[Customer], str | None] | None
"""Where members live: IANA name of a time zone, or a function that tells it of a customer; None where nobody knows."""


@frozen(kw_only=True)
class Postponed:
    """A member who may be written to, and not now: the second gate held her back.

    Attributes:
        customer_id: id of the customer.
        reasons: codes of `crmkit.consent.reasons`, sorted, such as "quiet_hours" or "too_many_contacts".
        not_before: first instant at which she may be approached, if nothing happens until then; None where none is
            known.
    """

    customer_id: str
    reasons: tuple[str, ...]
    not_before: datetime | None


@frozen
class _Chosen:
    """Who was chosen, and her contact point: its key, or the code of it."""

    customer_id: str
    point: str | int


class Dispatch(Iterator[Member]):
    """The members of an audience on their way out; it is walked through once, and no one is looked at before her turn.

    Each step decides about one member at that moment, keeps the decision, and gives the member with her values as they
    are now. Who may not be written to any more is left out; who may, but was approached too often, or lives where it is
    night, is postponed. While the store fails, everybody is left out for "store_unavailable"; the same message may be
    dispatched again, and passes over whoever was handed over.

    Args:
        keeper: the base.
        law: what decides.
        audience: who was chosen.
        message: name of the message.
        zone: IANA name of the time zone of the members, or a function that tells it of a customer.

    Attributes:
        audience: who was chosen.
        message: name of the message.
        handed_over: how many members were given.

    Raises:
        CallError: the message has no name.
    """

    def __init__(
        self, keeper: Keeper, law: Law, audience: Audience | ColumnAudience, message: str, *, zone: Zone = None
    ) -> None:
        if not message.strip():
            raise CallError(
                "The message has no name; give one that no other message has, such as 'newsletter 2026-03'."
            )
        self.audience = audience
        self.message = message
        self.handed_over = 0
        self._keeper = keeper
        self._law = law
        self._zone = zone
        self._waiting = _chosen(audience)
        self._next: _Chosen | None = next(self._waiting, None)
        self._left_out: list[Suppressed] = []
        self._postponed: list[Postponed] = []

    def __next__(self) -> Member:
        while self._next is not None:
            chosen = self._next
            found = self._decide(chosen)
            self._next = next(self._waiting, None)  # only now: whoever raises in between leaves nobody unaccounted for
            if isinstance(found, Member):
                self.handed_over += 1
                return found
            if isinstance(found, Postponed):
                self._postponed.append(found)
            else:
                self._left_out.append(Suppressed(customer_id=chosen.customer_id, reasons=found))
        raise StopIteration

    @property
    def left_out(self) -> tuple[Suppressed, ...]:
        """Who was left out so far, with the reasons."""
        return tuple(self._left_out)

    @property
    def postponed(self) -> tuple[Postponed, ...]:
        """Who may be written to, but not now, so far; dispatch the message again when it is time."""
        return tuple(self._postponed)

    @property
    def reasons(self) -> dict[str, int]:
        """Reason to the number of members left out for it so far, the most frequent first; nobody who is postponed."""
        counted = Counter(reason for one in self._left_out for reason in one.reasons)
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    def _decide(self, chosen: _Chosen) -> Member | Postponed | tuple[str, ...]:
        try:
            try:
                with self._keeper.backend.transaction():  # nobody takes a consent back between answer and keeping
                    return self._take_turn(chosen.customer_id, self._point_of(chosen))
            except UnknownCustomerError:
                with self._keeper.backend.transaction():
                    return self._turn_away(chosen.customer_id, _named(chosen.point, self.audience.channel))
        except (StoreError, OSError):
            return ("store_unavailable",)

    def _point_of(self, chosen: _Chosen) -> str:
        """Name the contact point that was chosen; where only its code is known, look for it among hers."""
        channel = self.audience.channel
        if isinstance(chosen.point, int):
            hers = points_of(self._keeper.derived.customer(chosen.customer_id), channel)
            return next((one for one in hers if point_code(one) == chosen.point), _named(chosen.point, channel))
        return chosen.point

    def _take_turn(self, name: str, point: str) -> Member | Postponed | tuple[str, ...]:
        now, channel = self._keeper.now(), self.audience.channel
        customer, deciding = open_for(self._keeper, self._law, name, at=now, known_at=None, points=[point])
        known_at = max(now, deciding.latest or now)  # clocks may differ: everything that is recorded counts
        decision = _answer(customer, evolve(deciding, known_at=known_at), self.audience.purpose, channel, point)
        before = self._before({name, customer.id, *map(customer_id, customer.refs)}, point)
        if before is not None:
            return before
        pressure = self._press(customer, decision) if decision.allowed else None
        if pressure is not None and not pressure.allowed:
            return Postponed(customer_id=customer.id, reasons=pressure.reasons, not_before=pressure.not_before)
        self._keep(customer.id, point, decision)
        if not decision.allowed:
            return decision.reasons
        self._keeper.journal(
            "disclose",
            "dispatch",
            1,
            purpose=self.audience.purpose,
            detail={"message": self.message, "channel": channel},
        )
        value = _value_at(customer, channel, point)
        return member_of(customer, channel, value, point, schema=self._keeper.schema)

    def _press(self, customer: Customer, decision: Decision) -> Pressure | None:
        """Ask the second gate, where some rule speaks of the channel."""
        policy, channel = self._law.policy, decision.channel
        if not any(channel in rule.channels for rule in policy.pressure):
            return None
        return press(
            customer,
            Question(purpose=decision.purpose, channel=channel, point="", at=decision.at),
            policy,
            contacts_of(self._keeper, customer),
            region=self._law.region,
            zone=self._zone(customer) if callable(self._zone) else self._zone,
            basis=decision.basis,
        )

    def _turn_away(self, name: str, point: str) -> tuple[str, ...]:
        now = self._keeper.now()
        asked = Question(
            purpose=self.audience.purpose, channel=self.audience.channel, point=point, at=now, known_at=now
        )
        before = self._before({name}, point)
        if before is not None:
            return before
        decision = denied(asked, "unknown_customer", policy_version=self._law.policy.version)
        self._keep(name, point, decision)
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


def _chosen(audience: Audience | ColumnAudience) -> Iterator[_Chosen]:
    if isinstance(audience, ColumnAudience):
        return (_Chosen(str(who), point) for who, point in audience.members.select("person", "point").iter_rows())
    return (_Chosen(one.customer_id, one.point) for one in audience.members)


def _named(point: str | int, channel: str) -> str:
    """Name a contact point of which only the code is known, and which is nobody's any more."""
    return point if isinstance(point, str) else f"{KIND_OF_CHANNEL[channel]}:#{point}"


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
