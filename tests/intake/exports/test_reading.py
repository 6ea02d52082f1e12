"""Exports of other programs become acts, and nothing in them is guessed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.consent.decide import decide
from crmkit.consent.packs import default_policy
from crmkit.consent.question import Question
from crmkit.exceptions import CallError, InputError, SchemaError, UnknownNameError
from crmkit.intake.exports.reading import EARLIEST, read_consents
from crmkit.intake.exports.tool import Column, Meaning, Tool
from crmkit.records import ConsentEvent

MADE = datetime(2026, 1, 5, 9, tzinfo=UTC)
OPENED = datetime(2015, 1, 1, tzinfo=UTC)
A, B = "a@example.org", "b@example.org"
POLICY = default_policy()


def read(rows, tool="mailchimp", **more):
    return read_consents(rows, **{"tool": tool, "purpose": "newsletter", "exported_at": MADE} | more)


def only(rows, tool="mailchimp", **more):
    [act] = read(rows, tool, **more).acts
    return act


ROWS = {
    "mailchimp": {
        "Email Address": [A, B, "broken", None],
        "Status": ["subscribed", "Unsubscribed", "cleaned", "pending", "whatever", None],
        "OPTIN_TIME": ["2019-03-01 10:00:00", "2019-03", "2031-01-01", "soon", None],
        "OPTIN_IP": ["192.0.2.1", None],
        "CONFIRM_TIME": ["2019-03-01 10:05:00", "2018-01-01 00:00:01", None],
        "CONFIRM_IP": ["192.0.2.1", None],
        "UNSUB_TIME": ["2020-05-01 08:00:00", None],
        "LAST_CHANGED": ["2021-01-01 00:00:01", "2040-01-01", None],
    },
    "hubspot": {
        "Email": [A, B, None],
        "Unsubscribed from all email": ["true", "Yes", "false", "hm", None],
        "Opted out of email: News": ["true", "No", None],
        "Portal Bounce": ["true", "MAILBOX_FULL", "false", None],
        "Portal Spam Report": ["TRUE", "FALSE", None],
        "Subscription status": ["SUBSCRIBED", "UNSUBSCRIBED", "NOT_SPECIFIED", None],
        "legalBasis": ["CONSENT_WITH_NOTICE", "LEGITIMATE_INTEREST_CLIENT", None],
        "legalBasisExplanation": ["form", None],
        "timestamp": ["2020-01-01T10:00:00Z", None],
    },
    "brevo": {
        "EMAIL": [A, B, None],
        "SMS": ["+41446681800", "12", None],
        "emailBlacklisted": [True, False, "?", None],
        "sms_marketing": ["subscribed", "unsubscribed", None],
        "reason.code": ["hardBounce", "contactFlaggedAsSpam", "adminBlocked", "new reason", None],
        "blockedAt": ["2020-01-01T10:00:00Z", None],
        "DOUBLE_OPT-IN": ["Yes", "No", None],
    },
    "mautic": {
        "email": [A, B, None],
        "mobile": ["+41446681800", None],
        "channel": ["email", "sms", "notification", None],
        "reason": [0, 1, 2, 3, 9, None],
        "date_added": ["2020-01-01 10:00:00", None],
    },
}
OPTIONS = {"topics": {"News": "newsletter"}, "region": "CH"}


def exports(tool):
    row = st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in ROWS[tool].items()})
    return st.lists(row, min_size=1, max_size=3)


TOOLS = st.sampled_from(sorted(ROWS)).flatmap(lambda tool: st.tuples(st.just(tool), exports(tool)))
NOTICES = st.sampled_from([None, "form"])


@given(TOOLS, NOTICES)
def test_an_export_read_again_in_any_order_gives_the_same_acts(drawn, notice):
    tool, rows = drawn
    once, again = read(rows, tool, notice=notice, **OPTIONS), read(rows[::-1] + rows, tool, notice=notice, **OPTIONS)
    assert {one.id for one in once.acts} == {one.id for one in again.acts}
    assert len({one.id for one in once.acts}) == len(once.acts)
    later = read(rows, tool, notice=notice, recorded_at=MADE + timedelta(days=9), **OPTIONS)
    assert [one.id for one in later.acts] == [one.id for one in once.acts]


@given(TOOLS, NOTICES)
def test_an_export_opens_with_the_word_of_a_machine_and_closes_as_it_can(drawn, notice):
    tool, rows = drawn
    export = read(rows, tool, notice=notice, not_before=OPENED, **OPTIONS)
    known = {one.id for one in export.acts}
    for act in export.acts:
        assert act.act in {"grant", "withdraw", "suppress", "object", "confirm"}
        assert act.ref is None
        assert act.point.startswith(("email:", "phone:"))
        assert act.at <= MADE
        assert act.at <= act.until
        assert act.source == tool
        if act.act == "grant":
            assert (act.authority, act.method) == ("machine", "import")
            assert (act.evidence is None) == (act.notice is None)
            assert notice is not None or act.notice is None
        elif act.act == "confirm":
            assert act.about in known
        else:
            assert act.evidence == f"export of {tool} of 2026-01-05"


@given(TOOLS)
def test_every_row_is_accounted_for(drawn):
    tool, rows = drawn
    export = read(rows, tool, **OPTIONS)
    assert export.rows == len(rows)
    told = sum(bool(one.acts or one.unmapped) for one in (read([row], tool, **OPTIONS) for row in rows))
    assert export.silent == len(rows) - told
    assert all(1 <= one.line <= len(rows) for one in export.unmapped)


@given(TOOLS, NOTICES, st.sampled_from(["withdraw", "refuse", "object", "suppress", "restrict"]))
def test_no_export_brings_back_what_the_person_took_back(drawn, notice, kind):
    tool, rows = drawn
    export = read(rows, tool, notice=notice, **OPTIONS)
    said = datetime(2012, 1, 1, tzinfo=UTC)
    for point in (f"email:{A}", f"email:{B}"):
        stop = ConsentEvent(
            act=kind,
            ref=None,
            purpose="newsletter",
            channel="email",
            point=point,
            at=said,
            recorded_at=said,
            source="x",
        )
        for place in ("FR", "CH", "DE"):
            asked = Question(purpose="newsletter", channel="email", point=point, at=MADE, jurisdiction=place)
            assert not decide([*export.acts, stop], asked, POLICY).allowed


@given(TOOLS)
def test_without_the_text_that_was_shown_no_consent_of_an_export_counts(drawn):
    tool, rows = drawn
    export = read(rows, tool, **OPTIONS)
    for act in export.acts:
        for place in ("FR", "CH", "DE"):
            asked = Question(purpose=act.purpose, channel=act.channel, point=act.point, at=MADE, jurisdiction=place)
            assert not decide(export.acts, asked, POLICY).allowed


SIGNED = {"Email Address": A, "OPTIN_TIME": "2025-03-01 10:00:00", "OPTIN_IP": "192.0.2.1"}


def test_a_consent_counts_when_its_act_is_on_record_and_its_text_is_known():
    export = read([SIGNED], given={"Status": "subscribed"}, notice="form-2025")
    asked = Question(purpose="newsletter", channel="email", point=f"email:{A}", at=MADE, jurisdiction="FR")
    assert decide(export.acts, asked, POLICY).basis == "consent"
    imported = SIGNED | {"OPTIN_IP": ""}
    undated = read([imported], given={"Status": "subscribed"}, notice="form-2025")
    assert decide(undated.acts, asked, POLICY).reasons == ("no_evidence",)


def test_a_consent_that_a_program_imported_itself_has_two_bounds_and_no_date():
    row = {"Email Address": A, "CONFIRM_TIME": "2018-05-24 10:00:00", "Status": "subscribed"}
    act = only([row], not_before=OPENED)
    assert (act.at, act.until) == (OPENED, datetime(2018, 5, 24, 10, tzinfo=UTC))
    assert only([{"Email Address": A, "Status": "subscribed"}]).at == EARLIEST
    assert only([{"Email Address": A, "Status": "subscribed"}]).until == MADE


def test_a_double_opt_in_comes_over_as_two_acts():
    row = SIGNED | {"CONFIRM_TIME": "2025-03-01 10:05:00", "CONFIRM_IP": "192.0.2.1", "Status": "subscribed"}
    grant, confirm = read([row]).acts
    assert (grant.act, confirm.act, confirm.about) == ("grant", "confirm", grant.id)
    assert (confirm.at - grant.at, confirm.authority) == (timedelta(minutes=5), "subject")
    single = row | {"CONFIRM_TIME": row["OPTIN_TIME"]}
    assert [one.act for one in read([single]).acts] == ["grant"]


def test_the_files_of_who_left_need_no_status():
    left = only([{"Email Address": A, "UNSUB_TIME": "2020-05-01 08:00:00"}])
    assert (left.act, left.at, left.purpose) == ("withdraw", datetime(2020, 5, 1, 8, tzinfo=UTC), "newsletter")
    gone = only([{"Email Address": A, "CLEAN_TIME": "2020-05-01 08:00:00"}])
    assert (gone.act, gone.method, gone.authority, gone.purpose) == ("suppress", "hard_bounce", "machine", "*")


def test_reasons_of_a_stop_stay_apart():
    rows = [
        {"email": A, "channel": "email", "reason": reason, "date_added": "2020-01-01 10:00:00"} for reason in (1, 2, 3)
    ]
    acts = read(rows, "mautic").acts
    assert [(one.act, one.authority, one.method) for one in acts] == [
        ("withdraw", "subject", "unsubscribe"),
        ("suppress", "machine", "hard_bounce"),
        ("suppress", "staff", "manual"),
    ]
    spam = {"Email": A, "Portal Spam Report": "TRUE", "Portal Bounce": "FALSE", "Global Bounce": "550 no such user"}
    assert [(one.act, one.method) for one in read([spam], "hubspot").acts] == [
        ("object", "complaint"),
        ("suppress", "hard_bounce"),
    ]
    assert only([{"EMAIL": A, "reason.code": "contactFlaggedAsSpam"}], "brevo").method == "complaint"


def test_a_subscription_on_another_basis_is_no_consent():
    row = {"recipient": A, "subscriptionName": "News", "status": "SUBSCRIBED"}
    topics = {"News": "newsletter"}
    for basis, codes in (("LEGITIMATE_INTEREST_CLIENT", ["not_a_consent"]), ("CONSENT_WITH_NOTICE", []), (None, [])):
        export = read([row | {"legalBasis": basis}], "hubspot", topics=topics)
        assert [one.code for one in export.unmapped] == codes
        assert [one.act for one in export.acts] == ([] if codes else ["grant"])


def test_each_list_is_for_its_own_purpose_and_none_is_guessed():
    row = {"Email": A, "Opted out of email: News": "true", "Opted out of email: Events": "true"}
    with pytest.raises(SchemaError, match=r"what these lists .* are for.*'Events', 'News'"):
        read([row], "hubspot")
    export = read([row], "hubspot", topics={"News": "newsletter", "Events": "offers"})
    assert [(one.act, one.purpose) for one in export.acts] == [("withdraw", "newsletter"), ("withdraw", "offers")]
    assert len(read([row], "hubspot", topics={"News": "newsletter", "Events": None}).acts) == 1
    bare = {"Email": A, "Portal Unsubscribe": "FALSE", "Marketing Information": "TRUE", "Surname": "Lovelace"}
    with pytest.raises(SchemaError, match="'Marketing Information', 'Surname'"):
        read([bare], "hubspot")
    export = read([bare], "hubspot", topics={"Marketing information": "offers", "Surname": None})
    assert ([one.purpose for one in export.acts], export.silent, export.unread) == (["offers"], 0, ())
    rowwise = {"recipient": A, "subscriptionName": "Events", "status": "UNSUBSCRIBED"}
    assert [one.code for one in read([rowwise], "hubspot").unmapped] == ["unknown_topic"]
    assert read([rowwise], "hubspot", topics={"Events": None}).silent == 1


def test_what_does_not_map_is_named_with_its_line_and_never_its_value():
    rows = [
        {"Email Address": A, "Status": "on hold"},
        {"Email Address": "no address", "Status": "subscribed"},
        {"Email Address": B, "Status": "subscribed", "OPTIN_TIME": "2031-01-01 10:00:00", "OPTIN_IP": "192.0.2.1"},
    ]
    export = read(rows)
    told = [(one.line, one.column, one.code) for one in export.unmapped]
    assert told == [(1, "Status", "unknown_value"), (2, "Status", "no_point"), (3, "Status", "dated_in_future")]
    assert export.unmapped[0].value == "on hold"
    assert "on hold" not in repr(export.unmapped) + export.describe() + export.unmapped[0].explain()
    [strange] = read([{"email": A, "channel": "notification", "reason": "1"}], "mautic").unmapped
    assert strange.code == "unknown_channel"


def test_a_stop_dated_after_the_export_counts_and_a_broken_row_is_named():
    late = only([{"Email Address": A, "UNSUB_TIME": "2031-01-01 10:00:00"}])
    assert (late.at, late.until.year) == (MADE, 2031)
    export = read(b'Email Address,UNSUB_TIME\na@example.org,2020-01-01\nb@example.org,2020-01-01,too,many\n"open')
    assert {one.code for one in export.unmapped} == {"broken_row"}
    assert [one.point for one in export.acts] == [f"email:{A}"]


def test_an_address_that_only_looks_like_one_can_be_stopped_and_not_used():
    rows = [{"SMS": "+4144668180", "smsBlacklisted": "true"}, {"SMS": "+4144668180", "sms_marketing": "subscribed"}]
    stopped = read(rows[:1], "brevo", region="CH").acts
    assert [(one.act, one.channel, one.point[:6]) for one in stopped] == [("withdraw", "sms", "phone:")]
    assert read(rows[1:], "brevo", region="CH").acts == ()


def test_a_program_of_your_own_is_one_more_declaration():
    own = Tool(
        name="letters",
        source="our own list",
        points={"email": ("mail",), "phone": ("tel",)},
        meanings={"yes": Meaning(act="grant", authority="machine"), "no": Meaning(act="refuse")},
        columns=(
            Column(names=("news",), channel="email", values={"ja": "yes", "nein": "no"}),
            Column(names=("calls",), channel="phone", values={"nein": "no"}),
        ),
    )
    rows = [{"mail": A, "tel": "+41 44 668 18 00", "news": "Ja", "calls": "Nein"}]
    acts = read(rows, own, source="desk").acts
    assert [(one.act, one.point, one.source) for one in acts] == [
        ("grant", f"email:{A}", "desk"),
        ("refuse", "phone:+41446681800", "desk"),
    ]


def test_an_export_that_cannot_say_who_opted_out_is_refused():
    for tool in ROWS:
        with pytest.raises(InputError, match="says who agreed and who opted out"):
            read([{"Mail": A, "Vorname": "Ada"}], tool)
    with pytest.raises(InputError, match="no contact point in"):
        read([{"Status": "subscribed"}])
    with pytest.raises(UnknownNameError, match="mailchimp"):
        read([], "mailchmp")
    with pytest.raises(CallError, match="from the future"):
        read([SIGNED], recorded_at=MADE - timedelta(days=1))
