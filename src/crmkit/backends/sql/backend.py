"""A base in the tables of a database: every statement it needs, for whatever driver runs them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache, partial
from typing import Any, Final

from sqlalchemy import (
    CompoundSelect,
    Executable,
    Select,
    Table,
    bindparam,
    delete,
    exists,
    func,
    intersect,
    select,
    union_all,
    update,
)

from crmkit.backends.chunking import in_chunks
from crmkit.backends.escaping import escape, unescape
from crmkit.backends.json_text import dump_body, load_body, written_texts
from crmkit.backends.names import check_name, written_names
from crmkit.backends.numbering import chosen_kinds, numbered_facts
from crmkit.backends.protocol import KINDS, Capabilities, Document, Fact, Json, Kind, Wanted
from crmkit.backends.resting import collector_at_rest
from crmkit.backends.sql.database import Database, Session
from crmkit.backends.sql.migrations import MIGRATIONS
from crmkit.backends.sql.tables import LAYOUT, Tables
from crmkit.exceptions import ConflictError, StoreCorruptError, StoreNewerError

_PAGE: Final = 2000
_CHUNK: Final = 1000
_TERMS: Final = 64
_FEW: Final = 8


class SqlBackend:
    """Keep a base in the tables of a database.

    Open one with `crmkit.backends.open_backend`. Whoever writes has the base alone until the transaction ends, so
    that reading before writing is safe, and numbers and versions have no gaps.
    """

    def __init__(self, database: Database, *, tables: Tables, name: str, capabilities: Capabilities) -> None:
        """Work on a database.

        Args:
            database: how to reach it.
            tables: names of the tables.
            name: how messages name it.
            capabilities: what it can do.
        """
        self.name: Final = name
        self.capabilities: Final = capabilities
        self._database = database
        self._tables = tables
        self._one_fact = _one_fact(tables.facts)
        self._one_document = _one_document(tables.documents)
        self._firsts = cache(partial(_firsts, tables.terms))

    def prepare(self) -> None:
        """Create the tables where there are none, and bring an older layout forward.

        Raises:
            StoreNewerError: a newer crmkit wrote the base.
            StoreCorruptError: it does not say which layout it has.
        """
        if self._layout() == LAYOUT:
            return
        with self._database.writing() as session:
            self._migrate(session, self._layout())

    def append(self, facts: Iterable[Fact], *, numbered: bool = False) -> tuple[Fact, ...]:
        """Keep facts and return the new ones, numbered."""
        given: dict[tuple[str, str], tuple[Fact, str]] = {}
        for fact in facts:
            name = (fact.kind, fact.id)
            if name not in given:
                given[name] = fact, dump_body(fact.body)
        if not given:
            return ()
        facts_table, keys_table = self._tables.facts, self._tables.fact_keys
        with self._database.writing() as session, collector_at_rest():
            known = self._known_facts(session, given)
            new = [fact for name, (fact, _) in given.items() if name not in known]
            kept = numbered_facts(new, last=self._last(session), numbered=numbered)
            if not kept:
                return ()
            rows = [
                (
                    fact.order,
                    fact.kind,
                    escape(fact.id),
                    fact.at,
                    written_texts(fact.keys),
                    given[fact.kind, fact.id][1],
                )
                for fact in kept
            ]
            session.insert(facts_table, rows)
            session.insert(keys_table, [(escape(key), fact.order) for fact in kept for key in dict.fromkeys(fact.keys)])
            session.known["last"] = kept[-1].order
        return kept

    def facts(
        self, kind: Kind | Collection[Kind] | None = None, *, after: int = 0, keys: Iterable[str] | None = None
    ) -> Iterator[Fact]:
        """Read facts in order, up to the last one there is when reading begins."""
        kinds = chosen_kinds(kind)
        facts = self._tables.facts
        wanted = select(facts).order_by(facts.c.number)
        if len(kinds) < len(KINDS):
            wanted = wanted.where(facts.c.kind.in_(sorted(kinds)))
        if keys is None:
            return self._pages(wanted, after)
        return self._looked_up(wanted, after, sorted({escape(key) for key in keys}))

    def last(self) -> int:
        """Return the order number of the last fact, or 0."""
        with self._database.reading() as session:
            return self._last(session)

    def get(self, table: str, key: str) -> Document | None:
        """Read one document, or None."""
        rows = self._read(self._one_document, {"place": escape(table), "name": escape(key)})
        return self._document(rows[0]) if rows else None

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
        place, name = escape(check_name(table)), escape(check_name(key))
        with self._database.writing() as session:
            held = self._held(session, place, [name])
            _expect(table, expected_version, held)
            version = self._next_version(session)
            given = {} if terms is None else {name: terms}
            self._place(session, place, {name: text}, held=held, version=version, terms=given)
        return version

    def put_all(
        self, table: str, bodies: Mapping[str, Json], *, terms: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """Keep or replace many documents at once."""
        texts = {escape(check_name(key)): dump_body(body) for key, body in bodies.items()}
        named = {escape(key): given for key, given in (terms or {}).items() if key in bodies}
        if not texts:
            return
        place = escape(check_name(table))
        with self._database.writing() as session, collector_at_rest():
            version = self._next_version(session)
            for chunk in in_chunks(sorted(texts), _PAGE):
                held = self._held(session, place, chunk)
                part = {name: texts[name] for name in chunk}
                self._place(session, place, part, held=held, version=version, terms=named)

    def delete(self, table: str, key: str, *, expected_version: int | None = None) -> bool:
        """Remove a document with its terms, and say whether there was one."""
        place, name = escape(table), escape(key)
        with self._database.writing() as session:
            held = self._held(session, place, [name])
            _expect(table, expected_version, held)
            self._remove(session, place, held)
        return bool(held)

    def delete_all(self, table: str, keys: Iterable[str]) -> None:
        """Remove many documents with their terms; those that are not there are passed over."""
        place = escape(table)
        with self._database.writing() as session:
            for chunk in in_chunks(sorted({escape(key) for key in keys}), _PAGE):
                self._remove(session, place, self._held(session, place, chunk))

    def clear(self, table: str) -> None:
        """Remove every document of a table."""
        with self._database.writing() as session:
            for held in (self._tables.documents, self._tables.terms):
                session.run(delete(held).where(held.c.table == escape(table)))

    def scan(self, table: str, *, keys: Iterable[str] | None = None) -> Iterator[Document]:
        """Read documents in the order of their keys."""
        documents = self._tables.documents
        wanted = select(documents.c.key, documents.c.version, documents.c.body).order_by(documents.c.key)
        wanted = wanted.where(documents.c.table == escape(table))
        if keys is None:
            return self._document_pages(wanted)
        return self._documents_of(wanted, sorted({escape(key) for key in keys}))

    def find(self, table: str, wanted: Sequence[Wanted], *, limit: int) -> tuple[str, ...]:
        """Give the keys of the documents that meet everything wanted, the first `limit` in the order of keys."""
        if not wanted or not all(one.terms or one.prefixes for one in wanted):
            return ()
        ways = [select(self._meeting(escape(table), one).subquery().c.key) for one in wanted]
        found = intersect(*ways) if len(ways) > 1 else ways[0].distinct()  # for a join, a planner may choose loops
        rows = self._read(found.order_by("key").limit(limit))
        return tuple(unescape(row[0]) for row in rows)

    def find_each(self, table: str, terms: Collection[str], *, limit: int) -> dict[str, tuple[str, ...]]:
        """Give for each term the keys of the documents that have it, the first `limit` in the order of keys."""
        found: dict[str, list[str]] = {}
        for chunk in in_chunks(sorted({escape(term) for term in terms}), _TERMS):
            asked = chunk + chunk[:1] * (-len(chunk) % _FEW)  # so that there are few different statements
            named = {f"term{place}": term for place, term in enumerate(asked)}
            rows = self._read(self._firsts(len(asked), limit), {"place": escape(table), **named})
            for term, key in sorted(set(map(tuple, rows))):
                found.setdefault(unescape(term), []).append(unescape(key))
        return {term: tuple(keys) for term, keys in found.items()}

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all writes of a block, or, when it raises, none of them."""
        return self._database.transaction()

    def execute(self, statement: Executable) -> Sequence[Sequence[Any]]:
        """Run a statement about tables that a host keeps beside the base, in the open transaction or one of its own.

        Raises:
            StoreError: the database refuses it.
        """
        with self._database.writing() as session:
            return session.run(statement)

    def close(self) -> None:
        """Give back what was opened; a caller's engine or connection stays open."""
        self._database.close()

    # -- layout

    def _layout(self) -> int | None:
        meta = self._tables.meta
        if not self._database.has(meta):
            return None
        found = self._read(select(meta.c.value).where(meta.c.name == "layout"))
        layout = found[0][0] if found else None
        if not isinstance(layout, int) or layout < 1:
            raise StoreCorruptError(f"{self.name} does not say which layout it has; restore the last good copy.")
        if layout > LAYOUT:
            raise StoreNewerError(
                f"{self.name} was written by a newer crmkit (layout {layout}, this one knows {LAYOUT}); upgrade crmkit."
            )
        return layout

    def _migrate(self, session: Session, layout: int | None) -> None:
        meta = self._tables.meta
        if layout is None:
            if self._database.has(self._tables.facts):
                raise StoreCorruptError(f"{self.name} does not say which layout it has; restore the last good copy.")
            self._database.create(self._tables)
            session.insert(meta, [("layout", LAYOUT), ("version", 0)])
            return
        for number in range(layout, LAYOUT):
            MIGRATIONS[number](session, self._tables)
        session.run(update(meta).where(meta.c.name == "layout").values(value=LAYOUT))

    # -- facts

    def _last(self, session: Session) -> int:
        if "last" not in session.known:
            session.known["last"] = session.run(select(func.max(self._tables.facts.c.number)))[0][0] or 0
        return session.known["last"]

    def _known_facts(self, session: Session, names: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
        if len(names) == 1:
            ((kind, name),) = names
            last, there = session.run(self._one_fact, {"kind": kind, "name": escape(name)})[0]
            session.known["last"] = last or 0
            return {(kind, name)} if there else set()
        by_kind: dict[str, list[str]] = {}
        for kind, name in names:
            by_kind.setdefault(kind, []).append(escape(name))
        facts = self._tables.facts
        wanted = select(facts.c.id)
        return {
            (kind, unescape(row[0]))
            for kind, held in by_kind.items()
            for chunk in in_chunks(held, _CHUNK)
            for row in session.run(wanted.where(facts.c.kind == kind, self._database.among(facts.c.id, chunk)))
        }

    def _pages(self, wanted: Select[Any], after: int) -> Iterator[Fact]:
        number = self._tables.facts.c.number
        until = self.last()
        while after < until:
            page = self._read(wanted.where(number > after, number <= until).limit(_PAGE))
            yield from map(self._fact, page)
            if len(page) < _PAGE:
                return
            after = page[-1][0]

    def _looked_up(self, wanted: Select[Any], after: int, keys: Sequence[str]) -> Iterator[Fact]:
        facts, fact_keys = self._tables.facts, self._tables.fact_keys
        found: dict[int, Sequence[Any]] = {}
        for chunk in in_chunks(keys, _CHUNK):
            numbers = select(fact_keys.c.number).where(self._database.among(fact_keys.c.key, chunk))
            page = self._read(wanted.where(facts.c.number > after, facts.c.number.in_(numbers)))
            found.update((row[0], row) for row in page)
        yield from (self._fact(found[number]) for number in sorted(found))

    def _fact(self, row: Sequence[Any]) -> Fact:
        number, kind, name, at, keys, body = row
        return Fact(
            kind=kind,
            id=unescape(name),
            at=at,
            body=load_body(body, where=self.name),
            keys=tuple(load_body(keys, where=self.name)),
            order=number,
        )

    # -- documents

    def _held(self, session: Session, place: str, names: Sequence[str]) -> dict[str, tuple[int, list[str]]]:
        """Give version and terms, as they are written, of the documents that are there."""
        documents = self._tables.documents
        wanted = select(documents.c.key, documents.c.version, documents.c.terms).where(documents.c.table == place)
        return {
            key: (version, [] if terms is None else load_body(terms, where=self.name))
            for chunk in in_chunks(names, _CHUNK)
            for key, version, terms in session.run(wanted.where(self._database.among(documents.c.key, chunk)))
        }

    def _meeting(self, place: str, wanted: Wanted) -> CompoundSelect[Any]:
        """Ask for the keys of the documents that meet one thing, each way to meet it by a look into the index."""
        terms = self._tables.terms
        named = select(terms.c.key).where(terms.c.table == place)
        ways = [named.where(terms.c.term.in_([escape(one) for one in wanted.terms]))] if wanted.terms else []
        for prefix in map(escape, wanted.prefixes):
            after = _after(prefix)
            begun = named.where(terms.c.term >= prefix)
            ways.append(begun if after is None else begun.where(terms.c.term < after))
        return union_all(*ways)

    def _place(
        self,
        session: Session,
        place: str,
        texts: Mapping[str, str],
        *,
        held: Mapping[str, tuple[int, list[str]]],
        version: int,
        terms: Mapping[str, Collection[str]],
    ) -> None:
        """Write documents over those that are held, with the terms that are given or else held."""
        documents = self._tables.documents
        kept = {name: before for name, (_, before) in held.items()}
        has = {name: written_names(terms[name]) for name in texts if name in terms}
        self._drop_documents(session, place, held)
        rows = [(place, name, version, text, _listed(has.get(name, kept.get(name)))) for name, text in texts.items()]
        session.insert(documents, rows)
        had = {name: before for name, before in kept.items() if name in has and before}
        self._drop_terms(session, place, {name: set(before).difference(has[name]) for name, before in had.items()})
        self._add_terms(
            session,
            place,
            {name: set(new).difference(had[name]) if name in had else new for name, new in has.items()},
        )

    def _remove(self, session: Session, place: str, held: Mapping[str, tuple[int, list[str]]]) -> None:
        self._drop_documents(session, place, held)
        self._drop_terms(session, place, {name: before for name, (_, before) in held.items()})

    def _drop_documents(self, session: Session, place: str, names: Iterable[str]) -> None:
        documents = self._tables.documents
        for chunk in in_chunks(names, _CHUNK):
            session.run(
                delete(documents).where(documents.c.table == place, self._database.among(documents.c.key, chunk))
            )

    def _drop_terms(self, session: Session, place: str, dropped: Mapping[str, Collection[str]]) -> None:
        session.delete(self._tables.terms, _by_term(place, dropped))

    def _add_terms(self, session: Session, place: str, added: Mapping[str, Collection[str]]) -> None:
        session.insert(self._tables.terms, _by_term(place, added))

    def _next_version(self, session: Session) -> int:
        meta = self._tables.meta
        counter = meta.c.name == "version"
        if "version" not in session.known:
            found = session.run(select(meta.c.value).where(counter))
            if not found:
                raise StoreCorruptError(
                    f"{self.name} does not say which version its last document had; restore the last good copy."
                )
            session.known["version"] = found[0][0]
        session.known["version"] += 1
        session.run(update(meta).where(counter).values(value=session.known["version"]))
        return session.known["version"]

    def _document_pages(self, wanted: Select[Any]) -> Iterator[Document]:
        page = self._read(wanted.limit(_PAGE))
        yield from map(self._document, page)
        while len(page) == _PAGE:
            page = self._read(wanted.where(self._tables.documents.c.key > page[-1][0]).limit(_PAGE))
            yield from map(self._document, page)

    def _documents_of(self, wanted: Select[Any], keys: Sequence[str]) -> Iterator[Document]:
        documents = self._tables.documents
        for chunk in in_chunks(keys, _CHUNK):
            yield from map(self._document, self._read(wanted.where(self._database.among(documents.c.key, chunk))))

    def _document(self, row: Sequence[Any]) -> Document:
        key, version, body = row
        return Document(key=unescape(key), body=load_body(body, where=self.name), version=version)

    def _read(
        self, wanted: Select[Any] | CompoundSelect[Any], values: Mapping[str, str] | None = None
    ) -> Sequence[Sequence[Any]]:
        with self._database.reading() as session:
            return session.run(wanted, values)


def _one_fact(facts: Table) -> Select[Any]:
    """Ask for the number of the last fact, and whether there is one of a kind and id."""
    there = exists().where(facts.c.kind == bindparam("kind"), facts.c.id == bindparam("name"))
    return select(select(func.max(facts.c.number)).scalar_subquery(), there)


def _one_document(documents: Table) -> Select[Any]:
    """Ask for one document."""
    return select(documents.c.key, documents.c.version, documents.c.body).where(
        documents.c.table == bindparam("place"), documents.c.key == bindparam("name")
    )


def _firsts(terms: Table, count: int, limit: int) -> CompoundSelect[Any]:
    """Ask for the first keys of several terms, each by a look into the index that ends when it has enough."""
    every = (
        select(terms.c.term, terms.c.key)
        .where(terms.c.table == bindparam("place"), terms.c.term == bindparam(f"term{number}"))
        .order_by(terms.c.key)
        .limit(limit)
        .subquery()
        for number in range(count)
    )
    return union_all(*(select(one.c.term, one.c.key) for one in every))


def _by_term(place: str, words_of: Mapping[str, Collection[str]]) -> list[tuple[str, str, str]]:
    """Give the terms of documents in the order of their index, which spares the disk."""
    named: dict[str, list[str]] = defaultdict(list)
    for name in sorted(words_of):
        for word in words_of[name]:
            named[word].append(name)
    return [(place, word, name) for word in sorted(named) for name in named[word]]


def _listed(terms: Sequence[str] | None) -> str | None:
    return written_texts(terms) if terms else None


def _expect(table: str, version: int | None, held: Mapping[str, tuple[int, list[str]]]) -> None:
    found = next((version for version, _ in held.values()), 0)
    if version is not None and found != version:
        raise ConflictError(
            f"A document of {table!r} changed since it was read (version {version} then, {found or 'none'} now); "
            "read it again and repeat the change."
        )


def _after(prefix: str) -> str | None:
    """Give the least text, by code point, that is greater than every text with this prefix."""
    while prefix:
        code = ord(prefix[-1]) + 1
        if code <= 0x10FFFF:
            return prefix[:-1] + chr(0xE000 if code == 0xD800 else code)
        prefix = prefix[:-1]
    return None
