"""Decide about customers: which acts concern one, and under whose law."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Self

from attrs import evolve, field, frozen

from crmkit.consent.ages import minority
from crmkit.consent.decide import decide
from crmkit.consent.decision import Decision, all_of
from crmkit.consent.deliverability import undeliverable_points
from crmkit.consent.facts import Fact
from crmkit.consent.keyed import Keyring
from crmkit.consent.ledger import concerning
from crmkit.consent.linking import Chosen, Link, acts_of, by_name, tell_lost
from crmkit.consent.points import KIND_OF_CHANNEL, is_sealed
from crmkit.consent.policy import Policy
from crmkit.consent.question import Question
from crmkit.consent.reach import countries_of, points_of, unplaced
from crmkit.identity.clusters import customer_id
from crmkit.records import ANY, ConsentEvent, Customer
from crmkit.schema.types.date import PartialDate


@frozen(kw_only=True)
class Deciding:
    """The ledger laid open at one instant, to decide about many customers.

    Attributes:
        policy: what consent allows.
        region: jurisdiction of customers whose country is unknown.
        at: the instant.
        known_at: only what was recorded by then counts.
        keyring: reads the do-not-contact entries of people who were erased; without it nobody can be sure not to be one
            of them, and whoever such an entry may concern is denied.
        head: number of a fact up to which the ledger was read for certain.
        as_of: the instant at which people are looked at: who is linked with whom then is one.
    """

    policy: Policy
    region: str | None
    at: datetime
    known_at: datetime | None
    keyring: Keyring | None
    head: int | None
    as_of: datetime
    _by_key: Mapping[str, tuple[ConsentEvent, ...]] = field(repr=False)
    _answers: Mapping[str, tuple[ConsentEvent, ...]] = field(repr=False)
    _unreadable: tuple[ConsentEvent, ...] = field(repr=False)
    _links: Mapping[str, tuple[Link, ...]] = field(repr=False)

    @classmethod
    def over(
        cls,
        acts: Iterable[ConsentEvent],
        *,
        policy: Policy,
        region: str | None,
        at: datetime,
        known_at: datetime | None = None,
        keyring: Keyring | None = None,
        head: int | None = None,
        links: Iterable[Link] = (),
        as_of: datetime | None = None,
    ) -> Self:
        """Sort acts by source row and by contact point.

        Args:
            acts: the ledger, or the part of it that is about the customers who will be asked about.
            policy: what consent allows.
            region: jurisdiction of customers whose country is unknown.
            at: the instant of the questions.
            known_at: look only at what was recorded by then.
            keyring: reads keyed hashes.
            head: number of the last fact that was read.
            links: who was one, and when, see `crmkit.consent.linking.links_of`; those who were always one, or never,
                may be left out.
            as_of: the instant at which people are looked at; `at` when left out.
        """
        every = tuple(acts)
        by_key: dict[str, list[ConsentEvent]] = {}
        answers: dict[str, list[ConsentEvent]] = {}
        for act in every:
            if act.about is not None:
                answers.setdefault(act.about, []).append(act)
            for key in {act.ref, act.point} - {None, ANY}:
                by_key.setdefault(str(key), []).append(act)
        return cls(
            policy=policy,
            region=region,
            at=at,
            known_at=known_at,
            keyring=keyring,
            head=head,
            as_of=at if as_of is None else as_of,
            links=by_name(links),
            by_key={key: tuple(held) for key, held in by_key.items()},
            answers={name: tuple(held) for name, held in answers.items()},
            unreadable=tuple(
                act for act in every if is_sealed(act.point) and not (keyring is not None and keyring.reads(act.point))
            ),
        )

    def prepare(self, customers: Sequence[Customer]) -> None:
        """Be told whom the next questions are about; one by one, there is nothing to prepare."""

    def undeliverable(self, channel: str, point: str) -> bool:
        """Say whether nothing can be delivered to a contact point; see `crmkit.consent.deliverability`."""
        acts = self._by_key.get(point, ())
        answers = (one for act in acts for one in self._answers.get(act.id, ()))
        known = {one.id: one for one in (*acts, *answers)}.values()
        return bool(undeliverable_points(known, self.policy, channel=channel, at=self.at, known_at=self.known_at))

    @property
    def latest(self) -> datetime | None:
        """The last instant at which an act that counts here was recorded; None without acts."""
        lists = (*self._by_key.values(), *self._answers.values(), self._unreadable)
        return max((act.recorded_at for acts in lists for act in acts), default=None)

    def decide(
        self, customer: Customer, purpose: str, channel: str, point: str, *, facts: Iterable[Fact] = ()
    ) -> Decision:
        """Decide about one contact point of one customer.

        An act may name any id that one of her rows ever had. What was captured while she was one with somebody else,
        and names the id of both, is shared out as `crmkit.consent.linking` says. Where her rows name several countries,
        the law of each must allow the use, and where consent came with a row that names none, that of the region too,
        so that a merge never allows what no side did. Whether she is a minor follows from her date of birth.

        Args:
            customer: who.
            purpose: what for.
            channel: by which channel.
            point: key of the contact point.
            facts: what else is known to be true, such as a contract.
        """
        refs = {customer.id, *customer.refs, *map(customer_id, customer.refs)}
        points = {one for kind in KIND_OF_CHANNEL for one in points_of(customer, kind)} | {point}
        sealed = () if self.keyring is None else self.keyring.names("point", point)
        named = {key for one in points for key in (self.keyring.names("point", one) if self.keyring else ())}
        chosen = self._acts(refs, points | named)
        question = Question(
            purpose=purpose, channel=channel, point=point, at=self.at, known_at=self.known_at, sealed=sealed
        )
        known = tuple(facts)
        asked = [
            evolve(question, jurisdiction=one, facts=(*known, *self._minor(customer, one)))
            for one in self._countries(customer, chosen.acts)
        ]
        decision = all_of([decide(chosen.acts, one, self.policy) for one in asked])
        decision = tell_lost(decision, chosen)
        return decision if self.head is None else evolve(decision, ledger_head=self.head)

    def _acts(self, refs: Collection[str], points: Collection[str]) -> Chosen:
        """Choose the acts that concern a customer, given every name of hers and of her contact points."""
        links = next((self._links[name] for name in refs if name in self._links), ())
        others = {name for link in links for name in (link.left, link.right)}
        near = {act.id: act for key in {*refs, *points, *others} for act in self._by_key.get(key, ())}
        near |= {act.id: act for act in self._unreadable}
        near |= {one.id: one for act in (*near,) for one in self._answers.get(act, ())}
        every = list(near.values())
        if not links:
            return Chosen(concerning(every, refs=refs, points=points))
        return acts_of(every, names=refs, points=points, links=links, at=self.as_of)

    def _minor(self, customer: Customer, jurisdiction: str | None) -> tuple[Fact, ...]:
        born = customer.values.get("birth_date")
        day = born.as_date() if isinstance(born, PartialDate) else None
        return () if day is None else (minority(day, years=self.policy.age_of_consent(jurisdiction)),)

    def consented(self, customer: Customer, purpose: str, channel: str | None) -> bool:
        """Say whether a customer may be reached for a purpose at any contact point of a channel, or of any channel."""
        channels = sorted(KIND_OF_CHANNEL) if channel is None else [channel]
        return any(
            self.decide(customer, purpose, one, point).allowed for one in channels for point in points_of(customer, one)
        )

    def _countries(self, customer: Customer, acts: Iterable[ConsentEvent]) -> Sequence[str | None]:
        countries: tuple[str | None, ...] = countries_of(customer)
        nowhere = unplaced(customer)
        if not countries or (nowhere and any(act.act == "grant" and act.ref in nowhere for act in acts)):
            return (*countries, self.region)
        return countries
