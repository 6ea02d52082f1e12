"""What the columns of a table of events mean is told by their headings, or said."""

import pytest

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.intake.event_columns import customer_fields, event_columns
from crmkit.intake.reading import read
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Field, Relation, Schema

MAILS = CUSTOMER.extended(
    version="mails",
    relations=[
        Relation(
            name="messages",
            singular="message",
            fields=[
                Field(name="at", type="instant"),
                Field(name="kind", type="identifier"),
                Field(name="channel", type="identifier", labels={"fr": "Canal d’envoi"}),
            ],
        )
    ],
)


def columns(*headings, kind=None, schema=MAILS, **given):
    table = read([dict.fromkeys(headings, "x")])
    return event_columns(table, source="mail", kind=kind, given=given, schema=schema)


def test_headings_mean_fields_by_name_label_and_other_headings():
    found = columns("N° client", "Date", "Event type", "Canal d’envoi", "orderTotal", "Whatever")
    assert found.targets == {
        "N° client": "customer_number",
        "Date": "at",
        "Event type": "event.kind",
        "Canal d’envoi": "channel",
        "orderTotal": "total",
    }
    assert found.unused == ("Whatever",)


def test_a_field_called_kind_gives_way_to_the_plainer_heading():
    assert columns("kind", "event", "at", "email").targets["kind"] == "kind"
    assert columns("kind", "at", "email").targets["kind"] == "event.kind"
    assert columns("kind", "at", "email", kind="message").targets["kind"] == "kind"


def test_what_is_said_outranks_the_headings():
    found = columns("id", "email", "when", kind="message", when="at", id="customer")
    assert found.targets == {"id": "customer", "email": "email", "when": "at"}


@pytest.mark.parametrize(
    ("headings", "kind", "message"),
    [
        (["email", "event"], None, r"when it happened \(at\); its columns are 'email', 'event'"),
        (["at", "event"], None, "whose event it is"),
        (["at", "email"], None, r"what happened \(event.kind\).*or give the kind of every row"),
        (["x"], "order", "when it happened .*, nor whose event"),
    ],
)
def test_a_table_that_says_too_little_is_refused(headings, kind, message):
    with pytest.raises(SchemaError, match=message):
        columns(*headings, kind=kind)


def test_two_columns_cannot_say_the_same():
    with pytest.raises(SchemaError, match="Two columns of rows mean 'at'"):
        columns("a", "b", "email", kind="order", a="at", b="at")


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("mesage", {}, "Did you mean 'message'"),
        ("message", {"wen": "at"}, "column of rows 'wen'.*'when'"),
        ("message", {"when": "chanel"}, "meaning of a column of events 'chanel'.*'channel'"),
        ("message", {"when": "event.kind"}, "meaning of a column of events 'event.kind'"),
    ],
)
def test_names_that_are_not_there_are_refused_with_near_ones(kind, given, message):
    with pytest.raises(UnknownNameError, match=message):
        columns("when", "email", kind=kind, **given)


def test_a_schema_without_contacts_names_customers_by_what_it_has():
    lean = Schema(name="lean", fields=[CUSTOMER.find("email")], relations=CUSTOMER.relations)
    assert list(customer_fields(lean)) == ["email"]
    assert columns("at", "customer", "phone", kind="order", schema=lean).unused == ("phone",)
