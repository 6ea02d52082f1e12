"""DuckDB: one process, several threads, a caller's connection, faults, and the sentences people read."""

import os
import signal
import struct
import subprocess
import sys
import threading
import traceback
from contextlib import closing

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from crmkit.backends.duckdb.errors import meaning
from crmkit.backends.duckdb.opening import DuckdbBackend, open_bind, open_file, open_url
from crmkit.backends.duckdb.statements import write_statement
from crmkit.backends.escaping import escape
from crmkit.backends.memory import MemoryBackend
from crmkit.backends.protocol import ColumnarBackend, Fact, Wanted
from crmkit.backends.sql.tables import tables
from crmkit.exceptions import (
    CallError,
    ConflictError,
    MissingExtraError,
    StoreCorruptError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreNewerError,
    StoreReadOnlyError,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "customers.duckdb"


def fact(name, body=None, **more):
    return Fact(kind="record", id=name, at=0, body=body, **more)


def ids(path):
    with closing(open_file(path)) as backend:
        return [one.id for one in backend.facts()]


def filled(path, count=1):
    with closing(open_file(path)) as backend:
        backend.append(fact(str(number), body="x" * 200) for number in range(count))


def python(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def failing(backend, name="new"):
    with backend.transaction():
        backend.append([fact(name)])
        raise LookupError


# -- addresses


def test_every_way_to_write_an_address_names_the_same_file(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    filled(path)
    for url in ("duckdb:customers.duckdb", "duckdb:///customers.duckdb", f"duckdb:///{path}", f"DUCKDB:{path}"):
        with closing(open_url(url)) as backend:
            assert (backend.name, backend.last()) == ("customers.duckdb", 1)
            assert backend.capabilities.persistent


@pytest.mark.parametrize("url", ["duckdb:", "duckdb://", "duckdb:///", "duckdb::memory:", "duckdb:///:memory:"])
def test_an_address_without_a_file_is_a_base_of_its_own_in_memory(url):
    with closing(open_url(url)) as backend, closing(open_url(url)) as other:
        backend.append([fact("a")])
        assert (backend.name, backend.capabilities.persistent, other.last()) == ("duckdb in memory", False, 0)


@pytest.mark.parametrize("url", ["duckdb://host/base.duckdb", "duckdb:///base.duckdb?threads=1", "sqlite:a.db"])
def test_an_address_that_duckdb_does_not_have_is_refused(url):
    with pytest.raises(CallError, match=r"write duckdb:///customers\.duckdb"):
        open_url(url)


def test_a_path_is_a_file_even_if_it_looks_like_something_else(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_url("duckdb:///md:customers").close()
    assert [one.name for one in tmp_path.iterdir()] == ["md:customers"]


def test_tables_have_the_prefix_and_the_schema_that_are_asked_for(path):
    with duckdb.connect(path) as connection:
        connection.execute("CREATE SCHEMA crm")
        with closing(open_bind(connection, schema="crm", prefix="a_")) as one, closing(open_bind(connection)) as other:
            one.append([fact("a")])
            one.put("t", "k", 1, terms=["x"])
            assert (other.last(), one.last(), one.find("t", [Wanted(terms=("x",))], limit=1)) == (0, 1, ("k",))
        with closing(open_bind(connection, schema="CRM", prefix="A_")) as again:
            assert again.last() == 1
        names = {
            row[:2] for row in connection.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
        }
    assert names == {("crm", name) for name in ("a_meta", "a_facts", "a_fact_keys", "a_documents", "a_terms")} | {
        ("main", name) for name in tables().metadata.tables
    }


def test_a_schema_that_is_not_there_is_not_made_up(path):
    with pytest.raises(StoreError, match=r"^customers\.duckdb has no such schema; create the schema first\.$"):
        open_file(path, schema="crm")


def test_without_duckdb_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.delitem(sys.modules, "crmkit.backends.duckdb.opening")
    with pytest.raises(MissingExtraError, match=r"pip install 'crmkit\[duckdb\]'"):
        __import__("crmkit.backends.duckdb.opening")


def test_without_pyarrow_only_batches_are_refused(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with closing(open_url("duckdb:")) as backend:
        backend.put("t", "k", 1)
        with pytest.raises(MissingExtraError, match=r"crmkit\[duckdb\]"):
            backend.batches("t")


# -- text, numbers, order, size


@pytest.fixture(scope="module")
def shared():
    with closing(open_url("duckdb:")) as backend:
        yield backend


@given(st.lists(st.text(max_size=9) | st.text("\\\x00\ud800aé\U0001f600", max_size=4), unique=True, max_size=6))
def test_any_text_comes_back_and_sorts_by_code_point(shared, keys):
    shared.clear("t")
    shared.put_all("t", dict.fromkeys(keys), terms={key: [key] for key in keys})
    assert [one.key for one in shared.scan("t")] == sorted(keys, key=escape)
    for key in keys:
        assert shared.find("t", [Wanted(terms=(key,))], limit=9) == (key,)


def test_a_nul_and_the_bounds_of_64_bits_reach_the_database_unchanged():
    meta, documents = tables().meta, tables().documents
    with closing(open_url("duckdb:")) as backend, backend._database.writing() as session:
        session.insert(meta, [("a\x00b", 2**63 - 1), ("a", -(2**63))])
        session.insert(documents, [("t", "k\x00", 1, "\x00", None)])
        assert session.run(meta.select().where(meta.c.name.in_(["a\x00b", "a"])).order_by(meta.c.name)) == [
            ("a", -(2**63)),
            ("a\x00b", 2**63 - 1),
        ]
        assert session.run(documents.select()) == [("t", "k\x00", 1, "\x00", None)]


def test_a_number_beyond_64_bits_is_refused_without_showing_it(path):
    with closing(open_file(path)) as backend:
        with pytest.raises(StoreError, match="could not be used") as caught, backend._database.writing() as session:
            session.insert(tables().meta, [("large", 2**63 + 17)])
        assert backend.put("t", "k", 1) == 1
    assert str(2**63 + 17) not in "".join(traceback.format_exception(caught.value))


def test_a_body_of_ten_megabytes_comes_back(path):
    body = "Zoë \U0001f600" * 500_000
    with closing(open_file(path)) as backend:
        backend.put("t", "k", body)
        backend.append([fact("a", body=body)])
    with closing(open_file(path)) as backend:
        assert backend.get("t", "k").body == next(backend.facts()).body == body


def test_a_base_on_a_connection_that_ignores_case_still_tells_case_apart():
    with duckdb.connect() as connection:
        connection.execute("SET default_collation = 'nocase'")
        with closing(open_bind(connection)) as backend:
            backend.put_all("t", {"b": 1, "B": 2, "a": 3}, terms={"b": ["x"], "B": ["X"]})
            assert len(backend.append([fact("a"), fact("A")])) == 2
            assert [one.key for one in backend.scan("t")] == ["B", "a", "b"]
            assert backend.find("t", [Wanted(prefixes=("X",))], limit=9) == ("B",)


# -- columns


def test_batches_are_the_documents_of_a_table_key_by_key(monkeypatch):
    monkeypatch.setattr("crmkit.backends.duckdb.opening._BATCH_ROWS", 10)
    with closing(open_url("duckdb:")) as backend:
        columnar: ColumnarBackend = backend
        backend.put_all("t", {f"{number:03}": {"n": number} for number in range(30)})
        backend.put("other", "k", 1)
        read = [row for batch in columnar.batches("t") for row in batch.to_pylist()]
        assert list(columnar.batches("nothing")) == []
        with backend.transaction():
            backend.put("t", "031", None)
            assert sum(batch.num_rows for batch in columnar.batches("t")) == 31
        backend.close()
        with pytest.raises(StoreError, match="is closed"):
            list(columnar.batches("t"))
    assert [row["key"] for row in read] == [f"{number:03}" for number in range(30)]
    assert read[7] == {"key": "007", "version": 1, "body": '{"n":7}'}


def test_a_statement_is_written_once_for_any_number_of_values():
    key = tables().documents.c.key
    (text, some), (again, more) = (
        write_statement(select(key).where(key.in_(asked)).limit(len(asked))) for asked in (["a"] * 300, ["b"] * 400)
    )
    assert text == again
    assert (some, more) == ({"key_1": ["a"] * 300, "param_1": 300}, {"key_1": ["b"] * 400, "param_1": 400})


def test_each_of_a_few_values_has_a_name():
    key = tables().documents.c.key
    (one, value), (two, values) = (
        write_statement(select(key).where(key.in_(asked)).limit(len(asked))) for asked in (["a"], ["b", "c"])
    )
    assert one.replace("($key_1_0)", "($key_1_0, $key_1_1)") == two != one
    assert (value, values) == ({"key_1_0": "a", "param_1": 1}, {"key_1_0": "b", "key_1_1": "c", "param_1": 2})


def test_a_few_documents_are_looked_up_by_the_index_of_their_keys():
    with closing(open_url("duckdb:")) as backend:
        backend.put_all("t", {f"{number:05}": number for number in range(10_000)})
        backend.append([Fact(kind="record", id=f"{number:05}", at=0, body=None) for number in range(10_000)])
        rows = backend._documents
        connection = backend._database._root

        def plan(statement, **values):
            text, given = write_statement(statement, values)
            return connection.execute(f"EXPLAIN ANALYZE {text}", given).fetchall()[0][1]

        one = plan(rows._asked.several(1), table0="t", key0="00017")
        few = [
            plan(asked, place="t", names=["00017", "00018"])
            for asked in (rows._asked.some, rows._asked.held, rows._asked.drop)
        ]
        known = plan(backend._facts._known, kind="record", names=["00017"])
        many = plan(rows._asked.held, place="t", names=[f"{number:05}" for number in range(1_000)])
    assert all("Index Scan" in found for found in (one, *few, known))
    assert "Index Scan" not in many


@pytest.mark.parametrize("count", [3, 300])
def test_documents_are_found_by_few_terms_and_by_many(count):
    with closing(open_url("duckdb:")) as backend, closing(MemoryBackend()) as reference:
        for one in (backend, reference):
            terms = {f"k{number}": [f"a{number}", f"b{number % 10}"] for number in range(500)}
            one.put_all("t", dict.fromkeys(terms), terms=terms)
        numbers = range(250 - count // 2, 250 + count // 2)
        wanted = [
            Wanted(tuple(f"a{number}" for number in numbers), ("a30",)),
            Wanted(tuple(f"b{number}" for number in range(4, count)), ("b0", "b1")),
        ]
        asked = {f"{letter}{number}" for letter in "ab" for number in numbers} | {"b1"}
        for part in (wanted[:1], wanted[1:], wanted):
            assert backend.find("t", part, limit=7) == reference.find("t", part, limit=7) != ()
        assert backend.find_each("t", asked, limit=7) == reference.find_each("t", asked, limit=7)


# -- transactions and threads


def test_a_document_can_be_replaced_and_removed_many_times_in_one_transaction(path):
    with closing(open_file(path)) as backend:
        with backend.transaction():
            for turn in range(4):
                backend.put("t", "k", turn, terms=[str(turn), "same"])
                backend.delete("t", "k")
                backend.put_all("t", {"k": turn, "l": turn}, terms={"k": ["same", str(turn)]})
        assert [one.body for one in backend.scan("t")] == [3, 3]
        assert backend.find("t", [Wanted(terms=("3",)), Wanted(terms=("same",))], limit=5) == ("k",)
        assert backend.find("t", [Wanted(terms=("2",))], limit=5) == ()


@pytest.mark.parametrize("address", ["duckdb:", "duckdb:///{}"])
def test_another_thread_reads_what_was_committed_last_and_need_not_wait(path, address):
    with closing(open_url(address.format(path))) as backend:
        backend.put("t", "k", "before")
        seen = []
        reader = threading.Thread(target=lambda: seen.extend((backend.get("t", "k").body, backend.last())))
        with backend.transaction():
            backend.put("t", "k", "after")
            backend.append([fact("a")])
            reader.start()
            reader.join(10)
            assert seen == ["before", 0]
            assert (backend.get("t", "k").body, backend.last()) == ("after", 1)


def test_a_second_opening_in_the_process_shares_the_base_and_the_right_to_write(path):
    with closing(open_file(path)) as one, closing(open_file(path.parent / "." / path.name)) as other:
        link = path.with_name("link.duckdb")
        link.symlink_to(path)
        writers = [
            threading.Thread(target=lambda side=side: [side.append([fact(f"{id(side)}/{n}")]) for n in range(20)])
            for side in (one, other)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(30)
        with closing(open_file(link)) as third:
            assert [each.order for each in third.facts()] == list(range(1, 41))
        with one.transaction():
            one.append([fact("mine")])
            with pytest.raises(StoreLockedError, match=r"^customers\.duckdb is being written through another opening"):
                other.append([fact("yours")])
        one.close()
        assert other.append([fact("yours")])[0].order == 42


def test_two_connections_that_the_lock_does_not_know_of_never_number_twice():
    with duckdb.connect() as connection, connection.cursor() as other:
        backend, rival = open_bind(connection), open_bind(other)

        def overtaken():
            with backend.transaction():
                backend.append([fact("a")])
                thread = threading.Thread(target=lambda: rival.append([fact("b")]))
                thread.start()
                thread.join(10)

        with pytest.raises(StoreLockedError, match="through another connection at the same time"):
            overtaken()
        assert [(one.id, one.order) for one in backend.facts()] == [("b", 1)]


# -- a caller's connection


def test_a_callers_connection_without_a_transaction_keeps_every_write_at_once(path):
    with duckdb.connect(path) as connection:
        backend = open_bind(connection)
        backend.append([fact("a")])
        with pytest.raises(LookupError):
            failing(backend)
        backend.close()
        assert connection.execute("SELECT count(*) FROM crmkit_facts").fetchall() == [(1,)]
        with pytest.raises(StoreError, match=r"^customers\.duckdb is closed"):
            backend.last()
    assert ids(path) == ["a"]


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_within_a_callers_transaction_the_caller_decides(path, end):
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE app (id INTEGER)")
        backend = open_bind(connection)
        connection.begin()
        connection.execute("INSERT INTO app VALUES (1)")
        backend.append([fact("a")])
        with backend.transaction():
            backend.put("t", "k", 1)
            with pytest.raises(ConflictError):
                backend.put("t", "k", 2, expected_version=7)
        with pytest.raises(ConflictError):
            backend.put("t", "k", 2, expected_version=7)
        assert (backend.last(), backend.get("t", "k").body) == (1, 1)
        with connection.cursor() as beside:
            assert beside.execute("SELECT count(*) FROM crmkit_facts").fetchall() == [(0,)]
        getattr(connection, end)()
        kept = end == "commit"
        assert connection.execute("SELECT count(*) FROM app").fetchall() == [(int(kept),)]
        assert [one.id for one in backend.facts()] == ["a"] * kept


def test_a_block_that_fails_within_a_callers_transaction_leaves_only_a_rollback(path):
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE app (id INTEGER)")
        backend = open_bind(connection)
        connection.begin()
        connection.execute("INSERT INTO app VALUES (1)")
        with pytest.raises(LookupError) as caught:
            failing(backend)
        assert "DuckDB has no savepoints" in caught.value.__notes__[0]
        with pytest.raises(StoreError, match="a transaction that has failed before; roll that back"):
            backend.last()
        with pytest.raises(duckdb.TransactionException):
            connection.execute("INSERT INTO app VALUES (2)")
        connection.rollback()
        assert connection.execute("SELECT count(*) FROM app").fetchall() == [(0,)]
        assert backend.append([fact("later")])[0].order == 1


def test_a_callers_connection_is_shared_by_threads_that_wait_for_each_other():
    with duckdb.connect() as connection:
        backend = open_bind(connection)
        seen = []
        reader = threading.Thread(target=lambda: seen.append(backend.last()))
        with backend.transaction():
            backend.append([fact("a")])
            reader.start()
            reader.join(0.05)
            assert seen == []
        reader.join(10)
        assert seen == [1]


def test_a_read_only_connection_reads_and_refuses_to_write(path):
    filled(path)
    with duckdb.connect(path, read_only=True) as connection:
        backend = open_bind(connection)
        assert backend.last() == 1
        with pytest.raises(StoreReadOnlyError, match=r"^customers\.duckdb may not be written"):
            backend.append([fact("b")])


def test_a_closed_connection_is_refused():
    connection = duckdb.connect()
    connection.close()
    with pytest.raises(StoreError, match=r"^The given connection is closed; open it again\.$"):
        open_bind(connection)


# -- processes and durability


DIES = """
import os, signal, sys
from crmkit.backends.duckdb.opening import open_file
from crmkit.backends.escaping import escape
from crmkit.backends.protocol import Fact
backend = open_file(sys.argv[1])
backend.append([Fact(kind="record", id="before", at=0, body=None)])
backend.put("t", "before", 1, terms=["x"])
with backend.transaction():
    backend.append(Fact(kind="record", id=str(number), at=0, body="x" * 2000) for number in range(5000))
    backend.put_all("t", {str(number): number for number in range(5000)})
    backend.delete("t", "before")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_that_is_killed_keeps_what_was_committed_and_nothing_else(path):
    dying = python(DIES, path)
    dying.communicate(timeout=60)
    assert dying.returncode == -signal.SIGKILL
    with closing(open_file(path)) as backend:
        assert [one.id for one in backend.facts()] == ["before"]
        assert [one.key for one in backend.scan("t")] == ["before"]
        assert backend.find("t", [Wanted(terms=("x",))], limit=9) == ("before",)
        assert len(backend.append([fact("after")])) == 1
    assert [one.name for one in path.parent.iterdir()] == [path.name]


OPENS = """
import sys
from crmkit.backends.duckdb.opening import open_file
from crmkit.exceptions import StoreError
try:
    open_file(sys.argv[1]).close()
except StoreError as error:
    print(type(error).__name__, error)
"""


def told_by_another_process(path):
    told, fault = python(OPENS, path).communicate(timeout=60)
    assert fault == ""
    return told.strip()


def test_a_second_process_is_refused_in_one_sentence_until_the_first_closes(path):
    refusal = (
        "StoreLockedError customers.duckdb is open in another process, and DuckDB lets one process at a time work on a "
        "file; close it there first."
    )
    with closing(open_file(path)) as backend:
        assert told_by_another_process(path) == refusal
        with closing(open_file(path)):
            assert backend.last() == 0
        assert told_by_another_process(path) == refusal
    assert told_by_another_process(path) == ""


def test_a_file_that_this_process_has_open_with_other_settings_is_refused(path):
    with duckdb.connect(path), pytest.raises(StoreLockedError, match="in this process with other settings"):
        open_file(path)


# -- what is written where


def test_a_new_file_and_its_log_are_their_owners_alone_and_an_old_file_keeps_its_rights(path):
    with closing(open_file(path)) as backend:
        for turn in range(3):
            backend.put("t", "k", turn)
            assert {one.name: one.stat().st_mode & 0o777 for one in path.parent.iterdir()} == {
                "customers.duckdb": 0o600,
                "customers.duckdb.wal": 0o600,
            }
            backend._database._root.execute("CHECKPOINT")
    path.chmod(0o640)
    open_file(path).close()
    assert path.stat().st_mode & 0o777 == 0o640


def test_nothing_is_loaded_from_the_network_and_no_other_file_is_written(path):
    with closing(open_file(path)) as backend, backend._database.reading() as session:
        settings = "autoinstall_known_extensions", "autoload_known_extensions", "temp_directory"
        asked = ", ".join(f"current_setting('{name}')" for name in settings)
        assert session.connection.execute(f"SELECT {asked}").fetchall() == [(False, False, "")]


def test_the_log_of_a_load_is_not_worked_in_again_and_again(path):
    log = path.with_name(f"{path.name}.wal")
    with closing(open_file(path)) as backend:
        for turn in range(20):
            backend.put_all("t", {f"{turn}/{number}": "x" * 1_000 for number in range(1_000)})
        assert log.stat().st_size > 20_000_000
    assert not log.exists()


def test_only_keys_of_one_column_are_unique_indexes(path):
    filled(path)
    with duckdb.connect(path) as connection:
        held = connection.execute(
            "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
        ).fetchall()
        indexes = connection.execute("SELECT index_name, is_unique FROM duckdb_indexes()").fetchall()
    assert sorted(held) == [("crmkit_facts", ["number"]), ("crmkit_meta", ["name"])]
    assert sorted(indexes) == [
        ("crmkit_documents_by_key", False),
        ("crmkit_fact_keys_by_key", False),
        ("crmkit_facts_by_id", False),
    ]


# -- faults


def test_a_folder_is_no_file_and_a_missing_folder_is_not_made_up(path):
    path.mkdir()
    with pytest.raises(StoreError, match=r"^customers\.duckdb is a folder; name a file in it"):
        open_file(path)
    with pytest.raises(StoreError, match=r"^The folder for base\.duckdb does not exist; create it first\.$"):
        open_file(path / "missing" / "base.duckdb")


def test_a_folder_that_may_not_be_written_is_named_before_duckdb_fails(path, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_arguments: False)
    with pytest.raises(StoreReadOnlyError, match=r"^The folder of customers\.duckdb may not be written"):
        open_file(path)


@pytest.mark.parametrize(
    "content", [b"", b"short", b"id;name\n1;Example\n" * 1000, b"SQLite format 3\x00" + bytes(8000)]
)
def test_a_file_of_something_else_is_refused_and_left_alone(path, content):
    path.write_bytes(content)
    with pytest.raises(StoreCorruptError, match=r"^customers\.duckdb is damaged or no DuckDB database; restore"):
        open_file(path)
    assert path.read_bytes() == content


def test_a_damaged_file_is_never_read_as_if_it_were_whole(path):
    filled(path, 20_000)
    content = bytearray(path.read_bytes())
    content[12_288::5_000] = bytes(255 - byte for byte in content[12_288::5_000])
    path.write_bytes(content)
    with pytest.raises(StoreCorruptError):
        ids(path)
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(StoreCorruptError):
        ids(path)


def with_storage_version(content, version):
    """Write another storage version into the header of a file, with the checksum that belongs to it."""
    header = bytearray(content[8:4096])
    header[4:12] = struct.pack("<Q", version)
    checksum = 5381
    for (word,) in struct.iter_unpack("<Q", header):
        checksum ^= word * 0xBF58476D1CE4E5B9 & 2**64 - 1
    return struct.pack("<Q", checksum) + header + content[4096:]


@pytest.mark.parametrize(
    ("version", "error", "sentence"),
    [
        (1000, StoreNewerError, "was written by a newer DuckDB; upgrade"),
        (60, StoreError, "by a DuckDB too old for this"),
    ],
)
def test_a_file_of_another_time_is_refused(path, version, error, sentence):
    filled(path)
    path.write_bytes(with_storage_version(path.read_bytes(), version))
    with pytest.raises(error, match=f"^customers.duckdb .*{sentence}"):
        open_file(path)


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        ("UPDATE crmkit_meta SET value = 99 WHERE name = 'layout'", StoreNewerError, "by a newer crmkit"),
        ("DELETE FROM crmkit_meta", StoreCorruptError, "does not say which layout"),
    ],
)
def test_a_base_of_another_layout_is_refused_and_closed(path, change, error, sentence):
    filled(path)
    with duckdb.connect(path) as connection:
        connection.execute(change)
    with pytest.raises(error, match=sentence):
        open_file(path)
    with duckdb.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM crmkit_facts").fetchall() == [(1,)]


def test_a_table_that_somebody_dropped_is_named_as_the_cause(path):
    with closing(open_file(path)) as backend:
        backend._database._root.execute("DROP TABLE crmkit_documents")
        with pytest.raises(StoreError, match=r"could not be used \(CatalogException\); check that no other program"):
            backend.get("t", "k")


FILLS = """
import resource, sys
from crmkit.backends.duckdb.opening import open_file
from crmkit.backends.escaping import escape
from crmkit.backends.protocol import Fact
from crmkit.exceptions import StoreFullError
backend = open_file(sys.argv[1])
backend.append([Fact(kind="record", id="before", at=0, body=None)])
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, -1))
many = [Fact(kind="record", id=str(number), at=0, body=f"secret {number ** 90}") for number in range(20_000)]
try:
    backend.append(many)
except StoreFullError as error:
    print(error)
print(backend.last())
resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
print(len(backend.append(many)))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of a process are a matter of POSIX")
def test_a_full_disk_keeps_nothing_by_halves_and_the_base_goes_on(path):
    told, fault = python(FILLS, path).communicate(timeout=60)
    assert fault == ""
    assert told.splitlines() == [
        "customers.duckdb found no more room; free some space and repeat, nothing was kept by halves.",
        "1",
        "20000",
    ]


@pytest.mark.parametrize(
    ("told", "error", "sentence"),
    [
        (
            duckdb.IOException('Cannot open file "/x/b.duckdb": Permission denied'),
            StoreReadOnlyError,
            "may not be written",
        ),
        (
            duckdb.IOException('Cannot open file "/x/b": Read-only file system'),
            StoreReadOnlyError,
            "may not be written",
        ),
        (duckdb.TransactionException("Failed to commit: No space left on device"), StoreFullError, "no more room"),
        (duckdb.FatalException("database has been invalidated because of"), StoreError, "close it and open it again"),
        (duckdb.OutOfMemoryException("Out of Memory Error: 1 GB used"), StoreError, "found no more memory"),
        (duckdb.TransactionException("Conflict on tuple deletion!"), StoreLockedError, "repeat the whole transaction"),
        (duckdb.IOException('Cannot open file "/x/b.duckdb": something new'), StoreError, "cannot be opened"),
        (duckdb.ConversionException("Conflict 'Zoë'"), StoreError, "could not be used"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, duckdb.Error) else "",
)
def test_an_error_becomes_one_sentence_that_shows_neither_folder_nor_value(told, error, sentence):
    found = meaning(told, "b.duckdb")
    assert type(found) is error
    assert sentence in str(found)
    assert str(found).startswith("b.duckdb ")
    assert "/x" not in str(found)
    assert "Zoë" not in str(found)


def test_no_value_of_a_row_is_in_a_traceback(path):
    secret = "zoe.example@example.org"
    with closing(open_file(path)) as backend:
        meta = tables().meta
        with pytest.raises(StoreLockedError) as caught, backend._database.writing() as session:
            session.insert(meta, [(secret, 1), (secret, 2)])
    assert secret not in "".join(traceback.format_exception(caught.value))
    assert isinstance(backend, DuckdbBackend)
