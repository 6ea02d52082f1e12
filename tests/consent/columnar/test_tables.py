"""What was written to a database is read again, and decided alike."""

import sqlite3
from random import Random

import duckdb
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import NullPool, create_engine

from consent.ledgers import ANSWERS, GRANTS, HERE, NEWS, POLICY, QUESTIONS, STOP_BAG, THERE, ledgers, questions, write
from crmkit.consent.columnar.acts import ActColumns
from crmkit.consent.columnar.deciding import decide_columns
from crmkit.consent.columnar.forms import point_code
from crmkit.consent.columnar.tables import ConsentTables
from crmkit.exceptions import CallError, StoreCorruptError, UnknownNameError
from crmkit.records import digest

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


def number_of(ref):
    """Number a person as her source row is numbered."""
    return int(digest(ref, length=15), 16)


NAMED = {"text": (str, pl.String), "number": (number_of, pl.Int64)}
"""How persons are named, and the type of these names."""


def agree(tables, execute, acts, people, question, *, at_once=500_000):
    """Decide by what a database gives, and by the frame itself."""
    asked = pl.DataFrame({"person": people, "point": [point_code((HERE, THERE)[n % 2]) for n in range(len(people))]})
    asked = asked.with_columns(jurisdiction=pl.lit(question.jurisdiction))
    use = {"policy": POLICY, "purpose": question.purpose, "channel": "email"}
    read = tables.read_acts(execute, **use, at_once=at_once)
    how = {**use, "at": question.at, "known_at": question.known_at, "facts": question.facts}
    assert decide_columns(asked, read, **how).equals(decide_columns(asked, acts, **how))


@few
@pytest.mark.parametrize("dialect", OPEN)
@given(ledgers(), ledgers(), questions(), st.sampled_from(list(NAMED)))
def test_a_database_gives_the_answers_of_a_frame(dialect, mine, others, question, persons):
    name, kind = NAMED[persons]
    acts = ActColumns.of((*write(mine, "a"), *write(others, "b")), lambda act: name(act.ref), person_type=kind)
    tables, execute = kept(dialect, acts, persons=persons)
    agree(tables, execute, acts, [name("a"), name("b")], question)


@pytest.mark.parametrize("persons", NAMED)
def test_a_server_gives_the_answers_of_a_frame(persons, postgresql):
    name, kind = NAMED[persons]
    dice, events = Random(5), []
    people = [f"p{number}" for number in range(60)]
    for one in people:
        drafts = [dice.choice(GRANTS), *(dice.choice(STOP_BAG[act]) for act in dice.sample(list(STOP_BAG), 2))]
        answer = evolve(dice.choice(ANSWERS), act="confirm", about=0)
        events += write([*drafts, *[answer] * dice.choice([0, 0, 1])], one)
    events += [evolve(act, ref=None) for act in events[:2]]
    acts = ActColumns.of(events, lambda act: None if act.ref is None else name(act.ref), person_type=kind)
    tables = ConsentTables(dialect="postgresql", persons=persons)
    with create_engine(postgresql(), poolclass=NullPool).connect() as connection:
        cursor = connection.connection.cursor()
        for statement in tables.creation():
            cursor.execute(statement)
        for table, columns, rows in tables.rows(acts):
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
        cursor.execute(f"INSERT INTO {tables.points} VALUES (%s, 1, 'email', 5, 1)", (name("p2"),))
        cursor.execute(f"INSERT INTO {tables.points} VALUES (%s, 0, 'email', -7, 0)", (name("p2"),))

        def execute(statement):
            cursor.execute(statement)
            return cursor.fetchall()

        for question in QUESTIONS[NEWS][:24:4]:
            agree(tables, execute, acts, list(map(name, people)), question, at_once=dice.choice([20, 500_000]))
        assert tables.read_points(execute, channel="email").rows() == [(name("p2"), -7, False), (name("p2"), 5, True)]
        assert tables.read_points(execute, channel="postal").rows() == []


def test_numbers_that_lie_far_apart_are_read_in_few_parts():
    parts, tables = [], ConsentTables(dialect="postgresql")
    acts = ActColumns.of(write([GRANTS[0]], "a"), lambda act: number_of(act.ref), person_type=pl.Int64)
    answers = {"said": next(rows for _, columns, rows in tables.rows(acts) if "said" in columns), "min(": [(1, 2**62)]}

    def execute(statement):
        parts.append(statement)
        return next((rows for word, rows in answers.items() if word in statement), [(None,)])

    use = {"policy": POLICY, "purpose": GRANTS[0].purpose, "channel": "email"}
    assert len(tables.read_acts(execute, **use).frame) == 0
    assert 1000 < len(parts) < 2010
    answers["min("] = [(None, None)]
    assert len(tables.read_acts(execute, **use).frame) == 0


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
