"""Facts to dump, and places to dump them to."""

import gzip
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve
from hypothesis import strategies as st

from crmkit.backends import Fact, MemoryBackend
from crmkit.ledger.dump.lines import Lines
from crmkit.testing.strategies import facts


@st.composite
def some_facts(draw, *, max_size=6):
    """Draw facts as a backend keeps them, numbered, with gaps as a base that was restored may have them."""
    drawn = draw(st.lists(facts(), max_size=max_size, unique_by=lambda one: (one.kind, one.id)))
    steps = draw(st.lists(st.sampled_from([1, 1, 1, 2, 1000]), min_size=len(drawn), max_size=len(drawn)))
    return [evolve(one, order=sum(steps[: place + 1])) for place, one in enumerate(drawn)]


def fact(number, *, of=None):
    """Number a fact, or make one."""
    return evolve(of or Fact(kind="journal", id=f"j{number}", at=number, body={"number": number}), order=number)


def bytes_of(held, *, packed=False):
    """Write a dump without a file."""
    lines = Lines(last=held[-1].order if held else 0)
    data = b"".join([lines.opening(), *map(lines.fact, held), lines.closing()])
    return gzip.compress(data, mtime=0) if packed else data


def backend_of(held, backend=None):
    """Keep facts with their numbers."""
    backend = MemoryBackend() if backend is None else backend
    backend.append(held, numbered=True)
    return backend


class Endless(MemoryBackend):
    """A backend with many facts that takes no room for them, and forgets what it is given."""

    def __init__(self, count=0):
        super().__init__()
        self.count = count

    def last(self):
        return self.count

    def facts(self, *_given, **_named):
        return (fact(number) for number in range(1, self.count + 1))

    def append(self, facts, *, numbered=False):
        return tuple(facts)


@contextmanager
def in_folder():
    """Give an empty folder, anew for each example."""
    with TemporaryDirectory(prefix="crmkit-dump-") as folder:
        yield Path(folder)
