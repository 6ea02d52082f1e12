"""Membership over time is what asking everybody at every instant would find, also where the clocks change."""

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crmkit.exceptions import CallError
from crmkit.segment import nodes
from crmkit.segment.following.clock_edges import ClockEdges
from crmkit.segment.following.edges import find_edges
from crmkit.segment.following.turning import holds, next_turn
from crmkit.segment.running.subject import Subject
from crmkit.segment.segment import Segment
from crmkit.segment.trees import joined
from crmkit.segment.windows import TICK, Clock, moved_day
from segment import worlds

AHEAD = timedelta(days=500)
ZONES = st.sampled_from(
    ["UTC", "Europe/Zurich", "America/Havana", "Australia/Lord_Howe", "Asia/Beirut", "America/Santiago", "Asia/Kolkata"]
)
CHANGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 3, 8, 5, tzinfo=UTC),
    datetime(2026, 11, 1, 5, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    datetime(2026, 10, 24, 21, tzinfo=UTC),
]
NEAR_CHANGES = st.builds(
    lambda change, hours, minutes: change + timedelta(hours=hours, minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-50, 50),
    st.sampled_from([0, 0, 15, 30]),
)
MOMENTS = NEAR_CHANGES | st.datetimes(datetime(2025, 6, 1), datetime(2027, 6, 1), timezones=st.just(UTC))
UNITS = st.sampled_from(["hour", "day", "week", "month", "quarter", "year"])
LENGTHS = st.integers(0, 3) | st.integers(0, 400)
TIMED_WINDOWS = st.one_of(
    st.builds(
        lambda d, c, u: nodes.Rolling(direction=d, count=c, unit=u), st.sampled_from(["last", "next"]), LENGTHS, UNITS
    ),
    st.builds(lambda w, u: nodes.Calendar(which=w, unit=u), st.sampled_from(["this", "previous", "next"]), UNITS),
)
MOVING = st.one_of(
    st.just(nodes.Now()),
    st.just(nodes.Today()),
    st.builds(lambda c, u: nodes.Ago(count=c, unit=u), LENGTHS, UNITS),
)
LAST = nodes.Aggregate(function="last", relation="orders", field="at")
TIMED = st.one_of(
    st.builds(lambda w: nodes.Within(subject=LAST, window=w), TIMED_WINDOWS),
    st.builds(lambda w: nodes.Did(event="order", window=w), TIMED_WINDOWS),
    st.builds(
        lambda s, m: nodes.Did(event="order", window=nodes.Beside(side=s, moment=m)),
        st.sampled_from(["before", "after"]),
        MOVING,
    ),
    st.builds(
        lambda o, m: nodes.Test(subject=LAST, operator=o, operands=(m,)),
        st.sampled_from(["before", "after", "=", "<=", ">="]),
        MOVING,
    ),
    st.builds(
        lambda w: nodes.Did(event="order", filter=nodes.Within(subject=nodes.Path(name="at"), window=w)), TIMED_WINDOWS
    ),
    st.builds(
        lambda c, u, n: nodes.Did(event="order", steps=(nodes.Step(event="ticket", count=c, unit=u, negated=n),)),
        LENGTHS,
        UNITS,
        st.booleans(),
    ),
)
ROWS = st.lists(MOMENTS.map(lambda at: {"at": at}), min_size=1, max_size=2)
CLIENTS = st.fixed_dictionaries({"orders": ROWS, "tickets": ROWS})


def answers(tree, customer, zone, now):
    checked = worlds.bound(tree, now=now, zone=zone)
    subject = Subject.of(customer)

    def at(when):
        return holds(checked.tree, subject, attrs.evolve(checked.run, clock=Clock(when, checked.run.clock.zone)))

    return checked, subject, at


def nothing_turns_between(tree, customer, zone, now, asked):
    checked, subject, at = answers(tree, customer, zone, now)
    edges = find_edges(checked.tree, subject.values, subject.whole, checked.run, now + AHEAD)
    for when in asked:
        if now <= when <= now + AHEAD:
            before = max((edge for edge in edges if edge <= when), default=now)
            assert at(when) is at(before), (when, before)


@given(TIMED, CLIENTS, ZONES, MOMENTS, st.lists(MOMENTS, min_size=3, max_size=12))
def test_between_two_edges_nothing_turns(tree, customer, zone, now, asked):
    nothing_turns_between(tree, customer, zone, now, asked)


@pytest.mark.nightly
@given(TIMED, CLIENTS, ZONES, MOMENTS, st.lists(MOMENTS, min_size=20, max_size=60))
def test_between_two_edges_nothing_turns_at_length(tree, customer, zone, now, asked):
    nothing_turns_between(tree, customer, zone, now, asked)


@given(worlds.trees, worlds.customers, ZONES, st.lists(worlds.instants, min_size=2, max_size=8))
def test_between_two_edges_of_any_segment_nothing_turns(tree, customer, zone, asked):
    nothing_turns_between(tree, customer, zone, worlds.NOW, asked)


@given(TIMED, CLIENTS, ZONES, MOMENTS)
def test_the_next_turn_is_the_first_instant_of_the_other_answer(tree, customer, zone, now):
    checked, subject, at = answers(tree, customer, zone, now)
    turn = next_turn(checked.tree, subject, checked.run, horizon=AHEAD)
    if turn.at is not None:
        assert turn.at > now
        assert at(turn.at) is not at(now)
        assert at(turn.at - TICK) is at(now)


@given(st.lists(TIMED | worlds.leaves, min_size=1, max_size=2), ZONES, st.data())
def test_a_membership_is_what_asking_everybody_would_find(parts, zone, data):
    tree = parts[0] if len(parts) == 1 else joined(nodes.Or, tuple(parts), span=nodes.Span())
    base = {
        f"c-{number}": {**data.draw(worlds.customers), **data.draw(CLIENTS), "id": f"c-{number}"} for number in range(3)
    }
    now = data.draw(MOMENTS)
    membership = worlds.bound(tree, now=now, zone=zone).follow(base.values())

    def everybody(when):
        bound = worlds.bound(tree, now=when, zone=zone)
        return {who for who, customer in base.items() if bound.matches(customer)}

    assert membership.members == everybody(now)
    for _ in range(3):
        then = membership.now + timedelta(seconds=data.draw(st.integers(0, 200 * 86_400)))
        earlier = membership.members
        membership, crossings = membership.advanced(then, base.__getitem__)
        assert membership.members == everybody(then)
        assert list(crossings) == sorted(crossings, key=lambda one: one.at)
        for one in crossings:
            assert (one.customer in everybody(one.at)) is one.entered
            assert (one.customer in everybody(one.at - TICK)) is not one.entered
            earlier = earlier | {one.customer} if one.entered else earlier - {one.customer}
        assert earlier == membership.members
        if data.draw(st.booleans()):
            who = f"c-{data.draw(st.integers(0, 4))}"
            base[who] = {**data.draw(worlds.customers), **data.draw(CLIENTS), "id": who}
            membership, crossings = membership.changed([base[who]], at=then)
            assert membership.members == everybody(then)
            assert {one.at for one in crossings} <= {then}


def test_who_is_gone_has_left():
    now = datetime(2026, 3, 1, tzinfo=UTC)
    membership = Segment.parse("everyone").at(now).follow([{"id": 1}, {"id": "2"}])
    assert membership.members == {"1", "2"}
    membership, crossings = membership.changed([], at=now + timedelta(days=1), gone=["2", "3"])
    assert [(one.customer, one.entered) for one in crossings] == [("2", False)]
    assert membership.next_due is None
    assert membership.version == Segment.parse("everyone").version


def test_time_only_moves_on_and_what_is_due_comes_first():
    now = datetime(2026, 3, 1, tzinfo=UTC)
    customer = {"id": "1", "birth_date": "2008-03-15"}
    membership = Segment.parse("age >= 18").at(now).follow([customer])
    assert membership.next_due == datetime(2026, 3, 15, tzinfo=UTC)
    with pytest.raises(CallError, match="time only moves on"):
        membership.advanced(now - TICK, lambda _id: customer)
    with pytest.raises(CallError, match="advanced"):
        membership.changed([customer], at=datetime(2026, 4, 1, tzinfo=UTC))
    with pytest.raises(CallError, match="without an id"):
        membership.changed([{"country": "CH"}], at=now)


def test_a_turn_beyond_the_horizon_is_not_missed():
    now = datetime(2026, 3, 1, tzinfo=UTC)
    customer = {"id": "1", "customer_since": "2026-01-01"}
    membership = Segment.parse("customer_since before 10 years ago").at(now).follow([customer])
    assert membership.members == set()
    assert membership.next_due is not None
    membership, crossings = membership.advanced(datetime(2040, 1, 1, tzinfo=UTC), lambda _id: customer)
    assert [one.at for one in crossings] == [datetime(2036, 1, 2, tzinfo=UTC)]


def test_many_edges_are_asked_about_in_several_goes(monkeypatch):
    monkeypatch.setattr("crmkit.segment.following.turning.MOST_EDGES", 3)
    now = datetime(2026, 3, 1, tzinfo=UTC)
    customer = {"id": "1", "orders": [{"at": now + timedelta(days=day)} for day in range(1, 20)]}
    membership = Segment.parse("count(orders) >= 15").at(now).follow([customer])
    assert membership.next_due < now + timedelta(days=15)
    membership, crossings = membership.advanced(now + timedelta(days=30), lambda _id: customer)
    assert [one.at for one in crossings] == [now + timedelta(days=15)]


def test_at_the_edge_of_the_calendar_nothing_is_looked_for():
    late = datetime(9990, 1, 1, tzinfo=UTC)
    found = Segment.parse("did order in last 90 days").at(late).explain({"orders": [{"at": late}]})
    assert found.member
    assert found.next_change is None
    edges = ClockEdges(Clock(late))
    assert list(edges.day_changes(date.max)) == []
    assert list(edges.moved_to(late, 10**6, "hour")) == [late, late + TICK]


def test_near_the_end_of_the_calendar_nobody_is_due_any_more():
    now = datetime(9697, 12, 1, tzinfo=UTC)
    customer = {"id": "1", "customer_since": "9697-12-15"}
    membership = Segment.parse("customer_since in last 30 days").at(now).follow([customer])
    membership, crossings = membership.advanced(datetime(9699, 1, 1, tzinfo=UTC), lambda _id: customer)
    assert [one.entered for one in crossings] == [True, False]
    assert membership.next_due is None
    moved = list(ClockEdges(Clock(now)).moved_to(datetime(9998, 11, 30, 23, tzinfo=UTC), 1, "month"))
    assert datetime(9998, 12, 30, 23, tzinfo=UTC) in moved


@given(ZONES, MOMENTS, LENGTHS, UNITS)
def test_reading_the_calendar_backwards_finds_every_instant_that_moves_there(zone, when, count, unit):
    assume(unit != "hour")
    clock = Clock(when, zone)
    target = clock.moved(-count, unit)
    found = set(ClockEdges(clock).moved_to(target, count, unit))
    before = max((one for one in found if one <= when), default=None)
    assert before is not None
    assert (clock.moved(-count, unit, start=before) >= target) is True
    assert moved_day(clock.day_of(when), -count, unit) is not None
