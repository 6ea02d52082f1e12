"""Customers in step with their facts: whatever is asked meanwhile, they are those of all facts at once."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.backends import MemoryBackend
from crmkit.dedup.customers import derive_customers
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.exceptions import UnknownCustomerError
from crmkit.identity.clusters import customer_id, resolve_identity
from crmkit.intake.outcomes import Taken
from crmkit.ledger import derived
from crmkit.ledger.codec import Codec
from crmkit.ledger.derived import ALIASES, CUSTOMERS, Derived
from crmkit.ledger.ledger import Ledger
from crmkit.records import CleanRecord, Interaction, Judgement, Record
from crmkit.schema.customer import CUSTOMER

NOW = datetime(2026, 3, 1, tzinfo=UTC)
REFS = [f"crm/{number}" for number in range(6)]


def taken(ref, mail):
    source, key = ref.split("/")
    record = Record(source=source, key=key, batch="b", received_at=NOW, raw={"Mail": mail})
    return Taken(record, CleanRecord(ref=ref, source=source, as_of=NOW, values={"email": (mail,)}))


def new_derived():
    return Derived(Ledger(MemoryBackend(), Codec()), CUSTOMER, SurvivorshipPolicy())


def all_at_once(held):
    """Derive every customer from everything, as if nothing were kept."""
    rows, ledger = held.ledger.clean_rows(), held.ledger
    identity = resolve_identity([row.ref for row in rows], ledger.judgements())
    return derive_customers(
        rows, identity, ledger.interactions(), schema=CUSTOMER, policy=SurvivorshipPolicy()
    ), identity


refs = st.sampled_from(REFS)
mails = st.sampled_from(["a@example.org", "b@example.org"])
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("row"), refs, mails),
        st.tuples(st.just("judge"), refs, refs, st.sampled_from(["same", "same", "different", "split"])),
        st.tuples(st.just("event"), st.sampled_from("xy"), refs, st.sampled_from(["open", "paid"])),
        st.tuples(st.just("read")),
    ),
    max_size=25,
)


def do(held, act, number):
    match act:
        case "row", ref, mail:
            held.ledger.keep([taken(ref, mail)], batch=f"b{number}", mapping={})
        case "judge", left, right, verdict:
            at, actor = NOW + timedelta(hours=number), ("amelie" if number % 3 else "rule:m")
            held.ledger.append([Judgement(verdict=verdict, left=left, right=right, at=at, actor=actor)])
            held.ledger.soil()
        case "event", name, ref, status:
            held.ledger.happen([Interaction(id=name, kind="order", at=NOW, ref=ref, data={"status": status})])
        case _:
            held.catch_up()


@given(ACTS, st.integers(1, 4))
def test_step_by_step_gives_what_all_facts_at_once_give(acts, step):
    held = new_derived()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(derived, "_STEP", step)
        for number, act in enumerate(acts):
            do(held, act, number)
        kept = {one.id: evolve(one, version=0) for one in held.customers()}
    wanted, identity = all_at_once(held)
    assert kept == wanted
    assert held.count() == len(wanted)
    for ref in identity.members and [row.ref for row in held.ledger.clean_rows()]:
        assert held.customer_of(ref).id == identity.customer_of(ref)
        assert held.customer(customer_id(ref)).id == identity.customer_of(ref)
    aliases = {one.key for one in held.ledger.backend.scan(ALIASES)}
    assert not aliases & wanted.keys()


@given(ACTS)
def test_a_version_rises_with_every_change_and_only_then(acts):
    held = new_derived()
    before = {}
    for number, act in enumerate(acts):
        do(held, act, number)
        now = {one.id: one for one in held.customers()}
        for name, one in now.items():
            old = before.get(name)
            if old is not None and evolve(old, version=0, related={}) != evolve(one, version=0, related={}):
                assert one.version > old.version
            if old is not None and one.version == old.version:
                assert evolve(old, related={}) == evolve(one, related={})
        before = now


def test_what_no_fact_touches_is_not_written_again():
    held = new_derived()
    held.ledger.keep([taken(ref, "a@example.org") for ref in REFS], batch="b1", mapping={})
    held.catch_up()
    before = {one.key: one.version for one in held.ledger.backend.scan(CUSTOMERS)}
    held.ledger.keep([taken("crm/0", "b@example.org")], batch="b2", mapping={})
    held.catch_up()
    after = {one.key: one.version for one in held.ledger.backend.scan(CUSTOMERS)}
    assert {name for name in before if before[name] != after[name]} == {customer_id("crm/0")}


def test_another_policy_derives_everything_anew():
    held = new_derived()
    held.ledger.keep([taken("crm/0", "a@example.org")], batch="b1", mapping={})
    held.catch_up()
    other = Derived(held.ledger, CUSTOMER, SurvivorshipPolicy(rules={"email": "longest"}))
    assert other.recipe != held.recipe
    (one,) = other.customers()
    assert one.provenance["email"][0].rule == "longest"


def test_progress_is_told_and_a_break_loses_one_step_at_most(monkeypatch):
    monkeypatch.setattr(derived, "_STEP", 2)
    held = new_derived()
    held.ledger.keep([taken(ref, "a@example.org") for ref in REFS], batch="b1", mapping={})
    seen = []

    def stop(progress):
        seen.append((progress.done, progress.total))
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        held.catch_up(stop)
    assert seen == [(2, 6), (4, 6)]
    held.catch_up(lambda progress: seen.append((progress.done, progress.total)))
    assert seen[2:] == [(6, 6), (6, 6)]
    assert held.count() == 6


def test_names_that_nobody_had_are_refused():
    held = new_derived()
    held.ledger.keep([taken("crm/0", "a@example.org")], batch="b1", mapping={})
    with pytest.raises(UnknownCustomerError, match=r"base\.search finds"):
        held.customer("c-none")
    with pytest.raises(UnknownCustomerError, match="load its source"):
        held.customer_of("crm/1")
