"""What the pages about backends say is what the backends do."""

import re
import sys
from importlib import util
from inspect import getmembers, isfunction

import pytest
from attrs import asdict, fields
from sqlalchemy import make_url

from crmkit import exceptions
from crmkit.backends import Backend, Capabilities, Fact, open_backend
from crmkit.exceptions import StoreError


@pytest.fixture(scope="module")
def hook(root):
    """The hook of mkdocs that writes the table."""
    spec = util.spec_from_file_location("capabilities", root / "docs" / "capabilities.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs" / "backends.md").read_text("utf-8")


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_table_of_capabilities_is_what_every_backend_says(hook, page, tmp_path, postgresql):
    opened = {
        "memory": "memory:",
        "sqlite": tmp_path / "base.db",
        "postgresql": postgresql(),
        "duckdb": tmp_path / "base.duckdb",
    }
    found = {}
    for name, address in opened.items():
        backend = open_backend(address)
        found[name] = asdict(backend.capabilities)
        backend.close()
    assert page.count(hook.MARKER) == 1
    shown = hook.on_page_markdown(page)
    assert hook.MARKER not in shown
    heading, _, *lines = [cells(line) for line in hook.table(hook.declared()).splitlines()]
    assert sorted(heading[2:]) == sorted(opened)
    assert [line[0] for line in lines] == [f"`{one.name}`" for one in fields(Capabilities)]
    for name, meaning, *there in lines:
        assert meaning
        assert there == ["yes" if found[place][name.strip("`")] else "–" for place in heading[2:]], name


def test_other_pages_are_left_as_they_are(hook):
    assert hook.on_page_markdown("# Consent\n") == "# Consent\n"


def test_every_error_of_a_store_is_explained(page):
    told = re.findall(r"^\| `(\w+)` \| ", page, re.MULTILINE)
    children = {
        name for name, kind in vars(exceptions).items() if isinstance(kind, type) and issubclass(kind, StoreError)
    }
    assert children | {"CallError", "MissingExtraError"} <= set(told)


def test_the_rights_of_the_page_are_enough_for_the_daily_work(page, postgresql, postgresql_server):
    (rights,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    place = make_url(postgresql())

    def admin(statement):
        postgresql_server.run(statement, database=place.database)

    admin("CREATE SCHEMA crm")
    open_backend(place.render_as_string(hide_password=False), schema="crm").close()
    admin("CREATE ROLE app LOGIN")
    try:
        for statement in rights.split(";")[:-1]:
            admin(statement)
        backend = open_backend(place.set(username="app").render_as_string(hide_password=False), schema="crm")
        many = [Fact(kind="record", id=f"{number}", at=0, body=None, keys=("k",)) for number in range(50)]
        with backend.transaction():
            assert len(backend.append(many)) == 50
            backend.put_all("t", {fact.id: 1 for fact in many}, terms={fact.id: ["a"] for fact in many})
            backend.put("t", "1", 2, terms=["b"])
            backend.delete("t", "2")
            backend.clear("t")
        backend.close()
    finally:
        admin("DROP OWNED BY app")
        admin("DROP ROLE app")


def test_the_own_backend_of_the_docs_writes_every_method_of_the_protocol(root):
    text = (root / "docs" / "own-backend.md").read_text("utf-8")
    methods = {name for name, _ in getmembers(Backend, isfunction) if not name.startswith("_")}
    assert methods <= set(re.findall(r"^    def (\w+)\(", text, re.MULTILINE))


def test_the_reference_has_every_public_name_of_the_protocol(root):
    page = (root / "docs" / "reference" / "backends.md").read_text("utf-8")
    module = sys.modules[Backend.__module__]
    mine = {name for name, one in vars(module).items() if getattr(one, "__module__", "") == module.__name__}
    public = {name for name in mine if not name.startswith("_")}
    assert {"Backend", "Wanted"} <= public
    assert public <= set(re.findall(r"^::: crmkit\.backends\.protocol\.(\w+)$", page, re.MULTILINE))
