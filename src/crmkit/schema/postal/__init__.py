"""Which postcode belongs to which locality: a directory of Switzerland and France, and a way to bring others.

Ask `shipped_directory()`, or read a directory of your own by `read_directory(path)`; both are a `PostalDirectory`.
"""
