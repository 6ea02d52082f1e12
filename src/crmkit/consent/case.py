"""The acts that bear on one question, sorted by what they do; no instant is judged yet."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain
from typing import Self

from attrs import frozen

from crmkit.consent.acts import Asked, Given, Stop, read_grant, read_stop
from crmkit.consent.coverage import GRANTS, STOPS, Scope, after_days, earliest
from crmkit.consent.facts import Fact
from crmkit.consent.policy import Policy
from crmkit.consent.purposes import Purpose
from crmkit.consent.question import Question
from crmkit.consent.rule import Rule
from crmkit.records import ConsentEvent

Stops = tuple[Stop, ...]

REFUSALS = frozenset({"refuse", "withdraw", "invalidate"})
"""Acts after which only a new consent counts."""


@frozen(kw_only=True)
class Case:
    """Everything that can decide one question, at any instant.

    Attributes:
        question: what is asked.
        policy: the policy that answers.
        purpose: the purpose asked about.
        rules: the rules that could apply, nearest first.
        facts: name to what is known, from the question and from the assessments of the policy.
        grants: consents that cover the question.
        near_misses: consents to the purpose by the channel that do not cover the question: since when, and the reason.
        refusals: refusals, withdrawals, and invalidations that name no grant.
        objections: objections.
        suppressions: entries of do-not-contact lists.
        restrictions: restrictions of processing.
    """

    question: Question
    policy: Policy
    purpose: Purpose
    rules: tuple[Rule, ...]
    facts: Mapping[str, tuple[Fact, ...]]
    grants: tuple[Given, ...]
    near_misses: tuple[tuple[datetime, str], ...]
    refusals: Stops
    objections: Stops
    suppressions: Stops
    restrictions: Stops

    @classmethod
    def open(cls, acts: Iterable[ConsentEvent], question: Question, policy: Policy, purpose: Purpose) -> Self:
        """Sort the acts that were known when the question asks, and drop those that do not concern it."""
        known_at, scope = question.known_at, Scope.of(question, purpose, policy)
        places = policy.places(question.jurisdiction)
        grants: list[ConsentEvent] = []
        near_misses: list[tuple[datetime, str]] = []
        stops: list[ConsentEvent] = []
        answers: dict[str, list[ConsentEvent]] = {}
        for act in acts:
            if known_at is not None and act.recorded_at > known_at:
                continue
            kind = act.act
            if kind in GRANTS:
                if scope.speaks(act):
                    if not scope.was_shown(act):
                        near_misses.append((earliest(act), "purpose_added_later"))
                    elif act.point != question.point:
                        near_misses.append((earliest(act), "point_not_covered"))
                    else:
                        grants.append(act)
            elif kind in STOPS or (kind == "invalidate" and act.about is None):
                if scope.is_hit(act):
                    stops.append(act)
            elif act.about is not None:
                answers.setdefault(act.about, []).append(act)
        facts = _facts(question, policy, purpose, places)
        void = policy.void_methods_in(places)
        read = [read_stop(act, answers.get(act.id, ()) if answers else (), scope) for act in stops]
        refusals = tuple([stop for stop in read if stop.act.act in REFUSALS])
        asked = Asked(facts.get("minor", ()), void)
        return cls(
            question=question,
            policy=policy,
            purpose=purpose,
            rules=policy.rules_over_time(purpose.key, question.channel, question.jurisdiction),
            facts=facts,
            grants=tuple(
                [
                    read_grant(
                        act, answers.get(act.id, ()) if answers else (), refusals=refusals, asked=asked, scope=scope
                    )
                    for act in grants
                ]
            ),
            near_misses=tuple(near_misses),
            refusals=refusals,
            objections=tuple([stop for stop in read if stop.act.act == "object"]),
            suppressions=tuple([stop for stop in read if stop.act.act == "suppress"]),
            restrictions=tuple([stop for stop in read if stop.act.act == "restrict"]),
        )

    def holding(self, name: str, at: datetime) -> tuple[Fact, ...]:
        """List what is known under a name and holds at an instant."""
        return tuple(fact for fact in self.facts.get(name, ()) if fact.holds(at))

    def rule_at(self, at: datetime) -> Rule | None:
        """Find the rule that decides at an instant; None where the policy has a gap."""
        for rule in self.rules:
            if rule.in_force(at):
                return rule
        return None

    def turning_points(self) -> list[datetime]:
        """List the instants after the one asked about at which the answer may change, in order."""
        now = self.question.at
        ages = {rule.max_age_days for rule in self.rules if rule.max_age_days is not None}
        bounds: list[datetime | None] = [self.policy.stale_after, *(since for since, _ in self.near_misses)]
        for rule in self.rules:
            bounds += (rule.valid_from, rule.valid_until)
        for fact in chain.from_iterable(self.facts.values()):
            bounds += (fact.since, fact.until)
            if fact.since is not None and fact.name == "last_contact":
                bounds += [after_days(fact.since, age) for age in ages]
        for stop in (*self.refusals, *self.objections, *self.suppressions, *self.restrictions):
            bounds += (stop.since, stop.bites, stop.lifted)
        for given in self.grants:
            bounds.append(given.since)
            bounds += [end for end, _ in given.ends]
            if not given.is_over(now):  # else only these can matter
                bounds += (given.until, given.confirmed, given.tried, given.told_end)
                bounds += [after_days(given.since, age) for age in ages]
        return sorted({bound for bound in bounds if bound is not None and bound > now})


def _facts(
    question: Question, policy: Policy, purpose: Purpose, places: tuple[str, ...]
) -> Mapping[str, tuple[Fact, ...]]:
    known: dict[str, tuple[Fact, ...]] = {}
    for fact in question.facts:
        known[fact.name] = (*known.get(fact.name, ()), fact)
    for one in policy.assessments:
        if one.approved and one.concerns(purpose.lineage, question.channel, places):
            known["lia"] = (*known.get("lia", ()), one.fact())
    return known
