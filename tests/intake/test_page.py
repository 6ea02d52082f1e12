"""What came in, drawn: figures, one line for each file, and what was set aside without what is written in it."""

import pytest

from crmkit.intake.mapping import Mapping
from crmkit.intake.outcomes import Quarantined
from crmkit.intake.page import WORDS, aside_section, loads_section
from crmkit.intake.report import LoadReport
from crmkit.report.html import render
from crmkit.report.page import Figures, Page, Paragraph, Table
from crmkit.schema.types.base import Finding

MAPPING = Mapping.from_json(
    '{"source": "shop", "columns": [{"column": "Mail", "target": "email"}, {"column": "<b>", "target": null}]}'
)
REPORT = LoadReport(
    source="shop",
    origin="<shop>.csv",
    mapping=MAPPING,
    rows_in=1234,
    created=1200,
    updated=20,
    unchanged=10,
    quarantined=3,
    skipped=1,
    interactions=7,
    consents=5,
)
ASIDE = Quarantined(
    source="shop",
    line=17,
    cells={"Mail": "zz-secret"},
    text="zz-secret",
    reasons=(Finding("row.not_json", "It is odd."),),
)


def drawn(*sections, language="en"):
    return render(Page("t", "s", sections, language))


def blocks_of(section, kind):
    return [block for block in section.blocks if isinstance(block, kind)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_file_is_a_line_whose_outcomes_add_up(language):
    section = loads_section([REPORT, REPORT], language=language)
    (table,) = blocks_of(section, Table)
    assert len(table.rows) == 2
    cells = [int(cell.replace("\u202f", "")) for cell in table.rows[0][1:]]
    assert cells[0] == sum(cells[1:]) == 1234
    (figures,) = blocks_of(section, Figures)
    assert [one.value.replace("\u202f", "") for one in figures.figures] == ["2", "2468", "14", "10"]


def test_columns_that_were_not_understood_are_named_and_escaped():
    html = drawn(loads_section([REPORT]))
    assert "&lt;shop&gt;.csv: &lt;b&gt;" in html
    assert "<b>." not in html


def test_a_load_without_remarks_has_none():
    mapping = Mapping.from_json('{"source": "a", "columns": [{"column": "Mail", "target": "email"}]}')
    plain = LoadReport(source="a", origin="a.csv", mapping=mapping, rows_in=0)
    assert not blocks_of(loads_section([plain]), Paragraph)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_was_set_aside_is_shown_without_its_content(language):
    html = drawn(aside_section([ASIDE], files={"shop": "shop.csv"}, language=language), language=language)
    assert "shop.csv" in html
    assert "17" in html
    assert {"en": "It is odd", "fr": "La ligne n’est pas du JSON"}[language] in html
    assert "zz-secret" not in html


def test_an_unknown_source_is_named_by_itself_and_nothing_set_aside_is_said():
    assert "shop" in drawn(aside_section([ASIDE], files={}))
    assert WORDS["fr"]["none"] in drawn(aside_section([], files={}, language="fr"), language="fr")


def test_both_languages_say_the_same_things():
    assert WORDS["en"].keys() == WORDS["fr"].keys()
