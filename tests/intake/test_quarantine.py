import csv

from crmkit.intake.outcomes import Quarantined
from crmkit.intake.quarantine import write_quarantine
from crmkit.intake.reading import read
from crmkit.schema.types.base import Finding

NOBODY = Finding("row.no_identity", "Nothing says who this is.")
TYPO = Finding("email.syntax", "The address has no domain.", field="email")


def test_rows_are_written_with_their_reasons_and_their_own_columns(tmp_path):
    rows = [
        Quarantined("crm", 4, {"Mail": "x", "line": "b"}, (NOBODY, TYPO)),
        Quarantined("shop", 7, {"No": 3, "Formula": "=1"}, (NOBODY,), '"broken'),
    ]
    write_quarantine(tmp_path / "q.csv", rows)
    with (tmp_path / "q.csv").open(newline="") as file:
        first, second = csv.DictReader(file)
    assert first == {
        "source": "crm",
        "line": "4",
        "reasons": "Nothing says who this is; The address has no domain @ email",
        "text": "",
        "Mail": "x",
        "line (column)": "b",
        "No": "",
        "Formula": "",
    }
    assert (second["text"], second["No"], second["Formula"]) == ('"broken', "3", "'=1")


def test_the_file_can_be_read_again(tmp_path):
    write_quarantine(tmp_path / "q.csv", [Quarantined("crm", 4, {"Mail": "x"}, (NOBODY,))])
    assert read(tmp_path / "q.csv").headings == ("source", "line", "reasons", "Mail")


def test_nothing_set_aside_gives_a_file_with_a_heading(tmp_path):
    write_quarantine(tmp_path / "q.csv", [])
    assert (tmp_path / "q.csv").read_text() == "source,line,reasons\n"
