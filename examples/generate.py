"""Write the example exports: `python -m examples.generate [--seed N] [--out DIR] [--customers N]`."""

import argparse
from pathlib import Path
from random import Random

from examples.files import WRITERS
from examples.history import withdraw, write_history
from examples.marketing import tell_stories
from examples.people import World, fill
from examples.tools import write_activity, write_billing, write_contacts
from examples.traps import Pair, plant_traps
from examples.truth import as_text, truth

EXPORTS = Path(__file__).parent / "exports"


def build_world(rng: Random, customers: int) -> tuple[World, list[tuple[str, Pair]]]:
    """Fill a world with trapped pairs first and ordinary customers after them."""
    world = World(rng)
    pairs = plant_traps(world, customers)
    fill(world, customers)
    return world, pairs


def write_exports(out: Path, *, seed: int = 2026, customers: int = 3000) -> dict[str, int]:
    """Write the five files, what two tools know beside them, and truth.json; the same seed gives the same bytes.

    Returns the number of rows about a customer in each of the five files.
    """
    rng = Random(seed)
    world, pairs = build_world(rng, customers)
    rows = [row for customer in [*world.persons, *world.companies] for row in write_history(rng, customer)]
    withdrawals = withdraw(rng, rows, max(1, round(14 * customers / 3000)))
    out.mkdir(parents=True, exist_ok=True)
    exports = [write(rng, [row for row in rows if row.file == file]) for file, write in WRITERS.items()]
    for export in exports:
        (out / export.name).write_bytes(export.data)
    told = tell_stories(Random(f"tools {seed}"), rows, most=max(48, customers // 10))
    (out / "contacts.csv").write_bytes(write_contacts(told))
    (out / "activity.jsonl").write_bytes(write_activity(told))
    (out / "billing.csv").write_bytes(write_billing(told))
    text = as_text(truth(seed, world, exports, pairs, withdrawals))
    (out / "truth.json").write_bytes(text.encode("utf-8"))
    return {export.name: len(export.rows) for export in exports}


def main() -> None:
    parser = argparse.ArgumentParser(description="Write five fictitious customer exports and the truth about them.")
    parser.add_argument("--seed", type=int, default=2026, help="another seed gives other customers (2026)")
    parser.add_argument("--out", type=Path, default=EXPORTS, help="folder to write into (examples/exports)")
    parser.add_argument("--customers", type=int, default=3000, help="how many customers there are (3000)")
    choice = parser.parse_args()
    for name, rows in write_exports(choice.out, seed=choice.seed, customers=choice.customers).items():
        print(f"{choice.out / name}: {rows} rows")


if __name__ == "__main__":
    main()
