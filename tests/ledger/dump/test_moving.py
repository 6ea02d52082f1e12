"""A base is made again from a dump or in another place, with everything that follows from its facts."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from crmkit.backends import MemoryBackend, open_backend
from crmkit.customer_base import connect
from crmkit.exceptions import CallError, InputError, StoreCorruptError, StoreError
from crmkit.ledger.dump.moving import RestoreReport, copy, restore
from crmkit.ledger.dump.writer import dump
from crmkit.ledger.row_documents import ROWS
from crmkit.records import Judgement
from tests.base.world import NOW, customers, facts, load, memory, row, rows
from tests.ledger.dump.dumps import bytes_of, fact

few = settings(
    max_examples=max(3, settings().max_examples // 10), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def backend_of(base):
    """Give the backend of a base."""
    return base._keeper.backend


def opened(url):
    """Open a base as this world does."""
    return connect(url, clock=lambda: NOW)


@few
@given(rows(garbage=False), rows(garbage=False))
def test_a_base_that_was_moved_has_the_same_customers(tmp_path_factory, one, two):
    folder = tmp_path_factory.mktemp("moved")
    base = memory()
    load(base, one, source="crm")
    load(base, two, source="shop")
    load(base, list(reversed(one))[:2], source="crm")
    refs = sorted({found.ref for found in base.rows()})
    if len(refs) > 1:
        base.merge(base.customer_of(refs[0]), base.customer_of(refs[-1]), reason="known in person")
    held = customers(base)
    report = dump(backend_of(base), folder / "base.jsonl.gz")
    restored = restore(folder / "base.jsonl.gz", folder / "moved.db")
    assert (restored.facts, restored.sha256, restored.rows) == (report.facts, report.sha256, len(refs))
    with opened(folder / "moved.db") as moved:
        assert list(backend_of(moved).facts()) == list(backend_of(base).facts())
        assert {one.key: one.body for one in backend_of(moved).scan(ROWS)} == {
            one.key: one.body for one in backend_of(base).scan(ROWS)
        }
        assert customers(moved) == held
        assert moved.verify().ok


def test_a_second_load_changes_nothing_in_a_base_that_was_moved(tmp_path):
    base, data = memory(), [row(1, Mail="a@example.org", Order="A-1", Day="2025-11-03"), row(2), row(3, Mail="broken@")]
    load(base, data)
    dump(backend_of(base), tmp_path / "base.jsonl")
    restore(tmp_path / "base.jsonl", tmp_path / "moved.db")
    with opened(tmp_path / "moved.db") as moved:
        report = load(moved, data)
        assert (report.created, report.updated, report.unchanged) == (0, 0, 3)
        assert facts(moved) == facts(base)


def test_from_one_kind_of_place_to_another_and_back_nothing_changes(tmp_path):
    base = memory()
    load(base, [row(1), row(2, Mail="a@example.org")])
    first = copy(backend_of(base), tmp_path / "one.db")
    second = copy(tmp_path / "one.db", f"sqlite:///{tmp_path}/two.db")
    back = MemoryBackend()
    assert first == second == copy(f"sqlite:///{tmp_path}/two.db", back)
    assert list(back.facts()) == list(backend_of(base).facts())
    with opened(back) as again:
        assert customers(again) == customers(base)


def test_a_backend_that_was_open_stays_open(tmp_path):
    (tmp_path / "base.jsonl").write_bytes(bytes_of([fact(1)]))
    backend = MemoryBackend()
    restore(tmp_path / "base.jsonl", backend)
    copy(backend, other := MemoryBackend())
    assert backend.last() == other.last() == 1


def test_a_dump_that_is_damaged_makes_no_base(tmp_path):
    (tmp_path / "base.jsonl").write_bytes(bytes_of([fact(1)])[:-1])
    with pytest.raises(StoreCorruptError, match=r"^base\.jsonl "):
        restore(tmp_path / "base.jsonl", tmp_path / "moved.db")
    with pytest.raises(InputError, match="There is no file"):
        restore(tmp_path / "none.jsonl", tmp_path / "moved.db")
    assert [one.name for one in tmp_path.iterdir()] == ["base.jsonl"]


def test_facts_that_make_no_rows_are_not_kept(tmp_path):
    lonely = [one for one in facts(_one_row()) if one.kind == "record"]
    (tmp_path / "base.jsonl").write_bytes(bytes_of([fact(1, of=lonely[0])]))
    backend = MemoryBackend()
    with pytest.raises(StoreCorruptError, match="names a load that is not there"):
        restore(tmp_path / "base.jsonl", backend)
    assert backend.last() == 0


def test_a_base_with_facts_is_left_alone(tmp_path):
    base = _one_row()
    dump(backend_of(base), tmp_path / "base.jsonl")
    restore(tmp_path / "base.jsonl", tmp_path / "moved.db")
    for work in (
        lambda: restore(tmp_path / "base.jsonl", tmp_path / "moved.db"),
        lambda: copy(backend_of(base), tmp_path / "moved.db"),
    ):
        with pytest.raises(StoreError, match=r"moved\.db holds facts already; name a base that does not exist yet"):
            work()
    with pytest.raises(CallError):
        restore(tmp_path / "base.jsonl", "moved.txt")


def test_judgements_stand_in_a_base_that_was_moved(tmp_path):
    base = memory()
    load(base, [row(1, Mail="a@example.org"), row(2, Mail="b@example.org")])
    base.not_same("crm/1", "crm/2", reason="mother and daughter")
    copy(backend_of(base), tmp_path / "moved.db")
    backend = open_backend(tmp_path / "moved.db")
    (judged,) = backend.facts("judgement")
    assert Judgement(**{**judged.body, "at": datetime(2026, 3, 1, tzinfo=UTC)}).reason == "mother and daughter"
    backend.close()


def test_progress_tells_each_stage(tmp_path):
    dump(backend_of(_one_row()), tmp_path / "base.jsonl")
    told = []
    restore(tmp_path / "base.jsonl", MemoryBackend(), progress=told.append)
    assert [one.stage for one in told] == ["check", "restore", "read again"]


def test_the_report_is_written_as_text_and_as_json():
    report = RestoreReport(facts=1200, rows=400, sha256="ab")
    assert str(report) == "1,200 facts, 400 source rows read again from them, SHA-256 ab"
    assert json.loads(report.to_json()) == {"facts": 1200, "rows": 400, "sha256": "ab"}


def _one_row():
    base = memory()
    load(base, [row(1)])
    return base
