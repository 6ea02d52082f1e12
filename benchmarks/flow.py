"""The whole flow on generated exports of several seeds, against their truth: `python -m benchmarks.flow [SEED…]`."""

import sys
import tempfile
import time
from pathlib import Path

from crmkit.customer_base import connect
from crmkit.demo.exports import FILES, GIVEN, TODAY
from crmkit.demo.truth import Comparison, compare, read_truth
from examples.generate import write_exports

SEEDS = (2026, *range(1, 11))


def measure(seed: int) -> tuple[Comparison, float]:
    """Load, merge and compare the exports of one seed; give the comparison and the seconds of the flow."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_exports(folder, seed=seed)
        start = time.perf_counter()
        with connect("memory:", zone="Europe/Zurich", clock=lambda: TODAY) as base:
            for source, file in FILES.items():
                base.load(folder / file, source=source, given=GIVEN.get(source))
            base.merge(base.find_duplicates())
            holder = {ref: customer.id for customer in base.customers() for ref in customer.refs}
            found = {(FILES[row.source], row.line): holder[row.ref] for row in base.rows() if row.line is not None}
        seconds = time.perf_counter() - start
        return compare(read_truth(folder / "truth.json"), found), seconds


def main(seeds: tuple[int, ...] = SEEDS) -> int:
    print(f"{'seed':>6} {'rows':>6} {'precision':>9} {'recall':>7} {'F1':>7} {'seconds':>7}  traps fallen into")
    for seed in seeds:
        truth, seconds = measure(seed)
        planted = sum(count for count, _ in truth.traps.values())
        fallen = ", ".join(f"{kind} {count}" for kind, (_, count) in truth.traps.items() if count) or "none"
        print(
            f"{seed:>6} {truth.rows:>6,} {truth.precision:>9.4f} {truth.recall:>7.4f} {truth.f1:>7.4f} {seconds:>7.1f}"
            f"  {fallen} of {planted}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SEEDS))
