"""Rules of law as JSON files, one for each jurisdiction, each rule with the line of the law it was read from.

The packs are an engineering reading of the law and no legal advice: have them read by somebody who may give it, and
add or replace rules with `Policy.with_rules`.
"""

from functools import cache
from importlib.resources import files

from attrs import evolve, frozen

from crmkit.consent.ages import AgeOfConsent
from crmkit.consent.around import AskingAgain, Period, VoidMethod
from crmkit.consent.policy import Policy
from crmkit.consent.pressure_rule import PressureRule
from crmkit.consent.purposes import PurposeTree
from crmkit.consent.rule import Rule
from crmkit.exceptions import UnknownNameError

PACKS: tuple[str, ...] = ("EU", "FR", "CH")
"""Jurisdictions that have a pack."""

VERSION = "2026-08"
"""Version of the packs: the month of the last change of law they know."""


@frozen(kw_only=True)
class Pack:
    """The rules of one jurisdiction.

    Attributes:
        jurisdiction: country code, or the name of a group of countries.
        members: the countries of a group.
        rules: its rules.
        ages: from which age a person's own consent counts.
        void_methods: ways of agreeing that are no consent.
        pressure: how often, and when, people may be approached.
        periods: how long things are kept.
        asking: whether a person may be asked again whose consent has run out.
    """

    jurisdiction: str
    members: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    ages: tuple[AgeOfConsent, ...] = ()
    void_methods: tuple[VoidMethod, ...] = ()
    pressure: tuple[PressureRule, ...] = ()
    periods: tuple[Period, ...] = ()
    asking: tuple[AskingAgain, ...] = ()


@cache
def load_pack(name: str) -> Pack:
    """Read the pack of one jurisdiction.

    Raises:
        UnknownNameError: for a jurisdiction without a pack.

    >>> load_pack("CH").rules[0].source
    'Federal Act against Unfair Competition (SR 241) art. 3(1)(o)'
    """
    from crmkit.schema.documents import load_text

    if name not in PACKS:
        raise UnknownNameError("rule pack", name, PACKS)
    return load_text(_text(f"{name.lower()}.json"), Pack)


@cache
def default_purposes() -> PurposeTree:
    """Read the purposes that crmkit comes with.

    >>> default_purposes().find("offers").key
    'marketing.offers'
    """
    from crmkit.schema.documents import load_text

    return load_text(_text("purposes.json"), PurposeTree)


@cache
def default_policy(*, home: str | None = "EU", accept_unproven: bool = False) -> Policy:
    """Put the purposes and every pack together.

    Args:
        home: jurisdiction whose rules apply where a country is unknown or has no pack, since the GDPR binds who is
            established in the Union wherever the person lives (art. 3(1)); None denies such cases.
        accept_unproven: let a consent count although neither a notice, nor a method, nor evidence is on file. The
            controller must be able to prove consent (GDPR art. 7(1)), so this is for cleaning up old data only.

    >>> from datetime import UTC, datetime
    >>> policy = default_policy()
    >>> for month in (7, 9):
    ...     rule = policy.rule("offers", "phone", "FR", datetime(2026, month, 1, tzinfo=UTC))
    ...     print(rule.bases, rule.lists)
    ('consent', 'legitimate_interest') {'bloctel': 30}
    ('consent', 'soft_opt_in') {}
    """
    packs = [load_pack(name) for name in PACKS]
    rules = tuple(rule for pack in packs for rule in pack.rules)
    return Policy(
        version=VERSION,
        purposes=default_purposes(),
        rules=tuple(evolve(rule, proof=False) for rule in rules) if accept_unproven else rules,
        groups={country: pack.jurisdiction for pack in packs for country in pack.members},
        home=home,
        ages=tuple(age for pack in packs for age in pack.ages),
        void_methods=tuple(method for pack in packs for method in pack.void_methods),
        pressure=tuple(limit for pack in packs for limit in pack.pressure),
        periods=tuple(period for pack in packs for period in pack.periods),
        asking=tuple(leave for pack in packs for leave in pack.asking),
    )


def _text(file_name: str) -> str:
    return (files("crmkit.consent.packs") / file_name).read_text("utf-8")
