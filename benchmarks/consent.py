"""How long one decision takes: 20 acts in memory, and a policy with the rules of the EU, France and Switzerland.

    python -m benchmarks.consent [--decisions 20000]

Prints microseconds by the wall and of the processor, and exits with 1 when the median is above what is aimed for.
"""

import argparse
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta

from attrs import evolve

from crmkit.consent.decide import decide
from crmkit.consent.packs import default_policy
from crmkit.consent.question import Question
from crmkit.records import ConsentEvent

MEDIAN_US = 50
"""What is aimed for, with nothing else running."""

HERE, THERE = "email:a@example.org", "email:b@example.org"
START = datetime(2024, 1, 1, tzinfo=UTC)
HISTORY = (
    *(("grant", "newsletter", HERE), ("grant", "offers", HERE), ("withdraw", "newsletter", HERE)),
    *(("grant", "newsletter", THERE), ("refuse", "surveys", HERE), ("grant", "newsletter", HERE)),
    *(("confirm", "newsletter", HERE), ("object", "surveys", HERE), ("grant", "marketing", THERE)),
    *(("withdraw", "offers", HERE), ("grant", "offers", HERE), ("suppress", "offers", THERE)),
    *(("object", "offers", THERE), ("grant", "surveys", THERE), ("withdraw", "newsletter", HERE)),
    *(("grant", "newsletter", HERE), ("withdraw", "surveys", THERE), ("refuse", "offers", THERE)),
    *(("grant", "newsletter", HERE), ("confirm", "newsletter", HERE)),
)


def main(argv: list[str] | None = None) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--decisions", type=int, default=20_000)
    options = parser.parse_args(argv)
    acts, policy = history(), default_policy()
    at = START + timedelta(days=30 * len(acts))
    asked = Question(purpose="newsletter", channel="email", point=HERE, at=at, jurisdiction="FR")
    print(f"{len(acts)} acts, {len(policy.rules)} rules, {options.decisions} decisions of each kind")
    slowest = 0.0
    for name, question in (
        ("allowed", asked),
        ("denied, another purpose", evolve(asked, purpose="surveys")),
        ("denied, known a year before", evolve(asked, known_at=START + timedelta(days=80))),
    ):
        wall, busy = measure(acts, question, policy, options.decisions)
        slowest = max(slowest, wall)
        answer = "yes" if decide(acts, question, policy) else "no"
        print(f"  {name}: {answer}, median {wall:.1f} us by the wall, mean {busy:.1f} us of the processor")
    return int(slowest > MEDIAN_US)


def history():
    """Write down what one person did in twenty months."""
    acts: list[ConsentEvent] = []
    for number, (act, purpose, point) in enumerate(HISTORY):
        at = START + timedelta(days=30 * number)
        acts.append(
            ConsentEvent(
                act=act,
                ref="shop/7",
                purpose=purpose,
                channel="email",
                point=point,
                at=at,
                recorded_at=at,
                source="shop",
                method="web_form",
                notice="form",
                about=acts[-1].id if act == "confirm" else None,
            )
        )
    return acts


def measure(acts, question, policy, count):
    """Give the median by the wall and the mean of the processor, in microseconds; the first decision warms up."""
    decide(acts, question, policy)
    clock = time.perf_counter_ns
    taken = []
    busy = time.process_time_ns()
    for _ in range(count):
        begun = clock()
        decide(acts, question, policy)
        taken.append(clock() - begun)
    busy = time.process_time_ns() - busy
    return statistics.median(taken) / 1000, busy / count / 1000


if __name__ == "__main__":
    sys.exit(main())
