"""Not too often, and not at night: a second gate, for what consent allows, with reasons of its own.

The decision says whether a person may be contacted at all. This gate says whether now is the moment: within the hours
and days of a jurisdiction, below its caps, and not right after she said no. It never allows what a decision denies.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from heapq import merge
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import Attribute, field, frozen

from crmkit.consent.coverage import after_days
from crmkit.consent.policy import EVERYWHERE, Policy
from crmkit.consent.pressure_rule import PressureRule
from crmkit.consent.purposes import Purpose
from crmkit.consent.question import Question
from crmkit.consent.reasons import words
from crmkit.exceptions import UnknownNameError
from crmkit.records import instant

Outcome = Literal["made", "declined"]

_DAYS_AHEAD: Final = 400


def _known_outcome(_: "Contact", __: "Attribute[Outcome]", outcome: Outcome) -> None:
    if outcome not in {"made", "declined"}:
        raise UnknownNameError("outcome of a contact", outcome, ["made", "declined"])


@frozen(kw_only=True)
class Contact:
    """Somebody was approached.

    Attributes:
        at: when.
        channel: by which channel.
        purpose: key or short name of the purpose; one that nobody knows counts for every limit.
        outcome: "made", or "declined" when she said not now; a refusal for good is an act of consent.

    Raises:
        UnknownNameError: for an outcome that does not exist.
    """

    at: datetime = field(converter=instant)
    channel: str
    purpose: str
    outcome: Outcome = field(default="made", validator=_known_outcome)


@frozen(kw_only=True)
class Pressure:
    """Whether now is the moment; its truth is `allowed`.

    Attributes:
        allowed: the answer.
        reasons: codes of `crmkit.consent.reasons`, sorted; empty when allowed.
        sources: the rules that said no, as they cite the law.
        not_before: first instant from that of the question on at which it would be allowed, if nothing new happens;
            None when there is none within a year.
        not_after: first instant at which it is allowed no more; None for a denial, and where no end is in sight.
    """

    allowed: bool
    reasons: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    not_before: datetime | None = None
    not_after: datetime | None = None

    def __bool__(self) -> bool:
        return self.allowed

    def explain(self, language: str = "en") -> str:
        """Say the reasons in words; empty when it is allowed.

        Raises:
            UnknownNameError: for a language other than "en" and "fr".
        """
        return ", ".join(words(code, language) for code in self.reasons)


def check_pressure(
    question: Question,
    policy: Policy,
    contacts: Iterable[Contact] = (),
    *,
    zone: str | None,
    basis: str | None = None,
) -> Pressure:
    """Say whether a person may be approached at the instant of a question, given how often she was before.

    Args:
        question: what is asked; its contact point and facts do not matter here.
        policy: its pressure rules count, of the country, of its group, and of the house.
        contacts: earlier contacts with this person, of any purpose and channel, in any order.
        zone: IANA name of the person's own time zone; None when it is not known, which is denied where hours matter.
        basis: the legal basis of the decision; a consent may waive the hours of a rule.

    >>> from datetime import UTC
    >>> from crmkit.consent.packs import default_policy
    >>> at_noon = Question(
    ...     purpose="offers",
    ...     channel="phone",
    ...     point="phone:+33123456789",
    ...     jurisdiction="FR",
    ...     at=datetime(2026, 3, 2, 12, 30, tzinfo=UTC),
    ... )
    >>> pressed = check_pressure(at_noon, default_policy(), zone="Europe/Paris")
    >>> pressed.reasons, pressed.not_before.isoformat()
    (('quiet_hours',), '2026-03-02T13:00:00+00:00')
    """
    purpose = policy.purposes.get(question.purpose)
    if purpose is None:
        return Pressure(allowed=False, reasons=("unknown_purpose",))
    if question.channel not in policy.channels:
        return Pressure(allowed=False, reasons=("unknown_channel",))
    places = {*policy.places(question.jurisdiction), EVERYWHERE}
    rules = [
        rule
        for rule in policy.pressure
        if question.channel in rule.channels
        and rule.jurisdiction in places
        and policy.purposes.find(rule.purpose).key in purpose.lineage
    ]
    local = _zone(zone)
    slack = timedelta(seconds=policy.clock_tolerance_seconds)
    seen = [one for one in contacts if one.at <= question.at + slack]
    limits = [_Limit(rule, local, basis, _counted(rule, policy, seen)) for rule in rules]
    return _judge(limits, question.at)


def _judge(limits: Sequence["_Limit"], at: datetime) -> Pressure:
    found = [(reason, limit.rule.source) for limit in limits for reason in limit.reasons(at)]
    turns = merge(*(limit.turns(at) for limit in limits))
    if not found:
        end = next((turn for turn in turns if any(True for limit in limits for _ in limit.reasons(turn))), None)
        return Pressure(allowed=True, not_before=at, not_after=end)
    return Pressure(
        allowed=False,
        reasons=tuple(sorted({reason for reason, _ in found})),
        sources=tuple(dict.fromkeys(source for _, source in found)),
        not_before=next((turn for turn in turns if not any(True for one in limits for _ in one.reasons(turn))), None),
    )


@frozen
class _Limit:
    """One rule, for one person."""

    rule: PressureRule
    zone: ZoneInfo | None
    basis: str | None
    contacts: tuple[Contact, ...]

    @property
    def keeps_hours(self) -> bool:
        return self.rule.keeps_hours and self.basis not in self.rule.hours_waived_by

    def reasons(self, at: datetime) -> Iterator[str]:
        if not self.rule.in_force(at):
            return
        if self.keeps_hours:
            yield from self._time_reasons(at)
        if self.rule.most is not None and sum(at < end for end in self._counted_until()) >= self.rule.most:
            yield "too_many_contacts"
        if any(at < end for end in self._rests()):
            yield "cooling_down"

    def turns(self, at: datetime) -> Iterator[datetime]:
        """List the later instants at which the answer of this rule may change, in order."""
        bounds = [self.rule.valid_from, self.rule.valid_until, *self._counted_until(), *self._rests()]
        later = sorted(bound for bound in bounds if bound is not None and bound > at)
        doors = self._doors(at, self.zone) if self.keeps_hours and self.zone is not None else ()
        return merge(later, (door for door in doors if door > at))

    def _time_reasons(self, at: datetime) -> Iterator[str]:
        if self.zone is None:
            yield "unknown_zone"
            return
        local = at.astimezone(self.zone)
        if not self.rule.is_open(local.date()):
            yield "quiet_day"
        elif not self.rule.is_open_at(local.time()):
            yield "quiet_hours"

    def _counted_until(self) -> list[datetime]:
        days = self.rule.within_days
        return [] if days is None else [after_days(one.at, days) for one in self.contacts]

    def _rests(self) -> list[datetime]:
        days = self.rule.rest_days
        return [] if days is None else [after_days(one.at, days) for one in self.contacts if one.outcome == "declined"]

    def _doors(self, at: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        """List the instants at which a day, or a span of its hours, begins or ends, for somewhat more than a year."""
        first = at.astimezone(zone).date()
        for day in (first + timedelta(days=shift) for shift in range(_DAYS_AHEAD)):
            times = {time.min, *(one for span in self.rule.open_hours(day) for one in span)} - {time.max}
            yield from sorted(datetime.combine(day, one, zone).astimezone(at.tzinfo) for one in times)


def _counted(rule: PressureRule, policy: Policy, contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    key = policy.purposes.find(rule.purpose).key

    def counts(purpose: Purpose | None) -> bool:
        return purpose is None or key in purpose.lineage

    return tuple(one for one in contacts if one.channel in rule.channels and counts(policy.purposes.get(one.purpose)))


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return None if name is None else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
