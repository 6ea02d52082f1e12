"""Move a base: make it again from a dump, or in another place, with everything that is derived from its facts."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import asdict, frozen

from crmkit.backends.connect import open_backend
from crmkit.backends.protocol import Backend
from crmkit.intake.moments import Clock
from crmkit.ledger.codec import Codec
from crmkit.ledger.dump.copying import copy_facts, restore_facts
from crmkit.ledger.dump.lines import Lines
from crmkit.ledger.dump.reader import check_dump
from crmkit.ledger.row_documents import keep_rows_again
from crmkit.records import Progress
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


@frozen(kw_only=True)
class RestoreReport:
    """What a base holds that was made again.

    Attributes:
        facts: how many.
        rows: how many source rows were read again from them.
        sha256: of the facts, as the dump and its report have it.

    >>> print(RestoreReport(facts=1200, rows=400, sha256="9f86d081884c7d65"))
    1,200 facts, 400 source rows read again from them, SHA-256 9f86d081884c7d65
    """

    facts: int
    rows: int
    sha256: str

    def to_json(self) -> str:
        """Write the report as JSON text."""
        return json.dumps(asdict(self))

    def __str__(self) -> str:
        return f"{self.facts:,} facts, {self.rows:,} source rows read again from them, SHA-256 {self.sha256}"


def restore(
    path: str | os.PathLike[str],
    url: "str | os.PathLike[str] | Engine | Connection | Backend",
    *,
    schema: Schema | None = None,
    region: str | None = None,
    zone: str = "UTC",
    progress: Callable[[Progress], None] | None = None,
) -> RestoreReport:
    """Make a base again from a dump, wholly or not at all.

    Every fact comes back as it was, with its number. Source rows are read again from these facts, and customers are
    derived when they are first asked for. The dump is read to its end before the base is opened.

    Args:
        path: a file that `crmkit dump` or `CustomerBase.dump` wrote.
        url: where to; anything that `crmkit.connect` opens, without a fact in it.
        schema: what a customer is; the shipped one when left out.
        region: country of loads that were kept before crmkit noted it.
        zone: IANA name of the zone of these loads.
        progress: told about every thousand facts and rows.

    Raises:
        InputError: the file cannot be read, or is no dump.
        StoreNewerError: a newer crmkit wrote it.
        StoreCorruptError: it is not what was written.
        StoreError: the base holds facts already, or cannot be written; nothing was kept, and children say why.

    >>> import tempfile
    >>> from crmkit.ledger.dump.writer import dump
    >>> from crmkit.backends.memory import MemoryBackend
    >>> from crmkit.backends.protocol import Fact
    >>> old, new = MemoryBackend(), MemoryBackend()
    >>> _ = old.append([Fact(kind="journal", id="a", at=0, body={"verb": "read"})])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = dump(old, f"{folder}/base.jsonl.gz")
    ...     restore(f"{folder}/base.jsonl.gz", new).facts
    1
    >>> list(new.facts()) == list(old.facts())
    True
    """
    if not Path(path).is_fifo():  # which can be read only once
        check_dump(path, progress=progress)
    with _opened(url) as target, target.transaction():
        codec, unsaid = Codec(schema or CUSTOMER), Clock(zone, region)
        lines = restore_facts(path, target, progress=progress)
        return _report(lines, keep_rows_again(target, codec, unsaid=unsaid, progress=progress))


def copy(
    source: "str | os.PathLike[str] | Engine | Connection | Backend",
    target: "str | os.PathLike[str] | Engine | Connection | Backend",
    *,
    schema: Schema | None = None,
    region: str | None = None,
    zone: str = "UTC",
    progress: Callable[[Progress], None] | None = None,
) -> RestoreReport:
    """Make a base again in another place, wholly or not at all, as a dump and its restoring do.

    Args:
        source: where it is; anything that `crmkit.connect` opens.
        target: where to, without a fact in it.
        schema: what a customer is; the shipped one when left out.
        region: country of loads that were kept before crmkit noted it.
        zone: IANA name of the zone of these loads.
        progress: told about every thousand facts and rows.

    Raises:
        StoreError: the target holds facts already, or one of the two cannot be used; nothing was kept, and children
            say why.
    """
    with _opened(source) as old, _opened(target) as new, new.transaction():
        codec, unsaid = Codec(schema or CUSTOMER), Clock(zone, region)
        lines = copy_facts(old, new, progress=progress)
        return _report(lines, keep_rows_again(new, codec, unsaid=unsaid, progress=progress))


def _report(lines: Lines, rows: int) -> RestoreReport:
    return RestoreReport(facts=lines.facts, rows=rows, sha256=lines.sha256)


@contextmanager
def _opened(url: "str | os.PathLike[str] | Engine | Connection | Backend") -> Iterator[Backend]:
    """Open a place for a while; a backend that somebody else opened stays open."""
    backend = open_backend(url)
    try:
        yield backend
    finally:
        if backend is not url:
            backend.close()
