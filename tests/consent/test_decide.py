"""The decision keeps its promises, and the promises would notice a wrong decision."""

from datetime import UTC, datetime

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from consent import mutants, properties
from consent.ledgers import HERE, INSTANTS, NEWS, POLICY, Draft, ledgers, questions, write
from consent.properties import PROPERTIES
from crmkit.consent.decide import decide
from crmkit.consent.facts import Fact
from crmkit.consent.question import Question
from crmkit.exceptions import CallError

FILTERED = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.parametrize("promise", PROPERTIES, ids=lambda promise: promise.__name__)
def test_the_decision_keeps_its_promise(promise):
    @settings(suppress_health_check=FILTERED)
    @given(st.data())
    def kept(data):
        promise(decide, data)

    kept()


@pytest.mark.parametrize(
    ("wrong", "promise"),
    [
        (mutants.last_row_wins, properties.order_and_repetition_change_nothing),
        (mutants.latest_act_wins, properties.a_withdrawn_consent_never_comes_back_by_itself),
        (mutants.latest_act_wins, properties.stops_of_either_side_outlive_a_merge),
        (mutants.grants_spread_to_all_points, properties.a_point_that_no_grant_names_is_denied),
        (mutants.stops_of_the_merged_one_are_lost, properties.stops_of_either_side_outlive_a_merge),
        (mutants.later_purposes_creep_in, properties.a_later_purpose_is_not_covered),
        (mutants.an_admin_lifts_what_the_person_said, properties.nobody_lifts_the_stop_of_a_higher_authority),
        (mutants.withdrawals_are_ignored, properties.a_withdrawn_consent_never_comes_back_by_itself),
        (
            mutants.a_confirmation_may_come_before_the_consent,
            properties.a_confirmation_that_may_be_older_than_its_consent_does_not_count,
        ),
        (mutants.what_is_known_later_counts, properties.what_was_not_yet_known_does_not_count),
        (mutants.the_future_counts, properties.what_has_not_happened_does_not_count),
        (mutants.not_after_is_never, properties.not_after_is_the_first_instant_of_change),
        (mutants.marketing_objections_stop_everything, properties.marketing_stops_leave_a_contract_alone),
        (mutants.a_stop_concerns_only_its_own_purpose, properties.a_stop_reaches_every_purpose_below),
        (mutants.a_grant_covers_the_whole_branch, properties.a_grant_reaches_no_purpose_above_or_beside),
    ],
    ids=lambda function: function.__name__,
)
def test_a_wrong_decision_is_noticed(wrong, promise):
    @settings(
        suppress_health_check=FILTERED,
        max_examples=1000,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    @given(st.data())
    def broken(data):
        promise(wrong, data)

    with pytest.raises(AssertionError):
        broken()


def test_the_generated_world_allows_and_denies_often_enough_to_mean_something():
    answers = []

    @settings(max_examples=400, database=None, derandomize=True, deadline=None, suppress_health_check=FILTERED)
    @given(ledgers(), questions())
    def ask(drafts, question):
        answers.append(decide(write(drafts), question, POLICY).allowed)

    ask()
    assert 0.05 < sum(answers) / len(answers) < 0.6


def asked(**changes):
    question = Question(purpose=NEWS, channel="email", point=HERE, at=INSTANTS[4], jurisdiction="PLAIN")
    return evolve(question, **changes)


def reasons(*drafts, **changes):
    return decide(write(drafts), asked(**changes), POLICY).reasons


GRANT = Draft(act="grant", lo=1, hi=1)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"purpose": "holidays"}, "unknown_purpose"),
        ({"channel": "pigeon"}, "unknown_channel"),
        ({"channel": "phone"}, "unknown_channel"),
        ({"point": "*"}, "unknown_point"),
        ({"point": "phone:+41441234567"}, "unknown_point"),
        ({"point": ""}, "unknown_point"),
        ({"jurisdiction": "NOWHERE"}, "no_rule"),
        ({"jurisdiction": None}, "no_rule"),
    ],
)
def test_what_the_policy_does_not_know_is_denied_with_its_own_reason(changes, reason):
    assert reasons(GRANT, **changes) == (reason,)


@pytest.mark.parametrize(
    ("drafts", "changes", "reason"),
    [
        ([], {}, "no_consent"),
        ([GRANT], {"jurisdiction": "CONFIRM"}, "pending_confirmation"),
        ([evolve(GRANT, lo=3, hi=5)], {}, "not_yet"),
        ([evolve(GRANT, age=2)], {}, "expired"),
        ([GRANT, Draft(act="withdraw", lo=2, hi=2)], {}, "withdrawn"),
        ([Draft(act="refuse", lo=2, hi=2)], {}, "refused"),
        ([GRANT, Draft(act="invalidate", lo=2, hi=2, about=0)], {}, "invalidated"),
        ([GRANT, Draft(act="object", lo=0, hi=0)], {}, "objected"),
        ([GRANT, Draft(act="suppress", lo=0, hi=0, authority="machine")], {}, "suppressed"),
        ([GRANT, Draft(act="restrict", lo=2, hi=2)], {}, "restricted"),
        ([evolve(GRANT, method=None)], {"jurisdiction": "WEIGH"}, "no_evidence"),
        ([evolve(GRANT, point="*")], {}, "point_not_covered"),
        ([evolve(GRANT, purpose="marketing")], {"purpose": "marketing.fresh"}, "purpose_added_later"),
        ([GRANT], {"facts": (Fact("minor"),)}, "minor_without_guardian"),
        ([], {"jurisdiction": "TURN", "at": INSTANTS[0]}, "not_informed"),
        ([], {"purpose": "service"}, "no_contract"),
        ([], {"purpose": "security"}, "no_duty"),
    ],
)
def test_each_denial_says_what_came_closest(drafts, changes, reason):
    assert reasons(*drafts, **changes) == (reason,)


def test_an_assessment_that_ran_out_is_told_from_one_that_never_was():
    facts = (Fact("lia", until=INSTANTS[2]), Fact("informed"))
    assert reasons(jurisdiction="WEIGH", facts=facts) == ("lia_expired", "no_consent")
    assert reasons(jurisdiction="WEIGH", facts=facts[1:]) == ("no_consent", "no_lia")


def test_legitimate_interest_carries_a_message_until_its_assessment_ends():
    facts = (Fact("lia", until=INSTANTS[6], evidence="lia-2026-1"), Fact("informed"))
    decision = decide([], asked(jurisdiction="WEIGH", facts=facts), POLICY)
    assert (decision.basis, decision.evidence, decision.not_after) == (
        "legitimate_interest",
        ("lia-2026-1",),
        INSTANTS[6],
    )


def test_the_person_who_withdrew_is_not_written_to_on_another_basis():
    facts = (Fact("lia"), Fact("informed"))
    stop = Draft(act="withdraw", lo=2, hi=2)
    assert reasons(stop, jurisdiction="WEIGH", facts=facts) == ("withdrawn",)


def test_compelling_grounds_answer_an_objection_but_never_one_to_marketing():
    facts = (Fact("lia"), Fact("informed"), Fact("compelling_grounds", evidence="note 4"))
    objection = Draft(act="object", purpose="*", lo=1, hi=1)
    assert decide(write([objection]), asked(purpose="security", facts=facts), POLICY).allowed
    assert "objected" in reasons(objection, jurisdiction="WEIGH", facts=facts)


def test_a_later_confirmation_does_not_revive_a_withdrawn_request():
    withdrawn = Draft(act="withdraw", lo=2, hi=2)
    confirmed = Draft(act="confirm", lo=3, hi=3, about=0)
    assert decide(write([GRANT, confirmed]), asked(jurisdiction="CONFIRM"), POLICY).allowed
    assert reasons(GRANT, withdrawn, confirmed, jurisdiction="CONFIRM") == ("withdrawn",)


def test_only_the_person_can_confirm_by_mail():
    confirmed = Draft(act="confirm", lo=3, hi=3, about=0, authority="staff")
    assert reasons(GRANT, confirmed, jurisdiction="CONFIRM") == ("pending_confirmation",)


def test_a_new_consent_after_a_restriction_counts():
    restricted = Draft(act="restrict", lo=2, hi=2)
    assert decide(write([restricted, evolve(GRANT, lo=3, hi=3)]), asked(), POLICY).allowed


def test_the_consent_of_a_guardian_ends_at_majority():
    given_by_guardian = evolve(GRANT, method="guardian")
    facts = (Fact("minor", until=INSTANTS[5]),)
    decision = decide(write([given_by_guardian]), asked(facts=facts), POLICY)
    assert decision.allowed
    assert decision.not_after == INSTANTS[5]
    assert reasons(given_by_guardian, facts=facts, at=INSTANTS[5]) == ("expired",)


def test_the_change_of_the_phone_rule_in_france_is_seen_coming():
    from crmkit.consent.packs import default_policy

    question = Question(
        purpose="offers",
        channel="phone",
        point="phone:+33123456789",
        at=datetime(2026, 8, 1, tzinfo=UTC),
        jurisdiction="FR",
        facts=(Fact("lia"), Fact("informed"), Fact("list_checked")),
    )
    decision = decide([], question, default_policy())
    assert (decision.basis, decision.not_after) == ("legitimate_interest", datetime(2026, 8, 10, 22, tzinfo=UTC))
    assert not decide([], evolve(question, at=decision.not_after), default_policy())


def test_ages_beyond_the_calendar_are_no_error():
    decision = decide(write([evolve(GRANT, age=10**9)]), asked(), POLICY)
    assert decision.allowed


def test_a_naive_instant_is_a_wrong_call():
    with pytest.raises(CallError, match="no zone"):
        asked(at=datetime(2026, 1, 1))
