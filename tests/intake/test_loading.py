"""A source read whole."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import InputError, SchemaError
from crmkit.intake.loading import read_source
from crmkit.intake.mapping import guess_mapping
from crmkit.intake.reading import read
from crmkit.records import Progress

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CSV = b"No,Mail\n1,a@example.org\n\n2,broken\n3,b@example.org\n3,b@example.org\n4\n"


def loading(data, **options):
    return read_source(data, source="crm", batch="b1", now=NOW, **options)


LINES = st.lists(st.sampled_from(["1,a@example.org", "2,b@example.org", "3,broken", "", "4", "5,c@example.org,x", ","]))


@given(LINES)
def test_every_line_below_the_heading_has_one_outcome(lines):
    found = loading("\n".join(["No,Mail", *lines, "9,z@example.org"]).encode())
    assert found.rows_in == len(found.taken) + len(found.aside) + len(found.skipped)
    new = len(found.taken)
    for created in range(new + 1):
        report = found.report(created=created, updated=new - created, interactions=0, consents=0)
        assert report.conserved
        assert report.unchanged == 0
        assert sum(report.reasons.values()) == report.quarantined + report.skipped


def test_the_report_tells_why_lines_were_left_out():
    found = loading(CSV)
    report = found.report(created=1, updated=0, interactions=2, consents=3)
    assert (report.created, report.unchanged, report.interactions, report.consents) == (1, 1, 2, 3)
    assert report.reasons["row.no_identity"] == 1
    assert report.reasons["same row twice in the file"] == 1
    assert {one.line for one in found.taken} == {2, 5}


def test_a_mapping_is_guessed_corrected_or_given_whole():
    assert loading(CSV).mapping.targets["Mail"] == "email"
    corrected = loading(CSV, mapping={"Mail": "note", "No": "customer_number"})
    assert corrected.mapping.targets == {"No": "customer_number", "Mail": "note"}
    whole = guess_mapping(read(CSV), source="crm", given={"language": "de", "country": "CH"})
    found = loading(CSV, mapping=whole, given={"language": "fr"})
    assert found.mapping.given == {"language": "fr", "country": "CH"}
    assert {one.clean.values["language"] for one in found.taken} == {("fr",)}


def test_progress_is_told_at_every_thousand_and_at_the_end():
    told = []
    loading([{"Mail": f"{number}@example.org"} for number in range(2001)], progress=told.append)
    assert told == [Progress(stage="read crm", done=done, total=2001) for done in (1000, 2000, 2001)]


def test_a_source_that_cannot_be_read_says_so(tmp_path):
    with pytest.raises(InputError):
        loading(tmp_path / "none.csv")
    with pytest.raises(SchemaError):
        loading([{"Colour": "red"}])
