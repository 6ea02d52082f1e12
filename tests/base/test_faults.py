"""Processes that die and disks that fail: one sentence, and nothing lost."""

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing

import pytest
from attrs import evolve
from sqlalchemy import create_engine, event

from crmkit.customer_base import connect
from crmkit.exceptions import (
    StoreCorruptError,
    StoreFullError,
    StoreLockedError,
    StoreNewerError,
    StoreReadOnlyError,
)
from tests.base.dying import PEOPLE, work
from tests.base.world import NOW, customers, facts, load, row


@pytest.fixture
def path(tmp_path):
    return tmp_path / "customers.db"


def opened(path):
    return connect(path, clock=lambda: NOW)


def contents(base):
    """Read what must be the same however often the work was interrupted."""
    acts = sorted(act.id for act in base.consent.events())
    raw = Counter((one.ref, repr(sorted(one.raw.items(), key=str))) for one in base._keeper.ledger.records())
    events = {one.id: one for one in base._keeper.ledger.interactions()}
    unnumbered = {name: evolve(one, version=0) for name, one in customers(base).items()}
    return unnumbered, acts, raw, events, [one.cells for one in base.quarantine()]


def check_deaths(root, folder, *, seed, times):
    command = [sys.executable, "-m", "tests.base.dying", str(folder), str(seed), str(times)]
    codes = json.loads(subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout)
    assert codes.pop("whole") == 0
    with opened(folder / "whole.db") as base:
        whole = contents(base)
    assert set(codes.values()) == {9}
    for stop in codes:
        with opened(folder / f"{stop}.db") as base:
            assert base.verify().ok
            work(base)
            work(base)
            assert base.verify().ok
            held = contents(base)
        with opened(folder / "whole.db") as base:
            work(base)
            work(base)
            whole = contents(base)
        assert held[0] == whole[0]
        assert held[1:2] + held[3:] == whole[1:2] + whole[3:]
        assert held[2].keys() == whole[2].keys()


def test_a_process_that_dies_leaves_a_base_in_which_the_work_is_done_again(root, tmp_path):
    check_deaths(root, tmp_path, seed=1, times=2)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(2, 10))
def test_processes_that_die_anywhere_leave_a_base_in_which_the_work_is_done_again(root, tmp_path, seed):
    check_deaths(root, tmp_path, seed=seed, times=12)


def test_a_base_that_somebody_else_writes_to_is_locked_in_one_sentence(path):
    with opened(path) as base, opened(f"sqlite:///{path}?timeout=0.02") as other:
        load(base, [row(1)])
        with base.transaction():
            for act in (lambda: load(other, [row(2)]), other.customers, other.verify):
                with pytest.raises(
                    StoreLockedError, match=r"^customers\.db is being written by somebody else; [^.]*\.$"
                ):
                    act()
        assert load(other, [row(2)]).created == 1
        assert len(customers(base)) == 2


def test_a_base_that_may_not_be_written_is_not_read_without_a_journal(path):
    with opened(path) as base:
        load(base, [row(1)])
        held = customers(base)
    with opened(f"sqlite:///file:{path}?mode=ro&uri=true") as base:
        for act in (lambda: load(base, [row(2)]), base.customers, lambda: base.merge(*[*held] * 2)):
            with pytest.raises(StoreReadOnlyError, match=r"^customers\.db may not be written; [^.]*\.$"):
                act()
    with opened(path) as base:
        assert customers(base) == held


def test_a_base_of_a_newer_crmkit_is_left_alone(path):
    with opened(path) as base:
        load(base, [row(1)])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE crmkit_meta SET value = 99 WHERE name = 'layout'")
    with pytest.raises(StoreNewerError, match=r"^customers\.db was written by a newer crmkit .*upgrade crmkit\.$"):
        opened(path)


def test_a_damaged_file_is_one_sentence_and_is_not_touched(path):
    path.write_bytes(b"No;Name\n1;Anna\n" * 500)
    content = path.read_bytes()
    with pytest.raises(StoreCorruptError, match=r"^customers\.db is damaged or no SQLite database; [^.]*\.$"):
        opened(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("table", ["rows", "customers"])
def test_a_document_that_is_something_else_is_one_sentence_without_a_value(path, table):
    with opened(path) as base:
        load(base, [row(1, Mail="anna@example.org")])
        (kept,) = customers(base)
        base._keeper.backend.put(
            table, {"rows": "crm/1", "customers": kept}[table], {"Anna": "anna@example.org", "order": 1}
        )
    with opened(path) as base:
        with pytest.raises(StoreCorruptError, match=r"restore the last good copy") as caught:
            base.rows(), list(base.customers())
        assert "nna" not in str(caught.value)
        assert not base.verify().ok
        assert base.verify().ok
        assert len(base.rows()) == len(list(base.customers())) == 1


def test_a_full_disk_keeps_the_load_before_whole_and_the_next_one_not_at_all(path):
    limit = 10_000
    engine = create_engine(f"sqlite:///{path}")
    event.listen(
        engine, "connect", lambda connection, _record: connection.execute(f"PRAGMA max_page_count={limit}").close()
    )
    with opened(engine) as base:
        load(base, PEOPLE)
        held, known = customers(base), facts(base)
        limit = path.stat().st_size // 4096 + 8
        engine.dispose()
        more = [row(number, "Bruno" * 40, "Rossi", Mail=f"b{number}@example.com") for number in range(400)]
        with pytest.raises(StoreFullError, match=r"^customers\.db found no more room; [^.]*\.$"):
            load(base, more, source="shop")
        assert facts(base) == known
        assert customers(base) == held
        limit = 10_000
        engine.dispose()
        assert load(base, more, source="shop").created == 400
        assert len(customers(base)) == 400 + len(PEOPLE)
    engine.dispose()
