"""Frames that hold what crmkit stores are asked without being read."""

from datetime import UTC, datetime
from decimal import Decimal

import pandas as pd
import polars as pl
import pytest

from crmkit.exceptions import CallError
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.types.money import Money
from crmkit.segment.segment import Segment
from crmkit.segment.targets.columnar.expressions import keep
from crmkit.segment.targets.columnar.stored import stored_frames
from crmkit.segment.targets.questions import Undecided
from crmkit.segment.targets.tables import (
    DateColumn,
    InstantColumn,
    MoneyColumn,
    RelatedTable,
    Tables,
    TextColumn,
    ValuesTable,
)
from crmkit.segment.targets.writing import write_customers

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TABLES = Tables(
    id="nr",
    fields={
        "country": TextColumn("land", form="raw"),
        "birth_date": DateColumn("born", form="date"),
        "email": ValuesTable("emails", TextColumn("address"), customer="person"),
    },
    related={
        "orders": RelatedTable(
            "sales",
            {
                "at": InstantColumn("happened", form="timestamp"),
                "total": MoneyColumn("price", always="CHF", form="decimal", digits=2),
            },
            customer="person",
        )
    },
)
PEOPLE = {"nr": [1, 2, 3], "land": [" CH ", None, "FR"], "born": [datetime(1990, 5, 1).date(), None, None]}
RELATED = {
    "email": pl.DataFrame({"person": [1, 3], "address": ["a@example.ch", "b@example.org"]}),
    "orders": pl.DataFrame({"person": [1, 1], "happened": [NOW, NOW], "price": [Decimal("12.50"), Decimal("0.25")]}),
}


def filtered(text, frame, **options):
    return Segment.parse(text).at(NOW).filter(frame, tables=TABLES, related=RELATED, **options)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('country = "CH"', [1]),
        ('country != "CH"', [2, 3]),
        ("age >= 30", [1]),
        ('email ends with ".ch"', [1]),
        ("email is empty", [2]),
        ("did order in last 1 day", [1]),
        ("sum(orders.total) = 12.75 CHF", [1]),
        ("sum(orders.total) < 5 CHF and not did order", [2, 3]),
        ("max(orders.total) > 12 CHF or birth_date is not known", [1, 2, 3]),
    ],
)
@pytest.mark.parametrize("kind", [pl.DataFrame, pl.LazyFrame, pd.DataFrame])
def test_frames_of_any_kind_are_asked(kind, text, expected):
    found = filtered(text, kind(PEOPLE))
    assert isinstance(found, kind)
    assert list((found.collect() if kind is pl.LazyFrame else found)["nr"]) == expected


def test_related_frames_may_be_lazy_or_of_another_kind():
    related = {"email": RELATED["email"].lazy(), "orders": RELATED["orders"].to_pandas()}
    bound = Segment.parse('email ends with ".ch" and did order').at(NOW)
    assert bound.filter(pl.DataFrame(PEOPLE), tables=TABLES, related=related)["nr"].to_list() == [1]


def test_what_polars_does_not_decide_is_refused_or_left():
    text = 'country = "CH" and consented to newsletter'
    with pytest.raises(CallError, match="polars does not decide consented to newsletter"):
        filtered(text, pl.DataFrame(PEOPLE))
    assert filtered(text, pl.DataFrame(PEOPLE), candidates=True)["nr"].to_list() == [1]
    undecided = Undecided(node=Segment.parse(text).tree, reason="why")
    with pytest.raises(AssertionError):
        keep(pl.LazyFrame(PEOPLE), undecided, whose="nr", tables={})


def test_what_is_missing_is_named():
    bound = Segment.parse('email ends with ".ch"').at(NOW)
    with pytest.raises(CallError, match="asks for email, and there is no such frame"):
        bound.filter(pl.DataFrame(PEOPLE), tables=TABLES)
    with pytest.raises(CallError, match="describe no rows of 'country'; known are orders, email"):
        bound.filter(pl.DataFrame(PEOPLE), tables=TABLES, related={"country": pl.DataFrame()})
    for kind in (pl.DataFrame, pd.DataFrame):
        with pytest.raises(CallError, match="no column 'land'"):
            filtered('country = "CH"', kind({"nr": [1]}))


def test_what_is_written_becomes_frames_with_types():
    tables = Tables.of(CUSTOMER)
    customers = [
        {"id": "a", "country": "CH", "orders": [{"at": NOW, "total": Money(100, "CHF")}], "email": ["a@example.ch"]},
        {"id": "b"},
    ]
    frames = stored_frames(write_customers(customers, tables, CUSTOMER), tables)
    assert frames["segment_customers"].schema["country"] == pl.String
    assert frames["segment_customers"].schema["birth_date_last"] == pl.Int64
    assert frames["segment_orders"].schema["total"] == pl.Int64
    related = {"orders": frames["segment_orders"], "email": frames["segment_customers_email"]}
    bound = Segment.parse('did order[total >= 1 CHF] and email ends with ".ch"').at(NOW)
    assert bound.filter(frames["segment_customers"], tables=tables, related=related)["id"].to_list() == ["a"]


def test_rows_without_an_order_become_frames_too():
    frames = stored_frames(write_customers([{"nr": 1, "orders": [{"at": NOW}]}], TABLES, CUSTOMER), TABLES)
    assert frames["sales"].columns == ["person", "happened", "price"]
    assert frames["sales"].schema["happened"] == pl.Datetime("us", "UTC")
