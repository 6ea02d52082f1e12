"""A text is known again by its content, and stood from one instant until another."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.consent.notices import Notice, content_hash

ONE, TWO, THREE = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3))


@given(st.text())
def test_line_ends_and_the_writing_of_accents_do_not_change_a_text(text):
    assert content_hash(text.replace("\r", "") + "\n") == content_hash(text.replace("\r", "").replace("\n", "\r\n"))
    assert len(content_hash(text)) == 64


def test_another_word_is_another_text():
    assert content_hash("é") == content_hash("e\N{COMBINING ACUTE ACCENT}") != content_hash("e")


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [(ONE, ONE, False), (TWO, TWO, True), (TWO, THREE, False), (THREE, THREE, False), (ONE, TWO, False)],
)
def test_it_was_shown_during_a_whole_span_or_not(since, until, shown):
    notice = Notice.of("Yes.", name="form", language="en", shown_from=TWO, shown_until=THREE)
    assert notice.was_shown(since, until) == shown


def test_a_text_without_dates_always_stood():
    assert Notice.of("Yes.", name="form", language="en").was_shown(ONE, THREE)
