"""Segments of a marketing team on the demo base, against what plain Python finds in its customers."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crmkit.customer_base import connect
from crmkit.demo.exports import FILES, GIVEN, TODAY
from crmkit.segment.segment import Segment
from crmkit.segment.windows import anniversary_in_year
from examples.generate import write_exports

ZONE = "Europe/Zurich"


@pytest.fixture(scope="module")
def customers(tmp_path_factory):
    """The customers of a small demo base."""
    folder = tmp_path_factory.mktemp("demo")
    write_exports(folder, seed=7, customers=120)
    with connect("memory:", zone=ZONE, clock=lambda: TODAY) as base:
        for source, name in FILES.items():
            base.load(folder / name, source=source, given=GIVEN.get(source))
        return tuple(base.customers())


def rows(customer, relation="orders", *, since=None, until=TODAY):
    found = [row for row in customer.related.get(relation, ()) if row.get("at") and row["at"] <= until]
    return sorted((row for row in found if since is None or row["at"] >= since), key=lambda row: row["at"])


def ago(days):
    local = TODAY.astimezone(ZoneInfo(ZONE))
    return datetime.combine(local.date() - timedelta(days=days), local.time(), tzinfo=ZoneInfo(ZONE))


def spent(orders, currency="CHF"):
    amounts = [row["total"] for row in orders if row.get("total") is not None]
    return sum(one.amount for one in amounts if one.currency == currency)


def birthday_soon(customer):
    born = customer.values.get("birth_date")
    if born is None or born.month is None or born.day is None:
        return False
    today = TODAY.astimezone(ZoneInfo(ZONE)).date()
    days = [anniversary_in_year(born.month, born.day, year) for year in (today.year, today.year + 1)]
    return any(today < day <= today + timedelta(days=45) for day in days)


def unanswered(customer):
    tickets, orders = rows(customer, "tickets"), rows(customer)
    return any(
        ticket["at"] + timedelta(days=14) <= TODAY
        and not any(ticket["at"] < order["at"] <= ticket["at"] + timedelta(days=14) for order in orders)
        for ticket in tickets
    )


def in_october(when):
    local = when.astimezone(ZoneInfo(ZONE))
    return (local.year, local.month) == (2026, 10)


TEAM = {
    "count(orders) >= 1 and not did order in last 365 days": lambda c: rows(c) and not rows(c, since=ago(365)),
    "sum(orders.total) > 100 CHF and last(orders.at) before 90 days ago": lambda c: (
        spent(rows(c)) > 10_000 and rows(c)[-1]["at"] < ago(90)
    ),
    'country = "CH" and not language = "de" and did order': lambda c: (
        c.values.get("country") == "CH" and c.values.get("language") != "de" and rows(c)
    ),
    'country is not known or country not in ("CH", "LI", "DE", "AT")': lambda c: (
        c.values.get("country") not in {"CH", "LI", "DE", "AT"}
    ),
    "birth_date has anniversary in next 45 days": birthday_soon,
    "did order exactly 1 times and first(orders.at) in previous month": lambda c: (
        len(rows(c)) == 1 and in_october(rows(c)[0]["at"])
    ),
    "let spent = sum(orders.total in last 730 days); spent >= 50 CHF": lambda c: (
        spent(rows(c, since=ago(730))) >= 5_000
    ),
    "did ticket then not order within 336 hours": unanswered,
    "did not order in last 365 days and did not ticket in last 365 days": lambda c: (
        not rows(c, since=ago(365)) and not rows(c, "tickets", since=ago(365))
    ),
    'distinct(orders.status) = 1 and last(orders.status) != "shipped"': lambda c: (
        len({row["status"] for row in rows(c) if row.get("status")}) == 1 and rows(c)[-1]["status"] != "shipped"
    ),
    "email is known and phone is not known": lambda c: c.values.get("email") and not c.values.get("phone"),
    "not in list 'first'": lambda c: c.id > "c-8",
}


@pytest.mark.parametrize("text", TEAM)
def test_the_members_are_those_that_plain_python_finds(customers, text):
    lists = {"first": [one.id for one in customers if one.id <= "c-8"]}
    bound = Segment.parse(text).at(TODAY, zone=ZONE, lists=lists)
    members = {one.id for one in customers if bound.matches(one)}
    assert members == {one.id for one in customers if TEAM[text](one)}
    assert 0 < len(members) < len(customers)


def test_following_the_demo_base_agrees_with_asking_it_again(customers):
    known = {one.id: one for one in customers}
    segment = Segment.parse("did order in last 90 days or birth_date has anniversary in next 7 days")
    membership = segment.at(TODAY - timedelta(days=200), zone=ZONE).follow(customers)
    for days in (190, 120, 30, 0):
        then = TODAY - timedelta(days=days)
        membership, _ = membership.advanced(then, known.__getitem__)
        bound = segment.at(then, zone=ZONE)
        assert membership.members == {one.id for one in customers if bound.matches(one)}
