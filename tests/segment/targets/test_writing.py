"""Customers become rows, and what a column cannot hold is refused rather than changed."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from crmkit.exceptions import CallError
from crmkit.records import Customer
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Field, Relation, Schema
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from crmkit.segment.targets.tables import (
    BooleanColumn,
    DateColumn,
    InstantColumn,
    MoneyColumn,
    NumberColumn,
    RelatedTable,
    Tables,
    TextColumn,
    ValuesTable,
)
from crmkit.segment.targets.writing import UnwritableError, write_customers

SCHEMA = Schema(
    name="s",
    fields=[
        Field(name="size", type="decimal"),
        Field(name="spent", type="money"),
        Field(name="glad", type="boolean"),
        Field(name="seen", type="instant"),
        Field(name="born", type="date"),
        Field(name="note", type="text"),
        Field(name="tags", type="choice", many=True, pick="union"),
    ],
    relations=[Relation(name="orders", singular="order", fields=[Field(name="at", type="instant")])],
)


def cells(stored, value, name="size", **options):
    tables = Tables(fields={name: stored})
    written = write_customers([{"id": 1, name: value}], tables, SCHEMA, **options)
    return written[0].rows[0][1:]


@pytest.mark.parametrize(
    ("name", "stored", "value", "expected"),
    [
        ("size", NumberColumn("size", digits=2), Decimal("42.5"), (4250,)),
        ("size", NumberColumn("size", digits=2, form="decimal"), 42.5, (Decimal("42.50"),)),
        ("size", NumberColumn("size", form="float"), Decimal("0.1"), (0.1,)),
        ("size", NumberColumn("size"), float("nan"), (None,)),
        ("size", NumberColumn("size", known="k"), "large", (None, True)),
        ("size", NumberColumn("size", known="k"), 3, (3, True)),
        ("size", NumberColumn("size", known="k"), None, (None, None)),
        ("spent", MoneyColumn("spent", currency="c"), Money(1250, "CHF"), (1250, "CHF")),
        (
            "spent",
            MoneyColumn("spent", always="CHF", digits=2, form="decimal"),
            Money(1250, "CHF"),
            (Decimal("12.50"),),
        ),
        ("glad", BooleanColumn("glad"), True, (True,)),
        ("note", TextColumn("note"), " Zürich ", ("zurich",)),
        ("note", TextColumn("note"), "!", ("",)),
        ("note", TextColumn("note"), " ", (None,)),
        ("note", TextColumn("note", form="raw"), " Zürich ", (" Zürich ",)),
        ("born", DateColumn("born", last="l", month_day="m"), PartialDate(1985, 2), (19850201, 19850228, 0)),
        ("born", DateColumn("born", last="l", month_day="m"), PartialDate(None, 2, 29), (None, None, 229)),
        ("born", DateColumn("born", form="date"), "1985-02-01", (date(1985, 2, 1),)),
        ("born", DateColumn("born", month_day="m"), "no date", (None, 0)),
        ("seen", InstantColumn("seen"), datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), (1_000_000,)),
        ("seen", InstantColumn("seen", known="k"), "no instant", (None, True)),
    ],
)
def test_cells_hold_what_engines_compare(name, stored, value, expected):
    assert cells(stored, value, name) == expected


def test_a_date_that_is_kept_as_an_instant_is_a_day_of_the_zone():
    low, high = cells(InstantColumn("seen", last="l"), "1970-01-01", "seen", zone="Europe/Zurich")
    assert (low, high) == (-3_600_000_000, 82_800_000_000 - 1)
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert cells(DateColumn("born"), at, "born", zone="Europe/Zurich") == (20260302,)


@pytest.mark.parametrize(
    ("name", "stored", "value", "message"),
    [
        ("size", NumberColumn("size", digits=1), Decimal("0.12"), "more than 1 decimals"),
        ("size", NumberColumn("size"), 10**15 + 1, "or 15 digits"),
        ("size", NumberColumn("size", form="decimal"), 10**40, "or 15 digits"),
        ("size", NumberColumn("size", form="float"), Decimal("0.12345678901234567890"), "decimals"),
        ("size", NumberColumn("size", known="k"), Decimal("0.5"), "more than 0 decimals"),
        ("size", NumberColumn("size"), "large", "cannot be read as number"),
        ("glad", BooleanColumn("glad"), "yes", "cannot be read as boolean"),
        ("seen", InstantColumn("seen"), "yesterday", "cannot be read as instant"),
        ("spent", MoneyColumn("spent", currency="c"), 12, "cannot be read as money"),
        ("spent", MoneyColumn("spent", always="CHF"), Money(1, "EUR"), "another currency than CHF"),
        ("tags", TextColumn("tags"), ("a", "b"), "describe it by a ValuesTable"),
    ],
)
def test_what_a_column_cannot_hold_is_refused_without_repeating_it(name, stored, value, message):
    with pytest.raises(UnwritableError, match=message) as caught:
        cells(stored, value, name)
    assert "large" not in str(caught.value)


def test_lists_and_rows_have_tables_of_their_own():
    tables = Tables(
        fields={"tags": ValuesTable("tags", TextColumn("tag"), customer="whose")},
        related={
            "orders": RelatedTable("sales", {"at": InstantColumn("happened")}, order="place"),
        },
    )
    at = datetime(1970, 1, 1, tzinfo=UTC)
    customers = [
        Customer(id="a", kind="person", values={"tags": ("x", "y")}, related={"orders": ({"at": at}, {})}),
        {"id": "b", "tags": [None], "orders": ["no row"]},
    ]
    people, tags, sales = write_customers(customers, tables, SCHEMA)
    assert (people.table, people.columns, people.rows) == ("customers", ("id",), (("a",), ("b",)))
    assert (tags.columns, tags.rows) == (("whose", "tag"), (("a", "x"), ("a", "y")))
    assert (sales.columns, sales.rows) == (("customer", "place", "happened"), (("a", 0, 0), ("a", 1, None)))


def test_rows_without_an_order_have_none():
    tables = Tables(related={"orders": RelatedTable("sales", {"at": InstantColumn("happened")})})
    written = write_customers([{"id": 1, "orders": [{}]}], tables, SCHEMA)
    assert written[1].rows == ((1, None),)


def test_tables_describe_fields_that_there_are():
    with pytest.raises(CallError, match="no field 'shoe'"):
        write_customers([], Tables(fields={"shoe": TextColumn("shoe")}), CUSTOMER)
    related = {"orders": RelatedTable("o", {"at": InstantColumn("at"), "shoe": TextColumn("shoe")})}
    with pytest.raises(CallError, match="orders have no field 'shoe'"):
        write_customers([], Tables(related=related), CUSTOMER)
