"""What was written to a database is read again, and decided alike."""

import sqlite3

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.ledgers import HERE, NEWS, POLICY, THERE, ledgers, questions, write
from crmkit.consent.columnar.acts import ActColumns
from crmkit.consent.columnar.deciding import decide_columns
from crmkit.consent.columnar.forms import point_code
from crmkit.consent.columnar.tables import ConsentTables
from crmkit.exceptions import CallError, StoreCorruptError, UnknownNameError

few = settings(max_examples=settings().max_examples // 6)
OPEN = {"sqlite": sqlite3.connect, "duckdb": duckdb.connect}


def kept(dialect, acts, **names):
    """Write acts to a database in memory, and give the tables and a function that runs statements."""
    connection = OPEN[dialect](":memory:")
    tables = ConsentTables(dialect=dialect, **names)
    for statement in tables.creation():
        connection.execute(statement)
    for table, columns, rows in tables.rows(acts):
        marks = ", ".join("?" * len(columns))
        if rows:
            connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
    return tables, lambda statement: connection.execute(statement).fetchall()


@few
@pytest.mark.parametrize("dialect", OPEN)
@given(ledgers(), ledgers(), questions(), st.sampled_from([1, 3, 500_000]))
def test_a_database_gives_the_answers_of_a_frame(dialect, mine, others, question, at_once):
    acts = ActColumns.of((*write(mine, "a"), *write(others, "b")), lambda act: act.ref, person_type=pl.String)
    asked = pl.DataFrame({"person": ["a", "b"], "point": [point_code(HERE), point_code(THERE)]})
    asked = asked.with_columns(jurisdiction=pl.lit(question.jurisdiction))
    use = {"policy": POLICY, "purpose": question.purpose, "channel": "email"}
    tables, execute = kept(dialect, acts, persons="text")
    read = tables.read_acts(execute, **use, at_once=at_once)
    how = {**use, "at": question.at, "known_at": question.known_at, "facts": question.facts}
    assert decide_columns(asked, read, **how).equals(decide_columns(asked, acts, **how))


@pytest.mark.parametrize("dialect", OPEN)
def test_contact_points_come_back_in_each_persons_own_order(dialect):
    tables, execute = kept(dialect, ActColumns.of([], lambda act: act.ref, person_type=pl.Int64))
    execute("INSERT INTO contact_points VALUES (2, 1, 'email', 5, 1), (2, 0, 'email', -7, 0), (1, 0, 'phone', 9, 1)")
    assert tables.read_points(execute, channel="email").rows() == [(2, -7, False), (2, 5, True)]
    assert tables.read_points(execute, channel="sms").rows() == [(1, 9, True)]
    assert tables.read_points(execute, channel="postal").rows() == []
    assert tables.read(execute, "(SELECT 4 AS person)", {"person": pl.Int64}).rows() == [(4,)]


def test_a_purpose_that_nobody_knows_reads_nothing():
    tables, execute = kept("sqlite", ActColumns.of([], lambda act: act.ref, person_type=pl.Int64))
    for use in ({"purpose": "holidays", "channel": "email"}, {"purpose": NEWS, "channel": "pigeon"}):
        assert len(tables.read_acts(execute, policy=POLICY, **use).frame) == 0


def test_wrong_names_and_broken_forms_are_told():
    with pytest.raises(UnknownNameError, match="dialect"):
        ConsentTables(dialect="oracle")
    with pytest.raises(CallError, match="cannot be called"):
        ConsentTables(dialect="sqlite", acts="acts; --")
    tables, execute = kept("sqlite", ActColumns.of([], lambda act: act.ref, person_type=pl.Int64))
    with pytest.raises(UnknownNameError, match="channel"):
        tables.read_points(execute, channel="pigeon")
    execute('INSERT INTO consent_forms VALUES (0, \'{"act": "grant"}\')')
    with pytest.raises(StoreCorruptError, match="does not read"):
        tables.read_acts(execute, policy=POLICY, purpose=NEWS, channel="email")
