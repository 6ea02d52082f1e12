"""The public classes: identity, round trips, binding, explaining."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import CallError, SegmentCheckError, SegmentError, SegmentSyntaxError, UnknownNameError
from crmkit.schema.types.money import Money
from crmkit.segment.build import aggregate, ago, coming, consented, did, everyone, field, in_segment, last, parameter
from crmkit.segment.explain import Explanation
from crmkit.segment.segment import Segment
from segment import worlds


@given(worlds.trees)
def test_json_there_and_back_is_the_same_segment(tree):
    segment = worlds.segment(tree)
    known = {"schema": worlds.SCHEMA, "functions": worlds.FUNCTIONS, "segments": worlds.SEGMENTS}
    assert Segment.from_json(segment.to_json(), **known) == segment
    assert Segment.from_json(json.loads(segment.to_json()), **known).version == segment.version


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["v", "where", "and", "or", "not", "test", "of", "with", "field", "text", "did", "within", "aggregate"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(junk)
def test_random_json_is_a_segment_error(document):
    with pytest.raises(SegmentError):
        Segment.from_json({"v": 1, "where": document})
    with pytest.raises(SegmentError):
        Segment.from_json(json.dumps(document))


def test_deep_json_is_refused():
    with pytest.raises(SegmentSyntaxError):
        Segment.from_json('{"v": 1, "where": ' + '{"not": ' * 5_000 + "1" + "}" * 5_001)
    document = {"everyone": True}
    for _ in range(3_000):
        document = {"not": document}
    with pytest.raises(SegmentSyntaxError, match="levels"):
        Segment.from_json({"v": 1, "where": document})


def test_json_cannot_smuggle_text_in():
    with pytest.raises(SegmentError):
        Segment.from_json({"v": 1, "where": {"test": "is known", "of": {"field": "age is known or email"}}})


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (field("email").ends_with(".ch") & (field("age") >= 30), 'email ends with ".ch" and age >= 30'),
        (~(field("country") == "CH") | everyone(), 'not country = "CH" or everyone'),
        (field("country").one_of("CH", parameter("x")), 'country in ("CH", $x)'),
        (field("age").between(1, Decimal("2.50")), "age between 1 and 2.5"),
        (
            did("order", where=field("total") > Money(1050, "CHF"), at_least=2),
            "did order[total > 10.5 CHF] at least 2 times",
        ),
        (aggregate("last", "orders", "at").before(ago(90, "day")), "last(orders.at) before 90 days ago"),
        (aggregate("count", "orders", window=last(1, "week")) == 0, "count(orders in last 1 week) = 0"),
        (field("birth_date").has_anniversary(coming(7, "day")), "birth_date has anniversary in next 7 days"),
        (
            consented("newsletter", via="email") & in_segment("x"),
            'consented to newsletter via email and in segment "x"',
        ),
        (field("locality").contains_any_of("a", "b"), 'locality contains any of ("a", "b")'),
        (
            field("locality").contains_none_of("a") & field("locality").contains_all_of("b"),
            'locality contains none of ("a") and locality contains all of ("b")',
        ),
        (
            field("age").is_known()
            & field("age").is_empty()
            & (field("age") != 3)
            & (field("age") < 3)
            & (field("age") <= 3),
            "age is known and age is empty and age != 3 and age < 3 and age <= 3",
        ),
        (
            field("customer_since").within(last(2, "month"))
            & field("customer_since").after(datetime(2026, 1, 1, tzinfo=UTC).date()),
            "customer_since in last 2 months and customer_since after 2026-01-01",
        ),
        (
            field("locality").contains("a") & field("locality").starts_with("b") & field("country").not_one_of("CH"),
            'locality contains "a" and locality starts with "b" and country not in ("CH")',
        ),
        (aggregate("max", "orders", "at") > datetime(2026, 1, 1, tzinfo=UTC), "max(orders.at) > 2026-01-01T00:00:00Z"),
        (field("age") > 0.1, "age > 0.1"),
    ],
)
def test_the_python_spelling_is_the_same_segment(expression, text):
    segment = Segment.build(expression, segments={"x": "everyone"})
    assert str(segment) == text
    assert segment == Segment.parse(text, segments={"x": "everyone"})


def test_python_spelling_refuses_what_cannot_be_said():
    with pytest.raises(TypeError, match="neither true nor false"):
        (field("age") > 1) and (field("age") < 3)
    with pytest.raises(TypeError, match="in parentheses"):
        (field("age") > 1) & "x"
    with pytest.raises(CallError, match="is_true"):
        field("age") == True  # noqa: B015, E712
    with pytest.raises(CallError, match="cannot be written"):
        field("age") == object()  # noqa: B015
    with pytest.raises(CallError, match="one of at_least"):
        did("order", at_least=1, exactly=2)
    with pytest.raises(CallError, match="not a function"):
        aggregate("median", "orders")
    with pytest.raises(CallError, match=r"Segment\.build takes"):
        Segment.build("everyone")
    deep = field("age").is_known()
    for _ in range(3_000):
        deep = ~deep
    with pytest.raises(SegmentSyntaxError, match="levels deep"):
        Segment.build(deep)


def test_equal_segments_are_equal_whatever_the_spaces():
    one, two = Segment.parse('country="CH"'), Segment.parse(' ( country  =  "CH" ) ')
    assert one == two
    assert hash(one) == hash(two)
    assert one.version == two.version
    assert repr(one) == "Segment.parse('country = \"CH\"')"


def test_a_segment_changes_with_the_segments_it_names():
    one = Segment.parse('in segment "a"', segments={"a": "age > 3"})
    two = Segment.parse('in segment "a"', segments={"a": "age > 4"})
    same = Segment.parse('in segment "a"', segments={"a": Segment.parse("age>3"), "b": "everyone"})
    assert one != two
    assert one.version != two.version
    assert one == same
    outer = Segment.parse('in segment "m"', segments={"m": one})
    assert outer.at(worlds.NOW).matches({"birth_date": "1990-01-01"})
    with pytest.raises(CallError, match="something else"):
        Segment.parse('in segment "m"', segments={"m": one, "a": "everyone"})


def test_neither_segments_nor_explanations_have_a_truth():
    segment = Segment.parse("everyone")
    for thing in (segment, segment.at(worlds.NOW), segment.at(worlds.NOW).explain({})):
        with pytest.raises(TypeError, match="neither true nor false"):
            bool(thing)


def test_parameters_are_checked_when_they_are_given():
    segment = Segment.parse("age >= $least and country in ($countries) and did order after $start")
    params = {"least": 18, "countries": ["CH", "LI"], "start": datetime(2026, 1, 1, tzinfo=UTC)}
    assert not segment.at(worlds.NOW, params=params).matches({})
    with pytest.raises(CallError, match=r"needs \$countries"):
        segment.at(worlds.NOW, params={"least": 18})
    with pytest.raises(UnknownNameError, match="leats"):
        segment.at(worlds.NOW, params={**params, "leats": 3})
    with pytest.raises(CallError, match="does not fit"):
        segment.at(worlds.NOW, params={**params, "least": "many"})
    with pytest.raises(CallError, match="stands for one value"):
        segment.at(worlds.NOW, params={**params, "least": [1, 2]})


def test_facts_name_everything_a_segment_depends_on():
    facts = Segment.parse(
        'in segment "a" and did order[total > $least] and age > 3',
        segments={"a": "not consented to newsletter via email"},
    ).facts()
    assert facts.fields == ("age", "orders.total")
    assert facts.sensitive == ("age", "orders.total")
    assert facts.relations == ("orders",)
    assert facts.segments == ("a",)
    assert facts.parameters == ("least",)
    assert (facts.purposes, facts.channels) == (("newsletter",), ("email",))
    assert facts.uses_now
    assert not facts.for_sending
    assert facts.leaves == 4


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('country != "CH"', ["negative.missing"]),
        ("customer_since not in last 3 days", ["negative.missing"]),
        ("did not order in last 365 days", ["did-not.newcomers"]),
        ("not consented to newsletter", ["consent.negated"]),
        ('country is not known or country not in ("CH")', ["unknown.redundant", "negative.missing"]),
        ('country = "ch"', ["literal.form"]),
        ("count(orders) != 3", []),
        ('country = "CH"', []),
    ],
)
def test_advice(text, codes):
    found = Segment.parse(text).lint()
    assert [lint.code for lint in found] == codes
    assert all(lint.code in str(lint) for lint in found)


@given(worlds.trees, worlds.customers)
def test_an_explanation_agrees_with_the_answer_and_foretells_its_change(tree, customer):
    bound = worlds.bound(tree, zone="Europe/Zurich")
    explanation = bound.explain(customer)
    assert explanation.member is explanation.reason.met is bound.matches(customer)
    assert isinstance(explanation, Explanation)
    assert str(explanation)
    turn = explanation.next_change
    if turn is not None:

        def at(when):
            return attrs.evolve(bound, run=attrs.evolve(bound.run, clock=attrs.evolve(bound.run.clock, now=when)))

        assert turn > worlds.NOW
        assert at(turn).matches(customer) is not explanation.member
        assert at(turn - timedelta(microseconds=1)).matches(customer) is explanation.member


@pytest.mark.parametrize(
    ("text", "turn"),
    [
        ("did order in last 90 days", "2026-05-30T09:00:00.000001+00:00"),
        ("did order before 10 days ago", "2026-03-11T10:00:00.000001+00:00"),
        ("count(orders) = 1", "2026-04-01T09:00:00+00:00"),
        ("birth_date has anniversary in this month", "2026-04-30T22:00:00+00:00"),
        ("age >= 36", "2026-04-30T22:00:00+00:00"),
        ("customer_since in last 30 days", "2026-03-03T23:00:00+00:00"),
        ("last(orders.at) before today", "2026-03-01T23:00:00+00:00"),
        ('country = "CH"', None),
    ],
)
def test_the_next_change_is_exact(text, turn):
    customer = {
        "country": "CH",
        "birth_date": "1990-05-01",
        "customer_since": "2026-02-02",
        "orders": [
            {"at": datetime(2026, 3, 1, 10, tzinfo=UTC)},
            {"at": datetime(2026, 4, 1, 9, tzinfo=UTC)},
        ],
    }
    if text.startswith("did order in"):
        customer["orders"] = [{"at": datetime(2026, 3, 1, 9, tzinfo=UTC) + timedelta(hours=1)}]
    if text.startswith("last("):
        customer["orders"] = customer["orders"][:1]
    found = Segment.parse(text).at(datetime(2026, 3, 1, 12, tzinfo=UTC), zone="Europe/Zurich").explain(customer)
    assert found.next_change == (None if turn is None else datetime.fromisoformat(turn))


def test_an_explanation_says_what_is_missing_and_hides_what_is_sensitive():
    bound = Segment.parse('country = "CH" and email is known and locality = "Bern"').at(worlds.NOW)
    explanation = bound.explain({"country": "FR", "email": ("secret@example.org",)})
    assert explanation.missing == ("locality",)
    assert "secret" not in str(explanation)
    assert "has FR" in str(explanation)


@given(worlds.trees, st.sampled_from(["en", "fr"]))
def test_every_segment_can_be_said(tree, language):
    assert worlds.segment(tree).describe(language).strip()


def test_sentences():
    segment = Segment.parse('did not order[status = "paid"] in last 2 weeks and sum(orders.total) >= 10 CHF')
    assert segment.describe("fr") == (
        "n’a pas de commandes au cours des 2 dernières semaines où statut est « paid »"
        " et la somme de « total » sur les commandes est au moins 10 CHF"
    )
    with pytest.raises(UnknownNameError, match="language"):
        segment.describe("de")


def test_the_text_of_a_segment_is_text():
    with pytest.raises(CallError, match="not a int"):
        Segment.parse(3)
    with pytest.raises(SegmentCheckError):
        Segment.parse("x is known")
