"""The tables of a base in a database: their names, and what is in them."""

import re
from functools import cache
from typing import Final

from attrs import frozen
from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text, UniqueConstraint

from crmkit.exceptions import CallError

LAYOUT: Final = 2
"""Number of the layout this library writes."""

PREFIX: Final = "crmkit_"

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
_NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")
_TEXT: Final = Text().with_variant(Text(collation="C"), "postgresql")
"""Compared by code point everywhere."""


@frozen
class Tables:
    """The tables of one base.

    Attributes:
        metadata: all of them, for those who migrate their database with tools of their own.
        meta: two rows: "layout" is the layout of the tables, "version" the last version given to a document.
        facts: one row a fact.
        fact_keys: the way from a key to facts.
        documents: one row a document; `terms` is JSON text, or NULL for a document without any.
        terms: the way from a term to documents.
    """

    metadata: MetaData
    meta: Table
    facts: Table
    fact_keys: Table
    documents: Table
    terms: Table


@cache
def tables(*, prefix: str = PREFIX, schema: str | None = None) -> Tables:
    """Describe the tables of a base.

    Args:
        prefix: begins the name of every table and index.
        schema: the schema of the database that holds them; where there is none, or the usual one, None.

    Raises:
        CallError: a name is no plain name of a database.

    >>> tables(prefix="crm_").facts.name
    'crm_facts'
    """
    for name in (prefix, *([] if schema is None else [schema])):
        if not _NAME.fullmatch(name):
            raise CallError(
                f"{name!r} cannot begin the names of tables, or name a schema; "
                "use at most 40 letters, digits and underscores, beginning with a letter."
            )
    metadata = MetaData(schema=schema)
    return Tables(
        metadata=metadata,
        meta=Table(
            f"{prefix}meta",
            metadata,
            Column("name", Text, primary_key=True),
            Column("value", BigInteger, nullable=False),
        ),
        facts=Table(
            f"{prefix}facts",
            metadata,
            Column("number", _NUMBER, primary_key=True, autoincrement=False),
            Column("kind", Text, nullable=False),
            Column("id", _TEXT, nullable=False),
            Column("at", BigInteger, nullable=False),
            Column("keys", Text, nullable=False),
            Column("body", Text, nullable=False),
            UniqueConstraint("kind", "id", name=f"{prefix}facts_once"),
            Index(f"{prefix}facts_by_kind", "kind", "number"),
        ),
        fact_keys=Table(
            f"{prefix}fact_keys",
            metadata,
            Column("key", _TEXT, primary_key=True),
            Column("number", _NUMBER, primary_key=True, autoincrement=False),
            sqlite_with_rowid=False,
        ),
        documents=Table(
            f"{prefix}documents",
            metadata,
            Column("table", _TEXT, primary_key=True),
            Column("key", _TEXT, primary_key=True),
            Column("version", BigInteger, nullable=False),
            Column("body", Text, nullable=False),
            Column("terms", Text),
        ),
        terms=Table(
            f"{prefix}terms",
            metadata,
            Column("table", _TEXT, primary_key=True),
            Column("term", _TEXT, primary_key=True),
            Column("key", _TEXT, primary_key=True),
            sqlite_with_rowid=False,
        ),
    )
