"""Where a customer can be reached."""

from hypothesis import given
from hypothesis import strategies as st

from crmkit.consent.points import KIND_OF_CHANNEL, is_point, reaches
from crmkit.consent.reach import FIELD_OF_CHANNEL, contact_point, points_of, values_of
from crmkit.records import Customer
from crmkit.schema.types.postal_address import PostalAddress

ADDRESSES = st.builds(
    PostalAddress,
    street=st.none() | st.sampled_from(["Seestrasse", "Rue du Lac"]),
    postcode=st.none() | st.sampled_from(["8001", "1003"]),
    locality=st.none() | st.sampled_from(["Zürich", "Lausanne"]),
)
CUSTOMERS = st.builds(
    Customer,
    id=st.just("c-1"),
    kind=st.just("person"),
    values=st.fixed_dictionaries(
        {},
        optional={
            "email": st.lists(st.sampled_from(["A@example.org", "b@example.org", ""]), max_size=2).map(tuple),
            "phone": st.lists(st.sampled_from(["+41446681800", "+33123456789"]), max_size=2).map(tuple),
            "address": ADDRESSES,
        },
    ),
)


@given(CUSTOMERS, st.sampled_from([*KIND_OF_CHANNEL, "pigeon"]))
def test_every_point_is_one_that_its_channel_reaches_in_the_customers_order(customer, channel):
    points = points_of(customer, channel)
    assert all(is_point(point) and reaches(channel, point) for point in points)
    values = values_of(customer, channel)
    assert len(points) <= len(values)
    assert list(points) == [point for value in values if (point := contact_point(channel, value))]


def test_every_channel_has_a_field():
    assert FIELD_OF_CHANNEL.keys() == KIND_OF_CHANNEL.keys()


def test_spellings_of_one_address_are_one_point():
    assert contact_point("email", "ADA@Example.org") == contact_point("email", "ada@example.org")
    assert contact_point("sms", "+41446681800") == contact_point("phone", "+41446681800")


def test_a_value_that_says_nothing_is_no_point():
    assert contact_point("postal", PostalAddress(locality="Bern")) is None
    assert points_of(Customer(id="c-1", kind="person", values={}), "postal") == ()
