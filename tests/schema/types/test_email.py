"""E-mail addresses: what they are cleaned to, and when two are one mailbox."""

import csv

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.schema.types.contacts.email_domains import _listed, know_domain
from crmkit.schema.types.contacts.email_providers import INTERNATIONAL, MORE_FREE, NOT_REAL, PROVIDERS, WRONG_COUNTRY
from crmkit.schema.types.contacts.email_reading import plain_address, valid_address
from crmkit.schema.types.email import EMAIL
from tests.strategies import CASES, mutated


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


def by_library(address):
    try:
        return validate_email(address, check_deliverability=False, strict=True, allow_quoted_local=address[:1] == '"')
    except EmailNotValidError:
        return None


def test_published_addresses_are_read_as_the_library_reads_them():
    with (CASES / "email.csv").open(encoding="utf-8", newline="") as file:
        published = [row["cell"] for row in csv.DictReader(file) if "email-validator" in row["source"]]
    assert len(published) >= 40
    for address in published:
        library = by_library(address)
        if library is not None:
            assert valid_address(address) == library.normalized
            assert EMAIL.keys(library.normalized)[0].rpartition("@")[2] == library.ascii_domain


@settings(max_examples=250, deadline=None)
@given(mutated())
def test_any_text_is_an_address_when_the_library_says_so(text):
    library = by_library(text)
    assert valid_address(text) == (library and library.normalized)


@settings(max_examples=400, deadline=None)
@given(
    ATOM | st.sampled_from(["INFO", "News", "a" * 64, "a" * 65]),
    st.lists(LABEL | st.sampled_from(["test", "local", "xn--a", "com"]), min_size=1, max_size=3),
)
def test_the_fast_path_says_what_the_library_says(local, labels):
    address = f"{local}@{'.'.join(labels)}"
    plain = plain_address(address)
    if plain is not None:
        try:
            library = validate_email(address, check_deliverability=False, strict=True).normalized
        except EmailNotValidError:
            library = None
        assert plain == library


@given(LABEL.map(str.lower), st.sampled_from(["ch", "com", "fr", "de", "example"]))
def test_a_domain_and_its_ascii_form_share_what_is_known(name, ending):
    unicode = f"ä{name}.{ending}"
    library = by_library(f"x@{unicode}")
    if library is not None:
        known, ascii_known = know_domain(unicode), know_domain(library.ascii_domain)
        assert known.ascii == ascii_known.ascii == library.ascii_domain
        assert EMAIL.keys(f"X@{unicode}") == EMAIL.keys(f"x@{library.ascii_domain}")


def test_no_domain_where_people_have_their_mail_is_doubted_or_thrown_away():
    for domain in (*PROVIDERS, *MORE_FREE, *(_listed("free") - _listed("disposable") - NOT_REAL)):
        known = know_domain(domain)
        assert (known.meant, known.disposable, known.free) == (None, False, True), domain


def test_what_is_suggested_is_a_real_provider():
    assert set(WRONG_COUNTRY.values()) <= set(PROVIDERS)
    assert {provider.partition(".")[0] for provider in PROVIDERS} >= INTERNATIONAL


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("info@bluewin.ch", ("info", "bluewin.ch", True, True, False)),
        ("anna.muster@example.org", ("anna.muster", "example.org", False, False, False)),
        ("x@mailinator.com", ("x", "mailinator.com", False, False, True)),
        ("jean@exämple.ch", ("jean", "xn--exmple-cua.ch", False, False, False)),
    ],
)
def test_the_parts_tell_whose_address_it_is(address, parts):
    assert tuple(EMAIL.parts(address).values()) == parts


@pytest.mark.parametrize(
    ("cell", "suggestion"),
    [
        ("jean@example,com", "jean@example.com"),
        ("jean@@example.com", "jean@example.com"),
        ("jean@gmail", "jean@gmail.com"),
        ("jean @ example.com", "jean@example.com"),
        ("jean at example dot com", "jean@example.com"),
        ("jean#example.com", "jean@example.com"),
        ("jean. dupont@example.com", "jean.dupont@example.com"),
        ("broken", None),
    ],
)
def test_an_unusable_address_is_refused_with_what_was_probably_meant(cell, suggestion):
    cleaned = EMAIL.clean(cell)
    assert cleaned.value is None
    assert cleaned.findings[0].suggestion == suggestion


def test_a_word_before_an_address_is_said_since_it_may_belong_to_it():
    (finding,) = EMAIL.clean("jean dupont@example.com").findings
    assert (finding.code, finding.suggestion) == ("email.word_before", "jeandupont@example.com")
