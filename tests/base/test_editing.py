"""What an app does with one customer: add, update, and say what happened."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from crmkit.exceptions import CallError, ConflictError, InputError, SchemaError, UnknownCustomerError
from crmkit.records import Interaction
from crmkit.schema.types.money import Money
from tests.base.world import NOW

ANNA = {"given_name": "Anna", "family_name": "Keller", "email": "anna@example.org"}


def order(name="order:app/1", ref="", **data):
    return Interaction(id=name, kind="order", at=NOW, ref=ref, data={"number": "1", **data})


def facts(base):
    return [fact for fact in base._keeper.backend.facts() if fact.kind != "journal"]


def test_a_customer_is_added_once_however_often_the_form_is_sent(place, opened):
    base = opened(place)
    anna = base.add(ANNA, source="web form")
    kept = facts(base)
    assert base.add(ANNA, source="web form") == anna
    assert facts(base) == kept
    assert anna.values["email"] == ("anna@example.org",)
    assert anna.version > 0


def test_an_update_adds_what_is_new_and_keeps_what_others_said(place, opened):
    base = opened(place)
    anna = base.add(ANNA, source="web form")
    later = (
        opened(place, clock=lambda: NOW + timedelta(days=1)) if place != "memory:" and "duckdb" not in place else base
    )
    new = later.update(anna.id, {"phone": "044 668 18 00"}, source="desk", expected_version=anna.version)
    newer = later.update(anna.id, {"family_name": "Favre"}, source="desk", expected_version=new.version)
    assert newer.id == anna.id
    assert newer.values["phone"] == ("+41446681800",)
    assert newer.values["email"] == ("anna@example.org",)
    assert {one.value.family for one in newer.provenance["name"]} == {"Keller", "Favre"}
    assert anna.version < new.version < newer.version
    assert len(newer.refs) == 2
    assert later.verify().ok
    assert later.update(anna.id, {"family_name": "Favre"}, source="desk", expected_version=None) == newer


def test_nobodys_change_is_lost(place, opened):
    base = opened(place)
    anna = base.add(ANNA, source="web form")
    base.update(anna.id, {"phone": "044 668 18 00"}, source="desk", expected_version=anna.version)
    kept = facts(base)
    with pytest.raises(ConflictError, match=r"changed since she was read \(version \d+ then, \d+ now\)"):
        base.update(anna.id, {"phone": "044 668 18 01"}, source="desk", expected_version=anna.version)
    assert facts(base) == kept


def test_values_that_cannot_be_used_are_all_named_and_nothing_is_kept(opened):
    base = opened("memory:")
    anna = base.add(ANNA, source="web form")
    kept = facts(base)
    with pytest.raises(InputError, match=r"correct them: .* @ email; .* @ phone"):
        base.update(anna.id, {"email": "anna@", "phone": "12"}, source="desk", expected_version=anna.version)
    with pytest.raises(SchemaError, match="says who a customer is"):
        base.add({"note": "nobody"}, source="desk")
    with pytest.raises(InputError):
        base.add({"email": "", "note": "nobody"}, source="desk")
    with pytest.raises(CallError, match=r"[Dd]id you mean"):
        base.add({"emial": "anna@example.org"}, source="desk")
    with pytest.raises(UnknownCustomerError):
        base.update("c-none", ANNA, source="desk", expected_version=None)
    assert facts(base) == kept


def test_an_event_is_kept_once_and_a_new_state_replaces_the_old(place, opened):
    base = opened(place)
    anna = base.add(ANNA, source="web form")
    assert base.record(order(ref=anna.id, status="open"))
    assert not base.record(order(ref=anna.id, status="open"))
    assert base.record(order(ref=anna.refs[0], status="paid", total=Money(1250, "CHF")))
    assert base.record(order(ref=anna.id, status="open"))
    (seen,) = base.customer(anna.id).related["orders"]
    assert (seen["status"], seen["at"]) == ("open", NOW)
    assert base.verify().ok


def test_an_event_moves_to_another_customer_with_its_last_state(place, opened):
    base = opened(place)
    anna = base.add(ANNA, source="web form")
    bruno = base.add({"family_name": "Bruno", "email": "b@example.org"}, source="web form")
    base.record(order(ref=anna.id))
    assert base.customer(anna.id).related
    base.record(order(ref=bruno.id))
    assert not base.customer(anna.id).related
    assert base.customer(bruno.id).related
    assert base.verify().ok


def test_an_event_of_a_kind_that_the_schema_does_not_know_is_kept_with_its_instant(place, opened):
    base = opened(place)
    anna = base.add(ANNA, source="web form")
    letter = Interaction(id="letter-1", kind="letter", at=NOW, ref=anna.refs[0], data={"pages": 2})
    assert base.record(letter)
    assert base.customer(anna.id).related == {"letter": ({"pages": 2, "at": NOW, "id": "letter-1"},)}
    assert base.verify().ok


def test_an_event_of_nobody_or_with_wrong_data_is_refused(opened):
    base = opened("memory:")
    anna = base.add(ANNA, source="web form")
    for ref in ("c-none", "web form/none"):
        with pytest.raises(UnknownCustomerError):
            base.record(order(ref=ref))
    with pytest.raises(CallError, match="total"):
        base.record(order(ref=anna.id, total="12.50"))
    assert not base.customer(anna.id).related


def test_threads_that_update_one_customer_lose_nothing(place, opened):
    base = opened(place)
    anna = base.add(ANNA, source="web form")

    def add_note(number):
        while True:
            held = base.customer(anna.id)
            known = held.values.get("note", "")
            try:
                return base.update(held.id, {"note": f"{known}{number};"}, source="desk", expected_version=held.version)
            except ConflictError:
                continue

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_note, range(8)))
    assert sorted(base.customer(anna.id).values["note"].split(";")) == ["", *"01234567"]


def test_old_ids_keep_working(opened):
    base = opened("memory:")
    anna, again = base.add(ANNA, source="a"), base.add({**ANNA, "phone": "044 668 18 00"}, source="b")
    base.merge(anna.id, again.id)
    updated = base.update(again.id, {"note": "calls on Mondays"}, source="desk", expected_version=None)
    assert updated.id == base.customer(anna.id).id == base.customer(again.id).id
