"""An audience in columns is the audience that `select` chooses one by one."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.ledgers import HERE, INSTANTS, NEWS, POLICY, THERE, ledgers, write
from crmkit.audience import select
from crmkit.consent.columnar.acts import ActColumns
from crmkit.consent.columnar.choosing import choose
from crmkit.consent.columnar.forms import point_code
from crmkit.consent.decide import decide
from crmkit.consent.facts import Fact
from crmkit.consent.ledger import concerning
from crmkit.consent.question import Question
from crmkit.exceptions import CallError
from crmkit.records import Customer

PEOPLE = ("a", "b", "c")
THIRD = "email:third@example.org"
POINTS = st.lists(st.sampled_from([HERE, THERE, THIRD]), max_size=3, unique=True)


class Everyone:
    text = "everyone"

    def matches(self, customer):
        return True


def one_by_one(events, points, at):
    def decided(customer, point):
        acts = concerning(events, refs=[customer.id], points=points[customer.id])
        question = Question(purpose=NEWS, channel="email", point=point, at=at, jurisdiction="PLAIN")
        return decide(acts, question, POLICY)

    people = [Customer(id=one, kind="person", values={"email": points[one]}) for one in points]
    audience = select(
        people,
        Everyone(),
        purpose=NEWS,
        channel="email",
        at=at,
        decide=decided,
        point_keys=lambda _, value: value,
    )
    members = [(one.customer_id, point_code(one.point)) for one in audience]
    return members, [(one.customer_id, list(one.reasons)) for one in audience.suppressed]


def in_columns(events, points, at, **more):
    rows = [(one, point_code(point)) for one, held in points.items() for point in held]
    return choose(
        pl.DataFrame({"person": list(points), "jurisdiction": ["PLAIN"] * len(points)}),
        pl.DataFrame(rows, schema={"person": pl.String, "point": pl.Int64}, orient="row").with_columns(**more),
        ActColumns.of(events, lambda act: act.ref, person_type=pl.String),
        policy=POLICY,
        purpose=NEWS,
        channel="email",
        at=at,
    )


@given(
    st.fixed_dictionaries({person: ledgers() for person in PEOPLE}),
    st.fixed_dictionaries(dict.fromkeys((*PEOPLE, "d"), POINTS)),
    st.sampled_from(INSTANTS),
)
def test_the_members_and_all_the_reasons_are_those_found_one_by_one(drafts, points, at):
    events = [act for person, held in drafts.items() for act in write(held, person)]
    choice = in_columns(events, points, at)
    members, suppressed = one_by_one(events, {one: tuple(held) for one, held in points.items()}, at)
    assert choice.members.select("person", "point").rows() == members
    assert [(person, list(reasons)) for person, reasons in choice.suppressed.rows()] == suppressed


def test_what_cannot_be_delivered_is_passed_over_with_its_reason():
    points = {"a": [HERE, THERE], "b": [THIRD]}
    dead = {"deliverable": pl.Series([True, None, False])}
    choice = in_columns([], points, INSTANTS[4], **dead)
    assert choice.suppressed.rows() == [("a", ["no_consent"]), ("b", ["undeliverable"])]


def test_the_order_of_contact_points_is_each_persons_own_wherever_they_stand():
    people = pl.DataFrame({"person": ["b", "a"], "jurisdiction": ["PLAIN"] * 2})
    points = pl.DataFrame({"person": ["a", "b", "nobody", "a"], "point": [3, 2, 9, 1]})
    choice = choose(
        people,
        points,
        ActColumns.of([], lambda act: act.ref, person_type=pl.String),
        policy=POLICY,
        purpose="service",
        channel="email",
        at=INSTANTS[4],
        facts=[Fact("contract")],
    )
    assert choice.members.select("person", "point").rows() == [("b", 2), ("a", 3)]
    assert choice.members["basis"].to_list() == ["contract"] * 2


def test_frames_that_do_not_fit_are_refused():
    people, points = pl.DataFrame({"person": [1, 1]}), pl.DataFrame({"person": [1], "point": [5]})
    how = {"policy": POLICY, "purpose": NEWS, "channel": "email", "at": INSTANTS[4]}
    acts = ActColumns.of([], lambda act: act.ref, person_type=pl.Int64)
    with pytest.raises(CallError, match="twice"):
        choose(people, points, acts, **how)
    with pytest.raises(CallError, match="need a column 'person'"):
        choose(people, points.drop("point"), acts, **how)
