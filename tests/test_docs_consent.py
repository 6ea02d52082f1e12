"""The page about consent lists every reason, fact, gesture and rule, each rule with its source."""

from importlib import util

import pytest

from crmkit.consent.double_opt_in import GESTURES
from crmkit.consent.facts import FACTS
from crmkit.consent.packs import default_policy
from crmkit.consent.reasons import REASONS
from crmkit.consent.upkeep.reports import REPORTS
from crmkit.intake.exports.tool import TOOLS, load_tool


@pytest.fixture(scope="module")
def page(root):
    spec = util.spec_from_file_location("consent_tables", root / "docs" / "consent_tables.py")
    hook = util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    pages = ("consent.md", "consent-upkeep.md")
    written = "\n".join((root / "docs" / name).read_text("utf-8") for name in pages)
    assert all(mark in written for mark in hook._TABLES)
    return hook.on_page_markdown(written)


def test_no_marker_is_left(page):
    assert "<!--" not in page


@pytest.mark.parametrize("name", [*REASONS, *FACTS, *GESTURES, *REPORTS])
def test_the_page_has_a_line_for_every_name(page, name):
    lines = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
    assert lines
    assert all(cell.strip() for line in lines for cell in line.strip("|").split("|"))


def test_the_page_cites_every_source(page):
    policy = default_policy()
    parts = [*policy.rules, *policy.ages, *policy.void_methods, *policy.pressure, *policy.periods, *policy.asking]
    assert [part.source for part in parts if part.source not in page] == []


@pytest.mark.parametrize("name", TOOLS)
def test_the_page_tells_every_column_of_every_program_and_what_its_values_mean(page, name):
    lines = [line for line in page.splitlines() if line.startswith(f"| {name} |")]
    columns = load_tool(name).columns
    assert len(lines) == len(columns)
    for line, column in zip(lines, columns, strict=True):
        assert all(f"`{one}`" in line for one in column.names)
        assert all(value in line for value in column.values if value != "*")
