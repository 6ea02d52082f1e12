"""Distinct texts are described once, and descriptions tell them apart."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.columnar.spelling import (
    Spelt,
    Vocabulary,
    endings,
    first_letters,
    lengths,
    letters,
    letters_of_box,
    starts,
)

TEXTS = st.text("ab0 @.é\n", max_size=8) | st.text(max_size=5).filter(lambda text: text.isprintable())


def column(texts):
    return pl.Series(texts, dtype=pl.String)


@given(st.lists(TEXTS, max_size=8))
def test_descriptions_tell_texts_apart(texts):
    held = column(texts)
    assert lengths(held).tolist() == list(map(len, texts))
    for how, part in (
        (starts, lambda text: text[:3]),
        (endings, lambda text: text[-3:]),
        (first_letters, lambda text: text[:1]),
    ):
        made = dict(zip(map(part, texts), how(held).tolist(), strict=True))
        assert len(set(made.values())) == len(made)
    assert len(letters(held)) == len(texts)


def test_a_vocabulary_describes_each_text_once():
    asked = []
    words = Vocabulary(("anna", "bert"))

    def how(texts):
        asked.append(texts.to_list())
        return np.array([len(text) for text in texts])

    for places in ([0, 1, 0], [1]):
        assert Spelt(words, np.array(places)).described(how).tolist() == [4] * len(places)
    assert asked == [["anna", "bert"]]


@given(st.lists(st.tuples(TEXTS, TEXTS).map("@".join), max_size=8))
def test_signs_of_a_mailbox_are_those_before_the_first_at(mails):
    boxes = [mail.partition("@")[0] for mail in mails]
    assert letters_of_box(column(mails)).tolist() == letters(column(boxes)).tolist()


def test_texts_are_a_sequence():
    texts = Spelt(Vocabulary(("anna", "bert")), np.array([1, 0, 1]))
    assert list(texts) == ["bert", "anna", "bert"]
    assert (len(texts), texts[0], list(texts[1:]), texts.only(np.array([1])).listed) == (
        3,
        "bert",
        ["anna", "bert"],
        ["anna"],
    )
