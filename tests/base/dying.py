"""Work on a base, and processes that end in the middle of it, before a statement or a commit of their choice."""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from random import Random

from sqlalchemy import Engine, event

from crmkit.customer_base import connect
from crmkit.exceptions import RefusedError
from tests.base.world import NOW, load, row

PEOPLE = [
    row(number, "Anna", f"Keller{number % 7}", Mail=f"{number}@example.org", News="yes", Since="2025-05-01")
    | {"How": "web_form", "Order": f"A-{number}", "Day": "2025-11-03", "Sum": "CHF 12.50", "Country": "CH"}
    for number in range(24)
]


def work(base):
    """Load twice, with corrections, merge, keep two apart, and look."""
    load(base, [*PEOPLE, row("none", None, None)])
    load(base, [one | {"Sum": "CHF 13.00", "News": "withdrawn"} for one in PEOPLE[:9]])
    load(base, PEOPLE[:20], source="shop")
    for number in range(4):
        with suppress(RefusedError):  # they were merged and kept apart before, if this work is done again
            base.merge(base.customer_of(f"crm/{number}"), base.customer_of(f"shop/{number}"))
    base.not_same("crm/3", "shop/3")
    list(base.customers())


def run(path, stop):
    """Do the work in a process that ends before its `stop`-th statement; return its exit code."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    seen = 0

    def count(*_arguments):
        nonlocal seen
        seen += 1
        if seen == stop:
            os._exit(9)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
    with connect(path, clock=lambda: NOW) as base:
        work(base)
    Path(path).with_suffix(".count").write_text(str(seen))
    os._exit(0)


def main(folder, seed, times):
    """Do the work once whole, and then some times until it ends in the middle; tell the exit codes."""
    codes = {"whole": run(f"{folder}/whole.db", 0)}
    statements = int(Path(folder, "whole.count").read_text())
    for stop in Random(seed).sample(range(1, statements + 1), times):
        codes[str(stop)] = run(f"{folder}/{stop}.db", stop)
    json.dump(codes, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
