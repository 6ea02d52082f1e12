"""What must hold for every decision, each written against any library, so that wrong ones can be tried too.

A library has `decide`, `decide_for`, `concerning` and `remains`, as `crmkit.consent` does.
"""

from datetime import timedelta

from attrs import evolve
from hypothesis import assume
from hypothesis import strategies as st

from consent import oracle
from consent.ledgers import (
    ANY,
    FRESH,
    HERE,
    INSTANTS,
    LATE,
    LIARS,
    MARKETING_PURPOSES,
    NEWS,
    PLACES,
    POLICY,
    RING,
    SEALED,
    STALE,
    THERE,
    Draft,
    answers,
    exactly,
    grants,
    ledgers,
    questions,
    stops,
    write,
)
from consent.situations import FRAMES, ODDITIES
from crmkit.consent.facts import Fact
from crmkit.consent.linking import Link

TICK = timedelta(microseconds=1)
ELSEWHERE = "email:elsewhere@example.org"
OPENS = ("grant", "renew", "confirm", "lift")
"""Acts that open something."""


def outcome(decision):
    return (decision.allowed, decision.basis, decision.reasons, decision.evidence)


def verdict(decision):
    return (decision.allowed, decision.basis)


def _is_grant(draft):
    return draft.act in {"grant", "renew"}


def order_and_repetition_change_nothing(library, data):
    events = write(data.draw(ledgers()))
    question = data.draw(questions())
    mixed = [*data.draw(st.permutations(events)), *events[: data.draw(st.integers(0, 3))]]
    assert library.decide(events, question, POLICY) == library.decide(mixed, question, POLICY)


def a_further_stop_never_allows(library, data):
    drafts = data.draw(ledgers())
    question = data.draw(questions())
    assume(not library.decide(write(drafts), question, POLICY))
    assert not library.decide(write((*drafts, data.draw(stops()))), question, POLICY)


def a_further_grant_never_denies(library, data):
    drafts = data.draw(ledgers())
    question = data.draw(questions())
    assume(library.decide(write(drafts), question, POLICY))
    assert library.decide(write((*drafts, data.draw(grants()))), question, POLICY)


def a_withdrawn_consent_never_comes_back_by_itself(library, data):
    stop = data.draw(stops(acts=("withdraw", "refuse")))
    question = data.draw(questions(purposes=MARKETING_PURPOSES))
    assume(_bites(stop, question))
    before = tuple(evolve(d, lo=min(d.lo, stop.hi)) if _is_grant(d) else d for d in data.draw(ledgers()))
    assert not library.decide(write((*before, stop)), question, POLICY)


def _bites(stop, question):
    event = write([stop])[0]
    known = question.known_at is None or event.recorded_at <= question.known_at
    return known and oracle.bitten(event, question) and oracle.hits(event, question, POLICY)


def a_clerk_does_not_bring_back_what_the_person_took_back(library, data):
    stop = evolve(data.draw(stops(acts=("withdraw", "refuse"))), authority="subject")
    question = data.draw(questions(purposes=MARKETING_PURPOSES))
    assume(_bites(stop, question))
    liar = st.sampled_from(LIARS)
    drafts = tuple(evolve(d, authority=data.draw(liar)) if _is_grant(d) else d for d in data.draw(ledgers()))
    again = evolve(data.draw(grants()), authority=data.draw(liar))
    assert not library.decide(write((*drafts, stop, again)), question, POLICY)


def merging_allows_nothing_new(library, data):
    left, right = write(data.draw(ledgers()), "a"), write(data.draw(ledgers()), "b")
    question = data.draw(questions())
    assume(library.decide((*left, *right), question, POLICY))
    assert library.decide(left, question, POLICY) or library.decide(right, question, POLICY)


def stops_of_either_side_outlive_a_merge(library, data):
    stop = data.draw(stops(acts=("object", "suppress", "restrict")))
    question = data.draw(questions(purposes=MARKETING_PURPOSES))
    assume(_bites(stop, question))
    left = write((*data.draw(ledgers()), data.draw(grants())), "a")
    right = write((*data.draw(ledgers()), stop), "b")
    later = any(e.act in {"grant", "renew"} and e.at > right[-1].until for e in (*left, *right))
    assume(stop.act != "restrict" or not later)
    since = data.draw(st.sampled_from([one for one in INSTANTS if one <= question.at]))
    link = Link(left="a", right="b", since=since)
    assert not library.decide((*left, *right), question, POLICY)
    assert not _linked(library, (*left, *right), question, [link])


def _linked(library, events, question, links, name="a"):
    points = {HERE, THERE, *SEALED[HERE], *SEALED[THERE]}
    return library.decide_for(events, question, POLICY, names=[name], points=points, links=links)


def _links(data):
    since, until = sorted(data.draw(st.lists(st.sampled_from(INSTANTS), min_size=2, max_size=2, unique=True)))
    return [Link(left="a", right="b", since=since, until=until)]


def a_link_allows_nothing_new(library, data):
    """What the other side says after they were taken apart is her affair alone."""
    (link,) = links = _links(data)
    hers, others = write(data.draw(ledgers()), "a"), write(data.draw(ledgers()), "b")
    both = (*hers, *(e for e in others if e.recorded_at < link.until))
    question = data.draw(questions())
    assume(_linked(library, both, question, links))
    assert _linked(library, both, question, []) or _linked(library, both, question, [], name="b")


def taken_apart_each_side_decides_as_if_never_merged(library, data):
    """Outside of the link, with nothing captured while it held."""
    links = _links(data)
    both = (*write(data.draw(ledgers()), "a"), *write(data.draw(ledgers()), "b"))
    both = tuple(e for e in both if not links[0].holds(e.recorded_at))
    question = data.draw(questions())
    assume(not links[0].holds(question.at))
    for name in ("a", "b"):
        assert _linked(library, both, question, links, name) == _linked(library, both, question, [], name)


def what_was_captured_while_merged_stops_both_and_opens_neither_more(library, data):
    """Taken apart, a stop for the whole person is kept by both, and nothing else is given to anybody."""
    links = [Link(left="a", right="b", since=INSTANTS[1], until=INSTANTS[5])]
    stop = evolve(data.draw(stops(acts=("object", "suppress", "withdraw"))), point=ANY, lo=1, hi=1, recorded=2)
    events = (*write(data.draw(ledgers()), "a"), *write(data.draw(ledgers()), "b"), *write([stop], "a"))
    question = evolve(data.draw(questions(purposes=MARKETING_PURPOSES)), at=INSTANTS[6], known_at=None)
    assume(oracle.hits(events[-1], question, POLICY))
    older = tuple(e for e in events if e.act not in {"grant", "renew", "lift"} or e.at <= INSTANTS[1])
    for name in ("a", "b"):
        assert not _linked(library, older, question, links, name)


def a_stop_reaches_every_purpose_below(library, data):
    drafts = data.draw(ledgers())
    question = evolve(data.draw(questions(purposes=(NEWS, FRESH))), known_at=None)
    act = data.draw(st.sampled_from(["object", "suppress"]))
    stop = Draft(act=act, purpose="marketing", channel="*", point="*", lo=0, hi=0)
    assert not library.decide(write((*drafts, stop)), question, POLICY)


def a_grant_reaches_no_purpose_above_or_beside(library, data):
    drafts = tuple(evolve(d, purpose=NEWS) if _is_grant(d) else d for d in data.draw(ledgers()))
    question = data.draw(questions(purposes=("marketing", FRESH)))
    assert library.decide(write(drafts), question, POLICY).basis != "consent"


def a_later_purpose_is_not_covered(library, data):
    drafts = data.draw(ledgers())
    events = write(tuple(_before_the_second_edition(d) if _is_grant(d) else d for d in drafts))
    question = data.draw(questions(purposes=(FRESH,)))
    assert library.decide(events, question, POLICY).basis != "consent"


def _before_the_second_edition(draft):
    if (draft.lo < 3 and draft.notice != "second") or draft.edition == 1:
        return draft
    return evolve(draft, notice="first")


def a_grant_for_another_point_changes_nothing(library, data):
    drafts = data.draw(ledgers())
    question = data.draw(questions())
    other = evolve(data.draw(grants()), point=ELSEWHERE)
    before = library.decide(write(drafts), question, POLICY)
    assert verdict(before) == verdict(library.decide(write((*drafts, other)), question, POLICY))


def a_point_that_no_grant_names_is_denied(library, data):
    """Absolute: the points that consents cover are those that consents name, and no others."""
    events = write(data.draw(ledgers()))
    point = data.draw(st.sampled_from([HERE, THERE, ELSEWHERE]))
    events = tuple(e for e in events if e.act not in {"grant", "renew"} or e.point != point)
    question = evolve(data.draw(questions()), point=point, sealed=())
    assert library.decide(events, question, POLICY).basis != "consent"


def what_was_not_yet_known_does_not_count(library, data):
    events = write(data.draw(ledgers()))
    question = evolve(data.draw(questions()), known_at=data.draw(st.sampled_from(INSTANTS)))
    known = [event for event in events if event.recorded_at <= question.known_at]
    assert library.decide(events, question, POLICY) == library.decide(known, question, POLICY)
    always = evolve(question, known_at=None)
    assert outcome(library.decide(known, always, POLICY)) == outcome(library.decide(known, question, POLICY))


def what_has_not_happened_does_not_count(library, data):
    """A stop has happened, for this, when it was written down."""
    events = write(data.draw(ledgers()))
    question = data.draw(questions())
    past = [e for e in events if (e.at <= question.at if e.act in OPENS else oracle.bitten(e, question))]
    assert outcome(library.decide(events, question, POLICY)) == outcome(library.decide(past, question, POLICY))


def what_is_dated_behind_its_writing_opens_nothing(library, data):
    """Absolute: consents from a future that clocks cannot explain are not believed."""
    drafts = data.draw(ledgers())
    ahead = tuple(evolve(d, lo=max(d.lo, 2), hi=max(d.hi, 2), recorded=0) if _is_grant(d) else d for d in drafts)
    assert library.decide(write(ahead), data.draw(questions()), POLICY).basis != "consent"


def a_stop_is_heard_at_once_though_a_clock_runs_ahead(library, data):
    """Absolute: a stop that is known denies, whatever date it bears."""
    stop = evolve(data.draw(stops(acts=("object", "withdraw", "suppress"))), lo=6, hi=6, recorded=1)
    question = evolve(data.draw(questions(purposes=MARKETING_PURPOSES)), known_at=None)
    assume(question.at >= INSTANTS[1])
    assume(oracle.hits(write([stop])[0], question, POLICY))
    drafts = tuple(d for d in data.draw(ledgers()) if d.act != "lift")
    assume(question.at < INSTANTS[6])
    assert not library.decide(write((*_unreferred(drafts), stop)), question, POLICY)


def _unreferred(drafts):
    """Drop what refers to others by position."""
    return tuple(draft for draft in drafts if draft.about is None)


def what_holds_for_a_span_holds_for_each_instant_in_it(library, data):
    drafts = data.draw(ledgers())
    question = data.draw(questions())
    assume(library.decide(write(drafts), question, POLICY))
    shares = data.draw(st.lists(st.sampled_from([0, 0.5, 1]), min_size=len(drafts), max_size=len(drafts)))
    assert library.decide(write(exactly(drafts, shares)), question, POLICY)


def marketing_stops_leave_a_contract_alone(library, data):
    drafts = data.draw(ledgers())
    question = data.draw(questions(purposes=("service",)))
    question = evolve(question, facts=(*question.facts, Fact("contract")))
    stop = data.draw(stops(acts=("refuse", "withdraw", "object")))
    stop = evolve(stop, purpose=data.draw(st.sampled_from(MARKETING_PURPOSES)))
    before = library.decide(write(drafts), question, POLICY)
    assert before == library.decide(write((*drafts, stop)), question, POLICY)
    restricted = any(draft.act == "restrict" for draft in drafts)
    assert restricted or question.at >= STALE or before.basis == "contract"


def not_after_is_the_first_instant_of_change(library, data):
    _check_not_after(library, write(data.draw(ledgers())), data.draw(questions()))


def not_after_is_honest_about_a_consent_with_oddities(library, data):
    situation = _odd_situation(data)
    purpose = data.draw(st.sampled_from(["marketing", NEWS, FRESH, "security"]))
    at = data.draw(st.sampled_from(INSTANTS[2:6]))
    for place in PLACES:
        _check_not_after(library, write(situation.drafts), situation.question(purpose=purpose, at=at, place=place))


def _check_not_after(library, events, question):
    decision = library.decide(events, question, POLICY)
    end = decision.not_after
    probes = [at + shift for at in (*INSTANTS, STALE, LATE) for shift in (-TICK, TICK - TICK, TICK)]
    probes += [] if end is None else [end - TICK]
    for at in probes:
        if question.at <= at and (end is None or at < end):
            assert outcome(library.decide(events, evolve(question, at=at), POLICY)) == outcome(decision)
    if end is not None:
        assert end > question.at
        assert outcome(library.decide(events, evolve(question, at=end), POLICY)) != outcome(decision)


def nobody_lifts_the_stop_of_a_higher_authority(library, data):
    sound = Draft(act="grant", purpose="marketing", lo=0, hi=0, edition=2, notice="lost")
    stop = evolve(data.draw(stops(acts=("object", "suppress", "restrict"))), authority="subject")
    drafts = (*data.draw(ledgers())[:1], sound, stop)
    if drafts[0].about is not None:
        drafts = drafts[1:]
    lift = evolve(data.draw(answers(drafts)), act="lift", about=len(drafts) - 1)
    lift = evolve(lift, authority=data.draw(st.sampled_from(LIARS)))
    question = evolve(data.draw(questions(purposes=(NEWS, "marketing"))), jurisdiction="PLAIN", point=HERE)
    before, after = write(drafts), write((*drafts, lift))
    assert verdict(library.decide(before, question, POLICY)) == verdict(library.decide(after, question, POLICY))


def a_confirmation_that_may_be_older_than_its_consent_does_not_count(library, data):
    lo, middle = data.draw(st.integers(0, 2)), data.draw(st.integers(0, 1))
    consent = Draft(act="grant", lo=lo, hi=lo + 2)
    confirmation = Draft(act="confirm", lo=lo + middle, hi=lo + data.draw(st.integers(1, 4)), about=0)
    question = evolve(data.draw(questions(purposes=(NEWS,))), jurisdiction="CONFIRM")
    assert not library.decide(write((consent, confirmation)), question, POLICY)


def a_late_confirmation_revives_nothing(library, data):
    """Absolute: request, stop, confirmation, in this order, is no consent."""
    at = sorted(data.draw(st.lists(st.integers(0, 6), min_size=3, max_size=3)))
    request = Draft(act="grant", purpose="marketing", lo=at[0], hi=at[0])
    stop = Draft(act=data.draw(st.sampled_from(["withdraw", "refuse"])), lo=at[1], hi=at[1])
    confirmation = Draft(act="confirm", lo=at[2], hi=at[2], about=0)
    question = evolve(data.draw(questions(purposes=(NEWS,))), jurisdiction="CONFIRM", point=HERE)
    question = evolve(question, at=max(question.at, INSTANTS[at[1]]), known_at=None)
    assert not library.decide(write((request, stop, confirmation)), question, POLICY)


def to_open_a_link_confirms_nothing(library, data):
    """Absolute: where a confirmation is asked for, a consent needs a gesture."""
    drafts = tuple(
        evolve(d, method=data.draw(st.sampled_from(["link", "get", None, "import"])), evidence=None)
        if d.act == "confirm"
        else d
        for d in data.draw(ledgers())
    )
    question = evolve(data.draw(questions()), jurisdiction="CONFIRM")
    assume(question.purpose != "service")
    assert library.decide(write(drafts), question, POLICY).basis != "consent"


def erasure_keeps_every_denial(library, data):
    """Whatever of the old consents comes back by a later load, what was denied stays denied."""
    events = write(data.draw(ledgers()))
    question = evolve(data.draw(questions()), known_at=None, at=INSTANTS[6])
    question = evolve(question, sealed=SEALED[question.point])
    assume(not library.decide(events, question, POLICY))
    left = library.remains(events, points=[HERE, THERE], keyring=RING, policy=POLICY)
    assert all(one.ref is None and one.point.startswith("sealed:") for one in left)
    back = [e for e in events if e.act in {"grant", "renew"} and data.draw(st.booleans())]
    names = {HERE, THERE, *SEALED[HERE], *SEALED[THERE]}
    again = library.concerning([*left, *(evolve(e, ref="new") for e in back)], refs=["new"], points=names)
    assert not library.decide(again, question, POLICY)


def the_oracle_agrees(library, data):
    """In every place, and at several instants, for one ledger."""
    events = write(data.draw(ledgers()))
    drawn = data.draw(questions())
    later = [at for at in INSTANTS if at > drawn.at][:2]
    for place in PLACES:
        for at in (drawn.at, *later, INSTANTS[5]):
            question = evolve(drawn, jurisdiction=place, at=at)
            decision = library.decide(events, question, POLICY)
            assert decision.basis == oracle.basis(events, question, POLICY)
            assert decision.allowed == (decision.basis is not None) == (not decision.reasons)


def the_oracle_agrees_on_a_consent_with_oddities(library, data):
    """Everywhere, for every purpose, at several instants: where a single word of code decides."""
    situation = _odd_situation(data)
    events = write(situation.drafts)
    for place in PLACES:
        for purpose in ("marketing", NEWS, FRESH, "service", "security"):
            for at in (*INSTANTS[3:], LATE):
                question = situation.question(purpose=purpose, at=at, place=place)
                assert library.decide(events, question, POLICY).basis == oracle.basis(events, question, POLICY)


def _odd_situation(data):
    situation = data.draw(st.sampled_from(FRAMES))
    for odd in data.draw(ODD):
        situation = odd(situation)
    return situation


ODD = st.lists(st.sampled_from(ODDITIES), min_size=1, max_size=3)


PROPERTIES = (
    order_and_repetition_change_nothing,
    a_further_stop_never_allows,
    a_further_grant_never_denies,
    a_withdrawn_consent_never_comes_back_by_itself,
    a_clerk_does_not_bring_back_what_the_person_took_back,
    merging_allows_nothing_new,
    stops_of_either_side_outlive_a_merge,
    a_link_allows_nothing_new,
    taken_apart_each_side_decides_as_if_never_merged,
    what_was_captured_while_merged_stops_both_and_opens_neither_more,
    a_stop_reaches_every_purpose_below,
    a_grant_reaches_no_purpose_above_or_beside,
    a_later_purpose_is_not_covered,
    a_grant_for_another_point_changes_nothing,
    a_point_that_no_grant_names_is_denied,
    what_was_not_yet_known_does_not_count,
    what_has_not_happened_does_not_count,
    what_is_dated_behind_its_writing_opens_nothing,
    a_stop_is_heard_at_once_though_a_clock_runs_ahead,
    what_holds_for_a_span_holds_for_each_instant_in_it,
    marketing_stops_leave_a_contract_alone,
    not_after_is_the_first_instant_of_change,
    not_after_is_honest_about_a_consent_with_oddities,
    nobody_lifts_the_stop_of_a_higher_authority,
    a_confirmation_that_may_be_older_than_its_consent_does_not_count,
    a_late_confirmation_revives_nothing,
    to_open_a_link_confirms_nothing,
    erasure_keeps_every_denial,
    the_oracle_agrees,
    the_oracle_agrees_on_a_consent_with_oddities,
)
