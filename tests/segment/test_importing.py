"""Conditions of other programs: what is taken over means the same, and everything else is named with its path."""

import json
import math
from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import SegmentCheckError, SegmentError, SegmentImportError, UnknownNameError
from crmkit.schema.types.money import Money
from crmkit.segment.importing.cel_reading import read_cel
from crmkit.segment.segment import Segment
from examples.wordlist import words
from segment import worlds


def imported(document, language, **more):
    known = {"schema": worlds.SCHEMA, "segments": {"7": "everyone", **worlds.SEGMENTS}}
    return Segment.from_foreign(document, language=language, **known | more)


def members(segment, customers):
    bound = segment.at(worlds.NOW, consented=worlds.consents, lists=worlds.LISTS)
    return [bound.matches(customer) for customer in customers]


# JsonLogic, against an evaluator written after json-logic-js


def number(value):
    if value is None:
        return 0.0
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        return float(value)
    try:
        return float(value) if value.strip() else 0.0
    except ValueError:
        return math.nan


def parsed(value):
    return math.nan if value is None or isinstance(value, bool) else number(value)


def truthy(value):
    return value not in (None, False, 0, "", []) and not (isinstance(value, float) and math.isnan(value))


def less(left, right, *, equal):
    if isinstance(left, str) and isinstance(right, str):
        return left <= right if equal else left < right
    one, other = number(left), number(right)
    return one <= other if equal else one < other


def logic(rule, data):
    if not isinstance(rule, dict):
        return rule
    ((name, given_),) = rule.items()
    given_ = given_ if isinstance(given_, list) else [given_]
    if name == "var":
        return data.get(given_[0]) if given_[0] else data.get("")
    if name in {"and", "or"}:
        for one in given_:
            answer = logic(one, data)
            if truthy(answer) is (name == "or"):
                return answer
        return answer
    if name == "if":
        while len(given_) > 1:
            if truthy(logic(given_[0], data)):
                return logic(given_[1], data)
            given_ = given_[2:]
        return logic(given_[0], data)
    if name in {"some", "all", "none"}:
        items = logic(given_[0], data) or []
        found = [truthy(logic(given_[1], one if isinstance(one, dict) else {"": one})) for one in items]
        return {"some": any(found), "none": not any(found), "all": bool(found) and all(found)}[name]
    values = [logic(one, data) for one in given_]
    match name:
        case "==" | "===":
            if values[0] is None or values[1] is None:
                return values[0] is None and values[1] is None
            return values[0] == values[1]
        case "!=" | "!==":
            return not logic({"==": given_}, data)
        case "<" | "<=":
            return all(less(a, b, equal=name == "<=") for a, b in pairwise(values))
        case ">" | ">=":
            return less(values[1], values[0], equal=name == ">=")
        case "!":
            return not truthy(values[0])
        case "!!":
            return truthy(values[0])
        case "in":
            return values[1] is not None and values[0] is not None and values[0] in values[1]
        case "missing":
            return [one for one in values if data.get(one) in (None, "")]
        case "missing_some":
            least, names = given_
            absent = [one for one in names if data.get(one) is None]
            return absent if len(names) - len(absent) < least else []
        case "+":
            return sum(map(parsed, values))
        case "*":
            return math.prod(map(parsed, values))
    raise AssertionError(name)


VAR = st.sampled_from(["score", "country", "locality", "vip"]).map(lambda name: {"var": name})
SCORE = st.just({"var": "score"})
NUMBERS = st.integers(-3, 3) | st.sampled_from([1.5, 0.25])
PLACES = st.sampled_from(["CH", "FR", "Zürich", "zurich", "a.b"])
CODE = st.sampled_from(["country", "locality"]).map(lambda name: {"var": name})
LEAVES = st.one_of(
    st.builds(lambda o, v, n: {o: [v, n]}, st.sampled_from(["==", "===", "!=", "<", "<=", ">", ">="]), SCORE, NUMBERS),
    st.builds(lambda o, v, n: {o: [n, v]}, st.sampled_from(["==", "!==", "<", "<=", ">", ">="]), SCORE, NUMBERS),
    st.builds(lambda o, a, b: {o: [a, {"var": "score"}, b]}, st.sampled_from(["<", "<="]), NUMBERS, NUMBERS),
    st.builds(lambda o, v, t: {o: [v, t]}, st.sampled_from(["==", "===", "!=", "!=="]), CODE, PLACES),
    st.builds(lambda v, t: {"in": [v, t]}, CODE, st.lists(PLACES, max_size=3)),
    st.builds(lambda v, t: {"in": [t, v]}, CODE, PLACES),
    st.builds(lambda o, v: {o: [v]}, st.sampled_from(["!", "!!"]), VAR),
    st.builds(lambda b: {"==": [{"var": "vip"}, b]}, st.booleans() | st.none()),
    st.builds(lambda v: {"==": [v, None]}, VAR),
    st.builds(lambda names: {"!": [{"missing": names}]}, st.lists(st.sampled_from(["score", "country"]), min_size=1)),
    st.sampled_from([1, 2]).map(lambda n: {"!!": [{"missing_some": [n, ["score", "country"]]}]}),
    st.builds(
        lambda o, s, n, m: {o: [{s: [{"var": "score"}, n]}, m]},
        st.sampled_from(["==", "!=", "<", ">="]),
        st.sampled_from("+*"),
        NUMBERS,
        NUMBERS,
    ),
    st.builds(
        lambda q, o, t: {q: [{"var": "orders"}, {o: [{"var": "status"}, t]}]},
        st.sampled_from(["some", "all", "none"]),
        st.sampled_from(["==", "!="]),
        PLACES,
    ),
    st.sampled_from(["some", "none"]).map(lambda q: {q: [{"var": "tags"}, {"==": [{"var": ""}, "vip"]}]}),
)
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda o, p: {o: p}, st.sampled_from(["and", "or"]), st.lists(inner, min_size=1, max_size=3)),
        inner.map(lambda one: {"!": [one]}),
        st.lists(inner, min_size=3, max_size=3).map(lambda p: {"if": p}),
        st.lists(inner, min_size=5, max_size=5).map(lambda p: {"if": p}),
    ),
    max_leaves=5,
)
DATA = st.fixed_dictionaries(
    {},
    optional={
        "score": st.integers(-3, 3) | st.sampled_from([1.5, 0.25]),
        "country": st.sampled_from(["CH", "FR"]),
        "locality": PLACES,
        "vip": st.booleans(),
        "tags": st.lists(st.sampled_from(["vip", "vip_gold"]), max_size=2),
        "orders": st.lists(st.fixed_dictionaries({}, optional={"status": PLACES}), max_size=3),
    },
)


@given(RULES, DATA)
def test_jsonlogic_means_the_same(rule, data):
    assert members(imported(rule, "jsonlogic"), [data]) == [truthy(logic(rule, data))]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"<": [{"var": "score"}, 30]}, "score < 30 or score is not known"),
        ({"<": [{"var": "score"}, -1]}, "score < -1"),
        ({">": [{"var": "score"}, 30]}, "score > 30"),
        ({"==": [{"var": "country"}, "CH"]}, 'country = "CH"'),
        ({"!=": [{"var": "locality"}, "Zürich"]}, 'locality is not exactly "Zürich"'),
        ({"in": ["a.b", {"var": "locality"}]}, 'locality matches "a\\\\.b"'),
        ({">=": [{"var": "birth_date"}, "1990-01-01"]}, "birth_date >= 1990-01-01"),
        (True, "everyone"),
        ({"==": [{"+": [{"var": "score"}, 1]}, 3]}, "score + 1 = 3"),
        ({">": [3, {"*": [{"var": "score"}, 2, 2]}]}, "score * 2 * 2 < 3"),
        ({"!=": [{"var": "birth_date"}, "1990-01-01"]}, "birth_date != 1990-01-01"),
        ({"!=": [{"var": "locality"}, None]}, "not locality is not known"),
        ('{"!": [{"var": ["vip"]}]}', "not vip is true"),
    ],
)
def test_jsonlogic_in_our_words(rule, text):
    assert str(imported(rule, "jsonlogic")) == text


@pytest.mark.parametrize(
    ("rule", "path", "reason"),
    [
        ({"and": [True, {"%": [{"var": "score"}, 2]}]}, "and[1].%", "remainders"),
        ({"or": [{"==": [{"var": "scroe"}, 2]}]}, "or[0].==", "did you mean 'score'"),
        ({"==": [{"var": "score"}, {"var": "age"}]}, "==", "both missing"),
        ({"==": [{"var": "score"}, "3"]}, "==", "nothing is converted"),
        ({"==": [{"var": "email"}, "x"]}, "==", "several values"),
        ({"<": [{"var": "email"}, 3]}, "<", "several values"),
        ({"==": [{"var": "locality"}, ""]}, "==", "missing here"),
        ({"==": [{"var": "locality"}, " x"]}, "==", "without blanks"),
        ({"<": [{"var": "locality"}, "x"]}, "<", "no order"),
        ({"<": [{"-": [{"var": "score"}, 1]}, 3]}, "<[0]", "counts as 0"),
        ({"<": [{"+": [{"var": "locality"}, 1]}, 3]}, "<[0].+[0]", "not one number"),
        ({"<": [{"+": [1, 2]}, {"var": "score"}]}, "<[1]", "counts as 0"),
        ({"==": [{"var": "birth_date"}, "soon"]}, "==", "no date"),
        ({"==": [{"var": "birth_date"}, "2026-01-01T00:00:00Z"]}, "==", "without time"),
        ({">": [{"var": "birth_date"}, "2026-01-01T00:00:00Z"]}, ">", "without time"),
        ({"map": [{"var": "orders"}, 1]}, "map", "gives a list"),
        ({"<": [{"var": "nope"}, 3]}, "<", "no field here"),
        ({"<": [{"+": [{"var": "nope"}, 1]}, 3]}, "<[0].+[0]", "no field here"),
        ({"in": [{"var": "nope"}, ["x"]]}, "in", "no field here"),
        ({"in": ["x", {"var": "nope"}]}, "in", "no field here"),
        ({"some": [{"var": "nope"}, True]}, "some", "no field here"),
        ({"!": [{"var": "nope"}]}, "!", "no field here"),
        ({"!": [{"missing": ["nope"]}]}, "!", "no field here"),
        ({"<": [{"var": "score"}, float("nan")]}, "<", "no number"),
        ({"<": [{"var": "birth_date"}, "soon"]}, "<", "no date"),
        ({"frobnicate": []}, "frobnicate", "no such operator"),
        ({"and": []}, "and", "empty"),
        ({"missing_some": [2, ["score", "vip", "country"]]}, "missing_some", "only none"),
        ({"all": [{"var": "tags"}, {"==": [{"var": ""}, "vip"]}]}, "all", "all values"),
        ({"some": [{"var": "tags"}, {"<": [{"var": ""}, 3]}]}, "some", "only one text"),
        ({"in": [3, {"var": "score"}]}, "in", "only a text"),
        ({"var": ["score", 3]}, "var", "in place of a missing one"),
        ({"==": [{"var": 3}, 3]}, "==", "only a field"),
        ({"==": [3, 3]}, "==", "one side is a field"),
        ({"==": [{"var": "score"}, float("inf")]}, "==", "no number"),
        ({"==": [{"var": "locality"}, "x" * 300]}, None, None),
        ({"in": ["x" * 300, {"var": "locality"}]}, "in", "too long"),
        ([], "", "one operator"),
        ("{", "", "not JSON"),
    ],
)
def test_what_jsonlogic_means_otherwise_is_named(rule, path, reason):
    if path is None:
        assert str(imported(rule, "jsonlogic")).startswith("locality is exactly")
        return
    with pytest.raises(SegmentImportError) as caught:
        imported(rule, "jsonlogic")
    assert caught.value.parts[0][0] == path
    assert reason in caught.value.parts[0][1]


def test_every_part_that_is_not_taken_over_is_named():
    rule = {"and": [{"%": [1]}, {"cat": []}, {"log": []}, {"max": []}, {"min": []}, {"substr": []}]}
    with pytest.raises(SegmentImportError, match=r"And 1 more\.") as caught:
        imported(rule, "jsonlogic")
    assert len(caught.value.parts) == 6


# CEL


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ('country == "CH" && score >= 30', 'country = "CH" and score >= 30'),
        ("30 < score || !(score == 5)", "score > 30 or not score = 5"),
        ('locality != "Zürich"', 'locality is not exactly "Zürich"'),
        ('country in ["CH", "LI"]', 'country = "CH" or country = "LI"'),
        ("country in []", "not everyone"),
        ('"vip" in tags', 'tags = "vip"'),
        ("vip", "vip is true"),
        ("!vip && vip == true || vip != true", "(vip is false and vip is true) or vip is false"),
        ('has(customer.locality) && customer.locality.startsWith("Z")', 'locality is known and locality matches "^Z"'),
        (
            'locality.endsWith("a") ? vip : false',
            '(locality matches "a$" and vip is true) or (not locality matches "a$" and not everyone)',
        ),
        ('locality.contains("x.y")', 'locality matches "x\\\\.y"'),
        ('locality.matches("^[a-z]+$") // a remark', 'locality matches "^[a-z]+$"'),
        ("score == null", "score is not known"),
        ("score != null", "score is known"),
        ("size(orders) > 3 && orders.size() == 0", "count(orders) > 3 and count(orders) = 0"),
        ('orders.exists(o, o.status == "paid")', 'did order[status is exactly "paid"]'),
        ('orders.all(o, o.status == "paid")', 'did not order[not status is exactly "paid"]'),
        ('orders.exists_one(o, o.status == r"a\\b")', 'did order[status is exactly "a\\\\b"] exactly 1 time'),
        ('tags.exists(t, t == "vip")', 'tags = "vip"'),
        ('orders.exists(o, o.at > timestamp("2026-01-01T00:00:00Z"))', "did order[at > 2026-01-01T00:00:00Z]"),
        ('orders.exists(o, o.at >= now - duration("48h"))', "did order[at >= 48 hours ago]"),
        ('orders.exists(o, o.at < now && o.at > now - duration("7200s"))', "did order[at < now and at > 2 hours ago]"),
        ("score > -3 && score < 1.5", "score > -3 and score < 1.5"),
        ("true || score == 2u", "everyone or score = 2"),
    ],
)
def test_cel_in_our_words(text, ours):
    assert str(imported(text, "cel")) == ours


@pytest.mark.parametrize(
    ("text", "path", "reason"),
    [
        ("score %", "character 8", "expected a value"),
        ("score % 2 == 0", "character 7", "only a field"),
        ("score == age", "character 10", "no number"),
        ("scroe == 3", "character 1", "did you mean"),
        ("locality < 'x'", "character 10", "whether they are the same"),
        ("score", "character 1", "not yes or no"),
        ("email == 'x'", "character 7", "use exists"),
        ("email.startsWith('x')", "character 6", "not one text"),
        ("locality.matches('(a)\\\\1')", "character 9", "in the pattern"),
        ("size(locality) > 3", "character 1", "only a field"),
        ("locality.lowerAscii() == 'x'", "character 9", "only a field"),
        ("orders[0].total == 3", "character 7", "not picked"),
        ("orders.exists(o, score == 3)", "character 18", "only o can be asked"),
        ("orders.map(o, o.status)", "character 7", "nothing that is asked"),
        ("tags.all(t, t == 'vip')", "character 1", "only whether one text"),
        ("orders.exists(o, o.at > now - duration('90m'))", "character 29", "whole hours"),
        ("orders.exists(o, o.at > now - duration('soon'))", "character 29", "whole hours"),
        ("orders.exists(o, o.at > timestamp('soon'))", "character 25", "no date"),
        ("score == 3 score", "character 12", "left over"),
        ("3 in score", "character 3", "in asks for"),
        ("'x' in nope", "character 8", "no field here"),
        ("nope.startsWith('x')", "character 1", "no field here"),
        ("locality != ''", "character 13", "missing here"),
        ("tags.exists(t, t < 'vip')", "character 1", "only whether one text"),
        ("score == \x00", "character 10", "not read"),
        ("(" * 60 + "true" + ")" * 60, "character 51", "too deep"),
        ("!" * 60 + "true", "character 1", "too deep"),
        ("a" * 20_001, "character 20001", "characters"),
        ("has(score", "character 10", "expected ,"),
        ("score.3", "character 7", "a name"),
        ("{}", "character 1", "not read"),
    ],
)
def test_what_cel_means_otherwise_is_named(text, path, reason):
    with pytest.raises(SegmentImportError) as caught:
        imported(text, "cel")
    assert caught.value.parts[0][0] == path
    assert reason in caught.value.parts[0][1]


def test_a_text_of_cel_is_read_with_its_escapes():
    assert read_cel(r"'a\'b\n'").value == "a'b\n"
    with pytest.raises(SegmentImportError, match="is a text"):
        imported(3, "cel")


# HubSpot


def hubspot(*filters, kind="AND", branches=()):
    return {"filterBranchType": kind, "filters": list(filters), "filterBranches": list(branches)}


def prop(name, operator, operation="STRING", **more):
    return {
        "filterType": "PROPERTY",
        "property": name,
        "operation": {"operationType": operation, "operator": operator, **more},
    }


@pytest.mark.parametrize(
    ("given_", "ours"),
    [
        (prop("country", "IS_ANY_OF", "ENUMERATION", values=["CH", "LI"]), 'country = "CH" or country = "LI"'),
        (
            prop("country", "IS_NONE_OF", "ENUMERATION", values=["ch"], includeObjectsWithNoValueSet=True),
            'not country = "CH"',
        ),
        (prop("country", "IS_NOT_EQUAL_TO", value="CH"), 'country is known and not country = "CH"'),
        (
            prop("country", "IS_EQUAL_TO", value="CH", includeObjectsWithNoValueSet=True),
            'country = "CH" or country is not known',
        ),
        (prop("score", "IS_GREATER_THAN_OR_EQUAL_TO", "NUMBER", value=12), "score >= 12"),
        (prop("score", "IS_NOT_EQUAL_TO", "NUMBER", value="12"), "score is known and score != 12"),
        (prop("score", "IS_BETWEEN", "NUMBER", lowerBound=1, upperBound=2), "score between 1 and 2"),
        (
            prop("score", "IS_NOT_BETWEEN", "NUMBER", lowerBound=1, upperBound=2),
            "score is known and not score between 1 and 2",
        ),
        (prop("vip", "IS_EQUAL_TO", "BOOL", value=True), "vip is true"),
        (prop("vip", "IS_NOT_EQUAL_TO", "BOOL", value="true"), "vip is known and vip is not true"),
        (prop("locality", "IS_KNOWN", "ALL_PROPERTY"), "locality is known"),
        (prop("locality", "IS_UNKNOWN", "ALL_PROPERTY"), "locality is not known"),
        (prop("email", "ENDS_WITH", value=".CH"), 'email ends with ".CH"'),
        ({"filterType": "IN_LIST", "listId": 7, "operator": "IN_LIST"}, 'in segment "7"'),
        ({"filterType": "IN_LIST", "listId": "7", "operator": "NOT_IN_LIST"}, 'not in segment "7"'),
    ],
)
def test_hubspot_in_our_words(given_, ours):
    assert str(imported(hubspot(kind="OR", branches=[hubspot(given_)]), "hubspot")) == ours
    assert str(imported(json.dumps({"filterBranch": hubspot(given_)}), "hubspot")) == ours


def test_hubspot_joins_branches():
    known, high = prop("locality", "IS_KNOWN"), prop("score", "IS_GREATER_THAN", "NUMBER", value=3)
    both = hubspot(kind="OR", branches=[hubspot(known, high), hubspot(high)])
    assert str(imported(both, "hubspot")) == "(locality is known and score > 3) or score > 3"
    assert str(imported(hubspot(), "hubspot")) == "everyone"
    assert str(imported(hubspot(kind="OR"), "hubspot")) == "not everyone"


@pytest.mark.parametrize(
    ("given_", "path", "reason"),
    [
        (prop("locality", "CONTAINS", value="x"), "filters[0].operation", "words there"),
        (prop("locality", "IS_EQUAL_TO", value="x"), "filters[0].operation.value", "folded=True"),
        (prop("locality", "HAS_EVER_BEEN_EQUAL_TO", value="x"), "filters[0].operation", "former values"),
        (prop("country", "IS_EQUAL_TO", value="Nowhere"), "filters[0].operation.value", "never has this value"),
        (prop("country", "STARTS_WITH", value="C"), "filters[0].operation.value", "with case here"),
        (prop("country", "IS_EQUAL_TO", value=" "), "filters[0].operation.value", "missing here"),
        (prop("score", "IS_EQUAL_TO", "NUMBER", value="many"), "filters[0].operation.value", "no number"),
        (prop("score", "IS_BETWEEN", "NUMBER", lowerBound=1), "filters[0].operation", "no number"),
        (prop("birth_date", "IS_AFTER", "TIME_POINT"), "filters[0].operation", "not taken over"),
        (prop("score", "SOMEHOW", "ALL_PROPERTY"), "filters[0].operation", "not taken over"),
        (prop("lokality", "IS_KNOWN"), "filters[0].property", "did you mean 'locality'"),
        ({"filterType": "EMAIL_SUBSCRIPTION"}, "filters[0]", "EMAIL_SUBSCRIPTION"),
        ({}, "filters[0]", "filterType"),
    ],
)
def test_what_hubspot_means_otherwise_is_named(given_, path, reason):
    with pytest.raises(SegmentImportError) as caught:
        imported(hubspot(given_), "hubspot")
    assert caught.value.parts[0][0] == path
    assert reason in caught.value.parts[0][1]


def test_hubspot_branches_of_other_records_are_named():
    for document in ({"filterBranchType": "ASSOCIATION"}, {"filterBranch": 3}, "{"):
        with pytest.raises(SegmentImportError):
            imported(document, "hubspot")


# Mautic


def mautic(field, operator, value=None, glue="and", **more):
    return {
        "glue": glue,
        "object": "lead",
        "field": field,
        "operator": operator,
        "properties": {"filter": value},
        **more,
    }


@pytest.mark.parametrize(
    ("filters", "ours"),
    [
        ([mautic("country", "=", "Switzerland"), mautic("score", "gte", "5")], 'country = "CH" and score >= 5'),
        ([mautic("country", "!=", "Switzerland")], 'not country = "CH"'),
        ([mautic("country", "in", ["Switzerland", "France"])], 'country = "CH" or country = "FR"'),
        ([mautic("country", "!in", ["Switzerland"])], 'not country = "CH"'),
        ([mautic("score", "lt", 5), mautic("score", "gt", 9, "or")], "score < 5 or score > 9"),
        (
            [mautic("vip", "=", 1), mautic("score", "lt", 5, "or"), mautic("score", "gt", 1)],
            "vip is true or (score < 5 and score > 1)",
        ),
        ([mautic("vip", "!=", "1")], "not vip is true"),
        ([mautic("vip", "=", "0")], "vip is false"),
        ([mautic("locality", "empty"), mautic("score", "!empty")], "locality is not known and score is known"),
        ([mautic("email", "contains", "example")], 'email contains "example"'),
        ([mautic("birth_date", "lte", "1990-01-31")], "birth_date <= 1990-01-31"),
        (
            [mautic("birth_date", "between", {"date_from": "1990-01-01", "date_to": "1990-12-31"})],
            "birth_date between 1990-01-01 and 1990-12-31",
        ),
        ([mautic("score", "!between", [1, 2])], "not score between 1 and 2"),
        ([mautic("leadlist", "in", [7])], 'in segment "7"'),
        ([mautic("leadlist", "!in", [7])], 'not in segment "7"'),
        ([{"field": "score", "operator": "=", "filter": 3, "glue": "or"}], "score = 3"),
        ([], "not everyone"),
    ],
)
def test_mautic_in_our_words(filters, ours):
    assert str(imported(filters, "mautic")) == ours
    assert str(imported(json.dumps({"filters": filters}), "mautic")) == ours


@pytest.mark.parametrize(
    ("given_", "path", "reason"),
    [
        (mautic("locality", "=", "x"), "filters[0].properties.filter", "folded=True"),
        (mautic("email", "contains", "a_b"), "filters[0].properties.filter", "other signs"),
        (mautic("locality", "like", "%x%"), "filters[0].operator", "its pattern"),
        (mautic("locality", "!regexp", "x"), "filters[0].operator", "read differently"),
        (mautic("birth_date", "date", "birthday"), "filters[0].operator", "relative date"),
        (mautic("birth_date", "=", "-3 days"), "filters[0].properties.filter", "no date"),
        (mautic("birth_date", "=", "2026-01-01T00:00:00Z"), "filters[0].properties.filter", "without time"),
        (mautic("birth_date", "between", {"from": 1}), "filters[0].properties.filter", "not taken over"),
        (mautic("score", "soundex", 3), "filters[0].properties.filter", "not taken over"),
        (mautic("country", "soundex", "x"), "filters[0].properties.filter", "not taken over"),
        (mautic("spent", "=", 3), "filters[0].operator", "not taken over"),
        (mautic("page", "=", "x", object="behaviors"), "filters[0].object", "behaviors"),
        (mautic("leadlist", "empty"), "filters[0].operator", "says nothing"),
        (mautic("lastname", "=", "x"), "filters[0].field", "no field here"),
        (3, "filters[0]", "an object"),
    ],
)
def test_what_mautic_means_otherwise_is_named(given_, path, reason):
    with pytest.raises(SegmentImportError) as caught:
        imported([given_], "mautic")
    assert caught.value.parts[0][0] == path
    assert reason in caught.value.parts[0][1]


def test_mautic_documents_are_lists_of_filters():
    for document in ("{", 3, {"name": "x"}):
        with pytest.raises(SegmentImportError):
            imported(document, "mautic")


# All of them


def test_our_names_take_the_place_of_theirs():
    fields = {"lastname": "family_name", "deal": "order", "7": "swiss"}
    rule = {"==": [{"var": "lastname"}, "Müller"]}
    assert str(imported(rule, "jsonlogic", fields=fields)) == 'family_name is exactly "Müller"'
    assert str(imported("deal.exists(d, has(d.status))", "cel", fields=fields)) == "did order[status is known]"
    listed = hubspot({"filterType": "IN_LIST", "listId": "7", "operator": "IN_LIST"})
    assert str(imported(listed, "hubspot", fields=fields)) == 'in segment "swiss"'


def test_folded_takes_comparisons_of_text_over():
    assert str(imported([mautic("locality", "startsWith", "Zü")], "mautic", folded=True)) == 'locality starts with "Zü"'
    found = imported(hubspot(prop("locality", "IS_EQUAL_TO", value="ZÜRICH")), "hubspot", folded=True)
    assert members(found, [{"locality": "Zurich"}]) == [True]


def test_segments_that_are_named_must_be_given():
    with pytest.raises(SegmentCheckError, match="There is no segment"):
        Segment.from_foreign([mautic("leadlist", "in", ["x"])], language="mautic")
    with pytest.raises(UnknownNameError, match="language of conditions"):
        Segment.from_foreign("x", language="sql")


def test_related_rows_that_are_imported_answer():
    orders = [{"at": datetime(2026, 1, 1, tzinfo=UTC), "status": "paid", "total": Money(1, "CHF")}]
    assert members(imported('orders.exists(o, o.status == "paid")', "cel"), [{"orders": orders}, {}]) == [True, False]


KEYS = words(
    "var and or == < in some if ! + filterBranchType filters filterType property operation operator glue field "
    "properties filter",
    between=" ",
)
WORDS_OF_CEL = words(
    "( ) [ ] . , ? : && || ! == != < in has size score country orders o exists all 'x' 3 1.5 null true - +",
    between=" ",
)
junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=4), st.sampled_from(["score", "orders"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=10,
)


@given(junk, st.sampled_from(["jsonlogic", "hubspot", "mautic"]))
def test_nonsense_is_an_error_of_its_own(document, language):
    with suppress(SegmentError):
        assert str(imported(document, language))


@given(
    st.lists(
        st.sampled_from(WORDS_OF_CEL),
        max_size=12,
    ).map(" ".join)
    | st.text(max_size=30)
)
def test_nonsense_of_cel_is_an_error_of_its_own(text):
    with suppress(SegmentError):
        assert str(imported(text, "cel"))


def test_deep_documents_are_refused():
    rule = {"var": "vip"}
    for _ in range(400):
        rule = {"!": [rule]}
    with pytest.raises(SegmentError):
        imported(rule, "jsonlogic")
    branch = hubspot()
    for _ in range(400):
        branch = hubspot(branches=[branch])
    with pytest.raises(SegmentError):
        imported(branch, "hubspot")
    with pytest.raises(SegmentError):
        imported('{"!": ' * 9_000 + "1" + "}" * 9_000, "jsonlogic")
