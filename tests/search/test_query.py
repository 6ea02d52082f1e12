"""What somebody typed, in parts."""

import pytest
from hypothesis import given

from crmkit.search.query import MOST, Part, parse_query
from crmkit.search.spelling import LONGEST
from tests.search.people import queries
from tests.strategies import texts


def said(text):
    return [[part.forms[0] for part in reading] for reading in parse_query(text).readings]


@given(queries() | texts())
def test_whatever_was_typed_has_few_parts_of_plain_letters(text):
    query = parse_query(text)
    assert len(query.readings) <= 2
    for reading in query.readings:
        assert 0 < len(reading) <= MOST
        assert not all(part.light for part in reading)
        for form in (form for part in reading for form in part.forms):
            assert form
            assert form.isascii()
            assert len(form) <= LONGEST


@given(queries())
def test_case_and_further_blanks_do_not_matter(text):
    if text.upper().lower() == text.lower() and len(text) < 300:
        assert parse_query(text.upper()) == parse_query(f"  {text.lower()}\t")


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "\u200b", "@", "+", "-", "...", "()", "\u0308"])
def test_what_says_nothing_has_no_parts(text):
    assert parse_query(text).readings == ()


def test_an_emoji_is_a_word_like_another():
    assert said("Anna 🙂")[-1][0] == "anna"


def test_a_book_is_read_as_quickly_as_a_line():
    query = parse_query("Müller-O’Neill 079 " * 60_000)
    assert [len(reading) <= MOST for reading in query.readings] == [True, True]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("079 123 45 67", "0791234567"),
        ("079/123.45.67", "0791234567"),
        ("+41 79 123 45", "+417912345"),
        ("+41 (0)79 123 45 67", "+41791234567"),
        ("+41(0)791234567", "+41791234567"),
        ("0041 79 123", "004179123"),
        ("123 45 67", "1234567"),
    ],
)
def test_the_groups_of_a_telephone_number_are_one_part(text, digits):
    assert said(text) == [[digits]]


def test_a_postcode_and_a_year_stay_apart():
    assert said("1003 1975") == [["1003", "1975"]]


@pytest.mark.parametrize("text", ["12.3.1975", "12/03/1975", "1975-03-12", "12-3-1975"])
def test_a_date_is_one_part(text):
    assert said(text) == [["19750312"]]


def test_marks_within_a_word_are_read_in_both_ways():
    assert said("marie-claude dup") == [["marieclaude", "dup"], ["marie", "claude", "dup"]]
    assert said("jean.dup") == [["jeandup"], ["jean", "dup"]]


def test_an_address_is_one_part_and_a_domain_is_words():
    assert said("Jean.Dupont@Exam") == [["jeandupont@exam"]]
    assert said("jean@") == [["jean@"]]
    assert said("@garage.ch") == [["garagech"], ["garage", "ch"]]


def test_places_are_also_meant_in_another_language():
    assert parse_query("Genf").readings == ((Part(("genf", "geneve")),),)


@pytest.mark.parametrize("text", ["Mme Dupont", "rue Dupont", "Dupont SA", "de Dupont", "j dupont", "Dr. Dupont"])
def test_small_words_are_light_beside_others(text):
    assert sorted((part.forms[0] == "dupont", part.light) for part in parse_query(text).readings[0]) == [
        (False, True),
        (True, False),
    ]


def test_a_small_word_alone_is_not_light():
    assert [part.light for part in parse_query("Chemin").readings[0]] == [False]
