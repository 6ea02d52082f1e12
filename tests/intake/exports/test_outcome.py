from datetime import UTC, datetime

import pytest

from crmkit.exceptions import UnknownNameError
from crmkit.intake.exports.outcome import UNREADABLE, Unmapped
from crmkit.intake.exports.reading import read_consents

ROWS = [
    {"Email Address": "a@example.org", "Status": "subscribed", "Note": "x"},
    {"Email Address": "b@example.org", "Status": "gone fishing"},
    {"Email Address": "c@example.org", "Status": "pending"},
]
EXPORT = read_consents(ROWS, tool="mailchimp", purpose="newsletter", exported_at=datetime(2026, 1, 5, tzinfo=UTC))


def test_an_export_tells_what_was_read_and_what_was_not_in_both_languages():
    assert EXPORT.counts == {"grant": 1}
    assert EXPORT.describe().splitlines() == [
        "rows, export of mailchimp of 2026-01-05: 3 rows, 1 of which say nothing about consent.",
        "  grant: 1",
        "Not taken over:",
        "  1: the value is in no list",
        "Columns that nobody looked at: Note.",
    ]
    assert "1: la valeur n'est dans aucune liste" in EXPORT.describe("fr")
    with pytest.raises(UnknownNameError):
        EXPORT.describe("de")


@pytest.mark.parametrize("code", UNREADABLE)
def test_every_code_has_words(code):
    one = Unmapped(line=3, column="Status", code=code, value="secret")
    assert one.explain().startswith("Line 3, 'Status': ")
    assert one.explain("fr").startswith("Ligne 3, 'Status' : ")
    with pytest.raises(UnknownNameError):
        one.explain("de")
