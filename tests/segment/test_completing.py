"""Completion knows the grammar, the schema and what stands before the cursor; the shipped grammar is up to date."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.customer import CUSTOMER
from crmkit.segment.completing.highlighting import shipped_grammar, text_mate_grammar
from crmkit.segment.operators import OPERATORS
from crmkit.segment.segment import Segment
from segment import worlds
from tests.segment.test_parse import pieces


def offered(text, cursor=None, **more):
    return [one.text for one in Segment.complete(text, cursor, **more)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("cou", ["country", "count"]),
        ("count(ord", ["orders"]),
        ("did ord", ["order"]),
        ("did order then ", ["order", "ticket", "call", "not"]),
        ("did order[sta", ["status"]),
        ("sum(orders.to", ["total"]),
        ("country con", ["contains", "contains any of", "contains all of", "contains none of"]),
        ("email ends ", ["with"]),
        ("birth_date has ", ["anniversary"]),
        ("customer_since in ", ["last", "next", "this", "previous"]),
        ("customer_since in last 3 d", ["days"]),
        ("did order in last 3 we", ["weeks"]),
        ("gender = ", ['"female"', '"male"', '"diverse"']),
        ('gender = "ma', ['"male"', '"female"']),
        ('gender in ("female", "d', ['"diverse"']),
        ("gender in (“di", ['"diverse"']),
        ("customer_since before ", ["today", "now"]),
        ('in segment "l', ['"lapsed"', '"all"']),
        ("consented to n", ["newsletter"]),
        ("consented to newsletter via e", ["email", "phone"]),
        ("country is known a", ["and"]),
        ("everyone ", ["and", "or"]),
        ("emial", ["email"]),
        ("did order at least 2 t", ["times", "time", "at least", "at most"][:2]),
        ("sam", ["sample", "name"][:1]),
        ("len", ["length", "a"][:1]),
        ("let x = cou", ["count"]),
    ],
)
def test_what_fits_best_comes_first(text, first):
    known = {"segments": {"lapsed": "everyone", "all": "everyone"}, "purposes": ["newsletter"]}
    assert offered(text, functions=worlds.FUNCTIONS, **known)[: len(first)] == first


def test_operators_are_those_of_the_family():
    assert set(offered("vip ", schema=worlds.SCHEMA)) & set(OPERATORS) == {
        one.name for one in OPERATORS.values() if "boolean" in one.families
    }
    assert "in last" in offered("last(orders.at) ")
    assert "in last" not in offered("country ")
    assert "starts with" in offered("did order[status ")
    assert "starts with" not in offered("count(orders) ")
    assert offered("unknown ")[:2] == ["=", "!="]


def test_a_completion_takes_the_place_of_the_whole_word():
    (one, *_) = Segment.complete("coun = 3", 2)
    assert (one.text, one.kind, one.start, one.end) == ("country", "field", 0, 4)
    assert one.doc == "country (country)"
    (one, *_) = Segment.complete('gender = "fe', 12)
    assert (one.start, one.end, one.doc) == (9, 12, "female")


def test_where_nothing_can_be_said_nothing_is_offered():
    assert offered("country ~ ") == []
    assert offered("country nonsense x ") == []
    assert offered('country = "CH') == []


@given(st.lists(pieces, max_size=10).map(" ".join) | st.text(max_size=40), st.integers(-3, 60))
def test_completing_never_fails(text, cursor):
    for one in Segment.complete(text, cursor, schema=worlds.SCHEMA):
        assert 0 <= one.start <= one.end <= len(text)
        assert one.text


@given(worlds.trees, st.data())
def test_the_next_word_of_a_segment_is_among_what_is_offered(tree, data):
    text = str(worlds.segment(tree))
    words = list(
        re.finditer(r"[a-z_]+", re.sub(r'"(?:[^"\\]|\\.)*"', lambda m: '"' + "#" * (len(m[0]) - 2) + '"', text))
    )
    word = data.draw(st.sampled_from(words))
    if word[0] in {"km", "of"} or text[: word.start()].endswith((".", "$")):
        return
    found = offered(
        text,
        word.start(),
        schema=worlds.SCHEMA,
        functions=worlds.FUNCTIONS,
        segments=worlds.SEGMENTS,
        purposes=["newsletter", "offers"],
    )
    assert any(word[0].rstrip("s") in re.split(r"\W+", one) or word[0] in one for one in found), (text, word[0], found)


def test_the_shipped_grammar_is_that_of_the_catalogue():
    assert shipped_grammar() == text_mate_grammar(), "run python -m scripts.segment_grammar"


def test_the_grammar_colours_words_fields_and_texts():
    patterns = [one for one in text_mate_grammar()["patterns"] if "match" in one]

    def scope(word):
        return next(one["name"] for one in patterns if re.match(one["match"], word)).removesuffix(".crmkit-segment")

    assert scope("and") == "keyword.control"
    assert scope("contains") == scope("WITHIN") == "keyword.operator.word"
    assert scope(">=") == "keyword.operator"
    assert scope("2026-01-31") == "constant.other.date"
    assert scope("12.50 CHF") == "constant.numeric"
    assert scope("days") == "constant.language.unit"
    assert scope("count(") == "support.function"
    assert scope("$x") == "variable.parameter"
    assert all(scope(one.name) == "variable.other" for one in CUSTOMER.fields)
