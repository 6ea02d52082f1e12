"""Many writers on one base at once, each of which remembers what it was told had succeeded; and the proof afterwards.

By hand: `python -m tests.base.soak sqlite:////tmp/soak.db --writers 8 --seconds 60` prints what was done a second.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from attrs import Factory, asdict, define

from crmkit.customer_base import connect
from crmkit.exceptions import ConflictError
from crmkit.records import ConsentEvent, Interaction

ROOT = Path(__file__).parents[2]
HOT = 3
"""Customers whom everybody changes at once."""

COUNTER = "counter"
"""The source in whose row of a hot customer everybody counts."""

DAY = datetime(2026, 3, 1, tzinfo=UTC)
NOTHING = "there was nothing to do"
MIX = {"count": 6, "add": 4, "record": 4, "consent": 3, "read": 4, "search": 2, "load": 1, "merge": 1, "part": 1}


@define
class Told:
    """What a writer was told had succeeded.

    Attributes:
        counts: hot customer to what the writer wrote on her.
        rows: source rows that were added or loaded.
        events: event to its last state; changes: how often a state was new.
        acts: acts of consent.
        joined: pairs of rows that were merged; parted: pairs that were kept apart.
        entries: how many entries the journal must have of it.
        conflicts: how often a hot customer had changed meanwhile.
        faults: what was raised and is no conflict.
        done: operation to how many; longest: operation to the most seconds that one took.
    """

    counts: dict[str, list[str]] = Factory(dict)
    rows: list[str] = Factory(list)
    events: dict[str, str] = Factory(dict)
    changes: int = 0
    acts: list[str] = Factory(list)
    joined: list[list[str]] = Factory(list)
    parted: list[list[str]] = Factory(list)
    entries: int = 0
    conflicts: int = 0
    faults: list[str] = Factory(list)
    done: dict[str, int] = Factory(dict)
    longest: dict[str, float] = Factory(dict)


class Writer:
    """Works on a base for a while, in an order of its own."""

    def __init__(self, base, name, hot):
        self.base = base
        self.name = name
        self.hot = hot
        self.told = Told()
        self._random = Random(name)
        self._number = 0
        self._own = []
        self._single = []

    def work(self, seconds):
        """Do one thing after the other until the time is over; return what succeeded."""
        end = time.monotonic() + seconds
        while (began := time.monotonic()) < end:
            (name,) = self._random.choices(list(MIX), weights=list(MIX.values()))
            try:
                done = getattr(self, name)()
            except Exception as error:
                self.told.faults.append(f"{name}: {type(error).__name__}: {error}")
                continue
            self.told.done[name] = self.told.done.get(name, 0) + (done is not NOTHING)
            took = time.monotonic() - began
            self.told.longest[name] = max(took, self.told.longest.get(name, 0.0))
        return self.told

    def count(self):
        """Read a hot customer, write the next number on her, and begin again while somebody else was faster."""
        name = self._random.choice(self.hot)
        mark = self._next()
        while True:
            held = self.base.customer(name)
            self.told.entries += 1
            number = int(held.values["note"].split()[0]) + 1
            try:
                new = self.base.update(
                    name, {"note": f"{number} {mark}"}, source=COUNTER, expected_version=held.version
                )
            except ConflictError:
                self.told.conflicts += 1
                continue
            check(new.values["note"] == f"{number} {mark}", "an update gave something else back")
            self.told.entries += 1
            self.told.counts.setdefault(name, []).append(f"{number} {mark}")
            return

    def add(self):
        mark = self._next()
        one = self.base.add({"source_key": mark, **person(mark)}, source=self.name)
        self.told.entries += 1
        self.told.rows += one.refs
        self._own.append((one.id, mark))
        self._single.append(one.refs[0])

    def load(self):
        marks = [self._next() for _ in range(3)]
        rows = [{"source_key": mark, **person(mark)} for mark in marks]
        source = f"{self.name} file"
        report = self.base.load(rows, source=source, mapping={name: name for name in rows[0]})
        check(report.created == 3, "a load did not create its rows")
        again = self.base.load(rows, source=source, mapping={name: name for name in rows[0]})
        check(again.unchanged == 3, "a second load changed something")
        self.told.entries += 2
        self.told.rows += [f"{source}/{mark}" for mark in marks]
        self._single += [f"{source}/{mark}" for mark in marks]

    def record(self):
        """Keep a new event, or a new state of an old one, of a hot customer or of one of one's own."""
        known = sorted(self.told.events)
        name = self._random.choice([f"order:{self._next()}", *known[-2:]])
        state = f"state {self._next()}"
        ref = self._random.choice([*self.hot, *(one for one, _ in self._own[-2:])])
        data = {"number": name, "status": state}
        new = self.base.record(Interaction(id=name, kind="order", at=DAY, ref=ref, data=data))
        check(new, "a new state of an event was not kept")
        self.told.entries += 1
        self.told.changes += 1
        self.told.events[name] = state

    def consent(self):
        mark = self._next()
        act = ConsentEvent(
            act=self._random.choice(("grant", "withdraw")),
            ref=None,
            purpose="newsletter",
            channel="email",
            point=f"email:{mark}@example.org",
            at=DAY + timedelta(seconds=self._number),
            recorded_at=DAY,
            source=self.name,
            method="web_form",
        )
        check(self.base.consent.record(act), "a new act was not kept")
        self.told.entries += 1
        self.told.acts.append(act.id)

    def read(self):
        """Look a customer up; one's own is as she was added."""
        if not self._own or self._random.random() < 0.3:
            self.base.customer(self._random.choice(self.hot))
        else:
            name, mark = self._random.choice(self._own[-20:])
            held = self.base.customer(name)
            check(f"{mark}@example.org" in held.values["email"], "an own customer lost her address")
        self.told.entries += 1

    def search(self):
        """Find what was added last."""
        if not self._own:
            return NOTHING
        name, mark = self._own[-1]
        found = self.base.search(f"{mark}@example.org")
        self.told.entries += 1
        check(self.base.customer(name).id in [one.id for one in found], "an own customer was not found")
        self.told.entries += 1
        return None

    def merge(self):
        if len(self._single) < 2:
            return NOTHING
        pair = [self._single.pop(), self._single.pop()]
        change = self.base.merge(*pair, reason="twins")
        check(change.judgements == 1, "a merge did not judge")
        self.told.entries += 1
        self.told.joined.append(pair)
        return None

    def part(self):
        if len(self._single) < 2:
            return NOTHING
        pair = [self._single.pop(), self._single.pop()]
        change = self.base.not_same(*pair, reason="mother and daughter")
        check(change.judgements == 1, "a judgement was not kept")
        self.told.entries += 1
        self.told.parted.append(pair)
        return None

    def _next(self):
        self._number += 1
        return f"{self.name}-{self._number}"


def check(holds, sentence):
    """Raise, also where Python leaves assert out."""
    if not holds:
        raise AssertionError(sentence)


def person(mark):
    """Write what an app sends of one customer."""
    return {"given_name": "Anna", "family_name": "Keller", "email": f"{mark}@example.org"}


def prepare(base):
    """Make the hot customers of a base; return their ids."""
    ids = []
    for number in range(HOT):
        mark = f"hot-{number}"
        one = base.add({"source_key": mark, **person(mark)}, source="hot")
        base.update(one.id, {"note": "0 nobody"}, source=COUNTER, expected_version=one.version)
        ids.append(one.id)
    return ids


PREPARED = 3 * HOT
"""Entries that the journal has of making the hot customers."""


def work_in_processes(url, *, writers, seconds):
    """Let processes work on an empty base at once; return the hot customers, and what each was told."""
    with connect(url) as base:
        hot = prepare(base)
    command = [sys.executable, "-m", "tests.base.soak", url, "--seconds", str(seconds), "--hot", json.dumps(hot)]
    processes = [
        subprocess.Popen(
            [*command, "--writer", f"writer{number}"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(writers)
    ]
    try:
        for process in processes:
            process.stdout.readline()
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        answers = [process.communicate(timeout=seconds + 120) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    for process, (_, said) in zip(processes, answers, strict=True):
        check(process.returncode == 0, f"a writer ended with {process.returncode}: {said}")
    return hot, [Told(**json.loads(out)) for out, _ in answers]


def work_in_threads(base, *, writers, seconds):
    """Let threads work on an empty base at once; return the hot customers, and what each was told."""
    hot = prepare(base)
    with ThreadPoolExecutor(writers) as pool:
        return hot, list(pool.map(lambda number: Writer(base, f"writer{number}", hot).work(seconds), range(writers)))


def check_base(base, hot, told):
    """Prove that a base holds what its writers were told, once, and nothing else, and that no change was lost."""
    faults = Counter(fault for one in told for fault in one.faults)
    assert not faults, faults
    facts = list(base._keeper.backend.facts())
    assert [fact.order for fact in facts] == list(range(1, len(facts) + 1))
    notes = {
        name: [fact.body["raw"]["note"] for fact in facts if fact.kind == "record" and fact.keys[0] == counted]
        for name in hot
        for counted in [f"{COUNTER}/{name}"]
    }
    for name, written in notes.items():
        assert [int(note.split()[0]) for note in written] == list(range(len(written)))
        assert sorted(written[1:]) == sorted(note for one in told for note in one.counts.get(name, ()))
        assert base.customer(name).values["note"] == written[-1]
    rows = [fact.keys[0] for fact in facts if fact.kind == "record" and fact.body["source"] not in {"hot", COUNTER}]
    assert sorted(rows) == sorted(row for one in told for row in one.rows)
    events = [fact for fact in facts if fact.kind == "interaction"]
    assert {fact.body["id"]: fact.body["data"]["status"] for fact in events} == {
        name: state for one in told for name, state in one.events.items()
    }
    assert len(events) == sum(one.changes for one in told)
    acts = [fact.id for fact in facts if fact.kind == "consent"]
    assert sorted(acts) == sorted(act for one in told for act in one.acts)
    judged = Counter(
        (fact.body["verdict"], *sorted((fact.body["left"], fact.body["right"])))
        for fact in facts
        if fact.kind == "judgement" and not fact.body["right"].startswith(f"{COUNTER}/")
    )
    assert judged == Counter(
        (verdict, *sorted(pair))
        for one in told
        for verdict, pairs in (("same", one.joined), ("different", one.parted))
        for pair in pairs
    )
    entries = sum(fact.kind == "journal" for fact in facts)
    assert entries == PREPARED + sum(one.entries for one in told)
    for one in told:
        for left, right in one.joined:
            assert base.customer_of(left) == base.customer_of(right)
    found = base.verify()
    assert found.ok, found
    assert found.rows == len(rows) + 2 * HOT
    assert found.customers == len(rows) + HOT - sum(len(one.joined) for one in told)


def report(what, told, seconds):
    """Say in one line what was done a second."""
    kinds = Counter()
    for one in told:
        kinds.update(one.done)
    longest = {name: max(one.longest.get(name, 0.0) for one in told) for name in kinds}
    least, most = (pick(sum(one.done.values()) for one in told) for pick in (min, max))
    parts = [f"{name} {kinds[name] / seconds:.1f}/s (longest {longest[name]:.2f} s)" for name in MIX if name in kinds]
    return (
        f"{what}: {len(told)} writers, {seconds:g} s, {kinds.total() / seconds:.1f} operations/s: {', '.join(parts)}; "
        f"{sum(one.conflicts for one in told)} conflicts; each did {least} to {most}; "
        f"{sum(len(one.faults) for one in told)} faults"
    )


def main(arguments):
    """Be one writer, or start them all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--writer")
    parser.add_argument("--hot", type=json.loads)
    asked = parser.parse_args(arguments)
    if asked.writer is None:
        hot, told = work_in_processes(asked.url, writers=asked.writers, seconds=asked.seconds)
        sys.stdout.write(report(asked.url.partition(":")[0], told, asked.seconds) + "\n")
        faults = Counter(fault for one in told for fault in one.faults)
        sys.stdout.writelines(f"{times} times {fault}\n" for fault, times in faults.items())
        with connect(asked.url) as base:
            check_base(base, hot, told)
        return
    with connect(asked.url, actor=asked.writer) as base:
        writer = Writer(base, asked.writer, asked.hot)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        told = writer.work(asked.seconds)
    json.dump(asdict(told), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
