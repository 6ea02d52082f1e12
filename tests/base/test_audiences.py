"""An audience is decided together, in columns, and everybody in it gets the answer that she gets alone."""

import sys
from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmkit.audience import select
from crmkit.consent.deciding import Deciding
from crmkit.consent.keyed import Keyring
from crmkit.consent.reach import points_of
from crmkit.customer_base import connect
from crmkit.exceptions import CallError, RefusedError
from crmkit.identity.clusters import customer_id
from crmkit.ledger.columnar.acts import read_acts
from crmkit.ledger.ledger import ACTS
from crmkit.records import ANY, ConsentEvent
from crmkit.segment.segment import Segment
from tests.base.places import PLACES
from tests.base.world import MAPPING, NOW

few = settings(max_examples=max(1, settings().max_examples // 4))
DAY = timedelta(days=1)
RING = Keyring("new", {"new": bytes(32), "old": bytes(range(32))})
OURS = {**MAPPING, "Born": "birth_date"}
A, B, C = (f"email:{name}@example.org" for name in "abc")
CALL = "phone:+41446681800"
REFS = ("crm/1", "crm/2", "shop/1")
NAMES = (*REFS, *map(customer_id, REFS))
LOST = "sealed:lost:00"
SEGMENTS = ("given_name is known", 'country = "CH"', "consented to newsletter via email", "not consented to offers")

MAILS = ("a@example.org", "b@example.org", "c@example.org")
ROWS = st.fixed_dictionaries(
    {
        "Mail": st.sampled_from([*MAILS, *MAILS, "; ".join(MAILS[:2]), None]),
        "Tel": st.sampled_from(["+41 44 668 18 00", None, None]),
        "Last": st.sampled_from(["Keller", "Favre"]),
        "Country": st.sampled_from(["CH", "FR", "FR", None]),
        "Street": st.sampled_from(["Seestrasse 1", None]),
        "Born": st.sampled_from(["2015-05-01", "1980-01-01", "1990", None]),
    }
)
HERS = "the first address of whom it names"
POINTS = st.sampled_from(
    [*[HERS] * 30, A, B, C, CALL, ANY, "foo", *RING.names("point", A), RING.seal("point", B), LOST]
)
ACTS_ = st.tuples(
    st.sampled_from(["grant"] * 12 + ["renew", "withdraw", "withdraw", "refuse", "object", "restrict", "suppress"]),
    st.sampled_from([*NAMES[:2], *NAMES[3:5]] * 4 + [*NAMES, None, "shop/gone"]),
    POINTS,
    st.sampled_from(["newsletter"] * 12 + ["marketing", "offers", ANY, "odd"]),
    st.sampled_from(["email"] * 8 + [ANY, "phone"]),
    st.sampled_from(["web_form"] * 8 + ["import", "guardian", "hard_bounce"]),
    st.sampled_from(["subject", "subject", "subject", "staff"]),
    st.integers(0, 2),
)
ANSWERS = st.tuples(
    st.sampled_from(["confirm", "lift", "invalidate"]), st.integers(0, 9), st.sampled_from(["subject", "staff"])
)
MOVES = st.lists(
    st.one_of(
        *[ACTS_] * 6,
        ANSWERS,
        st.tuples(st.sampled_from(["merge", "merge", "apart", "undo"]), st.just("crm/1"), st.just("crm/2")),
        st.tuples(st.sampled_from(["merge", "apart", "undo"]), st.sampled_from(REFS), st.sampled_from(REFS)),
    ),
    min_size=6,
    max_size=16,
)


class Clock:
    """A clock that is set by hand; day 0 is NOW."""

    day = 0

    def __call__(self):
        return NOW + self.day * DAY


def play(url, rows, moves, *, keyring=RING):
    """Load customers, and do one thing a day."""
    clock = Clock()
    base = connect(url, clock=clock, region="CH", keyring=keyring)
    for ref, held in zip(REFS, rows, strict=False):
        source, _, key = ref.partition("/")
        row = dict.fromkeys(OURS) | {"No": key, "First": f"P{ref}"} | held
        base.load([row], source=source, mapping=OURS)
    said, changes = [], []
    for clock.day, move in enumerate(moves):
        match move:
            case ("merge" | "apart" | "undo") as verb, one, other:
                change = judged(base, verb, one, other, changes)
                changes += [change] if change else []
            case act, about, authority:
                target = said[about % len(said)] if said else None
                told = {"act": act, "about": target and target.id, "authority": authority}
                said.append(evolve(target or stop(clock()), **told, at=clock(), until=clock(), recorded_at=clock()))
                base.consent.record(said[-1])
            case act, ref, point, purpose, channel, method, authority, late:
                point = hers(ref, rows) if point == HERS else point
                told = {"act": act, "ref": ref, "point": point, "purpose": purpose, "channel": channel}
                more = {"method": method, "authority": authority, "recorded_at": clock() + late * DAY / 2}
                said.append(evolve(stop(clock()), **told, **more))
                base.consent.record(said[-1])
    clock.day += 1
    return base


def hers(ref, rows):
    """Name the first address of the row that a name belongs to."""
    mail = next((row["Mail"] for row, own in zip(rows, REFS, strict=False) if ref in {own, customer_id(own)}), None)
    return f"email:{mail.partition(';')[0]}" if mail else A


def stop(at):
    return ConsentEvent(act="object", ref=None, purpose=ANY, at=at, recorded_at=at, source="crm", notice="n")


def judged(base, verb, one, other, changes):
    """Merge, take apart or undo, where that can be done."""
    try:
        if verb == "undo":
            return base.undo(changes[-1]).id if changes else None
        if verb == "merge":
            return base.merge(*map(base.customer_of, (one, other))).id
        return base.separate(base.customer_of(one), [one]).id
    except (CallError, RefusedError):
        return None  # what there is to judge is drawn blindly


def alike(base, at, known_at, *, purpose, via, text):
    """Compare every answer, and the audience, with those of the reference; count the members."""
    one, many = base.consent.at(at, known_at=known_at), base.consent.at_once(at, known_at=known_at)
    assert isinstance(one, Deciding)
    assert not isinstance(many, Deciding)
    customers = list(base.customers())
    many.prepare(customers)
    asked = [(customer, point) for customer in customers for point in points_of(customer, via)]
    for customer, point in asked:
        alone, among = one.decide(customer, purpose, via, point), many.decide(customer, purpose, via, point)
        assert (among.allowed, among.basis, among.reasons) == (alone.allowed, alone.basis, alone.reasons)
        assert many.undeliverable(via, point) == one.undeliverable(via, point)
    for customer in customers:
        assert many.consented(customer, "newsletter", None) == one.consented(customer, "newsletter", None)
    wanted = select(
        customers,
        Segment.parse(text).at(at, consented=one.consented),
        purpose=purpose,
        channel=via,
        at=at,
        decide=lambda customer, point: one.decide(customer, purpose, via, point),
        undeliverable=lambda point: one.undeliverable(via, point),
    )
    found = base.select(text, purpose=purpose, via=via, at=at, known_at=known_at)
    assert found == wanted
    assert found.per_household() == wanted.per_household()
    return len(found)


ASKED = {
    "purpose": st.sampled_from(["newsletter"] * 6 + ["offers", "marketing", "unheard"]),
    "via": st.sampled_from(["email"] * 6 + ["sms", "postal"]),
    "back": st.sampled_from([0, 0, 0, 0.75, 2.25, 4]),
    "unknown": st.sampled_from([None, None, 0.75, 2.25, 4]),
    "text": st.sampled_from([SEGMENTS[0], SEGMENTS[0], *SEGMENTS]),
    "keyring": st.sampled_from([RING, RING, Keyring("new", {"new": bytes(32)}), None]),
    "laid": st.integers(0, 3),
}


def check(url, rows, moves, *, back, unknown, keyring, laid, **asked):
    with play(url, rows, moves, keyring=keyring) as base:
        now = base._keeper.now()
        if laid:
            read_acts(base._keeper.ledger, size=laid)
            kept = [one.key for one in base._keeper.backend.scan(ACTS)]
            assert len(kept) == len(base.consent.events()) // laid
        known_at = None if unknown is None else now - unknown * DAY
        members = alike(base, now - back * DAY, known_at, **asked)
        found = base.verify()
        assert (found.differing_acts, found.ok) == ((), True)
        return members


@few
@given(st.lists(ROWS, min_size=3, max_size=3), MOVES, st.fixed_dictionaries(ASKED))
def test_whoever_is_decided_among_many_gets_the_answer_that_she_gets_alone(rows, moves, asked):
    check("memory:", rows, moves, **asked)


ALIKE = st.lists(ROWS, min_size=3, max_size=3), MOVES, st.fixed_dictionaries(ASKED)
every = settings(max_examples=max(1, settings().max_examples // 20), suppress_health_check=list(HealthCheck))


@pytest.mark.nightly
@every
@given(*ALIKE)
def test_so_she_does_in_every_place(new_place, rows, moves, asked):
    for kind in PLACES:
        check(new_place(kind), rows, moves, **asked)


def test_so_she_does_in_a_file(tmp_path):
    yes = ("grant", "crm/1", A, "newsletter", "email", "web_form", "subject", 0)
    other = ("grant", customer_id("crm/2"), B, "newsletter", "email", "web_form", "subject", 0)
    no = ("withdraw", "crm/2", ANY, "newsletter", ANY, "web_form", "subject", 0)
    rows = [{"Mail": mail, "Country": "CH"} for mail in MAILS]
    moves = [yes, other, ("merge", "crm/1", "crm/2"), no, ("undo", "crm/1", "crm/2"), ("lift", 0, "staff")]
    asked = {"purpose": "newsletter", "via": "email", "text": SEGMENTS[0], "keyring": RING}
    assert check(tmp_path / "base.db", rows, moves, back=1, unknown=None, laid=2, **asked) == 1


def test_without_polars_everybody_is_decided_one_by_one(monkeypatch):
    with play("memory:", [{"Mail": mail} for mail in MAILS], []) as base:
        base.consent.record(evolve(stop(NOW), act="grant", ref="crm/1", purpose="newsletter", channel="email", point=A))
        text = "consented to newsletter or not consented to newsletter"
        found = base.select(text, purpose="newsletter", via="email")
        monkeypatch.setitem(sys.modules, "crmkit.ledger.columnar.together", None)
        assert isinstance(base.consent.at_once(NOW), Deciding)
        assert base.select(text, purpose="newsletter", via="email") == found
        assert (len(found), len(found.suppressed)) == (1, 2)


def test_what_came_to_be_known_later_counts_for_nothing():
    with play("memory:", [{"Mail": MAILS[0]}], []) as base:
        yes = evolve(stop(NOW - 9 * DAY), act="grant", ref="crm/1", purpose="newsletter", channel="email", point=A)
        base.consent.record(yes)
        base.consent.record(evolve(yes, act="withdraw", at=NOW - 5 * DAY, until=NOW - 5 * DAY, recorded_at=NOW))
        asked = {"purpose": "newsletter", "via": "email", "at": NOW}
        assert base.select("email is known", **asked).reasons == {"withdrawn": 1}
        assert len(base.select("email is known", known_at=NOW - DAY, **asked)) == 1
        with pytest.raises(CallError, match="no zone"):
            base.select("email is known", known_at=NOW.replace(tzinfo=None), **asked)
