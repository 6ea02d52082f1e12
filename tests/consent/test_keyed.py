"""Only who has the key can name a contact point, and every key there ever was recognises its names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.consent.keyed import Keyring, key_name
from crmkit.consent.points import is_point, is_sealed
from crmkit.exceptions import CallError

RING = Keyring("new", {"new": bytes(range(32)), "old": bytes(32)})
OTHER = Keyring("new", {"new": bytes([1]) * 32})


@given(st.text(), st.sampled_from(["point", "token"]))
def test_a_name_says_its_key_and_hides_what_it_names(text, what):
    name = RING.seal(what, text)
    assert name == RING.seal(what, text) == RING.names(what, text)[0]
    assert is_sealed(name)
    assert not is_point(name)
    assert key_name(name) == "new"
    assert len(text) < 8 or text not in name
    assert name != OTHER.seal(what, text)
    assert name != RING.seal("token" if what == "point" else "point", text)


def test_names_made_with_an_older_key_are_recognised():
    old = Keyring("old", {"old": bytes(32)})
    assert old.seal("point", "email:a@example.org") in RING.names("point", "email:a@example.org")
    assert RING.reads(old.seal("point", "x"))
    assert not old.reads(RING.seal("point", "x"))


def test_keys_are_never_printed():
    assert "\\x" not in repr(RING)
    assert "keys" not in repr(RING)


@pytest.mark.parametrize(
    ("current", "keys", "fault"),
    [
        ("a", {"a": bytes(31)}, "31 bytes"),
        ("b", {"a": bytes(32)}, "no key 'b'"),
        ("a:b", {"a:b": bytes(32)}, "without a colon"),
        ("", {"": bytes(32)}, "without a colon"),
    ],
)
def test_a_key_that_protects_nothing_is_refused(current, keys, fault):
    with pytest.raises(CallError, match=fault):
        Keyring(current, keys)
