"""Random work done on a backend and on the reference at once: both must answer alike."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from itertools import count
from typing import Any, Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from crmkit.backends.memory import MemoryBackend
from crmkit.backends.protocol import Backend, Document, Fact, Json, Kind, Wanted
from crmkit.exceptions import ConflictError
from crmkit.testing import strategies

_RUNS: Final = count(1)
_KEYS: Final = st.sampled_from("abc") | strategies.texts(max_size=2)


class _GivenUpError(Exception):
    """Rolls a transaction back."""


class BackendComparison(RuleBasedStateMachine):
    """Appends, puts, deletes, conflicts and transactions, on a backend and on the reference.

    Every run uses ids and a table of its own, so that the backend may hold anything before.
    """

    def __init__(self, backend: Backend) -> None:
        super().__init__()
        self.run = f"run {next(_RUNS)}: "
        self.sides: tuple[Backend, Backend] = (backend, MemoryBackend())
        self.starts = [side.last() for side in self.sides]
        self.open: list[tuple[AbstractContextManager[None], ...]] = []

    def both(self, ask: Callable[[Backend], Any]) -> list[Any]:
        """Ask both sides."""
        return [ask(side) for side in self.sides]

    def read_facts(self, *, kind: Kind | None = None, keys: Sequence[str] | None = None) -> list[list[Fact]]:
        """Read the facts of this run from both sides."""
        return [
            list(side.facts(kind, after=start, keys=keys)) for side, start in zip(self.sides, self.starts, strict=True)
        ]

    @rule(given=st.lists(strategies.facts(), max_size=5))
    def append(self, given: list[Fact]) -> None:
        """The same facts are new on both sides."""
        mine = [_renamed(fact, self.run) for fact in given]
        left, right = self.both(lambda side: side.append(mine))
        assert _seen(left) == _seen(right)

    @rule(key=_KEYS, body=strategies.bodies(), terms=st.none() | st.lists(_KEYS, max_size=3))
    def put(self, key: str, body: Json, terms: list[str] | None) -> None:
        """Versions rise on both sides."""
        for side in self.sides:
            before = side.get(self.run, key)
            assert side.put(self.run, key, body, terms=terms) > (before.version if before else 0)

    @rule(key=_KEYS, body=strategies.bodies(), stale=st.booleans())
    def put_expecting(self, key: str, body: Json, *, stale: bool) -> None:
        """A stale version is refused on both sides, and the right one is not."""

        def attempt(side: Backend) -> bool:
            found = side.get(self.run, key)
            version = (found.version if found else 0) + stale
            try:
                side.put(self.run, key, body, expected_version=version)
            except ConflictError:
                return False
            return True

        assert self.both(attempt) == [not stale] * 2

    @rule(given=strategies.documents(), terms=st.dictionaries(_KEYS, st.lists(_KEYS, max_size=3), max_size=3))
    def put_all(self, given: dict[str, Json], terms: dict[str, list[str]]) -> None:
        """Many documents at once."""
        self.both(lambda side: side.put_all(self.run, given, terms=terms))

    @rule(keys=st.lists(_KEYS, max_size=3))
    def delete_all(self, keys: list[str]) -> None:
        """Many documents go at once."""
        self.both(lambda side: side.delete_all(self.run, keys))

    @rule(key=_KEYS)
    def delete(self, key: str) -> None:
        """Both sides know whether there was one."""
        left, right = self.both(lambda side: side.delete(self.run, key))
        assert left is right

    @rule()
    def clear(self) -> None:
        """Both sides forget the table."""
        self.both(lambda side: side.clear(self.run))

    @precondition(lambda self: self.sides[0].capabilities.transactions and len(self.open) < 3)
    @rule()
    def begin(self) -> None:
        """Begin a transaction, perhaps within another."""
        blocks = tuple(side.transaction() for side in self.sides)
        for block in blocks:
            block.__enter__()
        self.open.append(blocks)

    @precondition(lambda self: self.open)
    @rule()
    def commit(self) -> None:
        """End the innermost transaction well."""
        for block in self.open.pop():
            block.__exit__(None, None, None)

    @precondition(lambda self: self.open)
    @rule()
    def give_up(self) -> None:
        """End all open transactions badly: nothing of them is left on either side."""
        while self.open:
            for block in self.open.pop():
                error = _GivenUpError()
                assert not block.__exit__(_GivenUpError, error, None)

    @rule(kind=strategies.kinds(), keys=st.lists(_KEYS, max_size=4))
    def look_up(self, kind: Kind, keys: list[str]) -> None:
        """Both sides find the same facts by kind and by keys."""
        names = [self.run + key for key in keys]
        for left, right in (
            self.read_facts(kind=kind),
            self.read_facts(keys=names),
            self.read_facts(kind=kind, keys=names),
        ):
            assert _seen(left) == _seen(right)

    @rule(wanted=st.lists(strategies.wanted(_KEYS), max_size=3), limit=st.integers(1, 4))
    def find(self, wanted: list[Wanted], limit: int) -> None:
        """Both sides find the same documents by their terms."""
        left, right = self.both(lambda side: side.find(self.run, wanted, limit=limit))
        assert left == right

    @rule(keys=st.lists(_KEYS, max_size=4))
    def scan_some(self, keys: list[str]) -> None:
        """Both sides find the same documents by keys."""
        left, right = self.both(lambda side: _shown(list(side.scan(self.run, keys=keys))))
        assert left == right
        each = [side.get_each([(self.run, key) for key in keys]) for side in self.sides]
        assert [{table for table, _ in one} for one in each] == [{self.run} if left else set()] * 2
        assert [sorted(_shown(list(one.values()))) for one in each] == [sorted(left)] * 2

    @invariant()
    def same_facts(self) -> None:
        """Everything appended is there in the same order, and reading can begin behind any fact."""
        left, right = self.read_facts()
        assert _seen(left) == _seen(right)
        if left:
            middle = len(left) // 2
            behind = [
                list(side.facts(after=one[middle].order)) for side, one in zip(self.sides, (left, right), strict=True)
            ]
            assert _seen(behind[0]) == _seen(behind[1]) == _seen(left[middle + 1 :])

    @invariant()
    def same_documents(self) -> None:
        """Every document is there, in the order of the keys."""
        left, right = self.both(lambda side: _shown(list(side.scan(self.run))))
        assert left == right

    @invariant()
    def same_terms(self) -> None:
        """Every document is found by its terms."""
        for term in "abc":
            left, right = self.both(partial(_found, table=self.run, term=term))
            assert left == right

    def teardown(self) -> None:
        """Leave no transaction open."""
        self.give_up()


def compare_with_reference(backend: Backend, *, runs: int = 10, steps: int = 15) -> None:
    """Do random work on a backend and on the reference, and compare every answer.

    Args:
        backend: the backend; it may hold anything, and is filled further.
        runs: how many runs.
        steps: how many steps in each.

    Raises:
        AssertionError: they answered differently; Hypothesis prints the shortest way to it.
    """

    class Bound(BackendComparison):
        def __init__(self) -> None:
            super().__init__(backend)

    chosen = settings(max_examples=runs, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(Bound, settings=chosen)


def _renamed(fact: Fact, run: str) -> Fact:
    return Fact(
        kind=fact.kind, id=run + fact.id, at=fact.at, body=fact.body, keys=tuple(run + key for key in fact.keys)
    )


def _found(side: Backend, *, table: str, term: str) -> tuple[str, ...]:
    return side.find(table, [Wanted((term,))], limit=100)


def _seen(facts: Sequence[Fact]) -> list[tuple[str, str, int, tuple[str, ...], str]]:
    return [(fact.kind, fact.id, fact.at, fact.keys, repr(fact.body)) for fact in facts]


def _shown(documents: Sequence[Document]) -> list[tuple[str, str]]:
    return [(document.key, repr(document.body)) for document in documents]
