"""The recipe of docs/embedding.md for Alembic: the migration and the filter run here as they stand on the page."""

import re
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, inspect

from crmkit.backends import Fact, open_backend
from crmkit.backends.sql.tables import tables

PAGE = Path(__file__).parents[2] / "docs" / "embedding.md"
OURS = {table.name for table in tables().metadata.sorted_tables}

HOST = MetaData()
Table("invoices", HOST, Column("id", Integer, primary_key=True))

FIRST = """
from alembic import op
from sqlalchemy import Column, Integer

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("invoices", Column("id", Integer, primary_key=True))


def downgrade():
    op.drop_table("invoices")
"""
ENV = """
from alembic import context

from tests.backends.test_alembic import HOST, include_name

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=HOST, include_name=include_name)
with context.begin_transaction():
    context.run_migrations()
"""


def block(beginning):
    """Give the code block of the page that has a line which begins so."""
    written = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    (found,) = (one for one in written if re.search(f"^{beginning}", one, re.MULTILINE))
    return found


def of_the_page(beginning):
    """Run a code block of the page, and give what it defines."""
    names = {}
    exec(compile(block(beginning), PAGE.name, "exec"), names)
    return names


include_name = of_the_page("def include_name")["include_name"]


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request, tmp_path):
    here = f"sqlite:///{tmp_path}/app.db"
    engine = create_engine(here if request.param == "sqlite" else request.getfixturevalue("postgresql")())
    yield engine
    engine.dispose()


@pytest.fixture
def migrate(tmp_path, engine):
    """Give a function that runs a command of Alembic over the two revisions."""
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    (versions / "0001.py").write_text(FIRST)
    (versions / "0002.py").write_text(block("def upgrade"))
    (versions.parent / "env.py").write_text(ENV)

    def run(name, *arguments):
        config = Config()
        config.set_main_option("script_location", str(versions.parent))
        config.set_main_option("path_separator", "os")
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            getattr(command, name)(config, *arguments)

    run.versions = versions
    return run


def names(engine):
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_a_migration_creates_the_tables_and_takes_them_away(engine, migrate):
    migrate("upgrade", "0001")
    assert names(engine) == {"invoices"}
    migrate("upgrade", "head")
    assert names(engine) == {"invoices"} | OURS
    open_backend(engine).append([Fact(kind="journal", id="a", at=0, body=None)])
    assert open_backend(engine).last() == 1
    migrate("downgrade", "0001")
    assert names(engine) == {"invoices"}


def test_autogenerate_leaves_them_alone_and_would_not_without_the_filter(engine, migrate):
    migrate("upgrade", "head")
    migrate("check")
    with engine.connect() as connection:
        seen = compare_metadata(MigrationContext.configure(connection), HOST)
    assert {one[1].name for one in seen if one[0] == "remove_table"} == OURS


def test_a_further_revision_brings_them_forward_and_otherwise_does_nothing(engine, migrate):
    again = block("def upgrade").replace('"0002"', '"0003"').replace('"0001"', '"0002"')
    (migrate.versions / "0003.py").write_text(again)
    migrate("upgrade", "0002")
    open_backend(engine).append([Fact(kind="journal", id="a", at=0, body=None)])
    migrate("upgrade", "head")
    assert open_backend(engine).last() == 1


def test_a_migration_that_fails_leaves_none_of_them(engine, migrate):
    migrate("upgrade", "0001")
    failing = block("def upgrade").replace("\n\n\ndef downgrade", "\n    raise LookupError\n\n\ndef downgrade")
    (migrate.versions / "0002.py").write_text(failing)
    with pytest.raises(LookupError):
        migrate("upgrade", "head")
    assert names(engine) == {"invoices"}
    (migrate.versions / "0002.py").write_text(block("def upgrade"))
    migrate("upgrade", "head")
    assert names(engine) == {"invoices"} | OURS
