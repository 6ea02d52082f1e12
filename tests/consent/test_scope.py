"""A use is laid out once, and remembered with the policy."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.ledgers import INSTANTS, LATE, NEWS, PLACES, POLICY, TREE
from crmkit.consent.packs import default_policy
from crmkit.consent.scope import ANSWER, GRANT, STOP, Scope

NEWSLETTER = TREE.find(NEWS)


def scope(place="PLAIN", purpose=NEWSLETTER):
    return Scope.of(POLICY, purpose, "email", place)


@given(
    st.sampled_from(PLACES),
    st.sampled_from(["marketing", NEWS, "marketing.fresh", "service", "security"]),
    st.sampled_from([*INSTANTS, LATE]),
)
def test_the_rule_of_an_instant_is_the_nearest_one_in_force(place, purpose, at):
    laid_out = scope(place, TREE.find(purpose))
    assert laid_out.rule_at(at) == POLICY.rule(purpose, "email", place, at)


@pytest.mark.parametrize("month", range(1, 13))
def test_the_rules_of_the_packs_change_on_their_day(month):
    policy = default_policy()
    at = datetime(2026, month, 11, tzinfo=UTC)
    laid_out = Scope.of(policy, policy.purposes.find("offers"), "phone", "FR")
    assert laid_out.rule_at(at) == policy.rule("offers", "phone", "FR", at)


def test_what_was_laid_out_is_remembered():
    assert scope() is scope()
    assert scope() is not scope("SOFT")


@pytest.mark.parametrize(
    ("act", "purpose", "channel", "role"),
    [
        ("grant", NEWS, "email", GRANT),
        ("renew", "marketing", "*", GRANT),
        ("grant", "*", "email", ""),
        ("grant", NEWS, "phone", ""),
        ("object", "*", "*", STOP),
        ("object", "nobody knows", "pigeon", STOP),
        ("object", "service", "email", ""),
        ("invalidate", NEWS, "email", STOP),
        ("invalidate", "service", "email", ANSWER),
        ("confirm", "service", "email", ANSWER),
        ("lift", "*", "*", ANSWER),
    ],
)
def test_the_role_of_an_act_follows_from_its_kind_purpose_and_channel(act, purpose, channel, role):
    assert scope().roles[channel][purpose][act] == role


def test_a_policy_remembers_only_so_much(monkeypatch):
    for limit in ("_REMEMBERED", "_NAMES"):
        monkeypatch.setattr(f"crmkit.consent.scope.{limit}", 0)
    laid_out = Scope.of(POLICY, NEWSLETTER, "email", "a place nobody asked about")
    assert laid_out is not Scope.of(POLICY, NEWSLETTER, "email", "a place nobody asked about")
    assert laid_out.roles["email"][NEWS]["grant"] == GRANT
    assert not laid_out.roles
