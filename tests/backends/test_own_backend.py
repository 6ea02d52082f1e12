"""The backend that docs/own-backend.md writes is a whole one: the test class of the page runs here as it stands."""

import re
from pathlib import Path
from types import ModuleType

import pytest

from crmkit.backends import Fact
from crmkit.exceptions import StoreCorruptError, StoreError

PAGE = Path(__file__).parents[2] / "docs" / "own-backend.md"


def blocks():
    """The code blocks of the page that write the backend and its test."""
    written = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [block for block in written if re.search(r"^class ", block, re.MULTILINE)]


def of_the_page():
    """What these blocks define."""
    module = ModuleType("own_backend")
    for block in blocks():
        exec(compile(block, PAGE.name, "exec"), vars(module))
    return module


page = of_the_page()
TestJsonFile = page.TestJsonFile


@pytest.fixture
def path(tmp_path):
    return tmp_path / "base.json"


def fact(name):
    return Fact(kind="record", id=name, at=0, body=None)


def test_the_page_writes_one_backend_and_one_test_of_it():
    assert len(blocks()) == 2


def test_a_transaction_that_cannot_be_written_leaves_what_was_there(path, monkeypatch):
    backend = page.JsonFile(path)
    backend.append([fact("kept")])

    def full(*_):
        raise StoreError("There is no room left.")

    monkeypatch.setitem(vars(page), "write_whole", full)
    with pytest.raises(StoreError, match="no room"):
        backend.append([fact("lost")])
    monkeypatch.undo()
    assert [one.id for one in backend.facts()] == ["kept"]
    assert [one.order for one in backend.append([fact("next")])] == [2]
    assert [one.id for one in page.JsonFile(path).facts()] == ["kept", "next"]


def test_a_file_that_is_no_base_is_refused(path):
    path.write_text("Dear customer,")
    with pytest.raises(StoreCorruptError, match=r"^base\.json holds"):
        page.JsonFile(path)
