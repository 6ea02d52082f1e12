"""Finding documents by their terms without an index of them: all are read, but only once for everything asked."""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen
from sqlalchemy import Select, and_, func, or_, select

from crmkit.backends.protocol import Wanted
from crmkit.backends.sql.database import read
from crmkit.backends.sql.term_index import TermIndex, ways


@frozen(eq=False)
class TermScan(TermIndex):
    """The rows of the table `terms`; see the protocol for what its methods promise."""

    def _firsts(self, place: str, terms: Sequence[str], limit: int) -> Iterator[Sequence[str]]:
        held = self.terms.c
        number = func.row_number().over(partition_by=held.term, order_by=held.key).label("number")
        every = select(held.term, held.key, number).where(held.table == place, self.database.among(held.term, "terms"))
        first = every.subquery().c
        wanted = select(first.term, first.key).where(first.number <= limit).order_by(first.term, first.key)
        yield from read(self.database, wanted, {"terms": terms}) if terms else ()

    def _meeting_all(self, place: str, wanted: Sequence[Wanted]) -> Select[Any]:
        terms = self.terms.c
        met = [or_(*(and_(*way) for way in ways(terms.term, one))) for one in wanted]
        keys = select(terms.key).where(terms.table == place, or_(*met))
        return keys.group_by(terms.key).having(*map(func.bool_or, met)) if len(met) > 1 else keys.distinct()
