"""Statements of SQLAlchemy Core as DuckDB reads them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from sqlalchemy import ClauseElement, Compiled, Executable, Table
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.schema import CreateColumn
from sqlalchemy.sql.compiler import DDLCompiler, GenericTypeCompiler, IdentifierPreparer, SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from crmkit.backends.sql.tables import Tables

_MOST_TEXTS: Final = 500
_FEW: Final = 200


class _Compiler(SQLCompiler):
    """Name every parameter, and hand over the list of an IN as one.

    DuckDB looks into the index of a key only if no other column has a condition of its own. So where few keys are asked
    for, a condition on a column beside is one of two columns, with nothing of the key behind the other. For many keys
    the whole table is read in any case, and what such a condition rules out is passed over.
    """

    def visit_beside_func(self, function: FunctionElement[str], *, few: bool, **options: Any) -> str:
        column, key = (self.process(one, few=few, **options) for one in function.clauses)
        return f"({column} || left({key}, 0))" if few else column

    def bindparam_string(self, name: str, *, expanding: bool = False, **_options: Any) -> str:  # type: ignore[override]
        return _listed(name) if expanding else f"${name}"


class _TypeCompiler(GenericTypeCompiler):
    """Compare text by code point, whatever collation the database prefers."""

    def visit_TEXT(self, type_: Any, **_options: Any) -> str:  # noqa: N802
        return 'VARCHAR COLLATE "C"'


class _Preparer(IdentifierPreparer):
    """Quote every name, since "at" is a word of DuckDB."""

    def quote(self, ident: str, force: Any = None) -> str:
        return self.quote_identifier(ident)


class _Sql(DefaultDialect):
    name = "duckdb"
    supports_statement_cache = True
    statement_compiler = _Compiler
    ddl_compiler = DDLCompiler
    preparer = _Preparer
    type_compiler_cls = _TypeCompiler


_SQL: Final = _Sql(paramstyle="named")
_TEXTS: Final[dict[object, Compiled]] = {}


def write_statement(statement: Executable, values: Mapping[str, Any] | None = None) -> tuple[str, dict[str, Any]]:
    r"""Give the text of a statement and the values of its parameters; each shape of statement is written once.

    Args:
        statement: what to write.
        values: of the parameters that it names.

    >>> from sqlalchemy import column, select
    >>> write_statement(select(column("key")).where(column("key").in_(["a", "b"])))
    ('SELECT "key" \nWHERE "key" IN ($key_1_0, $key_1_1)', {'key_1_0': 'a', 'key_1_1': 'b'})
    """
    element = cast("ClauseElement", statement)
    few = all(len(one) <= _FEW for one in (values or {}).values() if isinstance(one, list))
    shape = element._generate_cache_key()  # noqa: SLF001
    if shape is None:
        compiled = element.compile(dialect=_SQL, compile_kwargs={"few": few})
        return _with_few_named(str(compiled), compiled.construct_params(values) or {})
    found = _TEXTS.get((shape.key, few))
    if found is None:
        if len(_TEXTS) >= _MOST_TEXTS:
            _TEXTS.clear()
        found = element.compile(dialect=_SQL, cache_key=shape, compile_kwargs={"few": few})
        _TEXTS[shape.key, few] = found
    return _with_few_named(str(found), found.construct_params(values, extracted_parameters=shape.bindparams) or {})


def _with_few_named(text: str, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Name each value of a short list: for a list as one DuckDB looks into no index."""
    written: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list) and 0 < len(value) <= _FEW:
            named = {f"{name}_{place}": one for place, one in enumerate(value)}
            text = text.replace(_listed(name), ", ".join(f"${one}" for one in named))
            written |= named
        else:
            written[name] = value
    return text, written


def _listed(name: str) -> str:
    return f"SELECT unnest(${name})"


def write_creation(tables: Tables) -> Iterator[str]:
    """Give the statements that create the tables and indexes that are not there.

    A unique index over several columns makes a file of DuckDB many times larger and each insert slower, and finds no
    row, since DuckDB looks rows up by indexes of one column only. So those are left out, and the write lock keeps rows
    unique. Keys of one column stay: they refuse a second writer that the lock does not know of.
    """
    for table in tables.metadata.sorted_tables:
        parts = [str(CreateColumn(column).compile(dialect=_SQL)) for column in table.columns]
        key = [_quote(column.name) for column in table.primary_key]
        if len(key) == 1:
            parts.append(f"PRIMARY KEY ({key[0]})")
        yield f"CREATE TABLE IF NOT EXISTS {table_name(table)} ({', '.join(parts)})"
    for table, column in ((tables.facts, "id"), (tables.fact_keys, "key"), (tables.documents, "key")):
        index = _quote(f"{table.name}_by_{column}")
        yield f"CREATE INDEX IF NOT EXISTS {index} ON {table_name(table)} ({_quote(column)})"


def write_deletion(table: Table) -> tuple[str, list[str]]:
    """Give a statement that deletes rows by their primary keys, and the names of its parameters, a list each."""
    names = [column.name for column in table.primary_key]
    lists = ", ".join(f"unnest(${name}) AS {_quote(name)}" for name in names)
    same = " AND ".join(f"held.{_quote(name)} = gone.{_quote(name)}" for name in names)
    return f"DELETE FROM {table_name(table)} AS held USING (SELECT {lists}) AS gone WHERE {same}", names  # noqa: S608


def table_name(table: Table) -> str:
    """Write the name of a table, with its schema, quoted where it must be."""
    return _SQL.identifier_preparer.format_table(table)


def _quote(name: str) -> str:
    return _SQL.identifier_preparer.quote(name)
