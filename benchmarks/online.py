"""One record at a time: `python -m benchmarks.online ROWS [base FOLDER | keys FOLDER]`.

Builds an index of made-up customers in memory with a model that was trained on a part of them, looks up customers as
they are entered again with slips, among them those of the largest blocks, and adds some. With `base FOLDER` it also
loads them into a SQLite base there, or opens the one that a former run left, and checks and adds the same entries;
with `keys FOLDER`, to one of which the match keys alone are filled in, which takes minutes for a million.
"""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.customers import customers
from benchmarks.match_keys import fill_match_keys
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


class Stopwatch:
    """Times calls one by one: how long they took, and how long the processor worked for them."""

    def __init__(self) -> None:
        self._seconds: list[tuple[float, float]] = []

    @contextmanager
    def call(self) -> Iterator[None]:
        start, used = time.perf_counter(), time.process_time()
        yield
        self._seconds.append((time.perf_counter() - start, time.process_time() - used))

    def tell(self, what: str, note: str = "") -> None:
        """Print median and tail, and the same of the processor: on a busy machine, that is what to compare."""
        figures = [sorted(one) for one in zip(*self._seconds, strict=True)]
        shown = [[one[len(one) // 2] * 1e3, one[int(len(one) * 0.99)] * 1e3] for one in figures]
        print(
            f"{what:<15} median {shown[0][0]:6.2f} ms  p99 {shown[0][1]:6.2f} ms"
            f"   processor: median {shown[1][0]:6.2f} ms  p99 {shown[1][1]:6.2f} ms   {note}",
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
    watch, hits, cut = Stopwatch(), 0, 0
    for place, row in queries:
        with watch.call():
            found = index.match(row)
        hits += any(one.id == place for one in found)
        cut += bool(found.unseen)
    watch.tell("match", f"original found {hits / len(queries):.1%}, blocks cut {cut}")
    watch = Stopwatch()
    for _, row in queries:
        with watch.call():
            index.add(row)
    watch.tell("add")


def in_a_base(table: pl.DataFrame, folder: Path, *, whole: bool) -> None:
    """Measure a base; a whole one, or one of which the match keys alone are filled in."""
    path = folder / f"{'online' if whole else 'keys'}-{table.height}.db"
    there = path.exists()
    start = time.perf_counter()
    if not there and not whole:
        fill_match_keys(path, table, {"phone": "phone", **TARGETS})
        print(f"match keys made in {time.perf_counter() - start:.0f} s", flush=True)
    with connect(path, region="CH") as base:
        if not there and whole:
            base.load(table, source="crm")
            kept = time.perf_counter() - start
            base.search("nobody")
            print(f"kept in {kept:.0f} s, derived in {time.perf_counter() - start - kept:.0f} s", flush=True)
        queries = [
            {name: value for name, value in {**row, "organisation": row["company"]}.items() if value is not None}
            for _, row in entered_again(table, QUERIES // 4)
        ]
        entries = [{target: row[name] for name, target in TARGETS.items() if name in row} for row in queries]
        base.check(entries[0])
        watch, found, sound = Stopwatch(), 0, []
        for values in entries:
            with watch.call():
                checked = base.check(values)
            found += bool(checked.duplicates)
            sound += [] if checked.findings else [values]
        watch.tell("check (SQLite)", f"somebody found {found / len(queries):.1%}")
        watch = Stopwatch()
        base.add(sound.pop(), source="web form")
        for values in sound:
            with watch.call():
                base.add(values, source="web form")
        watch.tell("add (SQLite)")


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
        in_a_base(table, Path(sys.argv[3]), whole=sys.argv[2] == "base")


if __name__ == "__main__":
    main()
