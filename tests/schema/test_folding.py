"""Folding: lossy, repeatable, plain ASCII."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.folding import fold, fold_german
from tests.strategies import texts


@given(st.one_of(texts(), st.text()))
def test_a_fold_is_plain_words_and_folds_to_itself(text):
    folded = fold(text)
    assert re.fullmatch(r"(?:[0-9a-z]+(?: [0-9a-z]+)*)?", folded)
    assert fold(folded) == folded
    assert fold(text.lower()) == folded or not text.isascii()


@pytest.mark.parametrize(
    ("left", "right"), [("Müller", "Mueller"), ("Jörg", "JOERG"), ("Zürich", "Zuerich"), ("Straße", "STRASSE")]
)
def test_both_spellings_of_an_umlaut_fold_alike(left, right):
    assert fold_german(left) == fold_german(right)
