"""The feed of what became of ids: the same in every place, in any steps, and from a restored dump."""

import pytest

from crmkit.customer_base import connect
from crmkit.exceptions import CallError
from crmkit.ledger.dump.moving import restore
from tests.base.places import PLACES
from tests.base.test_acts import FoundPairs
from tests.base.world import NOW

REFS = ("crm/1", "crm/2", "shop/1", "shop/2", "till/1")


def live(base):
    """Do a bit of everything; return the ids of the rows and of the changes."""
    for ref in REFS:
        source, key = ref.split("/")
        base.add({"source_key": key, "family_name": f"Keller {ref[-1]}"}, source=source)
    found = base.merge(FoundPairs([("crm/1", "shop/1", 9.0), ("crm/2", "shop/2", 9.0), ("crm/2", "till/1", 5.0)]))
    base.add({"source_key": "1", "family_name": "Favre"}, source="crm")
    merged = base.merge("crm/1", "crm/2")
    undone = base.undo(merged.id)
    parted = base.separate(base.customer_of("crm/2"), ["till/1"])
    return [found.id, undone.id, parted.id]


def read(base, *, limit=1000):
    cursor, found = None, []
    while events := base.changes(after=cursor, limit=limit):
        assert len(events) <= limit
        found += events
        cursor = events[-1].cursor
    return found


def test_the_feed_is_the_same_everywhere_in_any_steps_and_from_a_restored_dump(new_place, opened, tmp_path):
    feeds = {}
    for kind in PLACES:
        base = opened(new_place(kind), actor="amelie")
        live(base)
        feeds[kind] = read(base)
        assert read(base, limit=2) == feeds[kind]
    assert all(feed == feeds["memory"] for feed in feeds.values())
    base.dump(tmp_path / "base.jsonl")
    restore(tmp_path / "base.jsonl", there := new_place("sqlite"))
    with connect(there, clock=lambda: NOW) as again:
        assert read(again, limit=1) == feeds["memory"]


def test_every_act_is_told_in_order_with_what_to_re_point(opened):
    base = opened("memory:", actor="amelie")
    found, undone, parted = live(base)
    one, two, three, four, five = (base.changes(limit=5)[number].new for number in range(5))
    told = [(event.kind, event.old, event.new, event.refs) for event in base.changes()]
    assert told[:5] == [
        ("created", None, name, (ref,)) for name, ref in zip((one, two, three, four, five), REFS, strict=True)
    ]
    assert sorted(told[5:8]) == sorted(
        [
            ("merged", three, one, ("shop/1",)),
            ("merged", four, two, ("shop/2",)),
            ("merged", five, two, ("till/1",)),
        ]
    )
    assert told[8:] == [
        ("merged", two, one, ("crm/2", "shop/2", "till/1")),
        ("split", one, two, ("crm/2", "shop/2", "till/1")),
        ("split", two, five, ("till/1",)),
    ]
    assert [event.change for event in base.changes()][5:8] == [found] * 3
    assert [event.change for event in base.changes()][9:] == [undone, parted]


def test_a_place_that_is_none_is_one_clear_sentence(opened):
    base = opened("memory:")
    for cursor in ("", "x", "1", "1.", "-1.2", "1.2.3", "١.٢"):
        with pytest.raises(CallError, match="no place"):
            base.changes(after=cursor)
    with pytest.raises(CallError, match="least is 0"):
        base.changes(limit=-1)
    assert base.changes(limit=0) == base.changes(after="99.0") == ()
