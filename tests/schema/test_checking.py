"""Values are held against their fields: at entry, at a stage, and never with the value in the message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import UnknownNameError
from crmkit.schema.checking import check_values, fault_of
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import EntityType, Field, Option, Relation, Schema
from tests.schema.schemas import CELLS, fields
from tests.strategies import cells

SCHEMA = Schema(
    name="shop",
    fields=[
        Field(name="size", type="integer", required="recommended"),
        Field(name="colour", type="choice", options=[Option("red"), Option("blue", retired=True)]),
        Field(name="email", type="email", many=True, required="required"),
        Field(name="amount", type="money", required_at={"sales.offer": "required"}),
        Field(name="slogan", type="text", max_length=5),
        Field(name="fax", type="text", deprecated=True, replaced_by="email"),
    ],
    relations=[Relation(name="visits", singular="visit", fields=[Field(name="at", type="instant")])],
    entities=[EntityType(name="car", fields=[Field(name="plate", type="identifier", required="required")])],
)
GOOD = {"size": 43, "email": ("a@example.org",)}


def codes(values, **more):
    return [(one.code, one.field) for one in check_values(values, SCHEMA, **more)]


def test_good_values_have_no_findings():
    assert codes(GOOD) == []


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({"sizes": 1}, ("field.unknown", "sizes")),
        ({"size": "43"}, ("field.invalid", "size")),
        ({"size": True}, ("field.invalid", "size")),
        ({"size": (1, 2)}, ("field.several", "size")),
        ({"colour": "rde"}, ("field.invalid", "colour")),
        ({"colour": 5}, ("field.invalid", "colour")),
        ({"colour": "blue"}, ("field.retired_option", "colour")),
        ({"email": ("a@example.org", "A@Example.org")}, ("field.invalid", "email")),
        ({"email": ()}, ("field.required", "email")),
        ({"slogan": "too long"}, ("field.invalid", "slogan")),
        ({"slogan": " "}, ("field.invalid", "slogan")),
        ({"fax": "1"}, ("field.deprecated", "fax")),
        ({"size": None}, ("field.recommended", "size")),
    ],
)
def test_a_value_that_is_wrong_is_found(values, finding):
    assert codes({**GOOD, **values}) == [finding]


def test_a_stage_asks_for_more():
    assert codes(GOOD, stage="sales.offer") == [("field.required", "amount")]
    assert codes(GOOD, stage="sales.new") == []


def test_entities_and_rows_are_checked_too():
    assert codes({}, entity="car") == [("field.required", "plate")]
    assert codes({"at": "today"}, entity="visit") == [("field.invalid", "at")]
    with pytest.raises(UnknownNameError):
        codes({}, entity="caar")


def test_suggestions_are_near_names():
    found = check_values({"sze": 1, "email": ("a@example.org",), "fax": "1"}, SCHEMA)
    assert [one.suggestion for one in found] == ["size", "email", None]
    assert "'red' is meant" in fault_of(SCHEMA.find("colour"), "rde")


@given(st.dictionaries(st.sampled_from([*(one.name for one in CUSTOMER.fields), "shoe"]), cells()))
def test_checking_never_raises_and_never_repeats_a_value(values):
    for one in check_values(values, CUSTOMER):
        assert one.field in {*values, *(field.name for field in CUSTOMER.fields)}


@given(st.data())
def test_what_a_type_cleans_is_a_value_of_its_field(data):
    field = data.draw(fields("shoe"))
    cleaned = field.semantic_type.clean(data.draw(CELLS)).value
    assert cleaned is None or fault_of(field, cleaned) is None
