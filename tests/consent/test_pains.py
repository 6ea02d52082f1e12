"""What went wrong elsewhere: each test is named after it, and shows that it does not happen here.

The stories are those that people told of other products, in their issue trackers and pull requests.
"""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from crmkit.consent.decide import decide
from crmkit.consent.double_opt_in import answer, asking
from crmkit.consent.facts import Fact
from crmkit.consent.keyed import Keyring
from crmkit.consent.ledger import concerning
from crmkit.consent.linking import Link, decide_for
from crmkit.consent.notices import Notice
from crmkit.consent.packs import default_policy
from crmkit.consent.question import Question
from crmkit.consent.suppression import remains
from crmkit.exceptions import UnknownNameError
from crmkit.records import ANY, ConsentEvent

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
A, B = "email:a@example.org", "email:b@example.org"
POLICY = default_policy()
STRICT = evolve(POLICY, rules=tuple(evolve(rule, double_opt_in=True) for rule in POLICY.rules), version="strict")
RING = Keyring("2026", {"2026": bytes(range(32))})
CUSTOMER = (Fact("contract", evidence="order 7"), Fact("duty", evidence="invoice 7"))


def act(kind, day, ref="crm/1", point=A, **more):
    at = START + day * DAY
    given = {"purpose": "newsletter", "channel": "email", "source": "crm", "method": "web_form"} | more
    return ConsentEvent(**{"act": kind, "ref": ref, "point": point, "at": at, "recorded_at": at} | given)


def ask(*acts, day=30, policy=POLICY, **changes):
    at = START + day * DAY
    question = Question(purpose="newsletter", channel="email", point=A, at=at, jurisdiction="FR")
    return decide(acts, evolve(question, **changes), policy)


def merged(*acts, day=30, **changes):
    question = Question(purpose="newsletter", channel="email", point=A, at=START + day * DAY, jurisdiction="FR")
    link = Link(left="crm/1", right="shop/2", since=START + 20 * DAY)
    question = evolve(question, **changes)
    return decide_for(acts, question, POLICY, names=["crm/1"], points=[A], links=[link])


def test_a_merge_carried_the_consent_and_left_the_suppression_behind():
    acts = [act("grant", 1), act("suppress", 2, ref="shop/2")]
    assert merged(*acts).reasons == ("suppressed",)
    assert merged(act("grant", 1), act("object", 2, ref="shop/2", point=ANY)).reasons == ("objected",)


def test_tokens_died_with_the_record_that_was_merged_away():
    request = asking(act("grant", 1, ref="shop/2"), "token", RING)
    link = Link(left="crm/1", right="shop/2", since=START + 20 * DAY)
    at = START + 25 * DAY
    pressed = answer(
        [request], "token", act="withdraw", gesture="button", keyring=RING, at=at, recorded_at=at, source="mail"
    )
    question = Question(purpose="newsletter", channel="email", point=A, at=START + 30 * DAY, jurisdiction="FR")
    how = {"names": ["crm/1"], "points": [A], "links": [link]}
    assert decide_for([request], question, POLICY, **how).allowed
    assert decide_for([request, pressed.event], question, POLICY, **how).reasons == ("withdrawn",)


def test_a_merge_lost_the_later_subscription_to_an_older_opt_out():
    assert merged(act("withdraw", 1), act("grant", 5, ref="shop/2")).allowed


def test_a_merge_believed_a_clerk_against_the_person():
    assert merged(act("withdraw", 1), act("grant", 5, ref="shop/2", authority="staff")).reasons == ("merge_conflict",)


def test_nobody_knew_what_merging_nothing_with_a_consent_should_give():
    assert merged(act("grant", 1, ref="shop/2")).allowed
    assert merged(act("grant", 1, ref="shop/2"), day=10).reasons == ("no_consent",)
    assert merged().reasons == ("no_consent",)


def test_any_address_was_confirmed_by_loading_a_page_that_could_be_guessed():
    request = asking(act("grant", 1), "token", RING)
    at = START + 2 * DAY
    how = {"act": "confirm", "keyring": RING, "at": at, "recorded_at": at, "source": "page"}
    assert answer([request], "1001", gesture="button", **how).outcome == "unknown_token"
    with pytest.raises(UnknownNameError):
        answer([request], "token", gesture="link", **how)
    assert ask(request, policy=STRICT).reasons == ("pending_confirmation",)


def test_mail_scanners_clicked_the_links():
    request = act("grant", 1)
    scanned = act("confirm", 1, about=request.id, method="link")
    assert ask(request, scanned, policy=STRICT).reasons == ("confirmation_not_valid",)
    assert ask(act("grant", 1, method="link")).reasons == ("method_not_valid",)


def test_an_import_clobbered_the_unsubscribed():
    stop = act("withdraw", 10)
    imported = act("grant", 1, method="import", notice="form-2025", recorded_at=START + 29 * DAY, source="export")
    assert ask(imported).allowed
    assert ask(stop, imported).reasons == ask(imported, stop).reasons == ("withdrawn",)


def test_an_import_lifted_what_the_person_said():
    stop = act("object", 10)
    lift = act("lift", 11, about=stop.id, authority="machine", method="import")
    assert ask(act("grant", 1), stop, lift).reasons == ("objected",)


def test_there_was_no_way_to_import_opt_outs_of_people_nobody_knows():
    unknown = act("suppress", 1, ref=None, method="import", authority="machine")
    later = act("grant", 5, ref="shop/9")
    acts = concerning([unknown, later], refs=["shop/9"], points=[A])
    assert ask(*acts).reasons == ("suppressed",)


def test_an_import_overwrote_a_complaint_by_a_bounce():
    complaint, bounce = act("object", 5), act("suppress", 9, authority="machine", method="bounce")
    lift = act("lift", 12, about=bounce.id, authority="staff")
    assert ask(act("grant", 1), complaint, bounce).reasons == ("objected", "suppressed")
    assert ask(act("grant", 1), complaint, bounce, lift).reasons == ("objected",)


def test_the_next_sync_brought_back_who_was_erased():
    consent, stop = act("grant", 1), act("object", 5, point=ANY, channel=ANY, purpose=ANY)
    left = remains([consent, stop], points=[A], keyring=RING, policy=POLICY)
    again = evolve(consent, ref="shop/77", recorded_at=START + 20 * DAY)
    names = RING.names("point", A)
    acts = concerning([*left, again], refs=["shop/77"], points=[A, *names])
    assert ask(*acts, sealed=names).reasons == ("objected",)


def test_a_clerk_overwrote_an_unsubscribe_and_then_lifted_it():
    grant, stop = act("grant", 1), act("object", 5)
    again = act("object", 6, authority="staff")
    lifts = [act("lift", 7, about=one.id, authority="staff") for one in (stop, again)]
    assert ask(grant, stop, again, *lifts).reasons == ("objected",)
    herself = act("lift", 8, about=stop.id)
    assert ask(grant, stop, again, *lifts, herself).allowed


@pytest.mark.parametrize("kind", ["withdraw", "object", "suppress", "refuse"])
@pytest.mark.parametrize("purpose", ["invoices", "orders", "security"])
def test_who_unsubscribed_from_the_newsletter_got_no_invoice_and_no_password_reset(kind, purpose):
    stop = act(kind, 5, purpose="marketing", channel=ANY, point=ANY)
    assert ask(act("grant", 1), stop).allowed is False
    assert ask(act("grant", 1), stop, purpose=purpose, facts=CUSTOMER).allowed


def test_an_opt_out_of_one_address_silenced_every_address_of_the_person():
    acts = [act("grant", 1), act("grant", 1, point=B), act("withdraw", 5, point=B)]
    assert ask(*acts).allowed
    assert ask(*acts, point=B).reasons == ("withdrawn",)


def test_one_address_in_two_lists_was_one_opt_out_for_both():
    acts = [act("grant", 1), act("grant", 1, purpose="surveys"), act("withdraw", 5, purpose="surveys")]
    assert ask(*acts).allowed
    assert ask(*acts, purpose="surveys").reasons == ("withdrawn",)


def test_a_second_form_went_around_the_double_opt_in():
    form, other = act("grant", 1), act("grant", 3, source="event desk", method="paper", evidence="scan 4")
    assert ask(form, other, policy=STRICT).reasons == ("pending_confirmation",)


def test_the_first_status_was_shown_and_not_the_latest():
    acts = [act("refuse", 1), act("grant", 2), act("withdraw", 3), act("grant", 4)]
    assert [ask(*acts, day=day).allowed for day in (1, 2, 3, 4)] == [False, True, False, True]


def test_the_only_basis_was_withdrawn_and_the_data_stayed_in_use():
    acts = [act("grant", 1), act("withdraw", 5, purpose=ANY, channel=ANY, point=ANY)]
    for purpose in POLICY.purposes.purposes:
        assert ask(*acts, purpose=purpose.key, day=4).allowed == (purpose.key == "marketing.newsletter")
        assert not ask(*acts, purpose=purpose.key).allowed


def test_closing_the_banner_overwrote_what_was_chosen_before():
    chosen, closed = act("grant", 1), act("grant", 9, purpose="surveys", method="silence")
    assert ask(chosen, closed).allowed
    assert ask(chosen, closed, purpose="surveys").reasons == ("method_not_valid",)


def test_acts_that_arrived_out_of_order_ended_wrong():
    acts = [act("grant", 1), act("withdraw", 2), act("grant", 3), act("withdraw", 4)]
    late = [evolve(one, recorded_at=START + (20 - place) * DAY) for place, one in enumerate(acts)]
    assert ask(*late).reasons == ask(*late[::-1]).reasons == ("withdrawn",)
    assert ask(*late[::-1], day=3).allowed


def test_acts_of_one_instant_lost_their_order():
    both = [act("grant", 1), act("withdraw", 1)]
    assert ask(*both).reasons == ask(*both[::-1]).reasons == ("withdrawn",)


def test_consents_about_to_expire_were_renewed_without_the_person():
    told = act("grant", 1, max_age_days=10)
    robot = act("renew", 10, max_age_days=10, authority="machine", actor="nightly job")
    herself = evolve(robot, authority="subject", actor="system")
    assert ask(told, robot, day=12).reasons == ("expired", "not_by_subject")
    assert ask(told, herself, day=12).allowed


def test_evidence_was_made_up_of_a_text_that_was_never_shown():
    notice = Notice.of("Yes.", name="form-2026", language="en", shown_from=START + 10 * DAY)
    policy = evolve(POLICY, notices=(notice,))
    tick = act("grant", 1, notice="form-2026")
    assert ask(tick, policy=policy).reasons == ("notice_not_shown",)
    assert ask(act("grant", 11, notice="form-2026"), policy=policy).allowed
    assert ask(act("grant", 11, method="import", notice="form-2025"), policy=policy).reasons == ("no_evidence",)


def test_an_allowed_message_recorded_no_basis_because_of_a_stop_for_something_else():
    decision = ask(act("grant", 1), act("object", 5, purpose="surveys"))
    assert (decision.basis, decision.evidence) == ("consent", (act("grant", 1).id,))


def test_a_message_waited_in_the_queue_while_the_consent_was_withdrawn():
    grant = act("grant", 1, max_age_days=31)
    staged = ask(grant)
    assert staged.not_after == START + 32 * DAY
    stop = act("withdraw", 31)
    assert not ask(grant, stop, day=31).allowed
    then = evolve(ask(grant, stop, day=30, known_at=START + 30 * DAY), known_at=None)
    assert then == staged


def test_an_encrypted_address_made_the_check_blind():
    sealed = RING.seal("point", A)
    stop = act("suppress", 5, ref=None, point=sealed)
    names = RING.names("point", A)
    acts = concerning([act("grant", 1), stop], refs=["crm/1"], points=[A, *names])
    assert ask(*acts, sealed=names).reasons == ("suppressed",)
    assert ask(*acts).reasons == ("suppression_unreadable",)
