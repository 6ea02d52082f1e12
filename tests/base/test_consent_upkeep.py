"""Renewals, receipts and the second gate, over a base."""

import json
from datetime import datetime, timedelta

import pytest
from attrs import evolve

from consent.receipts.drafts import OURS
from consent.receipts.schemas import ISO_27560, KANTARA, faults
from crmkit.consent.facts import Fact
from crmkit.consent.packs import default_policy
from crmkit.consent.pressure import Contact
from crmkit.consent.pressure_rule import PressureRule
from crmkit.consent.receipts.iso_27560 import read
from crmkit.exceptions import CallError, UnknownCustomerError, UnknownNameError
from crmkit.records import ANY, ConsentEvent, Interaction
from tests.base.world import NOW, load, memory, row

MAIL = "anna@example.org"
PHONE = "+33 1 23 45 67 89"
DAY = timedelta(days=1)


def act(kind="grant", days=30, ref="crm/1", point=f"email:{MAIL}", **more):
    told = NOW - days * DAY
    given = {"purpose": "newsletter", "channel": "email", "source": "crm", "method": "web_form", "notice": "form"}
    return ConsentEvent(**{"act": kind, "ref": ref, "point": point, "at": told, "recorded_at": told} | given | more)


@pytest.fixture
def anna():
    with memory() as base:
        load(base, [row(1, Mail=MAIL, Tel=PHONE, Country="FR")])
        yield base


def upkeep(base, report, **more):
    return [(one.customer_id, one.purpose, one.state) for one in base.consent.upkeep(report, **more)]


def test_each_report_lists_whom_it_is_about_and_writes_nothing(anna):
    load(anna, [row(number, Mail=f"x{number}@example.org", Country="FR") for number in range(2, 7)])
    for number, days, more in (
        (1, 1060, {}),
        (2, 1200, {}),
        (3, 30, {"method": "import", "notice": None}),
        (4, 30, {}),
        (5, 30, {}),
    ):
        point = f"email:{MAIL}" if number == 1 else f"email:x{number}@example.org"
        anna.consent.record(act(days=days, ref=f"crm/{number}", point=point, **more))
    anna.consent.record(act("object", 5, ref="crm/5", point=ANY, channel=ANY, purpose=ANY))
    before = len(anna.consent.events())
    names = {anna.customer_of(f"crm/{number}"): number for number in range(1, 7)}
    found = {
        report: [names[one] for one, _, _ in upkeep(anna, report, via="email")]
        for report in ("renewals_due", "expired", "unproven", "ask_again", "never_ask")
    }
    assert found.pop("ask_again") in ([1, 2], [2, 1])
    assert found == {"renewals_due": [1], "expired": [2], "unproven": [3], "never_ask": [5]}
    assert len(anna.consent.events()) == before
    assert upkeep(anna, "renewals_due", within_days=10) == []
    assert upkeep(anna, "renewals_due", at=NOW - 300 * DAY) == []
    asked = {anna.customer_of("crm/2"): NOW - DAY}
    assert [names[one] for one, _, _ in upkeep(anna, "ask_again", asked=asked)] == [1]
    assert upkeep(anna, "expired", facts=lambda _: [Fact("last_contact", since=NOW - DAY)]) == []
    assert upkeep(anna, "renewals_due", purpose="offers") == []


def test_people_pass_through_one_by_one(anna):
    going = anna.consent.upkeep("never_ask", purpose="newsletter")
    assert iter(going) is going


def test_wrong_names_are_told_at_once(anna):
    for call in ({"report": "renewals"}, {"report": "expired", "purpose": "news"}, {"report": "expired", "via": "fax"}):
        with pytest.raises(UnknownNameError):
            anna.consent.upkeep(**call)


def receipt(base, **more):
    given = {"purpose": "newsletter", "via": "email", "controller": OURS} | more
    return base.consent.receipt(base.customer_of("crm/1"), **given)


def test_a_receipt_names_the_person_by_her_id_alone(anna):
    anna.consent.record(act())
    anna.consent.record(act("withdraw", 3))
    document = receipt(anna, language="fr")
    assert faults(document, ISO_27560) == []
    text = json.dumps(document)
    for value in (MAIL, "Anna", "Keller", "crm/1"):
        assert value not in text
    found = read(document)
    assert (found.customer_id, found.issued_at) == (anna.customer_of("crm/1"), NOW)
    assert [one.state for one in found.steps] == ["given", "withdrawn"]


def test_a_kantara_receipt_is_given_for_a_consent_that_counts(anna):
    anna.consent.record(act())
    document = receipt(anna, standard="kantara")
    assert faults(document, KANTARA) == []
    assert document["jurisdiction"] == "FR"
    anna.consent.record(act("object", 2))
    with pytest.raises(CallError, match="does not count: the person objected"):
        receipt(anna, standard="kantara")
    anna.consent.record(act("withdraw", 1))
    with pytest.raises(CallError, match="ISO/IEC TS 27560"):
        receipt(anna, standard="kantara")
    assert receipt(anna)["@type"] == "dpv:ConsentReceipt"


def test_a_consent_that_is_not_what_the_use_rests_on_gets_no_kantara_receipt():
    rules = (
        evolve(one, bases=("legitimate_interest", "consent"), needs={"legitimate_interest": ()})
        if one.purpose == "marketing" and one.jurisdiction == "FR" and "email" in one.channels
        else one
        for one in default_policy().rules
    )
    with memory(policy=evolve(default_policy(), rules=tuple(rules), version="own")) as base:
        load(base, [row(1, Mail=MAIL, Country="FR")])
        base.consent.record(act())
        with pytest.raises(CallError, match="rests on 'legitimate_interest'"):
            receipt(base, standard="kantara")


def test_of_several_contact_points_the_first_one_she_spoke_of_is_taken(anna):
    load(anna, [row(2, Mail="other@example.org", Tel=PHONE, Country="FR")], source="shop")
    anna.merge(anna.customer_of("crm/1"), anna.customer_of("shop/2"))
    anna.consent.record(act(ref="shop/2", point="email:other@example.org"))
    assert read(receipt(anna)).steps[0].state == "given"
    assert read(receipt(anna, point="email:other@example.org")).steps[0].state == "given"
    with pytest.raises(CallError, match="nothing to give a receipt of"):
        receipt(anna, point=f"email:{MAIL}")


def test_where_there_is_nothing_to_tell_there_is_no_receipt(anna):
    for wrong in ({}, {"via": "postal"}):
        with pytest.raises(CallError, match="nothing to give a receipt of"):
            receipt(anna, **wrong)
    for wrong in ({"via": "fax"}, {"standard": "iso"}, {"purpose": "news"}):
        with pytest.raises(UnknownNameError):
            receipt(anna, **wrong)
    with pytest.raises(UnknownCustomerError):
        anna.consent.receipt("c-0", purpose="newsletter", via="email", controller=OURS)
    with memory(policy=default_policy(home=None)) as base:
        load(base, [row(1, Mail=MAIL)])
        base.consent.record(act())
        with pytest.raises(CallError, match="under whose law"):
            receipt(base)


def pressed(base, **more):
    given = {"purpose": "offers", "via": "phone", "zone": "Europe/Paris"} | more
    return base.consent.check_pressure(base.customer_of("crm/1"), **given)


NOON = datetime.fromisoformat("2026-03-02T11:00:00+01:00")


def test_the_second_gate_knows_hours_and_what_happened(anna):
    assert pressed(anna).reasons == ("quiet_day",)
    assert pressed(anna, at=NOON).allowed
    assert pressed(anna, at=NOON, zone=None).reasons == ("unknown_zone",)
    calls = [{"direction": "out", "purpose": "offers"}] * 3 + [{"direction": "in"}, {"channel": "phone"}]
    for number, data in enumerate(calls):
        at = NOON - (number + 2) * DAY
        anna.record(Interaction(id=f"call-{number}", kind="call", at=at, ref="crm/1", data=data))
    assert pressed(anna, at=NOON).allowed
    last = {"direction": "out", "channel": "phone", "outcome": "declined"}
    anna.record(Interaction(id="call-9", kind="call", at=NOON - DAY, ref="crm/1", data=last))
    found = pressed(anna, at=NOON)
    assert (found.allowed, found.reasons) == (False, ("cooling_down", "too_many_contacts"))
    assert pressed(anna, at=NOON, contacts=[]).allowed
    once = [Contact(at=NOON - DAY, channel="phone", purpose="offers", outcome="declined")]
    assert pressed(anna, at=NOON, contacts=once).reasons == ("cooling_down",)


def test_a_consent_waives_the_hours_and_the_gate_is_another_than_the_decision(anna):
    at_night = NOON.replace(hour=23)
    assert pressed(anna, at=at_night).reasons == ("quiet_hours",)
    anna.consent.record(act(purpose="offers", channel="phone", point="phone:+33123456789"))
    assert pressed(anna, at=at_night).allowed
    anna.consent.record(act("withdraw", 1, purpose="offers", channel="phone", point=ANY))
    assert pressed(anna, at=NOON).allowed
    assert not anna.consent.check(anna.customer_of("crm/1"), purpose="offers", via="phone", at=NOON).allowed


def test_where_the_hours_of_two_countries_never_meet_there_is_no_moment():
    street = {"Street": "Rue du Lac", "Postcode": "1003", "City": "Lausanne"}
    hours = {"FR": "10:00-12:00", "CH": "14:00-16:00"}
    rules = tuple(
        PressureRule(purpose="marketing", jurisdiction=place, channels=("phone",), hours=(span,), source="house")
        for place, span in hours.items()
    )
    with memory(policy=evolve(default_policy(), pressure=rules)) as base:
        load(base, [row(1, Mail=MAIL, Tel=PHONE, Country="FR"), row(2, Mail=MAIL, Tel=PHONE, Country="CH", **street)])
        base.merge(base.customer_of("crm/1"), base.customer_of("crm/2"))
        assert pressed(base, at=NOON).not_before is None


def test_who_lives_in_two_countries_has_the_hours_of_both(anna):
    street = {"Street": "Rue du Lac", "Postcode": "1003", "City": "Lausanne"}
    load(anna, [row(2, Mail=MAIL, Tel=PHONE, Country="CH", **street)], source="shop")
    anna.merge(anna.customer_of("crm/1"), anna.customer_of("shop/2"))
    found = pressed(anna, at=NOON.replace(hour=9))
    assert (found.reasons, found.not_before) == (("quiet_hours",), NOON.replace(hour=10))
    assert pressed(anna, at=NOON).not_after == NOON.replace(hour=13)
    assert pressed(anna, at=NOON, zone=None).not_before is None
    always = anna.consent.check_pressure(anna.customer_of("crm/1"), purpose="offers", via="postal", zone=None)
    assert (always.allowed, always.not_after) == (True, None)
