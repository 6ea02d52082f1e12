"""The four legal bases, each judged at one instant.

Uncertain dates are read against us: a grant begins at its latest bound and ages from its earliest, a stop bites from
its earliest bound and kills what came before its latest. At the same instant the stop wins.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from attrs import frozen

from crmkit.consent.case import Acts, Case
from crmkit.consent.coverage import after_days, earliest, latest
from crmkit.consent.facts import WHEN_MISSING, Fact
from crmkit.consent.rule import Rule
from crmkit.records import ConsentEvent

_CODES = {"refuse": "refused", "withdraw": "withdrawn", "invalidate": "invalidated"}
_UNPROVEN_METHODS = (None, "", "import", "unknown")
_FOREVER = datetime.max.replace(tzinfo=UTC)


@frozen
class Ground:
    """What one basis gives.

    Attributes:
        allowed: whether it carries the use.
        reasons: why it does not.
        evidence: what that rests on.
        close: whether something spoke for it, so that its reasons are worth telling.
    """

    allowed: bool
    reasons: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()
    close: bool = True


def judge_basis(basis: str, case: Case, rule: Rule, at: datetime) -> Ground:
    """Judge one basis of a rule at an instant."""
    if basis == "consent":
        return by_consent(case, rule, at)
    if basis == "legitimate_interest":
        return _by_interest(case, rule, at)
    return _by_facts(case, ("contract",) if basis == "contract" else ("duty",), at)


def by_consent(case: Case, rule: Rule, at: datetime, *, later_than: datetime | None = None) -> Ground:
    """Find a consent that holds (GDPR art. 6(1)(a) and 7), given after an instant where one is named."""
    objections, suppressions = case.live(case.objections, at), case.live(case.suppressions, at)
    begun = [
        grant for grant in case.grants if earliest(grant) <= at and (later_than is None or earliest(grant) > later_than)
    ]
    faults = {grant: _fault(case, rule, grant, at) for grant in begun}
    sound = [grant for grant, fault in faults.items() if fault is None]
    if sound and not objections and not suppressions:
        best = max(sound, key=lambda grant: (_end(case, rule, grant, at), grant.id))
        return Ground(allowed=True, evidence=frozenset({best.id, *_confirmation_ids(case, rule, best)}))
    reasons = {fault for fault in faults.values() if fault is not None}
    reasons |= _stop_codes(objections, suppressions)
    told = [act for act in case.refusals if earliest(act) <= at]
    near = {reason for act, reason in case.near_misses if earliest(act) <= at}
    if not begun:
        reasons |= {_CODES[act.act] for act in told} | near
    return Ground(
        allowed=False,
        reasons=frozenset(reasons or {"no_consent"}),
        evidence=_ids(objections, suppressions, told),
        close=bool(begun or told or near),
    )


def _fault(case: Case, rule: Rule, grant: ConsentEvent, at: datetime) -> str | None:
    if any(earliest(act) <= at for act in case.answers_to(grant, "invalidate")):
        return "invalidated"
    killers = {_CODES[s.act] for s in case.refusals if earliest(s) <= at and latest(s) >= earliest(grant)}
    if killers:
        return min(killers)
    if rule.proof and grant.notice is None and grant.evidence is None and grant.method in _UNPROVEN_METHODS:
        return "no_evidence"
    if grant.method != "guardian" and any(
        fact.until is None or earliest(grant) < fact.until for fact in _named(case, "minor")
    ):
        return "minor_without_guardian"
    start = _start(case, rule, grant)
    if start is None or start > at:
        return "pending_confirmation" if rule.double_opt_in else "not_yet"
    return "expired" if _end(case, rule, grant, at) <= at else None


def _start(case: Case, rule: Rule, grant: ConsentEvent) -> datetime | None:
    if not rule.double_opt_in:
        return latest(grant)
    return min((latest(confirm) for confirm in _confirmations(case, grant)), default=None)


def _confirmations(case: Case, grant: ConsentEvent) -> Acts:
    return tuple(
        confirm
        for confirm in case.answers_to(grant, "confirm")
        if confirm.authority == "subject" and earliest(confirm) >= latest(grant)
    )


def _confirmation_ids(case: Case, rule: Rule, grant: ConsentEvent) -> Iterable[str]:
    confirmations = _confirmations(case, grant) if rule.double_opt_in else ()
    return [min((latest(confirm), confirm.id) for confirm in confirmations)[1]] if confirmations else []


def _end(case: Case, rule: Rule, grant: ConsentEvent, at: datetime) -> datetime:
    act = earliest(grant)
    ends = [_FOREVER]
    if grant.max_age_days is not None:
        ends.append(after_days(act, grant.max_age_days))
    if rule.max_age_days is not None:
        own_acts = (fact.since for fact in _named(case, "last_contact") if fact.since is not None and fact.since <= at)
        ends.append(after_days(max((act, *own_acts)), rule.max_age_days))
    if grant.method == "guardian":
        ends.extend(fact.until for fact in _named(case, "minor") if fact.until is not None)
    return min(ends)


def _by_interest(case: Case, rule: Rule, at: datetime) -> Ground:
    """Weigh legitimate interest and the soft opt-in of customers (GDPR art. 6(1)(f), Directive 2002/58/EC art. 13(2)).

    Who refused or withdrew is not written to on another basis: changing the basis after the fact would be unfair
    (EDPB Guidelines 05/2020, paragraphs 121 to 123).
    """
    facts = _by_facts(case, rule.needs, at)
    objections, suppressions = case.live(case.objections, at), case.live(case.suppressions, at)
    if case.purpose.kind != "marketing" and _holding(case, "compelling_grounds", at):
        objections = ()
    told = tuple(act for act in case.refusals if earliest(act) <= at)
    reasons = facts.reasons | _stop_codes(objections, suppressions) | {_CODES[act.act] for act in told}
    if case.purpose.kind == "marketing" and _holding(case, "minor", at):
        reasons |= {"minor_without_guardian"}
    if reasons:
        return Ground(allowed=False, reasons=reasons, evidence=_ids(objections, suppressions, told), close=facts.close)
    return Ground(allowed=True, evidence=facts.evidence)


def _by_facts(case: Case, needs: tuple[str, ...], at: datetime) -> Ground:
    missing = frozenset(_missing(case, name, at) for name in needs if not _holding(case, name, at))
    papers = frozenset(
        fact.evidence for name in needs for fact in _holding(case, name, at) if fact.evidence is not None
    )
    return Ground(
        allowed=not missing,
        reasons=missing,
        evidence=frozenset() if missing else papers,
        close=any(fact.name in needs for fact in case.question.facts),
    )


def _missing(case: Case, name: str, at: datetime) -> str:
    if name == "lia" and any(fact.until is not None and fact.until <= at for fact in _named(case, "lia")):
        return "lia_expired"
    return WHEN_MISSING[name]


def _named(case: Case, name: str) -> tuple[Fact, ...]:
    return tuple(fact for fact in case.question.facts if fact.name == name)


def _holding(case: Case, name: str, at: datetime) -> tuple[Fact, ...]:
    return tuple(fact for fact in _named(case, name) if fact.holds(at))


def _stop_codes(objections: Acts, suppressions: Acts) -> set[str]:
    return {code for code, stops in (("objected", objections), ("suppressed", suppressions)) if stops}


def _ids(*groups: Iterable[ConsentEvent]) -> frozenset[str]:
    return frozenset(act.id for group in groups for act in group)
