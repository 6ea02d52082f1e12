"""PostgreSQL: one database, many processes that read and write at once."""

from crmkit.backends.postgresql.opening import CAPABILITIES, open_bind, open_url

__all__ = ["CAPABILITIES", "open_bind", "open_url"]
