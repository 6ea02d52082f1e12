"""What a change does, told before it is done: customers, their values, and what consent decides about them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from attrs import frozen

from crmkit.backends.chunking import in_chunks
from crmkit.consent.deciding import Deciding
from crmkit.consent.decision import Decision
from crmkit.consent.policy import Policy
from crmkit.consent.reach import FIELD_OF_CHANNEL, contact_point, mask_point, values_of
from crmkit.identity.change import DecisionChange, Effect, ValueChange
from crmkit.identity.clusters import Identity, customer_id
from crmkit.identity.history import Touched
from crmkit.ledger.derived import Derived, Neighbourhood
from crmkit.records import ANY, ConsentEvent, Customer
from crmkit.schema.fields import Schema

Customers = Mapping[str, Customer]

_TOGETHER: Final = 100


@frozen
class Law:
    """What decides about consent.

    Attributes:
        policy: what consent allows.
        region: jurisdiction of customers whose country is unknown.
    """

    policy: Policy
    region: str | None


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
    groups: Iterable[Touched], *, before: Customers, after: Customers, derived: Derived, law: Law, at: datetime
) -> Iterator[DecisionChange]:
    """Say which uses of a contact point consent decides otherwise, for any purpose and channel of the policy.

    A use counts as allowed before when it was for one of the customers who exchange rows, and after alike.
    """
    for some in in_chunks(groups, _TOGETHER):
        everybody = [
            customers[name]
            for one in some
            for customers, held in ((before, one.before), (after, one.after))
            for name in held
        ]
        acts = derived.ledger.consents_about(_names(everybody))
        deciding = Deciding.over(acts, policy=law.policy, region=law.region, at=at)
        for group in some:
            olds, news = [before[name] for name in group.before], [after[name] for name in group.after]
            for purpose, channel, key, shown in _uses(_points([*olds, *news], law.policy.channels), acts, law.policy):
                then, now = (_decide(deciding, customers, purpose, channel, key) for customers in (olds, news))
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


def customers_in(derived: Derived, found: Neighbourhood, members: Mapping[str, tuple[str, ...]]) -> Customers:
    """Derive some customers of a neighbourhood, whatever is kept of them."""
    refs = {ref for held in members.values() for ref in held}
    rows = {ref: row for ref, row in found.rows.items() if ref in refs}
    return derived.derive(Neighbourhood(rows, found.judgements), Identity(members))


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


def _names(customers: Iterable[Customer]) -> set[str]:
    """Name whatever an act about one of these customers may name."""
    names: set[str] = set()
    for one in customers:
        names |= {one.id, *one.refs, *map(customer_id, one.refs)}
        names |= {point for points in _points([one], FIELD_OF_CHANNEL).values() for point in points}
    return names


def _uses(
    points: Mapping[str, Mapping[str, str]], acts: Iterable[ConsentEvent], policy: Policy
) -> Iterator[tuple[str, str, str, str]]:
    """List the uses that may be allowed: purpose, channel, and contact point with how it is shown.

    Without further facts these are the uses that a grant speaks of, unless a rule lets an interest alone suffice.
    """
    interest = any("legitimate_interest" in rule.bases and not rule.needs for rule in policy.rules)
    granted: dict[tuple[str, str], set[str]] = {}
    for act in acts:
        named = policy.purposes.get(act.purpose)
        if act.act == "grant" and named is not None:
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
