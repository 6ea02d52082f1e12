"""The legal bases, each judged at one instant."""

from collections.abc import Collection, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Final

from attrs import define

from crmkit.consent.acts import Given, Stop, is_proven
from crmkit.consent.case import Case
from crmkit.consent.coverage import END_OF_TIME, after_days, earliest
from crmkit.consent.facts import WHEN_MISSING, WHEN_OVER
from crmkit.consent.rule import OPPOSABLE, Rule


@define(eq=False)
class Ground:
    """What one basis gives.

    Attributes:
        allowed: whether it carries the use.
        reasons: why it does not.
        evidence: what that rests on.
        close: whether something spoke for it, so that its reasons are worth telling.
        ends: when what it rests on ends, if nothing happens before, or then.
    """

    allowed: bool
    reasons: Collection[str] = ()
    evidence: Collection[str] = ()
    close: bool = True
    ends: datetime | None = None


NO: Final = Ground(allowed=False)
"""A denial that nobody asked the reasons of."""

_END_AND_NAME: Final = itemgetter(0, 1)


def judge_basis(basis: str, case: Case, rule: Rule, at: datetime, *, why: bool) -> Ground:
    """Judge one basis of a rule at an instant, and tell the reasons of a denial where they are asked for."""
    if basis == "consent":
        return by_consent(case, rule, at, why=why)
    if basis in OPPOSABLE:
        return _by_interest(basis, case, rule, at, why=why)
    return _by_facts(basis, case, rule, at, why=why)


def by_consent(case: Case, rule: Rule, at: datetime, *, why: bool, later_than: datetime | None = None) -> Ground:
    """Find a consent that holds (GDPR art. 6(1)(a) and 7), given after an instant where one is named."""
    live = [*case.live("object", at), *case.live("suppress", at)]
    sound = [] if live else _sound(case, rule, at)
    if later_than is not None:
        sound = [one for one in sound if one[2].since > later_than]
    if sound:  # the consent that lasts longest is named, with its confirmation
        end, name, best = sound[0] if len(sound) == 1 else max(sound, key=_END_AND_NAME)
        if rule.double_opt_in and best.confirmation is not None:
            return Ground(allowed=True, evidence=(name, best.confirmation.id), ends=end)
        return Ground(allowed=True, evidence=(name,), ends=end)
    return _closest(case, rule, at, live) if why else NO


def _closest(case: Case, rule: Rule, at: datetime, live: Sequence[Stop]) -> Ground:
    """Say what comes closest to a consent that holds, and why it does not."""
    begun = [one for one in case.grants if one.since <= at]
    told = _told(case, at)
    near = [reason for act, reason in case.near_misses if earliest(act) <= at]
    reasons = {stop.reason(at) for stop in live}
    reasons.update([fault for one in begun if (fault := _fault(case, rule, one, at)) is not None])
    if not begun:
        reasons.update(near, [stop.reason(at) for stop in told])
    close = bool(begun or told or near)
    return Ground(allowed=False, reasons=reasons or {"no_consent"}, evidence=_ids([*live, *told]), close=close)


def _sound(case: Case, rule: Rule, at: datetime) -> list[tuple[datetime, str, Given]]:
    """List the consents that hold at an instant, each with the end that it has if nothing new happens, and its name."""
    sound: list[tuple[datetime, str, Given]] = []
    for given in case.standing:
        if not given.is_over(at) and _weakness(case, rule, given, at) is None:
            end = _end(case, rule, given, at)
            if end > at:
                sound.append((end, given.act.id, given))
    return sound


def _fault(case: Case, rule: Rule, given: Given, at: datetime) -> str | None:
    """Say why a consent does not hold; None when it does."""
    over = {reason for end, reason in given.ends if end <= at}
    if over:
        return "invalidated" if "invalidated" in over else min(over)
    found = given.flaw or _weakness(case, rule, given, at)
    return found or ("expired" if _end(case, rule, given, at) <= at else None)


def _weakness(case: Case, rule: Rule, given: Given, at: datetime) -> str | None:
    """Say what a rule finds wanting in a consent that is not over, but for its age."""
    if rule.proof and not is_proven(given.act, case.scope.policy):
        return "no_evidence"
    if rule.double_opt_in:
        if given.confirmed is None or given.confirmed > at:
            tried = given.tried is not None and given.tried <= at
            return "confirmation_not_valid" if tried else "pending_confirmation"
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
    objections = case.live("object", at)
    if case.scope.purpose.kind != "marketing" and case.holding("compelling_grounds", at):
        objections = ()
    told = [] if basis == "public_task" else _told(case, at)
    against = [*objections, *case.live("suppress", at), *told]
    reasons = {*ground.reasons, *[stop.reason(at) for stop in against]}
    if case.scope.purpose.kind == "marketing" and case.holding("minor", at):
        reasons.add("minor_without_guardian")
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
        elif holding:
            papers.update([fact.evidence for fact in holding if fact.evidence is not None])
        else:
            missing.add(_missing(case, name, at))
        if missing and not why:
            return NO
    if missing:
        return Ground(allowed=False, reasons=missing, close=not case.facts.keys().isdisjoint(needs))
    return Ground(allowed=True, evidence=papers)


def _missing(case: Case, name: str, at: datetime) -> str:
    if name in WHEN_OVER and any(fact.until is not None and fact.until <= at for fact in case.facts.get(name, ())):
        return WHEN_OVER[name]
    return WHEN_MISSING[name]


def _told(case: Case, at: datetime) -> Sequence[Stop]:
    return [stop for stop in case.refusals if stop.bites <= at]


def _ids(stops: Sequence[Stop]) -> set[str]:
    return {stop.act.id for stop in stops}
