"""Entities refuse what makes no sense, with every fault at once, and survive JSON."""

import json
from datetime import UTC, datetime, timedelta, timezone

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.records import ConsentEvent, Interaction
from crmkit.schema.entities.campaign import Campaign
from crmkit.schema.entities.catalogue import ENTITIES, MODEL, describe, find_class
from crmkit.schema.entities.change import ValueChange
from crmkit.schema.entities.contact_point import TYPE_OF_KIND, ContactPoint
from crmkit.schema.entities.custom import CustomEntity
from crmkit.schema.entities.declaring import Declared
from crmkit.schema.entities.identifier import Identifier
from crmkit.schema.entities.item import Item, Move
from crmkit.schema.entities.label import Assignment, Label
from crmkit.schema.entities.person import Person
from crmkit.schema.entities.pipeline import Pipeline, Stage
from crmkit.schema.entities.product import Product
from crmkit.schema.entities.purchase import Purchase, PurchaseLine
from crmkit.schema.entities.relationship import RELATIONSHIPS, Relationship
from crmkit.schema.entities.writing import dump_entities, dump_entity, load_entities, load_entity
from crmkit.schema.fields import EntityType, Field
from crmkit.schema.schema_check import check_schema
from crmkit.schema.types.base import Severity
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from crmkit.schema.types.person_name import PersonName
from crmkit.schema.types.postal_address import PostalAddress
from tests.schema.schemas import PLATE

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
IDS = st.sampled_from(["a", "b", "c-1"])
WORDS = st.text("abc éß'", min_size=1, max_size=8).filter(str.strip)
VALUES = {
    "integer": st.integers(0, 10**6),
    "boolean": st.booleans(),
    "decimal": st.floats(0, 1),
    "instant": st.datetimes(
        datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))])
    ),
    "date": st.builds(PartialDate, st.integers(1900, 2030), st.none() | st.integers(1, 12)),
    "money": st.builds(Money, st.integers(-(10**6), 10**6), st.just("CHF")),
    "language": st.sampled_from(["fr", "de"]),
    "country": st.sampled_from(["CH", "FR"]),
    "person_name": st.builds(PersonName, given=WORDS, family=WORDS),
    "organisation_name": st.nothing(),
    "identifier": IDS,
    "text": WORDS,
}


@st.composite
def made(draw, kind):
    """Arguments of an entity; now and then some that its class refuses as a whole."""
    given_ = {}
    for one in kind.fields():
        strategy = st.sampled_from([option.key for option in one.options]) if one.options else VALUES[one.type_name]
        if strategy.is_empty or (one.nullable and not one.many and draw(st.booleans())):
            continue
        given_[one.name] = tuple(draw(st.lists(strategy, max_size=2, unique=True))) if one.many else draw(strategy)
    for name, part in kind.part_classes().items():
        given_[name] = tuple(draw(st.lists(made(part), max_size=2)))
    try:
        return kind(**given_)
    except SchemaError:
        return None


@pytest.mark.parametrize("kind", ENTITIES.values(), ids=ENTITIES)
@given(data=st.data())
def test_an_entity_survives_json(kind, data):
    entity = data.draw(made(kind))
    if entity is None:
        return
    again = load_entity(json.loads(json.dumps(dump_entity(entity))))
    assert again == entity
    assert dump_entities([again]) == dump_entities([entity])


def test_equal_values_give_equal_text():
    here = Product(id="a", name="Lamp", created=AT)
    there = Product(id="a", name="Lamp", created=AT.astimezone(timezone(timedelta(hours=5))))
    assert here == there
    assert dump_entities([here]) == dump_entities([there])
    assert dump_entities(
        [Identifier(id="i", party="p", system="s", kind="other", value="7", trust=1)]
    ) == dump_entities([Identifier(id="i", party="p", system="s", kind="other", value="7", trust=1.0)])


@pytest.mark.parametrize("kind", ENTITIES.values(), ids=ENTITIES)
def test_every_attribute_is_declared_labelled_and_written_in_the_docstring(kind):
    declared = {one.name for one in kind.fields()} | set(kind.part_classes())
    assert {one.name for one in attrs.fields(kind)} - declared <= {"custom", "old", "new"}
    assert kind.__doc__
    assert describe(kind) == MODEL.entity(kind.entity)


def test_the_model_has_no_errors_and_only_free_text_that_is_known():
    found = check_schema(MODEL)
    assert {(one.code, one.field) for one in found} == {
        ("schema.free_text", "note"), ("schema.free_text", "tickets.subject"), ("schema.free_text", "calls.subject"),
    }  # fmt: skip
    assert all(one.severity is Severity.WARNING for one in found)


def test_all_faults_of_the_attributes_are_told_at_once_and_no_value_is_repeated():
    with pytest.raises(SchemaError) as raised:
        Person(id="", gender="femal", birth_date="1980-02-01", languages=["xyzzy"], created=datetime(2026, 1, 1))
    message = str(raised.value)
    for part in ("id is blank", "'female' is meant", "birth_date is no date", "languages has", "created is no instant"):
        assert part in message
    assert "1980" not in message
    assert "xyzzy" not in message


def test_values_of_another_shape_are_told_by_their_place():
    with pytest.raises(SchemaError, match=r"by the type 'date' @ \$\.birth_date"):
        load_entity({"entity": "person", "id": "p", "birth_date": {"yaer": 1980}})
    with pytest.raises(SchemaError, match="languages holds no list"):
        Person(id="p", languages="fr")
    with pytest.raises(SchemaError, match="valid_to is before"):
        Identifier(
            id="i", party="p", system="s", kind="other", value="7",
            valid_from=PartialDate(2020), valid_to=PartialDate(2019),
        )  # fmt: skip


def test_an_unknown_key_offers_a_near_one():
    with pytest.raises(SchemaError, match="'birth_date' is one"):
        load_entity({"entity": "person", "id": "p", "birthdate": {"year": 1980}})
    with pytest.raises(SchemaError, match=r"'variant_rank' is one @ \$|'quantity' is one @ \$\.lines\[0\]"):
        load_entity({
            "entity": "purchase", "id": "b", "party": "p", "system": "s", "number": "1",
            "at": AT.isoformat(), "lines": [{"product": "x", "quantiy": 1}],
        })  # fmt: skip


@pytest.mark.parametrize(
    "data", [None, [], "x", {"entity": "person", "id": 5}, {"entity": "person", "id": "p", "custom": 1}]
)
def test_data_that_is_no_entity_is_refused_with_one_kind_of_error(data):
    with pytest.raises(SchemaError):
        load_entity(data)


@pytest.mark.parametrize("text", ["", "{}", "[1]", "[" * 5000, '[{"entity": "person"}]'])
def test_text_that_is_no_list_of_entities_is_refused(text):
    with pytest.raises(SchemaError):
        load_entities(text)


def test_an_unknown_entity_offers_a_near_one():
    with pytest.raises(UnknownNameError, match="person"):
        load_entity({"entity": "persn"})
    assert find_class("consent") is ConsentEvent


MAKING = [
    (Relationship, {"id": "r", "party": "a", "type": "spouse_of", "other": "a"}, "herself"),
    (Relationship, {"id": "r", "party": "a", "type": "spouse_of", "other": "b", "share": 1.5}, "between 0 and 1"),
    (
        Relationship,
        {
            "id": "r",
            "party": "a",
            "type": "spouse_of",
            "other": "b",
            "start": PartialDate(2020),
            "end": PartialDate(2019),
        },
        "before",
    ),
    (ContactPoint, {"id": "c", "party": "a", "kind": "email", "value": "no address"}, "value is no email"),
    (ContactPoint, {"id": "c", "party": "a", "kind": "postal", "value": "Rue du Lac 12"}, "no postal address"),
    (ContactPoint, {"id": "c", "party": "a", "kind": "email", "value": "a@example.org", "pref": 0}, "pref"),
    (ContactPoint, {"id": "c", "party": "a", "kind": "social", "value": "https://example.org/"}, "network"),
    (Identifier, {"id": "i", "party": "a", "system": "s", "kind": "other", "value": " "}, "blank"),
    (Stage, {"key": "won", "outcome": "won", "probability": 0.5}, "probability is not 1"),
    (Stage, {"key": "won", "max_hours": 0}, "positive"),
    (Pipeline, {"id": "p", "name": "x", "kind": "deal"}, "no stages"),
    (Pipeline, {"id": "p", "name": "x", "kind": "deal", "stages": [Stage(key="a", outcome="lost")]}, "also a last one"),
    (Pipeline, {"id": "p", "name": "x", "kind": "deal", "stages": ["a"]}, "no Stage"),
    (Item, {"id": "i", "pipeline": "p", "kind": "deal"}, "never entered"),
    (
        Item,
        {
            "id": "i",
            "pipeline": "p",
            "kind": "deal",
            "history": [Move(stage="b", at=AT), Move(stage="a", at=AT - timedelta(1))],
        },
        "order of time",
    ),
    (Campaign, {"id": "k", "name": "x", "channel": "email", "purpose": "Offers"}, "dotted"),
    (
        Campaign,
        {"id": "k", "name": "x", "channel": "email", "purpose": "a.b", "start": AT, "end": AT - timedelta(1)},
        "before",
    ),
    (
        Label,
        {"id": "l", "kind": "tag", "name": "x", "assignments": [Assignment(party="a"), Assignment(party="a")]},
        "twice",
    ),
    (
        Purchase,
        {
            "id": "b",
            "party": "a",
            "system": "s",
            "number": "1",
            "at": AT,
            "total": Money(1, "CHF"),
            "margin": Money(1, "EUR"),
        },
        "currencies",
    ),
    (
        ValueChange,
        {
            "id": "v",
            "target": "person",
            "target_id": "a",
            "field": "f",
            "at": AT,
            "actor": "x",
            "method": "typed",
            "new": 1,
            "redacted": True,
        },
        "redacted",
    ),
]


@pytest.mark.parametrize(("kind", "given_", "match"), MAKING)
def test_what_makes_no_sense_is_refused(kind, given_, match):
    with pytest.raises(SchemaError, match=match):
        kind(**given_)


@pytest.mark.parametrize("kind", TYPE_OF_KIND)
def test_every_kind_of_contact_point_has_a_key(kind):
    values = {
        "email": "a@example.org", "phone": "+41791234567", "postal": PostalAddress(postcode="1003"),
        "web": "https://example.org/", "social": "https://example.org/a", "messaging": "anna",
    }  # fmt: skip
    point = ContactPoint(id="c", party="a", kind=kind, value=values[kind], network="x")
    assert point.key.startswith(f"{kind}:")
    assert not point.is_role_account
    assert load_entity(dump_entity(point)) == point


def test_the_mailbox_of_a_function_is_known():
    assert ContactPoint(id="c", party="a", kind="email", value="info@example.org").is_role_account


def test_delicate_identifiers_say_so():
    assert Identifier(id="i", party="a", system="s", kind="customer_number", value="KD-1").sensitivity == "id"


def test_every_relationship_has_an_inverse_and_ends():
    for name in RELATIONSHIPS:
        assert Relationship(id="r", party="a", type=name, other="b").inverse


def test_an_item_moves_and_remembers():
    pipeline = Pipeline(id="s", name="Sales", kind="deal", stages=[Stage(key="new"), Stage(key="won", outcome="won")])
    deal = Item(id="d", pipeline="s", kind="deal", history=[Move(stage="new", at=AT)])
    won = deal.move("won", at=AT + timedelta(3), by="amelie", pipeline=pipeline)
    assert (won.stage, won.outcome, won.closed_at) == ("won", "won", AT + timedelta(3))
    again = won.move("new", at=AT + timedelta(4), pipeline=pipeline)
    assert (again.outcome, again.closed_at, len(again.history)) == (None, None, 3)
    with pytest.raises(UnknownNameError, match="won"):
        deal.move("wonn", at=AT, pipeline=pipeline)
    with pytest.raises(SchemaError, match="order of time"):
        won.move("new", at=AT, pipeline=pipeline)


def test_a_purchase_gives_the_fact_that_a_base_keeps():
    bought = Purchase(
        id="b", party="a", system="shop", number="1001", at=AT, total=Money(1, "CHF"), lines=[PurchaseLine(product="x")]
    )
    assert bought.interaction("shop/7") == Interaction(
        id="order:shop/1001",
        kind="order",
        at=AT,
        ref="shop/7",
        data={"number": "1001", "total": Money(1, "CHF"), "status": "ordered"},
    )


def test_an_erased_change_keeps_that_it_was():
    made_ = ValueChange(
        id="v", target="customer", target_id="c", field="email", old={"a": 1}, at=AT, actor="x", method="typed"
    )
    assert load_entity(dump_entity(made_)) == made_
    assert made_.redact().redacted


OWN = MODEL.extended(
    version="7",
    entities=[
        EntityType(
            name="person", fields=[Field(name="plate", type=PLATE), Field(name="sizes", type="integer", many=True)]
        ),
        EntityType(name="vehicle", fields=[Field(name="plate", type=PLATE), Field(name="built", type="date")]),
    ],
)


def test_custom_fields_and_entities_survive_json_with_the_types_of_the_schema():
    ones = (
        Person(id="p", custom={"plate": "VD 1", "sizes": (42, 43)}),
        CustomEntity(id="v", kind="vehicle", custom={"plate": "VD 1", "built": PartialDate(2020, 5)}),
        Interaction(id="x", kind="order", at=AT, ref="p", data={"total": Money(1, "CHF"), "number": "7"}),
        Interaction(id="y", kind="unheard_of", at=AT, ref="p", data={"what": 1}),
    )
    assert load_entities(dump_entities(ones, schema=OWN), schema=OWN) == ones


def test_custom_values_of_another_type_are_refused_by_name():
    with pytest.raises(SchemaError, match=r"vehicle\.built"):
        dump_entity(CustomEntity(id="v", kind="vehicle", custom={"built": "2020"}), schema=OWN)
    with pytest.raises(SchemaError, match=r"vehicle\.built"):
        load_entity({"entity": "custom", "id": "v", "kind": "vehicle", "custom": {"built": "2020"}}, schema=OWN)


def test_an_entity_that_is_made_of_nothing_checks_itself():
    @attrs.frozen(kw_only=True)
    class Empty(Declared):
        pass

    assert Empty().fields() == ()
