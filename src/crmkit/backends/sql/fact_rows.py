"""The facts of a base as rows: appended in order, looked up by kind and by key."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import field, frozen
from sqlalchemy import Select, Table, bindparam, exists, func, insert, select, tuple_
from sqlalchemy.sql.dml import ReturningInsert

from crmkit.backends.chunking import in_chunks
from crmkit.backends.escaping import escape, unescape
from crmkit.backends.json_text import dump_body, load_body, written_texts
from crmkit.backends.numbering import chosen_kinds, numbered_facts
from crmkit.backends.protocol import KINDS, Fact, Kind
from crmkit.backends.resting import collector_at_rest
from crmkit.backends.sql.database import Session, read
from crmkit.backends.sql.place import Place
from crmkit.exceptions import StoreLostError

_PAGE: Final = 2000
_CHUNK: Final = 5000


@frozen(eq=False)
class FactRows(Place):
    """The rows of the tables `facts` and `fact_keys`; see the protocol for what its methods promise."""

    _add_one: ReturningInsert[Any] = field(init=False)
    _known: Select[Any] = field(init=False)
    _by_key: dict[tuple[str, ...], Select[Any]] = field(init=False, factory=dict)

    @_add_one.default
    def _of_tables(self) -> ReturningInsert[Any]:
        return _insertion(self.tables.facts)

    @_known.default
    def _ask_for_known(self) -> Select[Any]:
        facts = self.tables.facts
        kind = self.database.within(facts.c.kind, "kind", key=facts.c.id)
        return select(facts.c.id).where(kind, self.database.among(facts.c.id, "names"))

    def append(self, facts: Iterable[Fact], *, numbered: bool = False) -> tuple[Fact, ...]:
        """Keep facts and return the new ones, numbered."""
        given: dict[tuple[str, str], tuple[Fact, str]] = {}
        for fact in facts:
            name = (fact.kind, fact.id)
            if name not in given:
                given[name] = fact, dump_body(fact.body)
        if len(given) == 1 and not numbered:
            return self._append_one(*next(iter(given.values())))
        return self._append_all(given, numbered=numbered) if given else ()

    def _append_one(self, fact: Fact, body: str) -> tuple[Fact, ...]:
        """Append a fact by one statement if it has no keys, whose rows would need another one."""
        given: dict[tuple[str, str], tuple[Fact, str]] = {(fact.kind, fact.id): (fact, body)}
        try:
            number = None if fact.keys else self.database.append_at_once(self.tables.facts, _cells(fact, body))
        except StoreLostError:
            if kept := self._append_all(given):
                return kept
            raise  # whether it was kept before, or just now
        return self._append_all(given) if number is None else (fact.numbered(number),)

    def _append_all(
        self, given: Mapping[tuple[str, str], tuple[Fact, str]], *, numbered: bool = False
    ) -> tuple[Fact, ...]:
        with self.database.writing() as session, collector_at_rest():
            if len(given) == 1 and session.tells_insertions and not numbered:
                return self._insert_one(session, *next(iter(given.values())))
            known = self._known_facts(session, given)
            new = [fact for name, (fact, _) in given.items() if name not in known]
            kept = numbered_facts(new, last=self._last(session), numbered=numbered)
            if not kept:
                return ()
            rows = [(fact.order, *_cells(fact, given[fact.kind, fact.id][1])) for fact in kept]
            session.insert(self.tables.facts, rows)
            self._note(session, kept)
        return kept

    def _insert_one(self, session: Session, fact: Fact, body: str) -> tuple[Fact, ...]:
        names = (one.name for one in self.tables.facts.columns if one.name != "number")
        rows = session.run(self._add_one, dict(zip(names, _cells(fact, body), strict=True)))
        kept = tuple(fact.numbered(number) for (number,) in rows)
        if kept:
            self._note(session, kept)
        return kept

    def _note(self, session: Session, kept: Sequence[Fact]) -> None:
        """Write down the keys of facts that were kept, and which is the last."""
        keys = [(escape(key), fact.order) for fact in kept for key in dict.fromkeys(fact.keys)]
        session.insert(self.tables.fact_keys, keys)
        session.known["last"] = kept[-1].order

    def facts(
        self, kind: Kind | Collection[Kind] | None = None, *, after: int = 0, keys: Iterable[str] | None = None
    ) -> Iterator[Fact]:
        """Read facts in order, up to the last one there is when reading begins."""
        kinds = tuple(sorted(chosen_kinds(kind)))
        if keys is None:
            return self._pages(self._of_kinds(kinds), after)
        return self._looked_up(kinds, after, sorted({escape(key) for key in keys}))

    def last(self) -> int:
        """Return the order number of the last fact, or 0."""
        with self.database.reading() as session:
            return self._last(session)

    def _last(self, session: Session) -> int:
        if "last" not in session.known:
            session.known["last"] = session.run(select(func.max(self.tables.facts.c.number)))[0][0] or 0
        return session.known["last"]

    def _known_facts(self, session: Session, names: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
        by_kind: dict[str, list[str]] = {}
        for kind, name in names:
            by_kind.setdefault(kind, []).append(escape(name))
        return {
            (kind, unescape(row[0]))
            for kind, held in by_kind.items()
            for chunk in in_chunks(held, _CHUNK)
            for row in session.run(self._known, {"kind": kind, "names": chunk})
        }

    def _pages(self, wanted: Select[Any], after: int) -> Iterator[Fact]:
        number = self.tables.facts.c.number
        until = self.last()
        while after < until:
            page = read(self.database, wanted.where(number > after, number <= until).limit(_PAGE))
            yield from map(self._fact, page)
            if len(page) < _PAGE:
                return
            after = page[-1][0]

    def _of_kinds(self, kinds: Collection[str]) -> Select[Any]:
        facts = self.tables.facts
        wanted = select(facts).order_by(facts.c.number)
        return wanted.where(facts.c.kind.in_(kinds)) if len(kinds) < len(KINDS) else wanted

    def _asked_by_key(self, kinds: tuple[str, ...]) -> Select[Any]:
        """Ask for the facts of some kinds by their keys; made ready once, since it is asked with every change."""
        if kinds not in self._by_key:
            number, keys = self.tables.facts.c.number, self.tables.fact_keys.c
            numbers = select(keys.number).where(self.database.among(keys.key, "names"))
            self._by_key[kinds] = self._of_kinds(kinds).where(number > bindparam("after"), number.in_(numbers))
        return self._by_key[kinds]

    def _looked_up(self, kinds: tuple[str, ...], after: int, keys: Sequence[str]) -> Iterator[Fact]:
        found: dict[int, Sequence[Any]] = {}
        for chunk in in_chunks(keys, _CHUNK):
            page = read(self.database, self._asked_by_key(kinds), {"after": after, "names": chunk})
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


def _cells(fact: Fact, body: str) -> tuple[Any, ...]:
    """Write a fact as its table holds it, but for the number."""
    return fact.kind, escape(fact.id), fact.at, written_texts(fact.keys), body


def _insertion(facts: Table) -> ReturningInsert[Any]:
    """Insert a fact after the last one, unless there is one of its kind and id; its number comes back.

    The first one from there on is looked at, since a planner that thinks a kind rare would read all of it for one id.
    """
    cells = {one.name: bindparam(one.name, type_=one.type) for one in facts.columns if one.name != "number"}
    kind, name = cells["kind"], cells["id"]
    since = select(facts.c.kind, facts.c.id).where(tuple_(facts.c.kind, facts.c.id) >= tuple_(kind, name))
    first = since.order_by(facts.c.kind, facts.c.id).limit(1).subquery()
    number = select(func.coalesce(func.max(facts.c.number), 0) + 1).scalar_subquery()
    row = select(number, *cells.values()).where(~exists().where(first.c.kind == kind, first.c.id == name))
    return insert(facts).from_select([one.name for one in facts.columns], row).returning(facts.c.number)
