"""Many writers at once: no change is lost, nothing is kept twice, and nobody is turned away."""

import sys

import pytest

from crmkit.customer_base import connect
from tests.base.soak import check_base, report, work_in_processes, work_in_threads


@pytest.fixture
def tell(capsys):
    """Give a function that prints a line also when the test passes, and beside other tests."""

    def write(line):
        with capsys.disabled():
            sys.stderr.write(f"\n{line}\n")

    return write


def check_processes(url, kind, tell, *, writers, seconds):
    hot, told = work_in_processes(url, writers=writers, seconds=seconds)
    tell(report(f"{kind}, processes", told, seconds))
    with connect(url) as base:
        check_base(base, hot, told)


def check_threads(url, kind, tell, *, writers, seconds):
    with connect(url) as base:
        hot, told = work_in_threads(base, writers=writers, seconds=seconds)
        tell(report(f"{kind}, threads", told, seconds))
        check_base(base, hot, told)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_processes_that_write_at_once_lose_nothing_and_are_never_turned_away(new_place, kind):
    check_processes(new_place(kind), kind, sys.stdout.write, writers=3, seconds=3)


@pytest.mark.parametrize("kind", ["memory", "sqlite", "postgresql", "duckdb"])
def test_threads_that_write_at_once_lose_nothing_and_are_never_turned_away(new_place, kind):
    check_threads(new_place(kind), kind, sys.stdout.write, writers=8, seconds=1)


@pytest.mark.nightly
@pytest.mark.parametrize(("kind", "writers"), [("sqlite", 8), ("postgresql", 16)])
def test_many_processes_that_write_for_a_minute_lose_nothing(new_place, tell, kind, writers):
    check_processes(new_place(kind), kind, tell, writers=writers, seconds=60)


@pytest.mark.nightly
@pytest.mark.parametrize("kind", ["sqlite", "postgresql", "duckdb"])
def test_many_threads_that_write_for_half_a_minute_lose_nothing(new_place, tell, kind):
    check_threads(new_place(kind), kind, tell, writers=8, seconds=30)
