"""Facts go from one place to another with their numbers, wholly or not at all."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.backends import MemoryBackend
from crmkit.exceptions import InputError, StoreCorruptError, StoreError, StoreFullError
from crmkit.ledger.dump.copying import copy_facts, restore_facts
from crmkit.ledger.dump.writer import dump
from crmkit.records import Progress
from tests.ledger.dump.dumps import Endless, backend_of, bytes_of, fact, in_folder, some_facts


@given(some_facts(), st.sampled_from(["base.jsonl", "base.jsonl.gz"]))
def test_what_is_restored_has_the_same_facts_and_gives_the_same_dump(held, name):
    with in_folder() as folder:
        before = dump(backend_of(held), folder / name)
        restored = MemoryBackend()
        lines = restore_facts(folder / name, restored)
        assert list(restored.facts()) == held
        assert (lines.facts, lines.sha256) == (before.facts, before.sha256)
        assert dump(restored, folder / f"again-{name}") == before
        assert (folder / f"again-{name}").read_bytes() == (folder / name).read_bytes()


@given(some_facts())
def test_a_copy_has_the_same_facts_and_the_name_that_a_dump_would_have(held):
    copied = MemoryBackend()
    lines = copy_facts(backend_of(held), copied)
    assert list(copied.facts()) == held
    with in_folder() as folder:
        assert dump(copied, folder / "base.jsonl").sha256 == lines.sha256


def test_what_comes_after_is_numbered_on(tmp_path):
    restored = MemoryBackend()
    (tmp_path / "base.jsonl").write_bytes(bytes_of([fact(3), fact(7)]))
    restore_facts(tmp_path / "base.jsonl", restored)
    assert [one.order for one in restored.append([fact(0)])] == [8]


@given(some_facts(), st.data())
def test_of_a_dump_that_is_not_whole_nothing_is_kept(held, data):
    whole = bytes_of(held)
    with in_folder() as folder:
        (folder / "base.jsonl").write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
        backend = MemoryBackend()
        with pytest.raises((InputError, StoreCorruptError)):
            restore_facts(folder / "base.jsonl", backend)
        assert list(backend.facts()) == []


def test_a_base_that_holds_facts_is_left_alone(tmp_path):
    (tmp_path / "base.jsonl").write_bytes(bytes_of([fact(1)]))
    backend = backend_of([fact(5)])
    for work in (lambda: restore_facts(tmp_path / "base.jsonl", backend), lambda: copy_facts(backend, backend)):
        with pytest.raises(StoreError) as caught:
            work()
        assert str(caught.value) == "memory: holds facts already; name a base that does not exist yet."
    assert list(backend.facts()) == [fact(5)]


def test_a_fact_that_comes_twice_is_refused(tmp_path):
    (tmp_path / "base.jsonl").write_bytes(bytes_of([fact(1), fact(2, of=fact(1))]))
    backend = MemoryBackend()
    with pytest.raises(StoreCorruptError, match="The same fact comes twice"):
        restore_facts(tmp_path / "base.jsonl", backend)
    assert backend.last() == 0


def test_a_disk_that_is_full_leaves_nothing(tmp_path):
    class Small(MemoryBackend):
        def append(self, facts, *, numbered=False):
            if self.last():
                raise StoreFullError("There is no room left.")
            return super().append(facts, numbered=numbered)

    held = [fact(number) for number in range(1, 4002)]
    (tmp_path / "base.jsonl").write_bytes(bytes_of(held))
    for work in (lambda to: restore_facts(tmp_path / "base.jsonl", to), lambda to: copy_facts(backend_of(held), to)):
        backend = Small()
        with pytest.raises(StoreFullError):
            work(backend)
        assert backend.last() == 0


def test_progress_is_told_after_each_two_thousand_and_at_the_end(tmp_path):
    held = [fact(number) for number in range(1, 4002)]
    (tmp_path / "base.jsonl").write_bytes(bytes_of(held))
    for stage, work in (
        ("restore", lambda told: restore_facts(tmp_path / "base.jsonl", MemoryBackend(), progress=told)),
        ("copy", lambda told: copy_facts(backend_of(held), MemoryBackend(), progress=told)),
    ):
        told = []
        work(told.append)
        assert told == [Progress(stage=stage, done=done, total=4001, unit="facts") for done in (2000, 4000, 4001)]


@pytest.mark.parametrize("count", [10_000, pytest.param(100_000, marks=pytest.mark.nightly)])
def test_however_many_facts_there_are_they_take_no_room(tmp_path, count):
    dump(Endless(count), tmp_path / "base.jsonl.gz")
    tracemalloc.start()
    try:
        restore_facts(tmp_path / "base.jsonl.gz", Endless())
        copy_facts(Endless(count), Endless())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6_000_000  # two thousand facts at a time
