"""Lay the ledger open for decisions: about everybody, or only what bears on some customers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, Protocol

from attrs import frozen

from crmkit.consent.coverage import END_OF_TIME
from crmkit.consent.deciding import Deciding
from crmkit.consent.decision import Decision
from crmkit.consent.keyed import Keyring
from crmkit.consent.linking import Link, links_of
from crmkit.consent.points import KIND_OF_CHANNEL
from crmkit.consent.policy import Policy
from crmkit.consent.reach import points_of
from crmkit.identity.clusters import customer_id, resolve_identity
from crmkit.ledger.derived import Derived, Neighbourhood, customers_in
from crmkit.ledger.keeper import Keeper
from crmkit.ledger.ledger import Ledger
from crmkit.records import ConsentEvent, Customer, Judgement

_LATE: Final = END_OF_TIME
"""People are looked at as they are: whatever was judged until now holds, also where clocks disagree."""


@frozen
class Law:
    """What decides about consent.

    Attributes:
        policy: what consent allows.
        region: jurisdiction of customers whose country is unknown.
        keyring: reads the do-not-contact entries of people who were erased.
    """

    policy: Policy
    region: str | None
    keyring: Keyring | None = None


class Answering(Protocol):
    """Decides about customers, one by one or many at once; see `crmkit.consent.deciding.Deciding`."""

    def prepare(self, customers: Sequence[Customer], /) -> None:
        """Be told whom the next questions are about."""
        ...

    def decide(self, customer: Customer, purpose: str, channel: str, point: str) -> Decision:
        """Decide about one contact point of one customer."""
        ...

    def consented(self, customer: Customer, purpose: str, channel: str | None) -> bool:
        """Say whether a customer may be reached for a purpose by a channel, or by any."""
        ...

    def undeliverable(self, channel: str, point: str) -> bool:
        """Say whether nothing can be delivered to a contact point."""
        ...


def open_for_all(keeper: Keeper, law: Law, *, at: datetime, known_at: datetime | None) -> Deciding:
    """Read every act, to decide about any customer; who is one is looked at as of the instant, when that is past."""
    head = keeper.backend.last()
    return Deciding.over(
        keeper.ledger.consents(),
        policy=law.policy,
        region=law.region,
        at=at,
        known_at=known_at,
        keyring=law.keyring,
        head=head,
        links=links_that_ended(keeper.derived, known_at=known_at),
        as_of=seen_as_of(keeper, at),
    )


def seen_as_of(keeper: Keeper, at: datetime) -> datetime:
    """Tell at which instant people are looked at, for questions about an instant."""
    return at if at < keeper.now() else _LATE


def open_for(
    keeper: Keeper,
    law: Law,
    name: str,
    *,
    at: datetime,
    known_at: datetime | None,
    points: Iterable[str] = (),
    head: int | None = None,
) -> tuple[Customer, Deciding]:
    """Read one customer, and the acts that bear on her; as she was, when the instant asked about is past.

    Args:
        keeper: the base.
        law: what decides.
        name: any id that she ever had.
        at: the instant of the question.
        known_at: what was judged and recorded later counts for nothing.
        points: further contact points that will be asked about.
        head: facts behind this number count for nothing, and people are looked at as they were when it was the last.

    Raises:
        UnknownCustomerError: no customer ever had this id.
    """
    until, head = head, keeper.backend.last() if head is None else head
    today = keeper.customer(name)
    found = keeper.derived.around(today.refs)
    judged = _known(found, known_at, until)
    rows = [ref for ref, row in found.rows.items() if until is None or row["order"] <= until]
    as_of = seen_as_of(keeper, at) if until is None else _LATE
    then = resolve_identity(rows, judged, at=as_of)
    held = then.resolve(name)
    same = then.members[held] == today.refs
    customer = today if same else customers_in(keeper.derived, found, {held: then.members[held]})[held]
    names = {one for ref in found.rows for one in (ref, customer_id(ref))}
    deciding = Deciding.over(
        acts_about(keeper.ledger, [customer, today], law, [*names, *points], until=until),
        policy=law.policy,
        region=law.region,
        at=at,
        known_at=known_at,
        keyring=law.keyring,
        head=head,
        links=links_of(rows, judged) if judged else (),
        as_of=as_of,
    )
    return customer, deciding


def acts_about(
    ledger: Ledger, customers: Iterable[Customer], law: Law, names: Iterable[str] = (), *, until: int | None = None
) -> list[ConsentEvent]:
    """Read the acts that bear on some customers, and those of which nobody can say whether they do.

    Args:
        ledger: the facts.
        customers: who.
        law: its keyring tells the hashes of their contact points.
        names: further rows, ids and contact points.
        until: only facts up to this number.
    """
    wanted = set(names)
    for one in customers:
        wanted |= {one.id, *one.refs, *map(customer_id, one.refs)}
        wanted |= {point for kind in KIND_OF_CHANNEL for point in points_of(one, kind)}
    ring = law.keyring
    if ring is not None:
        wanted |= {sealed for name in tuple(wanted) for sealed in ring.names("point", name)}
    found = {act.id: act for act in ledger.consents_about(wanted, until=until)}
    hidden = ledger.sealed_consents(readable=() if ring is None else ring.keys, until=until)
    return list((found | {act.id: act for act in hidden}).values())


def links_that_ended(derived: Derived, *, known_at: datetime | None = None) -> tuple[Link, ...]:
    """Tell who was one, and when, of everybody about whom more was judged than that they are one.

    Who was only ever merged is left out: the acts of all her rows and ids are hers.
    """
    refs = derived.ledger.refs_set_apart()
    found = derived.around(refs) if refs else Neighbourhood({}, ())
    return links_of(list(found.rows), _known(found, known_at))


def _known(found: Neighbourhood, known_at: datetime | None, until: int | None = None) -> list[Judgement]:
    judged = (one for order, one in found.judgements if until is None or order <= until)
    return [one for one in judged if known_at is None or until is not None or one.at <= known_at]
