from datetime import UTC, datetime, timedelta

from crmkit.consent.conflicts import conflicts
from crmkit.consent.keyed import Keyring
from crmkit.consent.packs import default_policy
from crmkit.records import ConsentEvent

THEN = datetime(2026, 1, 5, tzinfo=UTC)
A, B = "email:a@example.org", "email:b@example.org"
RING = Keyring("2026", {"2026": bytes(range(32))})


def act(kind, days=0, point=A, **more):
    at = THEN + timedelta(days=days)
    given = {"ref": None, "purpose": "newsletter", "channel": "email", "source": "x", "method": "web_form"} | more
    return ConsentEvent(act=kind, point=point, at=at, recorded_at=at, **given)


def found(acts, known, **more):
    return [*conflicts(acts, known, policy=default_policy(), at=THEN + timedelta(days=30), **more)]


def test_a_consent_of_a_machine_runs_into_what_the_person_said_before_and_after():
    grant = act("grant", 5, authority="machine")
    stop = act("withdraw")
    [one] = found([grant], [stop])
    assert (one.act, one.reasons, one.evidence) == (grant.id, ("withdrawn",), (stop.id,))
    assert one.explain("fr") == "le consentement a été retiré"
    assert found([grant], [act("object", 9)])[0].reasons == ("objected",)
    assert "a@example.org" not in repr(one)


def test_what_was_lifted_what_is_for_something_else_and_what_is_elsewhere_are_no_conflict():
    grant, stop = act("grant", 5), act("object")
    assert found([grant], [stop, act("lift", 1, about=stop.id)]) == []
    assert found([grant], [act("object", purpose="surveys")]) == []
    assert found([grant], [act("object", point=B)]) == []
    assert found([act("withdraw")], [stop]) == []
    assert found([grant], [act("withdraw")]) == []


def test_a_newer_consent_of_her_own_does_not_make_an_old_one_count():
    old, herself = act("grant", 2, authority="machine"), act("grant", 9)
    assert [one.reasons for one in found([old], [act("withdraw", 5), herself])] == [("withdrawn",)]


def test_the_stops_of_who_was_erased_are_found_with_the_key():
    left = act("object", point=RING.seal("point", A))
    assert [one.reasons for one in found([act("grant", 5)], [left], keyring=RING)] == [("objected",)]
    assert found([act("grant", 5)], [left]) == []
