"""An audience is proved again, straight from the acts."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from crmkit.demo.proof import without_consent
from crmkit.records import ANY, ConsentEvent, Customer

AT = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
POINT = "email:anna@example.org"
ANNA = Customer(id="c-1", kind="person", values={"country": "CH"}, refs=("crm/1", "shop/1"))
GRANT = ConsentEvent(
    act="grant",
    ref="shop/1",
    purpose="marketing.newsletter",
    channel="email",
    point=POINT,
    at=AT - 10 * DAY,
    recorded_at=AT,
    source="shop",
)


def stop(act="withdraw", **changed):
    return evolve(GRANT, act=act, at=AT - 5 * DAY, until=AT - 5 * DAY, **changed)


def proved(*events, lasts=None, point=POINT):
    left = without_consent(
        [("c-1", point)],
        customers={"c-1": ANNA},
        events=events,
        purpose="newsletter",
        channel="email",
        at=AT,
        lasts=lasts or {},
    )
    assert left in {(), ("c-1",)}
    return not left


@pytest.mark.parametrize("ref", ["shop/1", "crm/1", "c-1", None])
def test_a_grant_of_her_own_or_of_her_contact_point_proves(ref):
    assert proved(evolve(GRANT, ref=ref))


@pytest.mark.parametrize(
    "changed",
    [
        {"ref": "shop/2"},
        {"purpose": "marketing.offers"},
        {"channel": "phone"},
        {"point": "email:other@example.org"},
        {"point": ANY},
        {"act": "confirm"},
        {"at": AT + DAY, "until": AT + DAY},
        {"until": AT + DAY},
    ],
)
def test_another_act_proves_nothing(changed):
    assert not proved(evolve(GRANT, **changed))


@pytest.mark.parametrize("act", ["refuse", "withdraw", "object", "restrict", "suppress", "invalidate"])
@pytest.mark.parametrize("changed", [{}, {"purpose": ANY}, {"purpose": "marketing"}, {"channel": ANY}, {"point": ANY}])
def test_a_later_stop_that_touches_it_takes_the_proof_away(act, changed):
    assert not proved(GRANT, stop(act, **changed))


@pytest.mark.parametrize(
    "changed",
    [
        {"ref": "shop/2"},
        {"purpose": "marketing.offers"},
        {"channel": "phone"},
        {"point": "email:other@example.org"},
        {"at": AT - 20 * DAY, "until": AT - 20 * DAY},
        {"at": AT + DAY, "until": AT + DAY},
    ],
)
def test_a_stop_that_does_not_touch_it_leaves_the_proof(changed):
    assert proved(GRANT, evolve(stop(), **changed))


def test_a_stop_of_the_same_instant_or_of_an_unsure_one_counts():
    assert not proved(GRANT, evolve(stop(), at=GRANT.at, until=GRANT.at))
    assert not proved(GRANT, evolve(stop(), at=GRANT.at - DAY, until=GRANT.at + DAY))
    assert proved(stop(), evolve(GRANT, at=AT - DAY, until=AT - DAY))


def test_a_do_not_contact_list_speaks_of_a_point_whoever_it_names():
    assert not proved(GRANT, stop("suppress", ref="till/9"))


def test_a_grant_ends_where_the_country_says_so():
    assert proved(GRANT, lasts={"CH": 11 * DAY, "FR": DAY})
    assert not proved(GRANT, lasts={"CH": 10 * DAY})
