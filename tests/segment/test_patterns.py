"""Patterns agree with Python's regular expressions where both read them, and take linear time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.segment.patterns.automaton import Automaton
from crmkit.segment.patterns.reading import PatternError, escaped, read_pattern, written

LETTERS = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", "[a-b]", "\\.", "\\n", "é"])
PATTERNS = st.recursive(
    LETTERS | st.sampled_from(["^", "$", ""]),
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: f"({a}|{b})", inner, inner),
        st.builds(
            lambda a, times: f"(?:{a}){times}",
            inner.filter(lambda a: a.strip("()?:") not in {"^", "$"}),
            st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}"]),
        ),
    ),
    max_leaves=6,
)
TEXTS = st.text(st.sampled_from("abc.é\n"), max_size=8)


@given(PATTERNS, st.lists(TEXTS, min_size=1, max_size=5))
def test_a_pattern_finds_what_python_finds(pattern, texts):
    automaton = Automaton(pattern)
    theirs = re.compile(pattern.replace("$", r"\Z"))
    rewritten = re.compile(written(read_pattern(pattern), end=r"\Z"))
    for text in texts:
        assert automaton.matches(text) is (theirs.search(text) is not None)
        assert automaton.matches(text) is (rewritten.search(text) is not None)


@given(st.text(max_size=20), st.text(max_size=20))
def test_an_escaped_text_matches_itself(text, around):
    assert Automaton(escaped(text)).matches(around + text + around)
    assert Automaton(f"^{escaped(text)}$").matches(around) is (text == around)


@given(st.text(st.sampled_from("ab.^$*+?()[]{}|\\-,0123 w"), max_size=25))
def test_random_text_is_a_pattern_or_an_error_with_a_place(pattern):
    try:
        Automaton(pattern)
    except PatternError as error:
        caught = error
    else:
        return
    assert 0 <= caught.place <= len(pattern)
    assert caught.problem


@pytest.mark.parametrize(
    "pattern", ["(a*)*b", "(a|a)*b", "(a+)+$b", "(a|aa)+$b", "(.*)(.*)(.*)(.*)x", "(a?){100}a{100}"]
)
def test_hostile_patterns_take_few_steps(pattern):
    automaton = Automaton(pattern)
    automaton.matches("a" * 50_000)
    assert automaton.steps < 500


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr("crmkit.segment.patterns.automaton._MOST_REMEMBERED", 2)
    assert Automaton("a[^x]*z").matches("abcdefghijklmnopz")


@pytest.mark.parametrize(
    ("pattern", "problem", "place"),
    [
        (r"\d", "write the characters out", 0),
        (r"\b", "write the characters out", 0),
        ("a(?=b)", "look-around", 1),
        ("(?i)a", "Flags", 0),
        (r"(a)\1", "write the characters out", 3),
        ("a**", "not repeated", 2),
        ("a*?", "not repeated", 2),
        ("*a", "Nothing stands before", 0),
        ("^*", "is not repeated", 1),
        ("(a", "never closed", 0),
        ("a)", "no group that ends", 1),
        ("[a", "never closed", 0),
        ("[]", "at least one", 0),
        ("[b-a]", "there is nothing", 0),
        ("[[:alpha:]]", "for the sign itself", 1),
        ("a{101}", "up to 100", 1),
        ("a{3,2}", "up to 100", 1),
        ("a{x}", "up to 100", 1),
        ("a{2", "up to 100", 1),
        ("}", "for the sign itself", 0),
        ("\\", "read differently", 0),
        ("a" * 201, "at most 200", 200),
        ("(" * 11 + "a" + ")" * 11, "more than 10 deep", 10),
        ("((a{100}){100}){100}", "too large", 0),
    ],
)
def test_what_engines_read_differently_is_refused(pattern, problem, place):
    with pytest.raises(PatternError, match=re.escape(problem)) as caught:
        Automaton(pattern)
    assert caught.value.place == place
