"""What storing costs: `python -m benchmarks.storage [sqlite | postgresql | duckdb] [customers] [seed]`.

Made-up customers, mapped, cleaned and keyed, are kept as a load keeps them, and derived. In the same run a bare loader
writes the very same rows, at the same moments and by the driver's own fast way, into the same tables and indexes of a
second base: raw `executemany` on SQLite, COPY on PostgreSQL, Arrow on DuckDB. Then single customers are read, and a
clerk types queries.

Storage work is the time spent in calls of the backend that write; beside it stands what the whole flow took, with
writing JSON, digests, merging, and reading facts back.
"""

import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count as count_up
from itertools import islice
from pathlib import Path
from typing import Any

from attrs import evolve

from benchmarks.bare import BareLoader, bare_loader
from benchmarks.search import ASKED, Clerk, Somebody, World
from benchmarks.search import report as report_search
from crmkit.backends.connect import open_backend
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.identity.clusters import customer_id
from crmkit.intake.outcomes import Taken
from crmkit.ledger.keeper import Keeper
from crmkit.records import CleanRecord, Customer, Record
from crmkit.schema.customer import CUSTOMER

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CHUNK = 10_000
READS = 2_000
WRITES = {"append", "put", "put_all", "delete", "delete_all", "clear"}


class Timed:
    """A backend whose writes are timed."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend
        self._depth = 0
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._backend, name)
        return self._timed(found) if name in WRITES else found

    @contextmanager
    def transaction(self) -> Iterator[None]:
        held = self._backend.transaction()
        self._call(held.__enter__)
        try:
            yield
        except BaseException as problem:
            if not held.__exit__(type(problem), problem, problem.__traceback__):
                raise
        else:
            self._call(lambda: held.__exit__(None, None, None))

    def _timed(self, call: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **options: self._call(lambda: call(*args, **options))

    def _call(self, call: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        self._depth += 1
        try:
            return call()
        finally:
            self._depth -= 1
            if not self._depth:
                self.seconds += time.perf_counter() - started


def rows(drawn: Iterator[tuple[Somebody, Customer, Any]], everybody: list[Somebody]) -> Iterator[Taken]:
    """Make the source row of each customer, as intake would hand it on."""
    for number, (somebody, customer, _) in enumerate(drawn):
        ref = f"crm/{number}"
        everybody.append(evolve(somebody, id=customer_id(ref)))
        single = {"organisation", "name", "birth_date", "address"}
        values = {
            field: ((value,) if field in single or not isinstance(value, tuple) else value)
            for field, value in customer.values.items()
            if field in {*single, "email", "phone", "customer_number", "loyalty_card", "language"}
        }
        raw = {field: "; ".join(map(str, value)) for field, value in values.items()}
        keys = {field: tuple(str(one) for one in value) for field, value in values.items()}
        yield Taken(
            Record(source="crm", key=str(number), batch="b", received_at=NOW, raw=raw, line=number + 2),
            CleanRecord(ref=ref, source="crm", as_of=NOW, values=values, keys=keys, line=number + 2),
        )


def build(where: str, folder: Path, count: int, seed: int) -> tuple[Keeper, Clerk, BareLoader]:
    """Keep and derive customers, with a bare loader beside, and say what each took."""
    bare: BareLoader = bare_loader(where, folder)
    timed = Timed(open_backend(bare.address))
    ticks = count_up()
    keeper = Keeper(
        timed,  # type: ignore[arg-type]
        schema=CUSTOMER,
        survivorship=SurvivorshipPolicy(),
        actor="bench",
        purpose="bench",
        clock=lambda: NOW + timedelta(microseconds=next(ticks)),
    )
    world = World(seed)
    everybody: list[Somebody] = []
    made = rows(world.customers(count), everybody)
    flow = 0.0
    with bare.listening():
        while chunk := list(islice(made, CHUNK)):
            gc.freeze()  # the collector need not look at the benchmark's own people again and again
            flow += _clocked(lambda: _keep(keeper, chunk))
            bare.write()
        _line("keep", flow, timed.seconds, bare)
        while not keeper.derived.fresh:
            flow += _clocked(lambda: keeper.derived.catch_up(steps=1))
            bare.write()
    _line("and derive", flow, timed.seconds, bare)
    return keeper, Clerk(world.random, everybody), bare


def _keep(keeper: Keeper, chunk: list[Taken]) -> None:
    with keeper.backend.transaction():
        keeper.ledger.keep(chunk, batch="b", mapping={"=zone": "UTC"})


def _clocked(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _line(stage: str, flow: float, storage: float, bare: BareLoader) -> None:
    print(
        f"{stage:<10} {bare.rows:>12,} rows   flow {flow:>7.1f} s   storage {storage:>7.1f} s   "
        f"bare {bare.seconds:>7.1f} s   ratio {storage / bare.seconds:>5.2f}",
        flush=True,
    )


def read_customers(keeper: Keeper, ids: list[str]) -> None:
    """Read single customers, as an app does: the read is journalised too."""
    took = []
    for name in ids:
        started = time.perf_counter()
        keeper.customer(name)
        took.append(1_000 * (time.perf_counter() - started))
    cuts = statistics.quantiles(took, n=100)
    print(
        f"customer(id), {len(ids):,} reads: median {cuts[49]:.2f} ms, p95 {cuts[94]:.2f} ms, p99 {cuts[98]:.2f} ms",
        flush=True,
    )


def main(where: str = "sqlite", count: int = 100_000, seed: int = 2026) -> int:
    with tempfile.TemporaryDirectory(prefix="crmkit-storage-") as folder:
        keeper, clerk, bare = build(where, Path(folder), count, seed)
        with bare:
            ids = [one.id for one in random.Random(seed).choices(clerk.everybody, k=READS)]
            read_customers(keeper, ids[: READS // 10])
            read_customers(keeper, ids)
            report_search(keeper.backend, clerk, ASKED)
            keeper.backend.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2], *map(int, sys.argv[2:])))
