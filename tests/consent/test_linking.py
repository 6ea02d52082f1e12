"""A merge is a link that holds for a time; what was captured while it held is shared out by what it names."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.consent.linking import Link, acts_of, by_name, decide_for, links_of, together
from crmkit.consent.packs import default_policy
from crmkit.consent.question import Question
from crmkit.identity.clusters import customer_id, resolve_identity
from crmkit.records import ANY, ConsentEvent, Judgement

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
A, B = "email:a@example.org", "email:b@example.org"
LINK = Link(left="c-a", right="c-b", since=START + 10 * DAY, until=START + 20 * DAY, by="amelie", reason="same phone")


def act(kind, day, ref, point=A, **more):
    at = START + day * DAY
    given = {"purpose": "newsletter", "channel": "email", "source": "crm", "method": "web_form"} | more
    return ConsentEvent(act=kind, ref=ref, point=point, at=at, recorded_at=at, **given)


def ask(events, name, day, point=A, points=None):
    question = Question(purpose="newsletter", channel="email", point=point, at=START + day * DAY, jurisdiction="CH")
    own = points or {"c-a": {A}, "c-b": {B}}[name]
    return decide_for(events, question, default_policy(), names=[name], points=own, links=[LINK])


def test_while_merged_each_side_has_the_stops_of_the_other():
    events = [act("grant", 1, "c-a"), act("object", 2, "c-b", ANY)]
    assert ask(events, "c-a", 5).allowed
    assert ask(events, "c-a", 15).reasons == ("objected",)
    assert ask(events, "c-a", 25).allowed


def test_the_person_may_come_back_through_either_record():
    events = [act("withdraw", 1, "c-a"), act("grant", 2, "c-b", A)]
    assert ask(events, "c-a", 15).allowed
    clerk = [act("withdraw", 1, "c-a"), act("grant", 2, "c-b", A, authority="staff")]
    assert ask(clerk, "c-a", 15).reasons == ("merge_conflict",)


def test_what_was_captured_while_merged_follows_its_point():
    events = [act("grant", 12, "c-a", B)]
    assert ask(events, "c-b", 15, B).allowed
    assert ask(events, "c-b", 25, B).allowed
    assert ask(events, "c-a", 25, A).reasons == ("no_consent",)
    both = {A, B}
    assert ask(events, "c-a", 25, B, both).allowed
    assert ask(events, "c-b", 25, B, both).allowed


def test_a_stop_for_the_whole_person_stays_with_both():
    events = [act("grant", 1, "c-a"), act("grant", 1, "c-b", B), act("object", 12, "c-a", ANY)]
    assert ask(events, "c-a", 25).reasons == ask(events, "c-b", 25, B).reasons == ("objected",)


def test_a_stop_that_nobody_can_read_stays_with_both():
    events = [act("grant", 12, "c-b", A), act("restrict", 13, "c-b", "sealed:lost:00", channel=ANY, authority="staff")]
    assert not ask(events, "c-a", 25).allowed
    assert not ask(events, "c-b", 25, A).allowed


def test_a_stop_that_was_captured_while_merged_can_be_lifted_for_both():
    stop = act("object", 12, "c-a", ANY)
    events = [act("grant", 1, "c-b", B), stop, act("lift", 13, "c-a", ANY, about=stop.id)]
    assert ask(events, "c-b", 25, B).allowed


def test_a_consent_for_the_whole_person_stays_with_neither_and_the_denial_says_so():
    events = [act("grant", 12, "c-a", ANY)]
    for name, point in (("c-a", A), ("c-b", B)):
        assert ask(events, name, 25, point).reasons == ("unmerged_ambiguous_grant",)
    assert ask([*events, act("grant", 1, "c-a")], "c-a", 25).allowed


def test_an_act_that_names_a_source_row_belongs_to_who_holds_the_row():
    link = Link(left="shop/1", right="shop/2", since=START + 10 * DAY, until=START + 20 * DAY)
    stop = act("object", 12, "shop/2", ANY)
    chosen = acts_of([stop], names=["shop/1"], points=[A], links=[link], at=START + 25 * DAY)
    assert (chosen.acts, chosen.ambiguous) == ((), ())
    held = acts_of([stop], names=["shop/2"], points=[A], links=[link], at=START + 25 * DAY)
    assert held.acts == (stop,)


NAMES = st.sampled_from("abcde")
LINKS = st.lists(
    st.builds(
        lambda left, right, since, days: Link(
            left=left, right=right, since=START + since * DAY, until=START + (since + days) * DAY if days else None
        ),
        NAMES,
        NAMES,
        st.integers(0, 5),
        st.integers(0, 4),
    ),
    max_size=6,
)


@given(LINKS, st.integers(0, 9))
def test_to_be_one_person_is_mutual(links, day):
    at = START + day * DAY
    groups = {name: together([name], links, at) for name in "abcde"}
    for name, group in groups.items():
        assert name in group
        assert all(groups[other] == group for other in group)
    for link in links:
        assert not link.holds(at) or groups[link.left] == groups[link.right]


@pytest.mark.parametrize("day", [9, 20])
def test_a_link_holds_from_its_first_instant_up_to_its_last(day):
    assert not LINK.holds(START + day * DAY)
    assert LINK.holds(LINK.since)
    assert Link(left="a", right="b", since=START).holds(START + 9999 * DAY)


ROWS = ["crm/1", "crm/2", "shop/3", "shop/4"]
JUDGED = st.lists(
    st.builds(
        lambda verdict, pair, day: Judgement(
            verdict=verdict, left=pair[0], right=pair[1], at=START + day * DAY, actor="amelie"
        ),
        st.sampled_from(["same", "same", "same", "different", "split"]),
        st.sampled_from([(one, other) for one in ROWS for other in ROWS if one < other]),
        st.integers(0, 5),
    ),
    max_size=7,
)


@given(JUDGED, st.integers(0, 6))
def test_links_tell_at_every_instant_who_was_judged_one(judged, day):
    at = START + day * DAY
    links = links_of(ROWS, judged)
    for members in resolve_identity(ROWS, judged, at=at).members.values():
        names = {name for ref in members for name in (ref, customer_id(ref))}
        for name in names:
            assert together([name], links, at) == names


@given(JUDGED)
def test_links_are_found_by_every_name_that_they_lead_to(judged):
    links = links_of(ROWS, judged)
    found = by_name(links)
    for link in links:
        assert link in found[link.left]
        assert found[link.left] == found[link.right]
    assert sum(map(len, set(found.values()))) == len(links)
