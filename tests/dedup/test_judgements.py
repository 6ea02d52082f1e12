"""Thresholds learned from judgements."""

from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.judgements import learn_threshold

bits = st.floats(-20, 20).map(lambda number: round(number, 1))


def mistakes(judged, threshold):
    return sum((weight >= threshold) != same for weight, same in judged)


@given(st.lists(st.tuples(bits, st.booleans()), max_size=39))
def test_few_judgements_change_nothing(judged):
    assert learn_threshold(judged, 3.0) == 3.0


@given(st.lists(bits, min_size=20, max_size=40), st.lists(bits, min_size=20, max_size=40))
def test_a_learned_threshold_never_makes_more_mistakes_and_stays_near(same, different):
    judged = [*((one, True) for one in same), *((one, False) for one in different)]
    learned = learn_threshold(judged, 3.0)
    assert abs(learned - 3.0) <= 6.0
    if abs(learned - 3.0) < 6.0:
        assert mistakes(judged, learned) <= mistakes(judged, 3.0)


def test_judgements_that_agree_with_the_threshold_keep_it():
    judged = [*((10.0 + number, True) for number in range(30)), *((-10.0 - number, False) for number in range(30))]
    assert learn_threshold(judged, 3.0) == 3.0
