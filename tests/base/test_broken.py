"""Connections that break, servers that restart, two who load at once, and locks that are not given back."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from random import Random
from threading import Barrier, Event

import pytest
from attrs import evolve
from pg8000.exceptions import InterfaceError
from sqlalchemy import make_url

from crmkit.backends.postgresql import opening as postgresql
from crmkit.backends.postgresql.one_trip import OneTripConnection
from crmkit.customer_base import connect
from crmkit.exceptions import StoreError, StoreLockedError, StoreLostError
from crmkit.records import ConsentEvent, Interaction
from tests.base.world import NOW, customers, facts, load, memory, row
from tests.servers.postgresql import Server, _Account, running_postgresql

PEOPLE = [
    row(number, "Anna", f"Keller{number % 5}", Mail=f"{number}@example.org", News="yes", Since="2025-05-01")
    | {"How": "web_form", "Order": f"A-{number}", "Day": "2025-11-03", "Sum": "CHF 12.50", "Country": "CH"}
    for number in range(12)
]
ORDER = Interaction(id="order:app/1", kind="order", at=NOW, ref="crm/1", data={"number": "1", "status": "open"})
GRANT = ConsentEvent(
    act="grant", ref="crm/1", purpose="newsletter", channel="email", point="email:1@example.org",
    at=NOW, recorded_at=NOW, source="app", method="web_form",
)  # fmt: skip


# -- everything that is done with a base, one after the other


def _id(base, ref="crm/1"):
    return base._keeper.derived.customer_of(ref).id


def _update(base, note):
    held = base._keeper.derived.customer_of("crm/1")
    return base.update(held.id, {"note": note}, source="desk", expected_version=held.version).values["note"]


def _in_one(base):
    with base.transaction():
        base.record(evolve(ORDER, id="order:app/2"))
        base.add({"given_name": "Karim", "email": "karim@example.org"}, source="form")
        return len(list(base.customers()))


def _people(base):
    """Read every customer, but for the numbers of facts, which the journal moves."""
    return [repr(evolve(one, version=0)) for one in base.customers()]


CALLS = {
    "load": lambda base: load(base, [*PEOPLE, row("none", None, None)]).created,
    "look, with customers to derive": _people,
    "look": _people,
    "load a correction": lambda base: load(base, [one | {"Sum": "CHF 13.00"} for one in PEOPLE[:3]]).updated,
    "load the same": lambda base: load(base, PEOPLE[3:]).unchanged,
    "add": lambda base: base.add({"given_name": "Zoë", "email": "zoe@example.org"}, source="form").refs,
    "update": lambda base: _update(base, "calls on Mondays"),
    "update again": lambda base: _update(base, "calls on Fridays"),
    "record": lambda base: base.record(ORDER),
    "record a new state": lambda base: base.record(evolve(ORDER, data={"number": "1", "status": "paid"})),
    "consent": lambda base: base.consent.record(GRANT),
    "merge": lambda base: base.merge(_id(base), _id(base, "crm/2"), reason="twins").judgements,
    "customer": lambda base: base.customer(_id(base)).refs,
    "search, with customers to derive": lambda base: [one.refs for one in base.search("keller3")],
    "search": lambda base: [one.refs for one in base.search("keler4")],
    "keep apart": lambda base: base.not_same("crm/1", "crm/2").judgements,
    "rows": lambda base: len(base.rows()),
    "select": lambda base: len(base.select('country = "CH"', purpose="newsletter", via="email")),
    "verify": lambda base: base.verify().ok,
    "several in one": _in_one,
    "look again, with customers to derive": _people,
}
"""What a caller does, with the answer that he gets, in this order."""


def kept(base):
    """Read every fact but the journal, as it must be however often a call was broken off before it succeeded.

    Names of loads, of changes and of states hold the number of the last fact, which the journal moves; they are
    numbered by their order instead.
    """
    held = facts(base)
    names = [fact.id for fact in held if fact.kind == "batch"]
    names += [fact.body["change"] for fact in held if fact.kind == "judgement"]
    names += [fact.id.rpartition("@")[2] for fact in held if fact.kind == "interaction" and "@" in fact.id]
    ordinal = {name: str(place) for place, name in enumerate(dict.fromkeys(names))}
    known = re.compile(r"\b(?:" + "|".join(map(re.escape, ordinal)) + r")\b")
    told = [repr((fact.kind, fact.id, fact.at, fact.keys, fact.body)) for fact in held]
    told = [re.sub(r"(judgement', ')\w+", r"\1", one) for one in told]
    return [known.sub(lambda hit: ordinal[hit[0]], one) if ordinal else one for one in told]


@pytest.fixture(scope="module")
def undisturbed():
    """What each call answers, and what is kept before the first and after each, where nothing ever breaks."""
    base = memory()
    answers, states = [], [kept(base)]
    for call in CALLS.values():
        answers.append(call(base))
        states.append(kept(base))
    return answers, states


# -- lost connections


SURVIVED = {"begin transaction", ";", "rollback"}
"""Questions by which it is noticed that a connection was lost before it was needed, or after."""


class Breaker:
    """Ends every connection to a database before the k-th question to it, or loses the answer to a commit."""

    def __init__(self, server, url):
        self._server = server
        self._database = make_url(url).database
        self._left = None
        self._commits = False

    def kill(self):
        self._server.run(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
            database=self._database,
        )

    @contextmanager
    def before(self, number):
        """Kill once, before the `number`-th question."""
        self._left = number
        try:
            yield
        finally:
            self._left = None

    @contextmanager
    def at_commit(self):
        """Lose the connection after the first commit, before its answer."""
        self._commits = True
        try:
            yield
        finally:
            self._commits = False

    @property
    def waits(self):
        """Whether it did not come to that."""
        return bool(self._left and self._left > 0) or self._commits

    def around(self, ask):
        """Wrap a method of a connection that asks something."""

        def asking(connection, statement, *rest, **more):
            if self._left is not None and statement not in SURVIVED:
                self._left -= 1
                if self._left == 0:
                    self.kill()
            answer = ask(connection, statement, *rest, **more)
            if self._commits and (statement == "commit" or "pg_try_advisory_xact_lock" in connection.numbered):
                self._commits = False
                self.kill()
                raise InterfaceError("network error")
            return answer

        return asking


@pytest.fixture
def broken(postgresql_server, new_place, monkeypatch):
    """A base in PostgreSQL, and what breaks its connections."""
    url = new_place("postgresql")
    breaker = Breaker(postgresql_server, url)
    for name in ("execute_simple", "execute_unnamed"):
        monkeypatch.setattr(OneTripConnection, name, breaker.around(getattr(OneTripConnection, name)))
    with connect(url, clock=lambda: NOW) as base:
        yield base, breaker


def check_broken(broken, undisturbed, steps, *, first=0):
    """Break each call at one place after the other until it is not reached any more.

    A call may also survive: where nothing was written yet, a question is asked again over a new connection.
    """
    base, breaker = broken
    answers, states = undisturbed
    lost = 0
    for (name, call), answer, (before, after) in zip(CALLS.items(), answers, pairwise(states), strict=True):
        place = first
        while True:
            place += next(steps)
            with breaker.before(place):
                try:
                    told = call(base)
                except StoreError as error:
                    told = error
            now = kept(base)
            if isinstance(told, StoreError):
                lost += 1
                assert type(told) is StoreLostError, (name, place, told)
                assert re.fullmatch(r"test_\d+ lost its connection; [^.]*\. [^.]*\.", str(told))
                assert now == before, (name, place)
                continue
            assert told == answer, (name, place)
            assert now == after, (name, place)
            break
    assert base.verify().ok
    return lost


def test_a_connection_lost_anywhere_is_one_error_and_the_call_can_be_repeated(broken, undisturbed):
    random = Random(1)
    assert check_broken(broken, undisturbed, iter(lambda: random.randint(1, 60), None)) > 10


@pytest.mark.nightly
@pytest.mark.parametrize("first", [2, 4])
def test_a_connection_lost_everywhere_is_one_error_and_the_call_can_be_repeated(broken, undisturbed, first):
    assert check_broken(broken, undisturbed, iter(lambda: 1, None), first=first) > 0


def test_a_commit_whose_answer_was_lost_is_one_error_and_the_call_can_be_repeated(broken, undisturbed):
    base, breaker = broken
    _, states = undisturbed
    for (name, call), (before, after) in zip(CALLS.items(), pairwise(states), strict=True):
        if before == after and "derive" not in name:
            continue
        with breaker.at_commit():
            with suppress(StoreLostError):
                call(base)
            lost = not breaker.waits
        assert kept(base) in ([before, after] if lost else [after]), name
        call(base)
        assert kept(base) == after, name
    assert base.verify().ok


def test_connections_lost_between_calls_are_not_noticed(broken, undisturbed):
    base, breaker = broken
    for (name, call), answer, after in zip(CALLS.items(), *undisturbed[:1], undisturbed[1][1:], strict=True):
        if len(name) % 2:
            breaker.kill()
        assert call(base) == answer, name
        assert kept(base) == after, name


@pytest.fixture(scope="module")
def server():
    """The URL of a server of one's own, and a function that restarts it."""
    with running_postgresql() as url:
        folder = Path(make_url(url).query["unix_sock"]).parent
        programs = Path((folder / "data" / "postmaster.opts").read_text().split()[0]).parent

        def restart(mode):
            command = [programs / "pg_ctl", "-D", "data", "-m", mode, "-w", "-l", "server", "restart"]
            quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.run(command, cwd=folder, check=True, **quiet, **_Account.ordinary().options)

        yield url, restart


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_server_that_is_restarted_between_calls_is_not_noticed(server, undisturbed, mode):
    url, restart = server
    admin = Server(make_url(url))
    admin.run("ALTER DATABASE postgres SET synchronous_commit = on")  # else what was committed last may be lost
    admin.run(f"CREATE SCHEMA {mode}")
    answers, states = undisturbed
    with connect(postgresql.open_url(url, schema=mode), clock=lambda: NOW) as base:
        for place, ((name, call), answer) in enumerate(zip(CALLS.items(), answers, strict=True)):
            if place % 7 == 1:
                restart(mode)
            assert call(base) == answer, name
        restart(mode)
        assert kept(base) == states[-1]
        assert base.verify().ok


def test_a_server_that_is_restarted_within_a_transaction_keeps_nothing_of_it(server):
    url, restart = server
    with connect(url, clock=lambda: NOW) as base:
        load(base, PEOPLE)
        before = kept(base)

        def lose():
            with base.transaction():
                base.record(ORDER)
                restart("fast")
                base.record(evolve(ORDER, id="order:app/2"))

        with pytest.raises(StoreLostError):
            lose()
        assert kept(base) == before
        assert base.record(ORDER)
        assert base.verify().ok


# -- two at once, and one who never ends


@pytest.mark.parametrize("same", [True, False])
def test_two_loads_at_once_are_one_after_the_other(place, opened, same):
    base, start = opened(place), Barrier(2)
    data = [PEOPLE, PEOPLE if same else [one | {"No": f"b{one['No']}", "Tel": "044 668 18 00"} for one in PEOPLE]]

    def work(rows):
        start.wait()
        return load(base, rows)

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(work, data))
    created = sorted(one.created for one in reports)
    assert created == ([0, 12] if same else [12, 12])
    assert sum(one.unchanged for one in reports) == (12 if same else 0)
    assert len(customers(base)) == sum(created)
    assert len([one for one in facts(base) if one.kind == "batch"]) == (1 if same else 2)
    assert base.verify().ok


LOADS = """
import sys
from crmkit.customer_base import connect
from tests.base.test_broken import PEOPLE
from tests.base.world import load
base = connect(sys.argv[1])
rows = [one | {"No": sys.argv[2] + one["No"]} for one in PEOPLE]
sys.stdout.write("ready\\n")
sys.stdout.flush()
sys.stdin.readline()
report = load(base, rows)
sys.stdout.write(f"{report.created} {report.unchanged}")
base.close()
"""


@pytest.mark.parametrize(("kind", "same"), [("sqlite", False), ("postgresql", True)])
def test_two_processes_that_load_at_once_do_so_one_after_the_other(root, new_place, opened, kind, same):
    url = new_place(kind)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    loaders = [
        subprocess.Popen([sys.executable, "-c", LOADS, url, name], cwd=root, text=True, **pipes)
        for name in (["a", "a"] if same else ["a", "b"])
    ]
    for loader in loaders:
        assert loader.stdout.readline() == "ready\n"
    for loader in loaders:
        loader.stdin.write("go\n")
        loader.stdin.flush()
    answers = [loader.communicate(timeout=60) for loader in loaders]
    assert sorted(answers) == ([("0 12", ""), ("12 0", "")] if same else [("12 0", "")] * 2)
    base = opened(url)
    assert len(customers(base)) == (12 if same else 24)
    assert base.verify().ok


def impatient(kind, url):
    """Open a base that waits a moment only for others who write."""
    target = f"{url}?timeout=0.05" if kind == "sqlite" else postgresql.open_url(url, wait=0.05)
    return connect(target, clock=lambda: NOW)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whoever_waits_in_vain_keeps_nothing_and_succeeds_later(new_place, opened, undisturbed, kind):
    url = new_place(kind)
    holder = opened(url)
    held, done = Event(), Event()

    def hold():
        with holder.transaction():
            held.set()
            done.wait()

    with impatient(kind, url) as base, ThreadPoolExecutor(1) as pool:
        answers, states = undisturbed
        for (name, call), answer, (before, after) in zip(CALLS.items(), answers, pairwise(states), strict=True):
            held.clear(), done.clear()
            holding = pool.submit(hold)
            held.wait()
            try:
                with pytest.raises(StoreLockedError, match="is being written by somebody else; try again"):
                    call(base)
                assert kept(base) == before, name
            finally:
                done.set()
            holding.result()
            assert call(base) == answer, name
            assert kept(base) == after, name
        assert base.verify().ok
