"""A small world of customer rows, in which names and addresses keep meeting, and garbage between them."""

from collections import Counter
from datetime import UTC, datetime

from hypothesis import strategies as st

from crmkit.customer_base import connect
from tests.strategies import cells

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MAPPING = {
    "No": "source_key",
    "First": "given_name",
    "Last": "family_name",
    "Mail": "email",
    "Tel": "phone",
    "Street": "street",
    "Postcode": "postcode",
    "City": "locality",
    "Country": "country",
    "News": "consent.newsletter.email",
    "Since": "consent.at",
    "How": "consent.method",
    "Order": "order.number",
    "Day": "order.at",
    "Sum": "order.total",
}
USUAL = {
    "No": ["1", "2", "3", "2~2", None],
    "First": ["Anna", "Bruno", "ZOË", None],
    "Last": ["Keller", "de la Fontaine", None],
    "Mail": ["anna@example.org", "b@example.com", "broken@", None],
    "Tel": ["+41 44 668 18 00", "n/a", None],
    "Street": ["Seestrasse", "Rue du Lac", None],
    "Postcode": ["8001", "1003", None],
    "City": ["Zürich", "Lausanne", None],
    "Country": ["CH", "FR", "Atlantis", None],
    "News": ["yes", "no", "withdrawn", "maybe", None],
    "Since": ["2025-05-01", "2026-02-30", None],
    "How": ["web_form", None],
    "Order": ["A-1", "A-2", "A-3", None],
    "Day": ["2025-11-03", "soon", None],
    "Sum": ["CHF 12.50", "99", "much", None],
}


def rows(*, garbage=True, max_size=6):
    """Draw rows of a file; a few cells are anything at all."""

    anything = cells().filter(lambda cell: not isinstance(cell, dict))  # a reader makes columns of those

    def column(name):
        usual = st.sampled_from(USUAL[name])
        return st.one_of(usual, usual, usual, usual, anything) if garbage else usual

    return st.lists(st.fixed_dictionaries({name: column(name) for name in MAPPING}), min_size=1, max_size=max_size)


def row(number, first="Anna", last="Keller", **more):
    """Write one row by hand; every column that is not named is empty."""
    return dict.fromkeys(MAPPING) | {"No": str(number), "First": first, "Last": last} | more


def memory(**options):
    """Open a base in memory at a fixed instant."""
    return connect("memory:", **{"clock": lambda: NOW} | options)


def load(base, data, source="crm", **options):
    """Load rows by the mapping of this world."""
    return base.load(data, source=source, mapping=MAPPING, **options)


def customers(base):
    """Read every customer by id."""
    return {one.id: one for one in base.customers()}


def people(base):
    """Read what the customers are, whatever their ids, as a multiset that can be compared."""
    return Counter(
        (one.kind, one.refs, repr(sorted(one.values.items())), repr(one.related)) for one in base.customers()
    )


def facts(base):
    """Read every fact but the journal."""
    return [fact for fact in base._keeper.backend.facts() if fact.kind != "journal"]


def journal(base):
    """Read the journal."""
    return [fact.body for fact in base._keeper.backend.facts("journal")]
