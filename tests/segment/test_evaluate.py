"""The laws of the meaning: total, two-valued, and the same as a naive reading."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import CallError
from crmkit.records import Customer
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from crmkit.schema.types.person_name import PersonName
from crmkit.segment import nodes
from crmkit.segment.segment import Segment
from crmkit.segment.trees import joined
from segment import worlds


def ask(tree, customer, zone="UTC"):
    return worlds.bound(tree, zone=zone).matches(customer)


@given(worlds.trees, worlds.customers, worlds.zones)
def test_a_segment_and_its_not_split_the_customers(tree, customer, zone):
    assert ask(tree, customer, zone) is not ask(nodes.Not(part=tree), customer, zone)


@given(worlds.trees, worlds.trees, worlds.customers)
def test_de_morgan(left, right, customer):
    both = nodes.Not(part=joined(nodes.And, (left, right), span=nodes.Span()))
    either = joined(nodes.Or, (nodes.Not(part=left), nodes.Not(part=right)), span=nodes.Span())
    assert ask(both, customer) is ask(either, customer)


@given(worlds.leaves, worlds.customers)
def test_a_negative_operator_is_the_not_of_the_positive_one(leaf, customer):
    opposite = {
        "=": "!=",
        "in": "not in",
        "contains": "not contains",
        "contains any of": "contains none of",
        "before": "not before",
        "after": "not after",
        "is known": "is not known",
        "is empty": "is not empty",
    }
    if isinstance(leaf, nodes.Test) and leaf.operator in opposite:
        other = nodes.Test(subject=leaf.subject, operator=opposite[leaf.operator], operands=leaf.operands)
        assert ask(leaf, customer) is not ask(other, customer)


@given(worlds.leaves)
def test_nobody_with_nothing_is_in_a_positive_test(leaf):
    positive = {"=", "<", "<=", ">", ">=", "in", "contains", "starts with", "ends with", "before", "after", "is known"}
    if isinstance(leaf, nodes.Test) and leaf.operator in positive and isinstance(leaf.subject, nodes.Path):
        assert ask(leaf, {}) is False


@given(worlds.trees, worlds.customers)
def test_a_customer_and_its_mapping_are_answered_alike(tree, mapping):
    mapping = {**mapping, "id": "1"}
    related = {name: tuple(mapping.get(name) or ()) for name in ("orders", "tickets")}
    values = {name: value for name, value in mapping.items() if name not in related}
    customer = Customer(id="1", kind="person", values=values, related=related)
    bound = worlds.segment(tree).at(
        worlds.NOW, consented=lambda _customer, purpose, _channel: purpose == "newsletter", lists=worlds.LISTS
    )
    assert bound.matches(customer) is bound.matches(mapping)


@given(worlds.trees, worlds.customers, st.lists(worlds.instants, max_size=3))
def test_events_later_than_now_change_nothing(tree, customer, later):
    future = [{"at": max(at, worlds.NOW + timedelta(microseconds=1)), "status": "x"} for at in later]
    assert ask(tree, customer) is ask(tree, {**customer, "orders": [*(customer.get("orders") or ()), *future]})


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.binary(max_size=2) | st.dates(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(
    worlds.trees,
    st.dictionaries(
        st.sampled_from(
            [
                "country",
                "email",
                "birth_date",
                "customer_since",
                "orders",
                "address",
                "score",
                "tags",
                "home_latitude",
                "id",
            ]
        ),
        junk,
    ),
)
def test_bad_data_counts_as_missing_and_never_fails(tree, customer):
    assert ask(tree, customer) in {True, False}


# An oracle for and, or, not, in and comparisons, written the other way round: over sets of customers.

CITIZENS = [
    {"country": c, "customer_since": d} for c in ("CH", "FR", "", None) for d in ("2020-05-01", "2024-02-29", None)
]


def members(tree):
    everybody = frozenset(range(len(CITIZENS)))
    if isinstance(tree, nodes.Not):
        return everybody - members(tree.part)
    if isinstance(tree, nodes.And):
        return frozenset.intersection(*map(members, tree.parts))
    if isinstance(tree, nodes.Or):
        return frozenset.union(*map(members, tree.parts))
    name = tree.subject.name
    stored = {index: who[name] for index, who in enumerate(CITIZENS) if who[name]}
    wanted = [str(operand.value) for operand in tree.operands]
    chosen = {
        "=": lambda v: v == wanted[0],
        "in": lambda v: v in wanted,
        "<": lambda v: v < wanted[0],
        "<=": lambda v: v <= wanted[0],
        ">": lambda v: v > wanted[0],
        ">=": lambda v: v >= wanted[0],
        "between": lambda v: wanted[0] <= v <= wanted[-1],
    }
    base = {"!=": "=", "not in": "in"}.get(tree.operator, tree.operator)
    found = frozenset(index for index, value in stored.items() if chosen[base](value))
    return found if base == tree.operator else everybody - found


def simple_tests():
    codes = st.sampled_from(["CH", "FR", "DE"]).map(lambda t: nodes.Text(value=t))
    dates = st.sampled_from(["2020-05-01", "2022-01-01", "2024-02-29"]).map(
        lambda t: nodes.Day(value=datetime.fromisoformat(t).date())
    )
    by_code = st.builds(
        lambda op, v: nodes.Test(subject=nodes.Path(name="country"), operator=op, operands=tuple(v)),
        st.sampled_from(["in", "not in"]),
        st.lists(codes, min_size=1, max_size=3),
    )
    one_code = st.builds(
        lambda op, v: nodes.Test(subject=nodes.Path(name="country"), operator=op, operands=(v,)),
        st.sampled_from(["=", "!="]),
        codes,
    )
    by_date = st.builds(
        lambda op, v: nodes.Test(subject=nodes.Path(name="customer_since"), operator=op, operands=(v,)),
        st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
        dates,
    )
    between = st.builds(
        lambda a, b: nodes.Test(subject=nodes.Path(name="customer_since"), operator="between", operands=(a, b)),
        dates,
        dates,
    )
    return by_code | one_code | by_date | between


@given(worlds._trees(simple_tests(), 8))
def test_the_oracle_agrees(tree):
    assert {index for index, who in enumerate(CITIZENS) if ask(tree, who)} == members(tree)


# Examples


def test_a_date_of_which_only_the_year_is_known_is_compared_as_far_as_it_is_certain():
    customer = {"birth_date": PartialDate(1985)}
    assert ask("birth_date before 1986-01-01", customer)
    assert not ask("birth_date before 1985-06-01", customer)
    assert not ask("birth_date = 1985-06-01", customer)
    assert ask("age >= 40", customer)
    assert not ask("age >= 41", customer)
    assert not ask("age < 41", customer)


def test_amounts_of_another_currency_do_not_count():
    orders = [{"at": worlds.NOW, "total": Money(9900, "CHF")}, {"at": worlds.NOW, "total": Money(9900, "EUR")}]
    assert ask("sum(orders.total) = 99 CHF", {"orders": orders})
    assert ask("max(orders.total) < 100 EUR", {"orders": orders})
    assert ask("sum(orders.total) = 0 CHF", {})
    assert not ask("avg(orders.total) < 100 CHF", {})


def test_averages_are_exact():
    orders = [{"at": worlds.NOW, "total": Money(amount, "CHF")} for amount in (10, 10, 11)]
    assert ask("avg(orders.total) > 0.1033 CHF and avg(orders.total) < 0.1034 CHF", {"orders": orders})


def test_of_orders_at_the_same_time_the_last_row_is_the_last():
    orders = [{"at": worlds.NOW, "status": "open"}, {"at": worlds.NOW, "status": "paid"}]
    assert ask('last(orders.status) = "paid" and first(orders.status) = "open"', {"orders": orders})


def test_texts_are_folded_e_mails_lose_case_and_codes_are_exact():
    assert ask('locality = "ZURICH"', {"locality": "Zürich"})
    assert ask('email ends with ".CH"', {"email": ("a@example.org", "A@EXAMPLE.CH")})
    assert not ask('country = "ch"', {"country": "CH"})


def test_facets_are_read_off_the_whole_where_they_do_not_stand_beside_it():
    customer = {"name": PersonName(given="Élodie", family="Müller")}
    assert ask('given_name = "elodie" and family_name starts with "Mull" and name contains "muller"', customer)
    assert not ask('given_name = "Anna"', {**customer, "name": "Anna Rossi"})


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(CallError, match="without a zone"):
        ask("did order", {"orders": [{"at": datetime(2026, 1, 1)}]})
    with pytest.raises(CallError, match="no zone"):
        Segment.parse("everyone").at(datetime(2026, 1, 1))


def test_consent_that_nobody_answers_for_is_an_error_and_never_a_yes():
    bound = Segment.parse("everyone or consented to newsletter").at(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(CallError, match="consented="):
        bound.matches({})


def test_only_a_true_answer_is_consent():
    bound = Segment.parse("consented to newsletter").at(worlds.NOW, consented=lambda *_: "perhaps")
    assert not bound.matches({})


def test_a_customer_is_a_customer_or_a_mapping():
    with pytest.raises(CallError, match="not a list"):
        ask("everyone", [])
