"""The columnar path of duplicate detection: NumPy, Polars and rapidfuzz stay in this folder."""
