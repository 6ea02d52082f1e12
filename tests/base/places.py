"""Every kind of place that a base can be kept in, as fixtures."""

from contextlib import ExitStack

import pytest

from crmkit.customer_base import connect
from tests.base.world import NOW

PLACES = ("memory", "sqlite", "postgresql", "duckdb")


@pytest.fixture
def new_place(tmp_path, postgresql_server):
    """Give a function from a kind of place to the address of an empty one."""
    numbers = iter(range(1000))
    with ExitStack() as databases:

        def new(kind: str) -> str:
            match kind:
                case "memory":
                    return "memory:"
                case "postgresql":
                    return databases.enter_context(postgresql_server.database())
                case _:
                    return f"{kind}:///{tmp_path}/{next(numbers)}.{'db' if kind == 'sqlite' else kind}"

        yield new


@pytest.fixture(params=PLACES)
def place(request, new_place) -> str:
    """The address of an empty place, of each kind in turn."""
    return new_place(request.param)


@pytest.fixture
def opened():
    """Give a function that opens a base; all are closed at the end."""
    with ExitStack() as bases:

        def open_base(url: str, **options: object):
            return bases.enter_context(connect(url, **{"clock": lambda: NOW, "region": "CH"} | options))

        yield open_base
