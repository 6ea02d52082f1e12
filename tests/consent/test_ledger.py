"""The acts put before the decision are those of the person and of her contact points."""

from attrs import evolve

from consent.ledgers import HERE, SEALED, THERE, Draft, write
from crmkit.consent.ledger import concerning

GRANT, STOP = Draft(act="grant", lo=1, hi=1), Draft(act="suppress", lo=2, hi=2)


def test_only_do_not_contact_entries_follow_a_point_to_another_person():
    hers, others = write([GRANT], "a"), write([evolve(GRANT, lo=0, hi=0), STOP], "b")
    assert concerning((*hers, *others), refs=["a"], points=[HERE]) == (*hers, others[1])
    assert concerning((*hers, *others), refs=["a"], points=[THERE]) == hers


def test_acts_that_name_nobody_follow_the_point():
    events = write([GRANT], None)
    assert concerning(events, refs=["a"], points=[HERE]) == events
    assert concerning(events, refs=["a"], points=[THERE]) == ()


def test_what_is_said_about_a_chosen_act_comes_with_it():
    lifted = write([STOP, Draft(act="lift", lo=3, hi=3, about=0, point="*")], "b")
    assert concerning(lifted, refs=[], points=[HERE]) == lifted


def test_a_keyed_entry_comes_with_the_point_it_names_and_with_everybody_when_its_key_is_lost():
    sealed = write([evolve(STOP, point=SEALED[HERE][0])], None)
    assert concerning(sealed, refs=["a"], points=[HERE, *SEALED[HERE]]) == sealed
    assert concerning(sealed, refs=["a"], points=[THERE, *SEALED[THERE]]) == ()
    assert concerning(sealed, refs=["a"], points=[THERE]) == sealed
