"""Ledgers in a very small world, so that acts keep meeting: one branch of purposes, two points, seven instants.

The clocks of this world may differ by a day, and its policy is stale half a day after the last instant.
"""

from datetime import UTC, datetime, timedelta
from random import Random

from attrs import evolve, frozen
from hypothesis import strategies as st

from crmkit.consent.around import VoidMethod
from crmkit.consent.assessments import Assessment
from crmkit.consent.facts import Fact
from crmkit.consent.keyed import Keyring
from crmkit.consent.notices import Notice
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
PLACES = ("PLAIN", "CONFIRM", "WEIGH", "TURN", "SOFT", "LIST")
RING = Keyring("new", {"new": bytes(32), "old": bytes(range(32))})
SEALED = {point: RING.names("point", point) for point in (HERE, THERE)}
FOREIGN = "sealed:lost:00"
STALE = INSTANTS[6] + DAY / 2
LATE = INSTANTS[6] + DAY

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


def _rule(place, bases, purpose="marketing", **kwargs):
    return Rule(purpose=purpose, jurisdiction=place, channels=("email",), bases=bases, source="test", **kwargs)


def _notice(name, edition, language="en", **kwargs):
    return Notice.of(f"{name} {language}", name=name, language=language, edition=edition, **kwargs)


POLICY = Policy(
    version="test",
    purposes=TREE,
    stale_after=STALE,
    clock_tolerance_seconds=86400,
    notices=(
        _notice("first", 1, shown_until=INSTANTS[5]),
        _notice("second", 2, shown_from=INSTANTS[2]),
        _notice("second", 2, language="fr", shown_from=MIDDLE),
    ),
    assessments=(
        Assessment(
            id="lia-1",
            purpose=FRESH,
            jurisdictions=("WEIGH",),
            channels=("email",),
            interest="x",
            necessity="x",
            balance="x",
            approved_by="dpo",
            approved_at=INSTANTS[1],
            review_by=INSTANTS[5],
        ),
    ),
    void_methods=tuple(VoidMethod(name="terms", jurisdiction=place, source="test") for place in PLACES[1:]),
    rules=(
        _rule("PLAIN", ("consent",), proof=False),
        _rule("CONFIRM", ("consent",), double_opt_in=True, max_age_days=4, proof=False),
        _rule("WEIGH", ("consent", "legitimate_interest"), max_age_days=3),
        _rule("TURN", ("legitimate_interest",), needs={"legitimate_interest": ("informed",)}, valid_until=MIDDLE),
        _rule("TURN", ("consent",), valid_from=MIDDLE, proof=False),
        _rule("SOFT", ("soft_opt_in", "consent"), needs={"soft_opt_in": ("relation",)}),
        _rule(
            "LIST", ("legitimate_interest",), needs={"legitimate_interest": ("list_checked",)}, lists={"robinson": 2}
        ),
        *(_rule(place, ("contract", "consent"), "service") for place in PLACES),
        _rule("PLAIN", ("legal_obligation", "legitimate_interest"), "security", despite_restriction=True),
        _rule("CONFIRM", ("public_task", "vital_interests"), "security"),
        _rule("WEIGH", ("public_task",), "security", despite_restriction=True),
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
    recorded: int | None = None
    authority: str = "subject"
    notice: str | None = None
    language: str | None = None
    edition: int | None = None
    method: str | None = "web_form"
    evidence: str | None = None
    age: int | None = None
    about: int | None = None

    @property
    def known(self):
        """The instant at which it was written down: when it was over, where nothing else is said."""
        return self.hi if self.recorded is None else self.recorded


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
        recorded_at=INSTANTS[draft.known],
        source="test",
        authority=draft.authority,
        method=draft.method,
        notice=draft.notice,
        language=draft.language,
        edition=draft.edition,
        evidence=draft.evidence,
        max_age_days=draft.age,
        about=about,
    )


STOPS = ("refuse", "withdraw", "object", "restrict", "suppress", "invalidate")
EARLY = (0, 0, 1, 1, 2, 3, 4, 5, 6)
LIARS = ("machine", "staff", "admin")


def often(dice, usual, *others):
    """Choose the usual value about two times out of three."""
    return dice.choice([usual] * (2 * len(others)) + list(others))


def mostly(dice, usual, *others):
    """Choose the usual value about nine times out of ten."""
    return dice.choice([usual] * (9 * len(others)) + list(others))


def _span(dice, starts=range(7)):
    lo = dice.choice(starts)
    hi = min(6, lo + dice.choice([0, 0, 0, 0, 1, 2]))
    return {"lo": lo, "hi": hi, "recorded": _recorded(dice, lo, hi)}


def _recorded(dice, lo, hi):
    """Write it down at once, later, within its span, or on a machine whose clock is behind."""
    return dice.choice([hi, hi, hi, hi, hi, hi, lo, min(6, hi + 1), 6, max(0, lo - 1), 0])


def _grant(dice):
    return Draft(
        act=mostly(dice, "grant", "renew"),
        purpose=dice.choice([NEWS, NEWS, NEWS, NEWS, "marketing", "marketing", FRESH, "service"]),
        channel=often(dice, "email", ANY),
        point=mostly(dice, HERE, THERE, ANY),
        notice=often(dice, None, "first", "second", "second", "lost"),
        language=mostly(dice, None, "en", "fr"),
        edition=mostly(dice, None, 1, 2),
        method=mostly(dice, "web_form", None, "import", "guardian", "terms", "link"),
        evidence=mostly(dice, None, "paper"),
        authority=mostly(dice, "subject", *LIARS),
        age=mostly(dice, None, 1, 3),
        **_span(dice, EARLY),
    )


def _stop(dice, act):
    return Draft(
        act=act,
        purpose=dice.choice([NEWS, "marketing", FRESH, ANY, "service", "a purpose nobody knows"]),
        channel=dice.choice(["email", ANY, "phone"]),
        point=dice.choice([HERE, HERE, HERE, THERE, THERE, ANY, "garbled", *SEALED[HERE], SEALED[THERE][0], FOREIGN]),
        authority=often(dice, "subject", *LIARS),
        **_span(dice),
    )


def _answer(dice):
    return Draft(
        act=often(dice, "fitting", "confirm", "lift", "invalidate"),
        authority=often(dice, "subject", *LIARS),
        method=often(dice, "web_form", "link", None, "import"),
        evidence=often(dice, None, None, "paper"),
        **_span(dice, EARLY),
    )


def _fact(dice):
    names = ["lia", "lia", "informed", "relation", "contract", "minor", "last_contact", "compelling_grounds", "duty"]
    names += ["list_checked", "list_checked", "listed", "public_task", "vital"]
    return Fact(
        dice.choice(names),
        since=dice.choice([None, *INSTANTS]),
        until=dice.choice([None] * 5 + list(INSTANTS)),
        evidence=often(dice, "file", None),
    )


BUNDLES = (
    (),
    (),
    (Fact("lia", evidence="file"), Fact("informed")),
    (Fact("lia", until=INSTANTS[5], evidence="file"), Fact("informed"), Fact("relation")),
    (Fact("relation"), Fact("list_checked", until=INSTANTS[5])),
    (Fact("public_task"), Fact("informed", since=INSTANTS[1])),
)
"""Facts that belong together, so that other bases than consent are found at times."""


def _question(dice, purpose):
    return Question(
        purpose=purpose,
        channel="email",
        point=HERE,
        at=dice.choice([*INSTANTS, *INSTANTS[3:6], *INSTANTS[2:5], LATE]),
        known_at=often(dice, None, *INSTANTS),
        jurisdiction=dice.choice([*PLACES[:3], *PLACES]),
        facts=(*(_fact(dice) for _ in range(dice.choice([0, 0, 1, 2]))), *dice.choice(BUNDLES)),
    )


def turned(dice, question):
    """Ask about the other point at times, and lose the keys at times."""
    point = mostly(dice, HERE, THERE)
    return evolve(question, point=point, sealed=dice.choice([SEALED[point]] * 5 + [()]))


# Acts are drawn from bags that were filled beforehand: one choice for each act keeps Hypothesis fast.
DICE = Random(20260811)
GRANTS = [_grant(DICE) for _ in range(800)]
STOP_BAG = {act: [_stop(DICE, act) for _ in range(200)] for act in STOPS}
ANSWERS = [_answer(DICE) for _ in range(300)]
MARKETING_PURPOSES = (NEWS, NEWS, FRESH, "marketing")
QUESTIONS = {
    purpose: [turned(DICE, _question(DICE, purpose)) for _ in range(300)]
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
        recorded=min(6, target.lo + answer.known),
    )


ACTS = st.lists(st.sampled_from([*GRANTS, *(stop for bag in STOP_BAG.values() for stop in bag[:80])]), max_size=5)


FEW = st.tuples(
    st.sampled_from(GRANTS), st.sampled_from([None, None, *(one for bag in STOP_BAG.values() for one in bag)])
)


@st.composite
def ledgers(draw):
    """Draw many acts, or a consent with perhaps a stop, where a single fault decides; then acts about any of them."""
    many = draw(st.booleans())
    drafts = draw(ACTS) if many else [one for one in draw(FEW) if one is not None]
    if drafts:
        drafts = [*drafts, *(draw(answers(drafts)) for _ in range(draw(st.integers(0, 4 if many else 2))))]
    return tuple(drafts)


def exactly(drafts, shares):
    """Give every act one instant inside its span; what was written down had happened, as far as clocks agree."""
    exact = []
    for draft, share in zip(drafts, shares, strict=True):
        last = min(draft.hi, max(draft.lo, draft.known))
        at = draft.lo + round(share * (last - draft.lo))
        exact.append(evolve(draft, lo=at, hi=at, recorded=draft.known))
    return tuple(exact)
