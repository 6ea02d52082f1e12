"""Bounds from letters never rule out what a closer comparison would find."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from crmkit.dedup.columnar.spelling import (
    Spelt,
    Vocabulary,
    endings,
    fewest_slips,
    first_letters,
    lengths,
    letters,
    most_alike,
    spelt,
    starts,
)

TEXTS = st.text("ab0 @.é\n", max_size=8) | st.text(max_size=5).filter(lambda text: text.isprintable())
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), max_size=12)


@given(PAIRS)
def test_slips_are_never_fewer_than_the_bound(pairs):
    left, right = (spelt([pair[side] for pair in pairs]) for side in (0, 1))
    for (one, other), bound in zip(pairs, fewest_slips(left, right).tolist(), strict=True):
        assert OSA.distance(one, other) >= bound


@given(PAIRS)
def test_likeness_is_never_above_the_bound(pairs):
    left, right = (spelt([pair[side] for pair in pairs]) for side in (0, 1))
    for (one, other), shared, alike in zip(pairs, *(bound.tolist() for bound in most_alike(left, right)), strict=True):
        if one and other:
            assert JaroWinkler.similarity(one, other) <= alike + 1e-9
            assert fuzz.ratio(one, other) <= 200 * shared / (len(one) + len(other)) + 1e-9


@given(st.lists(TEXTS, max_size=8))
def test_descriptions_tell_texts_apart(texts):
    assert lengths(texts).tolist() == list(map(len, texts))
    for how, part in (
        (starts, lambda text: text[:3]),
        (endings, lambda text: text[-3:]),
        (first_letters, lambda text: text[:1]),
    ):
        made = dict(zip(map(part, texts), how(texts).tolist(), strict=True))
        assert len(set(made.values())) == len(made)
    assert len(letters(texts)) == len(texts)


def test_a_vocabulary_describes_each_text_once():
    asked = []
    words = Vocabulary(("anna", "bert"))

    def how(texts):
        asked.append(texts)
        return np.array([len(text) for text in texts])

    for places in ([0, 1, 0], [1]):
        assert Spelt(words, np.array(places)).described(how).tolist() == [4] * len(places)
    assert asked == [["anna", "bert"]]


def test_texts_are_a_sequence():
    texts = Spelt(Vocabulary(("anna", "bert")), np.array([1, 0, 1]))
    assert list(texts) == ["bert", "anna", "bert"]
    assert (len(texts), texts[0], list(texts[1:]), texts.only(np.array([1])).listed) == (
        3,
        "bert",
        ["anna", "bert"],
        ["anna"],
    )
