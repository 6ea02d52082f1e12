"""Decide about customers: which acts concern one, and under whose law."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, Self

from attrs import evolve, field, frozen

from crmkit.consent.decide import decide
from crmkit.consent.decision import Decision
from crmkit.consent.ledger import concerning
from crmkit.consent.points import KIND_OF_CHANNEL
from crmkit.consent.policy import Policy
from crmkit.consent.question import Question
from crmkit.consent.reach import points_of
from crmkit.identity.clusters import customer_id
from crmkit.records import ANY, ConsentEvent, Customer

_FOREVER: Final = datetime.max.replace(tzinfo=UTC)


@frozen(kw_only=True)
class Deciding:
    """The ledger laid open at one instant, to decide about many customers.

    Attributes:
        policy: what consent allows.
        region: jurisdiction of customers whose country is unknown.
        at: the instant.
        known_at: only what was recorded by then counts.
    """

    policy: Policy
    region: str | None
    at: datetime
    known_at: datetime | None
    _by_key: Mapping[str, tuple[ConsentEvent, ...]] = field(repr=False)
    _about: tuple[ConsentEvent, ...] = field(repr=False)

    @classmethod
    def over(
        cls,
        acts: Iterable[ConsentEvent],
        *,
        policy: Policy,
        region: str | None,
        at: datetime,
        known_at: datetime | None = None,
    ) -> Self:
        """Sort acts by source row and by contact point."""
        every = tuple(acts)
        by_key: dict[str, list[ConsentEvent]] = {}
        for act in every:
            for key in {act.ref, act.point} - {None, ANY}:
                by_key.setdefault(str(key), []).append(act)
        return cls(
            policy=policy,
            region=region,
            at=at,
            known_at=known_at,
            by_key={key: tuple(held) for key, held in by_key.items()},
            about=tuple(act for act in every if act.about is not None),
        )

    def decide(self, customer: Customer, purpose: str, channel: str, point: str) -> Decision:
        """Decide about one contact point of one customer.

        An act may name any id that one of her rows ever had. Where her rows name several countries, the law of each
        must allow the use, and where consent came with a row that names none, that of the region too, so that a merge
        never allows what no side did.
        """
        refs = {customer.id, *customer.refs, *map(customer_id, customer.refs)}
        points = {one for kind in KIND_OF_CHANNEL for one in points_of(customer, kind)} | {point}
        near = {act.id: act for key in refs | points for act in self._by_key.get(key, ())}
        acts = concerning([*near.values(), *self._about], refs=refs, points=points)
        question = Question(purpose=purpose, channel=channel, point=point, at=self.at, known_at=self.known_at)
        decisions = [
            decide(acts, evolve(question, jurisdiction=country), self.policy)
            for country in self._countries(customer, acts)
        ]
        return min(decisions, key=lambda one: (one.allowed, one.not_after or _FOREVER))

    def consented(self, customer: Customer, purpose: str, channel: str | None) -> bool:
        """Say whether a customer may be reached for a purpose at any contact point of a channel, or of any channel."""
        channels = sorted(KIND_OF_CHANNEL) if channel is None else [channel]
        return any(
            self.decide(customer, purpose, one, point).allowed for one in channels for point in points_of(customer, one)
        )

    def _countries(self, customer: Customer, acts: Iterable[ConsentEvent]) -> Sequence[str | None]:
        origins = customer.provenance.get("address", ())
        said = [customer.values.get("country"), *(one.value.country for one in origins)]
        countries: list[str | None] = list(dict.fromkeys(country for country in said if country))
        placed = {one.ref for one in origins if one.value.country}
        nowhere = {name for ref in customer.refs if ref not in placed for name in (ref, customer_id(ref))}
        if not countries or (placed and any(act.act == "grant" and act.ref in nowhere for act in acts)):
            countries.append(self.region)
        return countries
