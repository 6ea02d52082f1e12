"""Where the tables of one base are."""

from attrs import frozen

from crmkit.backends.sql.database import Database
from crmkit.backends.sql.tables import Tables


@frozen(eq=False)
class Place:
    """The tables of a base in a database.

    Attributes:
        database: how to reach it.
        tables: their names.
        name: how messages name the base.
    """

    database: Database
    tables: Tables
    name: str
