"""Who is asked again, and who never: held against the decision itself."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.consent.deciding import Deciding
from crmkit.consent.facts import Fact
from crmkit.consent.notices import Notice
from crmkit.consent.packs import default_policy
from crmkit.consent.rule import Rule
from crmkit.consent.upkeep.reports import REPORTS, find_report
from crmkit.consent.upkeep.review import NEVER, Review
from crmkit.exceptions import UnknownNameError
from crmkit.records import ANY, ConsentEvent, Customer

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
A, B = "email:a@example.org", "email:b@example.org"
PHONE = "phone:+33123456789"
POLICY = default_policy()
ADA = Customer(
    id="c-1",
    kind="person",
    values={"email": ("a@example.org",), "phone": ("+33123456789",), "country": "FR"},
    refs=("crm/1",),
)


def act(kind, days, point=A, **more):
    at = NOW - days * DAY
    given = {"ref": "crm/1", "purpose": "newsletter", "channel": "email", "source": "crm", "method": "web_form"}
    given |= {"notice": "form", "act": kind, "point": point, "at": at, "recorded_at": at}
    return ConsentEvent(**given | more)


def review(acts, *, policy=POLICY, facts=(), **more):
    deciding = Deciding.over(acts, policy=policy, region="FR", at=NOW)
    return Review.over(
        acts,
        policy=policy,
        at=NOW,
        horizon=NOW + 90 * DAY,
        decide=lambda who, what, via, point, at: evolve(deciding, at=at).decide(who, what, via, point, facts=facts),
        region="FR",
        **more,
    )


def standings(*acts, who=ADA, **more):
    return [*review(acts, **more).of(who)]


def one(*acts, **more):
    [found] = standings(*acts, **more)
    return found


AGES = [1, 30, 1000, 1020, 1060, 1094, 1095, 1096, 1400]
ACTS = st.lists(
    st.builds(
        lambda kind, days, point, channel, purpose, method, notice, ref: act(
            kind, days, point, channel=channel, purpose=purpose, method=method, notice=notice, ref=ref
        ),
        st.sampled_from(["grant", "grant", "grant", "renew", "withdraw", "refuse", "object", "suppress", "restrict"]),
        st.sampled_from(AGES),
        st.sampled_from([A, A, A, B, PHONE, ANY]),
        st.sampled_from(["email", "email", "sms", ANY]),
        st.sampled_from(["newsletter", "newsletter", "marketing", "offers", ANY, "nobody knows"]),
        st.sampled_from(["web_form", "import", None]),
        st.sampled_from(["form", None]),
        st.sampled_from(["crm/1", "c-1", None, "shop/9"]),
    ),
    max_size=4,
)
COUNTRIES = st.sampled_from(["FR", "CH", "DE"])


@given(ACTS, COUNTRIES, st.sampled_from([None, "newsletter", "offers"]))
def test_a_standing_says_what_the_decision_says(acts, country, purpose):
    who = evolve(ADA, values={**ADA.values, "country": country})
    looked = review(acts, purpose=purpose)
    for found in looked.of(who):
        decision = looked.decide(who, found.purpose, found.channel, found.point, NOW)
        assert (found.allowed, found.basis, found.reasons) == (decision.allowed, decision.basis, decision.reasons)
        assert (found.asking == "never") == bool(set(decision.reasons) & NEVER.keys())
        assert (found.asking == "now") == decision.allowed
        assert (found.state in {"valid", "ending"}) == decision.allowed
        assert found.asking in {"no", "never"} or (found.by and found.sources)
        if found.state == "ending":
            assert looked.decide(who, found.purpose, found.channel, found.point, found.ends - DAY / 2).allowed
            assert "expired" in looked.decide(who, found.purpose, found.channel, found.point, found.ends).reasons
        if found.asking == "elsewhere":
            assert all(
                any(looked.decide(who, found.purpose, via, point, NOW).allowed for point in (A, PHONE))
                for via in found.by
                if via != "postal"
            )


@given(ACTS, COUNTRIES)
def test_the_order_of_acts_changes_nothing(acts, country):
    who = evolve(ADA, values={**ADA.values, "country": country})
    assert standings(*acts, who=who) == standings(*acts[::-1], *acts, who=who)


@given(ACTS, st.sampled_from(["withdraw", "refuse", "object", "suppress"]), COUNTRIES)
def test_who_said_no_last_is_on_no_list_of_people_to_ask(acts, kind, country):
    who = evolve(ADA, values={**ADA.values, "country": country})
    said = act(kind, 0, ANY, channel=ANY, purpose="marketing")
    for purpose in (None, "newsletter"):
        found = standings(*acts, said, who=who, purpose=purpose)
        assert found
        for standing in found:
            assert not find_report("ask_again").lists(standing)
            assert find_report("never_ask").lists(standing)


@given(ACTS, COUNTRIES, st.sampled_from([None, "newsletter"]))
def test_nobody_is_both_asked_again_and_never(acts, country, purpose):
    who = evolve(ADA, values={**ADA.values, "country": country})
    for standing in standings(*acts, who=who, purpose=purpose):
        lists = {name for name, report in REPORTS.items() if report.lists(standing)}
        assert not {"ask_again", "never_ask"} <= lists
        assert not {"renewals_due", "expired"} <= lists
        assert "renewals_due" not in lists or standing.allowed
        for language in ("en", "fr"):
            assert "example.org" not in standing.explain(language) + repr(standing)


def test_a_consent_that_ends_soon_is_due_while_it_holds():
    due = one(act("grant", 1060))
    assert (due.state, due.asking, due.by) == ("ending", "now", ("email",))
    assert due.ends == due.until == NOW + 35 * DAY
    assert "L34-5" in due.sources[0]
    assert due.explain() == (
        "c-1, marketing.newsletter by email: the consent ends on 2026-04-05; she may be asked by it while the use is "
        "allowed."
    )
    assert one(act("grant", 1000)).state == "valid"
    assert one(act("grant", 10, max_age_days=20)).state == "ending"


def test_what_ends_for_another_reason_is_no_renewal():
    stale = evolve(POLICY, stale_after=NOW + 30 * DAY)
    assert one(act("grant", 10), policy=stale).state == "valid"
    customers = (Fact("lia", evidence="lia-1"), Fact("informed"), Fact("relation"))
    assert one(act("grant", 1060), facts=customers).state == "valid"
    assert one(act("grant", 1100), facts=customers).basis == "soft_opt_in"


def test_after_it_ran_out_she_is_asked_once_where_the_law_lets_her_be_asked():
    old = act("grant", 1100)
    late = one(old)
    assert (late.state, late.asking, late.ends) == ("expired", "once", NOW - 5 * DAY)
    assert "CNIL" in late.sources[0]
    assert one(old, asked={"c-1": NOW - DAY}).asking == "no"
    assert one(old, asked={"c-1": NOW - 900 * DAY}).asking == "once"
    told = one(act("grant", 30, max_age_days=10))
    assert (told.state, told.asking) == ("expired", "no")
    german = evolve(ADA, values={**ADA.values, "country": "DE"})
    policy = evolve(
        POLICY.with_rules(
            Rule(
                purpose="marketing",
                jurisdiction="DE",
                channels=("email",),
                bases=("consent",),
                max_age_days=500,
                source="house",
            ),
            version="own",
        ),
        groups={**POLICY.groups, "DE": "EU"},
    )
    assert one(old, who=german, policy=policy).asking == "no"
    assert one(old, who=german, policy=policy).explain("fr") == (
        "c-1, marketing.newsletter par email : le consentement a pris fin le 2024-07-09 ; il n'y a pas de moyen licite "
        "de le lui demander."
    )


def test_her_last_own_act_moves_the_end():
    assert one(act("grant", 1100), facts=(Fact("last_contact", since=NOW - 10 * DAY),)).state == "valid"


def test_what_nobody_can_prove_says_what_is_missing_and_is_not_asked_for_by_the_same_way():
    bare = one(act("grant", 30, method="import", notice=None))
    assert (bare.state, bare.missing, bare.asking) == ("unproven", ("act", "notice"), "no")
    assert "nothing shows how she agreed, nobody knows what she was shown" in bare.explain()
    weak = one(act("grant", 30, notice=None))
    assert (weak.state, weak.missing, weak.asking) == ("valid", ("notice",), "now")
    policy = evolve(POLICY, notices=(Notice.of("Yes.", name="form", language="en"),))
    gone = one(act("grant", 30, notice="lost"), policy=policy)
    assert gone.missing == ("wording",)
    for standing in (bare, weak, gone):
        assert find_report("unproven").lists(standing)
    assert not find_report("unproven").lists(one(act("grant", 30)))


def test_another_channel_that_the_law_leaves_open_is_named():
    place = {"street": "Rue du Lac 1", "postcode": "75008", "locality": "Paris"}
    informed = (Fact("lia", evidence="lia-1"), Fact("informed"))
    from crmkit.schema.types.catalogue import find_type

    address = find_type("postal_address").clean("Rue du Lac 1, 75008 Paris", region="FR").value
    assert address is not None, place
    who = evolve(ADA, values={**ADA.values, "address": address})
    found = standings(act("grant", 30, method="import", notice=None), who=who, facts=informed, channel="email")
    assert [(one.asking, one.by) for one in found] == [("elsewhere", ("postal",))]
    assert "she may be asked by postal only" in found[0].explain()


def test_who_never_said_anything_is_only_listed_when_the_purpose_is_named():
    assert standings() == []
    [found] = standings(purpose="newsletter", channel="email")
    assert (found.state, found.asking, found.reasons) == ("none", "no", ("no_consent",))
    assert not any(report.lists(found) for report in REPORTS.values())


def test_who_said_no_to_everything_and_yes_to_nothing_is_never_asked():
    found = standings(act("object", 10, ANY, channel=ANY, purpose=ANY))
    assert {(one.purpose, one.asking) for one in found} == {("marketing", "never")}
    assert "art. 21(2)" in found[0].sources[0]
    pending = standings(act("grant", 10), act("restrict", 5, ANY, channel=ANY, purpose=ANY), channel="email")
    assert [(one.state, one.asking) for one in pending] == [("stopped", "never")]


def test_a_minor_is_not_asked_and_a_wrong_name_is_told():
    young = standings(act("grant", 10), facts=(Fact("minor"),))
    assert [(one.state, one.asking) for one in young] == [("open", "never")]
    with pytest.raises(UnknownNameError, match="newsletter"):
        review([], purpose="newslettr")
    with pytest.raises(UnknownNameError, match="renewals_due"):
        find_report("renewal_due")


def test_what_came_to_be_known_later_and_other_peoples_acts_do_not_count():
    assert standings(act("grant", 30, recorded_at=NOW + DAY)) == []
    assert standings(act("grant", 30, ref="shop/9")) == []
    assert len(standings(act("grant", 30, ref=None))) == 1
