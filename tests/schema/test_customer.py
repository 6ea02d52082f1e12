"""The default schema holds every field of the vocabulary, each with labels in three languages."""

from crmkit.schema.customer import CUSTOMER
from crmkit.schema.types.catalogue import find_type

FIELDS = {
    "name", "organisation", "birth_date", "gender", "identifier", "email", "phone", "address", "language", "job_title",
    "website", "customer_number", "loyalty_card", "customer_since", "note",
}  # fmt: skip
FACETS = {
    "given_name": "name", "family_name": "name", "prefix": "name",
    "street": "address", "house_number": "address", "postcode": "address", "locality": "address", "region": "address",
    "country": "address", "organisation_name": "organisation", "legal_form": "organisation",
}  # fmt: skip
EVENT = {"number", "at", "status", "channel"}


def test_the_fields_are_those_of_the_vocabulary():
    assert {one.name for one in CUSTOMER.fields if one.part_of is None} == FIELDS


def test_the_facets_are_read_off_their_composites():
    assert {one.name: one.part_of for one in CUSTOMER.fields if one.part_of} == FACETS
    for name, whole in FACETS.items():
        assert name in {one.name for one in CUSTOMER.facets_of(whole)}


def test_the_relations_are_orders_tickets_and_calls():
    found = {one.singular: {declared.name for declared in one.fields} for one in CUSTOMER.relations}
    assert found == {
        "order": EVENT | {"total", "product"},
        "ticket": EVENT | {"subject"},
        "call": EVENT | {"subject"},
    }


def test_everything_has_labels_in_three_languages():
    declared = [*CUSTOMER.fields, *CUSTOMER.relations, *(one for rows in CUSTOMER.relations for one in rows.fields)]
    assert all(set(one.labels) == {"en", "fr", "de"} and all(one.labels.values()) for one in declared)


def test_what_a_customer_has_many_of():
    assert {one.name for one in CUSTOMER.fields if one.many} == {
        "email", "phone", "customer_number", "loyalty_card", "identifier",
    }  # fmt: skip
    assert all((one.pick == "union") == one.many for one in CUSTOMER.fields)


def test_every_type_exists():
    for one in CUSTOMER.fields:
        assert find_type(one.type).name == one.type


def test_delicate_fields_are_marked():
    assert CUSTOMER.find("identifier").sensitivity == "natid"
    assert CUSTOMER.find("note").sensitivity == "text"
    assert CUSTOMER.find("order.total").sensitivity == "fin"
