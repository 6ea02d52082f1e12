from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given

from consent.receipts.drafts import NOW, OURS, RECEIPTS, A, act
from crmkit.consent.notices import Notice
from crmkit.consent.packs import default_policy
from crmkit.consent.receipts.receipt import receipt_of
from crmkit.exceptions import CallError, UnknownNameError
from crmkit.records import ANY

POLICY = default_policy()


def receipt(*acts, **more):
    given = {"customer_id": "c-1", "purpose": "newsletter", "channel": "email", "point": A, "jurisdiction": "FR"}
    given |= {"policy": POLICY, "controller": OURS, "issued_at": NOW}
    return receipt_of(acts, **given | more)


def test_a_receipt_tells_what_was_done_in_its_order():
    grant = act("grant", 90)
    steps = receipt(act("withdraw", 5), grant, act("confirm", 89, about=grant.id), act("renew", 50)).steps
    assert [one.state for one in steps] == ["given", "confirmed", "renewed", "withdrawn"]
    assert steps[0].notice == "form-2026"


def test_acts_about_something_else_and_other_stops_are_no_steps():
    others = [
        act("grant", 9, purpose="surveys"),
        act("grant", 9, channel="sms"),
        act("grant", 9, point="email:b@example.org"),
        act("grant", 9, point=ANY),
        act("withdraw", 8, purpose="surveys"),
        act("object", 8),
        act("suppress", 8),
        act("grant", 1, recorded_at=NOW + timedelta(days=1)),
        act("confirm", 7, about="nothing"),
    ]
    assert len(receipt(act("grant", 10), *others).steps) == 1
    wide = receipt(act("grant", 10, purpose="marketing", channel=ANY), act("withdraw", 2, purpose=ANY, point=ANY))
    assert [one.state for one in wide.steps] == ["given", "withdrawn"]
    with pytest.raises(CallError, match="nothing to give a receipt of"):
        receipt(*others)


def test_a_withdrawal_by_somebody_else_is_a_revocation_and_a_guardian_is_named():
    steps = receipt(
        act("grant", 9, method="guardian"), act("withdraw", 3, authority="staff"), act("invalidate", 1)
    ).steps
    assert [(one.state, one.by) for one in steps] == [
        ("given", "guardian"),
        ("revoked", "controller"),
        ("invalidated", "subject"),
    ]


def test_the_language_of_a_text_is_that_of_the_act_or_of_the_only_text_of_that_name():
    french = Notice.of("Oui.", name="form-2026", language="fr")
    one = evolve(POLICY, notices=(french,))
    two = evolve(POLICY, notices=(french, Notice.of("Yes.", name="form-2026", language="en")))
    spoken = [receipt(act("grant", 9, language=said), policy=policy).steps[0].language for policy, said in (
        (one, None), (two, None), (two, "en"), (POLICY, None),
    )]  # fmt: skip
    assert spoken == ["fr", None, "en", None]
    assert receipt(act("grant", 9), language="fr").title == "Lettre d'information"


def test_what_stands_is_the_last_consent_that_nobody_took_back():
    assert receipt(act("grant", 9)).standing is not None
    assert receipt(act("grant", 9), act("withdraw", 9)).standing is None
    assert receipt(act("withdraw", 9), act("grant", 5)).standing.at == NOW - timedelta(days=5)
    assert receipt(act("withdraw", 9), act("grant", 5, authority="machine")).standing is None
    late = act("grant", 9)
    assert receipt(late, act("withdraw", 8), act("confirm", 7, about=late.id)).standing is None
    assert receipt(act("refuse", 9)).standing is None


def test_its_end_is_the_earliest_that_the_law_or_the_person_was_told():
    assert receipt(act("grant", 10)).ends == NOW + timedelta(days=1085)
    assert receipt(act("grant", 10, max_age_days=30)).ends == NOW + timedelta(days=20)
    assert receipt(act("grant", 10), jurisdiction="CH").ends is None
    assert receipt(act("refuse", 10)).ends is None


@given(RECEIPTS)
def test_its_name_is_its_content(drawn):
    assert drawn.id == evolve(drawn).id
    assert drawn.id != evolve(drawn, title=drawn.title + "!").id
    assert drawn.record_id == evolve(drawn, steps=(*drawn.steps, drawn.steps[0])).record_id
    assert drawn.record_id != drawn.id


def test_names_that_do_not_exist_are_told():
    with pytest.raises(UnknownNameError, match="newsletter"):
        receipt(act("grant", 1), purpose="newslettr")
    with pytest.raises(UnknownNameError, match="email"):
        receipt(act("grant", 1), channel="emial")
