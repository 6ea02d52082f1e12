"""The acts that bear on one question, sorted by what they do; no instant is judged yet."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Self

from attrs import frozen

from crmkit.consent.coverage import STOPS, after_days, earliest, hits, latest, speaks_of, was_shown
from crmkit.consent.policy import Policy
from crmkit.consent.purposes import Purpose
from crmkit.consent.question import Question
from crmkit.consent.rule import Rule
from crmkit.records import ConsentEvent

Acts = tuple[ConsentEvent, ...]

_AUTHORITY = {"machine": 0, "staff": 1, "admin": 2, "subject": 3}


@frozen(kw_only=True)
class Case:
    """Everything that can decide one question, at any instant.

    Attributes:
        question: what is asked.
        policy: the policy that answers.
        purpose: the purpose asked about.
        rules: the rules that could apply, nearest first.
        grants: consents that cover the question.
        near_misses: consents to the purpose by the channel that do not cover the question, each with its reason.
        refusals: refusals, withdrawals, and invalidations that name no grant.
        objections: objections.
        suppressions: entries of do-not-contact lists.
        restrictions: restrictions of processing.
        answers: id of an act to the confirmations, lifts and invalidations about it.
    """

    question: Question
    policy: Policy
    purpose: Purpose
    rules: tuple[Rule, ...]
    grants: Acts
    near_misses: tuple[tuple[ConsentEvent, str], ...]
    refusals: Acts
    objections: Acts
    suppressions: Acts
    restrictions: Acts
    answers: Mapping[str, Acts]

    @classmethod
    def open(cls, acts: Iterable[ConsentEvent], question: Question, policy: Policy, purpose: Purpose) -> Self:
        """Sort the acts that were known when the question asks, and drop those that do not concern it."""
        known_at = question.known_at
        grants: list[ConsentEvent] = []
        near_misses: list[tuple[ConsentEvent, str]] = []
        stops: dict[str, list[ConsentEvent]] = {}
        answers: dict[str, list[ConsentEvent]] = {}
        for act in acts:
            if known_at is not None and act.recorded_at > known_at:
                continue
            if act.act == "grant":
                if speaks_of(act, purpose, question, policy):
                    miss = _miss(act, purpose, question, policy)
                    if miss is None:
                        grants.append(act)
                    else:
                        near_misses.append((act, miss))
            elif act.act in STOPS or (act.act == "invalidate" and act.about is None):
                if hits(act, purpose, question, policy):
                    stops.setdefault(act.act, []).append(act)
            elif act.about is not None:
                answers.setdefault(act.about, []).append(act)
        return cls(
            question=question,
            policy=policy,
            purpose=purpose,
            rules=policy.rules_over_time(purpose.key, question.channel, question.jurisdiction),
            grants=tuple(grants),
            near_misses=tuple(near_misses),
            refusals=tuple(act for kind in ("refuse", "withdraw", "invalidate") for act in stops.get(kind, ())),
            objections=tuple(stops.get("object", ())),
            suppressions=tuple(stops.get("suppress", ())),
            restrictions=tuple(stops.get("restrict", ())),
            answers={about: tuple(found) for about, found in answers.items()},
        )

    def answers_to(self, act: ConsentEvent, kind: str) -> Acts:
        """List the acts of a kind (confirm, lift, invalidate) that are about an act."""
        if not self.answers:
            return ()
        return tuple(answer for answer in self.answers.get(act.id, ()) if answer.act == kind)

    def live(self, stops: Acts, at: datetime) -> Acts:
        """List the objections, suppressions or restrictions that hold at an instant: begun, and not lifted."""
        return tuple(
            stop
            for stop in stops
            if earliest(stop) <= at
            and not any(latest(lift) <= at and _may_lift(lift, stop) for lift in self.answers_to(stop, "lift"))
        )

    def rule_at(self, at: datetime) -> Rule | None:
        """Find the rule that decides at an instant; None where the policy has a gap."""
        return next((rule for rule in self.rules if rule.in_force(at)), None)

    def turning_points(self) -> list[datetime]:
        """List the instants after the one asked about at which the answer may change, in order."""
        return sorted({point for point in self._bounds() if point is not None and point > self.question.at})

    def _bounds(self) -> Iterator[datetime | None]:
        ages = {rule.max_age_days for rule in self.rules if rule.max_age_days is not None}
        for rule in self.rules:
            yield from (rule.valid_from, rule.valid_until)
        for fact in self.question.facts:
            yield from (fact.since, fact.until)
            if fact.since is not None:
                yield from (after_days(fact.since, age) for age in ages)
        for act in self._acts():
            yield from (earliest(act), latest(act))
        for grant in self.grants:
            lives = ages if grant.max_age_days is None else {*ages, grant.max_age_days}
            yield from (after_days(earliest(grant), life) for life in lives)

    def _acts(self) -> Iterator[ConsentEvent]:
        yield from self.grants
        yield from (act for act, _ in self.near_misses)
        yield from (*self.refusals, *self.objections, *self.suppressions, *self.restrictions)
        for answers in self.answers.values():
            yield from answers


def _miss(grant: ConsentEvent, purpose: Purpose, question: Question, policy: Policy) -> str | None:
    if not was_shown(grant, purpose, policy):
        return "purpose_added_later"
    return None if grant.point == question.point else "point_not_covered"


def _may_lift(lift: ConsentEvent, stop: ConsentEvent) -> bool:
    enough = _AUTHORITY.get(lift.authority, -1) >= _AUTHORITY.get(stop.authority, len(_AUTHORITY))
    return enough and earliest(lift) > latest(stop)
