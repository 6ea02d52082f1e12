"""Any sequence of loads, merges, separations and undoings loses no fact, and can be taken back exactly."""

import json
from types import SimpleNamespace

from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from crmkit.customer_base import connect
from crmkit.exceptions import RefusedError
from crmkit.identity.clusters import resolve_identity
from crmkit.ledger.derived import ALIASES, CUSTOMERS
from crmkit.ledger.searching import ENTRIES, WORDS
from crmkit.records import ConsentEvent
from tests.base.world import NOW

NAMES = ("Anna", "Bruno", "Zoë")
MAILS = ("anna@example.org", "b@example.com")
COUNTRIES = ("CH", "FR", None)
REFS = tuple(f"{source}/{number}" for source in ("crm", "shop") for number in range(3))


def state(base):
    """Write everything that is derived, but for the versions of customers, which only rise."""
    backend = base._keeper.backend
    base._keeper.derived.catch_up()
    tables = {table: {one.key: one.body for one in backend.scan(table)} for table in (ALIASES, ENTRIES, WORDS)}
    tables[CUSTOMERS] = {one.key: {**one.body, "version": 0} for one in backend.scan(CUSTOMERS)}
    return json.dumps(tables, sort_keys=True)


def facts(base):
    return list(base._keeper.backend.facts())


def attempt(act):
    """Do something, and give back the refusal, if it is refused."""
    try:
        act()
    except RefusedError as refused:
        return refused
    return None


def partition(base):
    return {one.id: one.refs for one in base.customers()}


class FoundPairs:
    """What a search would give, without the search."""

    def __init__(self, pairs):
        self.model = SimpleNamespace(version="m")
        self.searched_to = None
        self.pairs = pairs

    def merged_pairs(self):
        return iter(self.pairs)


class Acts(RuleBasedStateMachine):
    """People and rules at work on one base."""

    url = "memory:"

    @initialize()
    def open(self):
        self.base = connect(self.url, clock=lambda: NOW, actor="amelie", region="FR")
        self.states = {}
        self.done = []
        self.seen = facts(self.base)
        self.held, self.cursor = {}, None
        for number, ref in enumerate(REFS[:5]):
            self.load(ref, NAMES[number % 3], MAILS[number % 2], COUNTRIES[number % 3])
            self.consent("grant", ref, MAILS[number % 2], 2025 if number % 2 else 2020)

    def teardown(self):
        if hasattr(self, "base"):
            found = self.base.verify()
            assert found.ok, found
            self.base.close()

    @rule(
        ref=st.sampled_from(REFS),
        name=st.sampled_from(NAMES),
        mail=st.sampled_from(MAILS),
        country=st.sampled_from(COUNTRIES),
    )
    def load(self, ref, name, mail, country):
        source, key = ref.split("/")
        values = {"source_key": key, "given_name": name, "family_name": "Keller", "email": mail}
        self.base.add(values | ({"country": country} if country else {}), source=source)
        self.states.clear()

    @rule(
        act=st.sampled_from(["grant", "grant", "withdraw", "object"]),
        ref=st.sampled_from([*REFS, None]),
        mail=st.sampled_from(MAILS),
        year=st.sampled_from([2020, 2025]),
    )
    def consent(self, act, ref, mail, year):
        at = NOW.replace(year=year)
        self.base.consent.record(
            ConsentEvent(
                act=act,
                ref=ref,
                purpose="newsletter",
                channel="email",
                point=f"email:{mail}",
                at=at,
                recorded_at=at,
                source="crm",
                method="web_form",
            )
        )

    @rule(data=st.data())
    def merge(self, data):
        ids = sorted(partition(self.base))
        one, other = data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=len(ids) > 1))
        refused = attempt(lambda: self.change(lambda **how: self.base.merge(one, other, **how), narrowing=True))
        assert refused is None or ("differ" in str(refused) and refused.because in self.done)
        assert refused or self.base.customer(one).id == self.base.customer(other).id

    @rule(data=st.data(), weight=st.sampled_from([3.0, 9.0]))
    def find(self, data, weight):
        known = sorted(ref for refs in partition(self.base).values() for ref in refs)
        pairs = [
            tuple(data.draw(st.sampled_from(known)) for _ in range(2)) for _ in range(data.draw(st.integers(1, 3)))
        ]
        found = FoundPairs([(left, right, weight) for left, right in pairs])
        change = self.change(lambda **how: self.base.merge(found, **how), narrowing=True)
        assert change.refused == 0 or change.conflicts

    @rule(data=st.data())
    def part(self, data):
        known = sorted(ref for refs in partition(self.base).values() for ref in refs)
        one, other = (data.draw(st.sampled_from(known)) for _ in range(2))
        if one != other:
            self.change(lambda **how: self.base.not_same(one, other, **how))
            assert self.base.customer_of(one) != self.base.customer_of(other)

    @precondition(lambda self: any(len(refs) > 1 for refs in partition(self.base).values()))
    @rule(data=st.data())
    def separate(self, data):
        name, refs = data.draw(st.sampled_from([one for one in partition(self.base).items() if len(one[1]) > 1]))
        leaving = data.draw(st.lists(st.sampled_from(refs), min_size=1, max_size=len(refs) - 1, unique=True))
        self.change(lambda **how: self.base.separate(name, leaving, **how))
        holders = {self.base.customer_of(ref) for ref in leaving}
        assert not holders & {self.base.customer_of(ref) for ref in refs if ref not in leaving}

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def undo(self, data):
        change, known = data.draw(st.sampled_from(self.done)), len(self.done)
        before = self.states.get(change)
        refused = attempt(lambda: self.change(lambda **how: self.base.undo(change, **how)))
        if refused is not None:
            assert refused.because in str(refused)
            assert refused.because != change
            return
        if before is not None and len(self.done) > known:  # nothing was loaded since, and nothing else was judged
            assert state(self.base) == before
        assert self.base.undo(change).judgements == 0

    def change(self, act, *, narrowing=False):
        """Try an act, do it, and compare; then remember how it was before."""
        before, was, known = state(self.base), partition(self.base), facts(self.base)
        refused = attempt(lambda: act(dry_run=True))
        if refused is not None:
            assert str(attempt(act)) == str(refused)
            raise refused
        tried = act(dry_run=True)
        assert facts(self.base) == known
        assert state(self.base) == before
        done = act()
        assert evolve(
            done, dry_run=True, decisions_changed=tried.decisions_changed, detailed=True, effects=tried.effects
        ) == evolve(tried, id=done.id)
        if done.detailed:
            assert (done.effects, done.decisions_changed) == (tried.effects, tried.decisions_changed)
        now = partition(self.base)
        assert {one.id for one in done.effects} == {
            name for name in was.keys() | now.keys() if was.get(name) != now.get(name)
        }
        assert (done.before, done.after) == (len(was), len(now))
        if narrowing:
            assert not any(one.after for one in tried.decisions_changed)
        self.states = {done.id: before} if done.judgements else self.states
        if done.judgements:
            self.done.append(done.id)
        return done

    @invariant()
    def no_fact_is_ever_lost(self):
        if hasattr(self, "base"):
            now = facts(self.base)
            assert now[: len(self.seen)] == self.seen
            self.seen = now

    @invariant()
    def all_judgements_at_once_say_the_same(self):
        if hasattr(self, "base"):
            ledger = self.base._keeper.ledger
            wanted = resolve_identity(ledger.refs(), ledger.judgements()).members
            assert {name: tuple(sorted(refs)) for name, refs in wanted.items()} == partition(self.base)

    @invariant()
    def the_feed_leads_from_nothing_to_what_is(self):
        if hasattr(self, "base"):
            events = self.base.changes(after=self.cursor)
            for one in events:
                if one.kind != "created":
                    self.held[one.old] -= set(one.refs)
                    assert self.held[one.old] or one.kind != "moved"
                self.held.setdefault(one.new, set()).update(one.refs)
                self.cursor = one.cursor
            assert {name: tuple(sorted(refs)) for name, refs in self.held.items() if refs} == partition(self.base)
            assert self.base.changes(after=self.cursor) == ()


class ActsInAFile(Acts):
    """The same in SQLite."""

    url = "sqlite://"


usual = settings().max_examples

TestActs = Acts.TestCase
TestActs.settings = settings(max_examples=usual // 5, stateful_step_count=12, deadline=None)
TestActsInAFile = ActsInAFile.TestCase
TestActsInAFile.settings = settings(max_examples=usual // 20, stateful_step_count=10, deadline=None)
