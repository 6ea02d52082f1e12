"""SQL for SQLite, PostgreSQL and DuckDB, through expressions of SQLAlchemy, which this folder alone imports."""
