"""An export of another program, taken into a base."""

from datetime import timedelta

import pytest

from crmkit.consent.keyed import Keyring
from crmkit.exceptions import InputError, SchemaError, UnknownNameError
from crmkit.records import ANY, ConsentEvent
from tests.base.world import NOW, load, memory, row

MAIL = "anna@example.org"
MADE = NOW - timedelta(days=3)
SIGNED = {"Email Address": MAIL, "Status": "subscribed", "OPTIN_TIME": "2025-06-01 10:00:00", "OPTIN_IP": "192.0.2.1"}


def taken(base, rows, **more):
    given = {"tool": "mailchimp", "purpose": "newsletter", "exported_at": MADE, "notice": "form-2025"} | more
    return base.consent.load(rows, **given)


def reasons(base, ref="crm/1"):
    return base.consent.check(base.customer_of(ref), purpose="newsletter", via="email").reasons


def stop(kind, days=100, point=f"email:{MAIL}", **more):
    at = NOW - timedelta(days=days)
    given = {"ref": "crm/1", "purpose": "newsletter", "channel": "email", "source": "crm"} | more
    return ConsentEvent(act=kind, point=point, at=at, recorded_at=at, **given)


@pytest.fixture
def anna():
    with memory() as base:
        load(base, [row(1, Mail=MAIL, Country="FR")])
        yield base


def test_a_consent_that_is_on_record_counts_and_the_export_once(anna):
    outcome = taken(anna, [SIGNED])
    assert (outcome.kept, outcome.conflicts, reasons(anna)) == (1, (), ())
    assert taken(anna, [SIGNED]).kept == 0
    assert outcome.describe().endswith("1 acts are new.")


def test_an_import_lifts_no_stop_and_lists_what_it_runs_into(anna):
    anna.consent.record(stop("withdraw"))
    outcome = taken(anna, [SIGNED, SIGNED | {"Email Address": "else@example.org"}])
    assert (outcome.kept, [one.reasons for one in outcome.conflicts]) == (2, [("withdrawn",)])
    assert reasons(anna) == ("withdrawn",)
    assert outcome.describe("fr").endswith(
        "2 actes sont nouveaux.\n"
        "1 consentements ne changent rien, car quelque chose s'y oppose :\n"
        "  1: le consentement a été retiré"
    )
    with pytest.raises(UnknownNameError):
        outcome.describe("de")


def test_an_objection_of_the_whole_person_holds_against_every_export(anna):
    anna.consent.record(stop("object", point=ANY, channel=ANY, purpose=ANY))
    taken(anna, [SIGNED])
    assert reasons(anna) == ("objected",)


def test_opt_outs_of_people_whom_nobody_knows_wait_for_them():
    with memory() as base:
        left = {"Email Address": MAIL, "UNSUB_TIME": "2025-07-01 10:00:00"}
        assert taken(base, [left]).kept == 1
        load(base, [row(1, Mail=MAIL, Country="FR", News="yes", Since="2025-05-01", How="web_form")])
        assert reasons(base) == ("withdrawn",)


def test_the_stop_of_who_was_erased_meets_the_export_with_its_key():
    ring = Keyring("2026", {"2026": bytes(range(32))})
    with memory(keyring=ring) as base:
        load(base, [row(1, Mail=MAIL, Country="FR")])
        base.consent.record(stop("object", ref=None, point=ring.seal("point", f"email:{MAIL}")))
        assert [one.reasons for one in taken(base, [SIGNED]).conflicts] == [("objected",)]
        assert reasons(base) == ("objected",)


def test_a_wrong_call_keeps_nothing(anna):
    before = len(anna.consent.events())
    with pytest.raises(UnknownNameError, match="newsletter"):
        taken(anna, [SIGNED], purpose="newsleter")
    with pytest.raises(UnknownNameError, match="offers"):
        taken(anna, [SIGNED], topics={"Events": "ofers"})
    with pytest.raises(InputError):
        taken(anna, [{"email": MAIL}], tool="mautic")
    with pytest.raises(SchemaError):
        taken(anna, [{"Email": MAIL, "Opted out of email: News": "true"}], tool="hubspot")
    assert len(anna.consent.events()) == before
