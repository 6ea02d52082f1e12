"""Put the facts of one base into another, empty one: wholly or not at all, each with its number."""

import os
from collections.abc import Callable, Iterable
from typing import Final

from crmkit.backends.chunking import in_chunks
from crmkit.backends.protocol import Backend, Fact
from crmkit.exceptions import StoreCorruptError, StoreError
from crmkit.ledger.dump.lines import Lines
from crmkit.ledger.dump.reader import open_dump
from crmkit.ledger.dump.writer import facts_up_to, tell
from crmkit.records import Progress

_CHUNK: Final = 2000


def restore_facts(
    path: str | os.PathLike[str], backend: Backend, *, progress: Callable[[Progress], None] | None = None
) -> Lines:
    """Keep every fact of a dump, with its number, and compare what came with what the dump says it holds.

    Args:
        path: a dump.
        backend: where to; it must hold no facts.
        progress: told about every thousand facts.

    Raises:
        InputError: the file cannot be read, or is no dump.
        StoreError: the dump is not what was written, or facts are there already, or they cannot be written; nothing
            was kept, and children say why.
    """
    with open_dump(path) as dump:
        _keep(dump.facts(), backend, dump.lines, "restore", progress)
        return dump.lines


def copy_facts(source: Backend, target: Backend, *, progress: Callable[[Progress], None] | None = None) -> Lines:
    """Keep every fact of one backend in another, with its number, as a dump and its restoring do.

    Args:
        source: where from; others may go on writing to it, but what comes meanwhile is not copied.
        target: where to; it must hold no facts.
        progress: told about every thousand facts.

    Raises:
        StoreError: facts are there already, or they cannot be read or written; nothing was kept.

    >>> from crmkit.backends.memory import MemoryBackend
    >>> one, other = MemoryBackend(), MemoryBackend()
    >>> _ = one.append([Fact(kind="journal", id="a", at=0, body={"verb": "read"})])
    >>> copy_facts(one, other).facts, list(other.facts()) == list(one.facts())
    (1, True)
    """
    lines = Lines(last=source.last())
    lines.opening()
    _keep((_passed(fact, lines) for fact in facts_up_to(source, lines.last)), target, lines, "copy", progress)
    return lines


def _passed(fact: Fact, lines: Lines) -> Fact:
    lines.fact(fact)
    return fact


def _keep(
    facts: Iterable[Fact],
    target: Backend,
    lines: Lines,
    stage: str,
    progress: Callable[[Progress], None] | None,
) -> None:
    with target.transaction():
        if target.last():
            raise StoreError(f"{target.name} holds facts already; name a base that does not exist yet.")
        for chunk in in_chunks(facts, _CHUNK):
            if len(target.append(chunk, numbered=True)) < len(chunk):
                raise StoreCorruptError("The same fact comes twice; take another copy.")
            tell(progress, stage, lines)
