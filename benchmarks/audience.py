"""How long an audience of a base takes.

    python -m benchmarks.audience [customers] [sqlite | postgresql | duckdb | memory]

Each customer has five acts of consent and two e-mail addresses. The base is filled as a load and a derivation leave it.
What is measured is `base.select`: the first one, which lays the acts out in columns, and the next.
"""

import resource
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from attrs import evolve

from crmkit.backends.json_text import written
from crmkit.customer_base import connect
from crmkit.identity.clusters import customer_id
from crmkit.ledger.derived import CUSTOMERS
from crmkit.ledger.ledger import DERIVED, STATE
from crmkit.records import ANY, ConsentEvent

NOW = datetime(2026, 3, 1, tzinfo=UTC)
START = datetime(2022, 1, 1, tzinfo=UTC)
TEXT = 'country in ("CH", "FR", "DE") and birth_date < 2012-01-01'
USE = {"purpose": "newsletter", "via": "email"}
PURPOSES = (("newsletter", 50), ("marketing", 10), ("offers", 25), ("surveys", 15))
ACTS = (("grant", 60), ("withdraw", 20), ("object", 8), ("refuse", 7), ("suppress", 5))
WAYS = (("web_form", 70), ("paper", 15), ("import", 15))
WHO = (("subject", 90), ("staff", 10))
PATTERNS = 200
CHUNK = 10_000


def main(count: int = 20_000, where: str = "sqlite") -> int:
    """Fill a base, and measure."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="crmkit-audience-"))
        base = stack.enter_context(connect(address(stack, where, folder), region="CH", clock=lambda: NOW))
        fill(base, count)
        print(f"{where}: {count:,} customers, {5 * count:,} acts, {2 * count:,} addresses; {TEXT}", flush=True)
        for turn in ("first", "next"):
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            begun, busy = time.perf_counter(), time.process_time()
            audience = base.select(TEXT, **USE)
            wall, busy = time.perf_counter() - begun, time.process_time() - busy
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"  {turn}: {wall:.2f} s by the wall, {busy:.2f} s of the processor; "
                f"at most {most:,} MiB, {before:,} before",
                flush=True,
            )
        print(audience)
    return 0


def address(stack: ExitStack, where: str, folder: str) -> str:
    """Name an empty place."""
    if where == "memory":
        return "memory:"
    if where == "postgresql":
        from tests.servers.postgresql import running_postgresql

        return str(stack.enter_context(running_postgresql()))
    return f"{where}:///{Path(folder) / 'base'}"


def fill(base, count: int) -> None:
    """Fill a base: some customers are loaded, the others are like them, under names of their own."""
    keeper, draw = base._keeper, Random(7)  # noqa: SLF001
    base.load([person(draw, number) for number in range(PATTERNS)], source="crm")
    keeper.derived.catch_up()
    patterns = list(keeper.derived.customers())
    keeper.backend.clear(CUSTOMERS)
    number = 0
    while number < count:
        with keeper.backend.transaction():
            upto = min(count, number + CHUNK)
            keeper.backend.put_all(CUSTOMERS, dict(map(lambda n: like(keeper, patterns, n), range(number, upto))))
            keeper.ledger.append(act for n in range(number, upto) for act in acts(draw, n))
        number = upto
    state = keeper.backend.get(STATE, DERIVED).body
    keeper.backend.put(STATE, DERIVED, {**state, "customers": count, "fresh": True})


def person(draw: Random, number: int) -> dict[str, str]:
    """Draw a row."""
    born = START - timedelta(days=draw.randrange(4_000, 30_000))
    return {
        "No": str(number),
        "First name": draw.choice(("Anna", "Luc", "Mia", "Noah")),
        "Last name": draw.choice(("Keller", "Favre", "Rossi", "Meier")),
        "E-mail": f"p{number}@example.org; q{number}@example.org",
        "Phone": f"+41 79 {number:07}",
        "Street": f"Seestrasse {number}",
        "Postcode": "8001",
        "City": "Zürich",
        "Country": draw.choice(("CH", "FR", "DE", "LI")),
        "Birth date": f"{born:%Y-%m-%d}",
    }


def like(keeper, patterns, number):
    """Write another customer like one of the patterns."""
    one, ref = patterns[number % len(patterns)], f"crm/{number}"
    emails = (f"p{number}@example.org", f"q{number}@example.org")
    origins = {name: tuple(evolve(origin, ref=ref) for origin in held) for name, held in one.provenance.items()}
    made = evolve(one, id=customer_id(ref), refs=(ref,), values={**one.values, "email": emails}, provenance=origins)
    return made.id, written(keeper.ledger.codec.dump(made))


def acts(draw: Random, number: int):
    """Draw what a customer did in four years."""
    for _ in range(5):
        told = START + timedelta(seconds=draw.randrange(1500 * 86_400))
        method = chosen(draw, WAYS)
        yield ConsentEvent(
            act=chosen(draw, ACTS),
            ref=f"crm/{number}",
            purpose=chosen(draw, PURPOSES),
            channel="email",
            point=draw.choices((f"email:p{number}@example.org", f"email:q{number}@example.org", ANY), (60, 30, 10))[0],
            at=told,
            recorded_at=told,
            source="crm",
            method=method,
            authority=chosen(draw, WHO),
            notice=None if method == "paper" else "form-2024",
        )


def chosen(draw: Random, weighed):
    """Draw one of some things, each as often as it is usual."""
    return draw.choices([one for one, _ in weighed], [often for _, often in weighed])[0]


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2]), *sys.argv[2:]))
