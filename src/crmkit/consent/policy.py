"""A consent policy: purposes and the rules of law for them, as one versioned value."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import combinations
from typing import Final, Self

from attrs import evolve, field, frozen

from crmkit.consent.ages import MAJORITY, AgeOfConsent
from crmkit.consent.around import AskingAgain, Period, VoidMethod
from crmkit.consent.assessments import Assessment
from crmkit.consent.faults import refuse, twice, unknown
from crmkit.consent.notices import Notice
from crmkit.consent.points import KIND_OF_CHANNEL
from crmkit.consent.pressure_rule import PressureRule
from crmkit.consent.purposes import PurposeTree
from crmkit.consent.rule import Rule
from crmkit.exceptions import UnknownNameError
from crmkit.records import digest, instant

EVERYWHERE: Final = "*"
"""Jurisdiction of a rule of the house."""


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else instant(value)


@frozen(kw_only=True)
class Policy:
    """What the law allows, for which purpose, by which channel, where, and since when.

    The rule of a case is the nearest one: the country before the group it belongs to, the purpose before its parent.
    A country without rules of its own, and without a group, follows the home of the policy.

    Attributes:
        version: name of this state of the policy; every decision carries it.
        purposes: the tree of purposes.
        rules: the rules; no two are in force at once for the same purpose, channel and jurisdiction.
        groups: country to the group it belongs to, such as "FR" to "EU".
        home: jurisdiction of the one who decides about the data; None to deny where no rule is known.
        notices: the texts people were shown. Once there are any, a notice that is not among them proves nothing.
        assessments: balancings of interests.
        ages: from which age a person's own consent counts.
        void_methods: ways of agreeing that are no consent.
        pressure: how often, and when, people may be approached; see `crmkit.consent.pressure`.
        periods: how long things are kept.
        asking: where a person may be asked again whose consent has run out.
        stale_after: from then on every question is denied, until the policy has been looked through again.
        clock_tolerance_seconds: how far the clocks of two machines may differ. An act that is dated further behind the
            instant it was written down is not believed.
        channels: every channel that a rule speaks of.
        memory: what others have worked out from this policy, so that they need not do it again.

    Raises:
        SchemaError: with every fault at once: rules that contradict each other, purposes that do not exist, a name that
            is there twice.

    >>> from crmkit.consent.packs import default_policy
    >>> default_policy().rule("offers", "phone", "FR", datetime.fromisoformat("2026-09-01T00:00:00+00:00")).bases
    ('consent', 'soft_opt_in')
    """

    version: str
    purposes: PurposeTree
    rules: tuple[Rule, ...]
    groups: Mapping[str, str] = field(factory=dict)
    home: str | None = None
    notices: tuple[Notice, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    ages: tuple[AgeOfConsent, ...] = ()
    void_methods: tuple[VoidMethod, ...] = ()
    pressure: tuple[PressureRule, ...] = ()
    periods: tuple[Period, ...] = ()
    asking: tuple[AskingAgain, ...] = ()
    stale_after: datetime | None = field(default=None, converter=_instant)
    clock_tolerance_seconds: int = 300
    channels: frozenset[str] = field(init=False, repr=False, eq=False)
    _jurisdictions: frozenset[str] = field(init=False, repr=False, eq=False)
    _by_case: Mapping[tuple[str, str, str], tuple[Rule, ...]] = field(init=False, repr=False, eq=False)
    _by_notice: Mapping[str, tuple[Notice, ...]] = field(init=False, repr=False, eq=False)
    memory: dict[tuple[object, ...], object] = field(init=False, repr=False, eq=False, factory=dict)

    @channels.default
    def _channels_of_rules(self) -> frozenset[str]:
        return frozenset(channel for rule in self.rules for channel in rule.channels)

    @_jurisdictions.default
    def _jurisdictions_of_rules(self) -> frozenset[str]:
        return frozenset(rule.jurisdiction for rule in self.rules)

    @_by_case.default
    def _index_rules(self) -> Mapping[tuple[str, str, str], tuple[Rule, ...]]:
        cases: dict[tuple[str, str, str], tuple[Rule, ...]] = {}
        for rule in self.rules:
            purpose = self.purposes.get(rule.purpose)
            for channel in rule.channels if purpose else ():
                case = (purpose.key if purpose else "", channel, rule.jurisdiction)
                cases[case] = (*cases.get(case, ()), rule)
        return cases

    @_by_notice.default
    def _index_notices(self) -> Mapping[str, tuple[Notice, ...]]:
        found: dict[str, tuple[Notice, ...]] = {}
        for notice in self.notices:
            for name in (notice.name, notice.content):
                found[name] = (*found.get(name, ()), notice)
        return found

    def __attrs_post_init__(self) -> None:
        refuse(f"The policy {self.version!r}", self._faults())

    @property
    def fingerprint(self) -> str:
        """Name the content of the policy, as 64 hexadecimal digits; equal content, equal name."""
        return digest(self.to_json(), length=64)

    def rule(self, purpose: str, channel: str, jurisdiction: str | None, at: datetime) -> Rule | None:
        """Find the rule of a case at an instant; None where the policy has a gap.

        Raises:
            UnknownNameError: for a purpose that does not exist.
        """
        found = self.rules_over_time(purpose, channel, jurisdiction)
        return next((rule for rule in found if rule.in_force(at)), None)

    def rules_over_time(self, purpose: str, channel: str, jurisdiction: str | None) -> tuple[Rule, ...]:
        """List every rule that could ever decide a case, the nearest first.

        Raises:
            UnknownNameError: for a purpose that does not exist.
        """
        lineage = self.purposes.find(purpose).lineage
        return tuple(
            rule
            for place in self.places(jurisdiction)
            for key in lineage
            for rule in self._by_case.get((key, channel, place), ())
        )

    def places(self, jurisdiction: str | None) -> tuple[str, ...]:
        """List whose law counts for a country, the nearest first: its own, and that of its group."""
        given = jurisdiction.strip().upper() if jurisdiction else None
        known = given if given and (given in self._jurisdictions or given in self.groups) else self.home
        if known is None:
            return ()
        return (known, self.groups[known]) if known in self.groups else (known,)

    def asking_again(self, jurisdiction: str | None) -> AskingAgain | None:
        """Find the leave to ask a person again whose consent has run out, the nearest one; None where there is none."""
        by_place = {one.jurisdiction: one for one in self.asking}
        return next((by_place[place] for place in self.places(jurisdiction) if place in by_place), None)

    def void_methods_in(self, places: tuple[str, ...]) -> frozenset[str]:
        """Name the ways of agreeing that are no consent in any of some jurisdictions."""
        return frozenset(one.name for one in self.void_methods if one.jurisdiction in places)

    def notices_called(self, name: str | None) -> tuple[Notice, ...]:
        """Find the texts that an act names, by their name or their content hash: one for each language."""
        return self._by_notice.get(name, ()) if name else ()

    def edition_shown(self, notice: str | None, at: datetime) -> int:
        """Tell which edition of the purposes a person saw: that of the notice, else the one shown at that instant."""
        named = self.notices_called(notice)
        return min(one.edition for one in named) if named else self.purposes.version_at(at)

    def age_of_consent(self, jurisdiction: str | None) -> int:
        """Tell from which age a person's own consent counts; `MAJORITY` where no age is known."""
        known = {one.jurisdiction: one.years for one in self.ages}
        return next((known[place] for place in self.places(jurisdiction) if place in known), MAJORITY)

    def period(self, name: str, jurisdiction: str | None) -> Period:
        """Find how long something is kept.

        Raises:
            UnknownNameError: when the jurisdiction prescribes no such period.
        """
        for place in self.places(jurisdiction):
            for one in self.periods:
                if (one.name, one.jurisdiction) == (name, place):
                    return one
        raise UnknownNameError(f"period in {jurisdiction!r}", name, {one.name for one in self.periods})

    def with_rules(self, *rules: Rule, version: str, groups: Mapping[str, str] | None = None) -> Self:
        """Add rules, such as a pack for another country, and give the result its own version.

        Raises:
            SchemaError: for rules that contradict those that are there.
        """
        return evolve(self, rules=(*self.rules, *rules), groups={**self.groups, **(groups or {})}, version=version)

    def to_json(self) -> str:
        """Write the policy as JSON text; equal policies give equal text."""
        from crmkit.schema.documents import dump_text

        return dump_text(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote.

        Raises:
            SchemaError: for a text that is no policy, with every fault and its place.
        """
        from crmkit.schema.documents import load_text

        return load_text(text, cls)

    def _faults(self) -> Iterator[str]:
        yield from unknown("purpose of a rule", (rule.purpose for rule in self.rules), self.purposes.names())
        for (purpose, channel, place), rules in self._by_case.items():
            for one, other in combinations(rules, 2):
                if one.meets(other):
                    yield (
                        f"two rules for {purpose!r} by {channel!r} in {place!r} are in force at once; "
                        f"end one with 'valid_until' before the other begins"
                    )
        yield from self._faults_beside_the_rules()

    def _faults_beside_the_rules(self) -> Iterator[str]:
        purposes, places = self.purposes.names(), {*self._jurisdictions, *self.groups, EVERYWHERE}
        yield from unknown("purpose of an assessment", (one.purpose for one in self.assessments), purposes)
        yield from unknown("purpose of a pressure rule", (one.purpose for one in self.pressure), purposes)
        yield from unknown("channel", (name for one in self.assessments for name in one.channels), KIND_OF_CHANNEL)
        yield from unknown("jurisdiction", _jurisdictions_of(self.assessments, self.pressure), places)
        yield from twice("assessment", (one.id for one in self.assessments))
        yield from twice("notice", (f"{one.name} ({one.language}, {one.content[:8]})" for one in self.notices))
        yield from twice("age of consent", (one.jurisdiction for one in self.ages))
        yield from twice("period", (f"{one.name} ({one.jurisdiction})" for one in self.periods))
        yield from twice("leave to ask again", (one.jurisdiction for one in self.asking))
        for notice in self.notices:
            if notice.edition not in {1, *(edition.version for edition in self.purposes.editions)}:
                yield f"the notice {notice.name!r} shows edition {notice.edition}, which is not listed"
        if self.home is not None:
            yield from unknown("jurisdiction to be home", [self.home], places)
        if self.clock_tolerance_seconds < 0:
            yield "clocks cannot differ by less than nothing"


def _jurisdictions_of(assessments: Iterable[Assessment], pressure: Iterable[PressureRule]) -> Iterator[str]:
    for one in assessments:
        yield from one.jurisdictions
    yield from (one.jurisdiction for one in pressure)
