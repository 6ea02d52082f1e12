"""The public face is what it says it is, and every public name is documented."""

import inspect
import re
import tomllib

import pytest

import crmkit


def test_all_is_sorted_and_really_there():
    assert list(crmkit.__all__) == sorted(crmkit.__all__)
    assert {name: getattr(crmkit, name) for name in crmkit.__all__}.keys() == crmkit._HOME.keys()
    assert set(dir(crmkit)) == {*crmkit.__all__, "__version__"}


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'conect'"):
        crmkit.conect  # noqa: B018


@pytest.mark.parametrize("name", crmkit.__all__)
def test_every_public_name_has_a_docstring_and_a_place_in_the_reference(name, root):
    assert inspect.getdoc(getattr(crmkit, name))
    pages = "".join(page.read_text("utf-8") for page in (root / "docs").rglob("*.md"))
    assert re.search(rf"::: crmkit[\w.]*\.{name}\b", pages), f"docs/reference has no page entry for {name}"


def test_the_version_is_the_one_of_the_project(root):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == crmkit.__version__
