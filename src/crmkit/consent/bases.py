"""The legal bases, each judged at one instant."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from crmkit.consent.acts import Given, Stop
from crmkit.consent.case import Case, Stops
from crmkit.consent.coverage import END_OF_TIME, after_days, earliest
from crmkit.consent.facts import WHEN_MISSING, WHEN_OVER
from crmkit.consent.rule import OPPOSABLE, Rule


class Ground(NamedTuple):
    """What one basis gives.

    Attributes:
        allowed: whether it carries the use.
        reasons: why it does not.
        evidence: what that rests on.
        close: whether something spoke for it, so that its reasons are worth telling.
        ends: when what it rests on ends, if nothing happens before.
    """

    allowed: bool
    reasons: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()
    close: bool = True
    ends: datetime | None = None


NO: Final = Ground(allowed=False)
"""A denial that nobody asked the reasons of."""


def judge_basis(basis: str, case: Case, rule: Rule, at: datetime, *, why: bool) -> Ground:
    """Judge one basis of a rule at an instant, and tell the reasons of a denial where they are asked for."""
    if basis == "consent":
        return by_consent(case, rule, at, why=why)
    if basis in OPPOSABLE:
        return _by_interest(basis, case, rule, at, why=why)
    return _by_facts(basis, case, rule, at, why=why)


def by_consent(case: Case, rule: Rule, at: datetime, *, why: bool, later_than: datetime | None = None) -> Ground:
    """Find a consent that holds (GDPR art. 6(1)(a) and 7), given after an instant where one is named."""
    live = _live(case.objections, at) + _live(case.suppressions, at)
    sound = [] if live else _sound(case, rule, at)
    if later_than is not None:
        sound = [(end, one) for end, one in sound if one.since > later_than]
    if sound:  # the consent that lasts longest is named, with its confirmation
        end, best = sound[0] if len(sound) == 1 else max(sound, key=lambda one: (one[0], one[1].act.id))
        named = (best.act, best.confirmation if rule.double_opt_in else None)
        return Ground(allowed=True, evidence=frozenset([one.id for one in named if one is not None]), ends=end)
    if not why:
        return NO
    begun = [one for one in case.grants if one.since <= at]
    faults = (_fault(case, rule, one, at) for one in begun)
    reasons = {fault for fault in faults if fault is not None} | {stop.reason(at) for stop in live}
    told = _told(case, at)
    near = {reason for act, reason in case.near_misses if earliest(act) <= at}
    if not begun:
        reasons |= {stop.reason(at) for stop in told} | near
    return Ground(
        allowed=False,
        reasons=frozenset(reasons or {"no_consent"}),
        evidence=_ids(live, told),
        close=bool(begun or told or near),
    )


def _sound(case: Case, rule: Rule, at: datetime) -> list[tuple[datetime, Given]]:
    """List the consents that hold at an instant, each with the end that it has if nothing new happens."""
    sound: list[tuple[datetime, Given]] = []
    for given in case.standing:
        if given.since <= at and not given.is_over(at) and _weakness(rule, given, at) is None:
            end = _end(case, rule, given, at)
            if end > at:
                sound.append((end, given))
    return sound


def _fault(case: Case, rule: Rule, given: Given, at: datetime) -> str | None:
    """Say why a consent does not hold; None when it does."""
    over = {reason for end, reason in given.ends if end <= at}
    if over:
        return "invalidated" if "invalidated" in over else min(over)
    found = given.flaw or _weakness(rule, given, at)
    return found or ("expired" if _end(case, rule, given, at) <= at else None)


def _weakness(rule: Rule, given: Given, at: datetime) -> str | None:
    """Say what a rule finds wanting in a consent that is not over, but for its age."""
    if rule.proof and not given.proven:
        return "no_evidence"
    if rule.double_opt_in:
        if given.confirmed is None and given.tried is not None and given.tried <= at:
            return "confirmation_not_valid"
        if given.confirmed is None or given.confirmed > at:
            return "pending_confirmation"
    elif given.until > at:
        return "not_yet"
    return None


def _end(case: Case, rule: Rule, given: Given, at: datetime) -> datetime:
    end = given.told_end or END_OF_TIME
    if rule.max_age_days is not None:
        begins = given.since
        for fact in case.facts.get("last_contact", ()):
            if fact.since is not None and begins < fact.since <= at:
                begins = fact.since
        end = min(end, after_days(begins, rule.max_age_days))
    if given.act.method == "guardian":
        end = min((end, *(fact.until for fact in case.facts.get("minor", ()) if fact.until is not None)))
    return end


def _by_interest(basis: str, case: Case, rule: Rule, at: datetime, *, why: bool) -> Ground:
    """Weigh what a person may object to: legitimate interest, the soft opt-in of customers, a public task.

    Who refused or withdrew is not written to on another basis: changing the basis after the fact would be unfair
    (EDPB Guidelines 05/2020, paragraphs 121 to 123).
    """
    ground = _by_facts(basis, case, rule, at, why=why)
    if not (ground.allowed or why):
        return NO
    objections = _live(case.objections, at)
    if case.scope.purpose.kind != "marketing" and case.holding("compelling_grounds", at):
        objections = []
    told = [] if basis == "public_task" else _told(case, at)
    against = [*objections, *_live(case.suppressions, at), *told]
    reasons = ground.reasons | {stop.reason(at) for stop in against}
    if case.scope.purpose.kind == "marketing" and case.holding("minor", at):
        reasons |= {"minor_without_guardian"}
    if reasons:
        return Ground(allowed=False, reasons=reasons, evidence=_ids(against), close=ground.close)
    return ground


def _by_facts(basis: str, case: Case, rule: Rule, at: datetime, *, why: bool) -> Ground:
    """Check that what a basis asks for is so (GDPR art. 6(1)(b) to (e)); no stop can change it."""
    missing: set[str] = set()
    papers: set[str] = set()
    needs = rule.asks(basis)
    for name in needs:
        holding = case.holding(name, at)
        if name == "list_checked" and case.holding("listed", at):
            missing.add("listed")
        elif not holding:
            missing.add(_missing(case, name, at))
        if missing and not why:
            return NO
        papers.update(fact.evidence for fact in holding if fact.evidence is not None)
    if missing:
        return Ground(allowed=False, reasons=frozenset(missing), close=any(name in case.facts for name in needs))
    return Ground(allowed=True, evidence=frozenset(papers))


def _missing(case: Case, name: str, at: datetime) -> str:
    if name in WHEN_OVER and any(fact.until is not None and fact.until <= at for fact in case.facts.get(name, ())):
        return WHEN_OVER[name]
    return WHEN_MISSING[name]


def _live(stops: Stops, at: datetime) -> list[Stop]:
    return [stop for stop in stops if stop.lives(at)] if stops else []


def _told(case: Case, at: datetime) -> list[Stop]:
    return [stop for stop in case.refusals if stop.bites <= at]


def _ids(*groups: Iterable[Stop]) -> frozenset[str]:
    return frozenset(stop.act.id for group in groups for stop in group)
