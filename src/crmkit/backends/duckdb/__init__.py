"""DuckDB: one file that analysts open, for one process at a time."""

from crmkit.backends.duckdb.opening import CAPABILITIES, open_bind, open_file, open_url

__all__ = ["CAPABILITIES", "open_bind", "open_file", "open_url"]
