"""Look through the consents of customers, one customer at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple, Self

from attrs import field, frozen

from crmkit.consent.acts import UNPROVEN
from crmkit.consent.coverage import GRANTS, STOPS, after_days, earliest
from crmkit.consent.decision import Decision
from crmkit.consent.policy import Policy
from crmkit.consent.purposes import Purpose
from crmkit.consent.reach import countries_of, points_of
from crmkit.consent.rule import Rule
from crmkit.consent.upkeep.standing import Asking, Standing, State
from crmkit.identity.clusters import customer_id
from crmkit.records import ANY, ConsentEvent, Customer

Decide = Callable[[Customer, str, str, str, datetime], Decision]
"""Customer, purpose, channel, contact point and instant, to the decision."""

NEVER: Final[Mapping[str, str]] = {
    "withdrawn": "Regulation (EU) 2016/679 art. 7(3)",
    "refused": "Regulation (EU) 2016/679 art. 7(3) and (4), recital 42",
    "merge_conflict": "Regulation (EU) 2016/679 art. 7(3)",
    "objected": "Regulation (EU) 2016/679 art. 21(2) and (3); Federal Act on Data Protection (SR 235.1) art. 30(2)(b)",
    "suppressed": "Regulation (EU) 2016/679 art. 21(3)",
    "suppression_unreadable": "Regulation (EU) 2016/679 art. 21(3)",
    "listed": "Directive 2002/58/EC art. 13(3)",
    "restricted": "Regulation (EU) 2016/679 art. 18(2)",
    "minor_without_guardian": "Regulation (EU) 2016/679 art. 8(1)",
}
"""Reasons for which a person is not asked, and the law behind each."""

PROOF: Final = frozenset({"no_evidence", "notice_not_shown", "method_not_valid", "confirmation_not_valid"})
"""Reasons that are about the proof of a consent."""


@frozen(kw_only=True)
class Review:
    """A look through consents at one instant.

    Attributes:
        policy: purposes, rules, and where people may be asked again.
        at: the instant.
        horizon: a consent that ends by then ends soon.
        decide: decides about a contact point.
        region: jurisdiction of customers whose country is unknown.
        purpose: only this purpose; every one of her acts when None.
        channel: only this channel.
        asked: customer id to when she was asked again last.
    """

    policy: Policy
    at: datetime
    horizon: datetime
    decide: Decide
    region: str | None = None
    purpose: str | None = None
    channel: str | None = None
    asked: Mapping[str, datetime] = field(factory=dict)
    _by_name: Mapping[str, Sequence[ConsentEvent]] = field(factory=dict, repr=False)

    @classmethod
    def over(
        cls,
        acts: Iterable[ConsentEvent],
        *,
        policy: Policy,
        at: datetime,
        horizon: datetime,
        decide: Decide,
        region: str | None = None,
        purpose: str | None = None,
        channel: str | None = None,
        asked: Mapping[str, datetime] | None = None,
    ) -> Self:
        """Sort acts by source row and by contact point; see the attributes.

        Raises:
            UnknownNameError: for a purpose that does not exist.
        """
        by_name: dict[str, list[ConsentEvent]] = {}
        for act in acts:
            if act.act in GRANTS | STOPS:
                for name in {act.ref, act.point if act.ref is None or act.act == "suppress" else None} - {None, ANY}:
                    by_name.setdefault(str(name), []).append(act)
        return cls(
            policy=policy,
            at=at,
            horizon=horizon,
            decide=decide,
            region=region,
            purpose=None if purpose is None else policy.purposes.find(purpose).key,
            channel=channel,
            asked=asked or {},
            by_name=by_name,
        )

    def of(self, customer: Customer) -> Iterator[Standing]:
        """Say how each consent of a customer stands, and each no."""
        channels = sorted(self.policy.channels) if self.channel is None else [self.channel]
        points = {channel: points_of(customer, channel) for channel in channels}
        hers = self._acts(customer, {point for found in points.values() for point in found})
        said_no = any(one.act in STOPS for one in hers)
        for purpose in self._purposes(hers):
            for channel, found in points.items():
                for point in found:
                    grants = tuple(one for one in hers if self._speaks(one, purpose, channel, point))
                    if grants or said_no or self.purpose is not None:
                        standing = self._standing(_Case(customer, purpose, channel, point, grants))
                        if self.purpose is not None or standing.state != "none":
                            yield standing

    def _acts(self, customer: Customer, points: Iterable[str]) -> list[ConsentEvent]:
        names = {customer.id, *customer.refs, *map(customer_id, customer.refs), *points}
        found = {act.id: act for name in sorted(names) for act in self._by_name.get(name, ())}
        return [act for act in found.values() if act.recorded_at <= self.at]

    def _purposes(self, acts: Iterable[ConsentEvent]) -> list[Purpose]:
        tree = self.policy.purposes
        if self.purpose is not None:
            return [tree.find(self.purpose)]
        named = {one.key: one for act in acts if (one := tree.get(act.purpose)) is not None}
        if not named and any(act.act in STOPS for act in acts):  # she said no to everything, and yes to nothing
            named = {one.key: one for one in tree.purposes if one.kind == "marketing" and "." not in one.key}
        return [named[key] for key in sorted(named)]

    def _speaks(self, act: ConsentEvent, purpose: Purpose, channel: str, point: str) -> bool:
        known = self.policy.purposes.get(act.purpose) if act.act in GRANTS else None
        return (
            known is not None
            and known.key in purpose.lineage
            and act.channel in {channel, ANY}
            and act.point == point
            and earliest(act) <= self.at
        )

    def _standing(self, case: "_Case") -> Standing:
        decision = self._decide(case, self.at)
        state, ends = self._state(case, decision)
        leave = self._leave(case, decision, state, ends)
        return Standing(
            customer_id=case.customer.id,
            purpose=case.purpose.key,
            channel=case.channel,
            point=case.point,
            at=self.at,
            state=state,
            allowed=decision.allowed,
            basis=decision.basis,
            reasons=decision.reasons,
            ends=ends,
            missing=self._gaps(case, decision) if state not in {"expired", "stopped", "none"} else (),
            asking=leave.asking,
            by=leave.by,
            until=decision.not_after if leave.asking == "now" else None,
            sources=tuple(dict.fromkeys(leave.sources)),
            evidence=decision.evidence,
        )

    def _decide(self, case: "_Case", at: datetime) -> Decision:
        return self.decide(case.customer, case.purpose.key, case.channel, case.point, at)

    def _state(self, case: "_Case", decision: Decision) -> tuple[State, datetime | None]:
        if decision.allowed:
            end = decision.not_after
            soon = decision.basis == "consent" and end is not None and end <= self.horizon
            if end is not None and soon and "expired" in self._decide(case, end).reasons:
                return "ending", end
            return "valid", None
        reasons = set(decision.reasons)
        if reasons & NEVER.keys() - {"minor_without_guardian"}:
            return "stopped", None
        if not case.grants:
            return "none", None
        if "expired" in reasons:
            return "expired", self._ended(case)
        return ("unproven" if reasons & PROOF else "open"), None

    def _ended(self, case: "_Case") -> datetime | None:
        """Tell when the last of some consents ran out, not counting that she may have come by since."""
        ages = [rule.max_age_days for rule in self._rules(case, case.channel) if rule.max_age_days is not None]
        told = [(act, [*ages, *([] if act.max_age_days is None else [act.max_age_days])]) for act in case.grants]
        ends = [after_days(earliest(act), min(days)) for act, days in told if days]
        return max((end for end in ends if end <= self.at), default=None)

    def _leave(self, case: "_Case", decision: Decision, state: State, ends: datetime | None) -> "_Leave":
        against = [NEVER[code] for code in decision.reasons if code in NEVER]
        if against:
            return _Leave("never", (), against)
        if decision.allowed:
            return _Leave("now", (case.channel,), [rule.source for rule in self._rules(case, case.channel)])
        if state == "none":
            return _Leave("no", (), ())
        if state == "expired" and ends is not None and all(act.max_age_days is None for act in case.grants):
            leave = [self.policy.asking_again(place) for place in self._places(case)]
            last = self.asked.get(case.customer.id)
            if all(leave) and (last is None or last < ends):
                return _Leave("once", (case.channel,), [one.source for one in leave if one is not None])
        others = tuple(other for other in sorted(self.policy.channels - {case.channel}) if self._open(case, other))
        sources = [rule.source for other in others for rule in self._rules(case, other)]
        return _Leave("elsewhere" if others else "no", others, sources)

    def _open(self, case: "_Case", channel: str) -> bool:
        """Say whether the purpose may use another channel."""
        customer, purpose = case.customer, case.purpose.key
        return any(self.decide(customer, purpose, channel, one, self.at) for one in points_of(customer, channel))

    def _rules(self, case: "_Case", channel: str) -> list[Rule]:
        """List the rules that decide about a channel now, one for each country."""
        places = self._places(case)
        found = (self.policy.rule(case.purpose.key, channel, place, self.at) for place in places)
        return [rule for rule in found if rule is not None]

    def _places(self, case: "_Case") -> tuple[str | None, ...]:
        return countries_of(case.customer) or (self.region,)

    def _gaps(self, case: "_Case", decision: Decision) -> tuple[str, ...]:
        """Say what the proof of a consent lacks: of the one that counts, else of the best one."""
        counting = [act for act in case.grants if act.id in decision.evidence]
        found = [self._gaps_of(act) for act in counting or case.grants]
        return min(found, key=lambda gaps: (len(gaps), gaps), default=())

    def _gaps_of(self, act: ConsentEvent) -> tuple[str, ...]:
        gaps = ["act"] if act.method in UNPROVEN and act.evidence is None else []
        if act.notice is None:
            gaps.append("notice")
        elif self.policy.notices and not self.policy.notices_called(act.notice):
            gaps.append("wording")
        return tuple(gaps)


class _Case(NamedTuple):
    """A purpose, a channel and a contact point of a customer, with the consents that cover them."""

    customer: Customer
    purpose: Purpose
    channel: str
    point: str
    grants: tuple[ConsentEvent, ...]


class _Leave(NamedTuple):
    """Whether she may be asked, by which channels, and what law says so."""

    asking: Asking
    by: tuple[str, ...]
    sources: Sequence[str]
