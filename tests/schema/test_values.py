"""Values survive JSON, and facets are read off composites."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import UnknownNameError
from crmkit.schema.assembly import assemble
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.types.organisation_name import OrganisationName
from crmkit.schema.types.postal_address import PostalAddress
from crmkit.schema.values import dump_values, facets, load_values

CELLS = {
    "given_name": ["Anna", "ÉLODIE", "Jean-Pierre"],
    "family_name": ["von Berg", "Müller", "O’Neill"],
    "organisation_name": ["Garage du Lac Sàrl", "SAS L'Atelier"],
    "email": ["anna@example.org", "a@example.ch; b@example.ch"],
    "phone": ["+41 79 123 45 67", "079 123 45 67"],
    "birth_date": ["1980-02-01", "1980", "31.12.1999"],
    "customer_since": ["2020-05"],
    "street": ["Rue du Lac 12"],
    "locality": ["1003 Lausanne"],
    "country": ["Suisse", "FR"],
    "language": ["français"],
    "note": ["two\nlines"],
    "customer_number": ["K-1003"],
}
rows = st.lists(st.sampled_from([(target, cell) for target, cells in CELLS.items() for cell in cells]), max_size=12)


@given(rows)
def test_values_survive_json_text(cells):
    values = assemble(cells, region="CH").values
    assert load_values(json.loads(json.dumps(dump_values(values)))) == values


@given(rows)
def test_facets_are_declared_and_never_empty(cells):
    found = facets(assemble(cells, region="CH").values)
    assert all(CUSTOMER.find(name).part_of and value for name, value in found.items())


def test_the_first_of_several_composites_gives_the_facets():
    values = {
        "address": (PostalAddress(postcode="1003", country="CH"), PostalAddress(postcode="75008")),
        "organisation": (OrganisationName("Garage du Lac", "Sàrl"),),
    }
    assert facets(values) == {
        "postcode": "1003",
        "country": "CH",
        "organisation_name": "Garage du Lac",
        "legal_form": "Sàrl",
    }


def test_nothing_has_no_facets():
    assert facets({}) == {}
    assert facets({"address": ()}) == {}


def test_an_unknown_field_is_refused():
    with pytest.raises(UnknownNameError, match="email"):
        dump_values({"emial": ("a@example.org",)})
