"""A point is dead from the bounce on, until somebody lifts it; rows and columns leave it out alike."""

from datetime import UTC, datetime, timedelta

import polars as pl
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.audience import select, select_columns
from crmkit.consent.columnar.acts import ActColumns
from crmkit.consent.columnar.forms import point_code
from crmkit.consent.deciding import Deciding
from crmkit.consent.deliverability import undeliverable_points
from crmkit.consent.packs import default_policy
from crmkit.records import ConsentEvent, Customer
from crmkit.segment.segment import Segment

AT = datetime(2026, 3, 1, tzinfo=UTC)
POLICY = default_policy()
POINTS = [f"{name}@example.org" for name in ("ada", "bob", "eva")]


def act(kind="suppress", days=30, mail="ada@example.org", method="hard_bounce", **more):
    told = AT - timedelta(days=days)
    return ConsentEvent(
        **{"act": kind, "ref": None, "purpose": "*", "point": f"email:{mail}", "at": told, "recorded_at": told}
        | {"source": "mail server", "authority": "machine", "method": method}
        | more
    )


def dead(*acts, channel="email", at=AT, known_at=None):
    return undeliverable_points(acts, POLICY, channel=channel, at=at, known_at=known_at)


def agreed(person, mail, days=50):
    return act("grant", days, mail, "web_form", purpose="newsletter", channel="email", ref=person, authority="subject")


BOUNCES = st.lists(
    st.builds(
        act,
        days=st.integers(-3, 40),
        mail=st.sampled_from(POINTS),
        method=st.sampled_from(["hard_bounce", "hard_bounce", "soft_bounce", "import"]),
        channel=st.sampled_from(["*", "email", "sms"]),
    ),
    max_size=4,
)
HELD = st.lists(st.lists(st.sampled_from(POINTS), max_size=2, unique=True), min_size=1, max_size=3)


@given(BOUNCES, HELD)
def test_rows_and_columns_leave_out_the_same_points_for_the_same_reasons(bounces, held):
    people = [
        Customer(id=f"c{number}", kind="person", values={"email": tuple(mails), "country": "CH"}, refs=(f"c{number}",))
        for number, mails in enumerate(held)
    ]
    pairs = [(one.id, mail) for one in people for mail in one.values["email"]]
    acts = list({one.id: one for one in (*bounces, *(agreed(*pair) for pair in pairs))}.values())
    deciding = Deciding.over(acts, policy=POLICY, region="CH", at=AT)
    meant = Segment.parse('country = "CH"').at(AT)
    how = {"purpose": "newsletter", "channel": "email", "at": AT}
    rows = select(
        people,
        meant,
        decide=lambda customer, point: deciding.decide(customer, "newsletter", "email", point),
        undeliverable=lambda point: deciding.undeliverable("email", point),
        **how,
    )
    gone = dead(*acts)
    points = [(name, point_code(f"email:{mail}"), f"email:{mail}" not in gone) for name, mail in pairs]
    columns = select_columns(
        pl.DataFrame({"id": [one.id for one in people], "country": ["CH"] * len(people)}),
        meant,
        points=pl.DataFrame(
            points, schema={"person": pl.String, "point": pl.Int64, "deliverable": pl.Boolean}, orient="row"
        ),
        acts=ActColumns.of(acts, lambda one: one.ref, person_type=pl.String),
        policy=POLICY,
        **how,
    )
    assert [one.customer_id for one in rows] == columns.members["person"].to_list()
    assert [(one.customer_id, list(one.reasons)) for one in rows.suppressed] == columns.suppressed.rows()
    assert all(member.point not in gone for member in rows)


def test_a_point_is_dead_from_the_bounce_on():
    bounce = act(days=10)
    assert dead(bounce) == {"email:ada@example.org"}
    assert dead(bounce, at=AT - timedelta(days=11)) == frozenset()
    assert dead(bounce, at=AT - timedelta(days=10)) == {"email:ada@example.org"}
    assert dead(evolve(bounce, recorded_at=AT), known_at=AT - timedelta(days=1)) == frozenset()


def test_only_a_hard_bounce_of_the_channel_says_that_a_point_is_dead():
    assert dead(act(method="soft_bounce"), act(method="import"), act("object"), act(point="*")) == frozenset()
    texts = act(channel="sms", point="phone:+41446681800")
    assert dead(texts, channel="sms") == {"phone:+41446681800"}
    assert dead(texts, channel="phone") == dead(texts) == frozenset()


def test_whoever_may_lifts_it_and_it_delivers_again():
    bounce = act(days=10, authority="staff")
    lift = act("lift", days=5, about=bounce.id, method=None, authority="staff")
    assert dead(bounce, lift) == frozenset()
    assert dead(bounce, lift, at=AT - timedelta(days=6)) == {"email:ada@example.org"}
    assert dead(bounce, evolve(lift, authority="machine")) == {"email:ada@example.org"}
    assert dead(bounce, evolve(lift, at=AT - timedelta(days=11), until=AT)) == {"email:ada@example.org"}
    assert dead(bounce, lift, act(days=2, authority="staff")) == {"email:ada@example.org"}
