import json

from hypothesis import given
from hypothesis import strategies as st

from crmkit.intake.mapping import ColumnMapping, Mapping
from crmkit.intake.report import LoadReport

MAPPING = Mapping("crm", [ColumnMapping("Mail", "email"), ColumnMapping("Blob", None)])
COUNTS = st.integers(0, 5)


@given(st.tuples(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS), COUNTS)
def test_a_load_is_conserved_when_every_row_is_accounted_for(counts, rows_in):
    names = ("created", "updated", "unchanged", "quarantined", "skipped")
    report = LoadReport(
        source="crm", origin="a.csv", mapping=MAPPING, rows_in=rows_in, **dict(zip(names, counts, strict=True))
    )
    assert report.conserved == (rows_in == sum(counts))
    assert ("every one accounted for" in str(report)) == report.conserved
    assert json.loads(report.to_json())["conserved"] == report.conserved


def test_the_story_is_short_and_puts_the_frequent_first():
    report = LoadReport(
        source="crm",
        origin="a.csv",
        mapping=MAPPING,
        rows_in=1_200,
        created=1_190,
        quarantined=10,
        reasons={"no identity": 3, "wrong width": 7},
        findings={f"code.{number}": number for number in range(1, 11)},
        interactions=4,
        consents=5,
    )
    assert str(report).splitlines() == [
        "a.csv as crm: 1,200 rows in, every one accounted for.",
        "  1,190 created, 0 updated, 0 unchanged, 10 quarantined, 0 skipped",
        "  4 interactions, 5 acts of consent",
        "  set aside: wrong width 7, no identity 3",
        "  noticed: code.10 10, code.9 9, code.8 8, code.7 7, code.6 6, code.5 5, code.4 4, code.3 3 and 2 more",
        "  columns not used: Blob",
    ]
