"""What several entities together get wrong is found, each time by one code and at its place."""

from datetime import UTC, datetime

import pytest
from attrs import evolve

from crmkit.records import Interaction
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.entities.catalogue import MODEL
from crmkit.schema.entities.check import check_entities
from crmkit.schema.entities.contact_point import ContactPoint
from crmkit.schema.entities.custom import CustomEntity
from crmkit.schema.entities.identifier import Identifier
from crmkit.schema.entities.item import Item, Move, Participant
from crmkit.schema.entities.organisation import Organisation
from crmkit.schema.entities.person import Person
from crmkit.schema.entities.pipeline import Pipeline, Stage
from crmkit.schema.entities.relationship import Relationship
from crmkit.schema.entities.writing import load_entities
from crmkit.schema.fields import EntityType, Field
from crmkit.schema.types.organisation_name import OrganisationName
from crmkit.schema.types.person_name import PersonName
from tests.schema.entities.test_nouns import TEXT

AT = datetime(2026, 3, 1, tzinfo=UTC)
ANNA = Person(id="anna", name=PersonName(given="Anna"))
BEA = Person(id="bea", name=PersonName(given="Bea"))
GARAGE = Organisation(id="garage", name=OrganisationName("Garage"))
MAIL = ContactPoint(id="c1", party="anna", kind="email", value="anna@example.org", primary=True)
CARD = Identifier(id="i1", party="anna", system="shop", kind="loyalty_card", value="KD-1")
SALES = Pipeline(
    id="sales",
    name="Sales",
    kind="deal",
    stages=[Stage(key="new"), Stage(key="offer", requires=["amount"]), Stage(key="won", outcome="won")],
)
DEAL = Item(id="d1", pipeline="sales", kind="deal", history=[Move(stage="new", at=AT)])


def found(*kept, schema=MODEL):
    return [(one.code, one.field) for one in check_entities(kept, schema=schema)]


def test_what_is_right_has_no_findings():
    assert found(ANNA, BEA, GARAGE, MAIL, CARD, SALES, DEAL) == []


WRONG = [
    ([ANNA, ANNA], ("entity.duplicate_id", "person anna.id")),
    ([MAIL], ("entity.dangling_reference", "contact_point c1.party")),
    (
        [SALES, evolve(DEAL, parties=[Participant(party="x")])],
        ("entity.dangling_reference", "item d1.parties[0].party"),
    ),
    ([evolve(ANNA, merged_into="bea")], ("entity.merge_chain", "person anna.merged_into")),
    ([evolve(ANNA, merged_into="anna")], ("entity.merge_chain", "person anna.merged_into")),
    (
        [ANNA, MAIL, evolve(MAIL, id="c2", value="b@example.org")],
        ("entity.two_primaries", "contact_point c2.primary"),
    ),
    ([ANNA, MAIL, evolve(MAIL, id="c2", primary=False)], ("entity.point_twice", "contact_point c2.value")),
    (
        [ANNA, BEA, CARD, evolve(CARD, id="i2", party="bea", value="kd 1")],
        ("entity.identifier_twice", "identifier i2.value"),
    ),
    (
        [ANNA, GARAGE, Relationship(id="r", party="garage", type="employee_of", other="anna")],
        ("entity.wrong_end", "relationship r.party"),
    ),
    (
        [ANNA, BEA, *(Relationship(id=name, party="anna", type="spouse_of", other="bea") for name in "rs")],
        ("entity.relationship_twice", "relationship s.type"),
    ),
    ([SALES, evolve(DEAL, kind="case")], ("entity.wrong_kind", "item d1.kind")),
    ([SALES, evolve(DEAL, history=[Move(stage="nwe", at=AT)])], ("entity.unknown_stage", "item d1.history[0].stage")),
    ([SALES, evolve(DEAL, outcome="won")], ("entity.wrong_outcome", "item d1.outcome")),
    ([SALES, evolve(DEAL, history=[Move(stage="offer", at=AT)])], ("entity.required_at_stage", "item d1.amount")),
    ([Interaction(id="x", kind="odrer", at=AT, ref="a")], ("entity.unknown_kind", "interaction x.kind")),
    ([Interaction(id="x", kind="order", at=AT, ref="a", data={"sum": 1})], ("field.unknown", "interaction x.data.sum")),
    (
        [Interaction(id="x", kind="order", at=AT, ref="a", data={"total": 1})],
        ("field.invalid", "interaction x.data.total"),
    ),
    ([CustomEntity(id="v", kind="vehicle")], ("entity.unknown_kind", "vehicle v.kind")),
    ([evolve(ANNA, custom={"shoe": 1})], ("field.unknown", "person anna.custom.shoe")),
]


@pytest.mark.parametrize(("kept", "finding"), WRONG, ids=[f"{at} {one[1][0]}" for at, one in enumerate(WRONG)])
def test_what_is_wrong_is_found_at_its_place(kept, finding):
    assert finding in found(*kept)


def test_merging_in_a_circle_is_found_for_each():
    circle = (evolve(ANNA, merged_into="bea"), evolve(BEA, merged_into="anna"))
    assert found(*circle) == [
        ("entity.merge_chain", "person anna.merged_into"),
        ("entity.merge_chain", "person bea.merged_into"),
    ]
    assert found(evolve(ANNA, merged_into="bea"), BEA) == []


def test_a_point_that_was_put_away_is_primary_no_more():
    assert found(ANNA, evolve(MAIL, deleted_at=AT), evolve(MAIL, id="c2")) == []


def test_a_card_that_a_family_shares_is_no_fault():
    shared = evolve(CARD, shareable=True)
    assert found(ANNA, BEA, shared, evolve(shared, id="i2", party="bea")) == []


def test_an_unknown_stage_offers_a_near_one():
    wrong = evolve(DEAL, history=[Move(stage="ofer", at=AT)])
    assert [one.suggestion for one in check_entities([SALES, wrong])] == ["offer"]


def test_custom_values_are_held_against_their_declaration():
    schema = MODEL.extended(
        version="2",
        entities=[
            EntityType(name="vehicle", fields=[Field(name="plate", type="identifier", required="required")]),
            EntityType(name="person", fields=[Field(name="shoe", type="integer")]),
        ],
    )
    assert found(CustomEntity(id="v", kind="vehicle"), schema=schema) == [("field.required", "vehicle v.custom.plate")]
    assert found(evolve(ANNA, custom={"shoe": "43"}), schema=schema) == [("field.invalid", "person anna.custom.shoe")]
    assert found(evolve(ANNA, custom={"shoe": 43}), schema=schema) == []


def test_the_order_of_the_entities_does_not_matter_to_what_is_right():
    kept = load_entities(TEXT)
    assert found(*reversed(kept)) == found(*kept)[::-1]


def test_findings_never_repeat_a_value():
    wrong = evolve(ANNA, custom={"shoe": "zyxwv"})
    assert not any("zyxwv" in one.message for one in check_entities([wrong, evolve(CARD, value="zyxwv"), CARD]))


def test_an_item_of_no_pipeline_only_leads_nowhere():
    assert found(DEAL) == [("entity.dangling_reference", "item d1.pipeline")]


def test_a_schema_that_adds_nothing_to_an_entity_knows_no_custom_field():
    assert found(evolve(ANNA, custom={"shoe": 1}), schema=CUSTOMER) == [("entity.unknown_field", "person anna.custom")]


def test_a_schema_may_list_only_what_it_adds_to_an_entity():
    more = [EntityType(name="person", fields=[Field(name="shoe", type="integer")])]
    schema = CUSTOMER.extended(version="9", entities=more)
    assert found(evolve(ANNA, custom={"shoe": 43}), schema=schema) == []
    assert found(evolve(ANNA, custom={"boot": 43}), schema=schema) == [("field.unknown", "person anna.custom.boot")]
