"""Finding documents by their terms: every way to meet a wish is a look into one index."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from attrs import frozen
from sqlalchemy import ColumnElement, CompoundSelect, Select, Table, bindparam, intersect, select, union_all

from crmkit.backends.chunking import in_chunks
from crmkit.backends.escaping import escape, unescape
from crmkit.backends.protocol import Wanted
from crmkit.backends.sql.database import Database, read

_TERMS: Final = 64
_FEW: Final = 8


@frozen(eq=False)
class TermIndex:
    """The rows of the table `terms`, from the side of the terms; see the protocol for what its methods promise.

    Attributes:
        database: where they are.
        terms: the table.
    """

    database: Database
    terms: Table

    def find(self, table: str, wanted: Sequence[Wanted], *, limit: int) -> tuple[str, ...]:
        """Give the keys of the documents that meet everything wanted, the first `limit` in the order of keys."""
        if not wanted or not all(one.terms or one.prefixes for one in wanted):
            return ()
        rows = read(self.database, self._meeting_all(escape(table), wanted).order_by("key").limit(limit))
        return tuple(unescape(row[0]) for row in rows)

    def find_each(self, table: str, terms: Collection[str], *, limit: int) -> dict[str, tuple[str, ...]]:
        """Give for each term the keys of the documents that have it, the first `limit` in the order of keys."""
        found: dict[str, list[str]] = {}
        for term, key in self._firsts(escape(table), sorted({escape(term) for term in terms}), limit):
            found.setdefault(unescape(term), []).append(unescape(key))
        return {term: tuple(keys) for term, keys in found.items()}

    def _firsts(self, place: str, terms: Sequence[str], limit: int) -> Iterator[Sequence[str]]:
        """Read each term with the first keys that have it, in order."""
        for chunk in in_chunks(terms, _TERMS):
            asked = chunk + chunk[:1] * (-len(chunk) % _FEW)  # so that there are few different statements
            named = {f"term{number}": term for number, term in enumerate(asked)}
            rows = read(self.database, _first_keys(self.terms, len(asked), limit), {"place": place, **named})
            yield from sorted(set(map(tuple, rows)))

    def _meeting_all(self, place: str, wanted: Sequence[Wanted]) -> Select[Any] | CompoundSelect[Any]:
        """Ask for the keys of the documents that meet everything wanted."""
        met = [select(self._meeting(place, one).subquery().c.key) for one in wanted]
        return intersect(*met) if len(met) > 1 else met[0].distinct()  # for a join, a planner may choose loops

    def _meeting(self, place: str, wanted: Wanted) -> CompoundSelect[Any]:
        """Ask for the keys of the documents that meet one thing, each way to meet it by a look into the index."""
        named = select(self.terms.c.key).where(self.terms.c.table == place)
        return union_all(*(named.where(*way) for way in ways(self.terms.c.term, wanted)))


def ways(term: ColumnElement[str], wanted: Wanted) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """Say in which ways a term can meet one thing, each by conditions that hold together."""
    if wanted.terms:
        yield (term.in_([escape(one) for one in wanted.terms]),)
    for prefix in map(escape, wanted.prefixes):
        after = _after(prefix)
        yield (term >= prefix,) if after is None else (term >= prefix, term < after)


@lru_cache(maxsize=64)
def _first_keys(terms: Table, count: int, limit: int) -> CompoundSelect[Any]:
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


def _after(prefix: str) -> str | None:
    """Give the least text, by code point, that is greater than every text with this prefix."""
    while prefix:
        code = ord(prefix[-1]) + 1
        if code <= 0x10FFFF:
            return prefix[:-1] + chr(0xE000 if code == 0xD800 else code)
        prefix = prefix[:-1]
    return None
