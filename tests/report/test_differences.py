"""What is marked is what differs, and nothing is lost."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from crmkit.report.differences import marked

texts = st.text(st.sampled_from("ab<&>\"' é"), max_size=12)


@given(texts, texts)
def test_marks_change_no_text_and_mark_every_difference(left, right):
    one, other = marked(left, right)
    for html, text in ((one, left), (other, right)):
        assert unescape(re.sub("</?mark>", "", html)) == text
    kept = [re.sub("<mark>.*?</mark>", "", html) for html in (one, other)]
    if left and right:
        assert kept[0] == kept[1]
    if left == right or not left or not right:
        assert "<mark>" not in one + other


def test_long_texts_and_texts_that_share_little_are_marked_as_a_whole():
    assert marked("Bern", "Chur") == ("<mark>Bern</mark>", "<mark>Chur</mark>")
    assert marked("a" * 300, "a" * 299 + "b")[0] == f"<mark>{'a' * 300}</mark>"
