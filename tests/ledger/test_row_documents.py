"""What is kept of source rows is made again from the facts alone."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.backends import Fact, MemoryBackend
from crmkit.exceptions import StoreCorruptError
from crmkit.intake.reread import reader_again
from crmkit.ledger.codec import Codec
from crmkit.ledger.dump.copying import copy_facts
from crmkit.ledger.row_documents import ROWS, keep_rows_again, rows_again
from crmkit.records import Batch, ConsentEvent, Interaction, Progress, Record
from tests.base.world import MAPPING, load, memory, row, rows

few = settings(max_examples=settings().max_examples // 4)
SOURCES = st.sampled_from(["crm", "shop"])
GIVEN = st.sampled_from(
    [None, {"consent.method": "paper", "country": "FR"}, {"country": "FR", "consent.method": "paper"}]
)
LOADS = st.lists(st.tuples(rows(max_size=4), SOURCES, GIVEN), min_size=1, max_size=4)


def documents(backend):
    """Read what is kept of the rows."""
    return {one.key: one.body for one in backend.scan(ROWS)}


def backend_of(base):
    """Give the backend of a base."""
    return base._keeper.backend


@few
@given(LOADS)
def test_what_is_made_again_is_what_was_kept(loads):
    base = memory(region="CH", zone="Europe/Zurich")
    for data, source, given_now in loads:
        load(base, data, source=source, given=given_now)
    kept = documents(backend_of(base))
    assert dict(rows_again(backend_of(base), Codec())) == kept
    elsewhere = MemoryBackend()
    copy_facts(backend_of(base), elsewhere)
    assert keep_rows_again(elsewhere, Codec()) == len(kept)
    assert documents(elsewhere) == kept


@few
@given(LOADS)
def test_every_row_of_every_load_says_again_what_happened_and_what_was_allowed(loads):
    base, codec = memory(region="CH"), Codec()
    for data, source, given_now in loads:
        load(base, data, source=source, given=given_now)
    backend = backend_of(base)
    batches = {fact.id: reader_again(codec.decode(fact, Batch)) for fact in backend.facts("batch")}
    records = [codec.decode(fact, Record) for fact in backend.facts("record")]
    again = [batches[record.batch](record) for record in records]
    assert [taken.record for taken in again] == records
    events = [codec.decode(fact, Interaction) for fact in backend.facts("interaction")]
    said = [event for taken in again for event in taken.interactions]
    assert all(event in said for event in events)
    assert {event.id for event in said} == {event.id for event in events}
    acts = [codec.decode(fact, ConsentEvent) for fact in backend.facts("consent")]
    allowed = {act.id: act for taken in reversed(again) for act in taken.consents}
    assert {act.id: act for act in acts if act.act != "invalidate"} == allowed


def test_a_row_that_was_read_otherwise_is_made_again_as_it_was_last_read():
    base = memory()
    load(base, [row(1, Mail="anna@example.org"), row(2)])
    base.load([row(1, Mail="anna@example.org")], source="crm", mapping={**MAPPING, "Mail": "note"})
    load(base, [row(1, Mail="other@example.org")])
    load(base, [row(1, Mail="anna@example.org")])
    kept = documents(backend_of(base))
    assert kept["crm/1"]["row"]["values"]["email"] == ["anna@example.org"]
    backend_of(base).clear(ROWS)
    backend_of(base).put(ROWS, "crm/gone", {})
    assert keep_rows_again(backend_of(base), Codec()) == 2
    assert documents(backend_of(base)) == kept


def test_progress_is_told():
    base, told = memory(), []
    load(base, [row(number) for number in range(1001)])
    keep_rows_again(backend_of(base), Codec(), progress=told.append)
    assert told == [Progress(stage="read again", done=done) for done in (1000, 1001)]


def test_facts_that_do_not_make_a_row_say_so_and_nothing_is_changed():
    base = memory()
    load(base, [row(1)])
    (record,) = backend_of(base).facts("record")
    (batch,) = backend_of(base).facts("batch")
    cases = {
        "names a load that is not there": [record],
        "does not read as one": [evolve(record, body={}), batch],
        "says of no row": [evolve(record, keys=()), batch],
        "cannot be read again": [record, evolve(batch, body={**batch.body, "mapping": {}})],
        "no time zone": [record, evolve(batch, body={**batch.body, "zone": "Mars/Olympus"})],
    }
    for problem, held in cases.items():
        backend = MemoryBackend()
        backend.append(held)
        backend.put(ROWS, "crm/1", {"kept": True})
        with pytest.raises(StoreCorruptError, match=problem):
            keep_rows_again(backend, Codec())
        assert documents(backend) == {"crm/1": {"kept": True}}


def test_a_base_without_rows_has_none():
    backend = MemoryBackend()
    backend.append([Fact(kind="journal", id="a", at=0, body=None)])
    assert keep_rows_again(backend, Codec()) == 0
