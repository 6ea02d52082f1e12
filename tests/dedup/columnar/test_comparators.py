"""Levels of unequal values."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.columnar.comparators import COMPARATORS
from crmkit.dedup.columnar.name_comparators import may_be_one
from crmkit.dedup.comparing import COMPARISONS

NAMES = {one.comparator: [level.name for level in one.levels] for one in COMPARISONS}


@pytest.mark.parametrize(
    ("comparator", "left", "right", "level"),
    [
        ("given_name", "robert", "bob", "short form"),
        ("given_name", "anna maria", "anna", "short form"),
        ("given_name", "a", "anna", "initial"),
        ("given_name", "jc", "jean claude", "initial"),
        ("given_name", "scatlett", "scarlett", "typo"),
        ("given_name", "anna", "victor", "different"),
        ("family_name", "muster beispiel", "beispiel", "part"),
        ("family_name", "rosenfled", "rosenfeld", "typo"),
        ("family_name", "keller", "okafor", "different"),
        ("date", "19800517", "19800518", "typo"),
        ("date", "19800507", "19800705", "typo"),
        ("date", "19800517", "19800000", "similar"),
        ("date", "19800517", "19551102", "different"),
        ("email", "anna@example.org", "anna@exmaple.org", "typo"),
        ("email", "anna81@example.org", "anna82@example.org", "different"),
        ("email", "anna.rosenfeld@example.org", "anna.rosenfeld@firma.example.com", "same mailbox"),
        ("code", "791234567", "791234576", "typo"),
        ("postcode", "gu1 4ds", "gu1 9zz", "area"),
        ("words", "alten markt", "markt alten", "typo"),
        ("organisation", "cafe du lac", "cafe du lac lausanne", "contained"),
        ("category", "f", "m", "different"),
    ],
)
def test_levels(comparator, left, right, level):
    for one, other in ((left, right), (right, left)):
        assert NAMES[comparator][COMPARATORS[comparator]([one], [other])[0]] == level


@pytest.mark.parametrize("comparator", sorted(COMPARATORS))
def test_nothing_to_compare_gives_nothing(comparator):
    assert len(COMPARATORS[comparator]([], [])) == 0


NAMES_OF_PEOPLE = "anna hanna ana maria marie martin jo lolo laurent bob robert a r li muster musster mustre meier"
DOMAINS = st.sampled_from(["example.org", "exmaple.org", "example.com"])
WORDS = {
    "date": st.dates().map(lambda day: f"{day:%Y%m%d}") | st.sampled_from(["19800517", "19800500", "19800101"]),
    "email": st.builds(
        "{}{}@{}".format, st.sampled_from(["anna", "anna.muster", "bo"]), st.sampled_from(["", "8", "81"]), DOMAINS
    ),
    "code": st.text("0123", min_size=4, max_size=6),
    "number": st.text("12ab", min_size=1, max_size=4),
    "postcode": st.sampled_from(["gu1 4ds", "gu1 9zz", "gu14ds", "8001", "8002", "80010"]),
    "category": st.sampled_from("mf"),
}  # fmt: skip
TEXTS = st.lists(
    st.sampled_from(NAMES_OF_PEOPLE.split()) | st.text("abé1", min_size=1, max_size=5), min_size=1, max_size=3
)


@pytest.mark.parametrize("comparator", sorted(COMPARATORS))
@settings(max_examples=15, deadline=None)
@given(st.data())
def test_many_pairs_are_compared_as_each_is_alone(comparator, data):
    texts = WORDS.get(comparator, TEXTS.map(" ".join))
    pairs = data.draw(
        st.lists(st.tuples(texts, texts).filter(lambda pair: pair[0] != pair[1]), min_size=6, max_size=12)
    )
    many = pairs * 10
    together = COMPARATORS[comparator](*map(list, zip(*many, strict=True))).tolist()
    alone = [int(COMPARATORS[comparator]([left], [right])[0]) for left, right in pairs]
    assert together == alone * 10


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS.map(" ".join), TEXTS.map(" ".join)), min_size=1, max_size=10))
def test_names_that_agree_are_never_ruled_out(pairs):
    sides = [list(side) for side in zip(*pairs, strict=True)]
    alike = np.minimum(COMPARATORS["given_name"](*sides), COMPARATORS["family_name"](*sides)) < 5
    assert (may_be_one(*sides) | ~alike).all()
