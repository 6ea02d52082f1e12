"""The tables of a base in a database, and how an older layout becomes the present one."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, MetaData, Table, Text, UniqueConstraint

LAYOUT: Final = 1
"""Number of the layout this library writes."""

MIGRATIONS: Final[Mapping[int, Callable[[Connection], None]]] = {}
"""Layout number to the step that turns it into the next one; every number below `LAYOUT` has one."""

METADATA: Final = MetaData()

_NUMBER = BigInteger().with_variant(Integer, "sqlite")

META: Final = Table(
    "crmkit_meta",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""Two rows: "layout" is the layout of the tables, "version" the last version given to a document."""

FACTS: Final = Table(
    "crmkit_facts",
    METADATA,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("keys", Text, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("kind", "id"),
    Index("crmkit_facts_by_kind", "kind", "number"),
    sqlite_autoincrement=True,
)

FACT_KEYS: Final = Table(
    "crmkit_fact_keys",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

DOCUMENTS: Final = Table(
    "crmkit_documents",
    METADATA,
    Column("table", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
)
