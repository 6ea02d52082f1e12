"""Bases that are half there: of an older layout, with something missing or too much, or on a disk without room."""

import re
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import make_url

from crmkit.customer_base import connect
from crmkit.exceptions import StoreError, StoreFullError
from tests.base.dying import PEOPLE
from tests.base.world import NOW, customers, facts, load, row

TABLES = ("meta", "facts", "fact_keys", "documents", "terms")
ORDERS = {"shop/r1": [], "shop/r3": ["7"], "crm/3d6e972c38ba24e369aae2c7": [], "shop/r2": ["8"]}
"""Last source row of each customer of the old base to her orders."""


@pytest.fixture
def old(root, tmp_path):
    """A file with a base of layout 1, in which order 7 went over from one source row to another."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((root / "tests" / "backends" / "layout_1.sql").read_text())
    return path


def text_of(path):
    """Read everything in a file."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def orders_of(base):
    return {one.refs[-1]: [order["number"] for order in one.related.get("orders", ())] for one in base.customers()}


def rows_of(base):
    return {one.ref: one for one in base.rows()}


def check_brought_forward(path):
    with connect(path, clock=lambda: NOW) as base:
        assert orders_of(base) == ORDERS
        assert [fact.order for fact in base._keeper.backend.facts()][:21] == [*range(1, 12), *range(13, 23)]
        assert [one.refs[-1] for one in base.search("anna@example.org")] == ["shop/r1"]
        base.verify()
        assert orders_of(base) == ORDERS
        assert base.verify().ok


# -- the layout before


def test_a_base_of_the_layout_before_is_brought_forward(old):
    check_brought_forward(old)


def test_a_base_of_the_layout_before_says_the_same_after_its_rows_were_read_again(old):
    with connect(old, clock=lambda: NOW, zone="Europe/Zurich") as base:
        held = rows_of(base)
        base.verify()
        assert rows_of(base) == held


@pytest.mark.parametrize(
    "piece",
    [
        'CREATE TABLE crmkit_terms ("table" TEXT, term TEXT, "key" TEXT, PRIMARY KEY ("table", term, "key"))',
        "CREATE TABLE crmkit_terms (more TEXT)",
        "ALTER TABLE crmkit_documents ADD COLUMN terms TEXT",
        "UPDATE crmkit_meta SET value = 2 WHERE name = 'layout'",
        "DROP TABLE crmkit_fact_keys",
        "DROP TABLE crmkit_documents",
        "ALTER TABLE crmkit_facts ADD COLUMN more TEXT",
    ],
)
def test_a_base_that_somebody_migrated_by_half_is_brought_forward_or_left_alone(old, piece):
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute(piece)
    before = text_of(old)
    try:
        check_brought_forward(old)
    except StoreError as error:
        said = str(error)
    else:
        return
    assert re.fullmatch(r"old\.db [^.]+\.", said)
    assert text_of(old) == before


def test_a_process_that_dies_while_it_brings_a_base_forward_leaves_the_one_or_the_other(root, old, tmp_path):
    before = text_of(old)
    command = [sys.executable, "-m", "tests.base.migrating", str(old), str(tmp_path)]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.split()
    whole, *stopped = map(Path, done)
    after = text_of(whole)
    assert len(stopped) > 20
    for path in stopped:
        assert text_of(path) in (before, after)
        connect(path).close()
        assert text_of(path) == after
    check_brought_forward(stopped[-1])


# -- something is missing, or too much


@pytest.fixture
def sql(postgresql_server):
    """A function that runs a statement behind the back of a base."""

    def run(kind, url, statement):
        place = make_url(url).database
        if kind == "postgresql":
            return postgresql_server.run(statement, database=place)
        if kind == "duckdb":
            with duckdb.connect(place) as connection:
                return connection.execute(statement).fetchall()
        with closing(sqlite3.connect(place)) as connection, connection:
            return connection.execute(statement).fetchall()

    return run


DAMAGES = {
    **{f"no {name}": f"DROP TABLE crmkit_{name}" for name in TABLES},
    "no layout": "DELETE FROM crmkit_meta WHERE name = 'layout'",
    "no version": "DELETE FROM crmkit_meta WHERE name = 'version'",
    "nothing of meta": "DELETE FROM crmkit_meta",
    "layout 0": "UPDATE crmkit_meta SET value = 0 WHERE name = 'layout'",
    "no column": "ALTER TABLE crmkit_documents DROP COLUMN terms",
}


OFTEN = ("no meta", "no terms", "no version")


@pytest.mark.parametrize(
    ("kind", "damage"),
    [
        pytest.param(kind, damage, marks=[pytest.mark.nightly] * (kind != "sqlite" and damage not in OFTEN))
        for damage in DAMAGES
        for kind in ("sqlite", "postgresql", "duckdb")
        if (kind, damage) != ("duckdb", "no column")  # DuckDB does not let go of it either
    ],
)
def test_a_base_with_something_missing_is_refused_in_one_sentence(new_place, sql, kind, damage):
    url = new_place(kind)
    with connect(url, clock=lambda: NOW) as base:
        load(base, PEOPLE[:3])
    sql(kind, url, DAMAGES[damage])

    def contents():
        left = [name for name in TABLES if damage != f"no {name}"]
        return {name: sorted(map(repr, sql(kind, url, f"SELECT * FROM crmkit_{name}"))) for name in left}

    def work():
        with connect(url, clock=lambda: NOW) as base, base.transaction():
            load(base, PEOPLE[3:5], source="shop")
            customers(base)

    before = contents()
    for _ in range(2):
        with pytest.raises(StoreError, match=r"^\w[\w.]* [^.]+\.$"):
            work()
        assert contents() == before


@pytest.mark.parametrize("kind", ["sqlite", "postgresql", "duckdb"])
def test_columns_that_somebody_added_do_no_harm(new_place, sql, kind):
    url = new_place(kind)
    connect(url).close()
    for name in TABLES:
        sql(kind, url, f"ALTER TABLE crmkit_{name} ADD COLUMN more TEXT DEFAULT 'more'")
    for _ in range(2):
        with connect(url, clock=lambda: NOW) as base:
            load(base, PEOPLE)
            assert len(customers(base)) == len(PEOPLE)
            assert base.verify().ok


# -- no room


@contextmanager
def files_of_at_most(size):
    """Let no file of this process grow beyond a size, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_a_disk_without_room_keeps_nothing_of_a_load_and_all_that_was_before(new_place, kind):
    url = new_place(kind)
    place = Path(make_url(url).database)
    more = [row(f"m{number}", "Bruno" * 20, "Rossi", Mail=f"b{number}@example.com") for number in range(600)]
    with connect(url, clock=lambda: NOW) as base:
        load(base, PEOPLE)
        before, held = facts(base), customers(base)
        used = max(path.stat().st_size for path in place.parent.glob(f"{place.name}*"))
        with files_of_at_most(used + 60_000), pytest.raises(StoreError, match=rf"^{place.name} [^.]*\.$") as raised:
            load(base, more)
        assert type(raised.value) is StoreFullError or kind == "sqlite"
    with connect(url, clock=lambda: NOW) as base:
        assert facts(base) == before
        assert customers(base) == held
        assert load(base, more).created == 600
        assert base.verify().ok
