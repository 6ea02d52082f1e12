"""Every kind of data that a customer base is asked to hold has a home, and none of them is a free-text note."""

from pathlib import Path

import pytest

from crmkit.records import ConsentEvent, Interaction
from crmkit.schema.checking import fields_of
from crmkit.schema.entities.catalogue import MODEL
from crmkit.schema.entities.check import check_entities
from crmkit.schema.entities.writing import dump_entities, dump_entity, load_entities

TEXT = (Path(__file__).parent / "every_noun.json").read_text("utf-8")
EVERYTHING = load_entities(TEXT)

NOUNS = {
    # noun: entity, field, what tells the right ones from others of their kind
    "civil status": ("person", "civil_status", {}),
    "name": ("person", "name", {}),
    "age, date of birth": ("person", "birth_date", {}),
    "e-mail": ("contact_point", "value", {"kind": "email"}),
    "phone": ("contact_point", "value", {"kind": "phone"}),
    "postal address": ("contact_point", "value", {"kind": "postal"}),
    "social networks": ("contact_point", "network", {"kind": "social"}),
    "location": ("contact_point", "value.locality", {"kind": "postal"}),
    "job title": ("person", "job_title", {}),
    "education level": ("person", "education", {}),
    "interests": ("label", "name", {"kind": "interest"}),
    "lifestyle": ("label", "name", {"kind": "lifestyle"}),
    "demographics": ("person", "nationality", {}),
    "hobbies": ("label", "assignments", {"kind": "interest"}),
    "children's names": ("person", "children_names", {}),
    "pet's name": ("person", "pet_names", {}),
    "lead source": ("person", "lead_source", {}),
    "landing page or social network of the lead": ("person", "source_detail", {}),
    "lead score": ("person", "score", {}),
    "last call": ("interaction", "at", {"kind": "call"}),
    "last feedback": ("interaction", "data.score", {"kind": "feedback"}),
    "tickets": ("interaction", "data.status", {"kind": "ticket"}),
    "e-mail clicks": ("interaction", "data.reaction", {"kind": "reaction"}),
    "form fills": ("interaction", "data.form", {"kind": "form"}),
    "gated downloads": ("interaction", "data.document", {"kind": "download"}),
    "web visits": ("interaction", "data.page", {"kind": "page_view"}),
    "abandoned carts": ("interaction", "data.total", {"kind": "cart"}),
    "purchase history": ("purchase", "lines", {}),
    "order history": ("interaction", "data.total", {"kind": "order"}),
    "survey answers": ("interaction", "data.answer", {"kind": "answer"}),
    "satisfaction": ("interaction", "data.score", {"kind": "answer"}),
    "last contact by the customer": ("interaction", "data.direction", {"kind": "form"}),
    "last site visit": ("interaction", "at", {"kind": "page_view"}),
    "preferences": ("label", "name", {"kind": "preference"}),
    "needs": ("label", "name", {"kind": "need"}),
    "requests": ("item", "history", {"kind": "case"}),
    "current relationship status": ("person", "lifecycle", {}),
    "membership": ("item", "history", {"kind": "membership"}),
    "renewal date": ("item", "due", {"kind": "membership"}),
    "campaign data": ("campaign", "audience", {}),
    "reactions to campaigns": ("interaction", "data.campaign", {"kind": "reaction"}),
    "products": ("product", "line", {}),
    "accounting": ("purchase", "paid_at", {}),
    "employees": ("relationship", "role", {"type": "employee_of"}),
    "calendar": ("item", "due", {"kind": "task"}),
    "visit reports": ("interaction", "data.outcome", {"kind": "visit"}),
    "consent": ("consent", "act", {}),
    "purposes agreed to": ("consent", "purpose", {}),
    "returns": ("interaction", "data.product", {"kind": "return"}),
    "complaints": ("interaction", "data.topic", {"kind": "complaint"}),
    "deals with their stage": ("item", "history", {"kind": "deal"}),
    "tags": ("label", "assignments", {"kind": "tag"}),
    "lists": ("label", "assignments", {"kind": "list"}),
}


def named(kept):
    return dump_entity(kept)["entity"]


def held(kept, path):
    for name in path.split("."):
        kept = kept.get(name) if isinstance(kept, dict) else getattr(kept, name)
    return kept


def test_there_are_fifty_three_nouns():
    assert len(NOUNS) == 53


@pytest.mark.parametrize("noun", NOUNS)
def test_a_noun_has_its_home_and_a_value_there(noun):
    entity, path, marks = NOUNS[noun]
    ones = [one for one in EVERYTHING if named(one) == entity]
    marked = [one for one in ones if all(getattr(one, name) == value for name, value in marks.items())]
    assert any(held(one, path) for one in marked)


def test_everything_is_valid():
    assert [one for one in check_entities(EVERYTHING) if one.severity != "info"] == []


def test_everything_survives_json():
    assert load_entities(dump_entities(EVERYTHING)) == EVERYTHING
    assert dump_entities(load_entities(dump_entities(EVERYTHING))) == dump_entities(EVERYTHING)


def test_nothing_is_a_free_text_note():
    for one in EVERYTHING:
        if isinstance(one, ConsentEvent):
            continue
        kind = one.kind if isinstance(one, Interaction) else one.entity
        values = one.data if isinstance(one, Interaction) else dump_entity(one)
        free = {field.name for field in fields_of(kind, MODEL) if field.sensitivity == "text"}
        assert free.isdisjoint(values)


def test_every_entity_of_the_catalogue_is_in_the_fixture():
    from crmkit.schema.entities.catalogue import ENTITIES, FACTS

    assert {named(one) for one in EVERYTHING} == {*ENTITIES, *FACTS}
