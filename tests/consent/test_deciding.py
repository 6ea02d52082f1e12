"""Which acts concern a customer, under whose law."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.audience import select
from crmkit.consent.deciding import Deciding
from crmkit.consent.facts import Fact
from crmkit.consent.keyed import Keyring
from crmkit.consent.packs import default_policy
from crmkit.identity.clusters import customer_id
from crmkit.records import ANY, ConsentEvent, Customer, Provenance
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.postal_address import PostalAddress

NOW = datetime(2026, 3, 1, tzinfo=UTC)
RING = Keyring("2026", {"2026": bytes(range(32))})
POINT = "email:a@example.org"
ANNA = Customer(
    id="c-1", kind="person", values={"email": ("a@example.org",), "country": "CH"}, refs=("crm/1", "shop/2")
)


def act(kind="grant", *, ref="crm/1", point=POINT, days=30, **more):
    told = NOW - timedelta(days=days)
    given = {"purpose": "newsletter", "channel": "email", "recorded_at": told, "method": "web_form"} | more
    return ConsentEvent(act=kind, ref=ref, point=point, at=told, source="crm", **given)


def deciding(*acts, region=None, **options):
    return Deciding.over(acts, **{"policy": default_policy(), "region": region, "at": NOW} | options)


def ask(customer, *acts, point=POINT, **options):
    return deciding(*acts, **options).decide(customer, "newsletter", "email", point)


ACTS = st.lists(
    st.builds(
        act,
        st.sampled_from(["grant", "grant", "withdraw", "object", "suppress"]),
        ref=st.sampled_from(["crm/1", "shop/2", "other/3", customer_id("shop/2"), None]),
        point=st.sampled_from([POINT, "email:b@example.org", ANY]),
        days=st.sampled_from([1, 10, 2000]),
    ),
    max_size=6,
)


@given(ACTS, st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_repetition_of_acts_matters(acts, random):
    shuffled = [*acts, *acts[:2]]
    random.shuffle(shuffled)
    assert ask(ANNA, *shuffled) == ask(ANNA, *acts)


@given(ACTS)
def test_acts_of_others_change_nothing(acts):
    foreign = [one for one in acts if one.ref == "other/3" and not (one.act == "suppress" and one.point == POINT)]
    mine = [one for one in acts if one not in foreign]
    assert ask(ANNA, *acts) == ask(ANNA, *mine)


@given(ACTS, st.sampled_from(["object", "withdraw", "suppress"]), st.sampled_from(["crm/1", "shop/2"]))
def test_a_further_stop_never_allows_more(acts, kind, ref):
    stop = act(kind, ref=ref, point=ANY, channel=ANY, days=0)
    assert not ask(ANNA, *acts, stop).allowed


@pytest.mark.parametrize("ref", ["crm/1", "shop/2", "c-1", customer_id("crm/1"), customer_id("shop/2")])
def test_an_act_may_name_a_row_or_any_id_that_a_row_ever_had(ref):
    assert ask(ANNA, act(ref=ref)).allowed
    assert ask(ANNA, act(), act("withdraw", ref=ref, days=1)).reasons == ("withdrawn",)


def test_only_what_was_known_by_then_counts():
    late = act("withdraw", days=9, recorded_at=NOW)
    assert not ask(ANNA, act(), late).allowed
    assert ask(ANNA, act(), late, known_at=NOW - timedelta(days=1)).allowed


def lives_in(*countries):
    """Make a customer whose first address won; one without a country says nothing about the law."""
    origins = tuple(
        Provenance(
            value=PostalAddress(locality="Town", country=country),
            ref="crm/1",
            source="crm",
            as_of=NOW,
            rule="most_recent",
            chosen=number == 0,
        )
        for number, country in enumerate(countries)
    )
    return evolve(ANNA, values={"email": ("a@example.org",), "country": countries[0]}, provenance={"address": origins})


def test_of_several_countries_the_law_of_each_must_allow_it():
    old = act(days=2000)
    assert ask(lives_in("CH"), old).allowed
    assert not ask(lives_in("FR"), old).allowed
    assert ask(lives_in("CH", "FR"), old).reasons == ask(lives_in("FR", "CH"), old).reasons == ("expired",)
    young = act(days=30)
    assert ask(lives_in("CH", "FR"), young).not_after == ask(lives_in("FR"), young).not_after is not None
    assert ask(lives_in("CH", None), young) == ask(lives_in("CH"), young)


def test_consent_that_came_with_a_row_of_no_country_also_needs_the_law_of_the_region():
    old, moved = act(ref="shop/2", days=2000), lives_in("CH")
    assert ask(moved, old, region="CH").allowed
    assert ask(moved, old, region="FR").reasons == ("expired",)
    assert ask(moved, act(ref=customer_id("shop/2"), days=2000), region="FR").reasons == ("expired",)
    assert ask(moved, act(days=2000), region="FR").allowed  # this row names Switzerland


def test_where_no_country_is_known_the_region_decides():
    nowhere = evolve(ANNA, values={"email": ("a@example.org",)})
    old = act(days=2000)
    assert ask(nowhere, old, region="CH").allowed
    assert not ask(nowhere, old, region="FR").allowed


def test_a_customer_is_consented_where_one_of_her_points_is():
    two = evolve(ANNA, values={"email": ("b@example.org", "a@example.org"), "country": "CH"})
    desk = deciding(act())
    assert desk.consented(two, "newsletter", "email")
    assert desk.consented(two, "newsletter", None)
    assert not desk.consented(two, "newsletter", "phone")
    assert not desk.consented(two, "offers", "email")
    assert not desk.consented(two, "newsletter", "pigeon")
    assert not deciding().consented(two, "newsletter", None)


def test_what_is_known_beside_the_acts_is_taken_into_account():
    paid = Fact("contract", evidence="order 7")
    desk = deciding()
    assert desk.decide(ANNA, "orders", "email", POINT, facts=[paid]).evidence == ("order 7",)
    assert desk.decide(ANNA, "orders", "email", POINT).reasons == ("no_contract",)


@pytest.mark.parametrize(
    ("born", "reasons"),
    [
        (PartialDate(2012, 5, 1), ("minor_without_guardian",)),
        (PartialDate(2008, 3, 1), ("minor_without_guardian",)),
        (PartialDate(2007, 5, 1), ()),
        (PartialDate(2012, 5), ()),
        (None, ()),
    ],
)
def test_the_date_of_birth_says_who_is_a_minor(born, reasons):
    young = evolve(ANNA, values={**ANNA.values, "birth_date": born})
    assert ask(young, act()).reasons == reasons


def test_the_age_is_that_of_the_country():
    young = evolve(lives_in("FR"), values={"email": ("a@example.org",), "birth_date": PartialDate(2010, 5, 1)})
    assert ask(evolve(young, provenance={}), act(), region="FR").allowed
    assert ask(evolve(young, provenance={}), act(), region="CH").reasons == ("minor_without_guardian",)
    guarded = act(method="guardian")
    decision = ask(evolve(young, provenance={}), guarded, region="CH")
    assert (decision.allowed, decision.not_after) == (True, datetime(2028, 5, 1, 12, tzinfo=UTC))


def test_the_answer_says_how_far_the_ledger_was_read():
    assert ask(ANNA, act(), head=17).ledger_head == 17
    assert ask(ANNA, act()).ledger_head is None


def test_a_keyed_entry_for_another_of_her_points_says_nothing_of_this_one():
    two = evolve(ANNA, values={"email": ("b@example.org", "a@example.org"), "country": "CH"})
    sealed = act("suppress", ref=None, point=RING.seal("point", "email:b@example.org"), days=1)
    assert ask(two, act(), sealed, keyring=RING).allowed
    assert ask(two, act(point="email:b@example.org"), sealed, point="email:b@example.org", keyring=RING).reasons == (
        "suppressed",
    )


@given(ACTS)
def test_an_audience_is_who_the_decision_allows(acts):
    people = [evolve(ANNA, id=f"c-{ref}", refs=(ref,)) for ref in ("crm/1", "shop/2", "other/3")]
    desk = deciding(*acts)
    answers = {one.id: desk.decide(one, "newsletter", "email", POINT) for one in people}
    for one in people:
        audience = select(
            [one],
            Everyone(),
            purpose="newsletter",
            channel="email",
            at=NOW,
            decide=lambda customer, point: desk.decide(customer, "newsletter", "email", point),
        )
        assert [member.customer_id for member in audience] == [one.id] * answers[one.id].allowed
        assert {code for left in audience.suppressed for code in left.reasons} == set(answers[one.id].reasons)


class Everyone:
    text = "everyone"

    def matches(self, customer):
        return True
