"""How fast duplicates are found, beside Splink: `python -m benchmarks.dedup --speed SET…`.

A set is a folder with a records.parquet or records.csv that has columns `rid` and `cluster`. The tools run three times,
in turn, each time in a process of its own; the middle run is shown. Both are given the same frame: raw, and as
`clean_frame` gives it, but with what cannot be read left as it was, as `crmkit clean` does; that is not timed.
CRMKIT_PEERS names the folder with `run_splink.py`, whose settings are taken with u-sampling of at most 300,000 pairs
and without the two comparisons that repeat the postcode; CRMKIT_PEER_PYTHON names the interpreter it runs with. Without
them crmkit runs alone.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from benchmarks.cleaning import peak
from crmkit.dedup.frames import dedupe
from crmkit.schema.columns import clean_frame
from crmkit.schema.types.catalogue import find_type

TIMES = 3
TYPES = {
    "first_name": "given_name", "given_name": "given_name", "surname": "family_name", "dob": "date",
    "city": "locality", "postcode": "postcode", "email": "email", "phone": "phone",
}  # fmt: skip
LINE = "{set:<14} {columns:<8} {tool:<8} {rows:>10,} {seconds:>8.2f} {cpu:>8.2f} {mb:>7,} {f1:>7.4f}  {stages}"
PEER = """
import json, os, resource, sys, time
sys.path.insert(0, {peers!r})
os.environ.setdefault("CRMKIT_BENCH_DATA", {data!r})
import pandas, run_splink
frame = pandas.read_parquet({parquet!r}).fillna("")
whole = run_splink.plan
run_splink.plan = lambda name: (*whole(name)[:3], 3e5, *whole(name)[4:])
start, cpu = time.perf_counter(), sum(os.times()[:4])
_, linker, threshold, _ = run_splink.build(frame, {name!r}, lean=True)
trained = time.perf_counter() - start
pairs = linker.inference.predict(threshold_match_probability=0.5)
found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=threshold)
clusters = found.as_pandas_dataframe()
took = time.perf_counter() - start
print(json.dumps({{
    "seconds": took, "cpu": sum(os.times()[:4]) - cpu, "stages": f"train {{trained:.1f}}",
    "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    "clusters": dict(zip(clusters["unique_id"], clusters["cluster_id"].astype(str))),
}}))
"""


def own(parquet: Path) -> dict[str, object]:
    """Find the duplicates of a frame, in this process."""
    frame = pl.read_parquet(parquet)
    dedupe(frame.head(2000).drop("cluster", "source", strict=False), id_column="rid")  # all modules are loaded
    stages: dict[str, float] = {}
    start, cpu = time.perf_counter(), sum(os.times()[:4])

    def note(step):
        stages[step.stage] = time.perf_counter() - start

    with peak() as most:
        found = dedupe(frame.drop("cluster", "source", strict=False), id_column="rid", progress=note)
        took = time.perf_counter() - start
    return {
        "seconds": took,
        "cpu": sum(os.times()[:4]) - cpu,
        "mb": max(round(most[0] * 1000), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024),
        "stages": ", ".join(f"{name} at {seconds:.1f}" for name, seconds in stages.items()),
        "clusters": dict(zip(found.clusters["id"].to_list(), found.clusters["cluster"].to_list(), strict=True)),
    }


def f1(truth: pl.DataFrame, clusters: dict[str, object]) -> float:
    """Compare clusters with the truth, by pairs."""
    table = truth.with_columns(pl.col("rid").replace_strict(clusters, return_dtype=pl.String).alias("found"))
    both, given, made = (
        table.group_by(columns).len().select((pl.col("len") * (pl.col("len") - 1) // 2).sum()).item()
        for columns in (["cluster", "found"], ["cluster"], ["found"])
    )
    return 2 * both / (given + made)


def main(folders: list[str]) -> int:
    peers, python = os.environ.get("CRMKIT_PEERS"), os.environ.get("CRMKIT_PEER_PYTHON")
    print(
        f"{'set':<14} {'columns':<8} {'tool':<8} {'rows':>10} {'seconds':>8} {'cpu s':>8} {'MB':>7} {'F1':>7}  stages"
    )
    for folder in map(Path, folders):
        raw = _read(folder)
        fields = {column: TYPES[column] for column in raw.columns if column in TYPES}
        with tempfile.TemporaryDirectory() as place:
            cleaned = clean_frame(raw, fields, region="GB").select(raw.columns)
            cleaned = cleaned.with_columns(_as_it_was(cleaned[name], raw[name], kind) for name, kind in fields.items())
            for name, frame in (("raw", raw), ("cleaned", cleaned)):
                parquet = Path(place, f"{name}.parquet")
                frame.write_parquet(parquet)
                commands = {"crmkit": [sys.executable, "-m", "benchmarks.dedup", "--once", str(parquet)]}
                if peers and python:
                    code = PEER.format(peers=peers, data=place, parquet=str(parquet), name=folder.name)
                    commands["splink"] = [python, "-c", code]
                _measure(folder.name, name, frame, commands)
    return 0


def _read(folder: Path) -> pl.DataFrame:
    parquet = folder / "records.parquet"
    frame = pl.read_parquet(parquet) if parquet.exists() else pl.read_csv(folder / "records.csv", infer_schema_length=0)
    return frame.with_columns(pl.col(name).replace("", None) for name in frame.columns)


def _as_it_was(cleaned: pl.Series, raw: pl.Series, kind: str) -> pl.Series:
    """Leave cells that cannot be read as they were, but for those that stand for nothing."""
    unread = raw.filter(cleaned.is_null() & raw.is_not_null()).unique().to_list()
    findings = {cell: find_type(kind).clean(cell, region="GB").findings for cell in unread}
    filler = [cell for cell, noticed in findings.items() if any("placeholder" in one.code for one in noticed)]
    return cleaned.zip_with(cleaned.is_not_null() | raw.is_in(filler), raw)


def _measure(named: str, columns: str, frame: pl.DataFrame, commands: dict[str, list[str]]) -> None:
    runs: dict[str, list[dict]] = {tool: [] for tool in commands}
    for _ in range(TIMES):
        for tool, command in commands.items():
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(
                    f"{named:<14} {columns:<8} {tool:<8} failed: {done.stderr.strip().splitlines()[-1][:120]}",
                    flush=True,
                )
                break
            runs[tool].append(json.loads(done.stdout.splitlines()[-1]))
    for tool, several in runs.items():
        if several:
            middle = sorted(several, key=lambda run: run["seconds"])[len(several) // 2]
            middle["cpu"] = statistics.median(run["cpu"] for run in several)
            score = f1(frame.select("rid", "cluster"), middle.pop("clusters"))
            line = {"set": named, "columns": columns, "tool": tool, "rows": frame.height, "f1": score, **middle}
            print(LINE.format(**line), flush=True)
