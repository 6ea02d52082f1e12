"""Segments over Polars, and over any dataframe that narwhals understands; Polars stays in this folder."""
