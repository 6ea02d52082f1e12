"""The facts of a base as rows: appended in order, looked up by kind and by key."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final

from attrs import field, frozen
from sqlalchemy import Select, Table, bindparam, exists, func, select, tuple_

from crmkit.backends.chunking import in_chunks
from crmkit.backends.escaping import escape, unescape
from crmkit.backends.json_text import dump_body, load_body, written_texts
from crmkit.backends.numbering import chosen_kinds, numbered_facts
from crmkit.backends.protocol import KINDS, Fact, Kind
from crmkit.backends.resting import collector_at_rest
from crmkit.backends.sql.database import Session, read
from crmkit.backends.sql.place import Place

_PAGE: Final = 2000
_CHUNK: Final = 1000


@frozen(eq=False)
class FactRows(Place):
    """The rows of the tables `facts` and `fact_keys`; see the protocol for what its methods promise."""

    _one: Select[Any] = field(init=False)

    @_one.default
    def _ask_for_one(self) -> Select[Any]:
        return _one_fact(self.tables.facts)

    def append(self, facts: Iterable[Fact], *, numbered: bool = False) -> tuple[Fact, ...]:
        """Keep facts and return the new ones, numbered."""
        given: dict[tuple[str, str], tuple[Fact, str]] = {}
        for fact in facts:
            name = (fact.kind, fact.id)
            if name not in given:
                given[name] = fact, dump_body(fact.body)
        if not given:
            return ()
        facts_table, keys_table = self.tables.facts, self.tables.fact_keys
        with self.database.writing() as session, collector_at_rest():
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
        facts = self.tables.facts
        wanted = select(facts).order_by(facts.c.number)
        if len(kinds) < len(KINDS):
            wanted = wanted.where(facts.c.kind.in_(sorted(kinds)))
        if keys is None:
            return self._pages(wanted, after)
        return self._looked_up(wanted, after, sorted({escape(key) for key in keys}))

    def last(self) -> int:
        """Return the order number of the last fact, or 0."""
        with self.database.reading() as session:
            return self._last(session)

    def _last(self, session: Session) -> int:
        if "last" not in session.known:
            session.known["last"] = session.run(select(func.max(self.tables.facts.c.number)))[0][0] or 0
        return session.known["last"]

    def _known_facts(self, session: Session, names: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
        if len(names) == 1:
            ((kind, name),) = names
            last, there = session.run(self._one, {"kind": kind, "name": escape(name)})[0]
            session.known["last"] = last or 0
            return {(kind, name)} if there else set()
        by_kind: dict[str, list[str]] = {}
        for kind, name in names:
            by_kind.setdefault(kind, []).append(escape(name))
        facts = self.tables.facts
        wanted = select(facts.c.id)
        return {
            (kind, unescape(row[0]))
            for kind, held in by_kind.items()
            for chunk in in_chunks(held, _CHUNK)
            for row in session.run(wanted.where(facts.c.kind == kind, self.database.among(facts.c.id, chunk)))
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

    def _looked_up(self, wanted: Select[Any], after: int, keys: Sequence[str]) -> Iterator[Fact]:
        facts, fact_keys = self.tables.facts, self.tables.fact_keys
        found: dict[int, Sequence[Any]] = {}
        for chunk in in_chunks(keys, _CHUNK):
            numbers = select(fact_keys.c.number).where(self.database.among(fact_keys.c.key, chunk))
            page = read(self.database, wanted.where(facts.c.number > after, facts.c.number.in_(numbers)))
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


def _one_fact(facts: Table) -> Select[Any]:
    """Ask for the number of the last fact, and whether there is one of a kind and id.

    The first one from there on is looked at, since a planner that thinks a kind rare would read all of it for one id.
    """
    name = tuple_(facts.c.kind, facts.c.id)
    since = select(facts.c.kind, facts.c.id).where(name >= tuple_(bindparam("kind"), bindparam("name")))
    first = since.order_by(facts.c.kind, facts.c.id).limit(1).subquery()
    there = exists().where(first.c.kind == bindparam("kind"), first.c.id == bindparam("name"))
    return select(select(func.max(facts.c.number)).scalar_subquery(), there)
