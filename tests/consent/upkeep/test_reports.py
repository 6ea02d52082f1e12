import pytest

from crmkit.consent.upkeep.reports import REPORTS
from crmkit.consent.upkeep.standing import ASKING, GAPS, STATES
from crmkit.exceptions import UnknownNameError


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_every_report_speaks_both_languages_cites_its_source_and_lists_what_there_is(report):
    assert report.title() != report.title("fr")
    assert "art" in report.source or "paragraph" in report.source
    assert (report.states | report.unproven) <= STATES.keys()
    assert report.asking <= ASKING.keys()
    with pytest.raises(UnknownNameError):
        report.title("de")


def test_every_word_is_said_in_both_languages():
    for words in (STATES, ASKING, GAPS):
        for english, french in words.values():
            assert english
            assert french
            assert english != french
