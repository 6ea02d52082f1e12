"""Write every fact of a base to one file, from which the base can be made again anywhere."""

import gzip
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from attrs import asdict, frozen

from crmkit.backends.protocol import Backend, Fact
from crmkit.exceptions import StoreError
from crmkit.ledger.dump.lines import Lines
from crmkit.records import Progress
from crmkit.report.whole_file import whole_file

STEP: Final = 1000
"""Progress is told after so many facts."""


@frozen(kw_only=True)
class DumpReport:
    """What a dump holds.

    Attributes:
        facts: how many.
        sha256: of all its lines but the last; equal facts, equal name, whatever keeps them.
        bytes: size of the file.

    >>> print(DumpReport(facts=1200, sha256="9f86d081884c7d65", bytes=34567))
    1,200 facts, 34,567 bytes, SHA-256 9f86d081884c7d65
    """

    facts: int
    sha256: str
    bytes: int

    def to_json(self) -> str:
        """Write the report as JSON text."""
        return json.dumps(asdict(self))

    def __str__(self) -> str:
        return f"{self.facts:,} facts, {self.bytes:,} bytes, SHA-256 {self.sha256}"


def dump(
    backend: Backend,
    path: str | os.PathLike[str],
    *,
    overwrite: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> DumpReport:
    """Write every fact of a base to a file; what is derived from facts is left out, since it can be made again.

    The file is JSON lines (`crmkit.ledger.dump.lines`), compressed when its name ends in ".gz". Two dumps of the
    same facts are equal, byte by byte. It is written wholly or not at all, and readable by its owner only. Others may
    go on writing to the base: the dump ends with the last fact there was when it began.

    Args:
        backend: where the base is kept.
        path: where to; a device such as /dev/stdout is written to directly.
        overwrite: replace a file that is there.
        progress: told about every thousand facts.

    Raises:
        StoreError: there is such a file already, or it cannot be written, or the base cannot be read; children say why.
    """
    if Path(path).is_file() and not overwrite:
        raise StoreError(f"There is a file {os.fspath(path)} already; choose another name, or say to overwrite it.")
    lines = Lines(last=backend.last())
    with whole_file(path) as file:
        counted = _Counted(file)
        with _packed(counted, compressed=os.fspath(path).casefold().endswith(".gz")) as out:
            out.write(lines.opening())
            for fact in facts_up_to(backend, lines.last):
                out.write(lines.fact(fact))
                tell(progress, "dump", lines)
            out.write(lines.closing())
    return DumpReport(facts=lines.facts, sha256=lines.sha256, bytes=counted.bytes)


def facts_up_to(backend: Backend, last: int) -> Iterator[Fact]:
    """Read facts in order, and none that came later than one that was seen."""
    for fact in backend.facts() if last else ():
        if fact.order > last:
            return
        yield fact


def tell(progress: Callable[[Progress], None] | None, stage: str, lines: Lines) -> None:
    """Tell about every thousandth fact, and about the last one."""
    if progress and (lines.facts % STEP == 0 or lines.order == lines.last):
        progress(Progress(stage=stage, done=lines.order, total=lines.last, unit="facts"))


class _Counted:
    """A file that counts the bytes it is given."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.bytes = 0

    def write(self, data: bytes) -> int:
        self.bytes += len(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


@contextmanager
def _packed(file: _Counted, *, compressed: bool) -> "Iterator[_Counted | gzip.GzipFile]":
    if not compressed:
        yield file
        return
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:  # so that equal facts give equal bytes
        yield packed
