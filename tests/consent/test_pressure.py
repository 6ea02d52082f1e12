"""The second gate: hours, days, caps and rest, with an oracle that tries every quarter of an hour."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.consent.packs import default_policy
from crmkit.consent.pressure import Contact, check_pressure
from crmkit.consent.pressure_rule import PressureRule, easter_sunday
from crmkit.consent.question import Question
from crmkit.exceptions import SchemaError, UnknownNameError

PARIS = ZoneInfo("Europe/Paris")
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
MONDAY = datetime(2026, 3, 2, tzinfo=PARIS)
CALL = Question(purpose="offers", channel="phone", point="phone:+33123456789", jurisdiction="FR", at=MONDAY)
HOURS = [(10, 13), (14, 20)]
HOLIDAYS = {date(2026, *day) for day in [(1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1)]}
HOLIDAYS |= {date(2026, 11, 11), date(2026, 12, 25)}


def call(at, contacts=(), *, zone="Europe/Paris", basis=None, policy=None, **changes):
    question = evolve(CALL, at=at, **changes)
    return check_pressure(question, policy or default_policy(), contacts, zone=zone, basis=basis)


def contact(at, **changes):
    return Contact(**{"at": at, "channel": "phone", "purpose": "offers", **changes})


def oracle(at, contacts):
    """The decree of France, word by word."""
    local = at.astimezone(PARIS)
    hour = local.hour + local.minute / 60 + local.second / 3600
    closed = local.weekday() > 4 or local.date() in HOLIDAYS
    calls = [one for one in contacts if one.channel == "phone" and one.purpose == "offers"]
    found = set()
    if closed:
        found.add("quiet_day")
    elif not any(first <= hour < last for first, last in HOURS):
        found.add("quiet_hours")
    if sum(1 for one in calls if at < one.at + 30 * DAY) >= 4:
        found.add("too_many_contacts")
    if any(at < one.at + 60 * DAY for one in calls if one.outcome == "declined"):
        found.add("cooling_down")
    return tuple(sorted(found))


MOMENTS = st.builds(
    lambda day, quarter: datetime(2026, 1, 1, tzinfo=UTC) + day * DAY + quarter * QUARTER,
    st.integers(0, 360),
    st.one_of(st.integers(32, 84), st.integers(0, 95)),
)
BEFORE = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 5, 29, 30, 31, 59, 60]),
        st.sampled_from(["phone", "phone", "phone", "email"]),
        st.sampled_from(["offers", "offers", "orders"]),
        st.sampled_from(["made", "made", "made", "declined"]),
    ),
    max_size=7,
)


def contacts_before(at, told):
    return [contact(at - ago * DAY, channel=via, purpose=what, outcome=how) for ago, via, what, how in told]


@given(MOMENTS, BEFORE)
def test_the_oracle_agrees(at, told):
    contacts = contacts_before(at, told)
    found = call(at, contacts)
    assert found.reasons == oracle(at, contacts)
    assert found.allowed == bool(found) == (not found.reasons)
    assert bool(found.sources) == bool(found.reasons)


@given(MOMENTS, BEFORE)
def test_not_before_is_the_first_moment_and_not_after_the_last(at, told):
    contacts = contacts_before(at, told)
    found = call(at, contacts)
    if found:
        assert found.not_before == at
        assert oracle(found.not_after, contacts)
        steps = int((found.not_after - at) / QUARTER)
        assert not any(oracle(at + step * QUARTER, contacts) for step in range(steps))
    else:
        assert found.not_after is None
        assert not oracle(found.not_before, contacts)
        steps = min(int((found.not_before - at) / QUARTER), 800)
        assert all(oracle(at + step * QUARTER, contacts) for step in range(steps))


@given(MOMENTS, BEFORE, BEFORE)
def test_a_further_contact_never_allows_more_and_their_order_does_not_matter(at, told, more):
    contacts = contacts_before(at, told)
    further = [*contacts, *contacts_before(at, more)]
    assert set(call(at, contacts).reasons) <= set(call(at, further).reasons)
    assert call(at, further[::-1]) == call(at, further)


def test_a_consent_waives_the_hours_and_not_the_caps():
    sunday_night = MONDAY - timedelta(hours=1)
    assert call(sunday_night).reasons == ("quiet_day",)
    assert call(sunday_night, basis="consent").allowed
    calls = [contact(sunday_night - DAY)] * 4
    assert call(sunday_night, calls, basis="consent").reasons == ("too_many_contacts",)


def test_the_hours_are_those_of_the_person():
    at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert call(at).allowed
    assert call(at, zone="America/Martinique").reasons == ("quiet_hours",)


@pytest.mark.parametrize("zone", [None, "Europe/Nowhere", "", "../etc/passwd"])
def test_where_nobody_knows_the_hour_nobody_calls(zone):
    assert call(MONDAY + timedelta(hours=11), zone=zone).reasons == ("unknown_zone",)
    assert call(MONDAY + timedelta(hours=11), zone=zone, basis="consent").allowed


def test_the_hours_follow_the_clock_of_the_day_it_changes():
    policy = evolve(default_policy(), pressure=(house(hours=("01:00-03:30",)),))
    night = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # 01:30 in Paris, half an hour before the clock jumps
    found = call(night, policy=policy)
    assert found.allowed
    assert found.not_after == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def house(**changes):
    known = {"purpose": "marketing", "jurisdiction": "*", "channels": ("phone", "email"), "source": "rule of the house"}
    return PressureRule(**{**known, **changes})


def test_a_rule_of_the_house_holds_everywhere_and_beside_the_law():
    policy = evolve(default_policy(), pressure=(*default_policy().pressure, house(most=1, within_days=7)))
    at = MONDAY + timedelta(hours=11)
    assert call(at, [contact(at - DAY)]).allowed
    found = call(at, [contact(at - DAY)], policy=policy)
    assert (found.reasons, found.sources) == (("too_many_contacts",), ("rule of the house",))
    assert found.not_before == MONDAY + 7 * DAY + timedelta(hours=10)  # the seven days are over on a Sunday
    mail = call(at, [contact(at - DAY, channel="email")], policy=policy, channel="email", jurisdiction="US")
    assert mail.reasons == ("too_many_contacts",)
    assert mail.explain() == "there were too many contacts already"
    assert mail.explain("fr") == "il y a déjà eu trop de contacts"


def test_a_contact_of_a_purpose_that_nobody_knows_counts():
    at = MONDAY + timedelta(hours=11)
    assert call(at, [contact(at - DAY, purpose="who knows")] * 4).reasons == ("too_many_contacts",)
    assert call(at, [contact(at - DAY, purpose="orders")] * 4).allowed


def test_a_contact_on_a_clock_that_runs_ahead_counts_and_one_of_tomorrow_does_not():
    at = MONDAY + timedelta(hours=11)
    assert call(at, [contact(at + timedelta(seconds=299))] * 4).reasons == ("too_many_contacts",)
    assert call(at, [contact(at + timedelta(seconds=301))] * 4).allowed


@pytest.mark.parametrize(
    ("changes", "reason"), [({"purpose": "holidays"}, "unknown_purpose"), ({"channel": "pigeon"}, "unknown_channel")]
)
def test_what_the_policy_does_not_know_is_denied(changes, reason):
    found = call(MONDAY + timedelta(hours=11), **changes)
    assert (found.allowed, found.reasons, found.not_before) == (False, (reason,), None)


def test_rules_have_dates():
    before = datetime(2023, 2, 26, 12, tzinfo=PARIS)  # a Sunday, three days before the decree
    found = call(before)
    assert found.allowed
    assert found.not_after is not None
    assert found.not_after == datetime(2023, 3, 1, tzinfo=PARIS).astimezone(UTC)


def test_a_day_without_end_and_a_rule_that_never_opens():
    whole = evolve(default_policy(), pressure=(house(hours=("00:00-24:00",)),))
    assert call(MONDAY, policy=whole).allowed
    assert call(MONDAY, policy=whole).not_after is None
    last = evolve(default_policy(), pressure=(house(hours=("20:00-24:00",)),))
    evening = MONDAY + timedelta(hours=23, minutes=59, seconds=59)
    assert call(evening, policy=last).not_after == (MONDAY + DAY).astimezone(UTC)
    never = evolve(default_policy(), pressure=(house(weekdays=(1,), closed_days=every_day()),))
    assert call(MONDAY, policy=never).not_before is None


def every_day():
    first = date(2028, 1, 1)
    return tuple(f"{first + number * DAY:%m-%d}" for number in range(366))


def test_only_known_outcomes_of_a_contact_are_kept():
    with pytest.raises(UnknownNameError, match="declined"):
        contact(MONDAY, outcome="declin")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, "limits nothing"),
        ({"hours": ("10-13",)}, "no span such as"),
        ({"hours": ("13:00-10:00",)}, "ends before it begins"),
        ({"hours": ("10:00-13:00", "12:00-14:00")}, "overlap"),
        ({"weekdays": (0,)}, "no day of the week"),
        ({"weekdays": ()}, "no day of the week is open"),
        ({"closed_days": ("7-14",)}, "no day such as"),
        ({"most": 4}, "go together"),
        ({"most": 0, "within_days": 3}, "'most' is less than 1"),
        ({"rest_days": 0}, "'rest_days' is less than 1"),
        ({"rest_days": 3, "channels": ("fone",)}, "but 'phone' is"),
        ({"rest_days": 3, "hours_waived_by": ("consnt",)}, "but 'consent' is"),
        ({"rest_days": 3, "source": " "}, "names no source"),
    ],
)
def test_a_rule_that_means_nothing_is_refused(changes, fault):
    with pytest.raises(SchemaError, match=fault):
        house(**changes)


@pytest.mark.parametrize(
    "day", ["1961-04-02", "2000-04-23", "2008-03-23", "2019-04-21", "2026-04-05", "2038-04-25", "2285-03-22"]
)
def test_easter_is_that_of_the_calendar(day):
    assert easter_sunday(int(day[:4])).isoformat() == day
