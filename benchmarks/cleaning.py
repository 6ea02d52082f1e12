"""Cleaning a million rows of twelve columns, beside a plain loop: `python -m benchmarks.cleaning [ROWS]`.

The plain loop calls, for each value, email-validator (without DNS), phonenumbers (parse, is_valid_number, number_type,
format E.164), and for the other columns crmkit's own `clean`. It is measured on a sample of rows, and scaled.
"""

import os
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from benchmarks.customers import FIELDS, customers
from crmkit.schema.cleaning import clean
from crmkit.schema.columnar.workers import processors
from crmkit.schema.columns import clean_frame

REGION = "CH"
SAMPLE = 20_000
BAR = 8.0
MOST_MEMORY = 3.0


def main(rows: int = 1_000_000) -> int:
    print(f"making {rows:,} rows of {len(FIELDS)} columns …", flush=True)
    frame = customers(rows)
    distinct = frame.select("phone").unique(maintain_order=True).drop_nulls()
    library = loop(distinct["phone"], "phone")
    start = Clock()
    clean_frame(distinct, {"phone": "phone"}, region=REGION, workers=1)
    each = start.stop().over(len(distinct))
    loops = {name: loop(frame[name], kind) for name, kind in FIELDS.items()}
    finished: list[float] = []

    def note(step):
        if step.done == (len(finished) + 1) * rows:
            finished.append(time.perf_counter())

    with peak() as most:
        start = Clock()
        cleaned = clean_frame(frame, FIELDS, region=REGION, progress=note)
        took = start.stop()
    print(f"\n{'column':<15} {'type':<18} {'distinct':>10} {'filled':>10} {'loop µs':>8} {'here µs':>8} {'times':>6}")
    before = start.wall
    for (name, kind), end in zip(FIELDS.items(), finished, strict=True):
        own, before = (end - before) / rows, end
        print(
            f"{name:<15} {kind:<18} {frame[name].n_unique():>10,} {frame[name].count():>10,}"
            f" {loops[name].wall * 1e6:>8.1f} {own * 1e6:>8.2f} {loops[name].wall / own:>6.1f}"
        )
    plain = Clock(sum(one.wall for one in loops.values()) * rows, sum(one.cpu for one in loops.values()) * rows)
    times, best = plain.wall / took.wall, took.cpu / processors()
    print(
        f"\nplain loop, scaled from {min(SAMPLE, rows):,} rows: {plain.wall:,.0f} s, processor time {plain.cpu:,.0f} s"
    )
    print(f"clean_frame: {took.wall:,.1f} s, {times:.1f} times as fast (bar {BAR:g}), {cleaned.width} columns out")
    print(
        f"  processor time {took.cpu:,.1f} s: {best:,.1f} s on {processors()} quiet ones, {plain.cpu / best:.1f} times"
    )
    size = frame.estimated_size("gb")
    print(f"peak memory with all processes: {most[0]:.2f} GB (bar {MOST_MEMORY:g}), of it the frame {size:.2f} GB")
    own, other = each.cpu * 1e6, library.cpu * 1e6
    print(f"phones alone, one process: processor time {own:.1f} µs beside {other:.1f}, {other / own:.1f} times as fast")
    return 0 if times >= BAR and most[0] <= MOST_MEMORY else 1


class Clock:
    """Time by the clock, and of the processors, with those of processes that have ended."""

    def __init__(self, wall=None, cpu=None):
        self.wall = time.perf_counter() if wall is None else wall
        self.cpu = sum(os.times()[:4]) if cpu is None else cpu

    def stop(self):
        now = Clock()
        return Clock(now.wall - self.wall, now.cpu - self.cpu)

    def over(self, count):
        return Clock(self.wall / count, self.cpu / count)


def loop(column, kind):
    """Time what a plain loop takes for each value of a column."""
    values = column.head(SAMPLE).to_list()
    one = {"email": _email, "phone": _phone}.get(kind) or (lambda value: clean(value, kind, region=REGION))
    for value in values[:50]:
        one(value)
    start = Clock()
    for value in values:
        one(value)
    return start.stop().over(len(values))


def _email(value):
    if value is None:
        return None
    try:
        return validate_email(value, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def _phone(value):
    if value is None:
        return None
    try:
        number = phonenumbers.parse(value, REGION)
    except phonenumbers.NumberParseException:
        return None
    phonenumbers.number_type(number)
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@contextmanager
def peak():
    """Watch the memory of this process and of those it started; gives a list with the most there was, in GB."""
    most, over = [0.0], threading.Event()

    def watch():
        while not over.wait(0.1):
            most[0] = max(most[0], _memory())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def _memory():
    """Add up the resident memory of this process and its children, in GB, as Linux tells it."""
    own, total = str(os.getpid()), 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            _, _, rest = (folder / "stat").read_text().rpartition(")")
            if own in {folder.name, rest.split()[1]}:
                total += int(rest.split()[21]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            continue
    return total / 1e9


if __name__ == "__main__":
    sys.exit(main(*(int(one) for one in sys.argv[1:2])))
