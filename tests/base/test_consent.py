"""What may be done with whom: decided over every row, and never more after a merge than before."""

from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crmkit.consent.double_opt_in import asking
from crmkit.consent.facts import Fact
from crmkit.consent.keyed import Keyring
from crmkit.consent.packs import default_policy
from crmkit.consent.reach import points_of
from crmkit.exceptions import CallError, StoreLostError, UnknownNameError
from crmkit.records import ANY, ConsentEvent
from tests.base.world import NOW, load, memory, row, rows

few = settings(max_examples=settings().max_examples // 3)
MAIL = "anna@example.org"
YES = {"News": "yes", "Since": "2025-05-01", "How": "web_form"}


def act(kind="grant", ref="crm/1", point=f"email:{MAIL}", days=30, **more):
    told = NOW - timedelta(days=days)
    return ConsentEvent(
        **{"act": kind, "ref": ref, "purpose": "newsletter", "channel": "email", "point": point, "at": told}
        | {"recorded_at": told, "source": "crm", "method": "web_form"}
        | more
    )


def allowed(base, ref, **more):
    return base.consent.check(base.customer_of(ref), purpose="newsletter", via="email", **more).allowed


@pytest.fixture
def anna(base):
    """A base that knows Anna by her address in Switzerland, and nothing of what she allowed."""
    load(base, [row(1, Mail=MAIL, Country="CH")])
    return base


def test_an_act_is_kept_once_and_decides_with_its_reasons(anna):
    assert not allowed(anna, "crm/1")
    assert anna.consent.record(act())
    assert not anna.consent.record(act())
    decision = anna.consent.check(anna.customer_of("crm/1"), purpose="newsletter", via="email")
    assert (decision.allowed, decision.evidence) == (True, (act().id,))
    assert anna.consent.record(act("withdraw", days=2))
    refused = anna.consent.check(anna.customer_of("crm/1"), purpose="newsletter", via="email")
    assert (refused.allowed, refused.reasons) == (False, ("withdrawn",))
    assert [one.act for one in anna.consent.events()] == ["grant", "withdraw"]


def test_the_past_can_be_asked_as_it_was_known(anna):
    anna.consent.record(act())
    anna.consent.record(act("withdraw", days=9, recorded_at=NOW - timedelta(days=1)))
    assert not allowed(anna, "crm/1")
    assert allowed(anna, "crm/1", at=NOW - timedelta(days=10))
    assert allowed(anna, "crm/1", at=NOW - timedelta(days=5), known_at=NOW - timedelta(days=5))
    assert not allowed(anna, "crm/1", at=NOW - timedelta(days=5))


def test_what_does_not_exist_is_denied_and_a_naive_instant_refused(anna):
    anna.consent.record(act())
    customer = anna.customer_of("crm/1")
    assert anna.consent.check(customer, purpose="spam", via="email").reasons == ("unknown_purpose",)
    assert anna.consent.check(customer, purpose="newsletter", via="pigeon").reasons == ("unknown_channel",)
    assert not anna.consent.check(customer, purpose="newsletter", via="phone").allowed
    assert not allowed(anna, "crm/1", point="email:else@example.org")
    with pytest.raises(CallError, match="no zone"):
        anna.consent.check(customer, purpose="newsletter", via="email", at=NOW.replace(tzinfo=None))


def test_a_stop_under_an_id_that_was_merged_away_still_holds(anna):
    load(anna, [row(7, Mail=MAIL, Country="CH", **YES)], source="shop")
    old = anna.customer_of("shop/7")
    anna.consent.record(act("object", ref=old, point=ANY, channel=ANY, purpose=ANY))
    anna.merge(anna.customer_of("crm/1"), old)
    assert anna.customer(old).id != old
    assert not allowed(anna, "crm/1")


def test_a_merge_does_not_choose_the_country_with_the_weaker_law(base):
    old = {"News": "yes", "Since": "2020-05-01", "How": "web_form"}
    place = {"Street": "Rue du Lac", "Postcode": "75008", "City": "Paris"}
    load(base, [row(1, Mail=MAIL, Country="FR", **place, **old)])
    load(base, [row(2, Mail=MAIL, Country="CH", Street="Rue du Lac", Postcode="1003", City="Lausanne")], source="shop")
    assert not allowed(base, "crm/1")
    base.merge(base.customer_of("crm/1"), base.customer_of("shop/2"))
    assert not allowed(base, "crm/1")


ACTS = st.lists(
    st.builds(
        lambda kind, ref, point, channel, days: act(kind, ref=ref, point=point, channel=channel, days=days),
        st.sampled_from(["grant", "grant", "grant", "withdraw", "refuse", "object", "suppress", "restrict"]),
        st.sampled_from(["crm/1", "shop/2", "shop/2", None]),
        st.sampled_from([f"email:{MAIL}", "email:b@example.com", ANY]),
        st.sampled_from(["email", "email", ANY]),
        st.sampled_from([10, 100, 1000, 2000]),
    ),
    max_size=5,
)
PLACES = {
    "CH": {"Country": "CH", "Postcode": "8001", "City": "Zürich", "Street": "Seestrasse"},
    "FR": {"Country": "FR", "Postcode": "75008", "City": "Paris", "Street": "Rue du Lac"},
    "DE": {"Country": "DE", "Postcode": "10115", "City": "Berlin", "Street": "Seestrasse"},
    "nowhere": {},
}


def decided(base, ref, points):
    """Decide every use of some contact points of a customer."""
    desk, customer = base.consent.at(NOW), base.customer(base.customer_of(ref))
    return {
        (purpose.key, via, point): desk.decide(customer, purpose.key, via, point).allowed
        for purpose in base.policy.purposes.purposes
        for via, known in points.items()
        for point in known
    }


def points_in(base):
    found = {}
    for one in base.customers():
        for via in base.policy.channels:
            found.setdefault(via, set()).update(points_of(one, via))
    return found


@given(
    ACTS,
    st.tuples(*[st.sampled_from([*sorted(PLACES), "nowhere"])] * 2),
    st.tuples(st.sampled_from([MAIL, "b@example.com"]), st.sampled_from([MAIL, "b@example.com"])),
    st.sampled_from([None, "FR", "FR", "CH"]),
)
@example([act(days=2000)], ("nowhere", "CH"), (MAIL, MAIL), "FR")
@example([act(ref="shop/2", days=2000)], ("CH", "nowhere"), (MAIL, MAIL), "FR")
@example([act(days=2000)], ("FR", "CH"), (MAIL, MAIL), None)
@example([act(), act("withdraw", ref="shop/2", days=10)], ("CH", "CH"), (MAIL, MAIL), None)
def test_a_merge_never_widens_consent_and_says_beforehand_what_it_narrows(acts, countries, mails, region):
    base = memory(region=region)
    load(base, [row(1, Mail=mails[0], **PLACES[countries[0]])])
    load(base, [row(2, Mail=mails[1], **PLACES[countries[1]])], source="shop")
    for one in acts:
        base.consent.record(one)
    points = points_in(base)
    sides = [decided(base, ref, points) for ref in ("crm/1", "shop/2")]
    before = {use: any(side[use] for side in sides) for use in sides[0]}
    told = base.merge("crm/1", "shop/2", dry_run=True)
    done = base.merge("crm/1", "shop/2")
    assert told.decisions_changed == done.decisions_changed
    after = decided(base, "crm/1", points)
    assert not any(now and not before[use] for use, now in after.items())
    assert {(one.purpose, one.channel, one.key) for one in told.decisions_changed} == {
        use for use, now in after.items() if before[use] != now
    }
    assert not any(one.after for one in told.decisions_changed)
    base.undo(done.id)
    assert [decided(base, ref, points) for ref in ("crm/1", "shop/2")] == sides


@few
@given(rows(garbage=False), ACTS)
def test_an_audience_is_who_matches_and_may_be_written_to(data, acts):
    base = memory()
    load(base, [one | {"Last": "Keller"} for one in data])
    for one in acts:
        base.consent.record(one)
    everyone = {one.id: one for one in base.customers()}
    for text in ('family_name = "Keller"', 'country = "CH"'):
        audience = base.select(text, purpose="newsletter", via="email")
        members = {member.customer_id: member.point for member in audience}
        left_out = {one.customer_id: one.reasons for one in audience.suppressed}
        assert members.keys().isdisjoint(left_out)
        assert members.keys() | left_out.keys() <= everyone.keys()
        assert len(members) + len(left_out) + audience.outside == len(everyone)
        assert all(left_out.values())
        assert len(set(members.values())) == len(members)
        for name, point in members.items():
            assert base.consent.check(name, purpose="newsletter", via="email", point=point).allowed
    consented = base.select("consented to newsletter via email", purpose="newsletter", via="email")
    assert {one.customer_id for one in consented} >= {
        one.customer_id for one in base.select('family_name = "Keller"', purpose="newsletter", via="email")
    }
    assert set(consented.reasons) <= {"same_point_as_another_member"}


def test_an_audience_looks_at_its_own_instant(anna):
    anna.consent.record(act(days=30))
    assert anna.select('country="CH"', purpose="newsletter", via="email").segment == 'country = "CH"'
    assert len(anna.select('country = "CH"', purpose="newsletter", via="email")) == 1
    before = anna.select('country = "CH"', purpose="newsletter", via="email", at=NOW - timedelta(days=31))
    assert (len(before), before.reasons) == (0, {"no_consent": 1})
    with pytest.raises(UnknownNameError, match="channel"):
        anna.select('country = "CH"', purpose="newsletter", via="pigeon")


def test_a_withdrawal_in_a_later_file_wins_over_the_grant_of_another_row(base):
    load(base, [row(1, Mail=MAIL, **PLACES["CH"], **YES)])
    load(base, [row(2, Mail=MAIL, **PLACES["CH"])], source="shop")
    base.merge(base.customer_of("crm/1"), base.customer_of("shop/2"))
    assert allowed(base, "crm/1")
    load(base, [row(2, Mail=MAIL, **PLACES["CH"], News="withdrawn")], source="shop")
    assert not allowed(base, "crm/1")


def test_a_grant_that_was_misread_does_not_outlive_the_corrected_mapping(base):
    cells = {"No": 1, "Mail": MAIL, "Country": "CH", "Asked": "yes", "On": "2025-05-01"}
    wrong = {"No": "source_key", "Mail": "email", "Country": "country", "Asked": "consent.newsletter.email"}
    how = {"given": {"consent.method": "web_form"}, "source": "crm"}
    base.load([cells], mapping={**wrong, "On": "consent.at"}, **how)
    base.consent.record(act("grant", ref="crm/1", point="email:other@example.org"))
    assert allowed(base, "crm/1")
    base.load([cells], mapping={**wrong, "Asked": None, "On": None}, **how)
    assert not allowed(base, "crm/1")
    assert allowed(base, "crm/1", point="email:other@example.org")


class Broken:
    """A backend that has lost its place."""

    name = "broken"

    def __init__(self, backend):
        self.backend = backend

    def __getattr__(self, name):
        if name in {"facts", "last"}:
            raise StoreLostError("The connection broke.")
        return getattr(self.backend, name)


def test_a_ledger_that_cannot_be_read_is_a_denial(anna):
    anna.consent.record(act())
    customer = anna.customer_of("crm/1")
    keeper = anna._keeper
    keeper.ledger = evolve(keeper.ledger, backend=Broken(keeper.backend))
    keeper.backend = Broken(keeper.backend)
    denial = anna.consent.check(customer, purpose="newsletter", via="email")
    assert (denial.allowed, denial.reasons, denial.ledger_head) == (False, ("store_unavailable",), None)


def test_facts_of_the_caller_carry_other_bases_than_consent(anna):
    customer = anna.customer_of("crm/1")
    how = {"purpose": "orders", "via": "email"}
    assert anna.consent.check(customer, **how).reasons == ("no_contract",)
    decision = anna.consent.check(customer, **how, facts=[Fact("contract", evidence="order 7")])
    assert (decision.basis, decision.evidence) == ("contract", ("order 7",))
    assert decision.ledger_head >= 1


RING = Keyring("2026", {"2026": bytes(range(32))})


def test_a_token_confirms_and_unsubscribes_after_a_merge_too():
    strict = evolve(
        default_policy(), rules=tuple(evolve(rule, double_opt_in=True) for rule in default_policy().rules), version="2"
    )
    with memory(policy=strict, keyring=RING) as base:
        load(base, [row(1, Mail=MAIL, Country="CH")])
        load(base, [row(7, Mail=MAIL, Country="CH")], source="shop")
        base.consent.record(asking(act(ref="shop/7"), "token", RING))
        base.merge(base.customer_of("crm/1"), base.customer_of("shop/7"))
        assert base.consent.check(base.customer_of("crm/1"), purpose="newsletter", via="email").reasons == (
            "pending_confirmation",
        )
        how = {"gesture": "button", "source": "page"}
        assert base.consent.answer("guessed", act="confirm", **how).outcome == "unknown_token"
        assert base.consent.answer("token", act="confirm", **how).outcome == "kept"
        assert base.consent.answer("token", act="confirm", at=NOW + timedelta(days=1), **how).outcome == "already"
        assert allowed(base, "crm/1")
        assert base.consent.answer("token", act="withdraw", gesture="one_click", source="mail").outcome == "kept"
        assert not allowed(base, "crm/1")
        late = base.consent.answer("token", act="confirm", gesture="code", source="page")
        assert late.outcome in {"already", "stopped"}
        assert not allowed(base, "crm/1")


def test_without_keys_there_are_no_tokens(anna):
    with pytest.raises(CallError, match="keyring"):
        anna.consent.answer("token", act="confirm", gesture="button", source="page")


def test_an_act_that_does_not_exist_is_refused_before_it_could_be_kept():
    with pytest.raises(UnknownNameError, match="'withdraw'"):
        act("withdrew")
    with pytest.raises(UnknownNameError, match="'subject'"):
        act(authority="subjct")
