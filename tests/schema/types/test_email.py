"""E-mail addresses: what they are cleaned to, and when two are one mailbox."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.schema.types.email import EMAIL, _plain


@pytest.mark.parametrize(
    ("cell", "values", "key"),
    [
        (" Jean.Dupont+news@Gmail.com ", ("Jean.Dupont+news@gmail.com",), "jeandupont@gmail.com"),
        ("jean@EXÄMPLE.CH", ("jean@exämple.ch",), "jean@xn--exmple-cua.ch"),
        ("jean@xn--exmple-cua.ch", ("jean@exämple.ch",), "jean@xn--exmple-cua.ch"),
        ("jean@straße.de", ("jean@straße.de",), "jean@xn--strae-oqa.de"),
        (
            '"Dupont, Jean" <jean@example.com>; paul@example.com',
            ("jean@example.com", "paul@example.com"),
            "jean@example.com",
        ),
        ("jean@example.com/paul@example.org", ("jean@example.com", "paul@example.org"), "jean@example.com"),
        ("ｊean@example.com", ("jean@example.com",), "jean@example.com"),
        ("mailto:jean@example.com.", ("jean@example.com",), "jean@example.com"),
        ("jean (at) example.ch", ("jean@example.ch",), "jean@example.ch"),
        ("A.B+x@example.org", ("A.B+x@example.org",), "a.b+x@example.org"),
        ("a.b+x@Outlook.com", ("a.b+x@outlook.com",), "a.b@outlook.com"),
    ],
)
def test_an_address_is_cleaned_and_keyed(cell, values, key):
    cleaned = EMAIL.clean(cell)
    assert cleaned.values == values
    assert cleaned.keys == (key,)


@pytest.mark.parametrize(
    ("cell", "suggestion"),
    [
        ("jean@gmial.com", "jean@gmail.com"),
        ("jean@hotmail.con", "jean@hotmail.com"),
        ("jean@bluewin.c", "jean@bluewin.ch"),
        ("jean@orang.fr", "jean@orange.fr"),
        ("jean@wanado.fr", "jean@wanadoo.fr"),
        ("jean@firma.con", "jean@firma.com"),
    ],
)
def test_a_mistyped_domain_is_kept_and_a_better_one_suggested(cell, suggestion):
    cleaned = EMAIL.clean(cell)
    assert cleaned.value == cell
    assert [(one.code, one.suggestion) for one in cleaned.findings] == [("email.typo", suggestion)]


@pytest.mark.parametrize("cell", ["jean@mail.com", "jean@gmx.fr", "jean@live.com", "jean@ymail.com", "jean@lopez.net"])
def test_a_real_domain_is_not_doubted(cell):
    assert EMAIL.clean(cell).findings == ()


@pytest.mark.parametrize("cell", ["noemail@example.com", "no@email.com", "test@test.com", "x@x.ch", "jean@noemail.com"])
def test_an_address_of_nobody_is_a_placeholder(cell):
    assert [one.code for one in EMAIL.clean(cell).findings] == ["email.placeholder"]


def test_a_mailbox_of_a_function_is_noted():
    assert [one.code for one in EMAIL.clean("info@example.org").findings] == ["email.role"]


@pytest.mark.parametrize("cell", ["jean", "jean@", "@example.com", "jean@localhost", "a b", "jean.dupont@@"])
def test_what_is_no_address_has_no_value(cell):
    cleaned = EMAIL.clean(cell)
    assert cleaned.value is None
    assert [one.code for one in cleaned.findings] == ["email.invalid"]


ATOM = st.text("abcXYZ019.!#+-_'/@ ", min_size=1, max_size=12)
LABEL = st.text("abcXYZ019-", min_size=1, max_size=10)


@settings(max_examples=400, deadline=None)
@given(
    ATOM | st.sampled_from(["INFO", "News", "a" * 64, "a" * 65]),
    st.lists(LABEL | st.sampled_from(["test", "local", "xn--a", "com"]), min_size=1, max_size=3),
)
def test_the_fast_path_says_what_the_library_says(local, labels):
    address = f"{local}@{'.'.join(labels)}"
    plain = _plain(address)
    if plain is not None:
        try:
            library = validate_email(address, check_deliverability=False, strict=True).normalized
        except EmailNotValidError:
            library = None
        assert plain == library
