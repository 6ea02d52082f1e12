"""A message leaves: everybody is decided again, the decision is kept first, and nobody is written to twice."""

from contextlib import contextmanager
from datetime import timedelta
from itertools import count

import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.audience import ColumnAudience
from crmkit.backends import MemoryBackend
from crmkit.consent.columnar.forms import point_code
from crmkit.consent.packs import default_policy
from crmkit.consent.pressure_rule import PressureRule
from crmkit.customer_base import connect
from crmkit.exceptions import CallError, StoreLostError
from crmkit.records import ANY, ConsentEvent, Interaction
from tests.base.world import NOW, journal, load, row

few = settings(max_examples=max(1, settings().max_examples // 3))
fewer = settings(max_examples=max(1, settings().max_examples // 8))
MESSAGE = "newsletter 2026-03"
MAILS = [f"{name}@example.org" for name in ("anna", "bruno", "carla", "dora")]


class Failing(MemoryBackend):
    """A base in memory that breaks at the call one names, counted from now; and again at every call that is named."""

    def __init__(self):
        super().__init__()
        self.calls, self.breaking = 0, frozenset()

    def failing_at(self, calls):
        self.calls, self.breaking = 0, frozenset(calls)

    def tick(self):
        self.calls += 1
        if self.calls in self.breaking:
            raise StoreLostError("The connection broke.")

    def append(self, facts, *, numbered=False):
        self.tick()
        return super().append(facts, numbered=numbered)

    def facts(self, kind=None, *, after=0, keys=None):
        self.tick()
        return super().facts(kind, after=after, keys=keys)

    def last(self):
        self.tick()
        return super().last()

    def get(self, table, key):
        self.tick()
        return super().get(table, key)

    def put(self, table, key, body, **more):
        self.tick()
        return super().put(table, key, body, **more)

    def scan(self, table, *, keys=None):
        self.tick()
        return super().scan(table, keys=keys)

    @contextmanager
    def transaction(self):
        with super().transaction():
            self.tick()
            yield
            self.tick()  # it breaks while the block is committed


class World:
    """Four customers who agreed to a newsletter, in a base whose clock goes on by a minute whenever it is asked."""

    def __init__(self, backend=None, **options):
        minutes = count()
        self.backend = backend or Failing()
        self.base = connect(self.backend, region="CH", clock=lambda: NOW + timedelta(minutes=next(minutes)), **options)
        load(self.base, [row(n, first=f"P{n}", last=f"L{n}", Mail=mail, Country="CH") for n, mail in enumerate(MAILS)])
        self.ids = [self.base.customer_of(f"crm/{number}") for number in range(len(MAILS))]
        for number in range(len(MAILS)):
            self.act(number, "grant", days=30)

    def act(self, number, kind, *, days=0, ahead=timedelta(0), **more):
        told = self.base._keeper.now() - timedelta(days=days)
        event = ConsentEvent(
            **{"act": kind, "ref": f"crm/{number}", "purpose": "newsletter", "channel": "email", "at": told}
            | {"point": f"email:{MAILS[number]}", "recorded_at": told + ahead, "source": "crm", "method": "web_form"}
            | more
        )
        self.base.consent.record(event)
        return event

    def select(self):
        return self.base.select('country = "CH"', purpose="newsletter", via="email")

    def dispatch(self, audience, message=MESSAGE, **more):
        return self.base.dispatch(audience, message=message, **more)

    def kept(self, message=MESSAGE):
        return {(one.customer_id, one.point): one for one in self.base.consent.decisions(message)}

    def now_allowed(self, member):
        asked = {"purpose": "newsletter", "via": "email", "point": member.point}
        return self.base.consent.check(member.customer_id, **asked).allowed


KINDS = st.sampled_from(["withdraw", "object", "refuse", "restrict", "suppress", "grant"])
ACTS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), KINDS), max_size=5)


@few
@given(before=ACTS, between=ACTS, breaking=st.sets(st.integers(1, 160), max_size=4), merged=st.booleans())
def test_nobody_is_handed_over_undecided_or_twice_and_nobody_is_lost(before, between, breaking, merged):
    world = World()
    for _, number, kind in before:
        world.act(number, kind)
    audience = world.select()
    if merged:
        world.base.merge(world.ids[0], world.ids[1])
    dispatch = world.dispatch(audience)
    given_to = []
    for turn in range(len(audience) + 1):
        for when, number, kind in between:
            if when == turn:
                world.act(number, kind)
        world.backend.failing_at(breaking if turn % 2 else {one // 4 for one in breaking})
        member = next(dispatch, None)
        world.backend.failing_at(())
        if member is None:
            break
        given_to.append(member)
        assert world.kept()[world.base.customer(member.customer_id).id, member.point].allowed
        assert world.now_allowed(member)
    assert next(dispatch, None) is None
    assert all(one.reasons for one in dispatch.left_out)
    out = [one.customer_id for one in dispatch.left_out]
    assert len(out) + len(given_to) == len(audience)
    assert dispatch.handed_over == len(given_to)
    again = world.dispatch(audience)
    later = list(again)
    assert len(later) + len(again.left_out) == len(audience)
    points = [member.point for member in (*given_to, *later)]
    assert len(points) == len(set(points))
    assert sum(one.allowed for one in world.kept().values()) >= len(points)
    assert len(list(world.backend.facts("decision"))) == len(world.kept())


@few
@given(st.integers(1, 60))
def test_a_fault_at_any_call_of_the_store_leaves_her_out_and_she_is_reached_by_the_next_run(call):
    world = World()
    audience = world.select()
    dispatch = world.dispatch(audience)
    world.backend.failing_at({call})
    first = next(dispatch)
    broken = call <= world.backend.calls and dispatch.left_out
    world.backend.failing_at(())
    assert world.kept()[first.customer_id, first.point].allowed
    if broken:
        assert [one.reasons for one in dispatch.left_out] == [("store_unavailable",)]
        assert [one.customer_id for one in world.dispatch(audience)][:1] == [audience.members[0].customer_id]


@few
@given(after=ACTS, merged=st.booleans(), ahead=st.integers(-5, 5))
def test_a_stored_decision_is_found_again_whatever_was_recorded_since(after, merged, ahead):
    world = World()
    world.act(1, "withdraw", ahead=timedelta(days=1))  # a clock that is ahead wrote it down
    world.act(2, "object", point=ANY)
    audience = evolve(world.select(), suppressed=())
    world.act(3, "withdraw")
    list(world.dispatch(audience))
    stored = list(world.kept().values())
    assert stored
    for _, number, kind in after:
        world.act(number, kind, ahead=timedelta(minutes=ahead))
    if merged:
        world.base.merge(world.ids[0], world.ids[2])
    for one in stored:
        assert world.base.consent.replay(one) == one.decision


def test_whoever_withdrew_since_the_audience_was_chosen_is_not_handed_over():
    world = World()
    audience = world.select()
    dispatch = world.dispatch(audience)
    first = next(dispatch)
    left = [one for one in range(4) if world.ids[one] != first.customer_id]
    gone = world.act(left[0], "withdraw")
    rest = list(dispatch)
    assert sorted(one.customer_id for one in rest) == sorted(world.ids[one] for one in left[1:])
    [out] = dispatch.left_out
    assert (out.customer_id, out.reasons, dispatch.reasons) == (world.ids[left[0]], ("withdrawn",), {"withdrawn": 1})
    stored = world.kept()[out.customer_id, f"email:{MAILS[left[0]]}"]
    assert (stored.allowed, stored.decision.reasons, stored.decision.purpose) == (
        False,
        ("withdrawn",),
        "marketing.newsletter",
    )
    assert gone.id in stored.decision.evidence
    assert stored.decision.ledger_head > 0
    assert stored.decision.at == stored.at == stored.decision.known_at


def test_a_second_run_repeats_the_answers_of_the_first_and_keeps_nothing():
    world = World()
    audience = world.select()
    world.act(0, "withdraw")
    assert len(list(world.dispatch(audience))) == 3
    world.act(0, "grant")
    again = world.dispatch(audience)
    assert list(again) == []
    assert again.reasons == {"already_dispatched": 3, "withdrawn": 1}
    assert len(world.kept()) == 4
    assert len(list(world.dispatch(audience, "another message"))) == 4


def test_a_withdrawal_that_a_fast_clock_wrote_down_counts_and_is_found_again():
    world = World()
    audience = world.select()
    world.act(0, "withdraw", ahead=timedelta(days=1))
    dispatch = world.dispatch(audience)
    assert len(list(dispatch)) == 3
    assert dispatch.reasons == {"withdrawn": 1}
    stored = world.kept()[world.ids[0], f"email:{MAILS[0]}"]
    asked = {"purpose": "newsletter", "via": "email", "point": stored.point}
    then = {"at": stored.at, "known_at": stored.decision.known_at}
    again = world.base.consent.check(stored.customer_id, **asked, **then)
    assert evolve(again, ledger_head=stored.decision.ledger_head) == stored.decision


def test_two_members_who_became_one_get_one_message():
    world = World()
    audience = world.select()
    world.base.merge(world.ids[0], world.ids[1])
    dispatch = world.dispatch(audience)
    assert len(list(dispatch)) == 3
    assert dispatch.reasons == {"already_dispatched": 1}


def test_whose_address_has_changed_is_not_written_to_at_the_old_one():
    world = World()
    audience = world.select()
    load(world.base, [row(0, first="P0", last="L0", Mail="new@example.org", Country="CH")])
    dispatch = world.dispatch(audience)
    assert len(list(dispatch)) == 3
    [out] = dispatch.left_out
    assert (out.customer_id, out.reasons) == (world.ids[0], ("point_gone",))


def bounce(world, number):
    return world.act(number, "suppress", ref=None, purpose=ANY, authority="machine", method="hard_bounce")


def test_a_point_from_which_a_message_came_back_is_in_no_audience():
    world = World()
    bounce(world, 0)
    audience = world.select()
    [out] = audience.suppressed
    assert (out.customer_id, out.reasons) == (world.ids[0], ("undeliverable",))


def test_a_message_that_came_back_since_the_audience_was_chosen_stops_the_next_one():
    world = World()
    audience = world.select()
    back = bounce(world, 0)
    dispatch = world.dispatch(audience)
    assert len(list(dispatch)) == 3
    assert dispatch.left_out[0].reasons == ("suppressed", "undeliverable")
    world.act(0, "lift", purpose=ANY, about=back.id, authority="staff")
    [stored] = [one for one in world.kept().values() if not one.allowed]
    assert world.base.consent.replay(stored) == stored.decision
    assert len(world.select()) == 4


def test_whoever_is_not_there_any_more_is_left_out_and_that_is_kept():
    world = World()
    audience = world.select()
    lost = evolve(audience.members[0], customer_id="nobody")
    dispatch = world.dispatch(evolve(audience, members=(lost, *audience.members[1:])))
    assert len(list(dispatch)) == 3
    assert dispatch.left_out[0].reasons == ("unknown_customer",)
    stored = world.kept()["nobody", lost.point]
    assert world.base.consent.replay(stored).reasons == stored.decision.reasons == ("unknown_customer",)
    assert list(world.dispatch(evolve(audience, members=(lost,)))) == []


def test_the_values_are_those_of_now_and_hold_no_other_contact_point():
    world = World()
    audience = world.select()
    load(world.base, [row(0, first="Zoë", last="L0", Mail=MAILS[0], Country="CH", Tel="+41 44 668 18 00")])
    member = next(one for one in world.dispatch(audience) if one.customer_id == world.ids[0])
    assert str(member.values["given_name"]) == "Zoë"
    assert member.values["email"] == MAILS[0]
    assert "phone" not in member.values


def test_every_member_who_is_handed_over_is_disclosed_in_the_journal():
    world = World()
    audience = world.select()
    world.act(0, "withdraw")
    list(world.dispatch(audience))
    told = [one for one in journal(world.base) if one["what"] == "dispatch"]
    assert [(one["verb"], one["purpose"], one["count"]) for one in told] == [("disclose", "newsletter", 1)] * 3
    assert told[0]["detail"] == {"message": MESSAGE, "channel": "email"}


def test_a_store_that_is_gone_hands_nobody_over():
    world = World()
    audience = world.select()
    world.base.close()
    dispatch = world.dispatch(audience)
    assert list(dispatch) == []
    assert dispatch.reasons == {"store_unavailable": 4}


def test_a_replay_needs_the_policy_of_then_and_a_store():
    world = World()
    list(world.dispatch(world.select()))
    stored = next(iter(world.kept().values()))
    newer = connect(world.backend, policy=evolve(default_policy(), version="next"), region="CH")
    with pytest.raises(CallError, match="opened with 'next'"):
        newer.consent.replay(stored)
    world.base.close()
    assert world.base.consent.replay(stored).reasons == ("store_unavailable",)


def test_a_message_needs_a_name():
    world = World()
    with pytest.raises(CallError, match="no name"):
        world.dispatch(world.select(), " ")


def test_what_was_decided_is_in_a_file_that_is_opened_again(tmp_path):
    world = World(tmp_path / "customers.db")
    list(world.dispatch(world.select()))
    kept = world.kept()
    world.base.close()
    with connect(tmp_path / "customers.db", region="CH") as base:
        assert {(one.customer_id, one.point): one for one in base.consent.decisions(MESSAGE)} == kept
        assert [base.consent.replay(one) for one in kept.values()] == [one.decision for one in kept.values()]


HOUSE = {"purpose": "marketing", "jurisdiction": "*", "channels": ("email",), "source": "rule of the house"}


def pressing(**rule):
    return {"policy": evolve(default_policy(), pressure=(PressureRule(**HOUSE, **rule),))}


def test_who_may_be_written_to_but_not_now_is_postponed_and_has_her_turn_later():
    world = World(**pressing(hours=("14:00-16:00",)))  # it is a quarter past twelve in London
    world.act(0, "withdraw")
    audience = world.select()
    world.act(1, "withdraw")
    dispatch = world.dispatch(audience, zone="Europe/London")
    assert list(dispatch) == []
    assert dispatch.reasons == {"withdrawn": 1}
    assert [one.customer_id for one in dispatch.left_out] == [world.ids[1]]
    assert {one.customer_id for one in dispatch.postponed} == {world.ids[2], world.ids[3]}
    assert {one.reasons for one in dispatch.postponed} == {("quiet_hours",)}
    assert {one.not_before for one in dispatch.postponed} == {NOW.replace(hour=14)}
    assert {one.customer_id for one in world.kept().values()} == {world.ids[1]}
    again = world.dispatch(audience, zone=lambda customer: "Europe/Bucharest" if customer.id == world.ids[2] else None)
    assert [one.customer_id for one in again] == [world.ids[2]]
    assert [(one.customer_id, one.reasons) for one in again.postponed] == [(world.ids[3], ("unknown_zone",))]
    last = world.dispatch(audience, zone="Europe/Bucharest")
    assert [one.customer_id for one in last] == [world.ids[3]]
    assert last.reasons == {"already_dispatched": 1, "withdrawn": 1}
    assert last.postponed == ()


def test_a_message_that_was_handed_over_counts_as_a_contact_once():
    world = World(**pressing(most=1, within_days=7))
    audience = world.select()
    said = {"direction": "out", "channel": "email", "purpose": "newsletter", "message": MESSAGE}
    assert len(list(world.dispatch(audience))) == 4
    pressed = {"purpose": "newsletter", "via": "email", "zone": None}
    assert world.base.consent.check_pressure(world.ids[0], **pressed).reasons == ("too_many_contacts",)
    second = world.dispatch(audience, "another message")
    assert list(second) == []
    assert {one.reasons for one in second.postponed} == {("too_many_contacts",)}
    assert second.reasons == {}
    assert [one.customer_id for one in world.dispatch(audience)] == []
    world = World(**pressing(most=2, within_days=7))
    list(world.dispatch(world.select()))
    sent = world.base._keeper.now()
    for number in range(2):
        world.base.record(Interaction(id=f"mail-{number}", kind="call", at=sent, ref=f"crm/{number}", data=said))
    assert world.base.consent.check_pressure(world.ids[0], **pressed).allowed
    assert len(list(world.dispatch(world.select(), "another message"))) == 4


@fewer
@given(before=ACTS, between=ACTS, moved=st.booleans())
def test_an_audience_of_frames_is_dispatched_like_one_of_members(before, between, moved):
    outcomes = []
    for in_frames in (False, True):
        world = World()
        for _, number, kind in before:
            world.act(number, kind)
        audience = world.select()
        for _, number, kind in between:
            world.act(number, kind)
        if moved:
            load(world.base, [row(0, first="P0", last="L0", Mail="new@example.org", Country="CH")])
        dispatch = world.dispatch(framed(audience) if in_frames else audience)
        given_to = list(dispatch)
        out = [(one.customer_id, told(one.reasons)) for one in dispatch.left_out]
        stored = [(one.customer_id, told(one.decision.reasons)) for one in world.kept().values()]
        outcomes.append((given_to, out, stored))
        assert [world.base.consent.replay(one) for one in world.kept().values()] == [
            one.decision for one in world.kept().values()
        ]
    assert outcomes[0] == outcomes[1]


def told(reasons):
    """Leave out what else is told of a contact point that is hers no more; frames know no more than its code."""
    return ("point_gone",) if "point_gone" in reasons else reasons


def framed(audience, ids=None):
    """Write an audience as `select_columns` gives it."""
    members = {
        "person": ids or [one.customer_id for one in audience],
        "point": [point_code(one.point) for one in audience],
    }
    frame = pl.DataFrame(members, schema={"person": pl.String, "point": pl.Int64})
    shared = {name: getattr(audience, name) for name in ("segment", "purpose", "channel", "at", "policy_version")}
    return ColumnAudience(members=frame, suppressed=pl.DataFrame(), outside=0, **shared)


def test_nobody_of_frames_whom_the_base_does_not_know_is_handed_over():
    world = World()
    dispatch = world.dispatch(framed(world.select(), ids=["a", "b", "c", "d"]))
    assert list(dispatch) == []
    assert dispatch.reasons == {"unknown_customer": 4}
    assert all(world.base.consent.replay(one).reasons == one.decision.reasons for one in world.kept().values())
