"""Where databases differ: what each of them writes in its own way, and how it writes names and parameters."""

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.pg8000 import PGDialect_pg8000
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import IdentifierPreparer, SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from crmkit.exceptions import CallError, UnknownNameError

DIFFERENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "contains": {
        "sqlite": "(instr({0}, {1}) > 0)",
        "postgresql": "(strpos({0}, {1}) > 0)",
        "duckdb": "contains({0}, {1})",
    },
    "starts with": {
        "sqlite": "(substr({0}, 1, {2}) = {1})",
        "postgresql": "starts_with({0}, {1})",
        "duckdb": "starts_with({0}, {1})",
    },
    "ends with": {
        "sqlite": "(substr({0}, -{2}) = {1})",
        "postgresql": "(right({0}, {2}) = {1})",
        "duckdb": "ends_with({0}, {1})",
    },
    "not among": {
        "sqlite": "({0} NOT IN {1})",
        "postgresql": "(NOT EXISTS (SELECT 1 FROM {1} AS having_rows WHERE having_rows.whose = {0}))",
        "duckdb": "({0} NOT IN {1})",
    },
}
"""What is written differently: {0} is the column, {1} the text or the rows, {2} the length of the text."""


class Different(FunctionElement[bool]):
    """Something that databases write in different ways."""

    type = sa.Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> "Different":
        """Stand as it is: every form is a condition already, also where a database has no booleans."""
        return self


class Contains(Different):
    """A text contains another."""

    name = "contains"
    inherit_cache = True


class StartsWith(Different):
    """A text begins with another."""

    name = "starts with"
    inherit_cache = True


class EndsWith(Different):
    """A text ends with another."""

    name = "ends with"
    inherit_cache = True


class NotAmong(Different):
    """A customer is not among those whom rows name."""

    name = "not among"
    inherit_cache = True


class Together(Different):
    """A condition in parentheses, which stays apart from those beside it."""

    name = "together"
    inherit_cache = True


SPELLED: Final[Mapping[str, type[Different]]] = {one.name: one for one in (Contains, StartsWith, EndsWith)}


@compiles(Contains)
@compiles(StartsWith)
@compiles(EndsWith)
@compiles(NotAmong)
def _write_different(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    forms = DIFFERENCES[element.name]
    name = compiler.dialect.name
    if name not in forms:
        raise CallError(f"Segments are not asked of {name!r}; known are {', '.join(forms)}.")
    form = forms[name]
    parts = list(element.clauses)
    return form.format(
        *(compiler.process(part, **options) if f"{{{number}}}" in form else "" for number, part in enumerate(parts))
    )


@compiles(Together)
def _write_together(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    (condition,) = element.clauses
    return f"({compiler.process(condition, **options)})"


class _EveryNameQuoted(IdentifierPreparer):
    def quote(self, ident: str, force: Any = None) -> str:
        return self.quote_identifier(ident)


class _Duckdb(DefaultDialect):
    """As much of DuckDB as questions need."""

    name = "duckdb"
    supports_statement_cache = True
    supports_native_boolean = True
    preparer = _EveryNameQuoted


_DIALECTS: Final[Mapping[str, Any]] = {
    "sqlite": (SQLiteDialect_pysqlite, "qmark"),
    "postgresql": (PGDialect_pg8000, "format"),
    "duckdb": (_Duckdb, "qmark"),
}
DIALECTS: Final = tuple(_DIALECTS)


def dialect_of(name: str, paramstyle: str | None = None) -> Dialect:
    """Find a dialect by its name.

    Raises:
        UnknownNameError: there is no such dialect.
    """
    if name not in _DIALECTS:
        raise UnknownNameError("dialect of SQL", name, _DIALECTS)
    kind, usual = _DIALECTS[name]
    dialect: Dialect = kind(paramstyle=paramstyle or usual)
    return dialect
