"""JSON bodies and keys as text."""

import pytest
from hypothesis import given

from crmkit.backends.escaping import escape, unescape
from crmkit.backends.json_text import dump_body, load_body
from crmkit.exceptions import CallError, StoreCorruptError
from crmkit.testing import strategies


@given(strategies.bodies(max_leaves=20))
def test_a_body_reads_back_exactly_from_plain_ascii(body):
    text = dump_body(body)
    assert text.isascii()
    assert "\x00" not in text
    assert repr(load_body(text, where="base")) == repr(body)


@given(strategies.texts(max_size=30))
def test_an_escaped_text_reads_back_and_every_database_can_hold_it(text):
    escaped = escape(text)
    assert unescape(escaped) == text
    assert "\x00" not in escaped
    assert escaped.encode("utf-8").decode("utf-8") == escaped


@given(strategies.texts(), strategies.texts())
def test_different_texts_stay_different(left, right):
    assert (escape(left) == escape(right)) is (left == right)


@pytest.mark.parametrize("text", ["crm/17", "Zoë", "ada@example.org", "\U0001f600", ""])
def test_usual_text_is_kept_readable(text):
    assert escape(text) == text


@pytest.mark.parametrize(
    "body", [float("-inf"), (1,), [()], {1: 1}, {None: 1}, {1, 2}, b"x", "\ud83d\ude00"], ids=ascii
)
def test_what_would_not_read_back_is_refused(body):
    with pytest.raises(CallError, match="body"):
        dump_body(body)


def test_endless_nesting_is_refused():
    body = []
    body.append(body)
    with pytest.raises(CallError):
        dump_body(body)


@pytest.mark.parametrize("text", ["", "{", b"\xff", None])
def test_what_is_no_json_is_corrupt(text):
    with pytest.raises(StoreCorruptError, match="base"):
        load_body(text, where="base")
