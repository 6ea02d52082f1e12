"""One rule of a policy: on which bases a purpose may use a channel in one jurisdiction, while the rule is in force."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from attrs import field, frozen

from crmkit.consent.facts import WHEN_MISSING
from crmkit.consent.faults import refuse, unknown
from crmkit.consent.points import KIND_OF_CHANNEL
from crmkit.records import instant

NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "consent": (),
    "contract": ("contract",),
    "legal_obligation": ("duty",),
    "vital_interests": ("vital",),
    "public_task": ("public_task",),
    "legitimate_interest": ("lia", "informed"),
    "soft_opt_in": ("relation", "informed"),
}
"""Legal bases, and the facts that each one asks for where a rule says nothing else."""

BASES: Final = tuple(NEEDS)

OPPOSABLE: Final = frozenset({"legitimate_interest", "soft_opt_in", "public_task"})
"""Bases that an objection or a do-not-contact entry ends (GDPR art. 21(1) and (2))."""


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else instant(value)


@frozen(kw_only=True)
class Rule:
    """A rule is data: it says what the law asks for, and nothing runs until a question is decided.

    Attributes:
        purpose: key of a purpose; its children follow the rule unless they have their own.
        jurisdiction: ISO 3166-1 alpha-2 code of a country, or the name of a group of countries such as "EU".
        channels: the channels it is about.
        bases: legal bases that carry the use, tried in this order; see `NEEDS`.
        needs: basis to the facts that it asks for under this rule, where they are others than those of `NEEDS`.
        lists: name of each opposition list that must have been looked into, to the days for which that stays fresh.
        double_opt_in: whether a consent counts only once the person has confirmed it.
        proof: whether a consent counts only with a notice, a method or evidence on file.
        max_age_days: life of a consent after the act, or after the person's last own act; None for no end.
        despite_restriction: whether the use goes on while the person has had her data restricted.
        valid_from: first instant at which the rule is in force; None when it always was.
        valid_until: first instant at which it is no more; None when no end is known.
        source: the article of law, or the guidance, that the rule was read from.

    Raises:
        SchemaError: with every fault at once: an unknown channel, basis or fact, no basis, no source, a life or an end
            that cannot be.
    """

    purpose: str
    jurisdiction: str
    channels: tuple[str, ...]
    bases: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]] = field(factory=dict)
    lists: Mapping[str, int] = field(factory=dict)
    double_opt_in: bool = False
    proof: bool = True
    max_age_days: int | None = None
    despite_restriction: bool = False
    valid_from: datetime | None = field(default=None, converter=_instant)
    valid_until: datetime | None = field(default=None, converter=_instant)
    source: str

    def __attrs_post_init__(self) -> None:
        refuse(f"The rule for {self.purpose!r} in {self.jurisdiction!r}", self._faults())

    def asks(self, basis: str) -> tuple[str, ...]:
        """List the facts that a basis asks for under this rule.

        >>> rule = Rule(purpose="a", jurisdiction="FR", channels=("email",), bases=("consent", "contract"), source="x")
        >>> rule.asks("contract"), rule.asks("consent")
        (('contract',), ())
        """
        return self.needs[basis] if basis in self.needs else NEEDS[basis]

    def in_force(self, at: datetime) -> bool:
        """Say whether the rule is in force at an instant."""
        return (self.valid_from is None or self.valid_from <= at) and (
            self.valid_until is None or at < self.valid_until
        )

    def meets(self, other: "Rule") -> bool:
        """Say whether there is an instant at which both rules are in force."""
        return (self.valid_from is None or other.valid_until is None or self.valid_from < other.valid_until) and (
            other.valid_from is None or self.valid_until is None or other.valid_from < self.valid_until
        )

    def _faults(self) -> Iterator[str]:
        yield from unknown("channel", self.channels, KIND_OF_CHANNEL)
        if not self.channels:
            yield "it is about no channel"
        yield from unknown("legal basis", [*self.bases, *self.needs], NEEDS)
        if not self.bases:
            yield "it allows no basis; name one at least"
        for basis, names in self.needs.items():
            if basis in NEEDS and basis not in self.bases:
                yield f"it says what {basis!r} needs, and does not allow it"
            yield from unknown("fact to ask for", names, WHEN_MISSING)
        if any("list_checked" in self.asks(one) for one in self.bases if one in NEEDS) != bool(self.lists):
            yield "it names a list exactly where a basis needs 'list_checked'"
        yield from (f"the list {name!r} is never fresh" for name, days in self.lists.items() if days < 1)
        if self.max_age_days is not None and self.max_age_days < 1:
            yield "a consent under it never lives"
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            yield "it ends before it begins"
        if not self.source.strip():
            yield "it names no source; cite the law"
