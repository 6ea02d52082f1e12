"""Segments beside queries written by hand, which care for missing values and give the same ids.

python -m benchmarks.segment [--customers 1000000] [--orders 10000000] [--pairs 21] [--only polars,sqlite,duckdb]

Statements of SQL are written once, as those by hand are; what Polars is asked is made anew each time. Every pair runs
both, one right after the other, in turns; the ratio is the median of the pairs. Seconds are those of the processor for
one run of ours.
"""

import argparse
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median

import duckdb
import numpy as np
import polars as pl

from crmkit.schema.fields import Field, Relation, Schema
from crmkit.segment.segment import BoundSegment, Segment
from crmkit.segment.targets.forms import instant_form
from crmkit.segment.targets.tables import (
    DateColumn,
    InstantColumn,
    MoneyColumn,
    RelatedTable,
    Tables,
    TextColumn,
    ValuesTable,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SCHEMA = Schema(
    name="bench",
    fields=[
        Field(name="country", type="country"),
        Field(name="birth_date", type="date"),
        Field(name="email", type="email"),
        Field(name="spent", type="money"),
        Field(name="tags", type="choice", many=True, pick="union"),
    ],
    relations=[
        Relation(
            name="orders",
            singular="order",
            fields=[Field(name="at", type="instant"), Field(name="total", type="money")],
        )
    ],
)
TABLES = Tables(
    fields={
        "country": TextColumn("country"),
        "birth_date": DateColumn("birth_date"),
        "email": TextColumn("email"),
        "spent": MoneyColumn("spent", always="CHF"),
        "tags": ValuesTable("tags", TextColumn("tag")),
    },
    related={
        "orders": RelatedTable(
            "orders",
            {"at": InstantColumn("at", required=True), "total": MoneyColumn("total", currency="currency")},
        )
    },
)
SEGMENTS = {
    "four tests": 'country = "CH" and age >= 30 and (tags = "vip" or spent > 1000 CHF) and email ends with ".ch"',
    "negatives": 'country != "CH" and not (age < 18) and email not contains "shop"',
    "did not order": 'country = "CH" and did not order in last 365 days',
    "windowed sum": "sum(orders.total in last 90 days) >= 500 CHF",
}
THIRTY = 19960302
EIGHTEEN = 20080302
TODAY = 20260301
QUARTER = instant_form(NOW - timedelta(days=90), "microseconds")
YEAR = instant_form(NOW - timedelta(days=365), "microseconds")
END = instant_form(NOW, "microseconds")

SQL = {
    "four tests": f"""SELECT id FROM customers c WHERE country = 'CH' AND birth_date < {THIRTY}
        AND (id IN (SELECT customer FROM tags WHERE tag = 'vip') OR spent > 100000) AND ENDS(email, '.ch')""",
    "negatives": f"""SELECT id FROM customers WHERE (country <> 'CH' OR country IS NULL)
        AND (birth_date IS NULL OR birth_date < {EIGHTEEN} OR birth_date > {TODAY})
        AND (email IS NULL OR NOT HAS(email, 'shop'))""",
    "did not order": f"""SELECT id FROM customers WHERE country = 'CH'
        AND id NOT IN (SELECT customer FROM orders WHERE "at" >= {YEAR} AND "at" <= {END} AND customer IS NOT NULL)""",
    "windowed sum": f"""SELECT id FROM customers WHERE id IN (SELECT customer FROM orders
        WHERE "at" >= {QUARTER} AND "at" <= {END} AND currency = 'CHF' GROUP BY customer HAVING sum(total) >= 50000)""",
}


def make(customers: int, orders: int) -> dict[str, pl.DataFrame]:
    """Draw customers, of whom 3 % miss each value, with a tag each on average and orders of two years."""
    random = np.random.default_rng(7)

    def holes(values):
        return pl.Series(values).scatter(np.flatnonzero(random.random(len(values)) < 0.03), None)

    countries = random.choice(["CH", "FR", "DE", "AT", "LI"], customers, p=[0.4, 0.25, 0.2, 0.1, 0.05])
    days = random.integers(1940, 2015, customers) * 10_000 + random.integers(1, 13, customers) * 100
    domains = random.choice(["example.ch", "example.org", "shop.example.com", "example.fr"], customers)
    emails = pl.select(pl.format("p{}@{}", pl.int_range(customers), pl.Series(domains))).to_series()
    micro = END - random.integers(0, 730 * 86_400, orders) * 1_000_000
    return {
        "customers": pl.DataFrame(
            {
                "id": np.arange(customers),
                "country": holes(countries),
                "birth_date": holes(days + random.integers(1, 29, customers)),
                "email": emails.scatter(np.flatnonzero(random.random(customers) < 0.03), None),
                "spent": holes(random.integers(0, 300_000, customers)),
            }
        ),
        "tags": pl.DataFrame(
            {
                "customer": random.integers(0, customers, customers),
                "tag": random.choice(["vip", "news", "trial", "old"], customers),
            }
        ),
        "orders": pl.DataFrame(
            {
                "customer": random.integers(0, customers, orders),
                "at": micro,
                "total": holes(random.integers(100, 60_000, orders)),
                "currency": random.choice(["CHF", "CHF", "CHF", "EUR"], orders),
            }
        ),
    }


def polars_by_hand(frames: dict[str, pl.DataFrame], name: str) -> pl.DataFrame:
    """Ask Polars as somebody who knows it well would."""
    customers, tags, orders = (frames[one].lazy() for one in ("customers", "tags", "orders"))
    country, born, email = pl.col("country"), pl.col("birth_date"), pl.col("email")
    if name == "four tests":
        vips = tags.filter(pl.col("tag") == "vip").select("customer").collect().to_series().implode()
        kept = customers.filter(
            (country == "CH")
            & (born < THIRTY)
            & (pl.col("id").is_in(vips) | (pl.col("spent") > 100_000))
            & email.str.ends_with(".ch")
        )
    elif name == "negatives":
        kept = customers.filter(
            country.ne_missing("CH")
            & (born.is_null() | (born < EIGHTEEN) | (born > TODAY))
            & (email.is_null() | ~email.str.contains("shop", literal=True))
        )
    elif name == "did not order":
        bought = orders.filter(pl.col("at").is_between(YEAR, END)).select("customer").collect().to_series().implode()
        kept = customers.filter((country == "CH") & ~pl.col("id").is_in(bought))
    else:
        window = orders.filter(pl.col("at").is_between(QUARTER, END) & (pl.col("currency") == "CHF"))
        sums = window.group_by("customer").agg(pl.col("total").sum()).filter(pl.col("total") >= 50_000)
        kept = customers.filter(pl.col("id").is_in(sums.select("customer").collect().to_series().implode()))
    return kept.select("id").collect()


def compare(where: str, name: str, ours: Callable[[], object], theirs: Callable[[], object], pairs: int) -> None:
    """Run both in turns, and print the ratio."""
    mine, other = ids_of(ours()), ids_of(theirs())
    assert mine == other, f"{where}: {name}: {len(mine)} and {len(other)} ids"
    ratios, spent = [], []
    for number in range(pairs):
        seconds = {}
        for run in (ours, theirs) if number % 2 else (theirs, ours):
            processor, started = time.process_time(), time.perf_counter()
            run()
            seconds[run] = time.perf_counter() - started
            if run is ours:
                spent.append(time.process_time() - processor)
        ratios.append(seconds[ours] / seconds[theirs])
    print(
        f"{where:8} {name:14} {len(mine):>9,} ids   {median(ratios):5.2f} x   "
        f"({min(ratios):.2f} to {max(ratios):.2f})   {1000 * median(spent):8.1f} ms of processor",
        flush=True,
    )


def written(bound: BoundSegment, dialect: str) -> tuple[str, tuple]:
    """Write the statement once, as one by hand is, and say how long that takes."""
    bound.to_sql(dialect, TABLES)
    started = time.process_time()
    for _ in range(20):
        statement = bound.to_sql(dialect, TABLES)
    print(f"{dialect:8} a statement is written in {(time.process_time() - started) * 50:.1f} ms")
    return statement


def ids_of(found: object) -> set[int]:
    return set(found["id"]) if isinstance(found, pl.DataFrame) else {row[0] for row in found}


def run_polars(frames: dict[str, pl.DataFrame], bounds: dict[str, BoundSegment], pairs: int) -> None:
    related = {"tags": frames["tags"], "orders": frames["orders"]}
    for name, bound in bounds.items():

        def ours(bound=bound):
            kept = bound.filter(frames["customers"].lazy(), tables=TABLES, related=related)
            return kept.select("id").collect()

        compare("polars", name, ours, lambda name=name: polars_by_hand(frames, name), pairs)


def run_sqlite(frames: dict[str, pl.DataFrame], bounds: dict[str, BoundSegment], pairs: int) -> None:
    connection = sqlite3.connect(":memory:")
    for name, frame in frames.items():
        first = frame.columns[0] + " INTEGER" + (" PRIMARY KEY" if name == "customers" else "")
        connection.execute(f"CREATE TABLE {name} ({', '.join([first, *frame.columns[1:]])})")
        connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * frame.width)})", frame.iter_rows())
        if name != "customers":
            connection.execute(f"CREATE INDEX {name}_by_customer ON {name} (customer, {frame.columns[1]})")
    connection.execute("ANALYZE")
    for name, bound in bounds.items():
        by_hand = (
            SQL[name]
            .replace("ENDS(email, '.ch')", "substr(email, -3) = '.ch'")
            .replace("HAS(email, 'shop')", "instr(email, 'shop')")
        )

        statement = written(bound, "sqlite")

        def ours(statement=statement):
            return connection.execute(*statement).fetchall()

        compare("sqlite", name, ours, lambda text=by_hand: connection.execute(text).fetchall(), pairs)


def run_duckdb(frames: dict[str, pl.DataFrame], bounds: dict[str, BoundSegment], pairs: int) -> None:
    connection = duckdb.connect()
    for name, frame in frames.items():
        connection.register("given", frame.to_arrow())
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        connection.unregister("given")
    for name, bound in bounds.items():
        by_hand = SQL[name].replace("ENDS", "ends_with").replace("HAS", "contains")

        statement = written(bound, "duckdb")

        def ours(statement=statement):
            return connection.execute(*statement).fetchall()

        compare("duckdb", name, ours, lambda text=by_hand: connection.execute(text).fetchall(), pairs)


RUNS = {"polars": run_polars, "sqlite": run_sqlite, "duckdb": run_duckdb}


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--customers", type=int, default=1_000_000)
    reader.add_argument("--orders", type=int, default=10_000_000)
    reader.add_argument("--sqlite-orders", type=int, default=1_000_000, help="SQLite gets the first so many orders")
    reader.add_argument("--pairs", type=int, default=21)
    reader.add_argument("--only", default=",".join(RUNS))
    options = reader.parse_args()
    frames = make(options.customers, options.orders)
    bounds = {name: Segment.parse(text, schema=SCHEMA).at(NOW) for name, text in SEGMENTS.items()}
    for name in options.only.split(","):
        given = frames
        if name == "sqlite":
            given = {**frames, "orders": frames["orders"].head(options.sqlite_orders)}
        RUNS[name](given, bounds, options.pairs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
