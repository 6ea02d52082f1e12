"""What went wrong elsewhere with whole customer bases: each test is named after it, and shows that it does not here."""

from datetime import timedelta

import polars as pl

from crmkit.audience import select_columns
from crmkit.consent.columnar.acts import ActColumns
from crmkit.consent.columnar.forms import point_code
from crmkit.consent.keyed import Keyring
from crmkit.customer_base import connect
from crmkit.ledger.dump.moving import restore
from crmkit.records import ANY, ConsentEvent
from crmkit.segment.segment import Segment
from tests.base.world import NOW, load, row

POINT = "email:anna@example.org"
OLD = {"2025": bytes(32)}
USE = {"purpose": "newsletter", "via": "email"}


def act(kind, ref, day, point=POINT, **more):
    told = NOW - timedelta(days=day)
    given = {"purpose": "newsletter", "channel": "email", "source": "crm", "method": "web_form"} | more
    return ConsentEvent(act=kind, ref=ref, point=point, at=told, recorded_at=told, **given)


def two_records(base):
    """Know Anna twice; only one of the records says that she unsubscribed."""
    load(base, [row(1, Mail="anna@example.org", Country="CH")])
    load(base, [row(2, Mail="anna@example.org", Country="CH")], source="shop")
    base.consent.record(act("grant", "crm/1", 30))
    base.consent.record(act("object", "shop/2", 20, point=ANY))
    base.merge(base.customer_of("crm/1"), base.customer_of("shop/2"))


def test_who_had_unsubscribed_was_in_the_audience_again_after_a_merge(base):
    two_records(base)
    audience = base.select('country = "CH"', **USE)
    assert (len(audience), audience.reasons) == (0, {"objected": 1})


def test_a_migration_lost_every_opt_out(base, tmp_path):
    two_records(base)
    base.consent.record(act("suppress", None, 5, point="email:bruno@example.org", authority="machine"))
    base.dump(tmp_path / "base.jsonl")
    restore(tmp_path / "base.jsonl", tmp_path / "moved.db")
    with connect(tmp_path / "moved.db", clock=lambda: NOW) as moved:
        assert moved.consent.check(moved.customer_of("crm/1"), **USE).reasons == ("objected",)
        load(moved, [row(9, Mail="bruno@example.org", Country="CH")], source="fair")
        moved.consent.record(act("grant", "fair/9", 1, point="email:bruno@example.org"))
        assert moved.consent.check(moved.customer_of("fair/9"), **USE).reasons == ("suppressed",)


def test_the_keys_were_replaced_and_whoever_was_erased_was_written_to_again():
    old, both = Keyring("2025", OLD), Keyring("2026", {"2026": bytes(range(32)), **OLD})
    for ring, reasons in ((both, ("objected",)), (Keyring("2026", {"2026": bytes(32)}), ("suppression_unreadable",))):
        with connect(keyring=ring, clock=lambda: NOW) as base:
            load(base, [row(1, Mail="anna@example.org", Country="CH")])
            base.consent.record(act("grant", "crm/1", 30))
            base.consent.record(act("object", None, 20, point=old.seal("point", POINT)))
            assert base.consent.check(base.customer_of("crm/1"), **USE).reasons == reasons


def test_whoever_wrote_the_segment_had_to_remember_the_consent_clause():
    customers = pl.DataFrame({"id": ["anna", "bob"], "country": ["CH", "CH"]})
    audience = select_columns(
        customers,
        Segment.parse('country = "CH"').at(NOW),
        points=pl.DataFrame({"person": ["anna", "bob"], "point": [point_code(POINT), 7]}),
        acts=ActColumns.of([act("grant", "anna", 30)], lambda one: one.ref),
        policy=connect().policy,
        purpose="newsletter",
        channel="email",
        at=NOW,
    )
    assert audience.members["person"].to_list() == ["anna"]
    assert audience.suppressed.rows() == [("bob", ["no_consent"])]
