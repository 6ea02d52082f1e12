"""One rule of a policy: on which bases a purpose may use a channel in one jurisdiction, while the rule is in force."""

from datetime import datetime
from typing import Literal

from attrs import Attribute, field, frozen

from crmkit.consent.facts import WHEN_MISSING
from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.records import instant

Basis = Literal["consent", "contract", "legal_obligation", "legitimate_interest"]

BASES: tuple[str, ...] = ("consent", "contract", "legal_obligation", "legitimate_interest")


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else instant(value)


def _known_bases(rule: "Rule", _: "Attribute[tuple[Basis, ...]]", bases: tuple[Basis, ...]) -> None:
    for basis in bases:
        if basis not in BASES:
            raise UnknownNameError("legal basis", basis, BASES)
    if not bases:
        raise SchemaError(f"The rule for {rule.purpose!r} in {rule.jurisdiction!r} allows no basis; name one at least.")


def _known_facts(_: "Rule", __: "Attribute[tuple[str, ...]]", needs: tuple[str, ...]) -> None:
    for name in needs:
        if name not in WHEN_MISSING:
            raise UnknownNameError("fact to ask for", name, WHEN_MISSING)


@frozen(kw_only=True)
class Rule:
    """A rule is data: it says what the law asks for, and nothing runs until a question is decided.

    Attributes:
        purpose: key of a purpose; its children follow the rule unless they have their own.
        jurisdiction: ISO 3166-1 alpha-2 code of a country, or the name of a group of countries such as "EU".
        channels: the channels it is about.
        bases: legal bases that carry the use, tried in this order.
        needs: facts that legitimate interest asks for under this rule.
        double_opt_in: whether a consent counts only once the person has confirmed it.
        proof: whether a consent counts only with a notice, a method or evidence on file.
        max_age_days: life of a consent after the act, or after the person's last own act; None for no end.
        valid_from: first instant at which the rule is in force; None when it always was.
        valid_until: first instant at which it is no more; None when no end is known.
        source: the article of law, or the guidance, that the rule was read from.

    Raises:
        UnknownNameError: for a basis or a fact that does not exist.
        SchemaError: for a rule without a basis or without a source.
    """

    purpose: str
    jurisdiction: str
    channels: tuple[str, ...]
    bases: tuple[Basis, ...] = field(validator=_known_bases)
    needs: tuple[str, ...] = field(default=("lia", "informed"), validator=_known_facts)
    double_opt_in: bool = False
    proof: bool = True
    max_age_days: int | None = None
    valid_from: datetime | None = field(default=None, converter=_instant)
    valid_until: datetime | None = field(default=None, converter=_instant)
    source: str = field()

    @source.validator
    def _has_source(self, _: "Attribute[str]", source: str) -> None:
        if not source.strip():
            raise SchemaError(f"The rule for {self.purpose!r} in {self.jurisdiction!r} names no source; cite the law.")

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
