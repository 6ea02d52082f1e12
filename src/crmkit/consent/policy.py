"""A consent policy: purposes and the rules of law for them, as one versioned value."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import combinations
from typing import Self

from attrs import evolve, field, frozen

from crmkit.consent.points import KIND_OF_CHANNEL
from crmkit.consent.purposes import PurposeTree
from crmkit.consent.rule import Rule
from crmkit.exceptions import SchemaError, UnknownNameError


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
        notices: name of a notice to the edition of the purpose tree it showed.
        channels: every channel that a rule speaks of.

    Raises:
        SchemaError: for rules that contradict each other.
        UnknownNameError: for a rule about a purpose or a channel that does not exist.
    """

    version: str
    purposes: PurposeTree
    rules: tuple[Rule, ...]
    groups: Mapping[str, str] = field(factory=dict)
    home: str | None = None
    notices: Mapping[str, int] = field(factory=dict)
    channels: frozenset[str] = field(init=False, repr=False, eq=False)
    _jurisdictions: frozenset[str] = field(init=False, repr=False, eq=False)
    _by_case: Mapping[tuple[str, str, str], tuple[Rule, ...]] = field(init=False, repr=False, eq=False)

    @channels.default
    def _channels_of_rules(self) -> frozenset[str]:
        return frozenset(channel for rule in self.rules for channel in rule.channels)

    @_jurisdictions.default
    def _jurisdictions_of_rules(self) -> frozenset[str]:
        return frozenset(rule.jurisdiction for rule in self.rules)

    @_by_case.default
    def _index(self) -> Mapping[tuple[str, str, str], tuple[Rule, ...]]:
        cases: dict[tuple[str, str, str], tuple[Rule, ...]] = {}
        for rule in self.rules:
            key = self.purposes.find(rule.purpose).key
            for channel in rule.channels:
                if channel not in KIND_OF_CHANNEL:
                    raise UnknownNameError("channel", channel, KIND_OF_CHANNEL)
                case = (key, channel, rule.jurisdiction)
                cases[case] = (*cases.get(case, ()), rule)
        for (purpose, channel, place), rules in cases.items():
            if any(one.meets(other) for one, other in combinations(rules, 2)):
                raise SchemaError(
                    f"Two rules for {purpose!r} by {channel!r} in {place!r} are in force at once; "
                    f"end one with valid_until before the other begins."
                )
        return cases

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
            for place in self._places(jurisdiction)
            for key in lineage
            for rule in self._by_case.get((key, channel, place), ())
        )

    def edition_shown(self, notice: str | None, at: datetime) -> int:
        """Tell which edition of the purposes a person saw: that of the notice, else the one shown at that instant."""
        if notice is not None and notice in self.notices:
            return self.notices[notice]
        return self.purposes.version_at(at)

    def with_rules(self, *rules: Rule, version: str, groups: Mapping[str, str] | None = None) -> Self:
        """Add rules, such as a pack for another country, and give the result its own version.

        Raises:
            SchemaError: for rules that contradict those that are there.
        """
        return evolve(self, rules=(*self.rules, *rules), groups={**self.groups, **(groups or {})}, version=version)

    def to_json(self) -> str:
        """Write the policy as JSON text."""
        from crmkit.consent.documents import dump

        return json.dumps(dump(self), ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote.

        Raises:
            SchemaError: for a text that is no policy.
        """
        from crmkit.consent.documents import load

        return load(text, cls)

    def _places(self, jurisdiction: str | None) -> Iterator[str]:
        given = jurisdiction.strip().upper() if jurisdiction else None
        if given and (given in self._jurisdictions or given in self.groups):
            start: str | None = given
        else:
            start = self.home
        if start is not None:
            yield start
            if start in self.groups:
                yield self.groups[start]
