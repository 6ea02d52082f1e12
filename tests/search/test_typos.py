"""Words that were mistyped."""

from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from crmkit.search.typos import slips, variants

LETTERS = "abcdeilmnorstuz"
words = st.text(LETTERS, min_size=4, max_size=12)


@st.composite
def slipped(draw):
    """A word and the same word with one slip."""
    word = draw(words)
    place = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(LETTERS))
    before, after = word[:place], word[place + 1 :]
    kinds = (before + after, before + letter + after, before + letter + word[place:])
    swapped = before + after[:1] + word[place] + after[1:]
    return word, draw(st.sampled_from((*kinds, swapped)))


@given(slipped())
def test_one_slip_is_found_by_a_shared_spelling_and_counted_as_one(pair):
    word, typed = pair
    assert slips(typed, word) == 1
    assert set(variants(typed)) & set(variants(word))


@given(words, words)
def test_slips_are_counted_the_same_both_ways(one, other):
    assert slips(one, other) == slips(other, one)


@given(words, words)
def test_what_counts_as_a_slip_is_found_by_a_shared_spelling(one, other):
    if slips(one, other):
        assert set(variants(one)) & set(variants(other))
        assert OSA.distance(one, other) <= 2


@given(st.text(LETTERS, max_size=3), st.text(LETTERS, max_size=3))
def test_very_short_words_have_no_slips(one, other):
    assert slips(one, other) is None


@given(st.text(max_size=60))
def test_a_word_has_few_variants(word):
    assert len(variants(word)) <= len(word) + 2


@given(slipped(), slipped())
def test_two_slips_count_only_in_long_words_or_where_the_sound_is_the_same(pair, other):
    assume(max(len(pair[1]), len(other[0])) < 8)
    if slips(pair[1], other[0]) == 2:
        assert variants(pair[1])[-1] == variants(other[0])[-1]
