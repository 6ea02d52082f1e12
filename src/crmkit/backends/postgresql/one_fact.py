"""One fact kept by one question, which is a transaction of its own."""

from functools import cache

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql


@cache
def one_fact(facts: Table, *, key: int) -> str:
    """Write the statement that inserts a fact behind the last one and gives its number.

    Its parameters are the cells of the fact but for the number. Nothing is inserted where somebody else writes or waits
    to write; where there is a fact of this kind and id; where there is no fact at all, since the first ones may bring
    their numbers; and where a fact was committed after the statement's snapshot and before it had the lock, since that
    fact has taken the number.

    Args:
        facts: the table.
        key: number of the lock that whoever writes holds.
    """
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    prepare = dialect.identifier_preparer
    place, number = prepare.format_table(facts), prepare.quote("number")
    names = ", ".join(prepare.quote(column.name) for column in facts.columns)
    cells = ", ".join(f"%s::{column.type.compile(dialect)}" for column in facts.columns if column.name != "number")
    return (
        f"INSERT INTO {place} ({names}) SELECT last + 1, {cells} "  # noqa: S608  names of our own
        f"FROM (SELECT {number} AS last FROM {place} ORDER BY 1 DESC LIMIT 1) AS held "
        f"WHERE pg_try_advisory_xact_lock({key}) ON CONFLICT DO NOTHING RETURNING {number}"
    )
