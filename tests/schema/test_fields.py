"""Fields, relations and schemas are values that check themselves and survive JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import (
    GROUPS,
    PICKS,
    SENSITIVITIES,
    EntityType,
    Field,
    FieldType,
    Option,
    Relation,
    Schema,
)
from crmkit.schema.types.catalogue import TYPES

names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
labels = st.dictionaries(st.sampled_from(["en", "fr", "de"]), st.text(max_size=8))


@st.composite
def fields(draw, name):
    return Field(
        name=name,
        type=draw(st.sampled_from(sorted(TYPES))),
        many=draw(st.booleans()),
        nullable=draw(st.booleans()),
        group=draw(st.sampled_from(GROUPS)),
        sensitivity=draw(st.sampled_from(SENSITIVITIES)),
        purposes=tuple(draw(st.lists(st.sampled_from(["newsletter", "offers"]), unique=True))),
        labels=draw(labels),
        pick=draw(st.sampled_from(PICKS)),
    )


@st.composite
def schemas(draw):
    chosen = draw(st.lists(names, unique=True, min_size=2, max_size=6))
    own = [draw(fields(name)) for name in chosen[:-1]]
    facets = [Field(name=f"{own[0].name}_part_of_it", type="text", part_of=own[0].name)]
    at = Field(name="at", type="instant", nullable=False)
    relations = [Relation(name=f"{chosen[-1]}_rows", singular=f"{chosen[-1]}_row", fields=(at,), labels=draw(labels))]
    return Schema(name=draw(st.text(max_size=5)), version=draw(names), fields=(*own, *facets), relations=relations)


@given(schemas())
def test_a_schema_survives_json(schema):
    assert Schema.from_json(schema.to_json()) == schema
    assert Schema.from_json(schema.to_json()).to_json() == schema.to_json()


@given(schemas())
def test_every_declared_name_is_found_again(schema):
    for declared in schema.fields:
        assert schema.find(declared.name) == declared
    for relation in schema.relations:
        assert schema.relation(relation.name) == schema.relation(relation.singular) == relation
        assert schema.find(f"{relation.singular}.at") == relation.find("at")


@given(st.one_of(st.text(max_size=30), st.recursive(st.none() | st.text(max_size=3), st.lists).map(repr)))
def test_text_that_is_no_schema_is_refused_with_one_kind_of_error(text):
    with pytest.raises(SchemaError):
        Schema.from_json(text)


def test_a_schema_is_hashable_and_equal_by_content():
    assert hash(Schema.from_json(CUSTOMER.to_json())) == hash(CUSTOMER)


def test_what_is_left_out_comes_from_the_type():
    phone = Field(name="second_phone", type="phone", many=True)
    assert (phone.sensitivity, phone.pick) == ("contact", "union")
    assert Field(name="home", type="postal_address").pick == "most_complete"


@pytest.mark.parametrize("path", ["orders.total", "order.total"])
def test_money_of_a_relation_is_typed_by_plural_and_singular(path):
    assert CUSTOMER.type_of(path) == FieldType(name="money", operators="money", many=False, nullable=True)


def test_the_instant_of_a_relation_is_never_missing():
    assert CUSTOMER.type_of("tickets.at") == FieldType(name="instant", operators="instant", many=False, nullable=False)


def test_many_and_operators_of_fields_and_facets():
    assert CUSTOMER.type_of("email").many
    assert not CUSTOMER.type_of("postcode").many
    assert CUSTOMER.type_of("birth_date").operators == "date"


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("emial", "email"), ("familyname", "family_name"), ("orders.totl", "total")],
)
def test_a_wrong_name_offers_near_ones(wrong, near):
    with pytest.raises(UnknownNameError) as raised:
        CUSTOMER.find(wrong)
    assert near in raised.value.near


def test_a_wrong_relation_offers_near_ones():
    with pytest.raises(UnknownNameError) as raised:
        CUSTOMER.relation("ordres")
    assert "orders" in raised.value.near


def test_a_group_lists_its_fields_without_facets():
    assert [one.name for one in CUSTOMER.in_group("analysis")] == ["customer_since"]
    with pytest.raises(UnknownNameError):
        CUSTOMER.in_group("analytics")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Shoe size", "type": "text"},
        {"name": "shoe", "type": "text", "group": "feet"},
        {"name": "shoe", "type": "text", "sensitivity": "smelly"},
        {"name": "shoe", "type": "text", "pick": "biggest"},
    ],
)
def test_a_field_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(SchemaError):
        Field(**wrong)


def test_an_unknown_type_is_refused():
    with pytest.raises(UnknownNameError, match="email"):
        Field(name="shoe", type="emial")


def test_two_things_with_one_name_are_refused():
    one = Field(name="shoe", type="text")
    with pytest.raises(SchemaError, match="twice"):
        Schema(name="feet", fields=(one, one))
    at = Field(name="at", type="instant")
    with pytest.raises(SchemaError, match="twice"):
        Schema(name="feet", fields=(one,), relations=(Relation(name="shoes", singular="shoe", fields=(at,)),))


def test_a_facet_is_part_of_a_field_that_exists():
    with pytest.raises(SchemaError, match="part of"):
        Schema(name="feet", fields=(Field(name="lace", type="text", part_of="shoe"),))


def test_rows_of_a_relation_say_when_they_happened():
    with pytest.raises(SchemaError, match="'at'"):
        Relation(name="visits", singular="visit", fields=(Field(name="place", type="text"),))


FAULTS = {
    "group": {"group": "feet"},
    "sensitivity": {"sensitivity": "smelly"},
    "survivorship rule": {"pick": "biggest"},
    "level": {"required": "much"},
    "use": {"uses": ["imprt"]},
    "purpose": {"purposes": ["Offers!"]},
    "stage": {"required_at": {"offer": "required"}},
    "only a choice": {"options": [Option("a")]},
    "shorter": {"max_length": 0},
    "itself": {"deprecated": True, "replaced_by": "shoe"},
    "not deprecated": {"replaced_by": "boot"},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_of_a_field_is_told(fault):
    with pytest.raises(SchemaError, match=fault):
        Field(name="shoe", type="text", **FAULTS[fault])


def test_every_fault_of_a_field_is_told_at_once():
    together = {name: value for fault in FAULTS if fault != "itself" for name, value in FAULTS[fault].items()}
    with pytest.raises(SchemaError) as raised:
        Field(name="Shoe size", type="text", **together)
    assert all(fault in str(raised.value) for fault in (*FAULTS, "cannot be called") if fault != "itself")


def test_an_option_is_declared_once():
    with pytest.raises(SchemaError, match="option 'a' twice"):
        Field(name="shoe", type="choice", options=[Option("a"), Option("a")])


def test_a_field_knows_what_it_belongs_to():
    assert CUSTOMER.find("orders.total").path == "orders.total"
    assert CUSTOMER.find("email").path == "email"
    car = EntityType(name="car", fields=[Field(name="plate", type="text")])
    schema = Schema(name="x", fields=(), entities=[car])
    assert schema.find("car.plate").entity == "car"
    with pytest.raises(UnknownNameError, match="plate"):
        schema.find("car.plat")
    with pytest.raises(UnknownNameError, match="car"):
        schema.entity("caar")


def test_levels_may_depend_on_the_stage():
    field = Field(name="amount", type="money", required="recommended", required_at={"sales.offer": "required"})
    assert (field.level(), field.level("sales.offer"), field.level("sales.new")) == (
        "recommended", "required", "recommended",
    )  # fmt: skip


def test_what_is_a_default_is_not_written_but_what_hangs_on_the_type_is():
    schema = Schema(name="x", fields=[Field(name="shoe", type="date")])
    assert json.loads(schema.to_json()) == {
        "name": "x", "fields": [{"name": "shoe", "type": "date", "pick": "most_recent", "sensitivity": "none"}],
    }  # fmt: skip


def test_json_that_an_earlier_crmkit_wrote_still_reads():
    plain = {"many": False, "nullable": True, "group": "other", "purposes": [], "labels": {}, "part_of": None}
    shoe = plain | {"name": "shoe", "type": "text", "sensitivity": "text", "pick": "longest"}
    at = plain | {"name": "at", "type": "instant", "sensitivity": "none", "pick": "most_recent"}
    rows = {"name": "visits", "singular": "visit", "fields": [at], "labels": {"en": "visits"}}
    text = json.dumps({"name": "x", "version": "1", "fields": [shoe], "relations": [rows]})
    assert Schema.from_json(text) == Schema(
        name="x",
        fields=[Field(name="shoe", type="text", pick="longest")],
        relations=[
            Relation(
                name="visits", singular="visit", fields=[Field(name="at", type="instant")], labels={"en": "visits"}
            )
        ],
    )


def test_every_fault_of_a_schema_text_is_told_with_its_place():
    text = json.dumps({
        "name": "x",
        "fields": [{"name": "shoe", "type": "emial", "labls": {}}, {"name": "a", "type": "text", "group": "feet"}],
    })  # fmt: skip
    with pytest.raises(SchemaError) as raised:
        Schema.from_json(text)
    for part in ("'email'", "'labels' or 'nullable' is one @ $.fields[0]", "'feet' is no group"):
        assert part in str(raised.value)


def test_relations_and_entities_have_names_of_their_own():
    rows = Relation(name="cars", singular="car", fields=[Field(name="at", type="instant")])
    with pytest.raises(SchemaError, match="'car' twice"):
        Schema(name="x", fields=(), relations=[rows], entities=[EntityType(name="car", fields=())])
    with pytest.raises(SchemaError, match="'customer' twice"):
        Schema(name="x", fields=(), entities=[EntityType(name="customer", fields=())])
    with pytest.raises(SchemaError, match="cannot be called"):
        EntityType(name="My car", fields=())
