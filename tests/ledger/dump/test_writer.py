"""A dump: every fact in one file, equal for equal facts, wholly or not at all."""

import errno
import gzip
import hashlib
import json
import os
import stat
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.backends import Fact, MemoryBackend
from crmkit.exceptions import CallError, StoreError, StoreFullError
from crmkit.ledger.dump.lines import Lines, fact_of
from crmkit.ledger.dump.writer import DumpReport, dump
from crmkit.records import Progress
from crmkit.testing.strategies import facts
from tests.ledger.dump.dumps import Endless, backend_of, fact, in_folder, some_facts


@given(some_facts(), st.sampled_from(["base.jsonl", "base.jsonl.gz"]))
def test_two_dumps_of_equal_facts_are_equal_byte_by_byte(held, name):
    with in_folder() as folder:
        one = dump(backend_of(held), folder / name)
        other = dump(backend_of(held), folder / f"other-{name}")
        assert one == other
        data = (folder / name).read_bytes()
        assert data == (folder / f"other-{name}").read_bytes()
        assert (one.facts, one.bytes) == (len(held), len(data))


@given(some_facts())
def test_every_line_is_ascii_json_and_the_last_one_names_the_others(held):
    with in_folder() as folder:
        report = dump(backend_of(held), folder / "base.jsonl")
        data = (folder / "base.jsonl").read_bytes()
    assert data.isascii()
    opening, *middle, closing = data.splitlines(keepends=True)
    last = held[-1].order if held else 0
    assert json.loads(opening) == {"crmkit": "dump", "format": 1, "last": last}
    assert [fact_of(line) for line in middle] == held
    assert all(list(json.loads(line)) == ["order", "kind", "id", "at", "keys", "body"] for line in middle)
    checksum = hashlib.sha256(data[: -len(closing)]).hexdigest()
    assert json.loads(closing) == {"facts": len(held), "sha256": checksum}
    assert report.sha256 == checksum


@given(facts())
def test_a_fact_comes_back_from_its_line(held):
    line = Lines(last=1).fact(fact(1, of=held))
    assert fact_of(line) == fact(1, of=held)
    assert line.count(b"\n") == 1


def test_facts_that_are_out_of_order_are_not_written():
    lines = Lines(last=2)
    lines.fact(fact(2))
    for number in (1, 2, 3):
        with pytest.raises(CallError, match=f"Fact {number} does not follow fact 2"):
            lines.fact(fact(number))


def test_the_packed_form_holds_the_same_lines_and_names_nothing_else(tmp_path):
    backend = backend_of([fact(1), fact(2)])
    plain, packed = (dump(backend, tmp_path / name) for name in ("base.jsonl", "base.jsonl.GZ"))
    data = (tmp_path / "base.jsonl.GZ").read_bytes()
    assert gzip.decompress(data) == (tmp_path / "base.jsonl").read_bytes()
    assert data[4:8] == bytes(4)  # no time
    assert b"base" not in data[:20]
    assert plain.sha256 == packed.sha256


def test_what_comes_while_a_dump_is_written_is_not_in_it(tmp_path):
    class Busy(MemoryBackend):
        def facts(self, *given, **named):
            self.append([Fact(kind="journal", id=f"later-{self.last()}", at=0, body=None)])
            return super().facts(*given, **named)

    backend = backend_of([fact(1), fact(2)], Busy())
    assert dump(backend, tmp_path / "base.jsonl").facts == 2
    empty = Busy()
    assert dump(empty, tmp_path / "empty.jsonl").facts == 0


def test_a_file_that_is_there_is_replaced_only_when_asked(tmp_path):
    path = tmp_path / "base.jsonl"
    path.write_text("mine")
    with pytest.raises(StoreError, match=r"There is a file .*base\.jsonl already; choose another name"):
        dump(MemoryBackend(), path)
    assert path.read_text() == "mine"
    dump(MemoryBackend(), path, overwrite=True)
    assert path.read_bytes().startswith(b'{"crmkit"')


def test_only_its_owner_can_read_it(tmp_path):
    dump(MemoryBackend(), tmp_path / "base.jsonl")
    assert stat.S_IMODE((tmp_path / "base.jsonl").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["base.jsonl", "base.jsonl.gz"])
def test_a_dump_that_fails_leaves_nothing(tmp_path, monkeypatch, name):
    class Torn(MemoryBackend):
        def facts(self, *given, **named):
            yield from super().facts(*given, **named)
            raise StoreError("The cable was pulled.")

    with pytest.raises(StoreError, match="cable"):
        dump(backend_of([fact(1)], Torn()), tmp_path / name)
    assert list(tmp_path.iterdir()) == []

    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreFullError):
        dump(MemoryBackend(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_written_directly():
    assert dump(backend_of([fact(1)]), os.devnull).facts == 1
    assert not Path(os.devnull).is_file()


def test_progress_is_told_at_every_thousand_and_at_the_end(tmp_path):
    told = []
    dump(backend_of([fact(number) for number in range(1, 2502)]), tmp_path / "base.jsonl", progress=told.append)
    assert told == [Progress(stage="dump", done=done, total=2501, unit="facts") for done in (1000, 2000, 2501)]


def test_the_report_is_written_as_text_and_as_json():
    report = DumpReport(facts=1200, sha256="ab", bytes=3456)
    assert str(report) == "1,200 facts, 3,456 bytes, SHA-256 ab"
    assert json.loads(report.to_json()) == {"facts": 1200, "sha256": "ab", "bytes": 3456}


@pytest.mark.parametrize("count", [20_000, pytest.param(200_000, marks=pytest.mark.nightly)])
def test_however_many_facts_there_are_they_take_no_room(tmp_path, count):
    tracemalloc.start()
    try:
        report = dump(Endless(count), tmp_path / "base.jsonl")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert report.facts == count
    assert peak < 1_000_000
