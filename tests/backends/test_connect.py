"""Opening a backend from an address, an engine or an object."""

import contextlib
import sys
from importlib.metadata import EntryPoint

import pytest
from sqlalchemy import create_engine

from crmkit.backends import Backend, Fact, MemoryBackend, connect, open_backend
from crmkit.exceptions import CallError, MissingExtraError, StoreError


def toy_opener(address):
    backend = MemoryBackend()
    backend.put("opened", "address", address)
    return backend


@pytest.fixture
def plug_in(monkeypatch):
    def install(scheme, value):
        def entry_points(*, group, name=None):
            assert group == "crmkit.backends"
            return [EntryPoint(scheme, value, group)] if name in {None, scheme} else []

        monkeypatch.setattr(connect, "entry_points", entry_points)

    return install


@pytest.mark.parametrize("address", ["memory:", "Memory:"])
def test_memory_is_an_address(address):
    assert isinstance(open_backend(address), MemoryBackend)


def test_paths_and_urls_name_the_same_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "customers.db"
    for target in (path, str(path), "customers.db", "sqlite:///customers.db", f"sqlite+pysqlite:///{path}"):
        with contextlib.closing(open_backend(target)) as backend:
            backend.append([Fact(kind="journal", id=repr(target), at=0, body=None)])
            assert backend.name == "customers.db"
    assert len(list(backend_facts(path))) == 5


def backend_facts(path):
    with contextlib.closing(open_backend(path)) as backend:
        yield from backend.facts()


@pytest.mark.parametrize("name", ["base.sqlite", "base.SQLITE3", "ü #?%20.db", "a:b.db"])
def test_odd_file_names_are_taken_as_they_are(tmp_path, name):
    open_backend(tmp_path / name).close()
    assert (tmp_path / name).is_file()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true"])
def test_sqlite_in_memory_serves_all_threads_and_is_not_persistent(url):
    with contextlib.closing(open_backend(url)) as backend:
        assert not backend.capabilities.persistent
        assert not backend.capabilities.many_processes
        assert backend.put("t", "k", 1) == 1


def test_an_object_that_is_a_backend_is_given_back():
    backend = MemoryBackend()
    assert open_backend(backend) is backend


def test_an_engine_and_its_connection_are_taken(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/app.db")
    assert open_backend(engine).name == "app.db"
    with engine.connect() as connection:
        assert isinstance(open_backend(connection), Backend)
    engine.dispose()


def test_an_unknown_scheme_names_the_known_and_the_later_ones():
    with pytest.raises(CallError, match=r"for 'mongodb'.*customers\.db.*memory:, postgresql:, sqlite:.*parquet"):
        open_backend("mongodb://ada:secret@db.example.org/crm")


def test_a_later_scheme_says_so():
    with pytest.raises(CallError, match=r"^Bases at parquet: come with a later crmkit"):
        open_backend("parquet:folder/")


def test_the_place_that_is_not_there_is_told_without_a_password():
    with pytest.raises(StoreError) as caught:
        open_backend("postgresql+pg8000://ada:secret@localhost:1/crm")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgresql", "duckdb"])
def test_what_is_not_installed_is_named(scheme, monkeypatch):
    for name in [one for one in sys.modules if one.startswith("crmkit.backends.duckdb")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setattr("crmkit.backends.postgresql.address.find_spec", lambda _name: None)
    extra = {"postgresql": "postgres"}.get(scheme, scheme)
    with pytest.raises(MissingExtraError, match=extra):
        open_backend(f"{scheme}://localhost/base" if scheme == "postgresql" else "duckdb:")


def test_a_schema_and_a_prefix_are_for_tables_only(tmp_path):
    with contextlib.closing(open_backend(tmp_path / "own.db", prefix="crm_")) as backend:
        backend.append([Fact(kind="journal", id="a", at=0, body=None)])
    with contextlib.closing(open_backend(tmp_path / "own.db")) as backend:
        assert list(backend.facts()) == []
    for target in ("memory:", MemoryBackend()):
        with pytest.raises(CallError, match="no tables to name; leave prefix out"):
            open_backend(target, prefix="crm_")
    with pytest.raises(CallError, match="cannot begin the names of tables"):
        open_backend(tmp_path / "own.db", prefix="crm; --")


@pytest.mark.parametrize("target", ["", "customers", "customers.csv", "memory:mine", "sqlite:customers.db"])
def test_a_wrong_address_is_one_sentence_that_shows_a_right_one(target):
    with pytest.raises(CallError, match=r"customers\.db|memory:"):
        open_backend(target)


@pytest.mark.parametrize("target", [None, 7, object(), b"customers.db"])
def test_what_is_no_place_is_refused_by_its_type(target):
    with pytest.raises(CallError, match=type(target).__name__):
        open_backend(target)


def test_an_engine_of_another_database_is_refused():
    engine = create_engine("sqlite://")
    engine.dialect.name = "oracle"
    with pytest.raises(CallError, match="oracle"):
        open_backend(engine)


def test_a_plug_in_opens_its_scheme_with_the_whole_address(plug_in):
    plug_in("toy", f"{__name__}:toy_opener")
    assert open_backend("toy://shelf/3").get("opened", "address").body == "toy://shelf/3"
    with pytest.raises(CallError, match=r"memory:, sqlite:, toy:"):
        open_backend("customers")


def test_a_broken_plug_in_is_named(plug_in):
    plug_in("toy", "crmkit_toy_that_is_not_there:opener")
    with pytest.raises(CallError, match=r"'crmkit_toy_that_is_not_there:opener' for 'toy'.*ModuleNotFoundError"):
        open_backend("toy:")


def test_a_plug_in_cannot_take_a_built_in_scheme(plug_in):
    plug_in("memory", f"{__name__}:toy_opener")
    assert open_backend("memory:").get("opened", "address") is None
