"""The acts that bear on one question, sorted by what they do; no instant is judged yet."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Self

from attrs import define

from crmkit.consent.acts import Given, Stop, read_grant, read_stop
from crmkit.consent.coverage import STOPS, after_days, earliest
from crmkit.consent.facts import Fact
from crmkit.consent.question import Question
from crmkit.consent.scope import GRANT, STOP, Scope, hits_point
from crmkit.records import ConsentEvent

REFUSALS = frozenset({"refuse", "withdraw", "invalidate"})
"""Acts after which only a new consent counts."""


@define(eq=False)
class Case:
    """Everything that can decide one question, at any instant.

    Attributes:
        question: what is asked.
        scope: what the policy says of such a question.
        facts: name to what is known, from the question and from the assessments of the policy.
        grants: consents that cover the question.
        standing: those of them that were not over when the question asks; of the others only the reasons matter.
        near_misses: consents to the purpose by the channel that do not cover the question, with the reason.
        refusals: refusals, withdrawals, and invalidations that name no grant.
        liftable: "object", "suppress" and "restrict" to the stops of that kind.
    """

    question: Question
    scope: Scope
    facts: Mapping[str, tuple[Fact, ...]]
    grants: Sequence[Given]
    standing: Sequence[Given]
    near_misses: Sequence[tuple[ConsentEvent, str]]
    refusals: Sequence[Stop]
    liftable: Mapping[str, Sequence[Stop]]

    @classmethod
    def open(cls, acts: Iterable[ConsentEvent], question: Question, scope: Scope) -> Self:
        """Sort the acts that were known when the question asks, and drop those that do not concern it."""
        known_at, here, roles, always_shown = question.known_at, question.point, scope.roles, scope.always_shown
        grants: list[ConsentEvent] = []
        near_misses: list[tuple[ConsentEvent, str]] = []
        stops: list[ConsentEvent] = []
        answers: dict[str, list[ConsentEvent]] = {}
        for act in acts:
            role = roles[act.channel][act.purpose][act.act]
            if not role or (known_at is not None and act.recorded_at > known_at):
                continue
            if role == GRANT:
                if not (always_shown or scope.was_shown(act)):
                    near_misses.append((act, "purpose_added_later"))
                elif act.point != here:
                    near_misses.append((act, "point_not_covered"))
                else:
                    grants.append(act)
            elif role == STOP and (act.about is None or act.act in STOPS):
                if act.point == here or hits_point(act.point, question):
                    stops.append(act)
            elif act.about is not None:
                answers.setdefault(act.about, []).append(act)
        facts = _facts(question, scope) if question.facts else scope.facts
        read: dict[str, list[Stop]] = {}
        for act in stops:
            stop = read_stop(act, answers.get(act.id, ()) if answers else (), question, scope.policy)
            read.setdefault("refuse" if act.act in REFUSALS else act.act, []).append(stop)
        refusals, minority, at = read.pop("refuse", ()), facts.get("minor", ()), question.at
        given, standing = [], []
        for act in grants:
            one = read_grant(act, answers.get(act.id, ()) if answers else (), refusals, minority, scope, at=at)
            given.append(one)
            if not one.is_over(at):
                standing.append(one)
        return cls(question, scope, facts, given, standing, near_misses, refusals, read)

    def holding(self, name: str, at: datetime) -> Sequence[Fact]:
        """List what is known under a name and holds at an instant."""
        known = self.facts.get(name)
        return [fact for fact in known if fact.holds(at)] if known else ()

    def live(self, kind: str, at: datetime) -> Sequence[Stop]:
        """List the stops of a kind that can be lifted, and hold at an instant."""
        known = self.liftable.get(kind)
        return [stop for stop in known if stop.lives(at)] if known else ()

    def may_prolong(self, at: datetime) -> bool:
        """Say whether something begins at an instant that can let a consent last longer: another rule, or contact."""
        return at in self.scope.bounds or any(fact.since == at for fact in self.facts.get("last_contact", ()))

    def turning_points(self, evidence: Collection[str], *, why: bool) -> list[datetime]:
        """List the instants after the one asked about at which the answer may change, in order.

        Args:
            evidence: what the answer rests on; of other consents it does not matter when they end.
            why: whether the reasons of a denial are part of the answer.
        """
        now, ages = self.question.at, self.scope.ages
        bounds: list[datetime | None] = []
        for given in self.standing:
            bounds += (given.since, given.until, given.confirmed, given.tried)
            if why or given.act.id in evidence:
                bounds.append(given.told_end)
                bounds += [end for end, _ in given.ends]
                bounds += [after_days(given.since, age) for age in ages]
        for stop in chain(self.refusals, *self.liftable.values()):
            bounds += (stop.since, stop.bites, stop.lifted)
        for fact in chain.from_iterable(self.facts.values()):
            bounds += (fact.since, fact.until)
            if fact.since is not None and fact.name == "last_contact":
                bounds += [after_days(fact.since, age) for age in ages]
        if why:
            bounds += [earliest(act) for act, _ in self.near_misses]
            for given in self.grants:
                bounds.append(given.since)
                bounds += [end for end, _ in given.ends]
        later = {bound for bound in bounds if bound is not None and bound > now}
        later.update(self.scope.bounds[bisect_right(self.scope.bounds, now) :])
        return sorted(later)


def _facts(question: Question, scope: Scope) -> Mapping[str, tuple[Fact, ...]]:
    known = dict(scope.facts)
    for fact in question.facts:
        known[fact.name] = (*known.get(fact.name, ()), fact)
    return known
