"""The page of the semantic types lists every one of them."""

from importlib import util

import pytest

from crmkit.schema.types.catalogue import TYPES


@pytest.fixture(scope="module")
def hook(root):
    spec = util.spec_from_file_location("types_table", root / "docs" / "types_table.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs" / "types.md").read_text(encoding="utf-8")


def test_the_page_has_a_line_for_every_type_with_an_example_that_has_a_value(hook, page):
    lines = hook.on_page_markdown(page).splitlines()
    for name in TYPES:
        line = next(line for line in lines if line.startswith(f"| `{name}` |"))
        cells = line.replace("\\|", "").split("|")
        assert len(cells) == 7
        assert all(cell.strip() for cell in cells[2:6]), line
        assert sum(line.startswith(f"| `{name}` |") for line in lines) == 2


def test_every_finding_of_a_type_says_one_sentence(hook):
    for name in TYPES:
        for code, finding in hook.findings(name).items():
            assert code.partition(".")[0] in {*TYPES, "name"}
            assert finding.message.endswith(".")
    assert {"iban.checksum", "iban.invalid", "iban.length"} <= set(hook.findings("iban"))


def test_a_page_without_markers_stays_as_it_is(hook):
    assert hook.on_page_markdown("# Nothing here") == "# Nothing here"
