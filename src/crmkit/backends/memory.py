"""The reference: a base in memory that says what every other backend has to do."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import RLock
from typing import Final

from attrs import evolve, frozen

from crmkit.backends.json_text import dump_body, escape, load_body
from crmkit.backends.protocol import KINDS, Capabilities, Document, Fact, Json, Kind
from crmkit.exceptions import ConflictError, StoreError, UnknownNameError


@frozen
class _Kept:
    """A fact without its body, and the body as text, so that no caller can change what is kept."""

    fact: Fact
    text: str

    def read(self) -> Fact:
        return evolve(self.fact, body=load_body(self.text, where="The base in memory"))


class MemoryBackend:
    """Keep a base in memory, for tests, notebooks and short-lived work.

    >>> backend = MemoryBackend()
    >>> with backend.transaction():
    ...     [fact.order for fact in backend.append([Fact(kind="journal", id="a", at=0, body={"verb": "opened"})])]
    [1]
    >>> backend.put("customers", "c1", {"city": "Bern"}, expected_version=0)
    1
    """

    name: Final = "memory:"
    capabilities: Final = Capabilities(
        transactions=True, persistent=False, many_processes=False, columnar=False, sql=False
    )

    def __init__(self) -> None:
        self._lock = RLock()
        self._closed = False
        self._depth = 0
        self._doomed = False
        self._undo: list[Callable[[], object]] = []
        self._facts: list[_Kept] = []
        self._ids: set[tuple[str, str]] = set()
        self._by_key: dict[str, list[int]] = {}
        self._tables: dict[str, dict[str, tuple[str, int]]] = {}
        self._tick = 0

    def append(self, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        """Keep facts and return the new ones, numbered."""
        given = [(fact, dump_body(fact.body)) for fact in facts]
        with self.transaction():
            return tuple(self._keep(fact, text) for fact, text in given if (fact.kind, fact.id) not in self._ids)

    def facts(self, kind: Kind | None = None, *, after: int = 0, keys: Iterable[str] | None = None) -> Iterator[Fact]:
        """Read facts in order, up to the last one there is when reading begins."""
        if kind is not None and kind not in KINDS:
            raise UnknownNameError("kind of fact", kind, KINDS)
        wanted = None if keys is None else tuple(keys)
        return self._read(kind, max(after, 0), wanted)

    def last(self) -> int:
        """Return the order number of the last fact, or 0."""
        with self._open():
            return len(self._facts)

    def get(self, table: str, key: str) -> Document | None:
        """Read one document, or None."""
        with self._open():
            found = self._tables.get(table, {}).get(key)
        return None if found is None else _document(key, found)

    def put(self, table: str, key: str, body: Json, *, expected_version: int | None = None) -> int:
        """Keep or replace a document and return its version."""
        text = dump_body(body)
        with self._open():
            self._expect(table, key, expected_version)
            with self.transaction():
                return self._place(table, key, text)

    def put_all(self, table: str, bodies: Mapping[str, Json]) -> None:
        """Keep or replace many documents at once."""
        texts = {key: dump_body(body) for key, body in bodies.items()}
        with self.transaction():
            for key, text in texts.items():
                self._place(table, key, text)

    def delete(self, table: str, key: str, *, expected_version: int | None = None) -> bool:
        """Remove a document and say whether there was one."""
        with self._open():
            self._expect(table, key, expected_version)
            with self.transaction():
                return self._remove(table, key)

    def clear(self, table: str) -> None:
        """Remove every document of a table."""
        with self.transaction():
            for key in list(self._tables.get(table, {})):
                self._remove(table, key)

    def scan(self, table: str, *, keys: Iterable[str] | None = None) -> Iterator[Document]:
        """Read documents in the order of their keys."""
        wanted = None if keys is None else set(keys)
        with self._open():
            kept = dict(self._tables.get(table, {}))
        found = kept.keys() if wanted is None else kept.keys() & wanted
        return (_document(key, kept[key]) for key in sorted(found, key=escape))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all writes of a block, or, when it raises, none of them."""
        with self._open():
            self._depth += 1
            try:
                yield
            except BaseException:
                self._doomed = True
                raise
            finally:
                self._depth -= 1
                failed = self._finish() if self._depth == 0 else False
            if failed:
                raise StoreError(
                    "A block within this transaction failed and its exception was swallowed; nothing was kept."
                )

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._closed = True
            self._facts, self._ids, self._by_key, self._tables = [], set(), {}, {}

    @contextmanager
    def _open(self) -> Iterator[None]:
        with self._lock:
            if self._closed:
                raise StoreError("The base in memory is closed; open another one.")
            yield

    def _finish(self) -> bool:
        failed, self._doomed = self._doomed, False
        if failed:
            for undo in reversed(self._undo):
                undo()
        self._undo = []
        return failed

    def _keep(self, fact: Fact, text: str) -> Fact:
        kept = evolve(fact, order=len(self._facts) + 1)
        self._undo.append(self._drop_last)
        self._facts.append(_Kept(evolve(kept, body=None), text))
        self._ids.add((kept.kind, kept.id))
        for key in dict.fromkeys(kept.keys):
            self._by_key.setdefault(key, []).append(kept.order)
        return kept

    def _drop_last(self) -> None:
        fact = self._facts.pop().fact
        self._ids.discard((fact.kind, fact.id))
        for key in dict.fromkeys(fact.keys):
            self._by_key[key].pop()

    def _read(self, kind: Kind | None, after: int, keys: tuple[str, ...] | None) -> Iterator[Fact]:
        with self._open():
            if keys is None:
                kept = self._facts[after:]
            else:
                orders = {order for key in keys for order in self._by_key.get(key, ()) if order > after}
                kept = [self._facts[order - 1] for order in sorted(orders)]
        yield from (one.read() for one in kept if kind is None or one.fact.kind == kind)

    def _expect(self, table: str, key: str, version: int | None) -> None:
        found = self._tables.get(table, {}).get(key)
        now = 0 if found is None else found[1]
        if version is not None and version != now:
            raise ConflictError(
                f"A document of {table!r} changed since it was read (version {version} then, {now or 'none'} now); "
                "read it again and repeat the change."
            )

    def _place(self, table: str, key: str, text: str) -> int:
        documents = self._tables.setdefault(table, {})
        self._remember(documents, key)
        self._tick += 1
        documents[key] = (text, self._tick)
        return self._tick

    def _remove(self, table: str, key: str) -> bool:
        documents = self._tables.get(table, {})
        self._remember(documents, key)
        return documents.pop(key, None) is not None

    def _remember(self, documents: dict[str, tuple[str, int]], key: str) -> None:
        before = documents.get(key)
        self._undo.append(lambda: documents.pop(key, None) if before is None else documents.update({key: before}))


def _document(key: str, kept: tuple[str, int]) -> Document:
    text, version = kept
    return Document(key=key, body=load_body(text, where="The base in memory"), version=version)
