import contextlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import InputError
from crmkit.intake.encoding import decode

WORDS = (
    "Zoé",
    "Müller",
    "Genève",
    "Zürich",
    "François",
    "Grüße",
    "Élodie",
    "Noël",
    "Bérénice",
    "Jürg",
    "Königstraße",
    "Crête",
)
SENTENCE = "Name;Ort\n" + "\n".join(f"{word};{other}" for word, other in pairwise(WORDS))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "mac_roman", "cp850", "iso8859-15"]
)
def test_french_and_german_come_out_right_whatever_the_encoding(encoding):
    assert decode(SENTENCE.encode(encoding), where="a.csv")[0] == SENTENCE


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
def test_a_few_words_in_the_encoding_of_windows_come_out_right(words):
    text = ";".join(words)
    assert decode(text.encode("cp1252"), where="a.csv")[0] == text


@given(st.text())
def test_utf_8_always_comes_out_as_it_went_in(text):
    if "\0" not in text and not any(ord(character) < 32 or ord(character) == 127 for character in text):
        assert decode(text.encode(), where="a.csv")[0] == text.removeprefix("\ufeff")


def test_one_late_byte_decides_against_utf_8():
    data = b"name\n" + b"Anna\n" * 50_000 + "Zoé\n".encode("cp1252")
    assert decode(data, where="a.csv")[1] == "cp1252"


def test_french_typography_and_the_euro_are_kept():
    text = "L’été – 5 € « œuvre »"
    assert decode(text.encode("cp1252"), where="a.csv")[0] == text


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_an_input_error(data):
    with contextlib.suppress(InputError):
        assert isinstance(decode(data, where="a.csv")[0], str)


@pytest.mark.parametrize("data", [b"a\0b", b"\xff\xfea", b"\xef\xbb\xbf\xff", b"\x01\x02\x03\x04"])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(InputError, match=r"a\.csv"):
        decode(data, where="a.csv")
