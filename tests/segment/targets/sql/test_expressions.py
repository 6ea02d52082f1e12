"""Conditions for a query of a caller's own."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, aliased, mapped_column

from crmkit.exceptions import CallError
from crmkit.segment.segment import Segment
from crmkit.segment.targets.questions import Undecided
from crmkit.segment.targets.sql.expressions import express
from crmkit.segment.targets.tables import InstantColumn, MoneyColumn, RelatedTable, Tables, TextColumn, ValuesTable

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TABLES = Tables(
    customers="people",
    id="nr",
    fields={"country": TextColumn("land"), "email": ValuesTable("emails", TextColumn("address"), customer="person")},
    related={
        "orders": RelatedTable(
            "sales",
            {
                "at": InstantColumn("happened", form="timestamp"),
                "total": MoneyColumn("cents", always="CHF"),
                "status": TextColumn("state"),
            },
            customer="person",
            order="nr",
        )
    },
)


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "people"
    nr: Mapped[int] = mapped_column(primary_key=True)
    land: Mapped[str | None]


class Email(Base):
    __tablename__ = "emails"
    nr: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int]
    address: Mapped[str]


class Sale(Base):
    __tablename__ = "sales"
    nr: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int | None]
    happened: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))
    cents: Mapped[int | None]
    state: Mapped[str | None]


@pytest.fixture(params=["sqlite", "postgresql"])
def session(request, postgresql):
    engine = sa.create_engine("sqlite://" if request.param == "sqlite" else postgresql())
    Base.metadata.create_all(engine)
    day = datetime(2026, 2, 1, tzinfo=UTC)
    with engine.connect() as connection:
        connection.execute(
            sa.insert(Person), [{"nr": 1, "land": "CH"}, {"nr": 2, "land": None}, {"nr": 3, "land": "FR"}]
        )
        connection.execute(sa.insert(Email), [{"nr": 1, "person": 1, "address": "anna@example.ch"}])
        sales = [
            (1, 1, day, 9_000, "paid"),
            (2, 1, day, 1_000, "open"),
            (3, 3, day.replace(year=2020), 100, "paid"),
            (4, None, day, 1, "paid"),
        ]
        connection.execute(
            sa.insert(Sale),
            [dict(zip(("nr", "person", "happened", "cents", "state"), sale, strict=True)) for sale in sales],
        )
        yield connection
    engine.dispose()


CASES = [
    ('country = "CH"', [1]),
    ('country != "CH"', [2, 3]),
    ('email ends with ".ch"', [1]),
    ('email contains "example" and email starts with "anna"', [1]),
    ("email is empty", [2, 3]),
    ("did order", [1, 3]),
    ("did not order", [2]),
    ("not did order in last 90 days", [2, 3]),
    ("sum(orders.total) >= 100 CHF", [1]),
    ("sum(orders.total) < 100 CHF", [2, 3]),
    ("avg(orders.total) = 50 CHF", [1]),
    ("avg(orders.total) > 49.995 CHF", [1]),
    ("count(orders) = 0 or count(orders) > 1", [1, 2]),
    ('last(orders.status) = "open"', [1]),
    ('last(orders.status) != "open"', [2, 3]),
    ('first(orders.status) = "paid"', [1, 3]),
    ("everyone", [1, 2, 3]),
    ("not everyone", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_table_is_asked(session, text, expected):
    condition = Segment.parse(text).at(NOW).to_sqlalchemy(TABLES, Base.metadata.tables)
    query = sa.select(Person.nr).where(condition).order_by(Person.nr)
    assert session.execute(query).scalars().all() == expected


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_an_alias_is_asked_beside_the_same_tables(session, text, expected):
    person, sale = aliased(Person), Sale
    using = {"people": sa.inspect(person).selectable, "sales": Sale.__table__}
    condition = Segment.parse(text).at(NOW).to_sqlalchemy(TABLES, using)
    joined = sa.select(person.nr).outerjoin(sale, sale.person == person.nr).where(condition).distinct()
    assert sorted(session.execute(joined).scalars()) == expected


def test_what_the_database_does_not_decide_is_refused_or_left():
    bound = Segment.parse('country = "CH" and consented to newsletter').at(NOW)
    with pytest.raises(CallError, match="postgresql does not decide consented"):
        bound.to_sqlalchemy(TABLES)
    assert "land" in str(bound.to_sqlalchemy(TABLES, candidates=True))
    with pytest.raises(AssertionError):
        express(Undecided(node=Segment.parse("everyone").tree, reason="why"), TABLES)


def test_a_database_that_is_not_known_is_named():
    condition = Segment.parse('country starts with "C"').at(NOW).to_sqlalchemy(TABLES)
    from sqlalchemy.dialects import mysql

    with pytest.raises(CallError, match="not asked of 'mysql'"):
        condition.compile(dialect=mysql.dialect())


def test_required_columns_are_simply_turned_over():
    tables = Tables(fields={"country": TextColumn("land", required=True)})
    assert "IS NOT" not in str(Segment.parse('country != "CH"').at(NOW).to_sqlalchemy(tables))
    assert "IS NOT" in str(Segment.parse('country != "CH"').at(NOW).to_sqlalchemy(TABLES))
    listed = Segment.parse('country not in ("CH", "LI")').at(NOW)
    assert "IS NOT" not in str(listed.to_sqlalchemy(tables))
