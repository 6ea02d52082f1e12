"""Say whether now is the moment to approach a customer, by what happened with her before."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

from attrs import evolve

from crmkit.consent.policy import Policy
from crmkit.consent.pressure import Contact, Pressure, check_pressure
from crmkit.consent.question import Question
from crmkit.consent.reach import countries_of
from crmkit.consent.stored import StoredDecision
from crmkit.identity.clusters import customer_id
from crmkit.ledger.keeper import Keeper
from crmkit.records import Customer, Interaction

_TRIES: Final = 100


def contacts_of(keeper: Keeper, customer: Customer) -> Iterator[Contact]:
    """Read how often somebody approached a customer, by whatever channel.

    These are the interactions that went out, and the messages that were handed over to be sent to her; one that an
    interaction names as its `message` counts once.
    """
    counted = set()
    for _, event in keeper.ledger.happened_to(customer.refs):
        if event.data.get("direction") == "out":
            counted.add(event.data.get("message"))
            yield Contact(
                at=event.at,
                channel=_channel_of(event),
                purpose=str(event.data.get("purpose") or ""),
                outcome="declined" if event.data.get("outcome") == "declined" else "made",
            )
    for fact in keeper.backend.facts("decision", keys={customer.id, *map(customer_id, customer.refs)}):
        sent = keeper.ledger.codec.decode(fact, StoredDecision)
        if sent.allowed and sent.message not in counted:
            yield Contact(at=sent.at, channel=sent.decision.channel, purpose=sent.decision.purpose)


def _channel_of(event: Interaction) -> str:
    return str(event.data.get("channel") or ("phone" if event.kind == "call" else ""))


def press(
    customer: Customer,
    asked: Question,
    policy: Policy,
    contacts: Iterable[Contact],
    *,
    region: str | None,
    zone: str | None,
    basis: str | None,
) -> Pressure:
    """Say whether now is the moment to approach a customer; where her rows name several countries, in each of them."""
    places = countries_of(customer) or (region,)
    seen = tuple(contacts)

    def at(moment: datetime) -> list[Pressure]:
        questions = (evolve(asked, at=moment, jurisdiction=place) for place in places)
        return [check_pressure(one, policy, seen, zone=zone, basis=basis) for one in questions]

    found = at(asked.at)
    if len(found) == 1:
        return found[0]
    allowed = all(one.allowed for one in found)
    return Pressure(
        allowed=allowed,
        reasons=tuple(sorted({reason for one in found for reason in one.reasons})),
        sources=tuple(dict.fromkeys(source for one in found for source in one.sources)),
        not_before=_first_open(at, asked.at),
        not_after=min((one.not_after for one in found if one.not_after is not None), default=None) if allowed else None,
    )


def _first_open(at: Callable[[datetime], list[Pressure]], moment: datetime) -> datetime | None:
    for _ in range(_TRIES):
        later = [one.not_before for one in at(moment)]
        known = [one for one in later if one is not None]
        if len(known) < len(later):
            return None
        if max(known) == moment:
            return moment
        moment = max(known)
    return None
