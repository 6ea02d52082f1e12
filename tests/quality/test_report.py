"""The figures of an audit, and how they are shown."""

import json
from datetime import UTC, datetime

import pytest

from crmkit.quality.report import FieldQuality, QualityReport

NOW = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
MAIL = FieldQuality(name="email", type="email", rows=10, filled=8, valid=6, distinct=5, findings={"email.invalid": 2})
TEL = FieldQuality(name="phone", type="phone", rows=10, filled=2, valid=2, distinct=2, findings={"phone.short": 3})
REPORT = QualityReport(at=NOW, rows=10, customers=5, fields=(MAIL, TEL), sources={"crm": 10})


def test_shares_are_over_all_cells():
    assert (REPORT.completeness, REPORT.validity, REPORT.uniqueness) == (0.5, 0.8, 0.5)
    assert REPORT.score == pytest.approx(0.2 ** (1 / 3))
    assert REPORT.findings == {"phone.short": 3, "email.invalid": 2}


def test_a_report_of_nothing_is_whole_and_one_without_customers_is_unique():
    assert QualityReport(at=NOW, rows=0, fields=()).score == 1.0
    assert QualityReport(at=NOW, rows=3, fields=(MAIL,)).uniqueness == 1.0


def test_a_report_has_words_and_data_but_no_truth():
    first, *others = str(REPORT).splitlines()
    assert first == "10 rows, score 0.58 (filled 50%, valid 80.0%, 5 customers)"
    assert [line.split()[0] for line in others] == ["email", "phone"]
    data = json.loads(json.dumps(REPORT.to_json()))
    assert (data["rows"], data["fields"][0]["filled"], data["at"]) == (10, 8, "2026-03-01T09:05:00+00:00")
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(REPORT)
