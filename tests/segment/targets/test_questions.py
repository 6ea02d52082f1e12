"""Questions join and turn over without losing what unknown means."""

from hypothesis import given
from hypothesis import strategies as st

from crmkit.segment import nodes
from crmkit.segment.targets.questions import (
    FALSE,
    TRUE,
    Always,
    Belongs,
    Column,
    Either,
    Every,
    Present,
    Rows,
    Undecided,
    Unless,
    either,
    every,
    superset,
    undecided,
    unless,
)

NAMES = ["a", "b", "c"]
leaves = st.sampled_from([TRUE, FALSE, *(Present(Column(name)) for name in NAMES)])
questions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(unless),
        st.lists(inner, max_size=3).map(lambda parts: every(*parts)),
        st.lists(inner, max_size=3).map(lambda parts: either(*parts)),
    ),
    max_leaves=8,
)
worlds = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in NAMES})


def told(question, world):
    """Answer as a database does, in three values."""
    match question:
        case Always(truth=truth):
            return truth
        case Present(column=column):
            return world[column.name]
        case Unless(part=part):
            return told(part, world) is not True
        case Every(parts=parts):
            found = [told(part, world) for part in parts]
            return False if False in found else None if None in found else True
        case Either(parts=parts):
            found = [told(part, world) for part in parts]
            return True if True in found else None if None in found else False
    raise AssertionError(question)


@given(questions, worlds)
def test_unless_is_true_exactly_where_the_question_is_not(question, world):
    assert (told(unless(question), world) is True) is (told(question, world) is not True)


@given(st.lists(questions, max_size=3), worlds)
def test_joining_says_what_its_parts_say(parts, world):
    answers = [told(part, world) is True for part in parts]
    assert (told(every(*parts), world) is True) is all(answers)
    assert (told(either(*parts), world) is True) is any(answers)


@given(questions)
def test_what_is_known_is_not_asked(question):
    if isinstance(question, Every | Either):
        assert not any(isinstance(part, Always | type(question)) for part in question.parts)


def test_what_is_undecided_is_taken_for_true_also_where_it_is_turned_over():
    left = Undecided(node=nodes.Everyone(), reason="why not")
    question = every(Present(Column("a")), either(left, Present(Column("b"))), unless(left))
    assert undecided(question) == (left, left)
    assert superset(question) == Present(Column("a"))
    assert superset(left) == TRUE


def test_belonging_is_turned_over_as_a_whole():
    question = Belongs(rows=Rows(table="t", customer="c", where=TRUE))
    assert unless(question) == Belongs(rows=question.rows, negated=True)
    assert unless(unless(question)) == question
