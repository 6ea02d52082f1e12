"""Every customer is a function of the facts."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.customers import derive_customers
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.identity.clusters import resolve_identity
from crmkit.records import CleanRecord, Interaction, Judgement
from crmkit.schema.customer import CUSTOMER
from tests.dedup.rows import NOW, clean_rows


def events_of(rows):
    return [
        Interaction(id=f"order:{row.ref}", kind="order", at=row.as_of, ref=row.ref, data={"number": row.ref})
        for row in rows
    ]


def derived(rows, identity, events):
    return derive_customers(rows, identity, events, schema=CUSTOMER, policy=SurvivorshipPolicy())


@given(clean_rows(), st.data(), st.randoms(use_true_random=False))
def test_every_row_and_every_event_is_with_exactly_one_customer_in_any_order(rows, data, random):
    joined = [
        Judgement(verdict="same", left=one.ref, right=other.ref, at=NOW, actor="amelie")
        for one, other in pairwise(rows)
        if data.draw(st.booleans())
    ]
    identity = resolve_identity([row.ref for row in rows], joined)
    events = events_of(rows)
    customers = derived(rows, identity, events)
    assert list(customers) == sorted(identity.members)
    assert sorted(ref for one in customers.values() for ref in one.refs) == sorted(row.ref for row in rows)
    for one in customers.values():
        assert sorted(order["number"] for order in one.related["orders"]) == sorted(one.refs)
        assert [order["at"] for order in one.related["orders"]] == sorted(
            order["at"] for order in one.related["orders"]
        )
    random.shuffle(rows)
    random.shuffle(events)
    assert repr(derived(rows, identity, events)) == repr(customers)


def test_an_event_of_a_kind_nobody_declared_keeps_its_own_name_and_that_of_no_row_is_nobodys():
    row = CleanRecord(ref="s/1", source="s", as_of=NOW, values={"email": ("a@example.org",)})
    events = [Interaction(id=ref, kind="visit", at=NOW, ref=ref) for ref in ("s/1", "s/9")]
    (customer,) = derived([row], resolve_identity(["s/1"], []), events).values()
    assert customer.related == {"visit": ({"at": NOW, "id": "s/1"},)}
