"""The decision: acts, a question and a policy in, an answer out. No status is kept and no latest row wins."""

from collections.abc import Collection, Iterable
from datetime import datetime

from attrs import define, evolve

from crmkit.consent.bases import Ground, by_consent, judge_basis
from crmkit.consent.case import Case
from crmkit.consent.decision import Decision, all_of, denied
from crmkit.consent.points import reaches
from crmkit.consent.policy import Policy
from crmkit.consent.question import Question
from crmkit.consent.scope import Scope
from crmkit.exceptions import CallError, StoreError
from crmkit.records import ConsentEvent


@define(eq=False)
class _Answer:
    basis: str | None
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    ends: datetime | None = None

    def is_like(self, other: "_Answer") -> bool:
        """Say whether two answers are the same, whenever they end."""
        return (self.basis, self.reasons, self.evidence) == (other.basis, other.reasons, other.evidence)


_NO = _Answer(None, (), ())


def decide(events: Iterable[ConsentEvent], question: Question, policy: Policy) -> Decision:
    """Decide whether a contact point may be used for a purpose by a channel at an instant.

    The answer depends on the set of acts alone: their order and their repetition change nothing. It fails closed: what
    the policy does not know is denied, with its own reason; so is everything while the ledger cannot be read or the
    policy is stale; and data never raises an error. An act counts from when it happened (`at`) and only if it was known
    (`recorded_at`) by the instant the question names. A stop that is dated in the future counts at once, and an act
    that opens something and is dated in the future never does.

    Args:
        events: the acts of the person, and those that name only the contact point; see `crmkit.consent.ledger`.
        question: what is asked.
        policy: purposes and rules.

    >>> from datetime import UTC, datetime
    >>> from crmkit.consent.packs import default_policy
    >>> told = datetime(2026, 1, 5, tzinfo=UTC)
    >>> yes = ConsentEvent(
    ...     act="grant",
    ...     ref="shop/7",
    ...     purpose="newsletter",
    ...     channel="email",
    ...     point="email:a@example.org",
    ...     at=told,
    ...     recorded_at=told,
    ...     source="shop",
    ...     method="web_form",
    ... )
    >>> asked = Question(
    ...     purpose="newsletter",
    ...     channel="email",
    ...     point="email:a@example.org",
    ...     at=datetime(2026, 3, 1, tzinfo=UTC),
    ...     jurisdiction="FR",
    ... )
    >>> decision = decide([yes], asked, default_policy())
    >>> decision.allowed, decision.basis, decision.not_after.date().isoformat()
    (True, 'consent', '2029-01-04')
    >>> decide([], asked, default_policy()).reasons
    ('no_consent',)
    """
    return _decide(events, question, policy, lasting=True)


def verdict(events: Iterable[ConsentEvent], question: Question, policy: Policy) -> Decision:
    """Decide as `decide` does, and do not look for the end of the answer, which takes the time: `not_after` is None."""
    return _decide(events, question, policy, lasting=False)


def _decide(events: Iterable[ConsentEvent], question: Question, policy: Policy, *, lasting: bool) -> Decision:
    case = _open(events, question, policy)
    if isinstance(case, Decision):
        return case
    answer = _answer(case, question.at)
    return Decision(
        allowed=answer.basis is not None,
        basis=answer.basis,
        reasons=answer.reasons,
        evidence=answer.evidence,
        not_after=_not_after(case, answer) if lasting else None,
        policy_version=policy.version,
        purpose=case.scope.purpose.key,
        channel=question.channel,
        at=question.at,
        known_at=question.known_at,
    )


def _open(events: Iterable[ConsentEvent], question: Question, policy: Policy) -> Case | Decision:
    """Lay a case open, or deny what cannot be asked."""
    purpose = policy.purposes.get(question.purpose)
    if purpose is None:
        return denied(question, "unknown_purpose", policy_version=policy.version)
    if question.channel not in policy.channels:
        return denied(question, "unknown_channel", policy_version=policy.version, purpose=purpose.key)
    if not reaches(question.channel, question.point):
        return denied(question, "unknown_point", policy_version=policy.version, purpose=purpose.key)
    try:
        return Case.open(events, question, Scope.of(policy, purpose, question.channel, question.jurisdiction))
    except (StoreError, OSError):
        return denied(question, "store_unavailable", policy_version=policy.version, purpose=purpose.key)


def decide_all(
    events: Iterable[ConsentEvent], question: Question, policy: Policy, *, purposes: Iterable[str]
) -> Decision:
    """Decide about one use that serves several purposes: every one of them must be allowed.

    Args:
        events: as for `decide`.
        question: what is asked; each of the purposes takes the place of its own.
        policy: purposes and rules.
        purposes: keys or short names.

    Raises:
        CallError: without any purpose.
    """
    named = tuple(purposes)
    if not named:
        raise CallError("A use has a purpose; name one at least.")
    try:
        acts = tuple(events)
    except (StoreError, OSError):
        return denied(question, "store_unavailable", policy_version=policy.version)
    return all_of([decide(acts, evolve(question, purpose=purpose), policy) for purpose in named])


def _not_after(case: Case, answer: _Answer) -> datetime | None:
    why = answer.basis is None  # the reasons of a later denial do not matter to what is allowed
    end = answer.ends
    for point in case.turning_points(answer.evidence, why=why):
        over = point == end and not case.may_prolong(point)
        if over or not _answer(case, point, why=why).is_like(answer):
            return point
        end = None  # what happens there may let it last longer
    return None


def _answer(case: Case, at: datetime, *, why: bool = True) -> _Answer:
    policy = case.scope.policy
    if policy.stale_after is not None and policy.stale_after <= at:
        return _Answer(None, ("stale_policy",), ())
    rule = case.scope.rule_at(at)
    if rule is None:
        return _Answer(None, ("no_rule",), ())
    restrictions = case.live("restrict", at)
    if restrictions and not rule.despite_restriction:
        # GDPR art. 18(2): restricted data may be used with a consent given since.
        since = max(stop.until for stop in restrictions)
        if "consent" in rule.bases and (consent := by_consent(case, rule, at, why=False, later_than=since)).allowed:
            return _allow("consent", consent)
        return _deny({stop.reason(at) for stop in restrictions}, {stop.act.id for stop in restrictions})
    reasons: set[str] = set()
    evidence: set[str] = set()
    for basis in rule.bases:
        ground = judge_basis(basis, case, rule, at, why=why)
        if ground.allowed:
            return _allow(basis, ground)
        if ground.close or not reasons:
            reasons.update(ground.reasons)
            evidence.update(ground.evidence)
    return _deny(reasons, evidence) if why else _NO


def _deny(reasons: Collection[str], evidence: Collection[str]) -> _Answer:
    return _Answer(None, tuple(sorted(reasons)), tuple(sorted(evidence)))


def _allow(basis: str, ground: Ground) -> _Answer:
    return _Answer(basis, (), tuple(sorted(ground.evidence)), ground.ends)
