"""Duplicate detection on labelled sets, beside a peer: `python -m benchmarks.dedup`; for speed, see `dedup_speed`.

CRMKIT_BENCH_DATA names a writable folder that holds one folder a set, each with a records.csv that has columns `rid`
and `cluster`. Where CRMKIT_PEERS names a folder of peer runners (`bench.py`, `run_splink.py`) and CRMKIT_PEER_PYTHON
the interpreter they run with, the peer runs on the same sets right after crmkit. Every tool runs in its own process.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import polars as pl

from benchmarks import dedup_speed
from crmkit.dedup.frames import dedupe

LINE = "{set:<16} {tool:<10} {rows:>8,} {precision:>9.4f} {recall:>7.4f} {f1:>7.4f} {seconds:>7.1f} {mb:>7,}"


def measure(folder: Path) -> dict[str, object]:
    """Find the duplicates of one set, and compare the clusters with its truth."""
    frame = pl.read_csv(folder / "records.csv", infer_schema_length=0)
    start = time.perf_counter()
    found = dedupe(frame.drop("cluster"))
    seconds = time.perf_counter() - start
    score = found.evaluate(frame["cluster"].to_list()).pairwise
    return {
        "set": folder.name,
        "tool": "crmkit",
        "rows": frame.height,
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "seconds": seconds,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def measure_peer(runner: Path, python: str, data: Path, name: str) -> dict[str, object] | None:
    """Run a peer on one set through its runners; None when it fails."""
    bench = [sys.executable, str(runner.parent / "bench.py"), python, runner.name, name, "--limit", "600"]
    environment = {**os.environ, "CRMKIT_BENCH_DATA": str(data)}
    subprocess.run(bench, cwd=runner.parent, env=environment, stdout=subprocess.DEVNULL, check=False)
    last = json.loads((data / "results.jsonl").read_text("utf-8").splitlines()[-1])
    if "cluster" not in last:
        return None
    return {
        "set": name,
        "tool": runner.stem.removeprefix("run_"),
        "rows": last["rows"],
        "precision": last["cluster"]["p"],
        "recall": last["cluster"]["r"],
        "f1": last["cluster"]["f1"],
        "seconds": last["work_s"],
        "mb": round(last["peak_mb"]),
    }


def main() -> int:
    named = os.environ.get("CRMKIT_BENCH_DATA")
    if not named:
        print("CRMKIT_BENCH_DATA names no folder; give the folder that holds the labelled sets.", file=sys.stderr)
        return 0
    data = Path(named).resolve()
    python, peers = os.environ.get("CRMKIT_PEER_PYTHON"), os.environ.get("CRMKIT_PEERS")
    print(f"{'set':<16} {'tool':<10} {'rows':>8} {'precision':>9} {'recall':>7} {'F1':>7} {'seconds':>7} {'MB':>7}")
    for records in sorted(data.glob("*/records.csv")):
        own = subprocess.run(
            [sys.executable, "-m", "benchmarks.dedup", str(records.parent)], capture_output=True, text=True, check=True
        )
        print(LINE.format(**json.loads(own.stdout)), flush=True)
        for runner in sorted(Path(peers).resolve().glob("run_splink.py")) if peers and python else ():
            line = measure_peer(runner, python or "", data, records.parent.name)
            print(LINE.format(**line) if line else f"{records.parent.name:<16} {runner.stem}: failed", flush=True)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--speed"]:
        sys.exit(dedup_speed.main(sys.argv[2:]))
    elif sys.argv[1:2] == ["--once"]:
        print(json.dumps(dedup_speed.own(Path(sys.argv[2]))))
    elif len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1]))))
    else:
        sys.exit(main())
