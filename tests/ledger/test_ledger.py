"""What the customer base keeps and reads, typed."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.backends import MemoryBackend, open_backend
from crmkit.exceptions import StoreCorruptError
from crmkit.intake.outcomes import Quarantined, Taken
from crmkit.ledger.ledger import Kept, Ledger
from crmkit.privacy.journal import JournalEntry
from crmkit.records import CleanRecord, ConsentEvent, Interaction, Judgement, Record
from crmkit.schema.types.base import Finding, Severity

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MAPPING = {"Mail": "email"}


def taken(key, mail="a@example.org", *, events=(), acts=()):
    record = Record(source="crm", key=key, batch="b", received_at=NOW, raw={"Mail": mail})
    clean = CleanRecord(ref=record.ref, source="crm", as_of=NOW, values={"email": (mail,)})
    return Taken(record, clean, tuple(events), tuple(acts))


def order(name, status="open", ref="crm/1"):
    return Interaction(id=f"order:{name}", kind="order", at=NOW, ref=ref, data={"status": status})


def entry():
    return JournalEntry(at=NOW, actor="amelie", purpose="care", verb="read", what="customers", count=1)


@pytest.fixture
def ledger():
    return Ledger(MemoryBackend())


LOADS = st.lists(st.dictionaries(st.sampled_from("123"), st.sampled_from(["a@x.ch", "b@x.ch"]), min_size=1), max_size=5)


@given(LOADS)
def test_each_row_is_created_updated_or_unchanged_and_the_last_content_is_read(loads):
    ledger, last, first = Ledger(MemoryBackend()), {}, []
    for number, load in enumerate(loads):
        kept = ledger.keep([taken(*one) for one in load.items()], batch=f"b{number}", mapping=MAPPING)
        assert kept == Kept(
            created=len(load.keys() - last.keys()),
            updated=sum(last.get(key, mail) != mail for key, mail in load.items()),
            unchanged=sum(last.get(key) == mail for key, mail in load.items()),
        )
        first += [key for key in load if key not in last]
        last |= load
        assert ledger.refs() == [f"crm/{key}" for key in first]
        assert [(row.ref, row.values["email"]) for row in ledger.clean_rows()] == [
            (f"crm/{key}", (last[key],)) for key in first
        ]
    current = {record.ref: record.raw["Mail"] for record in ledger.records()}
    assert current == {f"crm/{key}": mail for key, mail in last.items()}


def test_rows_that_are_read_by_another_mapping_are_updated(ledger):
    ledger.keep([taken("1")], batch="b1", mapping=MAPPING)
    assert ledger.keep([taken("1")], batch="b2", mapping={"Mail": "note"}).updated == 1


def test_the_last_state_of_an_event_counts_whatever_row_brought_it(ledger):
    def keep(key, status, batch):
        mail = f"{batch}@example.org"
        one = taken(key, mail, events=[order("1", status, f"crm/{key}"), order("2", ref=f"crm/{key}")])
        return ledger.keep([one], batch=batch, mapping=MAPPING).interactions

    assert [keep("1", "open", "b1"), keep("1", "paid", "b2"), keep("1", "open", "b3")] == [2, 1, 1]
    assert keep("2", "open", "b4") == 2
    assert [(one.id, one.ref, one.data["status"]) for one in ledger.interactions()] == [
        ("order:1", "crm/2", "open"),
        ("order:2", "crm/2", "open"),
    ]


def test_a_row_that_comes_again_does_not_say_again_what_it_said(ledger):
    said = ConsentEvent(act="refuse", ref="crm/1", purpose="newsletter", at=NOW, recorded_at=NOW, source="crm")
    ledger.keep([taken("1", acts=[said])], batch="b1", mapping=MAPPING)
    later = evolve(said, at=datetime(2027, 1, 1, tzinfo=UTC), until=datetime(2027, 1, 1, tzinfo=UTC))
    assert ledger.keep([taken("1", acts=[later])], batch="b2", mapping=MAPPING).consents == 0
    assert ledger.consents() == [said]


def test_rows_set_aside_are_known_by_what_they_say_and_counted(ledger):
    why = (Finding("row.no_identity", "Nobody.", Severity.ERROR, field="name"),)
    rows = [Quarantined("crm", line, {"Mail": "broken@"}, why) for line in (2, 5)]
    torn = Quarantined("crm", 7, {"Mail": "x"}, why, "x;y;z")
    assert ledger.set_aside([*rows, torn], batch="b1", at=NOW) == 3
    moved = [evolve(one, line=one.line + 1) for one in rows]
    assert ledger.set_aside([*moved, evolve(torn, line=9)], batch="b2", at=NOW) == 0
    assert ledger.set_aside([evolve(torn, text="z")], batch="b3", at=NOW) == 1
    assert ledger.set_aside_rows() == [*rows, torn, evolve(torn, text="z")]


def test_facts_are_read_as_what_they_were(ledger):
    same = Judgement(verdict="same", left="crm/1", right="crm/2", at=NOW, actor="amelie")
    assert len(ledger.append([same, same])) == 1
    assert ledger.judgements() == [same]
    assert ledger.batches() == {}


def test_no_journal_entry_is_lost_when_many_write_the_same_at_once(ledger, tmp_path):
    def write(_turn):
        ledger.journal(entry())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(40)))
    assert len(list(ledger.backend.facts("journal"))) == 40

    def write_elsewhere(_turn):
        with closing(open_backend(tmp_path / "customers.db")) as backend:
            Ledger(backend).journal(entry())

    write_elsewhere(0)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write_elsewhere, range(12)))
    with closing(open_backend(tmp_path / "customers.db")) as backend:
        assert len(list(backend.facts("journal"))) == 13


@pytest.mark.parametrize("body", [None, [], {"order": 1}, {"row": {}}, {"order": 1, "row": {}}])
def test_a_row_that_is_something_else_is_corrupt(ledger, body):
    ledger.backend.put("rows", "crm/1", body)
    with pytest.raises(StoreCorruptError):
        ledger.clean_rows()
