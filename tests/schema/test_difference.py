"""A difference lists what changed, no more and no less, as data."""

import json

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import SchemaError
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import EntityType, Field, Option, Relation, Schema
from tests.schema.schemas import later, schemas

AT = Field(name="at", type="instant")
OLD = Schema(
    name="shop",
    version="1",
    fields=[
        Field(name="shoe", type="text"),
        Field(name="gender", type="choice", options=[Option("f"), Option("m"), Option("x")]),
        Field(name="fax", type="text"),
        Field(name="size", type="text"),
    ],
    relations=[Relation(name="orders", singular="order", fields=[AT, Field(name="sum", type="integer")])],
    entities=[EntityType(name="car", fields=[Field(name="plate", type="text")])],
)
NEW = Schema(
    name="shop",
    version="2",
    fields=[
        Field(name="shoe_size", type="integer", labels={"fr": "Pointure"}),
        Field(
            name="gender",
            type="choice",
            options=[Option("female"), Option("m", {"en": "male"}), Option("x", retired=True), Option("d")],
        ),
        Field(name="fax", type="text", deprecated=True),
        Field(name="note", type="text"),
    ],
    relations=[
        Relation(name="purchases", singular="purchase", fields=[AT, Field(name="total", type="integer")]),
        Relation(name="visits", singular="visit", fields=[AT]),
    ],
)
RENAMES = {"shoe": "shoe_size", "orders": "purchases", "orders.sum": "purchases.total"}
OPTIONS = {"gender": {"f": "female"}}


def test_a_difference_reads_like_a_list():
    assert str(OLD.diff(NEW, renames=RENAMES, options=OPTIONS)).splitlines() == [
        "schema: version '1' became '2'",
        "field shoe_size: renamed, was shoe",
        "field shoe_size: text became integer",
        "field shoe_size: sensitivity changed",
        "field shoe_size: labels changed",
        "option gender=female: renamed, was f",
        "option gender=m: labels changed",
        "option gender=x: retired",
        "option gender=d: added",
        "field fax: retired",
        "field note: added (text)",
        "field size: removed",
        "relation purchases: renamed, was orders",
        "relation purchases: singular changed",
        "field purchases.total: renamed, was sum",
        "relation visits: added",
        "entity car: removed",
    ]
    back = NEW.diff(OLD)
    assert "field fax: restored" in str(back)
    assert "option gender=x: restored" in str(back)
    assert "option gender=d: removed" in str(back)
    assert "entity car: added" in str(back)


@given(schemas())
def test_nothing_is_different_from_itself(schema):
    assert str(schema.diff(schema)) == "nothing changed"
    assert schema.diff(schema).changes == ()


@given(st.data())
def test_only_equal_schemas_have_no_differences(data):
    old = data.draw(schemas())
    new = data.draw(later(old, version="1"))[0]
    owners = [{(one.name, one.labels.get("en")) for one in (*a.relations, *a.entities)} for a in (old, new)]
    fields = [{one.path: one for one in a.every_field} for a in (old, new)]
    assert (old.diff(new).changes == ()) == (owners[0] == owners[1] and fields[0] == fields[1])


@given(st.data())
def test_a_difference_is_json_and_the_same_each_time(data):
    old = data.draw(schemas())
    new, renames, keys = data.draw(later(old))
    diff = old.diff(new, renames=renames, options=keys)
    assert diff == old.diff(new, renames=renames, options=keys)
    assert len(json.loads(diff.to_json())) == len(diff.changes) > 0
    assert diff.to_json() == old.diff(new, renames=renames, options=keys).to_json()
    assert all(str(change) for change in diff.changes)
    hash(diff)


@pytest.mark.parametrize(
    ("renames", "options", "match"),
    [
        ({"sho": "shoe_size"}, {}, "there was no 'sho'"),
        ({"shoe": "shoes"}, {}, "there is no 'shoes'"),
        ({"shoe": "purchases"}, {}, "of one kind"),
        ({"orders.sum": "note"}, {}, "another place"),
        ({"shoe": "fax"}, {}, "both 'shoe' and 'fax'|both 'fax' and 'shoe'"),
        ({}, {"gender": {"q": "m"}}, "had no option 'q'"),
        ({}, {"gender": {"f": "q"}}, "has no option 'q'"),
        ({}, {"size": {"f": "m"}}, "not a field of both"),
    ],
)
def test_renames_that_lead_nowhere_are_refused(renames, options, match):
    with pytest.raises(SchemaError, match=match):
        OLD.diff(NEW, renames=renames, options=options)


def test_two_fields_may_change_places():
    fields = [Field(name="a", type="text"), Field(name="b", type="integer")]
    swapped = [Field(name="b", type="text"), Field(name="a", type="integer")]
    old, new = Schema(name="x", version="1", fields=fields), Schema(name="x", version="2", fields=swapped)
    diff = old.diff(new, renames={"a": "b", "b": "a"})
    assert diff.migration().forward({"a": ("x",), "b": (1,)}).values == {"b": ("x",), "a": (1,)}


def test_an_extension_differs_by_what_it_adds():
    more = CUSTOMER.extended(
        version="3",
        fields=[Field(name="shoe", type="text"), evolve(CUSTOMER.find("note"), deprecated=True)],
        relations=[Relation(name="orders", singular="order", fields=[AT, Field(name="coupon", type="text")])],
    )
    kinds = [(one.kind, one.path) for one in CUSTOMER.diff(more).changes]
    assert ("field.added", "shoe") in kinds
    assert ("field.retired", "note") in kinds
    assert ("field.added", "orders.coupon") in kinds
    assert not [path for kind, path in kinds if kind == "field.removed"]
    assert [one.name for one in more.fields][:-1] == [one.name for one in CUSTOMER.fields]
