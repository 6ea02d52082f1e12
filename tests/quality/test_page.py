"""The page of an audit."""

from datetime import UTC, datetime

import pytest
from attrs import evolve

from crmkit.quality.page import WORDS, quality_page
from crmkit.quality.report import FieldQuality, QualityReport
from crmkit.report.html import render

NOW = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
FIELD = FieldQuality(name="<b>E-mail", type="email", rows=4000, filled=3000, valid=1500, distinct=1234)
REPORT = QualityReport(at=NOW, rows=4000, fields=(evolve(FIELD, findings={"email.invalid": 1500}),))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_shows_every_figure_in_the_language_asked_for(language):
    text = render(quality_page(REPORT, language=language))
    assert f'lang="{language}"' in text
    assert "2026-03-01 09:05 UTC" in text
    plain = text.replace("\u202f", ",").replace("\u00a0", ",")
    assert not [one for one in ("4,000", "1,234", "75", "50", "1,500", WORDS[language]["title"]) if one not in plain]


def test_nothing_in_a_name_becomes_a_tag():
    text = render(quality_page(REPORT))
    assert "<b>E-mail" not in text
    assert "&lt;b&gt;E-mail" in text


def test_both_languages_say_the_same_things():
    assert WORDS["en"].keys() == WORDS["fr"].keys()
    assert all(WORDS["en"][name] and WORDS["fr"][name] for name in WORDS["en"])
