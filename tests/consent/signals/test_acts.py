from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.signals.encoder import encode
from consent.signals.test_tc_string import PLAIN
from crmkit.consent.decide import decide
from crmkit.consent.packs import default_policy
from crmkit.consent.question import Question
from crmkit.consent.signals.acts import gpc_acts, tc_acts
from crmkit.exceptions import CallError, InputError
from crmkit.records import ConsentEvent

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAP = {1: "offers", 4: "offers", 8: "surveys"}


def string(consents, chosen=datetime(2026, 2, 1, tzinfo=UTC), vendors=()):
    stamp = round((chosen - EPOCH).total_seconds() * 10)
    values = PLAIN | {"created": stamp, "last_updated": stamp, "purpose_consents": set(consents)}
    values |= {"vendor_consents": set(vendors), "vendor_interests": set(), "purpose_interests": {8}}
    return encode(values | {"special_features": set()})


def acts(text, **more):
    return tc_acts(text, **{"purposes": MAP, "device": "c-17", "recorded_at": NOW, "source": "site"} | more)


@given(st.frozensets(st.integers(1, 11)))
def test_a_purpose_is_granted_when_all_of_it_was_consented_to_and_else_refused(consents):
    said = {one.purpose: one.act for one in acts(string(consents))}
    assert said == {
        "offers": "grant" if {1, 4} <= consents else "refuse",
        "surveys": "grant" if 8 in consents else "refuse",
    }


def test_the_day_of_a_string_is_a_span_and_its_time_an_instant():
    day, moment = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 2, 1, 9, 30, tzinfo=UTC)
    [one, _] = acts(string({8}, day))
    assert (one.at, one.until) == (day, day + timedelta(days=1) - timedelta(microseconds=1))
    [one, _] = acts(string({8}, moment))
    assert (one.at, one.until) == (moment, moment)
    [one, _] = acts(string({8}, NOW.replace(hour=0)))
    assert one.until == NOW
    assert (one.language, one.method, one.point, one.channel) == ("fr", "consent_banner", "device:c-17", "web")


def test_a_vendor_needs_a_consent_of_his_own():
    assert [one.act for one in acts(string({8}, vendors={7}), vendor=7)] == ["refuse", "grant"]
    assert [one.act for one in acts(string({8}, vendors={6}), vendor=7)] == ["refuse", "refuse"]


@given(st.frozensets(st.integers(1, 11)), st.booleans(), st.sampled_from(["newsletter", "offers", "surveys"]))
def test_a_device_opens_and_closes_nothing_by_e_mail(consents, consented, purpose):
    hers = acts(string(consents), ref="shop/7")
    hers += gpc_acts({"Sec-GPC": "1"}, purposes=["offers"], at=NOW, source="site", device="c-17", ref="shop/7")
    grant = ConsentEvent(
        act="grant",
        ref="shop/7",
        purpose=purpose,
        channel="email",
        point="email:a@example.org",
        at=NOW - timedelta(days=90),
        recorded_at=NOW - timedelta(days=90),
        source="shop",
        method="web_form",
    )
    asked = Question(purpose=purpose, channel="email", point="email:a@example.org", at=NOW, jurisdiction="FR")
    assert decide([*hers, *([grant] if consented else [])], asked, default_policy()).allowed is consented


def test_global_privacy_control_is_an_objection_and_its_absence_says_nothing():
    how = {"purposes": ["offers", "surveys", "offers"], "at": NOW, "source": "site"}
    found = gpc_acts({"SEC-gpc": " 1 "}, device="c-17", **how)
    assert [(one.act, one.purpose, one.point, one.authority) for one in found] == [
        ("object", "offers", "device:c-17", "subject"),
        ("object", "surveys", "device:c-17", "subject"),
    ]
    for headers in ({}, {"Sec-GPC": "0"}, {"Sec-GPC": ""}, {"Sec-GPC": "yes"}, {"DNT": "1"}):
        assert gpc_acts(headers, device="c-17", **how) == ()
    [whole, _] = gpc_acts({"Sec-GPC": "1"}, ref="shop/7", **how)
    asked = Question(purpose="offers", channel="postal", point="postal:x", at=NOW, jurisdiction="FR")
    assert "objected" in decide([whole], asked, default_policy()).reasons


def test_what_is_missing_is_said():
    with pytest.raises(CallError, match="purposes of the framework"):
        acts(string({1}), purposes={})
    with pytest.raises(CallError, match="no name"):
        acts(string({1}), device=" ")
    with pytest.raises(CallError, match="whose wish"):
        gpc_acts({"Sec-GPC": "1"}, purposes=["offers"], at=NOW, source="site")
    with pytest.raises(CallError, match="sell, share or target"):
        gpc_acts({"Sec-GPC": "1"}, purposes=[], at=NOW, source="site", ref="shop/7")
    with pytest.raises(InputError):
        acts("no string!")
