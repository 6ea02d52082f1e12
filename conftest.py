"""Run the code blocks of README, docs and docstrings, and choose how hard Hypothesis works."""

import os
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

from tests.servers.postgresql import postgresql, postgresql_server  # noqa: F401

ROOT = Path(__file__).parent
OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE

settings.register_profile("test", max_examples=60, deadline=None, derandomize=True)
settings.register_profile(
    "nightly", max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile(os.environ.get("CRMKIT_HYPOTHESIS", "test"))


def _in_empty_folder(namespace):
    """Code blocks run in a folder of their own, with the example exports beside them."""
    import tempfile

    namespace["_before"] = Path.cwd()
    namespace["_folder"] = tempfile.TemporaryDirectory(prefix="crmkit-docs-")
    folder = Path(namespace["_folder"].name)
    (folder / "exports").symlink_to(ROOT / "examples" / "exports")
    os.chdir(folder)


def _back_again(namespace):
    os.chdir(namespace["_before"])
    namespace["_folder"].cleanup()
    namespace.clear()


markdown = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=OPTIONS), SkipParser()],
    patterns=["README.md", "docs/*.md", "docs/reference/*.md"],
    setup=_in_empty_folder,
    teardown=_back_again,
)
docstrings = Sybil(parsers=[DocTestParser(optionflags=OPTIONS)], path="src/crmkit", patterns=["*.py"])

pytest_collect_file = (markdown + docstrings).pytest()


@pytest.fixture(scope="session")
def root():
    """The checkout."""
    return ROOT
