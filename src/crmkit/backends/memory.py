"""The reference: a base in memory that says what every other backend has to do."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Final

from attrs import evolve, frozen

from crmkit.backends.escaping import escape
from crmkit.backends.json_text import dump_body, load_body
from crmkit.backends.names import check_name
from crmkit.backends.numbering import chosen_kinds, numbered_facts
from crmkit.backends.protocol import Capabilities, Document, Fact, Json, Kind, Wanted
from crmkit.exceptions import ConflictError, StoreError


@frozen
class _Kept:
    """A fact without its body, and the body as text, so that no caller can change what is kept."""

    fact: Fact
    text: str

    @property
    def order(self) -> int:
        return self.fact.order

    def read(self) -> Fact:
        return evolve(self.fact, body=load_body(self.text, where="The base in memory"))


@frozen
class _Held:
    """A document as text, with what it can be found by."""

    text: str
    version: int
    terms: frozenset[str] = frozenset()


class _Table:
    """The documents of one table, and the way from each term to those that have it."""

    def __init__(self) -> None:
        self.documents: dict[str, _Held] = {}
        self._terms: list[str] = []
        self._of_term: dict[str, set[str]] = {}

    def place(self, key: str, held: _Held | None) -> None:
        """Put a document, or remove it."""
        before = self.documents.pop(key, None)
        had = before.terms if before else frozenset[str]()
        has = held.terms if held else frozenset[str]()
        if held:
            self.documents[key] = held
        for term in had - has:
            self._of_term[term].discard(key)
            if not self._of_term[term]:
                del self._of_term[term]
                del self._terms[bisect_left(self._terms, term)]
        for term in has - had:
            if term not in self._of_term:
                insort(self._terms, term)
                self._of_term[term] = set()
            self._of_term[term].add(key)

    def meeting(self, wanted: Wanted) -> set[str]:
        """Give the keys of the documents that meet one thing."""
        found = set[str]().union(*(self._of_term.get(term, ()) for term in wanted.terms))
        for prefix in wanted.prefixes:
            place = bisect_left(self._terms, prefix)
            while place < len(self._terms) and self._terms[place].startswith(prefix):
                found |= self._of_term[self._terms[place]]
                place += 1
        return found


class MemoryBackend:
    """Keep a base in memory, for tests, notebooks and short-lived work.

    >>> backend = MemoryBackend()
    >>> with backend.transaction():
    ...     [fact.order for fact in backend.append([Fact(kind="journal", id="a", at=0, body={"verb": "opened"})])]
    [1]
    >>> backend.put("customers", "c1", {"city": "Bern"}, terms=["bern"], expected_version=0)
    1
    >>> backend.find("customers", [Wanted(prefixes=("be",))], limit=10)
    ('c1',)
    """

    name: Final = "memory:"
    capabilities: Final = Capabilities(
        transactions=True, persistent=False, many_processes=False, bulk=True, columnar=False, sql=False
    )

    def __init__(self) -> None:
        self._lock = RLock()
        self._closed = False
        self._depth = 0
        self._doomed = False
        self._undo: list[Callable[[], object]] = []
        self._facts: list[_Kept] = []
        self._ids: set[tuple[str, str]] = set()
        self._by_key: dict[str, list[_Kept]] = {}
        self._tables: dict[str, _Table] = {}
        self._tick = 0

    def append(self, facts: Iterable[Fact], *, numbered: bool = False) -> tuple[Fact, ...]:
        """Keep facts and return the new ones, numbered."""
        given: dict[tuple[str, str], tuple[Fact, str]] = {}
        for fact in facts:
            given.setdefault((fact.kind, fact.id), (fact, dump_body(fact.body)))
        with self.transaction():
            new = [fact for name, (fact, _) in given.items() if name not in self._ids]
            kept = numbered_facts(new, last=self.last(), numbered=numbered)
            for fact in kept:
                self._keep(_Kept(evolve(fact, body=None), given[fact.kind, fact.id][1]))
            return kept

    def facts(
        self, kind: Kind | Collection[Kind] | None = None, *, after: int = 0, keys: Iterable[str] | None = None
    ) -> Iterator[Fact]:
        """Read facts in order, up to the last one there is when reading begins."""
        return self._read(chosen_kinds(kind), after, None if keys is None else tuple(keys))

    def last(self) -> int:
        """Return the order number of the last fact, or 0."""
        with self._open():
            return self._facts[-1].order if self._facts else 0

    def get(self, table: str, key: str) -> Document | None:
        """Read one document, or None."""
        with self._open():
            held = self._documents(table).get(key)
        return None if held is None else _document(key, held)

    def get_each(self, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], Document]:
        """Read documents of several tables, by table and key; those that are not there are left out."""
        with self._open():
            return {(table, key): found for table, key in names if (found := self.get(table, key)) is not None}

    def put(
        self,
        table: str,
        key: str,
        body: Json,
        *,
        terms: Collection[str] | None = None,
        expected_version: int | None = None,
    ) -> int:
        """Keep or replace a document and return its version."""
        text = dump_body(body)
        with self._open():
            self._expect(table, key, expected_version)
            with self.transaction():
                return self._place(table, key, text, terms)

    def put_all(
        self, table: str, bodies: Mapping[str, Json], *, terms: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """Keep or replace many documents at once."""
        texts = {key: dump_body(body) for key, body in bodies.items()}
        with self.transaction():
            for key, text in texts.items():
                self._place(table, key, text, (terms or {}).get(key))

    def delete(self, table: str, key: str, *, expected_version: int | None = None) -> bool:
        """Remove a document with its terms, and say whether there was one."""
        with self._open():
            self._expect(table, key, expected_version)
            with self.transaction():
                there = key in self._documents(table)
                self._set(table, key, None)
                return there

    def delete_all(self, table: str, keys: Iterable[str]) -> None:
        """Remove many documents with their terms; those that are not there are passed over."""
        with self.transaction():
            for key in keys:
                self._set(table, key, None)

    def clear(self, table: str) -> None:
        """Remove every document of a table."""
        self.delete_all(table, list(self._documents(table)))

    def scan(self, table: str, *, keys: Iterable[str] | None = None) -> Iterator[Document]:
        """Read documents in the order of their keys."""
        wanted = None if keys is None else set(keys)
        with self._open():
            kept = dict(self._documents(table))
        found = kept.keys() if wanted is None else kept.keys() & wanted
        return (_document(key, kept[key]) for key in sorted(found, key=escape))

    def find(self, table: str, wanted: Sequence[Wanted], *, limit: int) -> tuple[str, ...]:
        """Give the keys of the documents that meet everything wanted, the first `limit` in the order of keys."""
        with self._open():
            held = self._tables.get(table, _Table())
            found = [held.meeting(one) for one in wanted]
        return tuple(sorted(set.intersection(*found), key=escape)[:limit]) if found else ()

    def find_each(self, table: str, terms: Collection[str], *, limit: int) -> dict[str, tuple[str, ...]]:
        """Give for each term the keys of the documents that have it, the first `limit` in the order of keys."""
        found = {term: self.find(table, [Wanted((term,))], limit=limit) for term in terms}
        return {term: keys for term, keys in found.items() if keys}

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

    def _keep(self, kept: _Kept) -> None:
        self._undo.append(self._drop_last)
        self._facts.append(kept)
        self._ids.add((kept.fact.kind, kept.fact.id))
        for key in dict.fromkeys(kept.fact.keys):
            self._by_key.setdefault(key, []).append(kept)

    def _drop_last(self) -> None:
        fact = self._facts.pop().fact
        self._ids.discard((fact.kind, fact.id))
        for key in dict.fromkeys(fact.keys):
            self._by_key[key].pop()

    def _read(self, kinds: frozenset[str], after: int, keys: tuple[str, ...] | None) -> Iterator[Fact]:
        with self._open():
            if keys is None:
                kept = self._facts[bisect_right(self._facts, after, key=lambda one: one.order) :]
            else:
                named = {one.order: one for key in keys for one in self._by_key.get(key, ()) if one.order > after}
                kept = [named[order] for order in sorted(named)]
        yield from (one.read() for one in kept if one.fact.kind in kinds)

    def _documents(self, table: str) -> dict[str, _Held]:
        with self._open():
            return self._tables[table].documents if table in self._tables else {}

    def _expect(self, table: str, key: str, version: int | None) -> None:
        found = self._documents(table).get(key)
        now = 0 if found is None else found.version
        if version is not None and version != now:
            raise ConflictError(
                f"A document of {table!r} changed since it was read (version {version} then, {now or 'none'} now); "
                "read it again and repeat the change."
            )

    def _place(self, table: str, key: str, text: str, terms: Collection[str] | None) -> int:
        before = self._documents(table).get(key)
        if terms is None:
            terms = before.terms if before else ()
        self._tick += 1
        self._set(check_name(table), check_name(key), _Held(text, self._tick, frozenset(map(check_name, terms))))
        return self._tick

    def _set(self, table: str, key: str, held: _Held | None) -> None:
        place = self._tables.setdefault(table, _Table())
        before = place.documents.get(key)
        self._undo.append(lambda: place.place(key, before))
        place.place(key, held)


def _document(key: str, held: _Held) -> Document:
    return Document(key=key, body=load_body(held.text, where="The base in memory"), version=held.version)
