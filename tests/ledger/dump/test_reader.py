"""A dump is read only when it is exactly what was written."""

import gzip
import json
import os
import stat
import tracemalloc

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crmkit.exceptions import InputError, StoreCorruptError, StoreNewerError
from crmkit.ledger.dump.lines import Lines
from crmkit.ledger.dump.reader import check_dump, open_dump
from crmkit.ledger.dump.writer import dump
from crmkit.records import Progress
from tests.ledger.dump.dumps import Endless, backend_of, bytes_of, fact, in_folder, some_facts

NAMES = st.sampled_from(["base.jsonl", "base.jsonl.gz"])
REFUSED = (InputError, StoreCorruptError, StoreNewerError)


def dumped(held, path):
    """Write a dump, and give its bytes."""
    path.write_bytes(bytes_of(held, packed=path.suffix == ".gz"))
    return path.read_bytes()


def read(path):
    """Read every fact of a dump."""
    with open_dump(path) as found:
        return list(found.facts())


def one_sentence(error):
    """An error is one sentence or two, and what to do is said last."""
    text = str(error)
    assert "\n" not in text
    assert text.endswith(("another copy of the dump.", "crmkit dump wrote.", "upgrade crmkit."))
    return text


@given(some_facts(), NAMES)
def test_what_was_written_is_read(held, name):
    with in_folder() as folder:
        report = dump(backend_of(held), folder / name)
        assert read(folder / name) == held
        assert check_dump(folder / name) == report


@given(some_facts(max_size=3), NAMES, st.data())
def test_any_single_byte_that_is_changed_is_noticed(held, name, data):
    with in_folder() as folder:
        path = folder / name
        whole = dumped(held, path)
        place = data.draw(st.integers(0, len(whole) - 1), label="place")
        byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]), label="byte")
        path.write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
        try:
            found = read(path)
        except REFUSED as error:
            one_sentence(error)
        else:
            assert name.endswith(".gz")
            assert 3 <= place < 10  # flags, time and system in the head of gzip, which say nothing about what is packed
            assert found == held


def test_each_byte_of_a_dump_counts(tmp_path):
    path = tmp_path / "base.jsonl"
    whole = dumped([fact(1), fact(2)], path)
    for place, byte in enumerate(whole):
        path.write_bytes(whole[:place] + bytes([byte ^ 1]) + whole[place + 1 :])
        with pytest.raises(REFUSED) as caught:
            read(path)
        one_sentence(caught.value)


@given(some_facts(), st.data())
def test_lines_that_are_lost_doubled_or_swapped_are_noticed(held, data):
    with in_folder() as folder:
        path = folder / "base.jsonl"
        lines = dumped(held, path).splitlines(keepends=True)
        one, other = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        changed = data.draw(
            st.sampled_from(
                [
                    lines[:one],
                    lines[:one] + lines[one + 1 :],
                    lines[: one + 1] + lines[one:],
                    [
                        lines[other] if place == one else lines[one] if place == other else line
                        for place, line in enumerate(lines)
                    ],
                ]
            )
        )
        assume(changed != lines)
        path.write_bytes(b"".join(changed))
        with pytest.raises(REFUSED):
            read(path)


@given(some_facts(max_size=3), NAMES, st.data())
def test_a_dump_that_ends_early_or_goes_on_is_refused(held, name, data):
    with in_folder() as folder:
        path = folder / name
        whole = dumped(held, path)
        path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
        with pytest.raises(REFUSED):
            read(path)
        for more in (b"\n", whole, b"\x00 "):
            path.write_bytes(whole + more)
            with pytest.raises(REFUSED):
                read(path)


@given(st.binary(max_size=80) | st.text('{}"crmkit:dumpformat1last0,\n', max_size=60).map(str.encode))
def test_any_other_file_is_refused(data):
    with in_folder() as folder:
        (folder / "base.jsonl").write_bytes(data)
        with pytest.raises(REFUSED) as caught:
            read(folder / "base.jsonl")
        one_sentence(caught.value)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["order", "kind", "id", "at", "keys", "body"]), inner)
        ),
    )
)
def test_a_line_that_is_no_fact_is_refused_even_when_the_checksum_is_right(data):
    lines = Lines(last=1)
    opening = lines.opening()
    lines._pass(data)
    body = json.dumps(data, separators=(",", ":")).encode() + b"\n"
    lines.facts = lines.order = 1
    with in_folder() as folder:
        (folder / "base.jsonl").write_bytes(opening + body + lines.closing())
        with pytest.raises(StoreCorruptError):
            read(folder / "base.jsonl")


WRONG = {
    "not a number": lambda text: text.replace('"number":1', '"number":NaN'),
    "another spelling": lambda text: text.replace('"number":1', '"number": 1'),
    "an unknown kind": lambda text: text.replace('"journal"', '"diary"', 1),
    "a member more": lambda text: text.replace('"order":1,', '"order":1,"more":0,'),
    "a letter in the open": lambda text: text.replace('"j1"', '"jé"'),
    "a deep body": lambda text: text.replace('{"number":1}', "[" * 100_000 + "]" * 100_000),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_a_line_that_was_edited_is_named(tmp_path, change):
    path = tmp_path / "base.jsonl"
    text = dumped([fact(1), fact(2)], path).decode()
    assert change(text) != text
    path.write_text(change(text), "utf-8")
    with pytest.raises(StoreCorruptError) as caught:
        read(path)
    assert str(caught.value) == "Line 2 of base.jsonl is not what was written; take another copy of the dump."


def test_facts_that_are_missing_at_the_end_are_noticed_by_their_number(tmp_path):
    lines = Lines(last=2)
    (tmp_path / "base.jsonl").write_bytes(lines.opening() + lines.fact(fact(1)) + lines.closing())
    with pytest.raises(StoreCorruptError, match="does not hold the facts it was written with"):
        read(tmp_path / "base.jsonl")


def test_a_newer_format_asks_for_a_newer_crmkit(tmp_path):
    path = tmp_path / "base.jsonl"
    path.write_bytes(dumped([fact(1)], path).replace(b'"format":1', b'"format":2'))
    with pytest.raises(StoreNewerError) as caught:
        read(path)
    assert str(caught.value) == (
        "base.jsonl was written by a newer crmkit (format 2, this one knows 1); upgrade crmkit."
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32-le"])
def test_a_dump_in_another_encoding_was_changed(tmp_path, encoding):
    path = tmp_path / "base.jsonl"
    path.write_bytes(dumped([fact(1)], path).decode().encode(encoding))
    with pytest.raises(StoreCorruptError, match="was changed after it was written"):
        read(path)


def test_a_dump_with_other_line_ends_was_changed(tmp_path):
    path = tmp_path / "base.jsonl"
    path.write_bytes(dumped([fact(1)], path).replace(b"\n", b"\r\n"))
    with pytest.raises(StoreCorruptError, match="was changed after it was written"):
        read(path)


def test_what_is_in_a_file_says_whether_it_is_packed_and_not_its_name(tmp_path):
    whole = dumped([fact(1)], tmp_path / "base.jsonl")
    (tmp_path / "unpacked.jsonl.gz").write_bytes(whole)
    (tmp_path / "packed.jsonl").write_bytes(gzip.compress(whole))
    assert read(tmp_path / "unpacked.jsonl.gz") == read(tmp_path / "packed.jsonl") == [fact(1)]


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    with pytest.raises(InputError, match=r"There is no file .*none\.jsonl; check its name"):
        read(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(InputError, match="not one that a file can have"):
        read(tmp_path / "a\x00b")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path):
    path = tmp_path / "base.jsonl"
    dumped([], path)
    path.chmod(0)
    with pytest.raises(InputError, match="Permission denied"):
        read(path)
    path.chmod(stat.S_IRUSR)
    assert read(path) == []


def test_what_goes_wrong_with_the_facts_is_not_blamed_on_the_file(tmp_path):
    path = tmp_path / "base.jsonl"
    dumped([fact(1)], path)

    def use():
        with open_dump(path) as found:
            for _ in found.facts():
                raise OSError("elsewhere")

    with pytest.raises(OSError, match="elsewhere"):
        use()


def test_progress_is_told_at_every_thousand_and_at_the_end(tmp_path):
    told = []
    dumped([fact(number) for number in range(1, 1002)], tmp_path / "base.jsonl")
    check_dump(tmp_path / "base.jsonl", progress=told.append)
    assert told == [Progress(stage="check", done=done, total=1001, unit="facts") for done in (1000, 1001)]


@pytest.mark.parametrize("count", [20_000, pytest.param(200_000, marks=pytest.mark.nightly)])
def test_however_many_facts_there_are_they_take_no_room(tmp_path, count):
    dump(Endless(count), tmp_path / "base.jsonl.gz")
    tracemalloc.start()
    try:
        report = check_dump(tmp_path / "base.jsonl.gz")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert report.facts == count
    assert peak < 1_000_000
