"""What is asked, what is not, and what is wrong with the tables."""

from datetime import UTC, date, datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import CallError
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Field, Relation, Schema
from crmkit.segment import nodes
from crmkit.segment.segment import Segment
from crmkit.segment.targets import lowering, support
from crmkit.segment.targets.asking import ask, ask_all
from crmkit.segment.targets.lowering import lower
from crmkit.segment.targets.questions import FALSE, TRUE, Column, Compare, Either, Every, Total, Unless
from crmkit.segment.targets.reference import Run
from crmkit.segment.targets.support import NATIVE, Answer
from crmkit.segment.targets.tables import (
    DateColumn,
    InstantColumn,
    Missing,
    MoneyColumn,
    NumberColumn,
    RelatedTable,
    Tables,
    TextColumn,
    Unasked,
)
from crmkit.segment.windows import Clock
from segment import worlds

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SCHEMA = Schema(
    name="s",
    fields=[
        Field(name="birth_date", type="date"),
        Field(name="city", type="text"),
        Field(name="code", type="identifier"),
        Field(name="land", type="country"),
        Field(name="size", type="decimal"),
        Field(name="weight", type="decimal"),
        Field(name="spent", type="money"),
        Field(name="seen", type="instant"),
        Field(name="since", type="date"),
        Field(name="tags", type="choice", many=True, pick="union"),
    ],
    relations=[
        Relation(
            name="orders",
            singular="order",
            fields=[
                Field(name="at", type="instant"),
                Field(name="total", type="money"),
                Field(name="points", type="decimal"),
            ],
        )
    ],
)
TABLES = Tables.of(SCHEMA)
AT = {"at": InstantColumn("at")}


def asked(text, tables=TABLES, target="sqlite"):
    segment = Segment.parse(text, schema=SCHEMA)
    return ask(segment.tree, segment.at(NOW).run, tables, target)


def with_fields(**fields):
    return evolve(TABLES, fields={**TABLES.fields, **fields})


def with_rows(table):
    return evolve(TABLES, related={"orders": table})


@pytest.mark.parametrize(
    ("text", "tables", "reason"),
    [
        ("consented to newsletter", TABLES, "whoever is given as consented= answers"),
        ("seen has anniversary in this month", TABLES, "its day hangs on the zone"),
        ("last(orders.at) has anniversary in this month", TABLES, "its day is known only when the rows are"),
        ("age = size", TABLES, "age is compared by the date of birth"),
        ("count(orders) > size", TABLES, "each customer has a bound of its own"),
        ("size > sum(orders.points)", TABLES, "each customer has a bound of its own"),
        ("since = seen", TABLES, "in a form in which one of them is not stored"),
        ("city = code", TABLES, "in a form in which one of them is not stored"),
        ("city contains city", TABLES, "one text is looked for in another"),
        ("code = tags", TABLES, "one of them is not stored"),
        ("land = tags", TABLES, "several values are compared with several"),
        ("tags = land", TABLES, "several values are compared with a field of another table"),
        ("size = weight", with_fields(weight=NumberColumn("w")), "not stored in the same form"),
        ("avg(orders.total) > 1.1111111111 CHF", TABLES, "more than six decimals"),
        ("city = 'x'", with_fields(city=TextColumn("city", form="raw")), "name no column with its key"),
        ("city = 'x'", with_fields(city=Unasked("it is a secret")), "it is a secret"),
        ("did order", with_rows(Unasked()), "it is kept elsewhere"),
        ("since has anniversary in this month", with_fields(since=DateColumn("since")), "no column with the month"),
        ("last(orders.at) before now", with_rows(RelatedTable("o", AT)), "name their order in the tables"),
        (
            "sum(orders.points) > 1",
            with_rows(RelatedTable("o", {**AT, "points": NumberColumn("p", form="float")})),
            "a sum of doubles hangs on their order",
        ),
        ("did order[at has anniversary in this month]", TABLES, "its day hangs on the zone"),
    ],
)
def test_what_is_not_asked_has_a_reason(text, tables, reason):
    found = asked(text, tables)
    assert len(found.left) == 1
    assert reason in found.left[0]
    assert found.question == TRUE
    segment = Segment.parse(text, schema=SCHEMA)
    with pytest.raises(CallError, match="sqlite does not decide"):
        ask_all(segment.tree, segment.at(NOW).run, tables, "sqlite")


def test_the_mean_of_decimals_is_left_to_python_by_polars_only():
    tables = with_rows(RelatedTable("o", {**AT, "points": NumberColumn("p", form="decimal", digits=2)}))
    assert asked("avg(orders.points) > 1", tables, "polars").left
    assert not asked("avg(orders.points) > 1", tables, "duckdb").left


@pytest.mark.parametrize(
    ("text", "tables", "message"),
    [
        ("city = 'x'", Tables(), "do not say where 'city' of customers is kept"),
        ("age > 3", Tables(), "do not say where 'birth_date' of customers"),
        ("did order", Tables(), "do not say where the orders are"),
        ("did order[total > 1 CHF]", with_rows(RelatedTable("o", AT)), "'total' of orders is kept"),
        ("city = 'x'", with_fields(city=NumberColumn("city")), "'city' is compared as text.* in a NumberColumn"),
        ("size = 1", with_fields(size=NumberColumn("size", form="decimal")), "SQLite has no decimals; keep 'size'"),
    ],
)
def test_what_is_wrong_with_the_tables_is_said(text, tables, message):
    with pytest.raises(CallError, match=message):
        asked(text, tables)


def test_what_nobody_has_is_not_asked():
    nothing = Tables(fields={name: Missing() for name in TABLES.fields}, related={"orders": Missing()})
    for text in ["city = 'x'", "city is known", "age > 3", "did order", "size = weight", "sum(orders.points) > 0"]:
        assert asked(text, nothing).question == FALSE
    for text in [
        "city != 'x'",
        "did not order",
        "count(orders) = 0",
        "sum(orders.total) = 0 CHF",
        "last(orders.at) is empty",
    ]:
        assert asked(text, nothing).question == TRUE
    no_total = with_rows(RelatedTable("o", {**AT, "total": Missing()}))
    assert asked("sum(orders.total) = 0 CHF", no_total).question == TRUE
    assert asked("last(orders.total) > 0 CHF", no_total).question == FALSE


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("everyone", TRUE),
        ("did order at least 0 times", TRUE),
        ("size > 99999999999999", FALSE),
        ("size = 0.0000001", FALSE),
        ("tags in $none", FALSE),
        ("tags contains all of $none", FALSE),
        ("did order after $none", FALSE),
        ("avg(orders.total) > 99999999999999999 CHF", FALSE),
        ("avg(orders.total) = 99999999999999999 CHF", FALSE),
        ("age < 0", FALSE),
        ("since has anniversary in last 0 days", FALSE),
    ],
)
def test_what_is_known_before_is_not_asked(text, question):
    segment = Segment.parse(text, schema=SCHEMA)
    clock = Clock(NOW, "UTC")
    run = Run(clock, dict.fromkeys(segment.facts().parameters, ()))
    assert lower(segment.tree, run, TABLES, "sqlite") == question


def test_amounts_of_one_currency_are_compared_with_that_one_only():
    tables = with_fields(spent=MoneyColumn("spent", always="CHF"))
    assert asked("spent > 1 CHF", tables).question == Compare(Column("spent"), ">", 100)
    assert asked("spent > 1 EUR", tables).question == FALSE
    rows = with_rows(RelatedTable("o", {**AT, "total": MoneyColumn("t", always="CHF")}))
    assert asked("sum(orders.total) = 0 EUR", rows).question == TRUE
    assert asked("sum(orders.total) > 0 EUR", rows).question == FALSE


def test_required_columns_are_not_asked_whether_they_are_there():
    tables = with_fields(since=DateColumn("since", required=True), size=NumberColumn("size", form="float"))
    assert asked("since is known", tables).question == TRUE
    assert isinstance(asked("size is known", tables).question, Compare)
    raw = with_fields(code=TextColumn("code", form="raw"))
    assert isinstance(asked("code is known", raw).question, Every)
    assert asked("city is known", with_fields(city=TextColumn("c", known="k"))).question == Compare(
        Column("k"), "=", right=True
    )


@given(
    st.dates(date(1890, 1, 1), date(2030, 1, 1)) | worlds.days,
    st.integers(-3, 130) | st.decimals(-3, 130, places=1),
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
    st.sampled_from([NOW, datetime(2024, 2, 29, tzinfo=UTC), datetime(2025, 2, 28, tzinfo=UTC)]),
)
def test_an_age_is_compared_by_the_date_of_birth(born, age, operator, now):
    segment = Segment.parse(f"age {operator} $age", schema=SCHEMA)
    bound = segment.at(now, params={"age": age})
    tables = Tables(fields={"birth_date": DateColumn("born")})
    question = lower(segment.tree, bound.run, tables, "sqlite")
    assert holds(question, {"born": born.year * 10_000 + born.month * 100 + born.day}) is bound.matches(
        {"birth_date": born}
    )


def holds(question, row):
    """Answer a question about numbers that are there."""
    match question:
        case Compare(left=Column(name=name), relation=relation, right=right):
            return {"<": row[name] < right, ">=": row[name] >= right}[relation]
        case Every(parts=parts):
            return all(holds(part, row) for part in parts)
        case Either(parts=parts):
            return any(holds(part, row) for part in parts)
        case Unless(part=part):
            return not holds(part, row)
        case _:
            return question.truth


def test_an_engine_may_refuse(monkeypatch):
    monkeypatch.setattr(
        lowering, "answer_for", lambda what, _target: Answer("refused", "it cannot") if what == "=" else NATIVE
    )
    with pytest.raises(CallError, match="Test cannot be asked of sqlite: it cannot"):
        asked("city = 'x'")


def test_a_condition_that_is_called_native_by_mistake_is_still_left_to_python(monkeypatch):
    monkeypatch.setattr(lowering, "answer_for", lambda _what, _target: NATIVE)
    assert asked("consented to newsletter").left
    assert asked("last(orders.at) has anniversary in this month").left


def test_totals_are_asked_of_each_customer():
    (question,) = [asked("count(orders) > 2").question]
    assert question.having == Compare(Total("count"), ">", 2)
    assert not question.negated
    assert asked("count(orders) < 2").question.negated


def test_the_whole_customer_is_asked_of_every_engine():
    bound = Segment.parse(
        'locality = "Bern" and age > 3 and email ends with ".ch" and did order in last 3 days', schema=CUSTOMER
    ).at(NOW)
    for target in support.TARGETS:
        assert bound.residue(target) == ()


def test_a_node_with_an_attribute_that_engines_are_not_told_of_is_left_to_python(monkeypatch):
    monkeypatch.setattr(
        support, "unread", lambda kind, _target: [("times", support.residual("it is new"))] if kind is nodes.Did else []
    )
    assert asked("did order at least 2 times").left == ("did order at least 2 times: it is new",)
    assert not asked("did order").left
