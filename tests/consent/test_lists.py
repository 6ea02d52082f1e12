"""An opposition list is a dated source: who is on it is not called, and who looked too long ago does not know."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from crmkit.consent.decide import decide
from crmkit.consent.facts import Fact
from crmkit.consent.keyed import Keyring
from crmkit.consent.lists import OppositionList, list_facts
from crmkit.consent.packs import default_policy
from crmkit.consent.question import Question
from crmkit.consent.rule import Rule

JULY = datetime(2026, 7, 1, tzinfo=UTC)
DAY = timedelta(days=1)
POINT = "phone:+33123456789"
CALL = Question(
    purpose="offers",
    channel="phone",
    point=POINT,
    jurisdiction="FR",
    at=JULY + 5 * DAY,
    facts=(Fact("lia", evidence="lia-2026-1"), Fact("informed")),
)
RING = Keyring("2026", {"2026": bytes(range(32))})


def bloctel(*points, at=JULY, name="bloctel"):
    return OppositionList(name=name, as_of=at, points=points)


def asked(*lists, question=CALL, policy=None):
    policy = policy or default_policy()
    facts = (*question.facts, *list_facts(lists, question, policy))
    return decide([], evolve(question, facts=facts), policy)


def test_who_is_not_on_a_fresh_list_may_be_called_until_it_is_stale():
    decision = asked(bloctel("phone:+33999999999"))
    assert (decision.basis, decision.not_after) == ("legitimate_interest", JULY + 30 * DAY)
    assert "bloctel as of 2026-07-01T00:00Z" in decision.evidence
    assert asked(bloctel(), question=evolve(CALL, at=JULY + 30 * DAY)).reasons == ("list_stale", "no_consent")


def test_who_is_on_the_list_is_not_called():
    assert asked(bloctel(POINT)).reasons == ("listed", "no_consent")


def test_a_list_may_hold_keyed_hashes_only():
    question = evolve(CALL, sealed=RING.names("point", POINT))
    assert asked(bloctel(RING.seal("point", POINT)), question=question).reasons == ("listed", "no_consent")


def test_the_newest_contents_of_the_day_count():
    later = bloctel(at=JULY + 2 * DAY)
    assert asked(bloctel(POINT), later).allowed
    assert not asked(later, bloctel(POINT, at=JULY + 3 * DAY)).allowed
    assert asked(bloctel(), bloctel(POINT, at=JULY + 9 * DAY)).allowed


@pytest.mark.parametrize("lists", [(), (bloctel(name="robinson"),), (bloctel(at=JULY + 9 * DAY),)])
def test_a_list_that_nobody_looked_into_denies(lists):
    assert asked(*lists).reasons == ("list_not_checked", "no_consent")


def test_where_no_list_is_asked_for_it_says_nothing():
    assert list_facts([bloctel(POINT)], evolve(CALL, channel="email"), default_policy()) == ()
    assert list_facts([bloctel(POINT)], evolve(CALL, at=JULY + 60 * DAY), default_policy()) == ()
    assert list_facts([bloctel(POINT)], evolve(CALL, purpose="holidays"), default_policy()) == ()
    assert list_facts([bloctel(POINT)], evolve(CALL, jurisdiction="US"), default_policy(home=None)) == ()


def test_of_several_lists_each_must_be_fresh():
    rule = Rule(
        purpose="marketing",
        jurisdiction="GB",
        channels=("phone",),
        bases=("legitimate_interest",),
        needs={"legitimate_interest": ("list_checked",)},
        lists={"tps": 28, "own": 5},
        source="rule of the house",
    )
    policy = default_policy().with_rules(rule, version="gb")
    question = evolve(CALL, jurisdiction="GB")
    own = bloctel(name="own", at=JULY + DAY)
    assert asked(bloctel(name="tps"), question=question, policy=policy).reasons == ("list_not_checked",)
    decision = asked(bloctel(name="tps"), own, question=question, policy=policy)
    assert (decision.allowed, decision.not_after) == (True, JULY + 6 * DAY)


def test_no_point_of_a_list_is_printed():
    assert "123456789" not in repr(bloctel(POINT))
