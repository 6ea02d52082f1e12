"""A decision explains itself in two languages, and says nothing of the contact point."""

from datetime import UTC, datetime

import pytest
from attrs import evolve

from crmkit.consent.decision import Decision, all_of, denied
from crmkit.consent.points import point_key
from crmkit.consent.question import Question
from crmkit.consent.reasons import REASONS, words
from crmkit.consent.rule import BASES
from crmkit.exceptions import CallError, UnknownNameError

ASKED = Question(
    purpose="newsletter", channel="email", point="email:a@example.org", at=datetime(2026, 3, 1, tzinfo=UTC)
)
YES = Decision(allowed=True, basis="consent", policy_version="1", purpose="newsletter", channel="email", at=ASKED.at)


def test_its_truth_is_the_answer():
    assert YES
    assert not denied(ASKED, "store_unavailable", policy_version="1")


def test_it_explains_itself_in_english_and_french():
    until = evolve(YES, not_after=datetime(2027, 3, 1, tzinfo=UTC))
    assert until.explain().endswith("the person gave her consent; this holds until 2027-03-01 00:00 UTC.")
    assert YES.explain("fr").startswith("Autorisé pour newsletter par email")
    assert "n'a pas pu être lu" in denied(ASKED, "store_unavailable", policy_version="1").explain("fr")
    with pytest.raises(UnknownNameError):
        YES.explain("xx")


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_has_words_in_both_languages(code):
    assert words(code) != words(code, "fr")


def test_unknown_words_are_refused():
    for wrong in (("because",), ("withdrawn", "xx")):
        with pytest.raises(UnknownNameError):
            words(*wrong)


@pytest.mark.parametrize("basis", BASES)
def test_every_basis_has_words_in_both_languages(basis):
    said = evolve(YES, basis=basis)
    assert said.explain().count(": ") == 1
    assert not said.explain().endswith(": .")
    assert said.explain("fr") != said.explain()


def test_of_several_decisions_any_denial_denies_and_all_of_them_speak():
    later = datetime(2027, 3, 1, tzinfo=UTC)
    yes, no = evolve(YES, not_after=later, evidence=("b",)), denied(ASKED, "withdrawn", policy_version="1")
    objected = evolve(no, reasons=("objected",), purpose="offers", evidence=("a",), not_after=later.replace(year=2028))
    assert all_of([yes, evolve(YES, evidence=("a",))]) == evolve(yes, evidence=("a", "b"))
    assert all_of([yes, objected, no]) == evolve(objected, reasons=("objected", "withdrawn"), not_after=later)


def test_no_contact_point_is_printed():
    assert "example.org" not in repr(ASKED) + repr(YES)


def test_a_contact_point_needs_a_channel_and_a_value():
    with pytest.raises(UnknownNameError):
        point_key("pigeon", "x")
    with pytest.raises(CallError):
        point_key("email", " ")
