"""The page of segments in databases and frames says of every part what becomes of it."""

from importlib import util

import pytest

from crmkit.segment.targets.support import LINES, TARGETS


@pytest.fixture(scope="module")
def hook(root):
    spec = util.spec_from_file_location("targets_table", root / "docs" / "targets_table.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_has_the_table(hook, root):
    page = (root / "docs" / "segment-targets.md").read_text("utf-8")
    assert page.count(hook.MARKER) == 1
    shown = hook.on_page_markdown(page)
    for line in LINES:
        (row,) = [row for row in shown.splitlines() if row.startswith(f"| {line.shown} |")]
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[1 : 1 + len(TARGETS)] == [hook.SHOWN[line.on[target].how] for target in TARGETS]
        assert bool(cells[-1]) is any(answer.reason for answer in line.on.values())


def test_a_page_without_the_marker_stays_as_it_is(hook):
    assert hook.on_page_markdown("# Nothing here") == "# Nothing here"
