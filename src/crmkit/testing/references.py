"""For the tests of a host: whether everything that refers to customers has been registered."""

import re
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, inspect, select

from crmkit.backends.sql.tables import PREFIX, tables
from crmkit.customer_base import CustomerBase

_ID: Final = re.compile(r"c-[0-9a-f]{12}")


def check_references(
    base: CustomerBase, bind: Engine | Connection, *, schema: str | None = None, prefix: str = PREFIX
) -> tuple[str, ...]:
    """Find every column that refers to customers, and fail unless all of them are registered with the base.

    Columns are found by what they hold, ids of customers, and by foreign keys to a registered column; so run it where
    the tests have written at least one row of every kind.

    Args:
        base: the base, with everything that the host registers.
        bind: the host's database.
        schema: the schema with its tables; the usual one when left out.
        prefix: how the names of the base's own tables begin.

    Returns:
        the columns that refer to customers, as "table.column".

    Raises:
        AssertionError: some of them are not registered; all are named.

    >>> from sqlalchemy import Text, create_engine, insert
    >>> from crmkit.customer_base import connect
    >>> host = MetaData()
    >>> invoices = Table("invoices", host, Column("customer", Text))
    >>> engine = create_engine("sqlite://")
    >>> host.create_all(engine)
    >>> base = connect(engine)
    >>> anna = base.add({"given_name": "Anna", "family_name": "Keller"}, source="web form")
    >>> with engine.begin() as connection:
    ...     _ = connection.execute(insert(invoices).values(customer=anna.id))
    >>> check_references(base, engine)
    Traceback (most recent call last):
        ...
    AssertionError: invoices.customer refers to customers and is not registered; say base.register(…) for it.
    >>> _ = base.register(invoices.c.customer)
    >>> check_references(base, engine)
    ('invoices.customer',)
    """
    registered = {one.name for one in base.references}
    found = sorted(set(_found(bind, schema=schema, prefix=prefix, registered=registered)))
    missing = [name for name in found if name not in registered]
    if missing:
        raise AssertionError(
            f"{', '.join(missing)} {'refers' if len(missing) == 1 else 'refer'} to customers and "
            f"{'is' if len(missing) == 1 else 'are'} not registered; say base.register(…) for "
            f"{'it' if len(missing) == 1 else 'them'}."
        )
    return tuple(found)


def _found(bind: Engine | Connection, *, schema: str | None, prefix: str, registered: set[str]) -> Iterator[str]:
    own = {one.name for one in tables(prefix=prefix).metadata.sorted_tables}
    names = [name for name in inspect(bind).get_table_names(schema=schema) if name not in own]
    known = MetaData()
    reflected = [Table(name, known, schema=schema, autoload_with=bind) for name in names]
    for table in reflected:
        for column in table.columns:
            keys = {f"{key.column.table}.{key.column.name}" for key in column.foreign_keys}
            if keys & registered or _holds_ids(bind, column):
                yield f"{table}.{column.name}"


def _holds_ids(bind: Engine | Connection, column: Column[Any]) -> bool:
    if not isinstance(column.type, String):
        return False
    some = select(column).where(column.like("c-%")).limit(1000).distinct()
    if isinstance(bind, Connection):
        values = bind.scalars(some).all()
    else:
        with bind.connect() as connection:
            values = connection.scalars(some).all()
    return any(_ID.fullmatch(str(value)) for value in values)
