"""New rows in a base that was searched before: `python -m benchmarks.newcomers ROWS NEW FOLDER`.

Loads made-up customers into a SQLite base in the folder, searches all of them and merges what it finds. Then it loads
new rows, half of them customers who are entered again with slips, looks who these are, and searches everything anew by
the same model and from scratch, for comparison. It tells how long each takes, how much memory more, and whether the
customers are the same.
"""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from benchmarks.customers import customers
from benchmarks.online import COLUMNS, entered_again
from crmkit.customer_base import CustomerBase, connect
from crmkit.dedup.columnar.rows import find_among_rows
from crmkit.dedup.duplicates import Duplicates


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long a step takes, and the most memory that was ever held."""
    start, cpu = time.perf_counter(), time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(
        f"{what:<40} {time.perf_counter() - start:7.1f} s   processor {time.process_time() - cpu:7.1f} s"
        f"   peak so far {peak:,.0f} MB",
        flush=True,
    )


def pairs_of(found: Duplicates[pl.DataFrame], keys: set[str]) -> set[tuple[str, str]]:
    """Name the pairs that are the same and of which one row at least is new."""
    same = found.pairs.filter(pl.col("verdict") == "same").select("left", "right").rows()
    return {(min(pair), max(pair)) for pair in same if not keys.isdisjoint(pair)}


def fill(base: CustomerBase, table: pl.DataFrame) -> None:
    """Load customers and merge what is found among them."""
    with timed("load"):
        base.load(table, source="crm", mapping={"id": "source_key"})
    with timed("derive"):
        base.search("nobody")
    with timed("search all, and train"):
        found = base.find_duplicates()
    with timed("merge"):
        print(base.merge(found))
        base.search("nobody")


def main() -> None:
    rows, new, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    path = folder / f"newcomers-{rows}.db"
    there = path.exists()
    table = customers(rows + new).select(COLUMNS).with_row_index("id", 1)
    known, strangers = table.head(rows), table.tail(new - new // 2)
    again = pl.DataFrame([row for _, row in entered_again(known, new // 2)], schema=known.schema)
    coming = pl.concat([strangers, again.with_columns((pl.col("id") + 2 * rows).alias("id"))])
    with connect(path, region="CH") as base:
        if not there:
            fill(base, known)
        with timed(f"load {new} more"):
            base.load(coming, source="crm", mapping={"id": "source_key"})
            base.search("nobody")
        with timed("find_duplicates(since_last=True)"):
            found = base.find_duplicates(since_last=True)
        print(found, found.unseen)
        with timed("the same by the same model, of all rows"):
            everything = find_among_rows(base.rows(), model=found.model, region="CH")
        fresh = {f"crm/{key}" for key in coming["id"].to_list()}
        mine, all_of_them = pairs_of(found, fresh), pairs_of(everything, fresh)
        print(f"same pairs with a new row: {len(mine)} found, {len(all_of_them)} by the search of all rows, ", end="")
        print(f"{len(mine & all_of_them)} in both")
        with timed("find_duplicates()"):
            base.find_duplicates()


if __name__ == "__main__":
    main()
