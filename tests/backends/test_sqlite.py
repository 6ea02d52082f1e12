"""SQLite files: faults, other processes, and the sentences people read."""

import sqlite3
import subprocess
import sys
import traceback
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, event, text

from crmkit.backends import Fact, open_backend
from crmkit.backends.sql.migrations import MIGRATIONS
from crmkit.backends.sql.tables import LAYOUT, tables
from crmkit.exceptions import (
    CallError,
    StoreCorruptError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreNewerError,
    StoreReadOnlyError,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "customers.db"


def fact(name, body=None):
    return Fact(kind="record", id=name, at=0, body=body)


def ids(path):
    with closing(open_backend(path)) as backend:
        return [one.id for one in backend.facts()]


@contextmanager
def sqlite(path):
    with closing(sqlite3.connect(path)) as connection, connection:
        yield connection


def filled(path, count=1):
    with closing(open_backend(path)) as backend:
        backend.append(fact(str(number), body="x" * 200) for number in range(count))


def python(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


# -- processes


DIES = """
import os, sys
from crmkit.backends import Fact, open_backend
backend = open_backend(sys.argv[1])
backend.append([Fact(kind="record", id="before", at=0, body=None)])
with backend.transaction():
    backend.append(Fact(kind="record", id=str(number), at=0, body="x" * 2000) for number in range(2000))
    backend.put("t", "k", 1)
    os._exit(9)
"""


def test_a_process_that_dies_within_a_transaction_leaves_nothing_half_written(path):
    dying = python(DIES, path)
    dying.communicate(timeout=60)
    assert dying.returncode == 9
    assert ids(path) == ["before"]
    with closing(open_backend(path)) as backend:
        assert backend.get("t", "k") is None
        assert len(backend.append([fact("after")])) == 1


WRITES = """
import sys
from crmkit.backends import Fact, open_backend
from crmkit.exceptions import StoreLockedError
name = sys.argv[2]
backend = open_backend("sqlite:///" + sys.argv[1] + "?timeout=0.3")
kept = 0
for turn in range(25):
    try:
        with backend.transaction():
            for part in range(4):
                backend.append([Fact(kind="record", id=f"{name}/{turn}/{part}", at=0, body=None)])
                backend.put("t", f"{name}/{part}", turn)
        kept += 1
    except StoreLockedError:
        pass
backend.close()
print(kept)
"""


def test_processes_that_write_at_once_are_refused_or_succeed_whole(path):
    filled(path, 0)
    writers = [python(WRITES, path, name) for name in ("one", "two")]
    answers = [writer.communicate(timeout=60) for writer in writers]
    assert [error for _, error in answers] == ["", ""]
    kept = ids(path)
    assert len(kept) == 4 * sum(int(out) for out, _ in answers) > 0
    turns = {one.rpartition("/")[0] for one in kept}
    assert sorted(kept) == sorted(f"{turn}/{part}" for turn in turns for part in range(4))
    with sqlite(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


OPENS = """
import sys
from crmkit.backends import open_backend
open_backend(sys.argv[1]).close()
"""


def test_processes_that_create_the_same_base_at_once_both_succeed(path):
    openers = [python(OPENS, path) for _ in range(3)]
    assert [opener.communicate(timeout=60)[1] for opener in openers] == [""] * 3
    assert ids(path) == []


# -- faults


def test_a_base_that_somebody_else_writes_to_is_locked_and_readable(path):
    with closing(open_backend(path)) as first, closing(open_backend(f"sqlite:///{path}?timeout=0.02")) as second:
        with first.transaction():
            first.append([fact("a")])
            with pytest.raises(StoreLockedError, match=r"^customers\.db is being written by somebody else"):
                second.append([fact("b")])
            assert list(second.facts()) == []
        assert [one.id for one in second.append([fact("b")])] == ["b"]


def test_a_base_opened_to_read_only_reads_and_refuses_to_write(path):
    filled(path)
    with closing(open_backend(f"sqlite:///file:{path}?mode=ro&uri=true")) as backend:
        assert len(list(backend.facts())) == 1
        with pytest.raises(StoreReadOnlyError, match=r"^customers\.db may not be written"):
            backend.append([fact("b")])
    assert ids(path) == ["0"]


def test_a_base_made_read_only_by_its_owner_refuses_to_write(path):
    engine = create_engine(f"sqlite:///{path}")
    backend = open_backend(engine)
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA query_only=ON").close())
    engine.dispose()
    with pytest.raises(StoreReadOnlyError):
        backend.put("t", "k", 1)
    assert backend.get("t", "k") is None
    engine.dispose()


def test_a_folder_that_may_not_be_written_is_named_before_sqlite_fails(path, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_arguments: False)
    with pytest.raises(StoreReadOnlyError, match=r"^The folder of customers\.db may not be written"):
        open_backend(path)


def test_a_full_disk_keeps_nothing_by_halves(path):
    engine = create_engine(f"sqlite:///{path}")
    backend = open_backend(engine)
    backend.append([fact("before")])
    limit = 30
    event.listen(
        engine,
        "connect",
        lambda connection, _record: connection.execute(f"PRAGMA max_page_count={limit}").close(),
    )
    engine.dispose()
    many = [fact(str(number), body="x" * 1000) for number in range(500)]
    with pytest.raises(StoreFullError, match=r"^customers\.db found no more room"):
        backend.append(many)

    def failing():
        with backend.transaction():
            backend.put("t", "k", 1)
            backend.append(many)

    def swallowed():
        with backend.transaction():
            backend.put("t", "k", 1)
            with pytest.raises(StoreFullError):
                backend.append(many)

    with pytest.raises(StoreFullError):
        failing()
    with pytest.raises(StoreError):
        swallowed()
    assert [one.id for one in backend.facts()] == ["before"]
    assert backend.get("t", "k") is None
    limit = 10_000
    engine.dispose()
    assert len(backend.append(many)) == 500
    engine.dispose()


@pytest.mark.parametrize("content", [b"id;name\n1;Ada\n" * 300, b"SQLite format 3\x00" + bytes(5000)])
def test_a_file_that_is_no_base_is_said_to_be_none(path, content):
    path.write_bytes(content)
    with pytest.raises(StoreCorruptError, match=r"^customers\.db is damaged or no SQLite database"):
        open_backend(path)
    assert path.read_bytes() == content


def test_a_damaged_page_is_found_when_it_is_read(path):
    filled(path, 500)
    with sqlite(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[20 * 4096 : 40 * 4096] = b"\xa7" * (20 * 4096)
    path.write_bytes(content)
    with closing(open_backend(path)) as backend, pytest.raises(StoreCorruptError):
        list(backend.facts())


def test_a_body_that_is_no_json_is_found_when_it_is_read(path):
    filled(path)
    with sqlite(path) as connection:
        connection.execute("UPDATE crmkit_facts SET body = '{'")
    with closing(open_backend(path)) as backend, pytest.raises(StoreCorruptError, match=r"^customers\.db holds a row"):
        list(backend.facts())


def test_tables_that_somebody_dropped_are_missed(path):
    with closing(open_backend(path)) as backend:
        with sqlite(path) as connection:
            connection.execute("DROP TABLE crmkit_facts")
        with pytest.raises(StoreError, match=r"^customers\.db could not be used \(SQLITE_ERROR\)"):
            backend.append([fact("a")])


def test_a_missing_folder_and_a_folder_in_place_of_a_file_are_named(tmp_path):
    with pytest.raises(StoreError, match=r"^The folder for customers\.db does not exist"):
        open_backend(tmp_path / "none" / "customers.db")
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StoreError, match=r"^folder\.db is a folder"):
        open_backend(tmp_path / "folder.db")
    with pytest.raises(StoreError, match=r"^none\.db cannot be opened"):
        open_backend(f"sqlite:///file:{tmp_path}/none.db?mode=ro&uri=true")


def test_no_message_or_traceback_shows_a_value_or_a_folder(path):
    with closing(open_backend(path)) as backend:
        with sqlite(path) as connection:
            connection.execute("DROP TABLE crmkit_facts")
        with pytest.raises(StoreError) as caught:
            backend.append([fact("ada@example.org", body={"name": "Ada"})])
    shown = "".join(traceback.format_exception_only(caught.value)) + str(caught.value.__cause__)
    assert "Ada" not in shown
    assert "ada@example.org" not in shown
    assert str(path.parent) not in shown


def test_a_driver_that_is_not_supported_is_refused(tmp_path):
    with pytest.raises(CallError, match="aiosqlite"):
        open_backend(f"sqlite+aiosqlite:///{tmp_path}/customers.db")


# -- layout


def test_a_base_of_a_newer_crmkit_is_refused_and_left_alone(path):
    filled(path)
    with sqlite(path) as connection:
        connection.execute("UPDATE crmkit_meta SET value = 99 WHERE name = 'layout'")
    with pytest.raises(StoreNewerError, match=r"^customers\.db was written by a newer crmkit \(layout 99"):
        open_backend(path)
    with sqlite(path) as connection:
        assert connection.execute("SELECT count(*) FROM crmkit_facts").fetchone() == (1,)


@pytest.mark.parametrize("change", ["DELETE FROM crmkit_meta", "UPDATE crmkit_meta SET value = 0"])
def test_a_base_that_does_not_say_its_layout_is_refused(path, change):
    filled(path)
    with sqlite(path) as connection:
        connection.execute(change)
    with pytest.raises(StoreCorruptError, match="does not say which layout"):
        open_backend(path)


def test_an_older_layout_is_brought_forward_step_by_step_and_whole(path, monkeypatch):
    filled(path)
    steps = []

    def first(session, _tables):
        steps.append(1)
        session.run(text("CREATE TABLE crmkit_new (a)"))

    def failing(*_):
        steps.append(2)
        raise LookupError

    def second(*_):
        steps.append(3)

    with sqlite(path) as connection:
        connection.execute("UPDATE crmkit_meta SET value = 1 WHERE name = 'layout'")
    monkeypatch.setattr("crmkit.backends.sql.layout.LAYOUT", 3)
    monkeypatch.setattr("crmkit.backends.sql.layout.MIGRATIONS", {1: first, 2: failing})
    with pytest.raises(LookupError):
        open_backend(path)
    monkeypatch.setattr("crmkit.backends.sql.layout.MIGRATIONS", {1: first, 2: second})
    with closing(open_backend(path)) as backend:
        assert len(list(backend.facts())) == 1
    assert steps == [1, 2, 1, 3]
    with sqlite(path) as connection:
        assert connection.execute("SELECT value FROM crmkit_meta WHERE name = 'layout'").fetchone() == (3,)


def test_every_older_layout_has_a_step_forward():
    assert set(MIGRATIONS) == set(range(1, LAYOUT))


def test_a_file_keeps_a_write_ahead_log_and_only_crmkit_tables(path):
    filled(path)
    with sqlite(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert {name for name in names if not name.startswith("sqlite_")} == set(tables().metadata.tables)
    assert all(name.startswith("crmkit_") for name in names if not name.startswith("sqlite_"))


# -- a caller's engine and connection


def test_a_callers_connection_is_never_committed(path):
    engine = create_engine(f"sqlite:///{path}")
    own = Table("app", MetaData(), Column("id", Integer))
    with engine.begin() as connection:
        own.create(connection)
    with engine.connect() as connection:
        connection.execute(own.insert().values(id=1))
        backend = open_backend(connection)
        with backend.transaction():
            backend.append([fact("a")])
        backend.put("t", "k", 1)
        backend.close()
        connection.rollback()
        assert connection.execute(own.select()).all() == []
    assert ids(path) == []
    with engine.connect() as connection:
        backend = open_backend(connection)
        backend.append([fact("a")])
        connection.execute(own.insert().values(id=2))
        connection.commit()
        assert connection.execute(own.select()).all() == [(2,)]
    assert ids(path) == ["a"]
    engine.dispose()


def test_a_block_that_fails_on_a_callers_connection_leaves_the_callers_own_work(path):
    engine = create_engine(f"sqlite:///{path}")
    own = Table("app", MetaData(), Column("id", Integer))
    with engine.connect() as connection:
        own.create(connection)
        backend = open_backend(connection)
        connection.execute(own.insert().values(id=1))

        def failing():
            with backend.transaction():
                backend.append([fact("a")])
                raise LookupError

        with pytest.raises(LookupError):
            failing()
        connection.commit()
        assert connection.execute(own.select()).all() == [(1,)]
        assert list(backend.facts()) == []
        connection.rollback()
    engine.dispose()


def test_a_callers_engine_keeps_its_settings_and_stays_open(path):
    engine = create_engine(f"sqlite:///{path}")
    open_backend(engine).close()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "delete"
    engine.dispose()


# -- size


def test_thousands_of_facts_and_documents_come_back(path):
    facts = [fact(str(number), body={"City": "Bern", "n": number}) for number in range(5000)]
    with closing(open_backend(path)) as backend:
        backend.append(facts)
        backend.put_all("t", {one.id: one.body for one in facts})
        assert len(list(backend.scan("t"))) == len(list(backend.facts())) == 5000


def test_a_new_file_is_its_owners_alone_and_an_old_one_keeps_its_rights(tmp_path):
    path = tmp_path / "customers.db"
    open_backend(path).close()
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    open_backend(path).close()
    assert path.stat().st_mode & 0o777 == 0o640
