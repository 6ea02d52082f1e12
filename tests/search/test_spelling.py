"""Words as they are looked up."""

from hypothesis import given

from crmkit.search.spelling import LONGEST, joined, words
from tests.strategies import texts


@given(texts())
def test_words_are_of_plain_letters_and_digits_and_never_too_long(text):
    for spelling in [*(one for word in words(text) for one in word), *joined(text)]:
        assert 0 < len(spelling) <= LONGEST
        assert spelling.isascii()
        assert spelling.isalnum()
        assert spelling == spelling.lower()


@given(texts())
def test_case_does_not_matter(text):
    if text.upper().lower() == text.lower():
        assert words(text.upper()) == words(text.lower())


def test_an_umlaut_has_both_spellings_also_when_it_is_two_characters():
    assert words("Zürich") == words("Zu\u0308rich") == (("zurich", "zuerich"),)


def test_a_written_out_umlaut_stays_as_it_is():
    assert words("Mueller Michael") == (("mueller",), ("michael",))


def test_marks_part_words_and_joining_leaves_them_out():
    assert joined("O’Neill") == joined("o'neill") == ("oneill",)
    assert joined("-") == ()
