"""The decision keeps its promises, and says what came closest when it denies."""

import os
from datetime import UTC, datetime

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent.ledgers import (
    ANY,
    FOREIGN,
    FRESH,
    HERE,
    INSTANTS,
    LATE,
    NEWS,
    POLICY,
    SEALED,
    Draft,
    ledgers,
    questions,
    write,
)
from consent.libraries import real
from consent.properties import PROPERTIES
from crmkit.consent.decide import decide, decide_all
from crmkit.consent.facts import Fact
from crmkit.consent.question import Question
from crmkit.exceptions import CallError, StoreLostError

FILTERED = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large]
NIGHT = 5000


@pytest.mark.parametrize("promise", PROPERTIES, ids=lambda promise: promise.__name__)
def test_the_decision_keeps_its_promise(promise):
    by_day = settings()
    tries = NIGHT if os.environ.get("CRMKIT_HYPOTHESIS") == "nightly" else by_day.max_examples

    @settings(suppress_health_check=FILTERED, max_examples=tries)
    @given(st.data())
    def kept(data):
        promise(real(), data)

    kept()


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
CONFIRM = {"jurisdiction": "CONFIRM"}


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
        ([evolve(GRANT, lo=3, hi=5, recorded=3)], {}, "not_yet"),
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
        ([], {"purpose": "security", "jurisdiction": "WEIGH"}, "no_public_task"),
        ([evolve(GRANT, recorded=0, lo=3, hi=3)], {}, "dated_in_future"),
        ([GRANT, Draft(act="withdraw", lo=6, hi=6, recorded=3)], {}, "withdrawn"),
        ([GRANT, Draft(act="object", lo=6, hi=6, recorded=3)], {}, "dated_in_future"),
        ([GRANT, Draft(act="confirm", lo=2, hi=2, about=0, method="link")], CONFIRM, "confirmation_not_valid"),
        ([evolve(GRANT, method="terms")], {"jurisdiction": "WEIGH"}, "method_not_valid"),
        ([evolve(GRANT, method="get")], {}, "method_not_valid"),
        ([evolve(GRANT, notice="second")], {}, "notice_not_shown"),
        ([evolve(GRANT, lo=2, hi=2, notice="second", language="fr")], {}, "notice_not_shown"),
        ([evolve(GRANT, method="import", notice="lost")], {"jurisdiction": "WEIGH"}, "no_evidence"),
        ([evolve(GRANT, act="renew", authority="machine")], {}, "not_by_subject"),
        ([GRANT, Draft(act="object", point=FOREIGN, lo=2, hi=2)], {}, "suppression_unreadable"),
        ([GRANT, Draft(act="object", point=SEALED[HERE][1], lo=2, hi=2)], {"sealed": SEALED[HERE]}, "objected"),
        ([GRANT], {"at": LATE}, "stale_policy"),
        ([evolve(GRANT, edition=1, purpose="marketing")], {"purpose": FRESH}, "purpose_added_later"),
        ([evolve(GRANT, lo=4, hi=4, authority="staff"), Draft(act="withdraw", lo=2, hi=2)], {}, "withdrawn"),
    ],
)
def test_each_denial_says_what_came_closest(drafts, changes, reason):
    assert reasons(*drafts, **changes) == (reason,)


def test_an_assessment_that_ran_out_is_told_from_one_that_never_was():
    facts = (Fact("lia", until=INSTANTS[2], evidence="lia-2026-1"), Fact("informed"))
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
    facts = (Fact("lia", evidence="lia-2026-1"), Fact("informed"))
    stop = Draft(act="withdraw", lo=2, hi=2)
    assert reasons(stop, jurisdiction="WEIGH", facts=facts) == ("withdrawn",)


def test_compelling_grounds_answer_an_objection_but_never_one_to_marketing():
    facts = (Fact("lia", evidence="lia-2026-1"), Fact("informed"), Fact("compelling_grounds", evidence="note 4"))
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
    assert reasons(GRANT, confirmed, jurisdiction="CONFIRM") == ("confirmation_not_valid",)


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
        facts=(Fact("lia", evidence="lia-2026-1"), Fact("informed"), Fact("list_checked")),
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


def test_an_assessment_that_nobody_wrote_down_is_none():
    facts = (Fact("lia"), Fact("informed"))
    assert reasons(jurisdiction="WEIGH", facts=facts) == ("no_consent", "no_lia")


def test_an_assessment_of_the_policy_carries_what_it_weighed_until_its_review():
    question = asked(purpose=FRESH, jurisdiction="WEIGH", facts=(Fact("informed"),), at=INSTANTS[2])
    decision = decide([], question, POLICY)
    assert (decision.basis, decision.evidence, decision.not_after) == ("legitimate_interest", ("lia-1",), INSTANTS[5])
    assert reasons(purpose=FRESH, jurisdiction="WEIGH", facts=(Fact("informed"),), at=INSTANTS[5]) == (
        "lia_expired",
        "no_consent",
    )


def test_a_list_that_was_looked_into_goes_stale_and_one_that_names_the_point_stops():
    looked = Fact("list_checked", until=INSTANTS[5])
    assert decide([], asked(jurisdiction="LIST", facts=(looked,)), POLICY).not_after == INSTANTS[5]
    assert reasons(jurisdiction="LIST", facts=(looked,), at=INSTANTS[5]) == ("list_stale",)
    assert reasons(jurisdiction="LIST", facts=(looked, Fact("listed"))) == ("listed",)
    assert reasons(jurisdiction="LIST") == ("list_not_checked",)


def test_a_consent_that_something_prolongs_at_its_very_end_does_not_end_there():
    spoke = Fact("last_contact", since=INSTANTS[4])  # three days after the consent, which lives for three
    decision = decide(write([GRANT]), asked(at=INSTANTS[3], jurisdiction="WEIGH", facts=(spoke,)), POLICY)
    assert decision.basis == "consent"
    assert decision.not_after == POLICY.stale_after


def test_a_vital_interest_carries_a_warning_whatever_was_said():
    stops = [Draft(act=act, purpose=ANY, point=ANY, lo=1, hi=1) for act in ("withdraw", "object", "suppress")]
    question = asked(purpose="security", jurisdiction="CONFIRM", facts=(Fact("vital", evidence="alarm 3"),))
    decision = decide(write(stops), question, POLICY)
    assert (decision.basis, decision.evidence) == ("vital_interests", ("alarm 3",))


def test_a_restriction_leaves_what_protects_the_person():
    restricted = Draft(act="restrict", purpose=ANY, point=ANY, lo=1, hi=1)
    assert decide(write([restricted]), asked(purpose="security", facts=(Fact("duty"),)), POLICY).allowed
    assert reasons(restricted, purpose="service", facts=(Fact("contract"),)) == ("restricted",)


def test_the_clocks_of_two_machines_may_differ_a_little():
    early = Draft(act="grant", lo=2, hi=2, recorded=1)
    assert decide(write([early]), asked(), POLICY).allowed
    exact = evolve(POLICY, clock_tolerance_seconds=86399)
    assert decide(write([early]), asked(), exact).reasons == ("dated_in_future",)


def test_a_use_with_several_purposes_needs_each_of_them():
    both = write([GRANT, Draft(act="grant", purpose=FRESH, notice="second", lo=2, hi=2, age=3)])
    decision = decide_all(both, asked(), POLICY, purposes=["news", "fresh"])
    assert decision.allowed
    assert decision.not_after == INSTANTS[5]
    assert len(decision.evidence) == 2
    denial = decide_all([both[0]], asked(), POLICY, purposes=["news", "fresh", "service"])
    assert (denial.allowed, denial.purpose, denial.basis) == (False, FRESH, None)
    assert denial.reasons == ("no_consent", "no_contract")
    with pytest.raises(CallError, match="name one"):
        decide_all(both, asked(), POLICY, purposes=[])


def breaking(events):
    yield from events
    raise StoreLostError("The connection broke.")


def test_a_store_that_fails_in_the_middle_is_a_denial():
    events = write([GRANT])
    assert decide(breaking(events), asked(), POLICY).reasons == ("store_unavailable",)
    assert decide_all(breaking(events), asked(), POLICY, purposes=["news"]).reasons == ("store_unavailable",)


def test_a_fault_of_a_program_is_no_answer():
    def wrong():
        raise ZeroDivisionError
        yield

    with pytest.raises(ZeroDivisionError):
        decide(wrong(), asked(), POLICY)
