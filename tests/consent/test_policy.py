"""A policy is data: it can be written, read, widened, and it refuses to contradict itself."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from consent.ledgers import POLICY
from consent.test_assessments import assessment
from crmkit.consent.ages import MAJORITY
from crmkit.consent.around import Period, VoidMethod
from crmkit.consent.facts import FACTS, Fact
from crmkit.consent.notices import Notice
from crmkit.consent.packs import PACKS, default_policy, load_pack
from crmkit.consent.policy import Policy
from crmkit.consent.pressure_rule import PressureRule
from crmkit.consent.purposes import Edition, Purpose, PurposeTree
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
    assert policy.places("FR") == ("FR", "EU")
    assert policy.places("US") == ("EU",)
    assert default_policy(home=None).places("US") == ()
    assert default_policy(home=None).rule("newsletter", "email", "US", NOW) is None


def test_rules_can_be_added_but_not_contradicted():
    policy = default_policy().with_rules(rule(), version="mine")
    assert (policy.version, policy.rule("newsletter", "email", "GB", NOW).source) == ("mine", "x")
    with pytest.raises(SchemaError, match="in force at once"):
        policy.with_rules(rule(valid_from=NOW), version="worse")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"bases": ()}, "allows no basis"),
        ({"source": " "}, "names no source"),
        ({"bases": ("whim",)}, "'whim' is no legal basis"),
        ({"bases": ("consnt",)}, "but 'consent' is"),
        ({"needs": {"consent": ("moon",)}}, "'moon' is no fact to ask for"),
        ({"needs": {"contract": ()}}, "does not allow it"),
        ({"channels": ("pigeon",)}, "'pigeon' is no channel"),
        ({"channels": ()}, "no channel"),
        ({"lists": {"robinson": 30}}, "needs 'list_checked'"),
        ({"needs": {"consent": ("list_checked",)}}, "needs 'list_checked'"),
        ({"needs": {"consent": ("list_checked",)}, "lists": {"robinson": 0}}, "never fresh"),
        ({"max_age_days": 0}, "never lives"),
        ({"valid_from": NOW, "valid_until": NOW}, "ends before it begins"),
    ],
)
def test_a_rule_that_means_nothing_is_refused(changes, fault):
    with pytest.raises(SchemaError, match=fault):
        rule(**changes)


def test_a_rule_tells_all_its_faults_at_once():
    with pytest.raises(SchemaError) as told:
        rule(channels=("emial",), bases=("consnt",), source="", max_age_days=-1)
    for fault in ("but 'email' is", "but 'consent' is", "names no source", "never lives"):
        assert fault in str(told.value)


def test_a_policy_tells_all_its_faults_at_once_with_near_names():
    notice = Notice.of("Yes.", name="form", language="en", edition=7)
    wrong = {
        "rules": (rule(purpose="markting"), rule(jurisdiction="EU"), rule(jurisdiction="EU", valid_from=NOW)),
        "notices": (notice, notice),
        "assessments": (assessment(purpose="ofers", jurisdictions=("XX",), channels=("fone",)),),
        "pressure": (PressureRule(purpose="calls", jurisdiction="EU", channels=("phone",), rest_days=3, source="x"),),
        "home": "ZZ",
        "clock_tolerance_seconds": -1,
    }
    with pytest.raises(SchemaError) as told:
        Policy(version="wrong", purposes=default_policy().purposes, **wrong)
    faults = [
        "'markting' is no purpose of a rule, but 'marketing' is",
        "two rules for 'marketing' by 'email' in 'EU' are in force at once",
        "'ofers' is no purpose of an assessment, but 'offers' is",
        "'calls' is no purpose of a pressure rule",
        "'fone' is no channel, but 'phone' is",
        "'XX' is no jurisdiction",
        "there twice",
        "shows edition 7",
        "'ZZ' is no jurisdiction to be home",
        "less than nothing",
    ]
    assert [fault for fault in faults if fault not in str(told.value)] == []


def test_a_document_tells_its_faults_with_their_places():
    data = json.loads(default_policy().to_json())
    data["rules"][0]["chanels"] = data["rules"][0].pop("channels")
    data["rules"][2]["bases"] = ["whim"]
    data["purposes"]["purposes"][1]["kind"] = "fun"
    with pytest.raises(SchemaError) as told:
        Policy.from_json(json.dumps(data))
    for fault in ("but 'channels' is one @ $.rules[0]", "'whim' is no legal basis", "$.rules[2]", "$.purposes"):
        assert fault in str(told.value)


def test_equal_policies_have_one_fingerprint_and_others_another():
    policy = default_policy()
    assert Policy.from_json(policy.to_json()).fingerprint == policy.fingerprint
    assert evolve(policy, version="2026-09").fingerprint != policy.fingerprint
    assert len(policy.fingerprint) == 64


@pytest.mark.parametrize(
    ("purposes", "editions", "fault"),
    [
        ([Purpose(key="a", kind="service"), Purpose(key="a", kind="service")], [], "there twice"),
        ([Purpose(key="a.b", kind="service")], [], "needs its parent"),
        ([Purpose(key="a", kind="service"), Purpose(key="a.b", kind="marketing")], [], "its parent is service"),
        ([Purpose(key="a", kind="service", born_in=2)], [], "edition 2, which is not listed"),
        ([Purpose(key="A b", kind="service")], [], "dotted lower-case words"),
        ([Purpose(key="a", kind="servce")], [], "but 'service' is"),
        (
            [Purpose(key="a", kind="service", born_in=2), Purpose(key="a.b", kind="service")],
            [Edition(version=2, published_at=NOW)],
            "older than its parent",
        ),
        ([], [Edition(version=1, published_at=NOW)], "numbered from 2"),
        ([], [Edition(version=2, published_at=NOW), Edition(version=2, published_at=NOW)], "there twice"),
        (
            [],
            [Edition(version=3, published_at=NOW), Edition(version=2, published_at=NOW.replace(year=2027))],
            "published before an earlier one",
        ),
    ],
)
def test_a_tree_that_contradicts_itself_is_refused(purposes, editions, fault):
    with pytest.raises(SchemaError, match=fault):
        PurposeTree(purposes=tuple(purposes), editions=tuple(editions))


def test_a_tree_tells_all_its_faults_at_once():
    with pytest.raises(SchemaError) as told:
        PurposeTree(purposes=(Purpose(key="a.b", kind="servce"), Purpose(key="x", kind="service", born_in=9)))
    for fault in ("needs its parent", "but 'service' is", "edition 9"):
        assert fault in str(told.value)


def test_the_version_of_a_tree_is_that_of_its_newest_edition():
    tree = PurposeTree(purposes=(), editions=(Edition(version=2, published_at=NOW),))
    assert (tree.version, tree.version_at(NOW), tree.version_at(NOW - timedelta(seconds=1))) == (2, 2, 1)
    assert default_policy().purposes.version == 1
    assert default_policy().purposes.find("offers").label("fr") == "Offres commerciales"
    assert default_policy().purposes.find("offers").label("de") == "marketing.offers"


def test_a_name_that_two_purposes_end_in_finds_neither():
    keys = ("a", "b", "a.x", "b.x")
    tree = PurposeTree(purposes=tuple(Purpose(key=key, kind="service") for key in keys))
    assert tree.get("x") is None
    with pytest.raises(UnknownNameError):
        tree.find("x")


@pytest.mark.parametrize(("country", "years"), [("FR", 15), ("DE", 16), ("CH", 18), ("US", 16), (None, 16)])
def test_the_age_of_consent_is_that_of_the_place(country, years):
    assert default_policy().age_of_consent(country) == years


def test_where_no_age_is_known_majority_counts():
    assert default_policy(home=None).age_of_consent("US") == MAJORITY


def test_periods_are_found_by_place_and_cite_their_source():
    policy = default_policy()
    assert policy.period("prospect", "FR").days == 1095
    assert "CNIL" in policy.period("objection_kept_at_least", "FR").source
    with pytest.raises(UnknownNameError, match="prospect"):
        policy.period("prospects", "FR")


def test_ways_of_agreeing_that_are_none_hold_in_the_country_and_its_group():
    policy = default_policy()
    assert "pre_ticked_box" in policy.void_methods_in(policy.places("FR"))
    assert policy.void_methods_in(policy.places("CH")) == {"general_terms", "silence"}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: VoidMethod(name="x", jurisdiction="FR", source=" "),
        lambda: Period(name="x", jurisdiction="FR", days=3, source=""),
        lambda: Period(name="x", jurisdiction="FR", days=0, source="x"),
    ],
)
def test_what_stands_around_the_rules_cites_its_source_too(wrong):
    with pytest.raises(SchemaError, match=r"'x' in 'FR'|of 'x'"):
        wrong()


def test_every_part_of_a_pack_cites_its_source():
    policy = default_policy()
    parts = [*policy.ages, *policy.void_methods, *policy.pressure, *policy.periods]
    assert len(parts) >= 14
    assert all(len(part.source) > 10 for part in parts)


@pytest.mark.parametrize("country", ["FR", "CH", "DE"])
def test_legal_claims_and_security_go_on_under_a_restriction(country):
    policy = default_policy()
    for purpose in ("claims", "security"):
        assert policy.rule(purpose, "postal", country, NOW).despite_restriction
    assert not policy.rule("invoices", "postal", country, NOW).despite_restriction


def test_only_known_facts_can_be_stated():
    assert all(Fact(name, evidence="paper").holds(NOW) for name in FACTS)
    assert not Fact("lia").holds(NOW)
    with pytest.raises(UnknownNameError):
        Fact("sunshine")
