"""PostgreSQL: other processes, lost connections, faults of the server, and the sentences people read."""

import socket
import struct
import subprocess
import sys
import threading
import time
import traceback
from contextlib import closing, contextmanager
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pg8000.exceptions import DatabaseError, InterfaceError
from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine, event, make_url, select, text

from crmkit.backends import Fact
from crmkit.backends.postgresql.address import DRIVERS
from crmkit.backends.postgresql.copying import copy_text, insert_rows
from crmkit.backends.postgresql.one_trip import OneTripConnection
from crmkit.backends.postgresql.opening import open_bind, open_url
from crmkit.backends.sql.tables import tables
from crmkit.exceptions import (
    CallError,
    ConflictError,
    StoreCorruptError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreLostError,
    StoreReadOnlyError,
)

SECRET = "ada@example.org"
LOST = "lost its connection; what was not committed was not kept"

every_driver = pytest.mark.parametrize("url", [name for name in DRIVERS if find_spec(name)], indirect=True)


@pytest.fixture
def url(request, postgresql):
    """The address of an empty database, for the driver that a test is run with."""
    place = make_url(postgresql())
    driver = getattr(request, "param", "pg8000")
    if driver != "pg8000":
        folder = place.query["unix_sock"].rpartition("/")[0]
        place = place.set(drivername=f"postgresql+{driver}", query={"host": folder})
    return place.render_as_string(hide_password=False)


@pytest.fixture
def admin(postgresql_server, url):
    """Run a statement in the database as somebody else, at once."""
    return lambda statement: postgresql_server.run(statement, database=make_url(url).database)


@pytest.fixture
def backend(url):
    with closing(open_url(url, wait=10)) as backend:
        yield backend


@pytest.fixture
def engine(url):
    engine = create_engine(url)
    yield engine
    engine.dispose()


def fact(name, body=None):
    return Fact(kind="record", id=name, at=0, body=body)


def facts(start, count, body=None):
    return [fact(str(number), body=body) for number in range(start, start + count)]


def ids(backend):
    return [one.id for one in backend.facts()]


def python(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def assert_shows_none_of(error, *secrets):
    lines = traceback.TracebackException.from_exception(error, lookup_lines=False)
    told = []
    while lines is not None:
        told.extend(lines.format_exception_only())
        lines = lines.__cause__ or (None if lines.__suppress_context__ else lines.__context__)
    assert [secret for secret in secrets if secret in "".join(told)] == []


def eventually(true):
    until = time.monotonic() + 30
    while not (answer := true()) and time.monotonic() < until:
        time.sleep(0.01)
    return answer


@contextmanager
def beside(work):
    """Run a function in another thread meanwhile, and raise what it raised."""
    raised = []

    def run():
        try:
            work()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield raised
    finally:
        thread.join(60)
        assert not thread.is_alive()


# -- rows


@every_driver
def test_every_text_and_number_comes_back_whether_few_or_many_are_inserted(engine):
    table = Table("odd $1", MetaData(), Column("table", Text), Column("A b", Text), Column("n", Integer))
    table.create(engine)
    plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
    value = st.one_of(plain, st.text(st.sampled_from("\\\n\r\tN. \x1f"), max_size=5), st.none())
    row = st.tuples(value, value, st.one_of(st.none(), st.integers(-(2**31), 2**31 - 1)))

    @given(st.one_of(st.lists(row, min_size=1, max_size=4), st.lists(row, min_size=9, max_size=12)))
    def check(rows):
        with engine.connect() as connection:
            insert_rows(connection, table, rows)
            assert sorted(map(repr, connection.execute(select(table)))) == sorted(map(repr, rows))

    check()


@every_driver
def test_keys_are_looked_up_whatever_is_in_them(backend):
    names = ["NULL", "null", "", " ", '"', "\\", "{", "}", ",", "a b", "'", "\x00", "%s", ":a", "\n", "ß"]
    backend.put_all("t", {name: name for name in names})
    assert {one.body for one in backend.scan("t", keys=[*names, "none"])} == set(names)
    assert [one.body for name in names for one in backend.scan("t", keys=[name])] == names


def test_many_rows_are_copied_in_pieces(engine):
    table = Table("numbers", MetaData(), Column("n", Integer))
    table.create(engine)
    with engine.connect() as connection:
        insert_rows(connection, table, [(number,) for number in range(5001)])
        assert connection.execute(text("SELECT count(*), sum(n) FROM numbers")).one() == (5001, 5000 * 5001 // 2)


def test_a_copy_is_text_with_escapes():
    assert copy_text([("a\\b\tc\nd\re", None, -(2**63))]) == "a\\\\b\\tc\\nd\\re\t\\N\t-9223372036854775808\n"


@every_driver
def test_bodies_and_names_survive_whatever_is_in_them(backend):
    awkward = ["\x00", "\ud800", "a\\N", "\\.", "tab\tline\n", "\U0001f600", "%s $1 ?"]
    many = [
        Fact(kind="record", id=f"{name}{n}", at=-(2**63), body=name, keys=(name,)) for n in range(5) for name in awkward
    ]
    backend.append(many)
    backend.append([Fact(kind="record", id="last", at=2**63 - 1, body="x" * 10_000_000)])
    kept = list(backend.facts())
    assert [(one.id, one.at, one.body, one.keys) for one in kept[:-1]] == [
        (one.id, one.at, one.body, one.keys) for one in many
    ]
    assert (kept[-1].at, len(kept[-1].body)) == (2**63 - 1, 10_000_000)
    assert [len(list(backend.facts(keys=[name]))) for name in awkward] == [5] * len(awkward)


# -- other processes and threads


WRITES = """
import sys
from crmkit.backends import Fact
from crmkit.backends.postgresql.opening import open_url
name = sys.argv[2]
backend = open_url(sys.argv[1])
for turn in range(15):
    with backend.transaction():
        for part in range(3):
            backend.append([Fact(kind="record", id=f"{name}/{turn}/{part}", at=0, body=None)])
            seen = backend.get("t", "counter")
            backend.put("t", "counter", (seen.body if seen else 0) + 1)
backend.close()
"""


def test_processes_that_open_and_write_at_once_wait_for_each_other(url):
    writers = [python(WRITES, url, name) for name in ("one", "two", "three")]
    assert [writer.communicate(timeout=120)[1] for writer in writers] == [""] * 3
    with closing(open_url(url)) as backend:
        kept = list(backend.facts())
        assert [one.order for one in kept] == list(range(1, 3 * 15 * 3 + 1))
        turns = [one.id.rpartition("/")[0] for one in kept]
        assert turns[0::3] == turns[1::3] == turns[2::3]
        assert backend.get("t", "counter").body == 3 * 15 * 3


DIES = """
import os, sys
from crmkit.backends import Fact
from crmkit.backends.postgresql.opening import open_url
backend = open_url(sys.argv[1])
backend.append([Fact(kind="record", id="before", at=0, body=None)])
with backend.transaction():
    backend.append(Fact(kind="record", id=str(number), at=0, body="x" * 200) for number in range(500))
    os._exit(9)
"""


def test_a_process_that_dies_within_a_transaction_leaves_nothing_half_written_and_no_lock(url):
    dying = python(DIES, url)
    dying.communicate(timeout=60)
    assert dying.returncode == 9
    with closing(open_url(url, wait=10)) as backend:
        assert ids(backend) == ["before"]
        assert [one.order for one in backend.append([fact("after")])] == [2]


@every_driver
def test_waiting_for_another_writer_is_bounded_and_readers_do_not_wait(url):
    with closing(open_url(url)) as first, closing(open_url(url, wait=0.1)) as second:
        with first.transaction():
            first.append([fact("a")])
            with pytest.raises(StoreLockedError, match=r"^test_\d+ is being written by somebody else; try again"):
                second.append([fact("b")])
            assert ids(second) == []
        assert [one.order for one in second.append([fact("b")])] == [2]
        assert ids(first) == ["a", "b"]


def test_the_limit_of_waiting_ends_with_the_wait(engine):
    with engine.connect() as connection:
        connection.execute(text("SET lock_timeout = '77s'"))
        connection.commit()
        backend = open_bind(connection, wait=1)
        backend.append([fact("a")])
        assert connection.execute(text("SHOW lock_timeout")).scalar_one() == "77s"


def test_many_threads_read_whole_transactions_while_one_writes(backend):
    done = threading.Event()

    def read():
        while not done.is_set():
            assert len(ids(backend)) % 5 == 0
            both = backend.scan("t")
            assert len({one.body for one in both}) <= 1

    with beside(read) as one, beside(read) as two, beside(read) as three:
        try:
            for turn in range(25):
                with backend.transaction():
                    backend.append(facts(5 * turn, 5))
                    backend.put_all("t", {"a": turn, "b": turn})
        finally:
            done.set()
    assert one + two + three == []


@every_driver
@pytest.mark.parametrize("level", ["read committed", "serializable"])
def test_single_facts_of_several_at_once_are_all_kept_without_gaps(url, admin, level):
    admin(f"ALTER DATABASE {make_url(url).database} SET default_transaction_isolation = '{level}'")

    def write(name):
        with closing(open_url(url)) as backend:
            for number in range(20):
                assert len(backend.append([fact(f"{name}/{number}")])) == 1
                assert backend.append([fact(f"{name}/{number}")]) == ()

    with (
        beside(lambda: write("one")) as one,
        beside(lambda: write("two")) as two,
        beside(lambda: write("three")) as three,
    ):
        pass
    assert one + two + three == []
    with closing(open_url(url)) as backend:
        kept = list(backend.facts())
    assert [found.order for found in kept] == list(range(1, 61))
    assert {found.id for found in kept} == {f"{name}/{n}" for name in ("one", "two", "three") for n in range(20)}


@pytest.fixture
def slow_to_lock(url, admin, engine):
    """Run a function until its one statement has its snapshot and not yet the lock, and go on meanwhile."""
    place = make_url(url).database
    admin(f"ALTER DATABASE {place} SET search_path = public, pg_catalog")
    admin(
        "CREATE FUNCTION pg_try_advisory_xact_lock(key bigint) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM pg_advisory_xact_lock_shared(1); RETURN pg_catalog.pg_try_advisory_xact_lock(key); END $$"
    )

    @contextmanager
    def slowly(work):
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(1)"))
            with beside(work) as raised:
                assert eventually(lambda: admin("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"))
                yield raised
                connection.rollback()

    return slowly


@every_driver
@pytest.mark.parametrize("level", ["read committed", "serializable"])
@pytest.mark.parametrize("name", ["c", "b"])
def test_what_is_committed_while_a_single_fact_waits_for_its_turn_comes_before_it(
    url, admin, slow_to_lock, level, name
):
    admin(f"ALTER DATABASE {make_url(url).database} SET default_transaction_isolation = '{level}'")
    with closing(open_url(url)) as backend, closing(open_url(url)) as other:
        backend.append([fact("a")])
        kept = []
        with slow_to_lock(lambda: kept.extend(backend.append([fact(name)]))) as raised, other.transaction():
            other.append([fact("b")])
        assert raised == []
        assert [one.order for one in kept] == ([3] if name == "c" else [])
        assert [one.order for one in other.facts()] == ([1, 2, 3] if name == "c" else [1, 2])


# -- lost connections


@pytest.fixture
def kill(admin):
    """End every connection to the database but one's own."""
    return lambda: admin(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


@pytest.fixture
def stopped_at(engine, admin):
    """Run a function until it stands before a locked table, end its connection there, and give what it raised."""

    def stop(table, work):
        waiting = "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE NOT granted AND locktype = 'relation'"
        with engine.connect() as connection:
            connection.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
            with beside(work) as raised:
                assert eventually(lambda: admin(waiting) != [])
                connection.rollback()
        return raised

    return stop


@every_driver
def test_connections_that_were_lost_between_two_calls_are_not_noticed(backend, kill):
    backend.append([fact("a")])
    assert backend.last() == 1
    kill()
    assert ids(backend) == ["a"]
    kill()
    assert [one.order for one in backend.append([fact("b")])] == [2]


@every_driver
def test_what_was_asked_when_a_connection_was_lost_is_asked_again(backend, stopped_at):
    backend.append([fact("a")])
    found = []
    assert stopped_at("crmkit_facts", lambda: found.extend(ids(backend))) == []
    assert found == ["a"]


@every_driver
@pytest.mark.parametrize("count", [1, 3000])
def test_a_connection_lost_while_it_writes_keeps_nothing(backend, stopped_at, count):
    backend.append([fact("a")])
    many = [Fact(kind="record", id=str(number), at=0, body="x" * 300, keys=("k",)) for number in range(count)]
    raised = stopped_at("crmkit_fact_keys", lambda: backend.append(many))
    assert [(type(error), LOST in str(error)) for error in raised] == [(StoreLostError, True)]
    assert [one.order for one in backend.append([fact("b")])] == [2]
    assert ids(backend) == ["a", "b"]


@pytest.mark.parametrize("known", [True, False])
def test_a_single_fact_whose_answer_is_lost_is_kept_once_and_not_called_new(backend, kill, monkeypatch, known):
    backend.append([fact("a"), *([fact("b")] if known else [])])
    ask, answers = OneTripConnection.execute_unnamed, []

    def lose(connection, *question, **more):
        answer = ask(connection, *question, **more)
        if not answers and "pg_try_advisory_xact_lock" in connection.numbered:
            answers.append(answer)
            kill()
            raise InterfaceError("network error")
        return answer

    monkeypatch.setattr(OneTripConnection, "execute_unnamed", lose)
    with pytest.raises(StoreLostError, match=LOST):
        backend.append([fact("b")])
    assert [bool(one.rows) for one in answers] == [not known]
    assert ids(backend) == ["a", "b"]
    assert backend.append([fact("b")]) == ()


@every_driver
def test_a_connection_lost_before_the_commit_keeps_nothing(backend, kill):
    def lose():
        with backend.transaction():
            backend.append(facts(0, 20))
            kill()

    with pytest.raises(StoreError, match=LOST):
        lose()
    assert backend.last() == 0
    assert [one.order for one in backend.append(facts(0, 20))] == list(range(1, 21))


@every_driver
def test_a_connection_lost_within_a_transaction_that_goes_on_keeps_nothing(backend, kill):
    def lose():
        with backend.transaction():
            backend.append([fact("a")])
            kill()
            with pytest.raises(StoreError, match=LOST):
                backend.append([fact("b")])
            with pytest.raises(StoreError):
                backend.append(facts(0, 20))

    with pytest.raises(StoreError, match="nothing was kept"):
        lose()
    assert backend.append([fact("c")])[0].order == 1


@pytest.fixture
def wire(url):
    """A TCP address that leads to the server, and a function that resets every connection through it."""
    pairs = []
    listening = socket.create_server(("127.0.0.1", 0))

    def pump(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass

    def serve():
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(make_url(url).query["unix_sock"])
            pairs.append((near, far))
            for ends in ((near, far), (far, near)):
                threading.Thread(target=pump, args=ends, daemon=True).start()

    def reset():
        for near, far in pairs:
            near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            far.shutdown(socket.SHUT_RDWR)
            near.close()
            far.close()
        pairs.clear()

    threading.Thread(target=serve, daemon=True).start()
    host, port = listening.getsockname()
    yield make_url(url).set(host=host, port=port, query={}).render_as_string(), reset
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    reset()


def test_a_network_that_resets_connections_loses_them(wire):
    address, reset = wire
    with closing(open_url(address)) as backend:
        backend.append([fact("a")])
        reset()
        assert ids(backend) == ["a"]

        def lose():
            with backend.transaction():
                backend.append([fact("b")])
                reset()
                backend.append([fact("c")])

        with pytest.raises(StoreError, match=LOST):
            lose()
        assert ids(backend) == ["a"]


def test_a_server_that_is_not_there_is_told_without_its_host_or_a_password(tmp_path):
    with pytest.raises(StoreError, match=r"^customers cannot be reached; check that the server runs") as caught:
        open_url("postgresql://ada:s3cr3t@127.0.0.1:1/customers?connect_timeout=1")
    assert_shows_none_of(caught.value, "ada", "s3cr3t", "127.0.0.1")


# -- what the server says


def raising(admin, table, state):
    """Let a trigger fail as the server would."""
    admin(
        f"CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION 'about {SECRET}' USING ERRCODE = '{state}', DETAIL = '{SECRET}'; END $$; "
    )
    admin(f"CREATE TRIGGER fail BEFORE INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION fail()")


@every_driver
@pytest.mark.parametrize(
    ("state", "kind", "sentence"),
    [
        ("53100", StoreFullError, "found no more room"),
        ("XX001", StoreCorruptError, "is damaged"),
        ("XX002", StoreCorruptError, "is damaged"),
        ("25006", StoreReadOnlyError, "may not be written"),
        ("40001", StoreLockedError, "repeat the whole transaction"),
        ("40P01", StoreLockedError, "repeat the whole transaction"),
        ("55P03", StoreLockedError, "somebody else"),
        ("57P01", StoreLostError, LOST),
        ("08006", StoreLostError, LOST),
        ("53300", StoreError, "takes no more connections"),
        ("22021", StoreError, "encoding UTF8"),
        ("P0001", StoreError, "SQLSTATE P0001"),
    ],
)
def test_every_state_of_the_server_is_one_sentence_without_a_value(backend, admin, state, kind, sentence):
    raising(admin, "crmkit_facts", state)
    for some in (facts(0, 1), facts(0, 20)):
        with pytest.raises(StoreError, match=sentence) as caught:
            backend.append(some)
        assert type(caught.value) is kind
        assert SECRET not in str(caught.value)
        assert backend.last() == 0
    admin("DROP FUNCTION fail CASCADE")
    assert len(backend.append(facts(0, 20))) == 20


@every_driver
def test_a_callers_connection_is_in_step_after_a_copy_that_failed_before_it_began(engine, admin):
    with engine.connect() as connection:
        backend = open_bind(connection)
        connection.commit()
        raising(admin, "crmkit_facts", "P0001")
        for few_or_many in (1, 20):
            with pytest.raises(StoreError, match="P0001"):
                backend.append(facts(0, few_or_many))
            assert connection.execute(text("SELECT 7")).scalar_one() == 7


@every_driver
def test_no_traceback_shows_a_value(backend, admin):
    raising(admin, "crmkit_facts", "P0001")
    with pytest.raises(StoreError) as caught:
        backend.append([fact(SECRET, body=SECRET)])
    assert_shows_none_of(caught.value, SECRET)


def test_a_database_or_user_that_does_not_exist_is_told(url):
    place = make_url(url)
    with pytest.raises(StoreError, match=r"^nowhere does not exist on this server"):
        open_url(place.set(database="nowhere"))
    with pytest.raises(StoreError, match=r"^test_\d+ refused the login"):
        open_url(place.set(username="nobody_knows_me"))


def test_a_schema_that_does_not_exist_is_told_and_one_that_is_not_chosen(url, admin):
    with pytest.raises(StoreError, match="has no such schema; create the schema first"):
        open_url(url, schema="nowhere")
    admin("DROP SCHEMA public")
    with pytest.raises(StoreError, match="has no schema in the search path that this user may use"):
        open_url(url)


def test_a_user_who_may_not_create_or_write_tables_is_told(url, admin):
    admin("CREATE ROLE guest LOGIN")
    guest = make_url(url).set(username="guest")
    try:
        with pytest.raises(StoreError, match="does not let this user do that; grant"):
            open_url(guest)
        open_url(url).close()
        admin("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest")
        with closing(open_url(guest)) as backend:
            assert ids(backend) == []
            with pytest.raises(StoreError, match="does not let this user do that; grant"):
                backend.append([fact("a")])
    finally:
        admin("DROP OWNED BY guest")
        admin("DROP ROLE guest")


def test_a_database_that_may_only_be_read_is_read(url, admin):
    with closing(open_url(url)) as backend:
        backend.append([fact("a")])
    admin(f"ALTER DATABASE {make_url(url).database} SET default_transaction_read_only = on")
    with closing(open_url(url)) as backend:
        assert ids(backend) == ["a"]
        with pytest.raises(StoreReadOnlyError, match="may not be written here; connect to the primary"):
            backend.append([fact("b")])


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_in_another_encoding_is_refused(postgresql_server, encoding):
    postgresql_server.run(f"CREATE DATABASE other TEMPLATE template0 ENCODING '{encoding}'")
    try:
        with pytest.raises(StoreError, match=r"^other does not write texts as UTF8"):
            open_url(postgresql_server.url.set(database="other"))
    finally:
        postgresql_server.run("DROP DATABASE other WITH (FORCE)")


def test_a_statement_that_was_stopped_is_told(url, admin):
    with closing(open_url(url)) as backend:
        backend.append([fact("a")])
    admin(f"ALTER DATABASE {make_url(url).database} SET statement_timeout = '50ms'")
    with (
        closing(open_url(url)) as backend,
        closing(open_url(url)) as other,
        other.transaction(),
        pytest.raises(StoreError, match="stopped the statement, by its time limit"),
    ):
        backend.append([fact("b")])


# -- schemas and prefixes


def test_bases_in_one_database_do_not_see_or_hinder_each_other(url, admin):
    admin("CREATE SCHEMA crm")
    with (
        closing(open_url(url)) as first,
        closing(open_url(url, prefix="other_", wait=0.5)) as second,
        closing(open_url(url, schema="crm", wait=0.5)) as third,
    ):
        with first.transaction():
            first.append([fact("first")])
            first.put("t", "k", 1)
            second.append([fact("second")])
            third.append([fact("third")])
        assert [ids(one) for one in (first, second, third)] == [["first"], ["second"], ["third"]]
        assert second.get("t", "k") is third.get("t", "k") is None
    assert admin("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'crm'") == [[5]]


def test_a_base_is_the_same_whether_its_schema_is_named_or_found(url):
    with closing(open_url(url)) as found, closing(open_url(url, schema="public", wait=0.1)) as named:
        found.append([fact("a")])
        assert ids(named) == ["a"]
        with found.transaction(), pytest.raises(StoreLockedError):
            named.append([fact("b")])


def test_a_process_that_ends_while_it_creates_tables_leaves_none(url, kill, admin):
    half = tables(prefix="half_", schema=None).terms

    def lose(*_arguments, **_options):
        kill()

    event.listen(half, "before_create", lose)
    try:
        with pytest.raises(StoreError, match=LOST):
            open_url(url, prefix="half_")
    finally:
        event.remove(half, "before_create", lose)
    assert admin("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [[0]]
    with closing(open_url(url, prefix="half_")) as backend:
        assert len(backend.append(facts(0, 20))) == 20


# -- a caller's engine or connection


@every_driver
def test_a_callers_rollback_takes_back_everything(engine, admin):
    with engine.connect() as connection:
        open_bind(connection)
        connection.commit()
        connection.execute(text("CREATE TABLE own (a int)"))
        backend = open_bind(connection)
        backend.append(facts(0, 20))
        backend.put("t", "k", 1)
        with pytest.raises(ConflictError):
            backend.put("t", "k", 2, expected_version=0)
        backend.close()
        connection.rollback()
    assert admin("SELECT to_regclass('own'), count(*) FROM crmkit_facts") == [[None, 0]]
    assert admin("SELECT count(*) FROM crmkit_documents") == [[0]]


@every_driver
def test_a_failed_transaction_leaves_what_the_caller_did(engine, admin):
    with engine.connect() as connection:
        backend = open_bind(connection)
        connection.execute(text("CREATE TABLE own (a int)"))

        def fail():
            with backend.transaction():
                backend.append(facts(0, 20))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        backend.append([fact("a")])
        connection.commit()
    assert admin("SELECT to_regclass('own')::text, count(*) FROM crmkit_facts") == [["own", 1]]


@every_driver
def test_waiting_in_vain_leaves_what_the_caller_did(url, engine, admin):
    with closing(open_url(url)) as other, engine.connect() as connection:
        backend = open_bind(connection, wait=0.1)
        connection.commit()
        with other.transaction():
            with pytest.raises(StoreLockedError):
                backend.append([fact("a")])
            assert not connection.in_transaction()
            connection.execute(text("CREATE TABLE own (a int)"))
            with pytest.raises(StoreLockedError):
                backend.append([fact("a")])
            connection.commit()
    assert admin("SELECT to_regclass('own')::text, count(*) FROM crmkit_facts") == [["own", 0]]


@every_driver
def test_a_caller_whose_connection_is_lost_can_go_on_after_a_rollback(engine, kill):
    with engine.connect() as connection:
        backend = open_bind(connection)
        connection.commit()
        backend.append([fact("a")])
        kill()
        with pytest.raises(StoreError, match=LOST):
            backend.append(facts(0, 20))
        connection.rollback()
        assert backend.append([fact("b")])[0].order == 1


@every_driver
@pytest.mark.parametrize("level", ["AUTOCOMMIT", "REPEATABLE READ", "SERIALIZABLE"])
def test_an_engine_with_another_isolation_works_and_keeps_it(url, level):
    engine = create_engine(url, isolation_level=level)
    with closing(open_bind(engine)) as backend, closing(open_url(url)) as other:
        other.append([fact("a")])
        with beside(lambda: [other.append([fact(f"other {n}")]) for n in range(10)]) as raised:
            for number in range(10):
                with backend.transaction():
                    backend.append(facts(20 * number, 20))
        assert raised == []
        assert [one.order for one in backend.facts()] == list(range(1, 212))

        def fail():
            with backend.transaction():
                backend.append([fact("never")])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert backend.last() == 211
    with engine.connect() as connection:
        commits_by_itself = connection.connection.dbapi_connection.autocommit
        assert ("AUTOCOMMIT" if commits_by_itself else connection.get_isolation_level()) == level
    engine.dispose()


def test_a_connection_that_commits_by_itself_is_refused(url):
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        with pytest.raises(StoreError, match="commits every statement by itself on this connection"):
            open_bind(connection)
        assert connection.execute(text("SELECT to_regclass('crmkit_meta')")).scalar_one() is None
    engine.dispose()


def test_a_callers_transaction_that_failed_before_is_told(engine):
    with engine.connect() as connection:
        backend = open_bind(connection)
        with pytest.raises(Exception, match="nonsense"):
            connection.execute(text("SELECT * FROM nonsense"))
        with pytest.raises(StoreError, match="roll that back"):
            backend.append([fact("a")])


def test_a_callers_engine_stays_open(engine):
    open_bind(engine).close()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_an_engine_of_another_driver_is_refused():
    with pytest.raises(CallError, match="sqlite"):
        open_bind(create_engine("sqlite://"))


# -- itself


@every_driver
def test_it_is_named_after_its_database_and_leaves_no_connection_when_closed(url, admin):
    backend = open_url(url)
    assert backend.name == make_url(url).database
    backend.append([fact("a")])
    assert ids(backend) == ["a"]
    mine = (
        "SELECT DISTINCT application_name FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    assert admin(mine) == [["crmkit"]]
    backend.close()
    assert eventually(lambda: admin(mine) == [])


@pytest.fixture
def one_trip(postgresql):
    place = make_url(postgresql())
    options = {"unix_sock": place.query["unix_sock"], "database": place.database}
    with closing(OneTripConnection(place.username, **options)) as connection:
        yield connection


class TestOneTrip:
    @pytest.mark.parametrize("times", [1, 2])
    def test_marks_in_quotes_are_no_parameters(self, one_trip, times):
        cursor = one_trip.cursor()
        for number in range(times):
            cursor.execute("""SELECT '%s', %s::int AS "a%s", $$%%$$, 'it''s'""", (number,))
            assert cursor.fetchall() == (["%s", number, "%%", "it's"],)

    def test_a_statement_that_failed_is_not_executed_again(self, one_trip):
        cursor = one_trip.cursor()
        cursor.execute("CREATE TABLE told (number int UNIQUE)")
        cursor.execute("INSERT INTO told VALUES (%s)", (1,))
        one_trip.commit()
        with pytest.raises(DatabaseError, match="23505"):
            cursor.execute("INSERT INTO told VALUES (%s)", (1,))
        one_trip.rollback()
        cursor.execute("SELECT count(*) FROM told")
        assert cursor.fetchall() == ([1],)

    def test_after_a_parameter_that_cannot_be_sent_the_next_statement_is_answered(self, one_trip):
        cursor = one_trip.cursor()
        with pytest.raises(UnicodeEncodeError):
            cursor.execute("SELECT %s", ("\ud800",))
        cursor.execute("SELECT %s", ("a",))
        assert cursor.fetchall() == (["a"],)

    def test_a_closed_connection_says_so(self, one_trip):
        cursor = one_trip.cursor()
        one_trip.close()
        with pytest.raises(InterfaceError, match="closed"):
            cursor.execute("SELECT %s", (1,))

    def test_many_sets_of_parameters_follow_one_another(self, one_trip):
        cursor = one_trip.cursor()
        cursor.execute("CREATE TABLE told (number int)")
        cursor.executemany("INSERT INTO told VALUES (%s)", [(1,), (2,), (3,)])
        cursor.execute("SELECT sum(number) FROM told WHERE number > %s", (1,))
        assert cursor.fetchall() == ([5],)
