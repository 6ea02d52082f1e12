"""Bases in memory and in a file, at a fixed instant."""

from itertools import count

import pytest

from crmkit.customer_base import connect
from tests.base.places import new_place, opened, place  # noqa: F401
from tests.base.world import NOW


@pytest.fixture(params=["memory", "file"])
def new_base(request, tmp_path):
    """Give a function that opens an empty base; all are closed at the end."""
    numbers, bases = count(), []

    def opening(**options):
        url = "memory:" if request.param == "memory" else tmp_path / f"{next(numbers)}.db"
        bases.append(connect(url, **{"clock": lambda: NOW} | options))
        return bases[-1]

    yield opening
    for base in bases:
        base.close()


@pytest.fixture
def base(new_base):
    """An empty base."""
    return new_base()
