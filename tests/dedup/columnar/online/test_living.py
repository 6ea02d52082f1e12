"""One record at a time gives what a frame of all records gives, whatever came in which order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.columnar.encoding import encode
from crmkit.dedup.columnar.finding import find
from crmkit.dedup.columnar.online import shelf
from crmkit.dedup.columnar.online.living import Living
from crmkit.dedup.columnar.profiling import without_junk
from tests.dedup.columnar.online.worlds import CORRECTED, FIELDS, MODEL, TIGHT, judged, records


def living(rows, model=MODEL, first=None, upto=None):
    """Fill an index with some rows at once, and add the others one by one; a row is named by its place."""
    made = Living(model, model.learned, FIELDS, region="CH")
    names = list(range(len(rows))) if first is None else first
    made.fill(names, {column: [rows[name][column] for name in names] for column in FIELDS})
    for name in range(len(rows) if upto is None else upto):
        if name not in made:
            made.add(name, rows[name])
    return made


def near(index, row, but=None):
    found, _ = index.near(row, but=but)
    return {one.id: (one.verdict.weight, one.verdict.probability, one.verdict.verdict) for one in found}


@settings(max_examples=40, deadline=None)
@given(st.lists(records, min_size=2, max_size=14), st.sampled_from((MODEL, CORRECTED)))
def test_a_record_is_judged_as_in_a_frame(rows, model):
    frame, index = judged(rows, model), living(rows, model)
    for name, row in enumerate(rows):
        found = near(index, row, but=name)
        for other in range(len(rows)):
            pair = min(name, other), max(name, other)
            if pair in frame:
                assert found.get(other) == pytest.approx(frame[pair], abs=1e-9), (row, rows[other])


@settings(max_examples=25, deadline=None)
@given(st.lists(records, min_size=2, max_size=14))
def test_a_new_record_is_judged_as_in_a_frame_that_has_it(rows):
    frame, index = judged(rows, MODEL), living(rows[:-1])
    found = near(index, rows[-1])
    for other in range(len(rows) - 1):
        pair = other, len(rows) - 1
        if pair in frame:
            assert found.get(other) == pytest.approx(frame[pair], abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.lists(records, min_size=1, max_size=16), st.data())
def test_adding_one_by_one_is_as_filling_at_once(rows, data):
    order = data.draw(st.permutations(range(len(rows))))
    first = order[: data.draw(st.integers(0, len(rows)))]
    at_once, grown = living(rows, TIGHT), living(rows, TIGHT, first=list(first))
    for name, row in enumerate(rows):
        assert near(at_once, row, but=name) == near(grown, row, but=name)
        assert at_once.near(row)[1] == grown.near(row)[1]


@settings(max_examples=30, deadline=None)
@given(st.lists(records, min_size=2, max_size=16), st.data())
def test_what_was_removed_leaves_no_trace(rows, data):
    gone = data.draw(st.sets(st.integers(0, len(rows) - 1), min_size=1))
    whole, kept = living(rows, TIGHT), Living(TIGHT, TIGHT.learned, FIELDS, region="CH")
    for name in sorted(gone):
        whole.remove(name)
    for name, row in enumerate(rows):
        if name not in gone:
            kept.add(name, row)
    assert len(whole) == len(kept)
    for row in rows:
        assert near(whole, row) == near(kept, row)
        assert whole.near(row)[1] == kept.near(row)[1]


NAMES = ("Anna", "Bert", "Carl", "Dora", "Emil", "Fritz", "Gerd", "Hans")


@settings(max_examples=15, deadline=None)
@given(st.lists(records, min_size=2, max_size=6), st.integers(4, 8), st.integers(0, 8), st.data())
def test_a_contact_of_very_many_is_nobodys_one_by_one_too(rows, people, first, data):
    crowd = [
        {**dict.fromkeys(FIELDS), "given_name": name, "email": "info@example.com", "phone": "+41 44 668 18 00"}
        for name in NAMES[:people]
    ]
    every = data.draw(st.permutations([*rows, *crowd]))
    frame, index = judged(every, MODEL), living(every, first=list(range(min(first, len(every)))))
    for name, row in enumerate(every):
        found = near(index, row, but=name)
        for pair in (pair for pair in frame if name in pair):
            assert found.get(sum(pair) - name) == pytest.approx(frame[pair], abs=1e-9)
    for name in range(0, len(every), 2):
        index.remove(name)
    kept = living(every, first=list(range(1, len(every), 2)), upto=0)
    for row in every:
        assert near(index, row) == near(kept, row)


def test_a_block_that_grows_and_shrinks_is_parted_and_joined_again(monkeypatch):
    monkeypatch.setattr(shelf, "_FEWEST", 10)
    row = {**dict.fromkeys(FIELDS), "given_name": "Anna", "family_name": "Keller", "postcode": "8001"}
    index = living([{**row, "birth_date": f"19{50 + place % 30}-05-17"} for place in range(90)], TIGHT, first=[])
    found, unseen = index.near({**row, "birth_date": "1955-05-17"})
    assert {5, 35, 65} <= {one.id for one in found}
    assert sum(one.pairs for one in unseen) > 80
    for name in range(90):
        if name not in {0, 7, 80}:
            index.remove(name)
    found, unseen = index.near(row)
    assert sorted(one.id for one in found) == [0, 7, 80]
    assert not unseen


def customers_of(rows, model):
    """Give the clusters of a frame as sets of places."""
    columns = {name: [row[name] for row in rows] for name in FIELDS}
    features = without_junk(encode(columns, FIELDS, region="CH", learned=model.learned))
    clusters = find(features, len(rows), model=model).clusters.tolist()
    return {frozenset(place for place, one in enumerate(clusters) if one == cluster) for cluster in clusters}


@settings(max_examples=40, deadline=None)
@given(st.lists(records, min_size=1, max_size=20), st.sampled_from((MODEL, CORRECTED)), st.data())
def test_whoever_joins_one_by_one_is_with_whom_a_search_of_all_finds(rows, model, data):
    first = data.draw(st.permutations(range(len(rows))))[: data.draw(st.integers(0, len(rows)))]
    index = living(rows, model, first=list(first))
    assert {frozenset(index.cluster(name)) for name in range(len(rows))} == customers_of(rows, model)
