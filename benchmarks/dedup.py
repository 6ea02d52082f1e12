"""Duplicate detection on labelled sets: `python -m benchmarks.dedup`.

The folder that CRMKIT_BENCH_DATA names holds one folder a set, each with a records.csv that has a column `cluster`.
"""

import os
import resource
import sys
import time
from pathlib import Path

import polars as pl

from crmkit.dedup.frames import dedupe


def measure(folder: Path) -> str:
    """Find the duplicates of one set, and compare the clusters with its truth."""
    frame = pl.read_csv(folder / "records.csv", infer_schema_length=0)
    start = time.perf_counter()
    found = dedupe(frame.drop("cluster"))
    seconds = time.perf_counter() - start
    score = found.evaluate(frame["cluster"].to_list()).pairwise
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{folder.name:<16} {frame.height:>8,} {score.precision:>9.4f} {score.recall:>7.4f} {score.f1:>7.4f} "
        f"{seconds:>7.1f} {peak:>7,}"
    )


def main() -> int:
    named = os.environ.get("CRMKIT_BENCH_DATA")
    if not named:
        print("CRMKIT_BENCH_DATA names no folder; give the folder that holds the labelled sets.", file=sys.stderr)
        return 2
    print(f"{'set':<16} {'rows':>8} {'precision':>9} {'recall':>7} {'F1':>7} {'seconds':>7} {'MB':>7}")
    for records in sorted(Path(named).glob("*/records.csv")):
        print(measure(records.parent), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
