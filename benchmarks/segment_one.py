"""One record at a time: a bound segment against a lambda that is written by hand and safe for missing values.

Run with `python -m benchmarks.segment_one`. Both answer for the same dictionaries, of which three in a hundred lack
each value, and must agree on every one. Rounds are interleaved and the median of the ratios counts, so that a busy
machine slows both alike. `datalogic-py` joins in where it is installed.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

from crmkit.schema.fields import Field, Schema
from crmkit.segment.running import joining
from crmkit.segment.segment import Segment

TEXT = 'country = "CH" and age >= 30 and (tags contains "vip" or total_spent > 1000) and email ends with ".ch"'
LOGIC = (
    '{"and": [{"==": [{"var": "country"}, "CH"]}, {">=": [{"var": "age"}, 30]},'
    ' {"or": [{"in": ["vip", {"var": "tags"}]},'
    ' {">": [{"var": "total_spent"}, 1000]}]}, {"ends_with": [{"var": "email"}, ".ch"]}]}'
)
SCHEMA = Schema(
    name="benchmark",
    fields=[
        Field(name="country", type="country"),
        Field(name="age", type="integer"),
        Field(name="tags", type="choice", many=True),
        Field(name="total_spent", type="decimal"),
        Field(name="email", type="email"),
    ],
)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
RECORDS, ROUNDS = 20_000, 21
MOST_RATIO, MOST_MICROSECONDS = 3.0, 1_000.0


def records(count: int, seed: int = 7) -> list[dict[str, Any]]:
    """Make customers; three in a hundred lack each value."""
    chance = random.Random(seed)

    def maybe(value: Any) -> Any:
        return None if chance.random() < 0.03 else value

    return [
        {
            "id": number,
            "country": maybe(chance.choice(("CH", "CH", "FR", "DE"))),
            "age": maybe(chance.randint(16, 90)),
            "tags": maybe(chance.sample(("vip", "shop", "press", "beta"), chance.randint(0, 3))),
            "total_spent": maybe(chance.randint(0, 3_000)),
            "email": maybe(f"c{number}@example.{chance.choice(('ch', 'org', 'com'))}"),
        }
        for number in range(count)
    ]


def by_hand(record: dict[str, Any]) -> bool:
    """Say the same as the segment, with a guard for every missing value."""
    country, age, tags = record.get("country"), record.get("age"), record.get("tags")
    spent, email = record.get("total_spent"), record.get("email")
    return (
        country is not None
        and country == "CH"
        and age is not None
        and age >= 30
        and ((tags is not None and "vip" in tags) or (spent is not None and spent > 1000))
        and email is not None
        and email.endswith(".ch")
    )


def seconds(answer: Callable[[dict[str, Any]], Any], asked: list[dict[str, Any]]) -> float:
    """Measure one round, in seconds of CPU time."""
    start = time.process_time()
    for record in asked:
        answer(record)
    return time.process_time() - start


def made(record: dict[str, Any], *, new_shape: bool = False) -> float:
    """Measure making the segment and asking it once, in microseconds (tenth percentile)."""
    taken = []
    for _ in range(201):
        if new_shape:
            joining.code_of.cache_clear()
        start = time.process_time()
        Segment.parse(TEXT, schema=SCHEMA).at(NOW).matches(record)
        taken.append(time.process_time() - start)
    return statistics.quantiles(taken, n=10)[0] * 1e6


def main() -> int:
    """Measure, print, and fail where a bar is missed."""
    asked = records(RECORDS)
    matches = Segment.parse(TEXT, schema=SCHEMA).at(NOW).matches
    guarded: Callable[[dict[str, Any]], bool] = lambda r: (  # noqa: E731 - the lambda that the bar speaks of
        r.get("country") == "CH"
        and (r.get("age") or 0) >= 30
        and ("vip" in (r.get("tags") or ()) or (r.get("total_spent") or 0) > 1000)
        and (r.get("email") or "").endswith(".ch")
    )
    if [matches(one) for one in asked] != [by_hand(one) for one in asked]:
        print("the segment and the lambda disagree")
        return 1
    rivals: dict[str, Callable[[dict[str, Any]], Any]] = {"lambda": guarded, "by hand": by_hand, "segment": matches}
    if find_spec("datalogic_py"):
        import datalogic_py

        rivals["datalogic"] = datalogic_py.Engine().compile(LOGIC).evaluate
    times: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(ROUNDS):
        for name, answer in rivals.items():
            times[name].append(seconds(answer, asked))
    base = times["lambda"]
    for name, found in times.items():
        ratio = statistics.median(one / other for one, other in zip(found, base, strict=True))
        print(f"{name:10} {min(found) / RECORDS * 1e6:7.3f} µs a record   {ratio:5.2f} x lambda")
    ratio = statistics.median(one / other for one, other in zip(times["segment"], base, strict=True))
    microseconds = made(asked[0], new_shape=True)
    print(f"parse, check, bind and compile: {microseconds:.0f} µs, of a shape seen before {made(asked[0]):.0f} µs")
    return int(ratio > MOST_RATIO or microseconds > MOST_MICROSECONDS)


if __name__ == "__main__":
    sys.exit(main())
