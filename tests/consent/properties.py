"""What must hold for every decision, each written against any `decide`, so that wrong ones can be tried too."""

from datetime import timedelta

from attrs import evolve
from hypothesis import assume
from hypothesis import strategies as st

from consent import oracle
from consent.ledgers import (
    FRESH,
    HERE,
    INSTANTS,
    MARKETING_PURPOSES,
    NEWS,
    POLICY,
    Draft,
    answers,
    exactly,
    grants,
    ledgers,
    questions,
    stops,
    write,
)
from crmkit.consent.facts import Fact

TICK = timedelta(microseconds=1)


def outcome(decision):
    return (decision.allowed, decision.basis, decision.reasons, decision.evidence)


def verdict(decision):
    return (decision.allowed, decision.basis)


def order_and_repetition_change_nothing(decide, data):
    events = write(data.draw(ledgers()))
    question = data.draw(questions())
    mixed = [*data.draw(st.permutations(events)), *events[: data.draw(st.integers(0, 3))]]
    assert decide(events, question, POLICY) == decide(mixed, question, POLICY)


def a_further_stop_never_allows(decide, data):
    drafts = data.draw(ledgers())
    question = data.draw(questions())
    assume(not decide(write(drafts), question, POLICY))
    assert not decide(write((*drafts, data.draw(stops()))), question, POLICY)


def a_further_grant_never_denies(decide, data):
    drafts = data.draw(ledgers())
    question = data.draw(questions())
    assume(decide(write(drafts), question, POLICY))
    assert decide(write((*drafts, data.draw(grants()))), question, POLICY)


def a_withdrawn_consent_never_comes_back_by_itself(decide, data):
    stop = data.draw(stops(acts=("withdraw", "refuse")))
    question = data.draw(questions(purposes=MARKETING_PURPOSES))
    assume(_bites(stop, question))
    before = tuple(evolve(d, lo=min(d.lo, stop.hi)) if d.act == "grant" else d for d in data.draw(ledgers()))
    assert not decide(write((*before, stop)), question, POLICY)


def _bites(stop, question):
    event = write([stop])[0]
    known = question.known_at is None or event.recorded_at <= question.known_at
    return known and event.at <= question.at and oracle.hits(event, question, POLICY)


def merging_allows_nothing_new(decide, data):
    left, right = write(data.draw(ledgers()), "a"), write(data.draw(ledgers()), "b")
    question = data.draw(questions())
    assume(decide((*left, *right), question, POLICY))
    assert decide(left, question, POLICY) or decide(right, question, POLICY)


def stops_of_either_side_outlive_a_merge(decide, data):
    stop = data.draw(stops(acts=("object", "suppress", "restrict")))
    question = data.draw(questions(purposes=MARKETING_PURPOSES))
    assume(_bites(stop, question))
    left = write((*data.draw(ledgers()), data.draw(grants())), "a")
    right = write((*data.draw(ledgers()), stop), "b")
    assume(stop.act != "restrict" or not any(e.act == "grant" and e.at > right[-1].until for e in (*left, *right)))
    assert not decide((*left, *right), question, POLICY)


def a_stop_reaches_every_purpose_below(decide, data):
    drafts = data.draw(ledgers())
    question = evolve(data.draw(questions(purposes=(NEWS, FRESH))), known_at=None)
    act = data.draw(st.sampled_from(["object", "suppress"]))
    stop = Draft(act=act, purpose="marketing", channel="*", point="*", lo=0, hi=0)
    assert not decide(write((*drafts, stop)), question, POLICY)


def a_grant_reaches_no_purpose_above_or_beside(decide, data):
    drafts = tuple(evolve(d, purpose=NEWS) if d.act == "grant" else d for d in data.draw(ledgers()))
    question = data.draw(questions(purposes=("marketing", FRESH)))
    assert decide(write(drafts), question, POLICY).basis != "consent"


def a_later_purpose_is_not_covered(decide, data):
    drafts = data.draw(ledgers())
    events = write(tuple(_before_the_second_edition(d) if d.act == "grant" else d for d in drafts))
    question = data.draw(questions(purposes=(FRESH,)))
    assert decide(events, question, POLICY).basis != "consent"


def _before_the_second_edition(draft):
    if draft.lo < 3 and draft.notice != "second":
        return draft
    return evolve(draft, notice="first")


def a_grant_for_another_point_changes_nothing(decide, data):
    drafts = data.draw(ledgers())
    question = data.draw(questions())
    other = evolve(data.draw(grants()), point="email:elsewhere@example.org")
    before, after = decide(write(drafts), question, POLICY), decide(write((*drafts, other)), question, POLICY)
    assert verdict(before) == verdict(after)


def a_point_that_no_grant_names_is_denied(decide, data):
    drafts = data.draw(ledgers())
    question = evolve(data.draw(questions()), point="email:elsewhere@example.org")
    assert decide(write(drafts), question, POLICY).basis != "consent"


def what_was_not_yet_known_does_not_count(decide, data):
    events = write(data.draw(ledgers()))
    question = evolve(data.draw(questions()), known_at=data.draw(st.sampled_from(INSTANTS)))
    known = [event for event in events if event.recorded_at <= question.known_at]
    assert decide(events, question, POLICY) == decide(known, question, POLICY)
    assert outcome(decide(known, evolve(question, known_at=None), POLICY)) == outcome(decide(known, question, POLICY))


def what_has_not_happened_does_not_count(decide, data):
    events = write(data.draw(ledgers()))
    question = data.draw(questions())
    past = [event for event in events if event.at <= question.at]
    assert outcome(decide(events, question, POLICY)) == outcome(decide(past, question, POLICY))


def what_holds_for_a_span_holds_for_each_instant_in_it(decide, data):
    drafts = data.draw(ledgers())
    question = data.draw(questions())
    assume(decide(write(drafts), question, POLICY))
    shares = data.draw(st.lists(st.sampled_from([0, 0.5, 1]), min_size=len(drafts), max_size=len(drafts)))
    assert decide(write(exactly(drafts, shares)), question, POLICY)


def marketing_stops_leave_a_contract_alone(decide, data):
    drafts = data.draw(ledgers())
    question = data.draw(questions(purposes=("service",)))
    question = evolve(question, facts=(*question.facts, Fact("contract")))
    stop = data.draw(stops(acts=("refuse", "withdraw", "object")))
    stop = evolve(stop, purpose=data.draw(st.sampled_from(MARKETING_PURPOSES)))
    before = decide(write(drafts), question, POLICY)
    assert before == decide(write((*drafts, stop)), question, POLICY)
    restricted = any(draft.act == "restrict" for draft in drafts)
    assert restricted or before.basis == "contract"


def not_after_is_the_first_instant_of_change(decide, data):
    events = write(data.draw(ledgers()))
    question = data.draw(questions())
    decision = decide(events, question, POLICY)
    end = decision.not_after
    probes = [at + shift for at in INSTANTS for shift in (-TICK, TICK - TICK, TICK)]
    probes += [] if end is None else [end - TICK]
    for at in probes:
        if question.at <= at and (end is None or at < end):
            assert outcome(decide(events, evolve(question, at=at), POLICY)) == outcome(decision)
    if end is not None:
        assert end > question.at
        assert outcome(decide(events, evolve(question, at=end), POLICY)) != outcome(decision)


def nobody_lifts_the_stop_of_a_higher_authority(decide, data):
    sound = evolve(data.draw(grants()), purpose="marketing", point=HERE, lo=0, hi=0, age=None, recorded=0)
    stop = evolve(data.draw(stops(acts=("object", "suppress", "restrict"))), authority="subject")
    drafts = (*data.draw(ledgers())[:1], sound, stop)
    if drafts[0].about is not None:
        drafts = drafts[1:]
    lift = evolve(data.draw(answers(drafts)), act="lift", about=len(drafts) - 1)
    lift = evolve(lift, authority=data.draw(st.sampled_from(["machine", "staff", "admin"])))
    question = evolve(data.draw(questions(purposes=(NEWS, "marketing"))), jurisdiction="PLAIN", point=HERE)
    before, after = write(drafts), write((*drafts, lift))
    assert verdict(decide(before, question, POLICY)) == verdict(decide(after, question, POLICY))


def a_confirmation_that_may_be_older_than_its_consent_does_not_count(decide, data):
    lo, middle = data.draw(st.integers(0, 2)), data.draw(st.integers(0, 1))
    consent = Draft(act="grant", lo=lo, hi=lo + 2)
    confirmation = Draft(act="confirm", lo=lo + middle, hi=lo + data.draw(st.integers(1, 4)), about=0)
    question = evolve(data.draw(questions(purposes=(NEWS,))), jurisdiction="CONFIRM")
    assert not decide(write((consent, confirmation)), question, POLICY)


def the_oracle_agrees(decide, data):
    events = write(data.draw(ledgers()))
    question = data.draw(questions())
    decision = decide(events, question, POLICY)
    assert decision.basis == oracle.basis(events, question, POLICY)
    assert decision.allowed == (decision.basis is not None) == (not decision.reasons)


PROPERTIES = (
    order_and_repetition_change_nothing,
    a_further_stop_never_allows,
    a_further_grant_never_denies,
    a_withdrawn_consent_never_comes_back_by_itself,
    merging_allows_nothing_new,
    stops_of_either_side_outlive_a_merge,
    a_stop_reaches_every_purpose_below,
    a_grant_reaches_no_purpose_above_or_beside,
    a_later_purpose_is_not_covered,
    a_grant_for_another_point_changes_nothing,
    a_point_that_no_grant_names_is_denied,
    what_was_not_yet_known_does_not_count,
    what_has_not_happened_does_not_count,
    what_holds_for_a_span_holds_for_each_instant_in_it,
    marketing_stops_leave_a_contract_alone,
    not_after_is_the_first_instant_of_change,
    nobody_lifts_the_stop_of_a_higher_authority,
    a_confirmation_that_may_be_older_than_its_consent_does_not_count,
    the_oracle_agrees,
)
