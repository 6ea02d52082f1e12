"""Ledgers in a very small world, so that acts keep meeting: one branch of purposes, two points, seven instants."""

from datetime import UTC, datetime, timedelta
from random import Random

from attrs import evolve, frozen
from hypothesis import strategies as st

from crmkit.consent.facts import Fact
from crmkit.consent.policy import Policy
from crmkit.consent.purposes import Edition, Purpose, PurposeTree
from crmkit.consent.question import Question
from crmkit.consent.rule import Rule
from crmkit.records import ANY, ConsentEvent

DAY = timedelta(days=1)
INSTANTS = tuple(datetime(2026, 1, 1, tzinfo=UTC) + number * DAY for number in range(7))
MIDDLE = INSTANTS[3]
HERE, THERE = "email:here@example.org", "email:there@example.org"
NEWS, FRESH = "marketing.news", "marketing.fresh"
PLACES = ("PLAIN", "CONFIRM", "WEIGH", "TURN")

TREE = PurposeTree(
    purposes=(
        Purpose(key="marketing", kind="marketing"),
        Purpose(key=NEWS, kind="marketing"),
        Purpose(key=FRESH, kind="marketing", born_in=2),
        Purpose(key="service", kind="service"),
        Purpose(key="security", kind="security"),
    ),
    editions=(Edition(version=2, published_at=MIDDLE),),
)


def _rule(place, bases, **kwargs):
    return Rule(purpose="marketing", jurisdiction=place, channels=("email",), bases=bases, source="test", **kwargs)


POLICY = Policy(
    version="test",
    purposes=TREE,
    notices={"first": 1, "second": 2},
    rules=(
        _rule("PLAIN", ("consent",), proof=False),
        _rule("CONFIRM", ("consent",), double_opt_in=True, max_age_days=4, proof=False),
        _rule("WEIGH", ("consent", "legitimate_interest"), max_age_days=3),
        _rule("TURN", ("legitimate_interest",), needs=("informed",), valid_until=MIDDLE),
        _rule("TURN", ("consent",), valid_from=MIDDLE, proof=False),
        *(
            Rule(
                purpose="service", jurisdiction=place, channels=("email",), bases=("contract", "consent"), source="test"
            )
            for place in PLACES
        ),
        Rule(
            purpose="security",
            jurisdiction="PLAIN",
            channels=("email",),
            bases=("legal_obligation", "legitimate_interest"),
            source="test",
        ),
    ),
)


@frozen(kw_only=True)
class Draft:
    """An act whose reference to another act is still a position in its ledger, so that dates may be changed."""

    act: str
    purpose: str = NEWS
    channel: str = "email"
    point: str = HERE
    lo: int
    hi: int
    recorded: int = 0
    authority: str = "subject"
    notice: str | None = None
    method: str | None = "web_form"
    age: int | None = None
    about: int | None = None


def write(drafts, ref="a"):
    """Write drafts as events; a reference goes by position, and only to acts that refer to nothing themselves."""
    plain = [_event(draft, ref, None) for draft in drafts]
    return tuple(
        event if draft.about is None else _event(draft, ref, plain[draft.about].id)
        for draft, event in zip(drafts, plain, strict=True)
    )


def _event(draft, ref, about):
    return ConsentEvent(
        act=draft.act,
        ref=ref,
        purpose=draft.purpose,
        channel=draft.channel,
        point=draft.point,
        at=INSTANTS[draft.lo],
        until=INSTANTS[draft.hi],
        recorded_at=INSTANTS[draft.recorded],
        source="test",
        authority=draft.authority,
        method=draft.method,
        notice=draft.notice,
        max_age_days=draft.age,
        about=about,
    )


STOPS = ("refuse", "withdraw", "object", "restrict", "suppress", "invalidate")
EARLY = (0, 0, 1, 1, 2, 3, 4, 5, 6)


def often(dice, usual, *others):
    """Choose the usual value about two times out of three."""
    return dice.choice([usual] * (2 * len(others)) + list(others))


def _span(dice, starts=range(7)):
    lo = dice.choice(starts)
    return {"lo": lo, "hi": min(6, lo + dice.choice([0, 0, 0, 1, 2]))}


def _grant(dice):
    return Draft(
        act="grant",
        purpose=often(dice, NEWS, "marketing", FRESH),
        channel=often(dice, "email", ANY),
        point=often(dice, HERE, THERE, ANY),
        recorded=dice.choice(EARLY),
        notice=dice.choice([None, None, "first", "second", "lost"]),
        method=often(dice, "web_form", None, "import", "guardian"),
        age=often(dice, None, 1, 3),
        **_span(dice, EARLY),
    )


def _stop(dice, act):
    return Draft(
        act=act,
        purpose=dice.choice([NEWS, "marketing", FRESH, ANY, "service", "a purpose nobody knows"]),
        channel=dice.choice(["email", ANY, "phone"]),
        point=dice.choice([HERE, THERE, ANY, "garbled"]),
        recorded=dice.choice(EARLY),
        authority=often(dice, "subject", "machine", "staff", "admin"),
        **_span(dice),
    )


def _answer(dice):
    return Draft(
        act=often(dice, "fitting", "confirm", "lift", "invalidate"),
        recorded=dice.choice(EARLY),
        authority=often(dice, "subject", "machine", "staff", "admin"),
        **_span(dice, EARLY),
    )


def _fact(dice):
    names = ["lia", "informed", "contract", "minor", "last_contact", "compelling_grounds", "duty"]
    return Fact(
        dice.choice(names), since=dice.choice([None, *INSTANTS]), until=dice.choice([None] * 5 + list(INSTANTS))
    )


def _question(dice, purpose):
    return Question(
        purpose=purpose,
        channel="email",
        point=often(dice, HERE, THERE),
        at=dice.choice([*INSTANTS, INSTANTS[3], INSTANTS[4]]),
        known_at=often(dice, None, *INSTANTS),
        jurisdiction=dice.choice(PLACES),
        facts=tuple(_fact(dice) for _ in range(dice.choice([0, 1, 2]))),
    )


# Acts are drawn from bags that were filled beforehand: one choice for each act keeps Hypothesis fast.
DICE = Random(20260811)
GRANTS = [_grant(DICE) for _ in range(800)]
STOP_BAG = {act: [_stop(DICE, act) for _ in range(200)] for act in STOPS}
ANSWERS = [_answer(DICE) for _ in range(300)]
MARKETING_PURPOSES = (NEWS, NEWS, FRESH, "marketing")
QUESTIONS = {
    purpose: [_question(DICE, purpose) for _ in range(300)]
    for purpose in (NEWS, FRESH, "marketing", "service", "security")
}


def grants():
    return st.sampled_from(GRANTS)


def stops(acts=STOPS):
    return st.sampled_from([stop for act in acts for stop in STOP_BAG[act]])


def questions(purposes=(NEWS, NEWS, NEWS, FRESH, "marketing", "service", "security")):
    return st.sampled_from([question for purpose in purposes for question in QUESTIONS[purpose]])


@st.composite
def answers(draw, drafts):
    """Draw an act about another one of the ledger, mostly one that makes sense and comes after it."""
    position = draw(st.integers(0, len(drafts) - 1))
    answer, target = draw(st.sampled_from(ANSWERS)), drafts[position]
    fitting = "confirm" if target.act == "grant" else "lift"
    return evolve(
        answer,
        act=fitting if answer.act == "fitting" else answer.act,
        about=position,
        lo=min(6, target.lo + answer.lo),
        hi=min(6, target.lo + answer.hi),
    )


ACTS = st.lists(st.sampled_from([*GRANTS, *(stop for bag in STOP_BAG.values() for stop in bag[:80])]), max_size=5)


@st.composite
def ledgers(draw):
    drafts = draw(ACTS)
    if drafts:
        drafts = [*drafts, *(draw(answers(drafts)) for _ in range(draw(st.integers(0, 4))))]
    return tuple(drafts)


def exactly(drafts, shares):
    """Give every act one instant inside its span."""
    exact = []
    for draft, share in zip(drafts, shares, strict=True):
        at = draft.lo + round(share * (draft.hi - draft.lo))
        exact.append(evolve(draft, lo=at, hi=at))
    return tuple(exact)
