"""The contract suite over every backend of the library."""

from contextlib import closing
from typing import ClassVar

import duckdb
import pytest
from sqlalchemy import StaticPool, create_engine

from crmkit.backends import MemoryBackend, open_backend
from crmkit.testing.contract import BackendContract
from crmkit.testing.gaps import could, never

NO_ARROW = could("rows are read as Python values; Arrow batches wait for somebody who needs them")


class TestMemory(BackendContract):
    gaps: ClassVar = {
        "persistent": never("memory ends with the process"),
        "many_processes": never("memory belongs to one process"),
        "columnar": NO_ARROW,
        "sql": never("there is no SQL engine in it"),
    }

    @pytest.fixture
    def backend(self):
        backend = MemoryBackend()
        yield backend
        backend.close()


class TestSqliteFile(BackendContract):
    gaps: ClassVar = {"columnar": NO_ARROW}

    @pytest.fixture
    def backend(self, tmp_path):
        backend = open_backend(tmp_path / "customers.db")
        yield backend
        backend.close()

    @pytest.fixture
    def reopen(self, tmp_path):
        return lambda: open_backend(tmp_path / "customers.db")


class TestSqliteInMemoryThroughAnEngine(BackendContract):
    gaps: ClassVar = {
        "persistent": never("memory ends with the process"),
        "many_processes": never("memory belongs to one process"),
        "columnar": NO_ARROW,
    }

    @pytest.fixture
    def backend(self):
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        backend = open_backend(engine)
        yield backend
        backend.close()
        engine.dispose()


class TestCallersConnection(BackendContract):
    gaps: ClassVar = {"columnar": NO_ARROW}

    @pytest.fixture
    def connection(self, tmp_path):
        engine = create_engine(f"sqlite:///{tmp_path}/app.db", connect_args={"check_same_thread": False})
        with engine.connect() as connection:
            yield connection
        engine.dispose()

    @pytest.fixture
    def backend(self, connection):
        return open_backend(connection)

    @pytest.fixture
    def reopen(self, connection):
        return lambda: open_backend(connection)


class TestPostgresql(BackendContract):
    gaps: ClassVar = {"columnar": NO_ARROW}

    @pytest.fixture
    def address(self, postgresql):
        return postgresql()

    @pytest.fixture
    def backend(self, address):
        with closing(open_backend(address)) as backend:
            yield backend

    @pytest.fixture
    def reopen(self, address):
        return lambda: open_backend(address)


class TestCallersConnectionToPostgresql(BackendContract):
    gaps: ClassVar = {"columnar": NO_ARROW}

    @pytest.fixture
    def connection(self, postgresql):
        engine = create_engine(postgresql())
        with engine.connect() as connection:
            yield connection
        engine.dispose()

    @pytest.fixture
    def backend(self, connection):
        return open_backend(connection, prefix="crm_", schema="public")

    @pytest.fixture
    def reopen(self, connection):
        return lambda: open_backend(connection, prefix="crm_", schema="public")


class TestDuckdbFile(BackendContract):
    gaps: ClassVar = {"many_processes": never("DuckDB lets one process at a time work on a file")}

    @pytest.fixture
    def backend(self, tmp_path):
        with closing(open_backend(tmp_path / "customers.duckdb")) as backend:
            yield backend

    @pytest.fixture
    def reopen(self, tmp_path):
        return lambda: open_backend(tmp_path / "customers.duckdb")


class TestCallersConnectionToDuckdb(BackendContract):
    gaps: ClassVar = {
        "persistent": never("memory ends with the process"),
        "many_processes": never("memory belongs to one process"),
    }

    @pytest.fixture
    def backend(self):
        with duckdb.connect() as connection:
            yield open_backend(connection)
