"""A merge is a link: while it stands the acts of both are hers, and after it each side is as if it had never been."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.consent.double_opt_in import asking
from crmkit.consent.keyed import Keyring
from crmkit.customer_base import connect
from crmkit.identity.clusters import customer_id
from crmkit.records import ANY, ConsentEvent
from tests.base.world import NOW, load, row

few = settings(max_examples=settings().max_examples // 4)
A, B = "email:anna@example.org", "email:b@example.org"
DAY = timedelta(days=1)
RING = Keyring("2026", {"2026": bytes(range(32))})
ANNA, BERTA = customer_id("crm/1"), customer_id("shop/2")


class Clock:
    """A clock that is set by hand; day 0 is NOW."""

    day = 0

    def __call__(self):
        return NOW + self.day * DAY


def act(kind, ref, point, day, **more):
    told = NOW + day * DAY
    given = {"purpose": "newsletter", "channel": "email", "source": "crm", "method": "web_form"} | more
    return ConsentEvent(act=kind, ref=ref, point=point, at=told, recorded_at=told, **given)


def two(clock, **options):
    """Open a base with Anna of the crm and Berta of the shop, both in Switzerland."""
    base = connect("memory:", **{"clock": clock, "keyring": RING} | options)
    load(base, [row(1, Mail="anna@example.org", Country="CH")])
    load(base, [row(2, first="Berta", Mail="b@example.org", Country="CH")], source="shop")
    return base


def ask(base, name, point, **more):
    decision = base.consent.check(name, purpose="newsletter", via="email", point=point, **more)
    return decision.reasons or "yes"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def base(clock):
    base = two(clock)
    base.consent.record(act("grant", ANNA, A, -20))
    base.consent.record(act("grant", BERTA, B, -20))
    return base


def apart(base, clock):
    """Merge the two on day 10, and take them apart on day 20."""
    clock.day = 10
    merged = base.merge(ANNA, BERTA).id
    clock.day = 15
    yield
    clock.day = 20
    base.undo(merged)
    yield


def test_a_stop_that_was_captured_while_merged_stays_with_both(base, clock):
    steps = apart(base, clock)
    next(steps)
    base.consent.record(act("object", ANNA, ANY, 15))
    assert ask(base, ANNA, B) == ask(base, ANNA, A) == ("objected",)
    next(steps)
    assert ask(base, ANNA, A) == ask(base, BERTA, B) == ("objected",)


def test_a_consent_for_the_whole_person_stays_with_neither(base, clock):
    base = two(clock)
    steps = apart(base, clock)
    next(steps)
    base.consent.record(act("grant", ANNA, ANY, 15))
    next(steps)
    assert ask(base, ANNA, A) == ask(base, BERTA, B) == ("unmerged_ambiguous_grant",)


def test_what_was_captured_while_merged_follows_its_contact_point(clock):
    base = two(clock)
    steps = apart(base, clock)
    next(steps)
    base.consent.record(act("grant", ANNA, B, 15))
    assert ask(base, BERTA, B) == "yes"
    next(steps)
    assert ask(base, BERTA, B) == "yes"
    assert ask(base, ANNA, A) == ("no_consent",)


def test_an_instant_that_is_past_is_asked_about_her_as_she_was(base, clock):
    base.consent.record(act("object", BERTA, ANY, -5))
    clock.day = 10
    base.merge(ANNA, BERTA)
    clock.day = 15
    assert ask(base, ANNA, A) == ("objected",)
    assert ask(base, ANNA, A, at=NOW) == "yes"
    assert ask(base, BERTA, B, at=NOW) == ("objected",)
    assert ask(base, ANNA, A, known_at=NOW) == "yes"
    assert base.consent.check(ANNA, purpose="newsletter", via="email", at=NOW).evidence
    assert ask(base, BERTA, A) == ("objected",)


def test_the_preview_of_a_separation_shows_what_it_takes_away(clock):
    base = two(clock)
    clock.day = 10
    base.merge(ANNA, BERTA)
    base.consent.record(act("grant", ANNA, A, 11))
    base.consent.record(act("grant", ANNA, B, 11))
    base.consent.record(act("object", BERTA, ANY, 12, purpose="newsletter"))
    clock.day = 20
    assert base.separate(ANNA, ["shop/2"], dry_run=True).decisions_changed == ()
    base = two(clock)
    clock.day = 10
    base.consent.record(act("withdraw", "shop/2", A, 5))
    base.consent.record(act("grant", "crm/1", A, 1))
    base.merge(ANNA, BERTA)
    clock.day = 20
    (told,) = base.separate(ANNA, ["shop/2"], dry_run=True).decisions_changed
    assert (told.before, told.after, told.key) == (False, True, A)
    base.separate(ANNA, ["shop/2"])
    assert ask(base, ANNA, A) == "yes"


def test_a_merge_shows_a_consent_of_the_other_side_that_a_stop_under_an_id_will_end(base):
    base.consent.record(act("object", BERTA, ANY, -5, purpose="marketing"))
    told = base.merge(ANNA, BERTA, dry_run=True).decisions_changed
    assert [(one.key, one.after, one.reasons) for one in told] == [(A, False, ("objected",))]


def test_a_merge_shows_what_an_entry_under_a_keyed_hash_will_end(clock):
    base = two(clock)
    base.consent.record(act("grant", "crm/1", A, -20))
    base.consent.record(act("object", None, RING.seal("point", A), -9, purpose=ANY))
    assert ask(base, ANNA, A) == ("objected",)
    assert base.merge(ANNA, BERTA, dry_run=True).decisions_changed == ()


def test_tokens_of_a_customer_who_was_merged_away_confirm_and_unsubscribe(clock):
    base = two(clock)
    how = {"gesture": "button", "source": "page"}
    base.consent.record(asking(act("grant", BERTA, B, -20), "token", RING))
    steps = apart(base, clock)
    next(steps)
    assert base.customer(BERTA).id == ANNA
    assert base.consent.answer("token", act="confirm", **how).outcome == "kept"
    assert ask(base, ANNA, B) == "yes"
    assert base.consent.answer("token", act="withdraw", **how).outcome == "kept"
    assert ask(base, ANNA, B) == ("withdrawn",)
    next(steps)
    assert ask(base, BERTA, B) == ("withdrawn",)


class Counting:
    """A backend that counts the acts of consent that are read from it."""

    def __init__(self, backend):
        self.backend = backend
        self.read = 0

    def __getattr__(self, name):
        return getattr(self.backend, name)

    def facts(self, kind=None, **how):
        for fact in self.backend.facts(kind, **how):
            self.read += fact.kind == "consent"
            yield fact


def test_only_the_acts_of_the_customer_asked_about_are_read(base):
    everyone = [row(number, Mail=f"p{number}@example.org") for number in range(10, 60)]
    load(base, everyone, source="fair")
    for number in range(10, 60):
        base.consent.record(act("grant", f"fair/{number}", f"email:p{number}@example.org", -3))
    keeper = base._keeper
    counting = Counting(keeper.backend)
    object.__setattr__(keeper.ledger, "backend", counting)
    assert ask(base, ANNA, A) == "yes"
    assert counting.read <= 2


def test_an_entry_that_nobody_can_read_concerns_everybody(clock):
    base = two(clock, keyring=None)
    base.consent.record(act("grant", "crm/1", A, -20))
    base.consent.record(act("object", None, RING.seal("point", "email:else@example.org"), -9, purpose=ANY))
    assert ask(base, ANNA, A) == ("suppression_unreadable",)
    assert not base.consent.at(NOW).decide(base.customer(ANNA), "newsletter", "email", A)


MOVES = st.lists(
    st.one_of(
        st.sampled_from(["merge", "undo", "apart"]),
        st.builds(
            lambda kind, ref, point: (kind, ref, point),
            st.sampled_from(["grant", "grant", "withdraw", "object"]),
            st.sampled_from([ANNA, BERTA, ANNA, BERTA, "crm/1", "shop/2"]),
            st.sampled_from([A, B, ANY]),
        ),
    ),
    max_size=8,
)


def play(moves, clock):
    """Do one thing a day."""
    base = two(clock)
    merged, clock.day = None, -1
    for clock.day, move in enumerate(moves):
        if isinstance(move, tuple):
            base.consent.record(act(*move, clock.day))
        elif move == "merge" and base.customer(BERTA).id != ANNA and merged is None:
            merged = base.merge("crm/1", "shop/2").id
        elif move == "undo" and merged is not None:
            base.undo(merged)
            merged = None
        elif move == "apart" and base.customer(BERTA).id == ANNA:
            base.separate(ANNA, ["shop/2"])
            merged = "for good"
            break
    clock.day += 1
    return base


@few
@given(MOVES)
def test_one_customer_alone_is_decided_as_among_all(moves):
    clock = Clock()
    base = play(moves, clock)
    desk = base.consent.at(clock())
    for name in (ANNA, BERTA):
        customer = base.customer(name)
        for point in (A, B):
            one = base.consent.check(name, purpose="newsletter", via="email", point=point)
            among = desk.decide(customer, "newsletter", "email", point)
            assert (one.allowed, one.reasons, one.evidence) == (among.allowed, among.reasons, among.evidence)


@few
@given(MOVES, st.integers(0, 8))
def test_what_was_answered_on_a_day_is_answered_about_that_day_for_ever(moves, day):
    clock = Clock()
    early = play(moves[:day], clock)
    at = clock() - DAY / 2
    then = {(name, point): ask(early, name, point, at=at) for name in (ANNA, BERTA) for point in (A, B)}
    late = play(moves, clock)
    clock.day += 20
    for (name, point), answer in then.items():
        assert ask(late, name, point, at=at, known_at=at) == answer
