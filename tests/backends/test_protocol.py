"""The values that go to a backend and come from it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from crmkit.backends.protocol import Fact, from_microseconds, to_microseconds
from crmkit.exceptions import CallError, UnknownNameError

ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
YEARS = (datetime(1900, 1, 1), datetime(2200, 1, 1))


@given(st.datetimes(*YEARS, timezones=ZONES))
def test_an_instant_survives_as_microseconds(at):
    back = from_microseconds(to_microseconds(at))
    assert back == at
    assert back.tzinfo is UTC


def test_the_order_of_instants_is_the_order_of_their_microseconds():
    ends = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    assert [from_microseconds(to_microseconds(end)) for end in ends] == list(ends)
    assert to_microseconds(ends[0]) < 0 < to_microseconds(ends[1])


def test_a_naive_time_is_refused():
    with pytest.raises(CallError):
        to_microseconds(datetime(2026, 1, 1))


def test_a_fact_of_an_unknown_kind_is_refused_with_near_names():
    with pytest.raises(UnknownNameError, match="'consent'"):
        Fact(kind="consents", id="a", at=0, body=None)


@pytest.mark.parametrize("at", [2**63, -(2**63) - 1])
def test_an_instant_beyond_64_bits_is_refused(at):
    with pytest.raises(CallError):
        Fact(kind="record", id="a", at=at, body=None)


@pytest.mark.parametrize("name", ["x" * 801, "\x00" * 134, "\ud83d\ude00"])
def test_a_name_that_not_every_place_can_keep_is_refused(name):
    with pytest.raises(CallError, match="name"):
        Fact(kind="record", id=name, at=0, body=None)
    with pytest.raises(CallError, match="name"):
        Fact(kind="record", id="a", at=0, body=None, keys=("k", name))


def test_facts_are_frozen():
    with pytest.raises(FrozenInstanceError):
        Fact(kind="record", id="a", at=0, body=None).id = "b"
