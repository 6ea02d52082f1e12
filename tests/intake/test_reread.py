"""Rows read again from their facts alone."""

from datetime import UTC, datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.backends.json_text import dump_body, load_body
from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.intake.loading import read_source
from crmkit.intake.mapping import ColumnMapping, Mapping
from crmkit.intake.reread import read_again, reader_again, reading, reading_of
from crmkit.ledger.codec import Codec
from crmkit.records import Batch, Record
from tests.base.world import MAPPING, rows
from tests.strategies import regions

NOW = datetime(2026, 3, 1, 12, 0, 0, 1, tzinfo=UTC)
ZONES = st.sampled_from(["UTC", "Europe/Zurich", "Pacific/Auckland"])
GIVEN = {
    "event.kind": ["call", "ticket", "?"],
    "event.number": ["A-1", "C-7"],
    "event.at": ["2025-11-03", "03.04.2025 23:30"],
    "order.currency": ["CHF", "EUR"],
    "ticket.number": ["A-1"],
    "ticket.at": ["2025-01-01"],
    "consent.offers.phone": ["yes", "no"],
    "consent.*.*": ["no", "yes"],
    "withdrawal.newsletter.email": ["2026-01-05"],
    "consent.notice": ["n-1"],
    "updated_at": ["2025-05-05", "2027-01-01", "soon"],
    "language": ["fr"],
    "country": ["FR"],
    "email": ["anna@example.org"],
}


@st.composite
def givens(draw):
    """Draw what holds for every row, in any order."""
    chosen = draw(st.lists(st.sampled_from(sorted(GIVEN)), unique=True, max_size=6))
    return {target: draw(st.sampled_from(GIVEN[target])) for target in chosen}


def kept(fact_of):
    """Write a fact as every backend keeps it, and read it."""
    fact = Codec().encode(fact_of)
    return Codec().decode(evolve(fact, body=load_body(dump_body(fact.body), where="test")), type(fact_of))


def load(data, **options):
    how = {"region": options.pop("region", None), "zone": options.pop("zone", "UTC")}
    found = read_source(data, source="crm", batch="b1", now=NOW, **how, **options)
    report = found.report(created=len(found.taken), updated=0, interactions=0, consents=0)
    return found, kept(report.batch("b1", received_at=NOW, actor="ada", **how))


@given(rows(), st.permutations(list(MAPPING)), givens(), regions(), ZONES)
def test_every_row_is_read_again_as_it_was(data, columns, always, region, zone):
    data = [{name: row[name] for name in columns} for row in data]
    found, batch = load(data, mapping=MAPPING, given=always, region=region, zone=zone)
    again = reader_again(batch)
    for taken in found.taken:
        assert again(kept(taken.record)) == taken
    assert reading_of(batch) == reading(found.mapping, region=region, zone=zone)


def test_rows_that_share_the_number_of_an_order_keep_the_names_of_their_events():
    columns = {"No": "source_key", "Mail": "email", "Order": "order.number", "Day": "order.at"}
    data = [{"No": no, "Mail": "anna@example.org", "Order": "A-1", "Day": "2025-01-02"} for no in (1, 2, 3)]
    found, batch = load(data, mapping=columns)
    assert [dict(one.record.event_names) for one in found.taken] == [{}, {"order": "A-1~2"}, {"order": "A-1~3"}]
    names = [read_again(one.record, batch).interactions[0].id for one in reversed(found.taken)]
    assert names == ["order:crm/A-1~3", "order:crm/A-1~2", "order:crm/A-1"]


def test_what_is_given_is_read_in_its_order():
    always = {"consent.offers.email": "no", "consent.newsletter.email": "no"}
    for given_now in (always, dict(reversed(always.items()))):
        found, batch = load([{"Mail": "anna@example.org"}], given=given_now)
        assert [one.purpose for one in read_again(found.taken[0].record, batch).consents] == [
            target.split(".")[1] for target in given_now
        ]


def test_the_region_and_the_zone_of_the_load_count_and_not_those_of_today():
    data = [{"Mail": "anna@example.org", "Phone": "044 668 18 00", "Updated at": "2026-02-01"}]
    found, batch = load(data, region="CH", zone="Europe/Zurich", mapping={"Updated at": "updated_at"})
    clean = read_again(found.taken[0].record, batch).clean
    assert clean.values["phone"] == ("+41446681800",)
    assert clean.as_of.isoformat() == "2026-01-31T23:00:00+00:00"
    elsewhere = read_again(found.taken[0].record, evolve(batch, region=None, zone="UTC")).clean
    assert elsewhere.values != clean.values
    assert elsewhere.as_of != clean.as_of


def test_a_row_that_would_be_set_aside_today_is_still_read():
    mapping = Mapping("crm", [ColumnMapping("Mail", "email")])
    batch = Batch(
        id="b1",
        source="crm",
        origin="crm.csv",
        received_at=NOW,
        mapping={"source": "crm", "columns": [{"column": "Mail", "target": "email"}]},
    )
    record = Record(source="crm", key="17", batch="b1", received_at=NOW, raw={"Mail": "nobody"})
    taken = read_again(record, batch)
    assert taken.record == record
    assert taken.clean.values == {}
    assert reading_of(batch) == reading(mapping, region=None, zone="UTC")


def test_a_load_that_says_nothing_readable_is_refused():
    batch = Batch(id="b1", source="crm", origin="crm.csv", received_at=NOW)
    with pytest.raises(SchemaError):
        reader_again(batch)
    column = {"source": "crm", "columns": [{"column": "Mail", "target": "email"}]}
    with pytest.raises(UnknownNameError):
        reader_again(evolve(batch, mapping=column, zone="Mars/Olympus"))
