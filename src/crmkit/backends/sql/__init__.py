"""A base in the tables of a database that SQLAlchemy speaks to, or writes statements for."""
