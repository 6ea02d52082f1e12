"""Policies are data: they survive JSON, name what they do not know, and have a name of their own content."""

import json

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.criteria import (
    CRITERIA,
    VALIDATORS,
    find_criterion,
    find_validator,
    register_criterion,
    register_validator,
)
from crmkit.dedup.survivorship import RULES, Rule, SurvivorshipPolicy, Trust
from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.schema.customer import CUSTOMER
from tests.dedup.policies import POLICIES


@given(POLICIES)
def test_a_policy_survives_json_and_keeps_its_name(policy):
    again = SurvivorshipPolicy.from_json(policy.to_json())
    assert again == policy
    assert again.version == policy.version
    assert again.to_json() == policy.to_json()


@given(POLICIES, POLICIES)
def test_two_policies_have_one_version_exactly_when_they_say_the_same(one, other):
    assert (one.version == other.version) == (one == other)


def test_a_policy_can_be_written_by_hand():
    text = """{
        "rules": {"address": "most_trusted", "note": ["long", "recent"], "email": {"by": "union", "limit": 3}},
        "types": {"phone": {"by": "most_recent", "sources": "crm"}},
        "groups": {"work": ["organisation", "job_title"]},
        "trust": {"till": 0.2, "crm": {"level": 0.9, "half_life_days": 365}}
    }"""
    policy = SurvivorshipPolicy.from_json(text)
    assert policy.rules["note"].criteria == ("long", "recent")
    assert policy.rules["email"] == Rule(by="union", limit=3)
    assert policy.types["phone"].sources == ("crm",)
    assert policy.trust_in("crm", age_days=365) == pytest.approx(0.45)
    assert (policy.trust_in("till", age_days=9999), policy.trust_in("shop")) == (0.2, 0.5)
    assert json.loads(policy.to_json())["trust"] == json.loads(text)["trust"]


@pytest.mark.parametrize(
    ("text", "error", "near"),
    [
        ('{"rules": {"address": "newest"}}', UnknownNameError, "newest"),
        ('{"rules": {"address": "most_recnt"}}', UnknownNameError, "most_recent"),
        ('{"rules": {"address": ["recnt"]}}', UnknownNameError, "recent"),
        ('{"rules": {"address": {"by": "union", "limt": 2}}}', UnknownNameError, "limit"),
        ('{"rules": {"address": {"by": "union", "valid": ["hole"]}}}', UnknownNameError, "whole"),
        ('{"rulez": {}}', UnknownNameError, "rules"),
        ('{"rules": {"address": {"limit": 2}}}', SchemaError, "no survivorship policy"),
        ('{"rules": {"email": {"by": "union", "limit": 0}}}', SchemaError, "least is 1"),
        ('{"rules": {"email": {"by": "union", "max_age_days": -1}}}', SchemaError, "least is 0"),
        ('{"rules": {"email": []}}', SchemaError, "criterion at least"),
        ('{"trust": {"till": 1.2}}', SchemaError, "0.0 to 1.0"),
        ('{"trust": {"till": {"level": 0.2, "floor": 0.5}}}', SchemaError, "that fall"),
        ('{"trust": {"till": {"level": 0.2, "half_life_days": 0}}}', SchemaError, "more than 0"),
        ('{"trust": {"till": {"levl": 0.2}}}', UnknownNameError, "level"),
        ('{"groups": {"work": ["job_title"]}}', SchemaError, "two at least"),
        ('{"groups": {"a": ["note", "email"], "b": ["note", "phone"]}}', SchemaError, "note stand in groups twice"),
        ("[1]", SchemaError, "no survivorship policy"),
        ("{", SchemaError, "no survivorship policy"),
        ('{"rules": 7}', SchemaError, "no survivorship policy"),
    ],
)
def test_what_a_policy_does_not_know_is_one_clear_sentence(text, error, near):
    with pytest.raises(error, match=near):
        SurvivorshipPolicy.from_json(text)


def test_a_policy_is_written_in_the_fields_of_a_schema():
    policy = SurvivorshipPolicy(rules={"street": "longest"}, groups={"home": ("postcode", "locality")})
    settled = policy.for_schema(CUSTOMER)
    assert settled.rules == {"address": Rule(by="longest")}
    assert settled.groups == {}  # both are parts of one field, which survives whole anyway
    assert settled.for_schema(CUSTOMER) == settled
    for wrong, near in (
        ({"rules": {"adress": "longest"}}, "address"),
        ({"types": {"emial": "longest"}}, "email"),
        ({"groups": {"work": ("organisation", "job_titel")}}, "job_title"),
    ):
        with pytest.raises(UnknownNameError, match=near):
            SurvivorshipPolicy(**wrong).for_schema(CUSTOMER)
    with pytest.raises(SchemaError, match="two rules for 'address'"):
        SurvivorshipPolicy(rules={"street": "longest", "postcode": "earliest"}).for_schema(CUSTOMER)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(1, 1000), st.floats(0, 5000), st.floats(0, 5000))
def test_trust_only_falls_with_age_and_never_below_its_floor(level, floor, half_life, days, more):
    floor = min(floor, level)
    trust = Trust(level, half_life_days=half_life, floor=floor)
    assert trust.after(0) == pytest.approx(level)
    assert floor <= trust.after(days + more) <= trust.after(days) <= level + 1e-12
    assert evolve(trust, half_life_days=None).after(days) == level


def test_functions_of_ones_own_are_found_by_name_and_make_a_version():
    register_criterion("test_short", lambda one: -float(len(str(one.value))))
    register_validator("test_known", lambda one: one.source != "till")
    policy = SurvivorshipPolicy(rules={"note": Rule(by=("test_short",), valid=("test_known",))})
    before = policy.version
    assert SurvivorshipPolicy.from_json(policy.to_json()) == policy
    for name, register in (("test_short", register_criterion), ("recent", register_criterion),
                           ("test_known", register_validator), ("whole", register_validator)):  # fmt: skip
        with pytest.raises(SchemaError, match="already"):
            register(name, bool)
    register_criterion("test_short", id, version=2)
    assert policy.version != before
    assert set(CRITERIA) & {"test_short"} == set(VALIDATORS) & {"test_known"} == set()


def test_an_unknown_name_offers_near_ones():
    with pytest.raises(UnknownNameError, match="recent"):
        find_criterion("recnt")
    with pytest.raises(UnknownNameError, match="undoubted"):
        find_validator("undoubtd")
    with pytest.raises(UnknownNameError, match="most_recent"):
        Rule(by="most_recnt")


def test_every_rule_is_an_order_of_criteria_that_exist():
    assert {name for order in RULES.values() for name in order} <= set(CRITERIA)
    assert all(RULES[one.pick] for one in CUSTOMER.fields)
