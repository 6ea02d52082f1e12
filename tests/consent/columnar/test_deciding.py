"""Many contact points at once get the answers that each of them gets by itself."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent.ledgers import (
    ANY,
    FOREIGN,
    FRESH,
    HERE,
    INSTANTS,
    NEWS,
    PLACES,
    POLICY,
    RING,
    SEALED,
    THERE,
    Draft,
    ledgers,
    questions,
    write,
)
from consent.situations import FRAMES, ODDITIES
from crmkit.consent.ages import minority
from crmkit.consent.columnar.acts import ActColumns
from crmkit.consent.columnar.deciding import decide_columns
from crmkit.consent.columnar.forms import point_code
from crmkit.consent.columnar.naming import grouped, words
from crmkit.consent.decide import decide
from crmkit.consent.decision import all_of
from crmkit.consent.ledger import concerning
from crmkit.consent.question import Question
from crmkit.exceptions import CallError

CROWD = settings(suppress_health_check=list(HealthCheck))
PEOPLE = ("a", "b", "c")
OF_NOBODY = "nobody"


def person_of(act):
    return act.ref


def by_itself(events, person, point, question, *, places, born=None):
    """Decide about one contact point as the reference does."""
    if born is not None:
        question = evolve(question, facts=(*question.facts, minority(born)))
    names = {HERE, THERE}
    if question.sealed:
        names |= {*SEALED[HERE], *SEALED[THERE]}
    acts = concerning(events, refs=[person], points=names)
    sealed = SEALED[point] if question.sealed else ()
    answers = [
        decide(acts, evolve(question, point=point, jurisdiction=place, sealed=sealed), POLICY) for place in places
    ]
    found = all_of(answers)
    return found.allowed, found.basis, list(found.reasons)


def all_at_once(events, question, places, born):
    asked = pl.DataFrame(
        [
            {"person": one, "point": point_code(point), "key": point, "jurisdiction": list(places[one])}
            for one in places
            for point in (HERE, THERE)
        ]
    )
    if born:
        asked = asked.with_columns(born=pl.Series([born.get(one) for one in asked["person"]], dtype=pl.Date))
    found = decide_columns(
        asked,
        ActColumns.of(events, person_of, person_type=pl.String),
        policy=POLICY,
        purpose=question.purpose,
        channel=question.channel,
        at=question.at,
        known_at=question.known_at,
        facts=question.facts,
        keyring=RING if question.sealed else None,
    )
    return {(row["person"], row["key"]): answer for row, answer in zip(asked.to_dicts(), found.rows(), strict=True)}


def agree(events, question, places, born=None):
    born = born or {}
    together = all_at_once(events, question, places, born)
    for (person, point), (allowed, basis, reasons) in together.items():
        alone = by_itself(events, person, point, question, places=places[person], born=born.get(person))
        assert (allowed, basis, reasons) == alone


@st.composite
def crowds(draw):
    """Draw acts of several people, and a few that name nobody."""
    ledgers_of = [write(draw(ledgers()), person) for person in PEOPLE]
    nobody = [evolve(act, ref=None) for act in write(draw(ledgers()))[: draw(st.integers(0, 2))]]
    return tuple(draw(st.permutations([act for held in (*ledgers_of, nobody) for act in held])))


PLACED = st.lists(st.sampled_from(PLACES), min_size=1, max_size=2, unique=True)


@CROWD
@given(crowds(), questions(), st.fixed_dictionaries(dict.fromkeys(PEOPLE, PLACED)))
def test_everybody_gets_the_answer_that_she_gets_alone(events, question, places):
    agree(events, question, places)


@CROWD
@given(st.data())
def test_a_consent_with_oddities_is_decided_alike(data):
    """Where a single word of code decides."""
    events, drawn = [], None
    for person in PEOPLE:
        situation = data.draw(st.sampled_from(FRAMES))
        for odd in data.draw(st.lists(st.sampled_from(ODDITIES), min_size=1, max_size=3)):
            situation = odd(situation)
        events += write(situation.drafts, person)
        drawn = situation if drawn is None else drawn
    purpose = data.draw(st.sampled_from(["marketing", NEWS, FRESH, "service", "security"]))
    for place in data.draw(st.permutations(PLACES))[:2]:
        question = drawn.question(purpose=purpose, at=data.draw(st.sampled_from(INSTANTS[3:])), place=place)
        agree(events, question, dict.fromkeys(PEOPLE, (place,)))


@st.composite
def near_doubles(draw):
    """Draw people who did nearly the same: each differs by one word or one day of one act."""
    drafts = draw(ledgers().filter(bool))
    everybody = []
    for number in range(10):
        position = draw(st.integers(0, len(drafts) - 1))
        if drafts[position].about is not None and draw(st.booleans()):
            other = evolve(drafts[position], about=draw(st.integers(0, len(drafts) - 1)))
        else:
            other = evolve(drafts[position], **draw(st.sampled_from(CHANGES)))
        changed = [*drafts[:position], evolve(other, hi=max(other.lo, other.hi)), *drafts[position + 1 :]]
        everybody += write(changed, f"p{number}")
    return everybody


CHANGES = (
    {},
    *({"lo": day} for day in range(7)),
    *({"hi": day} for day in range(7)),
    *({"lo": day, "hi": day} for day in range(7)),
    *({"recorded": day} for day in range(7)),
    *({"authority": who} for who in ("subject", "staff", "machine")),
    *({"method": how} for how in ("web_form", "import", "guardian", "link")),
    *({"point": point} for point in (HERE, THERE, ANY, FOREIGN, *SEALED[HERE])),
    *({"purpose": purpose} for purpose in (NEWS, "marketing", FRESH, ANY)),
    *({"notice": notice} for notice in (None, "first", "second")),
    *({"age": days} for days in (1, 2, 3)),
    {"evidence": "paper"},
    {"edition": 1},
    {"about": None},
)


def doubles_agree(data):
    events = data.draw(near_doubles())
    question = data.draw(questions())
    place = data.draw(st.sampled_from(PLACES))
    everybody = [f"p{number}" for number in range(10)]
    born = {one: data.draw(BIRTHDAYS) for one in everybody} if data.draw(st.booleans()) else None
    agree(events, question, dict.fromkeys(everybody, (place,)), born)


BIRTHDAYS = st.sampled_from([None, date(1990, 5, 1), *(date(2008, 1, day) for day in range(1, 8)), date(2012, 2, 29)])
"""Of age for long, in the midst of the instants of this world, and much later."""


@CROWD
@given(st.data())
def test_people_who_differ_by_a_hair_are_told_apart(data):
    doubles_agree(data)


def grant(day, **more):
    return Draft(act="grant", lo=day, hi=day, **more)


def stop(kind, day, **more):
    return Draft(act=kind, lo=day, hi=day, **more)


def confirmed(about):
    return [grant(1), stop("withdraw", 2), grant(3), Draft(act="confirm", lo=4, hi=4, about=about)]


PARTS = {
    "which instants come before": (
        ("instants.Instants.sides", lambda _, times: times * 0),
        ([grant(1)], [grant(6)], "PLAIN"),
    ),
    "whether a stop has begun": (
        ("instants.Instants.side_now", lambda _, times: times * 0),
        ([grant(1), stop("object", 2)], [grant(1), stop("object", 6)], "PLAIN"),
    ),
    "which act an answer is about": (
        ("shapes._targets", lambda steps, *_: np.zeros(len(steps.q), dtype=np.int64)),
        (confirmed(0), confirmed(2), "CONFIRM"),
    ),
    "the life that was told": (
        ("shapes._life", lambda _: 2**62),
        ([grant(0, age=5)], [grant(1, age=5)], "PLAIN"),
    ),
    "what only single persons tell": (
        ("shapes._alone", lambda *_: np.zeros(0, dtype=np.int64)),
        ([grant(1), stop("object", 6, recorded=3)], [grant(1), stop("object", 6)], "PLAIN"),
    ),
    "what was said at one instant": (
        ("shapes._twisted", lambda _, size: np.zeros(size, dtype=np.bool_)),
        ([stop("refuse", 3), grant(3)], [stop("refuse", 2), grant(3)], "PLAIN"),
    ),
    "consents for other points": (
        ("deciding.elsewhere", lambda placed, *_: np.zeros(len(placed.persons), dtype=np.uint64)),
        ([grant(1, point=THERE)], [], "PLAIN"),
    ),
    "the order": (
        ("shapes.mix", lambda numbers: numbers % np.uint64(1)),
        ([grant(1), stop("refuse", 2)], [stop("refuse", 1), grant(2)], "PLAIN"),
    ),
}
"""What a situation is made of: what to leave out, and two people who cannot be told apart without it."""


@pytest.mark.parametrize("part", PARTS)
def test_whatever_a_situation_is_made_of_is_needed(part, monkeypatch):
    (name, instead), (one, other, place) = PARTS[part]
    events = (*write(one, "a"), *write(other, "b"))
    question = Question(purpose=NEWS, channel="email", point=HERE, at=INSTANTS[5])
    places = {"a": (place,), "b": (place,)}
    agree(events, question, places)
    monkeypatch.setattr(f"crmkit.consent.columnar.{name}", instead)
    with pytest.raises(AssertionError):
        agree(events, question, places)


def test_persons_may_be_named_by_anything_that_a_frame_holds():
    acts = write([Draft(act="grant", lo=1, hi=1)], "7")
    for people, kind in (([7, 8, 10**12], pl.Int64), ([7, 8, 9], pl.UInt16), (["7", "8", "9"], pl.String)):
        asked = pl.DataFrame({"person": pl.Series(people, dtype=kind), "point": [point_code(HERE)] * 3})
        held = ActColumns.of(
            acts, lambda act, kind=kind: act.ref if kind == pl.String else int(act.ref), person_type=kind
        )
        found = decide_columns(asked.with_columns(jurisdiction=pl.lit("PLAIN")), held, **USE)
        assert found["allowed"].to_list() == [True, False, False]


USE = {"policy": POLICY, "purpose": NEWS, "channel": "email", "at": INSTANTS[4]}


def test_what_the_policy_does_not_know_is_denied_to_everybody():
    asked = pl.DataFrame({"person": ["a", "b"], "point": [1, 2]})
    acts = ActColumns.of([], person_of, person_type=pl.String)
    for changes, reason in (({"purpose": "holidays"}, "unknown_purpose"), ({"channel": "pigeon"}, "unknown_channel")):
        found = decide_columns(asked, acts, **(USE | changes))
        assert found["reasons"].to_list() == [[reason], [reason]]
    assert decide_columns(asked.clear(), acts, **USE).rows() == []


def test_frames_that_do_not_fit_are_refused():
    acts = ActColumns.of(write([Draft(act="object", point=SEALED[HERE][0], lo=1, hi=1)]), person_of)
    with pytest.raises(CallError, match="'point'"):
        decide_columns(pl.DataFrame({"person": ["a"]}), acts, **USE)
    with pytest.raises(CallError, match="'key'"):
        decide_columns(pl.DataFrame({"person": ["a"], "point": [1]}), acts, **USE, keyring=RING)
    with pytest.raises(CallError, match="column 'form'"):
        ActColumns(forms=(), frame=acts.frame.drop("form"))
    with pytest.raises(CallError, match="'since' of acts holds"):
        ActColumns(forms=(), frame=acts.frame.with_columns(pl.col("since").cast(pl.String)))


def test_two_names_that_are_alike_by_chance_are_told_apart_by_the_other_two():
    one, two = np.array([5, 5, 9, 5], dtype=np.uint64), np.array([1, 2, 3, 1], dtype=np.uint64)
    which, first = grouped(one, two)
    assert len(set(which.tolist())) == len(first) == 3
    assert which[0] == which[3] != which[1]
    assert [which[place] for place in first] == [0, 1, 2]


def test_many_forms_and_many_instants_need_no_more_room_than_there_are_acts():
    codes = np.array([10**12, 3, 10**12, 7])
    assert [bits.tolist() for bits in words(codes)] == [[4, 1, 4, 2]]
    drafts = [Draft(act="grant", lo=1, hi=1, age=number, authority="staff") for number in range(1, 80)]
    events = [
        act
        for number, draft in enumerate(drafts)
        for act in write([draft, Draft(act="refuse", lo=0, hi=0)], f"p{number}")
    ]
    places = {f"p{number}": ("PLAIN",) for number in range(79)}
    agree(events, Question(purpose=NEWS, channel="email", point=HERE, at=INSTANTS[5]), places)


def test_a_long_life_that_was_told_ends_when_it_was_told():
    events = write([Draft(act="grant", lo=1, hi=1, age=10**9)], "a")
    agree(events, Question(purpose=NEWS, channel="email", point=HERE, at=INSTANTS[5] + timedelta(0)), {"a": ("PLAIN",)})
