"""A schema is read critically; the shipped one has nothing to be ashamed of."""

from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import EntityType, Field, Option, Relation, Schema
from crmkit.schema.schema_check import check_schema
from crmkit.schema.types.base import Severity

SAID = {"en": "x", "fr": "x", "de": "x"}


def field(name="shoe", **more):
    return Field(name=name, **({"type": "integer", "labels": SAID, "purposes": ["service"]} | more))


def codes(*fields, budget=30, **more):
    return [(one.code, one.field) for one in check_schema(Schema(name="x", fields=fields, **more), budget=budget)]


def test_a_good_field_has_no_findings():
    assert codes(field()) == []


def test_the_shipped_customer_has_no_errors_and_three_free_texts():
    """A note, and what tickets and calls are about: people write what they want there, and it is marked as such."""
    found = check_schema(CUSTOMER)
    assert {(one.code, one.field) for one in found} == {
        ("schema.free_text", "note"), ("schema.free_text", "tickets.subject"), ("schema.free_text", "calls.subject"),
    }  # fmt: skip
    assert {one.severity for one in found} == {Severity.WARNING}


def test_too_many_fields_are_found_without_facets_and_what_the_base_fills_in():
    own = [field(f"f{number}") for number in range(3)]
    extra = [field("part", part_of="f0"), field("id", required="system")]
    assert codes(*own, *extra, budget=3) == []
    assert codes(*own, *extra, budget=2) == [("schema.budget", "customer")]


def test_a_field_for_nothing_is_found_and_a_delicate_one_is_an_error():
    found = check_schema(
        Schema(name="x", fields=[field(purposes=()), field("religion", purposes=(), sensitivity="special")])
    )
    assert [(one.code, one.severity) for one in found] == [
        ("schema.no_purpose", Severity.WARNING), ("schema.no_purpose", Severity.ERROR),
    ]  # fmt: skip


def test_free_text_is_found_and_much_of_it_too():
    notes = [field(f"note_{letter}", type="text") for letter in "ab"]
    assert ("schema.free_text_share", "customer") in codes(*notes, field())
    assert ("schema.free_text", "note_a") in codes(*notes, field())
    assert codes(field(type="text", sensitivity="none")) == []


def test_a_field_replaced_by_nothing_is_found():
    assert codes(field(deprecated=True, replaced_by="boot")) == [("schema.unknown_replacement", "shoe")]
    assert codes(field(deprecated=True, replaced_by="boot"), field("boot")) == []


def test_a_choice_without_options_is_found_and_so_are_labels_that_are_missing():
    assert codes(field(type="choice")) == [("schema.no_options", "shoe")]
    assert codes(field(type="choice", options=[Option("red", {"en": "red"})])) == [("schema.no_label", "shoe=red")]
    assert codes(field(labels={"en": "shoe", "fr": "", "de": "x"})) == [("schema.no_label", "shoe")]


def test_one_heading_of_two_fields_is_found():
    assert codes(field(aliases={"en": ["boot"]}), field("hat", aliases={"fr": ["boot"]})) == [
        ("schema.alias_twice", "customer")
    ]


def test_relations_and_entities_are_read_too():
    rows = Relation(name="visits", singular="visit", fields=[field("at", type="instant")])
    cars = EntityType(name="car", fields=[field("plate", purposes=())], labels=SAID)
    assert codes(relations=[rows], entities=[cars]) == [
        ("schema.no_label", "visits"),
        ("schema.no_purpose", "car.plate"),
    ]
