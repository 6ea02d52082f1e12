"""One record at a time: `python -m benchmarks.online ROWS [base FOLDER]`.

Builds an index of made-up customers in memory with a model that was trained on a part of them, looks up customers as
they are entered again with slips, among them those of the largest blocks, and adds some. With `base FOLDER` it also
loads them into a SQLite base there, or opens the one that a former run left, and checks the same entries against it.
"""

import resource
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.customers import customers
from crmkit.customer_base import connect
from crmkit.dedup.frames import dedupe
from crmkit.dedup.index import Index

COLUMNS = ("name", "email", "phone", "mobile", "company", "address", "country", "birth_date")
TRAINED_ON = 20_000
QUERIES = 2000


def entered_again(table: pl.DataFrame, count: int, *, seed: int = 7) -> list[tuple[int, dict[str, object]]]:
    """Choose customers, a tenth of them with the commonest names, and enter them with a slip and without a phone."""
    random = np.random.default_rng(seed)
    name = table["name"].fill_null("")
    common = set(name.value_counts(sort=True).head(50)["name"].to_list())
    crowd = np.flatnonzero(name.is_in(list(common)).to_numpy())
    places = [
        *random.integers(table.height, size=count * 9 // 10).tolist(),
        *random.choice(crowd, count // 10).tolist(),
    ]
    rows = table[places].to_dicts()
    return [
        (place, {**row, "name": slipped(row["name"]), "phone": None}) for place, row in zip(places, rows, strict=True)
    ]


def slipped(name: str | None) -> str | None:
    """Change the first letter of the last word."""
    first, _, last = (name or "").rpartition(" ")
    return f"{first} {'X' if last[:1] != 'X' else 'Y'}{last[1:]}".strip() if last else name


def told(what: str, seconds: list[float], cpu: float, note: str = "") -> None:
    """Print median and tail of some timings."""
    ordered = sorted(seconds)
    median, tail = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    mean = cpu / len(ordered)
    print(
        f"{what:<18} median {median * 1e3:7.2f} ms   p99 {tail * 1e3:7.2f} ms   cpu {mean * 1e3:6.2f} ms   {note}",
        flush=True,
    )


def resident() -> int:
    """Measure the memory that is held now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() // 1_000_000


def in_memory(table: pl.DataFrame) -> None:
    """Measure an index."""
    model = dedupe(table.head(TRAINED_ON)).model
    print(f"model: {len(model.to_json()) / 1e6:.1f} MB of JSON, trained on {min(TRAINED_ON, table.height):,} rows")
    before, start, cpu = resident(), time.perf_counter(), time.process_time()
    index = Index(model, table)
    print(
        f"built in {time.perf_counter() - start:.0f} s (cpu {time.process_time() - cpu:.0f} s), "
        f"{resident() - before:,} MB more than the {before:,} MB before",
        flush=True,
    )
    queries = entered_again(table, QUERIES)
    index.match(queries[0][1])
    seconds, hits, cut = [], 0, 0
    cpu = time.process_time()
    for place, row in queries:
        start = time.perf_counter()
        found = index.match(row)
        seconds.append(time.perf_counter() - start)
        hits += any(one.id == place for one in found)
        cut += bool(found.unseen)
    told("match", seconds, time.process_time() - cpu, f"original found {hits / len(queries):.1%}, blocks cut {cut}")
    seconds, cpu = [], time.process_time()
    for _, row in queries:
        start = time.perf_counter()
        index.add(row)
        seconds.append(time.perf_counter() - start)
    told("add", seconds, time.process_time() - cpu)


def in_a_base(table: pl.DataFrame, folder: Path) -> None:
    """Measure a base."""
    path = folder / f"online-{table.height}.db"
    there = path.exists()
    with connect(path, region="CH") as base:
        if not there:
            start = time.perf_counter()
            base.load(table, source="crm")
            kept = time.perf_counter() - start
            base.search("nobody")
            print(f"kept in {kept:.0f} s, derived in {time.perf_counter() - start - kept:.0f} s", flush=True)
        queries = [
            {name: value for name, value in {**row, "organisation": row["company"]}.items() if value is not None}
            for _, row in entered_again(table, QUERIES // 4)
        ]
        seconds, found, cpu = [], 0, 0.0
        for number, row in enumerate(queries):
            values = {target: row[name] for name, target in TARGETS.items() if name in row}
            start, used = time.perf_counter(), time.process_time()
            checked = base.check(values)
            if number:
                seconds.append(time.perf_counter() - start)
                cpu += time.process_time() - used
            found += bool(checked.duplicates)
        told("check (SQLite)", seconds, cpu, f"somebody found {found / len(queries):.1%}")


TARGETS = {
    "name": "person_name",
    "email": "email",
    "mobile": "phone",
    "company": "organisation_name",
    "address": "postal_address",
    "birth_date": "birth_date",
}


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    table = customers(rows).select(COLUMNS)
    in_memory(table)
    if len(sys.argv) > 3:
        in_a_base(table, Path(sys.argv[3]))


if __name__ == "__main__":
    main()
