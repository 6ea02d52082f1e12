"""The same answers wherever a base is kept."""

from attrs import evolve

from crmkit.customer_base import connect
from crmkit.demo.exports import FILES, GIVEN, TODAY, find_exports
from crmkit.demo.story import CHANNEL, PURPOSE, SEGMENT
from crmkit.intake.loading import read_source
from crmkit.ledger.dump.moving import copy
from crmkit.records import digest
from crmkit.segment.segment import Segment

SEGMENTS = (SEGMENT, 'country != "CH"', 'email is known and not (locality starts with "Gen")')
ZONE = "Europe/Zurich"
QUERIES = ("muler", "geneve", "anna", "079", "gmail")


def fingerprint(base):
    """Name everything that a base answers."""
    customers = list(base.customers())
    deciding = base.consent.at(TODAY)
    audience = base.select(SEGMENT, purpose=PURPOSE, via=CHANNEL)
    return {
        "customers": digest([repr(one) for one in customers]),
        "decisions": digest(
            [
                repr(evolve(deciding.decide(one, PURPOSE, via, ""), ledger_head=None))  # each place has a journal
                for one in customers
                for via in ("email", "postal", "phone")
            ]
        ),
        "segments": digest(
            [
                [one.id for one in customers if bound.matches(one)]
                for text in SEGMENTS
                for bound in [Segment.parse(text, schema=base.schema).at(TODAY, zone=ZONE)]
            ]
        ),
        "audience": digest([repr(audience.members), repr(audience.suppressed)]),
        "search": digest([[one.id for one in base.search(text)] for text in QUERIES]),
        "rows": digest([repr(one) for one in base.rows()]),
        "facts": digest([repr(fact) for fact in base._keeper.backend.facts()]),
    }


def opened_base(url):
    return connect(url, actor="demo", zone=ZONE, clock=lambda: TODAY)


def test_the_demo_gives_the_same_customers_decisions_segments_and_audiences_in_every_place(new_place, tmp_path):
    folder = find_exports()
    sources = [
        read_source(folder / name, source=source, given=GIVEN.get(source), now=TODAY, zone=ZONE)
        for source, name in FILES.items()
    ]  # once, since what is read of a file has nothing to do with the place
    found, merged = {}, None
    for kind in ("sqlite", "memory", "postgresql", "duckdb"):
        with opened_base(new_place(kind)) as base:
            for source in sources:
                base._keeper.keep(source, now=TODAY, region=None, zone=ZONE)
            if merged is None:
                merged = base.find_duplicates()
            else:
                base.rows()  # finding duplicates reads them, and reading is journalised
            base.merge(merged)
            found[kind] = fingerprint(base)
            if kind == "duckdb":
                assert base.verify().ok
                base.dump(tmp_path / "base.jsonl.gz")
    for kind, answers in found.items():
        assert answers == found["sqlite"], kind


def test_a_base_moves_from_place_to_place_and_stays_the_same(new_place):
    first = new_place("sqlite")
    with opened_base(first) as base:
        base.load(find_exports() / FILES["crm_old"], source="crm_old")
        wanted = fingerprint(base)
    here = first
    for kind in ("postgresql", "duckdb", "sqlite"):
        there = new_place(kind)
        copy(here, there)
        here = there
    with opened_base(here) as base:
        assert base.verify().ok
        moved = fingerprint(base)
    assert {**moved, "facts": None} == {**wanted, "facts": None}
