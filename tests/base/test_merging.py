"""Who is one: found, judged, kept apart, and named for ever."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.frames import dedupe
from crmkit.exceptions import CallError, RefusedError, UnknownCustomerError, UnknownNameError
from tests.base.world import customers, facts, load, memory, people, row, rows

few = settings(max_examples=settings().max_examples // 3)
SAME = {
    "Mail": "anna.keller@example.org",
    "Tel": "+41 44 668 18 00",
    "Street": "Seestrasse",
    "Postcode": "8001",
    "City": "Zürich",
    "Country": "CH",
}


@pytest.fixture
def twice(base):
    """A base in which two sources know the same Anna, and one also knows Bruno."""
    load(base, [row(1, **SAME), row(2, "Bruno", "Rossi", Mail="b@example.com")])
    load(base, [row(9, **SAME)], source="shop")
    return base


def test_what_is_found_is_merged_once_and_a_second_time_changes_nothing(twice):
    change = twice.merge(twice.find_duplicates())
    assert (change.before, change.after, change.judgements) == (3, 2, 1)
    held, known = customers(twice), facts(twice)
    again = twice.merge(twice.find_duplicates())
    assert (again.before, again.after, again.judgements) == (2, 2, 0)
    assert facts(twice) == known
    assert customers(twice) == held
    assert twice.verify().ok
    assert len({one.id for one in (change, again)}) == 2


def test_rows_of_a_source_that_has_nobody_twice_are_never_found_the_same(base):
    load(base, [row(1, **SAME), row(2, **SAME)])
    load(base, [row(9, **SAME)], source="shop")
    assert base.find_duplicates().customers_found == 1
    name = base.rows()[0].source
    found = base.find_duplicates(duplicate_free=[name])
    assert found.customers_found == 2
    assert base.find_duplicates(duplicate_free=name).clusters.equals(found.clusters)
    assert base.merge(found).after == 2
    with pytest.raises(UnknownNameError, match="shop"):
        base.find_duplicates(duplicate_free=["shp"])


def test_trying_writes_nothing(twice):
    found = twice.find_duplicates()
    ids = list(customers(twice))
    before = twice._keeper.backend.last()
    tried = [
        twice.merge(found, dry_run=True),
        twice.merge(ids[0], ids[1], dry_run=True),
        twice.not_same(ids[0], ids[1], dry_run=True),
    ]
    assert [(one.dry_run, one.judgements) for one in tried] == [(True, 1)] * 3
    assert [one.after for one in tried] == [2, 2, 3]
    assert "would make 3 customers 2" in str(tried[0])
    assert twice._keeper.backend.last() == before
    assert len(customers(twice)) == 3


@pytest.mark.parametrize("first", ["not_same", "merge"])
def test_whom_a_person_keeps_apart_no_rule_joins_again(twice, first):
    if first == "merge":
        twice.merge(twice.find_duplicates())
    assert twice.not_same("crm/1", "shop/9", reason="mother and daughter").after == 3
    for _ in range(2):
        change = twice.merge(twice.find_duplicates())
        assert (change.after, change.judgements) == (3, 0)
    load(twice, [row(5, **SAME)], source="till")
    twice.merge(twice.find_duplicates())
    assert twice.customer_of("crm/1") != twice.customer_of("shop/9")
    assert twice.verify().ok


def test_a_person_can_join_what_no_rule_finds_and_says_it_once(twice):
    anna, bruno = twice.customer_of("crm/1"), twice.customer_of("crm/2")
    assert twice.merge(anna, bruno, reason="married").judgements == 1
    again = twice.merge(anna, bruno)
    assert (again.before, again.after, again.judgements) == (2, 2, 0)
    assert twice.customer(bruno).refs == ("crm/1", "crm/2")


def test_what_a_person_confirms_outranks_the_rule_that_found_it(twice):
    twice.merge(twice.find_duplicates())
    anna = twice.customer_of("crm/1")
    assert twice.merge(anna, anna).judgements == 0
    with pytest.raises(CallError, match="two of its source rows"):
        twice.not_same(anna, anna)
    with pytest.raises(CallError, match="two of its source rows"):
        twice.not_same("crm/1", "crm/1")


def test_names_that_never_were_are_one_clear_sentence(twice):
    known = facts(twice)
    anna = twice.customer_of("crm/1")
    for act in (
        lambda: twice.customer("c-nobody"),
        lambda: twice.customer_of("crm/404"),
        lambda: twice.merge(anna, "c-nobody"),
        lambda: twice.merge(anna, "crm/404"),
        lambda: twice.not_same("crm/404", anna),
        lambda: twice.consent.check("c-nobody", purpose="newsletter", via="email"),
    ):
        with pytest.raises(UnknownCustomerError):
            act()
    with pytest.raises(CallError, match="two customers"):
        twice.merge(anna)
    assert facts(twice) == known


def test_what_was_found_in_another_frame_is_not_merged(twice):
    import polars as pl

    frame = pl.DataFrame({"First": ["Anna"] * 2, "Last": ["Keller"] * 2, "Mail": [SAME["Mail"]] * 2})
    found = dedupe(frame, fields={"First": "given_name", "Last": "family_name", "Mail": "email"})
    assert found.customers_found == 1
    with pytest.raises(UnknownCustomerError, match="was ever loaded"):
        twice.merge(found)


def distinct(data):
    return [one | {"No": str(number), "Last": "Keller"} for number, one in enumerate(data)]


@few
@given(rows(garbage=False), st.data())
def test_every_id_resolves_after_every_merge_and_every_value_has_its_row(data, draw):
    base = memory()
    load(base, distinct(data))
    ever = set(customers(base))
    for _ in range(draw.draw(st.integers(0, 4))):
        one, other = (draw.draw(st.sampled_from(sorted(ever))) for _ in range(2))
        act = draw.draw(st.sampled_from([base.merge, base.merge, base.not_same]))
        try:
            act(one, other)
        except RefusedError:
            assert base.customer(one).id != base.customer(other).id
        except CallError:
            assert base.customer(one).id == base.customer(other).id
        assert base.verify().ok
    held, by_ref = customers(base), {found.ref: found for found in base.rows()}
    ever |= set(held)
    assert sorted(ref for one in held.values() for ref in one.refs) == sorted(by_ref)
    for name in ever:
        assert base.customer(name).id in held
    for one in held.values():
        for name, origins in one.provenance.items():
            for origin in origins:
                assert origin.ref in one.refs
                assert origin.value in by_ref[origin.ref].values[name]
            chosen = [origin.value for origin in origins if origin.chosen]
            value = one.values[name]
            assert (list(value) if isinstance(value, tuple) else [value]) == chosen
            offered = sum(len(by_ref[ref].values.get(name, ())) for ref in one.refs)
            assert len(origins) == offered


@few
@given(rows(garbage=False), st.randoms(use_true_random=False))
def test_the_order_of_merges_does_not_matter(data, random):
    data = distinct(data)
    pairs = list(combinations(range(len(data)), 2))[:4]
    held = []
    for _ in range(2):
        base = memory()
        load(base, data)
        for one, other in pairs:
            base.merge(base.customer_of(f"crm/{one}"), base.customer_of(f"crm/{other}"))
        held.append(people(base))
        random.shuffle(pairs)
    assert held[0] == held[1]
