from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.intake.consents import ConsentReader, contact_points, read_word
from crmkit.intake.moments import Clock
from crmkit.records import ANY

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
READER = ConsentReader(source="mail", now=NOW, clock=Clock("Europe/Zurich", "CH"))
ANNA = {"email": ("anna@example.org",), "phone": ("+41790000000",)}
TOPIC = "consent.newsletter.email"


def read(cells, values=ANNA, keys=None):
    return READER.read(cells, ref="mail/1", values=values, keys=keys or {})


@given(
    st.dictionaries(
        st.sampled_from(
            [TOPIC, "consent.offers.sms", "consent.*.*", "withdrawal.*.email", "consent.offers.fax", "consent.at"]
        ),
        st.sampled_from(["oui", "non", "désinscrit", "?", "2024-05-01", "2062-01-01", "2024", True, 0, "x"]),
    ),
    st.sampled_from([{}, ANNA, {"email": ("a@example.org", "b@example.org")}]),
)
def test_every_grant_has_a_date_in_the_past_and_a_point_and_every_stop_counts_by_now(cells, values):
    events, findings = read(cells, values)
    for event in events:
        assert event.at <= NOW
        assert event.at <= event.until
        if event.act == "grant":
            assert "consent.at" in cells
            assert ANY not in {event.purpose, event.channel, event.point}
    said = [target for target in cells if target != "consent.at"]
    silent = {target for target in said if target.startswith("withdrawal") and read_word(cells[target]) == "refuse"}
    spoken = {(event.purpose, event.channel) for event in events}
    told = {tuple(finding.field.split(".")[1:]) for finding in findings}
    assert {tuple(target.split(".")[1:]) for target in said if target not in silent} <= spoken | told


def test_a_dated_grant_is_for_each_address_of_the_row():
    values = {"email": ("anna@example.org", "a.b@example.org")}
    events, findings = read({TOPIC: "Oui", "consent.at": "01.05.2024", "consent.method": "web_form"}, values)
    assert findings == []
    assert {event.point for event in events} == set(contact_points("email", values))
    assert len(events) == 2
    event = events[0]
    assert (event.act, event.purpose, event.channel, event.method) == ("grant", "newsletter", "email", "web_form")
    assert (event.at.isoformat(), event.until.isoformat()) == (
        "2024-04-30T22:00:00+00:00",
        "2024-05-01T21:59:59.999999+00:00",
    )
    assert (event.recorded_at, event.authority, event.jurisdiction, event.ref) == (NOW, "subject", "CH", "mail/1")


@pytest.mark.parametrize(
    ("cells", "values", "code"),
    [
        ({TOPIC: "oui"}, ANNA, "consent.undated"),
        ({TOPIC: "oui", "consent.at": "soon"}, ANNA, "consent.undated"),
        ({TOPIC: "oui", "consent.at": "2062-01-01"}, ANNA, "consent.future"),
        ({TOPIC: "oui", "consent.at": "2024"}, {}, "consent.no_point"),
        ({TOPIC: "maybe", "consent.at": "2024"}, ANNA, "consent.unreadable"),
        ({"consent.*.email": "oui", "consent.at": "2024"}, ANNA, "consent.too_wide"),
    ],
)
def test_a_doubtful_grant_is_a_finding_and_no_event(cells, values, code):
    events, findings = read(cells, values)
    assert events == []
    assert [finding.code for finding in findings] == [code]


def test_a_stop_without_a_date_counts_from_now_and_without_a_point_everywhere():
    events, findings = read({TOPIC: "Unsubscribed"}, {})
    assert findings == []
    assert [(event.act, event.at, event.until, event.point) for event in events] == [("withdraw", NOW, NOW, ANY)]


def test_a_stop_holds_for_an_address_that_is_only_recognisable():
    events, _ = read({TOPIC: "nein"}, {}, {"email": ("anna@exmple",)})
    assert [(event.act, event.point) for event in events] == [("refuse", "email:anna@exmple")]


def test_a_column_of_withdrawals_never_grants():
    assert read({"withdrawal.newsletter.email": "non", "consent.at": "2024"}) == ([], [])
    for word in ("oui", "désinscrit", "01.05.2024"):
        events, _ = read({"withdrawal.newsletter.email": word})
        assert [event.act for event in events] == ["withdraw"]
    assert events[0].until.isoformat() == "2024-05-01T21:59:59.999999+00:00"


def test_a_stop_for_every_channel_is_about_every_point_and_any_other():
    events, _ = read({"withdrawal.*.*": "x"})
    assert [event.point for event in events][-1] == ANY
    assert len(events) == 3


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (
            "grant",
            [
                "Oui",
                "JA",
                "yes",
                "si",
                "sì",
                "x",
                "1",
                1,
                True,
                "true",
                "Opt-in",
                "inscrit",
                "Abonné",
                "subscribed",
                "angemeldet",
            ],
        ),
        ("refuse", ["non", "Nein", "NO", "0", 0, False, "false"]),
        ("withdraw", ["désinscrit", "unsubscribed", "abgemeldet", "opt-out", "cleaned"]),
        (None, ["", "?", "peut-être", 7, "2024-01-01"]),
    ],
)
def test_the_words_of_four_languages_are_known(act, words):
    assert {read_word(word) for word in words} == {act}
