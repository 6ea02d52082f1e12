"""Clean rows that speak of a few values again and again."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from crmkit.records import CleanRecord
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.organisation_name import OrganisationName
from crmkit.schema.types.person_name import PersonName
from crmkit.schema.types.postal_address import PostalAddress

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def some(*values, most=1):
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique_by=repr).map(tuple)


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": some(PersonName(given="Anna", family="Keller"), PersonName(given="A.", family="Keller")),
        "organisation": some(OrganisationName("Garage du Lac", "SA")),
        "birth_date": some(PartialDate(1980, 2, 3), PartialDate(1980), PartialDate(1981, 2, 3)),
        "email": some("a@example.org", "A@example.org", "b@example.org", most=3),
        "phone": some("+41446681800", "+41446681801", most=2),
        "language": some("fr", "de"),
        "address": some(
            PostalAddress(street="Seestrasse", house_number="1", postcode="8001", locality="Zürich", country="CH"),
            PostalAddress(street="Rue du Lac", postcode="75008", locality="Paris"),
            PostalAddress(locality="Bern"),
            most=2,
        ),
        "note": some("short", "a longer note"),
    },
)


def clean_rows(max_size=5):
    """Draw rows with different refs."""
    drawn = st.tuples(
        VALUES, st.sampled_from(["crm", "shop"]), st.integers(0, 3), st.sampled_from(["person", "organisation"])
    )
    return st.lists(drawn, min_size=1, max_size=max_size).map(
        lambda made: [
            CleanRecord(
                ref=f"{source}/{number}", source=source, as_of=NOW - timedelta(days=days), kind=kind, values=held
            )
            for number, (held, source, days, kind) in enumerate(made)
        ]
    )
