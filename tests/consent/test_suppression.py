"""Erased people are not written to again; nothing else of them is left."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from crmkit.consent.deciding import Deciding
from crmkit.consent.keyed import Keyring
from crmkit.consent.packs import default_policy
from crmkit.consent.suppression import remains
from crmkit.records import ANY, ConsentEvent, Customer

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
RING = Keyring("2026", {"2026": bytes(range(32))})
POINTS = ["email:a@example.org", "phone:+41446681800"]
ANNA = Customer(id="c-9", kind="person", values={"email": ("a@example.org",), "country": "CH"}, refs=("new/1",))


def act(kind, days=10, **more):
    at = NOW - days * DAY
    known = {"ref": "crm/1", "purpose": "newsletter", "channel": "email", "point": POINTS[0], "method": "web_form"}
    return ConsentEvent(**{"act": kind, "at": at, "recorded_at": at, "source": "crm", **known, **more})


def left(*acts, points=POINTS):
    return remains(acts, points=points, keyring=RING, policy=default_policy())


def ask(customer, *acts, keyring=RING):
    desk = Deciding.over(acts, policy=default_policy(), region="CH", at=NOW, keyring=keyring)
    return desk.decide(customer, "newsletter", "email", POINTS[0])


def test_consents_and_confirmations_go_and_stops_stay_without_a_name():
    request, stop = act("grant"), act("withdraw", days=5, evidence="mail 17", notice="form")
    kept = left(request, act("confirm", days=9, about=request.id), stop)
    assert [(one.act, one.ref, one.evidence, one.notice) for one in kept] == [("withdraw", None, None, None)]
    assert all(secret not in str(kept) for secret in ("a@example.org", "crm/1", "mail 17"))
    assert (kept[0].at, kept[0].authority, kept[0].method) == (stop.at, "subject", "web_form")


@pytest.mark.parametrize("kind", ["withdraw", "refuse", "object", "suppress", "restrict"])
def test_the_address_that_comes_back_is_denied_as_before(kind):
    grant, stop = act("grant"), act(kind, days=5)
    back = evolve(grant, ref="new/1")
    assert ask(ANNA, back).allowed
    assert ask(ANNA, back, *left(grant, stop)).reasons == ask(ANNA, back, evolve(stop, ref="new/1")).reasons


def test_she_can_subscribe_anew_after_a_withdrawal():
    kept = left(act("grant"), act("withdraw", days=5))
    assert ask(ANNA, *kept, act("grant", days=1, ref="new/1")).allowed


def test_a_stop_for_the_whole_person_stays_for_each_of_her_points():
    kept = left(act("object", point=ANY, purpose=ANY, channel=ANY))
    assert sorted(one.point for one in kept) == sorted(RING.seal("point", point) for point in POINTS)
    assert left(act("object", point=ANY), points=[]) == ()


def test_a_stop_that_was_lifted_by_who_may_is_gone():
    stop = act("object", days=5)
    lift = act("lift", days=4, about=stop.id)
    assert left(stop, lift) == ()
    assert len(left(stop, evolve(lift, authority="staff"))) == 1


def test_an_invalid_consent_that_comes_back_stays_invalid():
    grant = act("grant")
    kept = left(grant, act("invalidate", days=5, about=grant.id, purpose=ANY, point=ANY, authority="admin"))
    assert [(one.act, one.about, one.purpose) for one in kept] == [("invalidate", None, "newsletter")]
    assert ask(ANNA, evolve(grant, ref="new/1"), *kept).reasons == ("invalidated",)


def test_to_erase_again_changes_nothing():
    kept = left(act("grant"), act("object"))
    assert left(*kept) == kept


def test_who_has_lost_the_key_denies_everybody():
    bob = evolve(ANNA, values={"email": ("b@example.org",), "country": "CH"})
    kept = left(act("object"))
    hers, his = act("grant", ref="new/1"), act("grant", ref="new/1", point="email:b@example.org")
    desk = Deciding.over([*kept, his], policy=default_policy(), region="CH", at=NOW, keyring=RING)
    assert desk.decide(bob, "newsletter", "email", "email:b@example.org").allowed
    for ring in (None, Keyring("2027", {"2027": bytes(32)})):
        assert ask(ANNA, *kept, hers, keyring=ring).reasons == ("suppression_unreadable",)
        blind = Deciding.over([*kept, his], policy=default_policy(), region="CH", at=NOW, keyring=ring)
        denial = blind.decide(bob, "newsletter", "email", "email:b@example.org")
        assert denial.reasons == ("suppression_unreadable",)
