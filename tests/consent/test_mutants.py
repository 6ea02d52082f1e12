"""A wrong decision breaks a promise: the promises are worth something."""

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from consent.ledgers import HERE, INSTANTS, NEWS, POLICY, Draft, write
from consent.libraries import mutated, real
from consent.mutants import DESIGNS, MUTANTS
from crmkit.consent.question import Question

EVERY = (*DESIGNS, *MUTANTS)


@pytest.mark.parametrize(
    "mutant",
    [pytest.param(one, id=one.name, marks=[] if one.often else [pytest.mark.nightly]) for one in EVERY],
)
def test_a_wrong_decision_is_noticed(mutant):
    library = mutant.library()

    @settings(
        suppress_health_check=list(HealthCheck),
        max_examples=8000,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    @given(st.data())
    def broken(data):
        mutant.broken(library, data)

    with pytest.raises(AssertionError):
        broken()


def test_there_are_enough_mutants_and_each_has_a_name():
    assert len({one.name for one in EVERY}) == len(EVERY) >= 30


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_each_mutant_changes_a_passage_that_is_there(mutant):
    library = mutant.library()
    assert library.decide.__module__ == "crmkit.consent.decide"
    assert library.decide is not real().decide


def test_a_mutant_leaves_the_library_as_it_was():
    question = Question(purpose=NEWS, channel="email", point=HERE, at=INSTANTS[4], jurisdiction="PLAIN")
    events = write([Draft(act="grant", lo=1, hi=1), Draft(act="withdraw", lo=2, hi=2)])
    before = real().decide(events, question, POLICY)
    wrong = mutated("acts", "if stop.until >= since:", "if False:")
    assert wrong.decide(events, question, POLICY).allowed
    assert not real().decide(events, question, POLICY).allowed
    assert real().decide(events, evolve(question), POLICY) == before
