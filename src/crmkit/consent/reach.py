"""Where a customer can be reached: her values of a channel, and the keys of these contact points."""

from collections.abc import Mapping
from typing import Any, Final

from crmkit.consent.points import KIND_OF_CHANNEL, point_key
from crmkit.identity.clusters import customer_id
from crmkit.records import Customer
from crmkit.schema.types.catalogue import find_type

FIELD_OF_CHANNEL: Final[Mapping[str, str]] = {"email": "email", "phone": "phone", "sms": "phone", "postal": "address"}
"""Channel to the field of a customer that holds its contact points."""

_TYPE_OF_KIND: Final = {"email": "email", "phone": "phone", "postal": "postal_address"}


def values_of(customer: Customer, channel: str) -> tuple[Any, ...]:
    """List a customer's contact values of a channel, best first; none for a channel that does not exist."""
    value = customer.values.get(FIELD_OF_CHANNEL.get(channel, ""))
    if value is None:
        return ()
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def contact_point(channel: str, value: Any) -> str | None:
    """Name the contact point of a customer's value by the strongest match key of its type.

    >>> contact_point("email", "Ada@Example.org")
    'email:ada@example.org'
    """
    keys = find_type(_TYPE_OF_KIND[KIND_OF_CHANNEL[channel]]).keys(value)
    return point_key(channel, keys[0]) if keys and keys[0].strip() else None


def mask_point(channel: str, value: Any) -> str:
    """Show that a customer's value of a channel is a contact point, and not which.

    >>> mask_point("email", "ada@example.org")
    'a…@e….org'
    """
    return find_type(_TYPE_OF_KIND[KIND_OF_CHANNEL[channel]]).mask(value)


def points_of(customer: Customer, channel: str) -> tuple[str, ...]:
    """List the keys of a customer's contact points of a channel, best first.

    >>> anna = Customer(id="c-1", kind="person", values={"email": ("anna@example.org",)})
    >>> points_of(anna, "email"), points_of(anna, "sms")
    (('email:anna@example.org',), ())
    """
    found = (contact_point(channel, value) for value in values_of(customer, channel))
    return tuple(point for point in found if point is not None)


def countries_of(customer: Customer) -> tuple[str, ...]:
    """List the countries that the rows of a customer name; the law of each of them counts.

    >>> countries_of(Customer(id="c-1", kind="person", values={"country": "FR"}))
    ('FR',)
    """
    origins = customer.provenance.get("address", ())
    said = [customer.values.get("country"), *(getattr(one.value, "country", None) for one in origins)]
    return tuple(dict.fromkeys(str(country) for country in said if country))


def unplaced(customer: Customer) -> frozenset[str]:
    """Name the rows of a customer that tell of no country, by ref and by id; none where no row of hers does.

    >>> unplaced(Customer(id="c-1", kind="person", values={}, refs=("shop/1",)))
    frozenset()
    """
    placed = {one.ref for one in customer.provenance.get("address", ()) if one.value.country}
    nowhere = [ref for ref in customer.refs if ref not in placed] if placed else []
    return frozenset(name for ref in nowhere for name in (ref, customer_id(ref)))
