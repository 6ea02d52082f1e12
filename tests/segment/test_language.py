"""What the language has beside fields: functions of one's own, reckoning, places, samples; all three spellings."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import CallError, SegmentCheckError, SegmentError, SegmentSyntaxError, UnknownNameError
from crmkit.schema.fields import Field, Relation, Schema
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from crmkit.schema.types.organisation_name import OrganisationName
from crmkit.schema.types.person_name import PersonName
from crmkit.segment import nodes
from crmkit.segment.build import (
    after,
    aggregate,
    ago,
    before,
    call,
    did,
    did_not,
    field,
    in_list,
    sample,
    step,
    within_period,
)
from crmkit.segment.constructs import CONSTRUCTS, used
from crmkit.segment.functions import CustomFunction, by_name
from crmkit.segment.operators import OPERATORS
from crmkit.segment.places import Circle, units
from crmkit.segment.sampling import draw
from crmkit.segment.segment import Segment
from crmkit.segment.trees import walk
from segment import worlds
from tests.segment.vectors.vectors import MARKETING

# Three spellings


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (field("score") * 2 + 1 > 3, "score * 2 + 1 > 3"),
        (2 * (field("score") + 1) - field("score") / 2 == 0, None),
        (1 - field("score") > 3 / field("score"), "1 - score > 3 / score"),
        (1 + field("score") != Decimal("2.50"), "1 + score != 2.5"),
        (field("locality").is_exactly("Bern"), 'locality is exactly "Bern"'),
        (field("locality").matches("^B"), 'locality matches "^B"'),
        (field("locality").sounds_like("Bern"), 'locality sounds like "Bern"'),
        (field("locality").is_similar_to("Bern", at=0.8), 'locality is similar to "Bern" at 0.8'),
        (field("locality").is_similar_to("Bern"), 'locality is similar to "Bern" at 0.9'),
        (field("home").is_near(47.5, -8, km=2.5), "home is within 2.5 km of (47.5, -8)"),
        (field("vip").says("is not true"), "vip is not true"),
        (field("customer_since").not_within(within_period("this", "year")), "customer_since not in this year"),
        (did_not("order", where=field("status") == "x"), 'did not order[status = "x"]'),
        (did("order", window=before(date(2026, 1, 1))), "did order before 2026-01-01"),
        (did("order", window=after(ago(3, "day"))), "did order after 3 days ago"),
        (
            did("order", then=[step("ticket", within=(3, "day"), window=within_period("this", "month"))]),
            "did order then ticket in this month within 3 days",
        ),
        (field("vip").is_true() | field("vip").is_false(), "vip is true or vip is false"),
        (in_list("invited") & sample(10, seed="x"), 'in list "invited" and sample 10% seed "x"'),
        (sample(0.5), "sample 0.5%"),
        (call("length", field("locality")) > 3, "length(locality) > 3"),
        (aggregate("distinct", "orders", "status") > 1, "distinct(orders.status) > 1"),
    ],
)
def test_the_python_spelling(expression, text):
    if text is None:
        with pytest.raises(SegmentCheckError, match="A division is a whole side"):
            Segment.build(expression, schema=worlds.SCHEMA)
        return
    known = {"schema": worlds.SCHEMA, "functions": worlds.FUNCTIONS}
    assert str(Segment.build(expression, **known)) == text
    assert Segment.build(expression, **known) == Segment.parse(text, **known)


def test_the_python_spelling_says_what_it_cannot():
    with pytest.raises(UnknownNameError, match="operator"):
        field("vip").says("is maybe")
    with pytest.raises(CallError, match="Only a place"):
        aggregate("count", "orders").is_near(1, 2, km=3)


def fits(data, schema, root):
    """Say whether data satisfies the part of JSON Schema that ours uses."""
    if "$ref" in schema:
        return fits(data, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "oneOf" in schema:
        return sum(fits(data, one, root) for one in schema["oneOf"]) == 1
    if "const" in schema:
        return data == schema["const"] and type(data) is type(schema["const"])
    if "enum" in schema:
        return data in schema["enum"]
    kinds = {"string": str, "integer": int, "array": list, "object": dict}
    wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(data, kinds[one]) for one in wanted):
        return False
    if isinstance(data, list):
        longest = schema.get("maxItems", len(data))
        return schema.get("minItems", 0) <= len(data) <= longest and all(fits(x, schema["items"], root) for x in data)
    if isinstance(data, dict):
        known = schema["properties"]
        return set(schema["required"]) <= set(data) <= set(known) and all(fits(data[k], known[k], root) for k in data)
    return True


@given(worlds.trees)
def test_every_segment_fits_the_json_schema(tree):
    document = json.loads(worlds.segment(tree).to_json())
    for schema in (Segment.json_schema(), Segment.json_schema(worlds.SCHEMA, functions=worlds.FUNCTIONS)):
        assert fits(document, schema, schema)
    json.dumps(schema)


@given(worlds.trees, st.data())
def test_what_is_taken_out_of_a_document_or_put_in_is_refused(tree, data):
    document = json.loads(worlds.segment(tree).to_json())
    schema = Segment.json_schema()
    objects = [document]
    for one in objects:
        below = one.values() if isinstance(one, dict) else one
        objects += [inner for inner in below if isinstance(inner, dict | list)]
    chosen = data.draw(st.sampled_from([one for one in objects if isinstance(one, dict)]))
    chosen["surprise"] = 1
    assert not fits(document, schema, schema)
    with pytest.raises(SegmentSyntaxError):
        Segment.from_json(document, schema=worlds.SCHEMA, functions=worlds.FUNCTIONS, segments=worlds.SEGMENTS)


@pytest.mark.parametrize(
    "where",
    [
        {"sample": "1e999"},
        {"sample": "9" * 50},
        {"sample": True},
        {"near": "home", "km": "x", "point": ["1", "2"]},
        {"did": "order", "then": [{"event": "order", "within": 1}]},
        {"did": "order", "then": [{"event": "order", "within": 1, "unit": "day"}] * 9},
        {"test": "=", "of": {"call": "length", "with": []}, "with": [{"number": "1"}]},
        {"test": "=", "of": {"text": "x"}, "with": [{"number": "1"}]},
        {"test": "=", "of": {"aggregate": "sum", "rows": "orders", "field": 3}, "with": [{"number": "1"}]},
        {"test": "=", "of": {"field": "country"}, "with": [{"text": "a\x00b"}]},
        {"test": "=", "of": {"field": "country"}, "with": [{"text": "\ud800"}]},
        {"list": "\ud800"},
        {"test": "~", "of": {"field": "country"}, "with": []},
        {"test": "=", "of": {"field": "country"}, "with": []},
        {"test": "=", "of": {"field": "birth_date"}, "with": [{"date": "soon"}]},
        {"did": "order", "then": [3]},
        {"did": "order", "window": {"during": 3}},
        {"within": {"after": {"date": "2026-01-01"}}, "of": {"field": "birth_date"}},
        {"did": "order", "times": {"bound": "at least", "count": True}},
    ],
)
def test_documents_that_say_nothing_are_refused(where):
    with pytest.raises(SegmentError):
        Segment.from_json({"v": 1, "where": where}, schema=worlds.SCHEMA, functions=worlds.FUNCTIONS)


# Catalogues


def test_every_construct_has_an_example_that_parses():
    schema = MARKETING
    functions = [CustomFunction(name="initials", takes=["text"], gives="text", compute=str.upper)]
    for one in CONSTRUCTS.values():
        segment = Segment.parse(one.example, schema=schema, segments={"lapsed": "everyone"}, functions=functions)
        assert one.name in used(segment.tree)
        assert one.name in segment.facts().uses


EXAMPLES = [
    *(one.example for one in CONSTRUCTS.values()),
    'locality matches "^B" and locality is similar to $like and locality sounds like "Bern"',
    "last(orders.at) has anniversary in this month and did order before 2026-01-01 and did order after now",
    'in segment "lapsed" and age >= 18 and did order before today and did order after 3 days ago',
    "organisation is known and score between 1 and 2 and customer_since in (2026-01-01, 2026-02-01)",
    "did order at least 2 times in this hour then not ticket[status = 'x'] in last 3 days within 2 hours",
]


@pytest.mark.parametrize("text", EXAMPLES)
def test_examples_go_round_and_can_be_told(text):
    initials = CustomFunction(name="initials", takes=["text"], gives="text", compute=str.upper)
    known = {"schema": MARKETING, "segments": {"lapsed": "everyone"}, "functions": [initials]}
    segment = Segment.parse(text, **known)
    assert Segment.parse(str(segment), **known) == segment
    assert Segment.from_json(segment.to_json(), **known) == segment
    assert segment.describe("fr") != segment.describe("en")
    params = {"least": 3, "like": "Berne"}
    bound = segment.at(
        worlds.NOW,
        zone="Europe/Zurich",
        params={name: params[name] for name in segment.facts().parameters},
        lists={"invited": ["1"]},
        consented=worlds.consents,
    )
    customer = {
        "id": "1",
        "name": "Anna",
        "birth_date": PartialDate(None, 3, 30),
        "locality": "Bern",
        "organisation": OrganisationName("Garage du Lac", "SA"),
        "orders": [{"at": worlds.NOW, "status": "x"}, {"at": datetime(2025, 4, 2, tzinfo=UTC)}],
    }
    explanation = bound.explain(customer, language="fr")
    assert explanation.member is bound.matches(customer)


def test_every_operator_has_a_positive_form_and_two_sentences():
    for one in OPERATORS.values():
        assert "{subject}" in one.english
        assert "{subject}" in one.french
        assert ("{operand}" in one.english) is (one.operands != "none")
        assert one.null_rule == ("true" if one.negates and OPERATORS[one.negates].null_rule == "false" else "false")


# Functions of one's own


def test_functions_see_plain_values():
    seen = []

    def note(*given):
        seen.append(given)
        return True

    functions = [
        CustomFunction(name="note", takes=["text", "number", "date"], gives="boolean", compute=note),
        CustomFunction(name="paid", takes=["money", "boolean"], gives="money", compute=lambda money, _vip: money),
        CustomFunction(name="when", takes=["instant"], gives="date", compute=lambda at: at.date()),
    ]
    known = {"schema": worlds.SCHEMA, "functions": functions}
    customer = {"name": PersonName(given="Anna", family="Rossi"), "score": 3, "birth_date": "1990-01-02"}
    bound = Segment.parse("note(name, score, birth_date) is true", **known).at(worlds.NOW)
    assert bound.matches(customer)
    assert seen == [("Anna Rossi", 3, date(1990, 1, 2))]
    assert not bound.matches({**customer, "score": None})
    paid = Segment.parse("paid(spent, vip) >= 5 CHF", **known).at(worlds.NOW)
    assert paid.matches({"spent": Money(500, "CHF"), "vip": False})
    when = Segment.parse("did order[when(at) = 2026-01-02]", **known).at(worlds.NOW)
    assert when.matches({"orders": [{"at": datetime(2026, 1, 2, 3, tzinfo=UTC)}]})


def test_a_function_that_fails_says_its_name_and_never_a_value():
    functions = [
        CustomFunction(name="broken", takes=["text"], gives="number", compute=int),
        CustomFunction(name="lying", takes=["text"], gives="number", compute=lambda text: [text]),
    ]
    for name, problem in (("broken", "failed with ValueError"), ("lying", "gave a list, not number")):
        bound = Segment.parse(f"{name}(locality) = 3", functions=functions).at(worlds.NOW)
        with pytest.raises(CallError, match=problem) as caught:
            bound.matches({"locality": "secret"})
        assert "secret" not in str(caught.value)


def test_a_function_may_take_a_text_and_may_know_nothing():
    functions = [
        CustomFunction(name="same", takes=["text", "text"], gives="boolean", compute=lambda a, b: a == b or None)
    ]
    bound = Segment.parse('same(locality, "Bern") is true', functions=functions).at(worlds.NOW)
    assert bound.matches({"locality": " Bern "})
    assert not bound.matches({"locality": "Basel"})


def test_functions_are_declared_well():
    with pytest.raises(CallError, match="cannot be called"):
        CustomFunction(name="Bad name", takes=["text"], gives="text", compute=str)
    with pytest.raises(CallError, match="already"):
        CustomFunction(name="count", takes=["text"], gives="text", compute=str)
    with pytest.raises(CallError, match="no family"):
        CustomFunction(name="x", takes=["texts"], gives="text", compute=str)
    with pytest.raises(CallError, match="takes nothing"):
        CustomFunction(name="x", takes=[], gives="text", compute=str)
    one = CustomFunction(name="x", takes=["text"], gives="text", compute=str)
    with pytest.raises(CallError, match="Two functions"):
        by_name([one, CustomFunction(name="x", takes=["text"], gives="text", compute=str, version="2")])


def test_the_version_of_a_function_counts_where_it_is_called():
    def made(version):
        return [CustomFunction(name="x", takes=["text"], gives="text", compute=str, version=version)]

    text = 'x(locality) = "a"'
    assert Segment.parse(text, functions=made("1")).version != Segment.parse(text, functions=made("2")).version
    unused = Segment.parse("everyone", functions=made("1"))
    assert unused.version == Segment.parse("everyone").version
    outer = Segment.parse('in segment "inner"', segments={"inner": Segment.parse(text, functions=made("1"))})
    assert outer.at(worlds.NOW).matches({"locality": "A"})
    assert [one.code for one in outer.lint()] == []


# Checks


@pytest.mark.parametrize(
    ("text", "problem", "column"),
    [
        ("score + spent > 3", "are not added", 1),
        ("spent * spent > 3 CHF", "are not multiplied", 1),
        ("3 / spent > 3", "are not divided", 1),
        ("score - locality > 3", "only numbers and amounts", 9),
        ("score + birth_date > 3", "moved by a window", 9),
        ("score + 3 days ago > 3", "a length of time", 9),
        ("score + $x > 3", "give the result as a parameter", 9),
        ("score + older(score, 3) > 3", "a yes or no; only", 9),
        ("length(email) + 1 > 3", "several values", 1),
        ("1 + 1 > 1", "says nothing about a customer", 1),
        ("score / 2 + 1 > 3", "A division is a whole side", 1),
        ("spent > 3 CHF + 2 EUR", "never converted", 17),
        ("lenght(locality) > 3", "Did you mean 'length'", 1),
        ("length(locality, locality) > 3", "takes 1 values, and here are 2", 1),
        ("length(score) > 3", "takes a text here, and this is a number", 8),
        ("length(last(orders.status)) > 3", "but not last(orders.status)", 8),
        ("length(lokality) > 3", "is not a field", 8),
        ("locality matches '[0-'", "at character 1: This class is never closed", 18),
        ("locality matches $x", "A pattern is a text", 18),
        ("locality is similar to 'x' at 2", "above 0, up to 1", 31),
        ("last(orders.status) is similar to 'x'", "asked of a field", 1),
        ("locality sounds like '!'", "no letters or digits", 22),
        ("score sounds like 'x'", "cannot be asked of score", 1),
        ("office is within 3 km of (1, 2)", "'office' is no place of a customer", 1),
        ("address is within 3 km of (1, 2)", "tells no degrees", 1),
        ("home is within 0 km of (1, 2)", "more than 0 km", 1),
        ("home is within 3 km of (91, 2)", "latitude from -90", 1),
        ("did order[home is within 3 km of (1, 2)]", "A place is asked of a customer", 11),
        ("did order[in list 'x']", "A list or a sample", 11),
        ("did order[sample 3%]", "A list or a sample", 11),
        ("sample 0%", "more than 0 %", 1),
        ("sample 101%", "up to 100 %", 1),
        ("did order then oder within 3 days", "Did you mean 'order'", 11),
        ("did oder then order[statsu = 'x'] within 3 days", "Did you mean 'order'", 1),
        ("count(orders.total) > 3", "or distinct(orders.total)", 1),
        ("sum(orders.nope) > 3", "'nope' is not a field", 1),
        ("nope in last 3 days", "is not a field", 1),
        ("score + nope > 3", "is not a field", 9),
        ("score = 3 days ago", "this is a date", 9),
        ("score = 'x'", "without quotes", 9),
        ("birth_date = 'soon'", "a date such as", 14),
        ("did order[score = 3]", "is not a field of one of the orders", 11),
    ],
)
def test_what_makes_no_sense_is_said_at_its_place(text, problem, column):
    with pytest.raises(SegmentCheckError) as caught:
        worlds.segment(text)
    assert problem in str(caught.value)
    assert caught.value.column == column


def test_several_faults_are_errors_of_their_own():
    with pytest.raises(SegmentCheckError) as caught:
        Segment.parse("scroe = 3 and contry = 'CH' and country > 'A'")
    assert [one.column for one in caught.value.others] == [15, 33]
    assert all(one.problem in str(caught.value) for one in caught.value.others)


def test_places_are_two_fields():
    names = ["latitude", "longitude", "shop_lat", "shop_lng"]
    schema = Schema(name="places", fields=[Field(name=one, type="decimal") for one in names])
    near = Segment.parse("position is within 1 km of (0, 0) or shop is within 1 km of (0, 0)", schema=schema)
    assert near.at(worlds.NOW).matches({"latitude": 0, "longitude": 0})
    assert near.at(worlds.NOW).matches({"shop_lat": 0, "shop_lng": Decimal("0.001")})
    assert near.facts().fields == ("latitude", "longitude", "shop_lat", "shop_lng")
    assert near.at(worlds.NOW).explain({"latitude": 1}).missing == ("longitude", "shop_lat", "shop_lng")
    many = Schema(name="many", fields=[Field(name=one, type="decimal", many=True) for one in ("a_lat", "a_lon")])
    with pytest.raises(SegmentCheckError, match="no place"):
        Segment.parse("a is within 1 km of (0, 0)", schema=many)


@given(
    st.integers(-90, 90), st.integers(-180, 180), st.integers(-90, 90), st.integers(-180, 180), st.integers(1, 20_000)
)
def test_no_place_in_a_circle_lies_outside_its_latitudes(north, east, other_north, other_east, far):
    circle = Circle.around(Decimal(north), Decimal(east), Decimal(far))
    if circle.holds(units(other_north), units(other_east)):
        low, high = circle.latitudes
        assert low <= units(other_north) <= high


@given(st.sampled_from(["a", "b", None]), st.integers(1, 99), st.integers(1, 99))
def test_a_larger_sample_holds_a_smaller_one(seed, one, other):
    small, large = (draw(Decimal(percent), seed) for percent in sorted((one, other)))
    ids = [f"c-{number}" for number in range(300)]
    assert {who for who in ids if small.holds(who)} <= {who for who in ids if large.holds(who)}


def test_a_sample_is_a_fair_share_and_seeds_are_apart():
    ids = [f"c-{number}" for number in range(20_000)]
    drawn = [{who for who in ids if draw(Decimal(10), seed).holds(who)} for seed in ("a", "b")]
    assert all(1_800 < len(one) < 2_200 for one in drawn)
    assert 100 < len(drawn[0] & drawn[1]) < 320


def test_a_list_that_nobody_has_is_an_error():
    bound = Segment.parse('in list "x"').at(worlds.NOW)
    with pytest.raises(CallError, match="lists="):
        bound.matches({"id": "1"})


# Own fields and relations


def test_fields_and_relations_of_ones_own_schema_are_as_good_as_ours():
    schema = worlds.SCHEMA.extended(
        version="own",
        fields=[Field(name="shoe_size", type="decimal", labels={"fr": "pointure"})],
        relations=[
            Relation(
                name="repairs",
                singular="repair",
                labels={"fr": "réparations"},
                fields=[Field(name="at", type="instant"), Field(name="cost", type="money")],
            )
        ],
    )
    segment = Segment.parse("shoe_size > 38.5 and sum(repairs.cost) > 10 CHF and did repair", schema=schema)
    assert segment.at(worlds.NOW).matches(
        {"shoe_size": 40, "repairs": [{"at": worlds.NOW, "cost": Money(2000, "CHF")}]}
    )
    assert segment.describe("fr") == (
        "pointure est au-dessus de 38,5 et la somme de « cost » sur les réparations est au-dessus de 10 CHF"
        " et a des réparations"
    )


# Size, preview, advice, explanation


def test_size_and_preview():
    bound = Segment.parse("score > 50", schema=worlds.SCHEMA).at(worlds.NOW)
    customers = [{"id": number, "score": number} for number in range(100)]
    exact = bound.estimate(customers, total=100)
    assert (exact.size, exact.low, exact.high, exact.asked, exact.found) == (49, 49, 49, 100, 49)
    guess = bound.estimate(customers[:60], total=100)
    assert guess.low <= guess.size <= guess.high
    assert guess.found <= guess.low
    assert guess.high <= 100 - (guess.asked - guess.found)
    nobody = bound.estimate([], total=100)
    assert (nobody.size, nobody.low, nobody.high) == (0, 0, 100)
    with pytest.raises(CallError, match="number of all"):
        bound.estimate(customers, total=3)
    shown = bound.preview(customers, 5)
    assert bound.preview(reversed(customers), 5) == shown
    assert bound.preview(customers, 5, seed="x") != shown
    assert len(shown) == 5
    assert all(one["score"] > 50 for one in shown)
    assert bound.preview([{"score": 99}]) == ()


def test_advice_counts_whom_it_is_about():
    segment = worlds.segment('country != "CH" and tags = "pres" and tags = "quite other" and vip is not true')
    customers = [{"country": "CH"}, {"country": " "}, {}]
    found = segment.lint(customers=customers)
    assert [(one.code, one.count) for one in found] == [
        ("negative.missing", 2),
        ("literal.unknown", None),
        ("literal.unknown", None),
    ]
    assert "of 2 customers where country is missing" in found[0].message
    assert 'Did you mean "press"?' in found[1].message
    assert "Known are: vip, vip_gold, press" in found[2].message
    own = segment.lint()
    assert own[0].count is None
    assert Segment.parse("count(orders) != 3 or last(orders.status) != 'x'").lint(customers=[{}])[0].count is None


def test_facts_tell_kinds_costs_and_functions():
    facts = worlds.segment(
        'length(locality) > $n and country in ($codes) and did order then ticket within 3 days and in list "x" '
        "and home is within 3 km of (1, 2)"
    ).facts()
    assert facts.parameter_kinds == (("codes", "choice", True), ("n", "number", False))
    assert facts.functions == ("length",)
    assert facts.lists == ("x",)
    assert facts.relations == ("orders", "tickets")
    assert "home_latitude" in facts.fields
    assert facts.cost > 40
    assert {"then", "is within", "call", "in list", "parameter"} <= set(facts.uses)


def test_an_explanation_in_french():
    bound = worlds.bound('country = "CH" and birth_date is known and score > 3')
    told = str(bound.explain({"country": "FR", "birth_date": "1990-01-01"}, language="fr"))
    assert told.splitlines()[0] == "Hors du segment :"
    assert "pays est « CH » (a FR)" in told
    assert "(a une valeur)" in told
    assert "(sans score)" in told
    turning = worlds.bound("customer_since in next 3 days").explain({"customer_since": "2026-03-30"}, language="fr")
    assert "change de lui-même le" in str(turning)


def test_negation_is_said_in_words():
    segment = worlds.segment(
        'not country = "CH" and not did order and not in list "x" and not in segment "swiss" and not sample 10% '
        "and not home is within 3 km of (1, 2) and not birth_date has anniversary in this week "
        "and not consented to newsletter and not customer_since in last 1 day and not score > 3 "
        "and not not vip is true and not everyone and not did order then ticket within 1 day "
        "and not did order at least 2 times"
    )
    english = segment.describe()
    for piece in (
        "country is not “CH”",
        "has no orders",
        "is not on the list “x”",
        "is not in the segment “swiss”",
        "is not in a random 10 %",
        "home is not within 3 km",
        "does not have its anniversary this week",
        "has not consented to newsletter",
        "customer since does not fall within the last day",
        "not (score is above 3)",
        "not (every customer)",
        "the number of orders is not at least 2",
    ):
        assert piece in english
    assert segment.describe("fr").count("il est faux") >= 3


def test_what_costs_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("crmkit.segment.limits.WHOLE_COST", 60)
    dear = " and ".join(['locality matches "a"'] * 3)
    assert worlds.segment(dear).facts().cost == 60
    with pytest.raises(SegmentCheckError, match="It costs 61 comparisons"):
        worlds.segment(f"{dear} and score > 3")
    with pytest.raises(SegmentCheckError, match="In segment"):
        worlds.segment('in segment "a"', segments={"a": f"{dear} and score > 3"})


def test_deep_values_of_a_document_are_refused():
    value = {"number": "1"}
    for _ in range(300):
        value = {"reckon": "+", "with": [value, {"number": "1"}]}
    with pytest.raises(SegmentSyntaxError, match="levels"):
        Segment.from_json({"v": 1, "where": {"test": "=", "of": value, "with": [{"number": "1"}]}})


@given(worlds.trees)
def test_length_and_depth_are_bounded(tree):
    assert worlds.segment(tree).facts().leaves <= 500


DOUBLING = "let a = 1 + 1; " + "".join(f"let {y} = {x} + {x}; " for x, y in pairwise("abcdefghijklmn"))


@pytest.mark.parametrize(
    "text",
    [
        "score > " + "1 + " * 4_000 + "1",
        "score > " + "(" * 9_000 + "1",
        DOUBLING,
        "length(" * 2_000,
        "score" + " * -1" * 3_000 + " > 3",
        "did order" + " then order within 1 day" * 800,
        "sample 1% seed '" + "x" * 19_000,
        "locality matches '" + "(a{100})" * 200 + "'",
        "a" * 1_000_000,
        "home is within " + "9" * 1_000 + " km of (1, 2)",
        "\ud800 = 3",
        "locality = '\x00'",
        "locality = '\udfff'",
    ],
)
def test_hostile_text_is_an_error_with_a_place(text):
    with pytest.raises(SegmentError) as caught:
        worlds.segment(text)
    assert 0 <= caught.value.start <= len(text)


@pytest.mark.parametrize(
    "literal", ['"; DROP TABLE x; --', "' or 1=1", "{k0}", "values", "__import__('os')", "\\", '"', "%s", "$x", "${x}"]
)
def test_a_literal_is_only_a_literal(literal):
    segment = Segment.build((field("country") == literal) | (field("locality").matches("x") & ~in_list(literal)))
    assert segment.at(worlds.NOW, lists={literal: []}).matches({"country": literal})
    assert Segment.parse(str(segment)) == segment
    assert nodes.Text(value=literal) in [node for node, _ in walk(segment.tree)]
