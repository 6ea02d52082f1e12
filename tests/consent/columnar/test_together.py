"""Customers who are decided together get the answers that each of them gets alone."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent.ledgers import (
    ANY,
    FOREIGN,
    FRESH,
    HERE,
    INSTANTS,
    LATE,
    NEWS,
    PLACES,
    POLICY,
    RING,
    SEALED,
    THERE,
    ledgers,
    write,
)
from crmkit.consent.columnar.named import laid_out
from crmkit.consent.columnar.together import DecidingTogether
from crmkit.consent.deciding import Deciding
from crmkit.consent.keyed import Keyring
from crmkit.consent.linking import Link
from crmkit.consent.reach import points_of
from crmkit.identity.clusters import customer_id
from crmkit.records import ConsentEvent, Customer, Provenance
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.postal_address import PostalAddress

CROWD = settings(suppress_health_check=list(HealthCheck))
ROWS = (("s/0", "t/0"), ("s/1",), ("s/2", "t/2"))
CALL = "phone:+41446681800"
NAMES = [name for rows in ROWS for ref in rows for name in (ref, customer_id(ref))]
MAILS = {HERE: "here@example.org", THERE: "there@example.org"}
RINGS = (RING, RING, Keyring("new", {"new": bytes(32)}), None)


def origin(ref, country):
    return Provenance(value=PostalAddress(country=country), ref=ref, source="s", as_of=INSTANTS[0], rule="test")


@st.composite
def customers(draw):
    """Draw three customers, of one row or two, who share contact points, and rows that name a country or none."""
    found = []
    for rows in ROWS:
        mails = draw(st.sampled_from([(HERE,), (HERE, THERE), (THERE, HERE), (THERE,), ()]))
        places = [draw(st.sampled_from([None, None, *PLACES[:3]])) for _ in rows]
        values = {
            "email": tuple(MAILS[one] for one in mails),
            "phone": ("+41446681800",) * draw(st.integers(0, 1)),
            "country": draw(st.sampled_from([None, None, *PLACES])),
            "birth_date": draw(st.sampled_from([None, None, PartialDate(2011, 1, 3), PartialDate(1990), "odd"])),
        }
        held = tuple(origin(ref, place) for ref, place in zip(rows, places, strict=True) if draw(st.booleans()))
        known = {name: value for name, value in values.items() if value}
        origins = {"address": held} if held else {}
        found.append(Customer(id=customer_id(rows[0]), kind="person", values=known, refs=rows, provenance=origins))
    return found


def said(act, day, **more):
    told = {"act": act, "ref": None, "purpose": NEWS, "channel": "email", "point": HERE, "source": "s", "method": "x"}
    return ConsentEvent(**told | {"at": INSTANTS[day], "recorded_at": INSTANTS[day]} | more)


BOUNCE = said("suppress", 1, purpose=ANY, method="hard_bounce", authority="machine")
LIFT = said("lift", 3, purpose=ANY, about=BOUNCE.id)
ODD_ONES = (
    said("grant", 0, point=CALL, channel=ANY),
    said("grant", 0, point=SEALED[HERE][0]),
    said("grant", 0, point=SEALED[THERE][1]),
    said("grant", 0, point=FOREIGN),
    said("grant", 0, point=THERE),
    said("grant", 0, ref="t/0"),
    said("grant", 0, ref=customer_id("s/2")),
    said("suppress", 3, point=CALL, channel="phone", method="hard_bounce", ref="s/gone"),
)
"""Acts that name nobody, or a contact point of another kind, or one that nobody can read."""


@st.composite
def acts(draw):
    """Draw three ledgers, each under one name of somebody or of nobody, or nothing; and odd acts among them."""
    found = draw(st.lists(st.sampled_from(ODD_ONES), max_size=3))
    found += draw(st.sampled_from([(), (), (BOUNCE,), (BOUNCE, LIFT), (BOUNCE, LIFT)]))
    for _ in range(draw(st.integers(0, 3))):
        found += write(draw(ledgers()), draw(st.sampled_from([*NAMES, None, None, "s/gone"])))
    return list({one.id: one for one in found}.values())


LAWS = st.fixed_dictionaries(
    {
        "policy": st.just(POLICY),
        "region": st.sampled_from(["PLAIN", None]),
        "at": st.sampled_from([*INSTANTS, *INSTANTS[2:6], LATE]),
        "known_at": st.sampled_from([None, None, *INSTANTS]),
        "keyring": st.sampled_from(RINGS),
    }
)
USES = st.tuples(
    st.sampled_from([NEWS, NEWS, "marketing", FRESH, "service", "security", "unheard"]),
    st.sampled_from(["email", "email", "email", "phone", "pigeon"]),
)


@CROWD
@given(customers(), acts(), LAWS, USES)
def test_each_gets_the_answer_that_she_gets_alone(people, ledger, law, use):
    purpose, channel = use
    alone = Deciding.over(ledger, **law)
    together = DecidingTogether(
        laid_out((act.id, act) for act in ledger), **law, apart=frozenset(), alone=lambda _: alone
    )
    together.prepare(people)
    for one in people:
        for point in points_of(one, channel):
            wanted, found = (asked.decide(one, purpose, channel, point) for asked in (alone, together))
            assert (found.allowed, found.basis, found.reasons) == (wanted.allowed, wanted.basis, wanted.reasons)
            assert together.undeliverable(channel, point) == alone.undeliverable(channel, point)
        assert together.consented(one, purpose, None) == alone.consented(one, purpose, None)
        assert together.consented(one, purpose, channel) == alone.consented(one, purpose, channel)


def test_who_was_one_with_somebody_else_is_decided_alone():
    told = datetime(2026, 1, 2, tzinfo=UTC)
    yes = ConsentEvent(
        act="grant", ref=customer_id("s/0"), purpose=NEWS, point=ANY, at=told, recorded_at=told, source="s", method="x"
    )
    link = Link(left=customer_id("s/0"), right=customer_id("s/1"), since=INSTANTS[0], until=INSTANTS[4])
    law = {"policy": POLICY, "region": "PLAIN", "at": INSTANTS[5], "known_at": None, "keyring": None}
    asked = []

    def alone(customers):
        asked.append([one.id for one in customers])
        return Deciding.over([yes], **law, links=[link])

    together = DecidingTogether(laid_out([(yes.id, yes)]), **law, apart={link.left, link.right}, alone=alone)
    people = [
        Customer(id=customer_id(ref), kind="person", values={"email": (MAILS[HERE],)}, refs=(ref,))
        for ref in ("s/0", "s/1", "s/2")
    ]
    together.prepare(people)
    reasons = [together.decide(one, NEWS, "email", HERE).reasons for one in people]
    assert reasons == [("unmerged_ambiguous_grant",), ("unmerged_ambiguous_grant",), ("no_consent",)]
    assert asked == [[customer_id("s/0"), customer_id("s/1")]]
    together.prepare([])
    assert len(asked) == 1
