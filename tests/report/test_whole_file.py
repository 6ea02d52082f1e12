"""A file is written wholly or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest

from crmkit.exceptions import StoreError, StoreFullError, StoreReadOnlyError
from crmkit.report.whole_file import write_whole


def test_a_new_file_belongs_to_its_owner_alone(tmp_path):
    path = write_whole(tmp_path / "out.csv", ["a\n", "é\r\n"])
    assert path.read_bytes() == "a\né\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_replaced_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old")
    path.chmod(0o640)
    write_whole(path, ["new"], encoding="utf-8-sig")
    assert path.read_bytes() == b"\xef\xbb\xbfnew"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write_whole(tmp_path / "link.csv", ["new"])
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "new"


@pytest.mark.parametrize("problem", [LookupError, KeyboardInterrupt])
def test_whatever_stops_it_leaves_the_old_file_and_nothing_else(tmp_path, problem):
    path = tmp_path / "out.csv"
    path.write_text("old")

    def pieces():
        yield "new"
        raise problem

    with pytest.raises(problem):
        write_whole(path, pieces())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_lone_surrogate_does_not_stop_the_file(tmp_path):
    assert write_whole(tmp_path / "out.csv", ["\ud800"]).read_text() == "?"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, StoreFullError),
        (errno.EACCES, StoreReadOnlyError),
        (errno.EROFS, StoreReadOnlyError),
        (errno.EIO, StoreError),
    ],
)
def test_the_trouble_of_the_disk_is_named(tmp_path, monkeypatch, number, kind):
    def fail(_handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(kind, match=r"out\.csv"):
        write_whole(tmp_path / "out.csv", ["a"])
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_and_a_folder_are_refused(tmp_path):
    with pytest.raises(StoreError, match="no such file"):
        write_whole(tmp_path / "none" / "out.csv", ["a"])
    with pytest.raises(StoreError, match="is a directory"):
        write_whole(tmp_path, ["a"])


def test_a_device_is_written_directly():
    write_whole(os.devnull, ["a"])
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="this system has no /dev/fd")
def test_a_pipe_is_written_directly():
    reading, writing = os.pipe()
    write_whole(f"/dev/fd/{writing}", ["a", "é"])
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read() == "aé".encode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_device_is_named():
    with pytest.raises(StoreFullError):
        write_whole("/dev/full", ["a"])
