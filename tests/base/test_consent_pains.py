"""What went wrong elsewhere when consents were moved, kept and proven: each test is named after it.

The stories are those that people told of other products, in their issue trackers and pull requests.
"""

from datetime import timedelta

import pytest
from attrs import evolve

from crmkit.consent.decide import decide
from crmkit.consent.keyed import Keyring
from crmkit.consent.packs import default_policy
from crmkit.consent.question import Question
from crmkit.consent.rule import Rule
from crmkit.exceptions import CallError, InputError
from crmkit.records import ConsentEvent
from tests.base.world import NOW, load, memory, row

MAIL = "anna@example.org"
DAY = timedelta(days=1)
YES = {"News": "yes", "Since": "2025-05-01", "How": "web_form"}


@pytest.fixture
def anna():
    """A base in which Anna agreed to the newsletter by a form."""
    with memory() as base:
        load(base, [row(1, Mail=MAIL, Country="FR", **YES)])
        yield base


def reasons(base):
    return base.consent.check(base.customer_of("crm/1"), purpose="newsletter", via="email").reasons


def take(base, rows, tool, **more):
    return base.consent.load(rows, **{"tool": tool, "purpose": "newsletter", "exported_at": NOW - DAY} | more)


def stop(kind, days=5, **more):
    at = NOW - days * DAY
    given = {"ref": "crm/1", "purpose": "newsletter", "channel": "email", "point": f"email:{MAIL}", "source": "crm"}
    return ConsentEvent(**{"act": kind, "at": at, "recorded_at": at} | given | more)


def test_an_export_without_the_do_not_contact_list_lost_every_opt_out(anna):
    with pytest.raises(InputError, match="leaves the do-not-contact list behind"):
        take(anna, [{"id": 7, "firstname": "Anna", "email": MAIL}], "mautic")
    assert reasons(anna) == ()
    listed = {"email": MAIL, "mobile": None, "channel": "email", "reason": 1, "date_added": "2025-11-02 10:00:00"}
    take(anna, [listed], "mautic")
    assert reasons(anna) == ("withdrawn",)


@pytest.mark.parametrize(
    ("tool", "row_of_tool"),
    [
        ("mailchimp", {"Email Address": MAIL, "Status": "subscribed", "OPTIN_TIME": "2026-02-20 10:00:00"}),
        ("brevo", {"EMAIL": MAIL, "email_marketing": "subscribed", "DOUBLE_OPT-IN": "Yes"}),
        ("hubspot", {"Email": MAIL, "Subscription status": "SUBSCRIBED", "legalBasis": "CONSENT_WITH_NOTICE"}),
    ],
)
def test_the_import_of_a_list_clobbered_the_unsubscribed(anna, tool, row_of_tool):
    anna.consent.record(stop("withdraw"))
    outcome = take(anna, [row_of_tool], tool, notice="form-2025")
    assert reasons(anna) == ("withdrawn",)
    assert [one.reasons for one in outcome.conflicts] == [("withdrawn",)]


def test_a_list_had_no_column_to_import_opt_outs_by():
    with memory() as base:
        take(base, [{"Email Address": MAIL, "UNSUB_TIME": "2025-07-01 10:00:00"}], "mailchimp")
        load(base, [row(1, Mail=MAIL, Country="FR", **YES)])
        assert reasons(base) == ("withdrawn",)


def test_an_import_took_a_complaint_for_a_bounce(anna):
    rows = [
        {"EMAIL": MAIL, "reason.code": "contactFlaggedAsSpam", "blockedAt": "2025-10-01T10:00:00Z"},
        {"EMAIL": MAIL, "reason.code": "hardBounce", "blockedAt": "2025-12-01T10:00:00Z"},
    ]
    take(anna, rows, "brevo")
    assert reasons(anna) == ("objected", "suppressed")
    [bounce] = [one for one in anna.consent.events() if one.method == "hard_bounce"]
    anna.consent.record(stop("lift", 1, about=bounce.id, authority="staff"))
    assert reasons(anna) == ("objected",)


def test_an_import_dated_every_consent_by_the_day_of_the_import(anna):
    anna.consent.record(stop("withdraw", 900))
    undated = {"Email Address": "b@example.org", "Status": "subscribed", "CONFIRM_TIME": "2018-05-24 10:00:00"}
    take(anna, [undated], "mailchimp", notice="form-2018")
    [grant] = [one for one in anna.consent.events() if one.point == "email:b@example.org"]
    assert (grant.at.year, grant.until.year) == (1970, 2018)


def test_consents_about_to_expire_were_copied_with_a_new_date(anna):
    later = NOW + 750 * DAY
    before = anna.consent.events()
    [due] = anna.consent.upkeep("renewals_due", at=later)
    assert (due.asking, due.allowed) == ("now", True)
    assert anna.consent.events() == before


def test_the_campaign_to_renew_consents_wrote_to_who_had_opted_out(anna):
    anna.consent.record(stop("object"))
    assert list(anna.consent.upkeep("ask_again", purpose="newsletter")) == []
    [never] = anna.consent.upkeep("never_ask", purpose="newsletter", via="email")
    assert never.reasons == ("objected",)


def test_a_new_key_made_the_do_not_contact_list_unreadable():
    old, new = bytes(range(32)), bytes(range(1, 33))
    sealed = Keyring("2025", {"2025": old}).seal("point", f"email:{MAIL}")
    both = Keyring("2026", {"2026": new, "2025": old})
    with memory(keyring=both) as base:
        load(base, [row(1, Mail=MAIL, Country="FR", **YES)])
        base.consent.record(stop("object", ref=None, point=sealed))
        assert reasons(base) == ("objected",)
    with memory(keyring=Keyring("2026", {"2026": new})) as base:
        load(base, [row(1, Mail=MAIL, Country="FR", **YES)])
        base.consent.record(stop("object", ref=None, point=sealed))
        assert reasons(base) == ("suppression_unreadable",)


def test_a_hidden_contact_point_was_still_exported(anna):
    load(anna, [row(1, Mail=MAIL, Tel="+33 1 23 45 67 89", Country="FR", **YES)])
    audience = anna.select("email is known", purpose="newsletter", via="email")
    assert len(audience) == 1
    assert "phone" not in audience.members[0].values
    with pytest.raises(CallError, match="nobody decided that it may be used"):
        audience.csv_text(columns=("id", "phone"))


def test_every_rule_of_a_long_policy_was_looked_at_for_every_question():
    places = [f"X{number}" for number in range(1500)]
    rules = tuple(
        Rule(purpose="marketing", jurisdiction=place, channels=("email",), bases=("consent",), source="house")
        for place in places
    )
    policy = default_policy().with_rules(*rules, version="long")
    assert [one.jurisdiction for one in policy.rules_over_time("newsletter", "email", "X7")] == ["X7"]
    grant = stop("grant", method="web_form")
    asked = Question(purpose="newsletter", channel="email", point=f"email:{MAIL}", at=NOW, jurisdiction="X7")
    assert decide([grant], asked, policy).allowed
    assert not decide([evolve(grant, act="withdraw")], asked, policy).allowed
