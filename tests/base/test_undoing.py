"""What was done can be taken back, exactly; and when it cannot, the message says what stands in the way."""

import pytest
from attrs import evolve

from crmkit.customer_base import connect
from crmkit.exceptions import AccessError, CallError, RefusedError, UnknownCustomerError
from crmkit.ledger.row_documents import ROWS
from tests.base.test_acts import FoundPairs, state
from tests.base.world import NOW, facts, load, row

PEOPLE = {
    "crm/1": {"given_name": "Anna", "family_name": "Keller", "email": "anna@example.org"},
    "shop/1": {"given_name": "Anna", "family_name": "Favre", "email": "a.favre@example.org"},
    "till/1": {"given_name": "Bruno", "family_name": "Rossi", "email": "b@example.com"},
}


def add(base, ref, **more):
    source, key = ref.split("/")
    return base.add({"source_key": key, **PEOPLE.get(ref, {"family_name": "Keller"}), **more}, source=source)


def peopled(base):
    for ref in PEOPLE:
        add(base, ref)
    return base


@pytest.fixture
def three(opened):
    """A base of three customers with one row each."""
    return peopled(opened("memory:", actor="amelie"))


@pytest.fixture
def everywhere(place, opened):
    """The same in every kind of place."""
    return peopled(opened(place, actor="amelie"))


def together(base, *refs):
    return len({base.customer_of(ref) for ref in refs}) == 1


def test_a_merge_that_is_undone_leaves_everything_as_it_was_but_the_log(everywhere):
    before, known = state(everywhere), facts(everywhere)
    merged = everywhere.merge("crm/1", "shop/1", reason="married")
    after = state(everywhere)
    tried = everywhere.undo(merged.id, dry_run=True)
    assert state(everywhere) == after != before
    undone = everywhere.undo(merged.id, reason="sisters")
    assert state(everywhere) == before
    assert evolve(undone, id=tried.id, dry_run=True) == tried
    assert [fact.body["verdict"] for fact in facts(everywhere)[len(known) :]] == ["same", "undone"]
    again = everywhere.undo(merged.id)
    assert (again.judgements, again.effects) == (0, ())
    redone = everywhere.undo(undone.id)
    assert state(everywhere) == after
    assert (redone.before, redone.after) == (3, 2)
    assert everywhere.undo(undone.id).judgements == 0
    everywhere.undo(redone.id)
    assert state(everywhere) == before
    assert everywhere.verify().ok


def test_old_ids_find_their_customer_through_every_act(three):
    old = three.customer_of("shop/1")
    merged = three.merge("crm/1", "shop/1")
    assert three.customer(old).id == three.customer_of("crm/1") != old
    three.undo(merged.id)
    assert three.customer(old).refs == ("shop/1",)


def test_separated_rows_stay_apart_whatever_a_rule_finds(everywhere):
    everywhere.merge("crm/1", "shop/1")
    everywhere.merge("crm/1", "till/1")
    name = everywhere.customer_of("crm/1")
    done = everywhere.separate(name, ["shop/1", "till/1"], reason="another household")
    assert together(everywhere, "shop/1", "till/1")
    assert everywhere.customer(name).refs == ("crm/1",)
    assert {(one.kind, one.id) for one in done.effects} == {
        ("changes", name),
        ("appears", everywhere.customer_of("shop/1")),
    }
    found = FoundPairs([("crm/1", "till/1", 9.0), ("crm/1", "shop/1", 8.0)])
    again = everywhere.merge(found)
    assert (again.before, again.after, again.judgements, again.refused) == (2, 2, 0, 2)
    for conflict in again.conflicts:
        assert (conflict.actor, conflict.reason, conflict.against) == ("amelie", "another household", done.id)
    assert everywhere.verify().ok


def test_rows_that_only_the_other_side_held_together_are_held_together_by_the_person_who_parts_them(three):
    add(three, "till/2")
    three.merge(FoundPairs([("crm/1", "shop/1", 5.0), ("shop/1", "till/1", 5.0), ("crm/1", "till/2", 5.0)]))
    before = state(three)
    done = three.separate(three.customer_of("crm/1"), "shop/1")
    assert together(three, "crm/1", "till/1", "till/2")
    assert not together(three, "crm/1", "shop/1")
    three.undo(done.id)
    assert state(three) == before


def test_separating_needs_some_of_her_rows_and_not_all(three):
    three.merge("crm/1", "shop/1")
    name, known = three.customer_of("crm/1"), facts(three)
    for refs, match in ((["crm/1", "shop/1"], "not all"), ([], "some of these"), (["till/1", "x/9"], "till/1, x/9")):
        with pytest.raises(CallError, match=match):
            three.separate(name, refs)
    with pytest.raises(UnknownCustomerError):
        three.separate("c-nobody", ["crm/1"])
    assert facts(three) == known


def test_whom_a_person_keeps_apart_nobody_merges_before_that_is_lifted(three):
    kept = three.not_same("crm/1", "shop/1", reason="mother and daughter")
    known = facts(three)
    for dry_run in (True, False):
        with pytest.raises(
            RefusedError, match=rf"amelie said .*\(mother and daughter\).*base\.undo\('{kept.id}'\)"
        ) as told:
            three.merge("crm/1", "shop/1", dry_run=dry_run)
        assert told.value.because == kept.id
    assert facts(three) == known
    three.undo(kept.id)
    assert three.merge("crm/1", "shop/1").after == 2


def test_a_person_overrules_a_rule_that_keeps_apart_and_no_rule_a_person(three):
    rule = connect(three._keeper.backend, actor="rule:households", clock=lambda: NOW)
    rule.not_same("crm/1", "shop/1")
    with pytest.raises(RefusedError, match="rule:households said"):
        rule.merge("crm/1", "shop/1")
    three.merge("crm/1", "shop/1")
    three.merge("shop/1", "till/1")
    rule.not_same("till/1", "crm/1")
    assert together(three, "crm/1", "shop/1", "till/1")
    for act in (lambda: rule.undo("x"), lambda: rule.separate("x", ["crm/1"])):
        with pytest.raises(AccessError, match="A rule may not"):
            act()


def test_an_undoing_is_refused_while_a_later_act_builds_on_the_change(three):
    first = three.merge("crm/1", "shop/1")
    second = three.merge("crm/1", "till/1")
    after = state(three)
    with pytest.raises(RefusedError, match=rf"change {second.id} \(merge by amelie on .* undo that first") as told:
        three.undo(first.id)
    assert told.value.because == second.id
    assert state(three) == after
    three.undo(second.id)
    assert three.undo(first.id).after == 3


def test_acts_about_others_do_not_stand_in_the_way(three):
    add(three, "till/2")
    first = three.merge("crm/1", "shop/1")
    second = three.merge("till/1", "till/2")
    assert not together(three, "crm/1", "till/1")
    three.undo(first.id)
    assert together(three, "till/1", "till/2")
    assert not together(three, "crm/1", "shop/1")
    three.undo(second.id)
    assert len(list(three.customers())) == 4


def test_an_undoing_that_would_have_no_effect_names_what_holds_them_together(three):
    add(three, "shop/2")
    three.merge("shop/1", "shop/2")
    merged = three.merge("crm/1", "shop/1")
    found = three.merge(FoundPairs([("crm/1", "shop/2", 9.0)]))
    assert found.judgements == 1
    with pytest.raises(RefusedError, match="holds the same customers together") as told:
        three.undo(merged.id)
    assert told.value.because == found.id
    assert three.undo(found.id).judgements == 1
    assert not together(three, "crm/1", "shop/1") or three.undo(merged.id)


def test_what_a_person_undid_no_rule_does_again_by_whatever_path(three):
    add(three, "shop/2")
    three.merge(FoundPairs([("shop/1", "shop/2", 9.0)]))
    found = three.merge(FoundPairs([("crm/1", "shop/1", 9.0)]))
    three.undo(found.id)
    assert three.merge(FoundPairs([("crm/1", "shop/1", 9.0)])).judgements == 0
    detour = three.merge(FoundPairs([("crm/1", "shop/2", 9.0)]))
    assert (detour.judgements, detour.refused) == (1, 1)
    assert detour.conflicts[0].actor == "amelie"
    assert not together(three, "crm/1", "shop/1")
    assert three.merge("crm/1", "shop/1", reason="asked her").after == 2


def test_an_edit_after_a_merge_stays_with_the_id_that_stays_and_does_not_hinder(three):
    merged = three.merge("crm/1", "shop/1")
    name = three.customer_of("crm/1")
    three.update(name, {"phone": "044 668 18 00"}, source="desk", expected_version=None)
    three.undo(merged.id)
    assert three.customer(name).values["phone"] == ("+41446681800",)
    assert "phone" not in three.customer(three.customer_of("shop/1")).values


def test_an_edit_does_not_join_again_what_a_person_keeps_apart(three):
    name = three.customer_of("crm/1")
    three.update(name, {"phone": "044 668 18 00"}, source="desk", expected_version=None)
    three.separate(name, [f"desk/{name}"], reason="wrong number")
    with pytest.raises(RefusedError, match="wrong number"):
        three.update(name, {"phone": "044 668 18 01"}, source="desk", expected_version=None)


def test_nothing_is_undone_of_what_was_only_tried_or_of_rows_that_were_erased(three):
    for change in (three.merge("crm/1", "shop/1", dry_run=True).id, "nonsense", ""):
        with pytest.raises(CallError, match="has judged anything"):
            three.undo(change)
    merged = three.merge("crm/1", "shop/1")
    three._keeper.backend.delete(ROWS, "shop/1")  # as an erasure leaves it
    with pytest.raises(RefusedError, match="has been erased"):
        three.undo(merged.id)


def test_two_acts_in_one_instant_and_a_clock_that_goes_back_change_nothing(opened):
    base = opened("memory:", actor="amelie")
    for ref in PEOPLE:
        add(base, ref)
    earlier = connect(base._keeper.backend, actor="amelie", clock=lambda: NOW.replace(year=2020))
    for _ in range(2):
        merged = base.merge("crm/1", "shop/1")
        assert together(base, "crm/1", "shop/1")
        earlier.undo(merged.id)
        assert not together(base, "crm/1", "shop/1")
    assert base.verify().ok


def test_a_preview_shows_values_masked_and_which_rows_they_come_from(three):
    load(three, [row(7, Mail="anna@example.org", Tel="+41 44 668 18 00")], source="file")
    text = three.merge("crm/1", "file/7", dry_run=True).report()
    assert "email" not in text.split("phone")[0]
    assert "668" not in text
    assert "anna@" not in text
    (value,) = next(one for one in three.merge("crm/1", "file/7", dry_run=True).effects if one.kind == "changes").values
    assert (value.field, value.gone_from, value.come_from) == ("phone", (), ("file/7",))
