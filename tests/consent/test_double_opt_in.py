"""A token goes out, and only an act of the person brings it back."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from crmkit.consent.decide import decide
from crmkit.consent.double_opt_in import GESTURES, answer, asking, new_token
from crmkit.consent.keyed import Keyring
from crmkit.consent.packs import default_policy
from crmkit.consent.question import Question
from crmkit.exceptions import CallError, UnknownNameError
from crmkit.records import ANY, ConsentEvent, digest

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
RING = Keyring("2026", {"2026": bytes(range(32))})
TOKEN = new_token(bytes)
REQUEST = asking(
    ConsentEvent(
        act="grant",
        ref="shop/7",
        purpose="newsletter",
        channel="email",
        point="email:a@example.org",
        at=MONDAY,
        recorded_at=MONDAY,
        source="shop",
        method="web_form",
    ),
    TOKEN,
    RING,
)
STRICT = evolve(
    default_policy(), rules=tuple(evolve(rule, double_opt_in=True) for rule in default_policy().rules), version="strict"
)


def back(events, *, act="confirm", gesture="button", days=1, token=TOKEN, keyring=RING):
    at = MONDAY + days * DAY
    return answer(
        events, token, act=act, gesture=gesture, keyring=keyring, at=at, recorded_at=at, source="page of the shop"
    )


def allowed(*events):
    question = Question(
        purpose="newsletter", channel="email", point="email:a@example.org", at=MONDAY + 9 * DAY, jurisdiction="FR"
    )
    return decide(events, question, STRICT)


@pytest.mark.parametrize("gesture", [name for name in GESTURES if name != "one_click"])
def test_a_gesture_confirms(gesture):
    found = back([REQUEST], gesture=gesture)
    assert found.outcome == "kept"
    assert allowed(REQUEST).reasons == ("pending_confirmation",)
    assert allowed(REQUEST, found.event).evidence == tuple(sorted((REQUEST.id, found.event.id)))


def test_the_token_itself_is_kept_nowhere():
    assert TOKEN not in str(REQUEST) + str(REQUEST.token) + repr(back([REQUEST]))
    assert REQUEST.token.startswith("sealed:2026:")


@pytest.mark.parametrize("gesture", ["link", "get", "", "scanner"])
def test_to_open_a_link_is_refused(gesture):
    with pytest.raises(UnknownNameError, match="opening a link is none"):
        back([REQUEST], gesture=gesture)


def test_the_one_click_of_a_mail_program_stops_and_never_confirms():
    with pytest.raises(CallError, match="cannot 'confirm' by 'one_click'"):
        back([REQUEST], gesture="one_click")
    with pytest.raises(CallError, match="cannot 'grant'"):
        back([REQUEST], act="grant")
    confirmed = back([REQUEST]).event
    stopped = back([REQUEST, confirmed], act="withdraw", gesture="one_click", days=2)
    assert (stopped.outcome, stopped.event.method) == ("kept", "one_click")
    assert allowed(REQUEST, confirmed, stopped.event).reasons == ("withdrawn",)


def test_a_second_press_says_nothing_new():
    confirmed = back([REQUEST]).event
    again = back([REQUEST, confirmed], days=3)
    assert (again.outcome, again.event) == ("already", None)


def test_a_press_after_a_scanner_was_there_still_counts():
    scanned = evolve(back([REQUEST]).event, method="link")
    assert allowed(REQUEST, scanned).reasons == ("confirmation_not_valid",)
    pressed = back([REQUEST, scanned], days=2)
    assert pressed.outcome == "kept"
    assert allowed(REQUEST, scanned, pressed.event).allowed


@pytest.mark.parametrize("act", ["withdraw", "refuse", "object"])
def test_a_late_confirmation_is_kept_and_revives_nothing(act):
    stop = evolve(REQUEST, act=act, at=MONDAY + DAY, until=MONDAY + DAY, token=None)
    late = back([REQUEST, stop], days=2)
    assert late.outcome == "stopped"
    assert not allowed(REQUEST, stop, late.event)


def test_an_old_token_takes_back_what_was_given_since():
    confirmed = back([REQUEST]).event
    stop = back([REQUEST, confirmed], act="withdraw", days=2).event
    newer = evolve(REQUEST, at=MONDAY + 3 * DAY, until=MONDAY + 3 * DAY, token=None)
    again = back([REQUEST, confirmed, stop, newer], act="withdraw", days=4)
    assert again.outcome == "kept"
    assert not allowed(REQUEST, confirmed, stop, newer, again.event)


def test_a_token_of_an_older_key_is_known_and_any_other_is_not():
    newer = Keyring("2027", {"2027": bytes([7]) * 32, **RING.keys})
    assert back([REQUEST], keyring=newer).outcome == "kept"
    assert back([REQUEST], token="guessed").outcome == "unknown_token"
    assert back([]).outcome == "unknown_token"


def test_a_token_needs_a_request_for_one_contact_point_and_random_bytes():
    with pytest.raises(CallError, match="is no request"):
        asking(evolve(REQUEST, act="withdraw"), TOKEN, RING)
    with pytest.raises(CallError, match="single contact point"):
        asking(evolve(REQUEST, point=ANY), TOKEN, RING)
    with pytest.raises(CallError, match="32 random bytes"):
        new_token(lambda _: b"few")


def test_an_act_without_a_token_keeps_the_name_that_it_always_had():
    plain = evolve(REQUEST, token=None)
    at = MONDAY.isoformat()
    what = ["grant", "shop/7", "newsletter", "email", "email:a@example.org", at, at]
    assert plain.id == digest([*what, "shop", "subject", "web_form", None, None, None, None], length=24)
    assert plain.id not in {REQUEST.id, evolve(plain, language="fr").id, evolve(plain, edition=2).id}
