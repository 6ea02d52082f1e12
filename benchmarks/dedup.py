"""Duplicate detection on labelled sets, beside peers: `python -m benchmarks.dedup [--bootstrap ROUNDS [PEER…]]`.

CRMKIT_BENCH_DATA names a writable folder that holds one folder a set, each with a records.csv or records.parquet that
has columns `rid` and `cluster`. Where CRMKIT_PEERS names a folder of peer runners (`bench.py`, `run_splink.py`) and
CRMKIT_PEER_PYTHON the interpreter they run with, the peers, Splink if none is named, run on the same sets right after
crmkit. Every tool runs in its own process. With `--bootstrap` the difference of F1 is shown with a 95 % interval; see
`dedup_bootstrap`. For speed, see `dedup_speed`; for what answers are worth, `dedup_labels`; for how far probabilities
can be believed, `dedup_reliability`.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from benchmarks import dedup_labels, dedup_reliability, dedup_speed
from benchmarks.dedup_bootstrap import difference
from benchmarks.labelled import records
from crmkit.dedup.frames import dedupe

LINE = "{set:<16} {tool:<10} {rows:>8,} {precision:>9.4f} {recall:>7.4f} {f1:>7.4f} {seconds:>7.1f} {mb:>7,}"


PEERS = ("splink",)


def measure(folder: Path, out: Path) -> dict[str, object]:
    """Find the duplicates of one set, compare the clusters with its truth, and write them down."""
    frame = records(folder)
    start = time.perf_counter()
    found = dedupe(frame.drop("cluster"))
    seconds = time.perf_counter() - start
    score = found.evaluate(frame["cluster"].to_list()).pairwise
    pl.DataFrame({"rid": frame["rid"], "cluster_id": found.clusters["cluster"]}).write_parquet(out)
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


def main(rounds: int = 0, peers: tuple[str, ...] = PEERS) -> int:
    named = os.environ.get("CRMKIT_BENCH_DATA")
    if not named:
        print("CRMKIT_BENCH_DATA names no folder; give the folder that holds the labelled sets.", file=sys.stderr)
        return 0
    data = Path(named).resolve()
    python, runners = os.environ.get("CRMKIT_PEER_PYTHON"), os.environ.get("CRMKIT_PEERS")
    print(f"{'set':<16} {'tool':<10} {'rows':>8} {'precision':>9} {'recall':>7} {'F1':>7} {'seconds':>7} {'MB':>7}")
    for folder in sorted({one.parent for one in data.glob("*/records.*") if one.suffix in {".csv", ".parquet"}}):
        with tempfile.TemporaryDirectory() as place:
            clusters = Path(place, "clusters.parquet")
            command = [sys.executable, "-m", "benchmarks.dedup", str(folder), str(clusters)]
            own = subprocess.run(command, capture_output=True, text=True, check=True)
            print(LINE.format(**json.loads(own.stdout)), flush=True)
            for peer in peers if runners and python else ():
                line = measure_peer(Path(runners or "", f"run_{peer}.py").resolve(), python or "", data, folder.name)
                print(LINE.format(**line) if line else f"{folder.name:<16} {peer}: failed", flush=True)
                if line and rounds:
                    theirs = pl.read_parquet(data / "runs" / f"{folder.name}--{peer}--default" / "clusters.parquet")
                    more, low, high = difference(records(folder), pl.read_parquet(clusters), theirs, rounds=rounds)
                    print(f"{'':<16} F1 beside {peer}: {more:+.4f} (95 %: {low:+.4f} to {high:+.4f})", flush=True)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--speed"]:
        sys.exit(dedup_speed.main(sys.argv[2:]))
    elif sys.argv[1:2] == ["--labels"]:
        sys.exit(dedup_labels.main(int(sys.argv[2]), sys.argv[3:]))
    elif sys.argv[1:2] == ["--reliability"]:
        sys.exit(dedup_reliability.main(sys.argv[2:]))
    elif sys.argv[1:2] == ["--once"]:
        print(json.dumps(dedup_speed.own(Path(sys.argv[2]))))
    elif sys.argv[1:2] == ["--bootstrap"]:
        sys.exit(main(int(sys.argv[2]), tuple(sys.argv[3:]) or PEERS))
    elif len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]))))
    else:
        sys.exit(main())
