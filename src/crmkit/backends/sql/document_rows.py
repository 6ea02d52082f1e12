"""The documents of a base as rows, each with its version and the terms it is found by."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import field, frozen
from sqlalchemy import delete

from crmkit.backends.chunking import in_chunks
from crmkit.backends.escaping import escape, unescape
from crmkit.backends.json_text import dump_body, load_body, written_texts
from crmkit.backends.names import check_name, written_names
from crmkit.backends.protocol import Document, Json
from crmkit.backends.resting import collector_at_rest
from crmkit.backends.sql.database import Session, read
from crmkit.backends.sql.document_statements import NAMES, NUMBER, PLACE, DocumentStatements
from crmkit.backends.sql.place import Place
from crmkit.exceptions import ConflictError, StoreCorruptError

_PAGE: Final = 2000
_CHUNK: Final = 5000
_FEW: Final = 10
_MOST_MISSING: Final = 100_000


@frozen(eq=False)
class DocumentRows(Place):
    """The rows of the tables `documents` and `terms`; see the protocol for what its methods promise."""

    _asked: DocumentStatements = field(init=False)

    @_asked.default
    def _made_ready(self) -> DocumentStatements:
        return DocumentStatements(self.database, self.tables)

    def get(self, table: str, key: str) -> Document | None:
        """Read one document, or None."""
        return self.get_each([(table, key)]).get((table, key))

    def get_each(self, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], Document]:
        """Read documents of several tables in one question, by table and key; those that are not there are left out."""
        found = {}
        for chunk in in_chunks(names, _FEW):
            values = {}
            for place, (table, key) in enumerate(chunk):
                values[f"table{place}"], values[f"key{place}"] = escape(table), escape(key)
            for table, *row in read(self.database, self._asked.several(len(chunk)), values):
                document = self._document(row)
                found[unescape(table), document.key] = document
        return found

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
        with self.database.writing() as session:
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
        with self.database.writing() as session, collector_at_rest():
            version = self._next_version(session)
            for chunk in in_chunks(sorted(texts), _PAGE):
                held = self._held(session, place, chunk)
                part = {name: texts[name] for name in chunk}
                self._place(session, place, part, held=held, version=version, terms=named)

    def delete(self, table: str, key: str, *, expected_version: int | None = None) -> bool:
        """Remove a document with its terms, and say whether there was one."""
        place, name = escape(table), escape(key)
        with self.database.writing() as session:
            held = self._held(session, place, [name])
            _expect(table, expected_version, held)
            self._remove(session, place, held)
        return bool(held)

    def delete_all(self, table: str, keys: Iterable[str]) -> None:
        """Remove many documents with their terms; those that are not there are passed over."""
        place = escape(table)
        with self.database.writing() as session:
            for chunk in in_chunks(sorted({escape(key) for key in keys}), _PAGE):
                self._remove(session, place, self._held(session, place, chunk))

    def clear(self, table: str) -> None:
        """Remove every document of a table."""
        with self.database.writing() as session:
            for held in (self.tables.documents, self.tables.terms):
                session.run(delete(held).where(held.c.table == escape(table)))

    def scan(self, table: str, *, keys: Iterable[str] | None = None) -> Iterator[Document]:
        """Read documents in the order of their keys."""
        if keys is None:
            return self._document_pages(escape(table))
        return self._documents_of(escape(table), sorted({escape(key) for key in keys}))

    def _held(self, session: Session, place: str, names: Sequence[str]) -> dict[str, tuple[int, list[str]]]:
        """Give version and terms, as they are written, of the documents that are there."""
        missing = session.missing[place]
        return {
            key: (version, [] if terms is None else load_body(terms, where=self.name))
            for chunk in in_chunks([name for name in names if name not in missing], _CHUNK)
            for key, version, terms in session.run(self._asked.held, {PLACE: place, NAMES: chunk})
        }

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
        documents = self.tables.documents
        kept = {name: before for name, (_, before) in held.items()}
        has = {name: written_names(terms[name]) for name in texts if name in terms}
        self._drop_documents(session, place, held)
        rows = [(place, name, version, text, _listed(has.get(name, kept.get(name)))) for name, text in texts.items()]
        session.insert(documents, rows)
        session.missing[place].difference_update(texts)
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
        for chunk in in_chunks(names, _CHUNK):
            session.run(self._asked.drop, {PLACE: place, NAMES: chunk})

    def _drop_terms(self, session: Session, place: str, dropped: Mapping[str, Collection[str]]) -> None:
        session.delete(self.tables.terms, _by_term(place, dropped))

    def _add_terms(self, session: Session, place: str, added: Mapping[str, Collection[str]]) -> None:
        session.insert(self.tables.terms, _by_term(place, added))

    def _next_version(self, session: Session) -> int:
        if "version" not in session.known:
            found = session.run(self._asked.last_version)
            if not found:
                raise StoreCorruptError(
                    f"{self.name} does not say which version its last document had; restore the last good copy."
                )
            session.known["version"] = found[0][0]
        session.known["version"] += 1
        session.run(self._asked.count_on, {NUMBER: session.known["version"]})
        return session.known["version"]

    def _document_pages(self, place: str) -> Iterator[Document]:
        wanted = self._asked.every.limit(_PAGE)
        page = read(self.database, wanted, {PLACE: place})
        yield from map(self._document, page)
        while len(page) == _PAGE:
            page = read(self.database, wanted.where(self.tables.documents.c.key > page[-1][0]), {PLACE: place})
            yield from map(self._document, page)

    def _documents_of(self, place: str, keys: Sequence[str]) -> Iterator[Document]:
        for chunk in in_chunks(keys, _CHUNK):
            with self.database.reading() as session:
                page = session.run(self._asked.some, {PLACE: place, NAMES: chunk})
                _note_missing(session, place, set(chunk).difference(row[0] for row in page))
            yield from map(self._document, page)

    def _document(self, row: Sequence[Any]) -> Document:
        key, version, body = row
        return Document(key=unescape(key), body=load_body(body, where=self.name), version=version)


def _by_term(place: str, words_of: Mapping[str, Collection[str]]) -> list[tuple[str, str, str]]:
    """Give the terms of documents in the order of their index, which spares the disk."""
    named: dict[str, list[str]] = defaultdict(list)
    for name in sorted(words_of):
        for word in words_of[name]:
            named[word].append(name)
    return [(place, word, name) for word in sorted(named) for name in named[word]]


def _note_missing(session: Session, place: str, names: Collection[str]) -> None:
    missing = session.missing[place]
    if len(missing) > _MOST_MISSING:
        missing.clear()
    missing.update(names)


def _listed(terms: Sequence[str] | None) -> str | None:
    return written_texts(terms) if terms else None


def _expect(table: str, version: int | None, held: Mapping[str, tuple[int, list[str]]]) -> None:
    found = next((version for version, _ in held.values()), 0)
    if version is not None and found != version:
        raise ConflictError(
            f"A document of {table!r} changed since it was read (version {version} then, {found or 'none'} now); "
            "read it again and repeat the change."
        )
