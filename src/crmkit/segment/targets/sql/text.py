"""Questions become the text of a statement, with everything that a caller has given as parameters."""

from collections.abc import Mapping
from typing import Any, Final, cast

import sqlalchemy as sa

from crmkit.exceptions import CallError
from crmkit.segment.nodes import Condition
from crmkit.segment.targets.asking import ask_all, ask_candidates
from crmkit.segment.targets.questions import Question
from crmkit.segment.targets.reference import Run
from crmkit.segment.targets.sql.definition import metadata, plain
from crmkit.segment.targets.sql.dialects import dialect_of
from crmkit.segment.targets.sql.expressions import express
from crmkit.segment.targets.support import Target
from crmkit.segment.targets.tables import Tables

MOST_PARAMETERS: Final = 30_000
"""How many parameters a statement may have: what SQLite and PostgreSQL take."""


def question_for(tree: Condition, run: Run, tables: Tables, dialect: str, *, candidates: bool) -> Question:
    """Ask a database for the members of a segment, or for all who may be.

    Raises:
        CallError: as `ask_all`.
        UnknownNameError: there is no such dialect.
    """
    dialect_of(dialect)
    return (ask_candidates if candidates else ask_all)(tree, run, tables, cast("Target", dialect))


def write_text(
    question: Question, tables: Tables, dialect: str, *, paramstyle: str | None = None
) -> tuple[str, tuple[Any, ...] | dict[str, Any]]:
    """Write the statement that gives the ids of the customers meant.

    Args:
        question: what to ask; nothing in it may be undecided.
        tables: where the fields are.
        dialect: sqlite, postgresql or duckdb.
        paramstyle: as in PEP 249; left out, "qmark" for SQLite and DuckDB, "format" for PostgreSQL.

    Returns:
        The text and the parameters: a tuple in their order, or a dictionary where they have names.

    Raises:
        CallError: there are too many parameters.
        UnknownNameError: there is no such dialect.
    """
    known = dialect_of(dialect, paramstyle)
    customers = next(one for one in metadata(tables, collated=False).sorted_tables if one.name == tables.customers)
    statement = sa.select(customers.c[tables.id]).where(express(question, tables, {tables.customers: customers}))
    compiled: Any = statement.compile(dialect=known, compile_kwargs={"render_postcompile": True})
    given: Mapping[str, Any] = compiled.params
    if len(given) > MOST_PARAMETERS:
        raise CallError(
            f"The segment has {len(given):,} values, and a statement takes {MOST_PARAMETERS:,}; "
            "keep the list as a field of the customers, or split it."
        )
    if compiled.positional:
        return str(compiled), tuple(plain(given[name], dialect) for name in compiled.positiontup)
    return str(compiled), {name: plain(value, dialect) for name, value in given.items()}
