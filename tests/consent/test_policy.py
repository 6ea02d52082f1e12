"""A policy is data: it can be written, read, widened, and it refuses to contradict itself."""

from datetime import UTC, datetime

import pytest

from consent.ledgers import POLICY
from crmkit.consent.facts import FACTS, Fact
from crmkit.consent.packs import PACKS, default_policy, load_pack
from crmkit.consent.policy import Policy
from crmkit.consent.purposes import Purpose, PurposeTree
from crmkit.consent.rule import Rule
from crmkit.exceptions import SchemaError, UnknownNameError

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def rule(**changes):
    known = {"purpose": "marketing", "jurisdiction": "GB", "channels": ("email",), "bases": ("consent",), "source": "x"}
    return Rule(**{**known, **changes})


@pytest.mark.parametrize("policy", [POLICY, default_policy(), default_policy(home=None)])
def test_a_policy_survives_json(policy):
    assert Policy.from_json(policy.to_json()) == policy


@pytest.mark.parametrize("text", ["{", "[]", '{"version": "1"}', '{"purposes": {"purposes": 3}, "rules": [], "x": 1}'])
def test_a_text_that_is_no_policy_is_refused(text):
    with pytest.raises(SchemaError):
        Policy.from_json(text)


@pytest.mark.parametrize("name", PACKS)
def test_every_rule_of_a_pack_cites_its_source(name):
    assert all(len(one.source) > 10 for one in load_pack(name).rules)


@pytest.mark.parametrize("place", ["FR", "CH", "EU", "DE", None, "US"])
@pytest.mark.parametrize("channel", ["email", "phone", "sms", "postal"])
def test_the_default_policy_has_no_gap(place, channel):
    policy = default_policy()
    for purpose in policy.purposes.purposes:
        assert policy.rule(purpose.key, channel, place, NOW) is not None


def test_the_nearest_rule_decides():
    policy = default_policy()
    assert policy.rule("newsletter", "email", "fr", NOW).jurisdiction == "FR"
    assert policy.rule("newsletter", "email", "DE", NOW).jurisdiction == "EU"
    assert policy.rule("invoices", "email", "FR", NOW).jurisdiction == "EU"
    assert default_policy(home=None).rule("newsletter", "email", "US", NOW) is None


def test_rules_can_be_added_but_not_contradicted():
    policy = default_policy().with_rules(rule(), version="mine")
    assert (policy.version, policy.rule("newsletter", "email", "GB", NOW).source) == ("mine", "x")
    with pytest.raises(SchemaError, match="in force at once"):
        policy.with_rules(rule(valid_from=NOW), version="worse")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"bases": ()}, SchemaError),
        ({"source": " "}, SchemaError),
        ({"bases": ("whim",)}, UnknownNameError),
        ({"needs": ("moon",)}, UnknownNameError),
    ],
)
def test_a_rule_that_means_nothing_is_refused(changes, error):
    with pytest.raises(error):
        rule(**changes)


@pytest.mark.parametrize("changes", [{"purpose": "holidays"}, {"channels": ("pigeon",)}])
def test_a_rule_about_nothing_is_refused(changes):
    with pytest.raises(UnknownNameError):
        default_policy().with_rules(rule(**changes), version="2")


@pytest.mark.parametrize(
    "purposes",
    [
        [Purpose(key="a", kind="service"), Purpose(key="a", kind="service")],
        [Purpose(key="a.b", kind="service")],
        [Purpose(key="a", kind="service"), Purpose(key="a.b", kind="marketing")],
        [Purpose(key="a", kind="service", born_in=2)],
    ],
)
def test_a_tree_that_contradicts_itself_is_refused(purposes):
    with pytest.raises(SchemaError):
        PurposeTree(purposes=tuple(purposes))


def test_a_name_that_two_purposes_end_in_finds_neither():
    keys = ("a", "b", "a.x", "b.x")
    tree = PurposeTree(purposes=tuple(Purpose(key=key, kind="service") for key in keys))
    assert tree.get("x") is None
    with pytest.raises(UnknownNameError):
        tree.find("x")


def test_only_known_facts_can_be_stated():
    assert all(Fact(name).holds(NOW) for name in FACTS)
    with pytest.raises(UnknownNameError):
        Fact("sunshine")
