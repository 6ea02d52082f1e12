"""Finding documents by their terms without an index of them: all are read, but only once for everything asked."""

from collections.abc import Collection, Sequence
from typing import Any

from attrs import frozen
from sqlalchemy import Select, and_, func, or_, select

from crmkit.backends.escaping import escape, unescape
from crmkit.backends.protocol import Wanted
from crmkit.backends.sql.database import read
from crmkit.backends.sql.term_index import TermIndex, ways


@frozen(eq=False)
class TermScan(TermIndex):
    """The rows of the table `terms`; see the protocol for what its methods promise."""

    def find_each(self, table: str, terms: Collection[str], *, limit: int) -> dict[str, tuple[str, ...]]:
        """Give for each term the keys of the documents that have it, the first `limit` in the order of keys."""
        asked = sorted({escape(term) for term in terms})
        found: dict[str, list[str]] = {}
        for term, key in read(self.database, self._firsts(escape(table), limit), {"terms": asked}) if asked else ():
            found.setdefault(unescape(term), []).append(unescape(key))
        return {term: tuple(keys) for term, keys in found.items()}

    def _firsts(self, place: str, limit: int) -> Select[Any]:
        terms = self.terms.c
        number = func.row_number().over(partition_by=terms.term, order_by=terms.key).label("number")
        every = select(terms.term, terms.key, number).where(
            terms.table == place, self.database.among(terms.term, "terms")
        )
        held = every.subquery().c
        return select(held.term, held.key).where(held.number <= limit).order_by(held.term, held.key)

    def _meeting_all(self, place: str, wanted: Sequence[Wanted]) -> Select[Any]:
        terms = self.terms.c
        met = [or_(*(and_(*way) for way in ways(terms.term, one))) for one in wanted]
        keys = select(terms.key).where(terms.table == place, or_(*met))
        return keys.group_by(terms.key).having(*map(func.bool_or, met)) if len(met) > 1 else keys.distinct()
