"""What a change does, told before it is done: customers, their values, and what consent decides about them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from crmkit.backends.chunking import in_chunks
from crmkit.consent.coverage import END_OF_TIME, GRANTS
from crmkit.consent.deciding import Deciding
from crmkit.consent.decision import Decision
from crmkit.consent.linking import Link
from crmkit.consent.policy import Policy
from crmkit.consent.reach import FIELD_OF_CHANNEL, contact_point, mask_point, values_of
from crmkit.identity.change import DecisionChange, Effect, ValueChange
from crmkit.identity.history import Touched
from crmkit.ledger.deciding import Law, acts_about
from crmkit.ledger.derived import Customers, Derived
from crmkit.records import ANY, ConsentEvent, Customer
from crmkit.schema.fields import Schema

_TOGETHER: Final = 100


def effects_of(groups: Iterable[Touched], *, before: Customers, after: Customers, schema: Schema) -> Iterator[Effect]:
    """Say what happens to each customer, in the order of their ids within each group.

    Args:
        groups: those who exchange rows.
        before: customers as they were, to tell whose values change; none to leave that out.
        after: customers as they become.
        schema: what a customer is.
    """
    for group in groups:
        was = {ref: name for name, refs in group.before.items() for ref in refs}
        now = {ref: name for name, refs in group.after.items() for ref in refs}
        for name in group.ids:
            old, new = group.before.get(name, ()), group.after.get(name, ())
            there = now[old[0]] if not new else was[new[0]] if not old else None
            left, right = before.get(name if old else there or ""), after.get(name if new else there or "")
            yield Effect(
                kind="changes" if old and new else "appears" if new else "disappears",
                id=name,
                other=there,
                gained=tuple(ref for ref in new if ref not in old),
                lost=tuple(ref for ref in old if ref not in new),
                values=tuple(_values(left, right, schema)) if left and right else (),
            )


def decisions_of(
    groups: Iterable[Touched],
    *,
    before: Customers,
    after: Customers,
    derived: Derived,
    law: Law,
    at: datetime,
    links: Callable[[Iterable[Touched]], tuple[Sequence[Link], Sequence[Link]]],
) -> Iterator[DecisionChange]:
    """Say which uses of a contact point consent decides otherwise, for any purpose and channel of the policy.

    A use counts as allowed before when it was for one of the customers who exchange rows, and after alike.

    Args:
        groups: those who exchange rows.
        before: customers as they were.
        after: customers as they become.
        derived: the customers of the base, and its facts.
        law: what decides.
        at: the instant.
        links: tells of some groups who was one, and when: as it stands, and as it will.
    """
    for some in in_chunks(groups, _TOGETHER):
        everybody = [
            customers[name]
            for one in some
            for customers, held in ((before, one.before), (after, one.after))
            for name in held
        ]
        acts = acts_about(derived.ledger, everybody, law)
        open_with = partial(
            Deciding.over,
            acts,
            policy=law.policy,
            region=law.region,
            at=at,
            keyring=law.keyring,
            as_of=END_OF_TIME,
        )
        asked = [open_with(links=held) for held in links(some)]
        for group in some:
            olds, news = [before[name] for name in group.before], [after[name] for name in group.after]
            for purpose, channel, key, shown in _uses(_points([*olds, *news], law.policy.channels), acts, law.policy):
                then, now = (
                    _decide(deciding, customers, purpose, channel, key)
                    for deciding, customers in zip(asked, (olds, news), strict=True)
                )
                if then.allowed != now.allowed:
                    yield DecisionChange(
                        purpose=purpose,
                        channel=channel,
                        point=shown,
                        before=then.allowed,
                        after=now.allowed,
                        reasons=(now if then.allowed else then).reasons,
                        of=tuple(group.before),
                        now=tuple(group.after),
                        key=key,
                    )


def _values(before: Customer, after: Customer, schema: Schema) -> Iterator[ValueChange]:
    for name in sorted(before.provenance.keys() | after.provenance.keys()):
        kind = schema.find(name).semantic_type
        olds = [one for one in before.provenance.get(name, ()) if one.chosen]
        news = [one for one in after.provenance.get(name, ()) if one.chosen]
        gone = [one for one in olds if one.value not in [kept.value for kept in news]]
        come = [one for one in news if one.value not in [kept.value for kept in olds]]
        if gone or come:
            yield ValueChange(
                field=name,
                gone=tuple(kind.mask(one.value) for one in gone),
                come=tuple(kind.mask(one.value) for one in come),
                gone_from=tuple(one.ref for one in gone),
                come_from=tuple(one.ref for one in come),
            )


def _uses(
    points: Mapping[str, Mapping[str, str]], acts: Iterable[ConsentEvent], policy: Policy
) -> Iterator[tuple[str, str, str, str]]:
    """List the uses that may be allowed: purpose, channel, and contact point with how it is shown.

    Without further facts these are the uses that a grant speaks of, unless a rule has a basis that asks for no more
    than the policy itself knows.
    """
    interest = any(
        basis != "consent" and {"lia"}.issuperset(rule.asks(basis)) for rule in policy.rules for basis in rule.bases
    )
    granted: dict[tuple[str, str], set[str]] = {}
    for act in acts:
        named = policy.purposes.get(act.purpose)
        if act.act in GRANTS and named is not None:
            granted.setdefault((act.channel, act.point), set()).add(named.key)
    for channel, known in points.items():
        for key, shown in known.items():
            told = granted.get((channel, key), set()) | granted.get((ANY, key), set())
            for purpose in policy.purposes.purposes:
                if interest or not told.isdisjoint(purpose.lineage):
                    yield purpose.key, channel, key, shown


def _points(customers: Iterable[Customer], channels: Iterable[str]) -> dict[str, dict[str, str]]:
    """List the contact points of customers by channel: key, and how it is shown."""
    found: dict[str, dict[str, str]] = {}
    for channel in sorted(set(channels) & FIELD_OF_CHANNEL.keys()):
        points = found[channel] = {}
        for customer in customers:
            for value in values_of(customer, channel):
                key = contact_point(channel, value)
                if key is not None:
                    points[key] = mask_point(channel, value)
    return found


def _decide(deciding: Deciding, customers: Sequence[Customer], purpose: str, channel: str, point: str) -> Decision:
    decisions = [deciding.decide(one, purpose, channel, point) for one in customers]
    return next((one for one in decisions if one.allowed), decisions[0])
