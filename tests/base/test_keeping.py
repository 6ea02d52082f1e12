"""What is kept: the journal, the check of everything, files that are opened again, several threads."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier

import pytest

from crmkit.customer_base import connect
from crmkit.exceptions import StoreError
from crmkit.records import ConsentEvent
from tests.base.world import NOW, customers, facts, journal, load, people, row

PEOPLE = [
    row(1, Mail="anna@example.org", Tel="+41 44 668 18 00", Street="Seestrasse", Postcode="8001", City="Zürich"),
    row(2, "Bruno", "Rossi", Mail="b@example.com", Order="A-1", Day="2025-11-03", Sum="CHF 12.50"),
    row(3, None, None, Mail="broken@"),
]
PRIVATE = ("anna", "keller", "bruno", "rossi", "example.org", "example.com", "668", "seestrasse", "8001", "rich")


def test_every_read_and_every_change_is_in_the_journal_and_nobody_can_be_recognised_by_it(new_base):
    base = new_base(actor="amelie", purpose="care")
    load(base, PEOPLE)
    ids = list(customers(base))
    grant = ConsentEvent(
        act="grant", ref="crm/1", purpose="newsletter", channel="email", point="email:anna@example.org",
        at=NOW, recorded_at=NOW, source="crm", method="web_form",
    )  # fmt: skip
    for act, verb, what in (
        (lambda: load(base, PEOPLE), "record", "load of crm"),
        (base.rows, "read", "source rows"),
        (base.audit, "read", "source rows"),
        (base.quarantine, "read", "quarantine"),
        (base.find_duplicates, "read", "source rows"),
        (lambda: list(base.customers()), "read", "customers"),
        (lambda: base.customer(ids[0]), "read", f"customer {ids[0]}"),
        (lambda: base.consent.record(grant), "record", "consent: grant"),
        (base.consent.events, "read", "acts of consent"),
        (lambda: base.consent.check(ids[0], purpose="newsletter", via="email"), "read", f"customer {ids[0]}"),
        (lambda: base.select('family_name = "Keller"', purpose="newsletter", via="email"), "disclose", "audience"),
        (base.verify, "read", "verification"),
        (lambda: base.merge(ids[0], ids[1], reason="Anna married Bruno"), "change", "merge"),
        (lambda: base.not_same("crm/1", "crm/2"), "change", "not_same"),
    ):
        before = len(journal(base))
        act()
        entries = journal(base)
        assert len(entries) == before + 1, what
        assert (entries[-1]["verb"], entries[-1]["what"], entries[-1]["actor"]) == (verb, what, "amelie")
        assert entries[-1]["purpose"] == ("newsletter" if verb == "disclose" else "care")
    text = str(journal(base)).casefold()
    assert not [word for word in PRIVATE if word in text]


def test_a_changed_document_is_found_and_derived_again(base):
    load(base, PEOPLE)
    held = customers(base)
    assert base.verify().ok
    name, other = held
    document = base._keeper.backend.get("customers", name)
    base._keeper.backend.put("customers", name, document.body | {"kind": "organisation"})
    base._keeper.backend.delete("customers", other)
    base._keeper.backend.put("customers", "c-more", document.body | {"id": "c-more"})
    found = base.verify()
    assert (found.ok, found.differing) == (False, tuple(sorted(["c-more", name, other])))
    assert "3 of 2 customers were not what the facts say" in str(found)
    assert customers(base) == held
    assert base.verify().ok


def test_a_file_that_is_opened_again_says_the_same(tmp_path):
    path = tmp_path / "customers.db"
    with connect(path, clock=lambda: NOW) as base:
        load(base, PEOPLE)
        base.merge(*customers(base))
        held, aside, rows = customers(base), base.quarantine(), base.rows()
    with connect(path, clock=lambda: NOW) as base:
        assert (customers(base), base.quarantine(), base.rows()) == (held, aside, rows)
        assert base.verify().ok
        assert load(base, PEOPLE).unchanged == 2
        assert repr(base) == "<CustomerBase customers.db as 'system'>"
    with pytest.raises(StoreError, match="closed"):
        next(base.customers())
    base.close()


def test_two_bases_on_one_file_see_each_others_work(tmp_path):
    path = tmp_path / "customers.db"
    with connect(path, clock=lambda: NOW) as one, connect(path, clock=lambda: NOW) as other:
        for turn in count(1):
            load((one, other)[turn % 2], [row(turn, "Anna", f"Keller{turn}")])
            assert len(customers(other)) == len(customers(one)) == turn
            if turn == 5:
                break
        names = list(customers(one))
        one.merge(names[0], names[1])
        assert customers(other) == customers(one)
        assert one.verify().ok
        assert other.verify().ok


def rolled_back(base):
    with base.transaction():
        load(base, [row(7, "Zoë")])
        assert len(customers(base)) == 3
        raise LookupError


def test_customers_that_were_taken_back_are_not_remembered(tmp_path):
    path = tmp_path / "customers.db"
    with connect(path, clock=lambda: NOW) as one, connect(path, clock=lambda: NOW) as other:
        load(one, PEOPLE)
        held = customers(one)
        with pytest.raises(LookupError):
            rolled_back(one)
        load(other, [row(8, "Karim")])
        expected = customers(other)
        assert customers(one) == expected != held


def test_threads_that_load_at_once_lose_nothing(new_base):
    base, start = new_base(), Barrier(4)

    def work(number):
        start.wait()
        reports = [load(base, PEOPLE, source=f"source{number}") for _ in range(2)]
        seen = len(customers(base))
        return reports, seen

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(work, range(4)))
    for (first, second), seen in done:
        assert (first.created, first.quarantined, second.unchanged) == (2, 1, 2)
        assert 2 <= seen <= 8
    assert len(customers(base)) == 8
    assert len([one for one in journal(base) if one["verb"] == "record"]) == 8
    assert len([one for one in journal(base) if one["what"] == "customers"]) == 5
    assert base.verify().ok


def test_threads_on_two_bases_of_one_file_make_the_base_that_one_would(tmp_path, new_base):
    alone = new_base()
    for number in range(3):
        load(alone, PEOPLE, source=f"source{number}")
    path = tmp_path / "shared.db"
    connect(path).close()

    def work(number):
        with connect(path, clock=lambda: NOW) as base:
            load(base, PEOPLE, source=f"source{number}")
            return len(customers(base))

    with ThreadPoolExecutor(3) as pool:
        assert max(pool.map(work, range(3))) == 6
    with connect(path, clock=lambda: NOW) as base:
        assert people(base) == people(alone)
        assert len(facts(base)) == len(facts(alone))
        assert base.verify().ok
