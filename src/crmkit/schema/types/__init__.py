"""Semantic types: one file a type, and the catalogue that names them."""
