"""Read a dump, and refuse one that is not exactly what was written."""

import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Final

from attrs import frozen

from crmkit.backends.protocol import Fact
from crmkit.exceptions import CallError, InputError, StoreCorruptError, StoreNewerError
from crmkit.ledger.dump.lines import CLOSING, FORMAT, Lines, fact_of
from crmkit.ledger.dump.writer import DumpReport, tell
from crmkit.records import Progress

_GZIP: Final = b"\x1f\x8b"
_LONGEST_OPENING: Final = 200
_NO_FACT: Final = (CallError, AttributeError, KeyError, RecursionError, TypeError, ValueError)


@frozen(eq=False)
class Dump:
    """A dump that is being read.

    Attributes:
        name: name of its file, without the folder.
        lines: what has passed.
    """

    name: str
    lines: Lines
    _file: BufferedReader | gzip.GzipFile

    def facts(self) -> Iterator[Fact]:
        """Read the facts in order; only when the last one was taken is it known that the dump is whole.

        Raises:
            InputError: the file cannot be read any further.
            StoreCorruptError: it is not what was written.
        """
        with _unharmed(self.name):
            for number, line in enumerate(self._file, start=2):
                if not line.endswith(b"\n"):
                    break
                if line.startswith(CLOSING):
                    self._close(line)
                    return
                yield self._fact(line, number)
        raise _damaged(self.name, "ends in the middle")

    def _fact(self, line: bytes, number: int) -> Fact:
        try:
            fact = fact_of(line)
            if self.lines.fact(fact) == line:
                return fact
        except _NO_FACT:
            pass
        raise _damaged(f"Line {number:,} of {self.name}", "is not what was written")

    def _close(self, line: bytes) -> None:
        if self.lines.order != self.lines.last or self.lines.closing() != line:
            raise _damaged(self.name, "does not hold the facts it was written with")
        if self._file.read(1):  # which also lets gzip compare its own checksum
            raise _damaged(self.name, "goes on behind its end")


@contextmanager
def open_dump(path: str | os.PathLike[str]) -> Iterator[Dump]:
    """Open a dump and read its first line; what is in the file says whether it is compressed, not its name.

    Raises:
        InputError: the file cannot be read, or is no dump.
        StoreNewerError: a newer crmkit wrote it.
        StoreCorruptError: it is not what was written.
    """
    name = Path(path).name
    with _opened(path) as packed:
        with _unharmed(name):
            compressed = packed.peek(len(_GZIP)).startswith(_GZIP)
            file = gzip.GzipFile(fileobj=packed, mode="rb") if compressed else packed
            opening = file.readline(_LONGEST_OPENING)
        lines = Lines(last=_last(opening, name))
        if lines.opening() != opening:
            raise _damaged(name, "was changed after it was written")
        yield Dump(name, lines, file)


def check_dump(path: str | os.PathLike[str], *, progress: Callable[[Progress], None] | None = None) -> DumpReport:
    """Read a dump to its end, and say what it holds; nothing is kept of it.

    Raises:
        InputError: the file cannot be read, or is no dump.
        StoreNewerError: a newer crmkit wrote it.
        StoreCorruptError: it is not what was written.
    """
    with open_dump(path) as dump:
        for _ in dump.facts():
            tell(progress, "check", dump.lines)
        size = Path(path).stat().st_size
    return DumpReport(facts=dump.lines.facts, sha256=dump.lines.sha256, bytes=size)


def _opened(path: str | os.PathLike[str]) -> BufferedReader:
    try:
        return Path(path).open("rb")
    except FileNotFoundError:
        raise InputError(f"There is no file {os.fspath(path)}; check its name and folder.") from None
    except IsADirectoryError:
        raise InputError(f"{os.fspath(path)} is a folder; give one of its files.") from None
    except (OSError, ValueError) as error:
        raise _unreadable(os.fspath(path), error) from error


@contextmanager
def _unharmed(name: str) -> Iterator[None]:
    """Say in one sentence why a file cannot be read."""
    try:
        yield
    except EOFError:
        raise _damaged(name, "ends in the middle") from None
    except (gzip.BadGzipFile, zlib.error):
        raise _damaged(name, "is damaged") from None
    except OSError as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or "its name is not one that a file can have"
    return InputError(f"{name} cannot be read ({reason}).")


def _last(opening: bytes, name: str) -> int:
    """Read out of the first line which fact is the last one."""
    try:
        said = json.loads(opening.decode("ascii"))
        kind, number, last = said["crmkit"], said["format"], said["last"]
    except (ValueError, KeyError, TypeError, RecursionError):
        if b'"crmkit"' in opening.replace(b"\x00", b""):
            raise _damaged(name, "was changed after it was written") from None
        raise InputError(f"{name} is no dump of a base; give a file that crmkit dump wrote.") from None
    if kind == "dump" and isinstance(number, int) and number > FORMAT:
        raise StoreNewerError(
            f"{name} was written by a newer crmkit (format {number}, this one knows {FORMAT}); upgrade crmkit."
        )
    return last if type(last) is int else 0


def _damaged(what: str, why: str) -> StoreCorruptError:
    return StoreCorruptError(f"{what} {why}; take another copy of the dump.")
