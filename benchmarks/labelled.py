"""Labelled sets: folders with records.parquet or records.csv, which have columns `rid` and `cluster`."""

from pathlib import Path

import polars as pl


def records(folder):
    """Read a set, every cell as text."""
    parquet = Path(folder, "records.parquet")
    return (
        pl.read_parquet(parquet) if parquet.exists() else pl.read_csv(Path(folder, "records.csv"), infer_schema=False)
    )
