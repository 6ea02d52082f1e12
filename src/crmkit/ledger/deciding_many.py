"""Decide about very many customers of a base."""

from datetime import datetime

from crmkit.ledger.deciding import Answering, Law, open_for_all
from crmkit.ledger.keeper import Keeper


def open_for_many(keeper: Keeper, law: Law, *, at: datetime, known_at: datetime | None) -> Answering:
    """Read every act, to decide about many customers: in columns, and one by one where there is no Polars."""
    try:
        from crmkit.ledger.columnar.together import open_in_columns
    except ModuleNotFoundError:  # the extra "frames" makes it faster, and changes no answer
        return open_for_all(keeper, law, at=at, known_at=known_at)
    return open_in_columns(keeper, law, at=at, known_at=known_at)
