"""Statements: everything that somebody gave is a parameter, and names are quoted."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given

from crmkit.exceptions import CallError, UnknownNameError
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Field, Schema
from crmkit.segment.format import quoted
from crmkit.segment.segment import Segment
from crmkit.segment.targets.sql.definition import creation, insertion, metadata, plain, plain_row
from crmkit.segment.targets.sql.dialects import DIALECTS, DIFFERENCES
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
from crmkit.segment.targets.writing import write_customers
from segment import worlds

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TABLES = Tables.of(CUSTOMER)
SECRET = "xyzzy'; DROP TABLE segment_customers; --"


def bound(text, **params):
    return Segment.parse(text).at(NOW, params=params)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "text",
    [
        f"country = {quoted(SECRET)}",
        f"country in ({quoted(SECRET)}, {quoted(SECRET + 'x')})",
        f"country contains {quoted(SECRET)}",
        f"country starts with {quoted(SECRET)}",
        f"country ends with {quoted(SECRET)}",
        f"did order[status != {quoted(SECRET)}]",
        f"last(orders.status) = {quoted(SECRET)}",
        "country = $secret",
    ],
)
def test_nothing_that_was_given_is_in_the_text(dialect, text):
    params = {"secret": SECRET} if "$" in text else {}
    statement, parameters = bound(text, **params).to_sql(dialect, TABLES)
    assert "xyzzy" not in statement
    assert any("xyzzy" in str(one) for one in parameters)


@given(worlds.trees)
def test_every_segment_can_be_written_for_every_database(tree):
    segment = worlds.bound(tree)
    tables = Tables.of(segment.schema)
    texts = [segment.to_sql(dialect, tables, candidates=True) for dialect in DIALECTS]
    for statement, parameters in texts:
        marks = statement.count("%s") if "%s" in statement else statement.count("?")
        assert marks == len(parameters)
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in creation(tables, "sqlite"):
            connection.execute(statement)
        assert connection.execute(*texts[0]).fetchall() == []


@pytest.mark.parametrize(
    ("style", "mark", "kind"),
    [
        ("qmark", "= ?", tuple),
        ("format", "= %s", tuple),
        ("named", "= :country_1", dict),
        ("pyformat", "= %(country_1)s", dict),
        ("numeric_dollar", "= $1", tuple),
    ],
)
def test_parameters_are_written_as_the_driver_reads_them(style, mark, kind):
    statement, parameters = bound('country = "CH"').to_sql("sqlite", TABLES, paramstyle=style)
    assert mark in statement
    assert isinstance(parameters, kind)
    assert list(parameters.values() if kind is dict else parameters) == ["CH"]


def test_names_that_need_it_are_quoted():
    fields = {"country": TextColumn("the land")}
    odd = Tables(customers='people"; --', id="select", fields=fields, namespace="my crm")
    for dialect in DIALECTS:
        statement, _ = bound('country = "CH"').to_sql(dialect, odd)
        assert '"people""; --"' in statement
        assert '"select"' in statement
        assert '"my crm"' in statement
        assert '"the land"' in statement


def test_an_unknown_database_is_named():
    with pytest.raises(UnknownNameError, match="no dialect of SQL 'sqllite'"):
        bound("everyone").to_sql("sqllite")


def test_too_many_values_are_refused():
    segment = bound("country in $many", many=[f"C{number}" for number in range(30_001)])
    with pytest.raises(CallError, match="30,001 values, and a statement takes 30,000"):
        segment.to_sql("sqlite", TABLES)


def test_thousands_of_parts_are_not_nested_too_deep():
    amounts = ", ".join(f"{number} CHF" for number in range(1_600))
    segment = bound(f"sum(orders.total) in ({amounts})")
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in creation(TABLES, "sqlite"):
            connection.execute(statement)
        connection.execute("INSERT INTO segment_customers (id) VALUES ('a')")
        assert connection.execute(*segment.to_sql("sqlite", TABLES)).fetchall() == [("a",)]


def test_the_candidates_hold_the_members():
    segment = Segment.parse('country = "CH" and consented to newsletter').at(NOW)
    with pytest.raises(CallError, match="sqlite does not decide consented to newsletter"):
        segment.to_sql("sqlite", TABLES)
    assert segment.to_sql("sqlite", TABLES, candidates=True) == bound('country = "CH"').to_sql("sqlite", TABLES)
    assert bound("everyone").to_sql("sqlite") == bound("everyone").to_sql("sqlite", TABLES)


def test_every_difference_is_written_for_every_database():
    for forms in DIFFERENCES.values():
        assert forms.keys() == set(DIALECTS)


SCHEMA = Schema(
    name="s",
    fields=[
        Field(name="size", type="decimal"),
        Field(name="spent", type="money"),
        Field(name="glad", type="boolean"),
        Field(name="seen", type="instant"),
        Field(name="born", type="date"),
        Field(name="tags", type="choice", many=True, pick="union"),
    ],
)
TYPED = Tables(
    fields={
        "size": NumberColumn("size", form="float", required=True),
        "spent": MoneyColumn("spent", currency="currency", digits=2, form="decimal", known="spent_known"),
        "glad": BooleanColumn("glad"),
        "seen": InstantColumn("seen", form="timestamp"),
        "born": DateColumn("born", form="date", month_day="month_day"),
        "tags": ValuesTable("tags", TextColumn("tag")),
    },
    related={"orders": RelatedTable("orders", {"at": InstantColumn("at"), "total": MoneyColumn("t", currency="c")})},
)


def test_tables_are_made_with_the_types_of_their_columns():
    types = {column.name: str(column.type) for column in metadata(TYPED).tables["customers"].columns}
    assert types == {
        "id": "TEXT",
        "size": "DOUBLE",
        "spent": "NUMERIC(30, 2)",
        "currency": "TEXT",
        "spent_known": "BOOLEAN",
        "glad": "BOOLEAN",
        "seen": "DATETIME",
        "born": "DATE",
        "month_day": "BIGINT",
    }
    assert not metadata(TYPED).tables["customers"].c["size"].nullable
    statements = creation(TYPED, "postgresql")
    assert sum(one.startswith("CREATE TABLE") for one in statements) == 3
    assert any("CREATE INDEX orders_by_customer ON orders (customer, at)" in one for one in statements)
    assert 'tag TEXT COLLATE "C"' in " ".join(statements)


def test_amounts_may_share_the_column_of_their_currency():
    shared = Tables(
        fields={"spent": MoneyColumn("spent", currency="currency"), "size": MoneyColumn("fee", currency="currency")}
    )
    assert metadata(shared).tables["customers"].columns.keys() == ["id", "spent", "currency", "fee"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, 1),
        (datetime(2026, 3, 1, 12, tzinfo=UTC), "2026-03-01 12:00:00.000000"),
        (date(2026, 3, 1), "2026-03-01"),
        (Decimal("1.5"), 1.5),
        ("x", "x"),
        (None, None),
    ],
)
def test_sqlite_gets_what_it_can_hold(value, written):
    assert plain(value, "sqlite") == written
    assert plain(value, "duckdb") is value
    assert plain_row((value,), "sqlite") == plain_row({"a": value}, "sqlite") == (written,)


def test_dates_times_and_truths_are_compared_in_sqlite():
    people = [
        {"id": "a", "size": 0.1, "glad": True, "seen": NOW, "born": "2000-02-29", "tags": ["x"]},
        {"id": "b", "size": 2.5, "glad": False, "seen": NOW.replace(year=2020), "born": "2010-01-01"},
    ]
    tables = Tables(fields={name: kept for name, kept in TYPED.fields.items() if name != "spent"})
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in creation(tables, "sqlite"):
            connection.execute(statement)
        for one in write_customers(people, tables, SCHEMA):
            rows = [plain_row(row, "sqlite") for row in one.rows]
            connection.executemany(insertion(tables, "sqlite")[one.table], rows)
        for text, expected in [
            ("glad is true", ["a"]),
            ("glad is not true", ["b"]),
            ("seen in last 1 year", ["a"]),
            ("born before 2005-01-01 and size = 0.1", ["a"]),
            ("size > 0.1", ["b"]),
            ("not (size > 0.1)", ["a"]),
            ("born has anniversary in previous day", ["a"]),
            ("tags = 'x'", ["a"]),
            ("tags is empty", ["b"]),
        ]:
            asked = Segment.parse(text, schema=SCHEMA).at(NOW).to_sql("sqlite", tables)
            assert [row[0] for row in connection.execute(*asked)] == expected
