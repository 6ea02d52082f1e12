"""One pair at a time is compared as columns are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.columnar.comparators import COMPARATORS
from crmkit.dedup.columnar.comparators import own as own_of_columns
from crmkit.dedup.columnar.online.levels import LEVELS, own

WORDS = (
    *("anna", "anne", "a", "annamaria", "jean pierre", "jp", "jean", "toine", "antoine", "lolo", "laurent", "hogu"),
    *("hugo", "keller", "kellre", "keller muster", "muster", "van der berg", "vanderberg", "rue du lac", "lac rue du"),
    *("okafor", "bakery muster zurich", "gu1 4ds", "gu14ds", "8001", "8010", "791234567", "79123456", "m", "em", "li"),
    *(
        "anna.keller@example.org",
        "anna.keller@exmaple.org",
        "anna81@example.org",
        "anna82@example.org",
        "x@y.ch",
        "ann",
    ),
)
DATES = ("19800517", "19800518", "19800705", "19800507", "19800101", "19800000", "19551102", "19810517", "18900517")


@st.composite
def slipped(draw, words):
    """A word, with a letter less, more, other or in another place at times."""
    text = draw(st.sampled_from(words))
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, max(len(text) - 1, 0)))
        how = draw(st.sampled_from("drict"))
        letter = draw(st.sampled_from("aenrst019 é"))
        text = {
            "d": text[:place] + text[place + 1 :],
            "r": text[:place] + letter + text[place + 1 :],
            "i": text[:place] + letter + text[place:],
            "c": text[:place] + text[place : place + 1] * 2 + text[place + 1 :],
            "t": text[:place] + text[place : place + 2][::-1] + text[place + 2 :],
        }[how]
    return " ".join(text.split()) or "a"


def unlike(texts):
    return st.lists(st.tuples(texts, texts).filter(lambda two: two[0] != two[1]), min_size=1, max_size=80)


pairs = unlike(slipped(WORDS))
days = unlike(st.sampled_from(DATES) | st.from_regex(r"19[3-5][0-9](0[1-9]|1[0-2])(0[1-9]|2[0-8])", fullmatch=True))


@settings(max_examples=10, deadline=None)
@pytest.mark.parametrize("comparator", sorted(LEVELS.keys() - {"date"}))
@given(drawn=pairs)
def test_a_pair_of_texts_is_compared_as_in_columns(comparator, drawn):
    drawn = [tuple(sorted(pair)) for pair in drawn]
    left, right = map(list, zip(*drawn, strict=True))
    assert [LEVELS[comparator](*pair) for pair in drawn] == COMPARATORS[comparator](left, right).tolist()


@settings(max_examples=15, deadline=None)
@given(drawn=days)
def test_a_pair_of_dates_is_compared_as_in_columns(drawn):
    left, right = map(list, zip(*drawn, strict=True))
    assert [LEVELS["date"](*pair) for pair in drawn] == COMPARATORS["date"](left, right).tolist()


@given(st.lists(st.floats(0, 1) | st.sampled_from((0.75, 0.9)), max_size=20))
def test_a_type_of_its_own_is_compared_as_in_columns(similarities):
    assert [own(one) for one in similarities] == own_of_columns(similarities).tolist()


def test_every_comparator_compares_one_pair_too():
    assert LEVELS.keys() == COMPARATORS.keys()
