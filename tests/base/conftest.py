"""Bases in memory and in a file, at a fixed instant."""

from itertools import count

import pytest

from crmkit.customer_base import connect
from tests.base.places import new_place, opened, place  # noqa: F401
from tests.base.world import NOW


@pytest.fixture(params=["memory", "file"])
def new_base(request, tmp_path):
    """Give a function that opens an empty base; all are closed at the end."""
    numbers, opened = count(), []

    def opening(**options):
        url = "memory:" if request.param == "memory" else tmp_path / f"{next(numbers)}.db"
        opened.append(connect(url, **{"clock": lambda: NOW} | options))
        return opened[-1]

    yield opening
    for base in opened:
        base.close()


@pytest.fixture
def base(new_base):
    """An empty base."""
    return new_base()
