"""Merged people: a merge is a link that holds for a time, and never a copy.

No act is copied, moved or rewritten when two people are found to be one. At an instant a person is everybody who is
linked to her then, and the acts of all of them are hers; when the link ends, each side decides as if it had never
been.

An act that was captured while they were one, under an id that stood for both, cannot say whom it was about. When they
are taken apart it follows its contact point, to both sides if both have it or nobody can read whose it is; a consent
takes the stops with it that stood beside it when it was given. A stop for the whole person is kept by both, and a
consent for it by neither. An act that names a source row ("shop/7") always belongs to whoever holds the row.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from attrs import evolve, field, frozen

from crmkit.consent.coverage import GRANTS
from crmkit.consent.decide import decide
from crmkit.consent.decision import Decision
from crmkit.consent.keyed import is_unreadable, key_names
from crmkit.consent.ledger import concerning
from crmkit.consent.points import is_point, is_sealed
from crmkit.consent.policy import Policy
from crmkit.consent.question import Question
from crmkit.identity.clusters import customer_id, resolve_identity
from crmkit.records import ConsentEvent, Judgement, instant

_ALWAYS: Final = datetime.min.replace(tzinfo=UTC)


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else instant(value)


@frozen(kw_only=True)
class Link:
    """Two names that stand for one person, from one instant until another.

    Attributes:
        left: a source row, or the id of a customer.
        right: another one.
        since: when they were merged.
        until: when they were taken apart; None while they are one.
        by: who said so.
        reason: why.
    """

    left: str
    right: str
    since: datetime = field(converter=instant)
    until: datetime | None = field(default=None, converter=_instant)
    by: str = "system"
    reason: str = ""

    def holds(self, at: datetime) -> bool:
        """Say whether the two are one at an instant."""
        return self.since <= at and (self.until is None or at < self.until)


@frozen
class Chosen:
    """The acts of one person at an instant.

    Attributes:
        acts: those that bear on what may be done with her.
        ambiguous: consents that were given while she was merged with somebody else, and name neither.
    """

    acts: tuple[ConsentEvent, ...]
    ambiguous: tuple[ConsentEvent, ...] = ()


def together(names: Iterable[str], links: Iterable[Link], at: datetime) -> frozenset[str]:
    """Gather every name that stands for a person at an instant.

    >>> from datetime import UTC
    >>> merged, parted = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    >>> links = [Link(left="a", right="b", since=merged, until=parted)]
    >>> sorted(together(["a"], links, merged)), sorted(together(["a"], links, parted))
    (['a', 'b'], ['a'])
    """
    found = set(names)
    waiting = [link for link in links if link.holds(at)]
    while True:
        near = [link for link in waiting if link.left in found or link.right in found]
        if not near:
            return frozenset(found)
        found.update(name for link in near for name in (link.left, link.right))
        waiting = [link for link in waiting if link not in near]


def links_of(refs: Sequence[str], judgements: Iterable[Judgement]) -> tuple[Link, ...]:
    """Tell who was one, and when, from everything that was ever judged about some source rows.

    A row is linked for ever with the id that it gives its customer, and two ids while they stood for one customer.

    Args:
        refs: the rows, in the order of their first arrival.
        judgements: everything that was judged about them.

    >>> from datetime import timedelta
    >>> merged = datetime(2026, 1, 1, tzinfo=UTC)
    >>> said = [
    ...     Judgement(verdict=verdict, left="shop/1", right="crm/7", at=merged + timedelta(days=days), actor="amelie")
    ...     for verdict, days in (("same", 0), ("different", 31))
    ... ]
    >>> [(link.since.month, link.until.month) for link in links_of(["shop/1", "crm/7"], said) if link.until]
    [(1, 2)]
    """
    said = tuple(judgements)
    links = [Link(left=ref, right=customer_id(ref), since=_ALWAYS) for ref in refs]
    open_since: dict[tuple[str, str], datetime] = {}
    for moment in sorted({one.at for one in said}):
        groups = resolve_identity(refs, said, at=moment).members
        now = {(name, customer_id(ref)) for name, held in groups.items() for ref in held[1:]}
        links += [
            Link(left=pair[0], right=pair[1], since=open_since.pop(pair), until=moment)
            for pair in sorted(open_since.keys() - now)
        ]
        for pair in now:
            open_since.setdefault(pair, moment)
    links += [Link(left=pair[0], right=pair[1], since=since) for pair, since in sorted(open_since.items())]
    return tuple(links)


def by_name(links: Iterable[Link]) -> Mapping[str, tuple[Link, ...]]:
    """List for each name every link of those whom it was ever linked with, near or far."""
    groups: dict[str, list[Link]] = {}
    for link in links:
        left, right = groups.setdefault(link.left, []), groups.setdefault(link.right, [])
        if left is not right:
            left += right
            groups.update(dict.fromkeys({name for one in right for name in (one.left, one.right)}, left))
            groups[link.right] = left
        left.append(link)
    return {name: tuple(held) for name, held in groups.items()}


def acts_of(
    events: Sequence[ConsentEvent],
    *,
    names: Collection[str],
    points: Collection[str],
    links: Sequence[Link],
    at: datetime,
) -> Chosen:
    """Choose the acts that concern a person at an instant, over the merges she went through.

    Args:
        events: the whole ledger, or any part that holds these acts.
        names: the source rows and ids that were always hers.
        points: keys of her own contact points.
        links: every link there was.
        at: the instant.
    """
    now = together(names, links, at)
    plain: list[ConsentEvent] = []
    shared: list[ConsentEvent] = []
    ambiguous: list[ConsentEvent] = []
    keys = key_names(points)
    for act in events:
        then = now if act.ref is None or "/" in act.ref else together([act.ref], links, act.recorded_at)
        if then <= now or then.isdisjoint(now) or act.about is not None:
            plain.append(act)
        elif is_point(act.point) or is_sealed(act.point):
            shared.extend([act] if act.point in points or is_unreadable(act.point, keys) else [])
        elif act.act in GRANTS:
            ambiguous.append(act)
        else:
            shared.append(act)
    lent = {act.id for act in shared}
    answers = [act for act in plain if act.about in lent]
    shared += _beside([act for act in shared if act.act in GRANTS], events, links)
    hers = concerning(plain, refs=now, points=points)
    every = dict.fromkeys((*shared, *hers, *answers))
    return Chosen(tuple(every), tuple(ambiguous))


def _beside(
    grants: Sequence[ConsentEvent], events: Sequence[ConsentEvent], links: Sequence[Link]
) -> list[ConsentEvent]:
    """Gather what anybody who was one with the giver of a consent had said against it by then."""
    givers = [(one.recorded_at, together([one.ref] if one.ref else (), links, one.recorded_at)) for one in grants]
    return [
        act
        for act in events
        if act.act not in GRANTS and any(act.recorded_at <= then and act.ref in names for then, names in givers)
    ]


def decide_for(
    events: Sequence[ConsentEvent],
    question: Question,
    policy: Policy,
    *,
    names: Collection[str],
    points: Collection[str],
    links: Sequence[Link],
) -> Decision:
    """Decide about a person as she is at the instant of the question, over the merges she went through.

    A denial tells of consents that were lost because nobody can say whose they were: "unmerged_ambiguous_grant".

    Args:
        events: the whole ledger, or any part that holds her acts.
        question: what is asked.
        policy: purposes and rules.
        names: the source rows and ids that were always hers.
        points: keys of her own contact points; when merged, those of the others count as well.
        links: every link there was.
    """
    chosen = acts_of(events, names=names, points={*points, question.point}, links=links, at=question.at)
    return tell_lost(decide(chosen.acts, question, policy), chosen)


def tell_lost(decision: Decision, chosen: Chosen) -> Decision:
    """Let a denial tell of consents that were lost because nobody can say whose they were."""
    if decision.allowed or not chosen.ambiguous:
        return decision
    reasons = {*decision.reasons, "unmerged_ambiguous_grant"} - {"no_consent"}
    return evolve(decision, reasons=tuple(sorted(reasons)))
