"""The page of what a marketing team asks for has every segment as it is shipped."""

from importlib import util

import pytest

from crmkit.demo.team import read_team


@pytest.fixture(scope="module")
def hook(root):
    spec = util.spec_from_file_location("team_table", root / "docs" / "team_table.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_has_the_table(hook, root):
    page = (root / "docs" / "marketing.md").read_text("utf-8")
    assert page.count(hook.MARKER) == 1
    shown = hook.on_page_markdown(page)
    for one in read_team().questions:
        assert f"| {one.number} | {one.title['en']} | `{one.segment}` | {len(one.members):,} |" in shown


def test_a_page_without_the_marker_stays_as_it_is(hook):
    assert hook.on_page_markdown("# Nothing here") == "# Nothing here"
