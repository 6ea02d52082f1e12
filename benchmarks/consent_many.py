"""How long an audience takes: a segment and the decision, over many customers with five acts and two addresses each.

    python -m benchmarks.consent_many [--customers 100000] [--only polars,sqlite,postgresql] [--check 1000]

Reads everything from where it is kept, each time anew, and prints seconds by the wall and of the processor. Some
customers are decided one by one too, and must get the same answer. Exits with 1 when they do not, or when a million
customers take longer than is aimed for.
"""

import argparse
import sqlite3
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
from attrs import evolve

from crmkit.audience import ColumnAudience, select_columns
from crmkit.consent.ages import minority
from crmkit.consent.columnar.acts import ActColumns
from crmkit.consent.columnar.choosing import choose
from crmkit.consent.columnar.forms import EVERYWHERE, Form, micros
from crmkit.consent.columnar.tables import ConsentTables
from crmkit.consent.decide import decide
from crmkit.consent.packs import default_policy
from crmkit.consent.question import Question
from crmkit.schema.fields import Field, Schema
from crmkit.segment.segment import Segment
from crmkit.segment.targets.sql import text as _loaded_before_the_clock  # noqa: F401
from crmkit.segment.targets.tables import DateColumn, Tables, TextColumn

SECONDS = {"polars": 4, "sqlite": 12, "postgresql": 12}
"""What is aimed for with a million customers, and nothing else running."""

AT = datetime(2026, 3, 1, tzinfo=UTC)
START = datetime(2022, 1, 1, tzinfo=UTC)
USE = {"purpose": "newsletter", "channel": "email"}
TEXT = 'country in ("CH", "FR", "DE") and birth_date < 2012-01-01'
SCHEMA = Schema(name="bench", fields=[Field(name="country", type="country"), Field(name="birth_date", type="date")])
OURS = Tables(fields={"country": TextColumn("country"), "birth_date": DateColumn("birth_date")})
PURPOSES = (("newsletter", 50), ("marketing", 10), ("offers", 25), ("surveys", 15))
ACTS = (("grant", 60), ("withdraw", 20), ("object", 8), ("refuse", 7), ("suppress", 5))
WAYS = (("web_form", 70), ("paper", 15), ("import", 15))
WHO = (("subject", 90), ("staff", 10))


def main(argv: list[str] | None = None) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--only", default="polars,sqlite,postgresql")
    parser.add_argument("--check", type=int, default=1000)
    options = parser.parse_args(argv)
    customers, points, acts = draw(options.customers)
    print(f"{options.customers:,} customers, {len(acts.frame):,} acts, {len(points):,} contact points; {TEXT}")
    slow = wrong = 0
    with ExitStack() as stack:
        for name in options.only.split(","):
            ask = PLACES[name](stack, customers, points, acts)
            begun, busy = time.perf_counter(), time.process_time()
            audience = ask()
            wall, busy = time.perf_counter() - begun, time.process_time() - busy
            slow += options.customers >= 1_000_000 and wall > SECONDS[name]
            print(
                f"  {name}: {wall:.2f} s by the wall, {busy:.2f} s of the processor, {len(audience.members):,} members"
            )
            wrong += differences(audience, customers, points, acts, options.check)
    return int(slow + wrong > 0)


def draw(count):
    """Draw customers, their contact points, and what they did in four years."""
    random = np.random.default_rng(7)
    forms, weights = [], []
    for purpose, often in PURPOSES:
        for act, usual in ACTS:
            for method, by in WAYS:
                for authority, who in WHO:
                    notice = None if method == "paper" else "form-2024"
                    said = {"act": act, "purpose": purpose, "method": method, "authority": authority, "notice": notice}
                    forms.append(Form(channel="email", **said))
                    weights.append(often * usual * by * who)
    every, person = 5 * count, np.repeat(np.arange(count), 5)
    codes = random.integers(1, 2**62, (count, 2))
    which = random.choice(3, every, p=[0.6, 0.3, 0.1])
    days = np.sort(random.integers(0, 1500 * 86_400, (count, 5)), axis=1).ravel()
    since = micros(START) + days * 1_000_000
    frame = pl.DataFrame(
        {
            "number": np.arange(every),
            "person": person,
            "form": random.choice(len(forms), every, p=np.array(weights) / sum(weights)).astype(np.uint32),
            "point": np.where(which == 2, EVERYWHERE, codes[person, np.minimum(which, 1)]),
            "since": since,
            "until": since,
            "recorded": since,
            "about": pl.repeat(None, every, dtype=pl.Int64, eager=True),
            "ref": person,
        }
    )
    born = pl.Series(random.integers(-14_000, 16_000, count).astype(np.int32)).cast(pl.Date)
    customers = pl.DataFrame(
        {"id": np.arange(count), "country": random.choice(["CH", "FR", "DE", "LI"], count), "birth_date": born}
    )
    points = pl.DataFrame({"person": np.repeat(np.arange(count), 2), "point": codes.ravel()})
    return customers, points, ActColumns(forms=tuple(forms), frame=frame)


def in_polars(_stack, customers, points, acts):
    """Ask frames in memory."""
    bound = Segment.parse(TEXT, schema=SCHEMA).at(AT)
    return lambda: select_columns(customers, bound, points=points, acts=acts, policy=default_policy(), at=AT, **USE)


def in_sqlite(stack, customers, points, acts):
    """Ask a SQLite database in a file of its own."""
    connection = sqlite3.connect("")
    stack.callback(connection.close)
    tables = ConsentTables(dialect="sqlite")
    for statement in definition(tables):
        connection.execute(statement)
    for table, columns, rows in content(tables, customers, points, acts):
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
    connection.commit()
    return lambda: from_tables(tables, connection.execute)


def in_postgresql(stack, customers, points, acts):
    """Ask a PostgreSQL server of its own, by pg8000."""
    from io import StringIO

    from sqlalchemy import create_engine

    from tests.servers.postgresql import running_postgresql

    engine = create_engine(stack.enter_context(running_postgresql()))
    connection = stack.enter_context(engine.connect())
    tables, cursor = ConsentTables(dialect="postgresql"), connection.connection.cursor()
    for statement in definition(tables):
        cursor.execute(statement)
    for table, columns, rows in content(tables, customers, points, acts):
        text = pl.DataFrame(rows, schema=list(columns), orient="row").write_csv(include_header=False)
        names = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv)", stream=StringIO(text))

    def execute(statement):
        cursor.execute(statement)
        return cursor.fetchall()

    return lambda: from_tables(tables, execute)


PLACES = {"polars": in_polars, "sqlite": in_sqlite, "postgresql": in_postgresql}


def definition(tables):
    """Give the statements that make every table."""
    return (*tables.creation(), "CREATE TABLE customers (id INTEGER PRIMARY KEY, country TEXT, birth_date BIGINT)")


def content(tables, customers, points, acts):
    """Give what to write to every table."""
    yield from tables.rows(acts)
    number = pl.col("birth_date").dt.strftime("%Y%m%d").cast(pl.Int64)
    yield "customers", ("id", "country", "birth_date"), customers.with_columns(number).rows()
    places = points.with_columns(place=pl.int_range(pl.len()) % 2, kind=pl.lit("email"), deliverable=1)
    columns = ("person", "place", "kind", "point", "deliverable")
    yield tables.points, columns, places.select(columns).rows()


def from_tables(tables, execute):
    """Read whom the segment means, their contact points and their acts, and choose."""
    policy = default_policy()
    bound = Segment.parse(TEXT, schema=SCHEMA).at(AT)
    statement, values = bound.to_sql(tables.dialect, OURS)
    chosen = written(statement, values)
    kinds = {"id": pl.Int64, "country": pl.String, "birth_date": pl.Int64}
    found = tables.read(execute, f"(SELECT * FROM customers WHERE id IN ({chosen}) ORDER BY id)", kinds)
    born = pl.col("birth_date").cast(pl.String).str.to_date("%Y%m%d", strict=False)
    people = found.select(person="id", jurisdiction="country", born=born)
    choice = choose(
        people,
        tables.read_points(execute, channel=USE["channel"]),
        tables.read_acts(execute, policy=policy, **USE),
        policy=policy,
        at=AT,
        **USE,
    )
    shown = {"segment": TEXT, "at": AT, "policy_version": policy.version, "outside": 0}
    return ColumnAudience(members=choice.members, suppressed=choice.suppressed, **shown, **USE)


def written(statement, values):
    """Write the values of a statement into it; they are our own."""
    for value in values:
        mark = "?" if "?" in statement else "%s"
        statement = statement.replace(mark, repr(value), 1)
    return statement


def differences(audience, customers, points, acts, count):
    """Decide about some customers one by one, and count those who should not be where they are."""
    policy, chosen = default_policy(), set(customers["id"].sample(min(count, len(customers)), seed=1).to_list())
    reached = dict(audience.members.filter(pl.col("person").is_in(chosen)).select("person", "point").rows())
    left = {person: list(why) for person, why in audience.suppressed.filter(pl.col("person").is_in(chosen)).rows()}
    hers = acts.frame.filter(pl.col("person").is_in(chosen)).partition_by("person", as_dict=True)
    known = {row["id"]: row for row in customers.filter(pl.col("id").is_in(chosen)).iter_rows(named=True)}
    wrong = 0
    for person in sorted(chosen & (reached.keys() | left.keys())):
        codes = points.filter(pl.col("person") == person)["point"].to_list()
        told = [answer(hers[(person,)], acts.forms, known[person], code, policy) for code in codes]
        first = next((code for code, one in zip(codes, told, strict=True) if one.allowed), None)
        reasons = sorted({reason for one in told for reason in one.reasons})
        wrong += reached.get(person) != first or (first is None and left[person] != reasons)
    print(f"    {len(reached) + len(left):,} decided one by one, {wrong} of them otherwise")
    return wrong


def answer(rows, forms, customer, code, policy):
    """Decide about one contact point of one customer by itself."""
    events = [
        forms[row["form"]].event(
            name=str(row["number"]),
            since=row["since"],
            until=row["until"],
            recorded=row["recorded"],
            point="*" if row["point"] == EVERYWHERE else f"email:{row['point']}",
            ref=str(row["ref"]),
            about=None,
        )
        for row in rows.iter_rows(named=True)
    ]
    asked = Question(purpose="newsletter", channel="email", point=f"email:{code}", at=AT + timedelta(0))
    years = policy.age_of_consent(customer["country"])
    minor = minority(customer["birth_date"], years=years)
    return decide(events, evolve(asked, jurisdiction=customer["country"], facts=(minor,)), policy)


if __name__ == "__main__":
    sys.exit(main())
