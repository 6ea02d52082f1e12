"""Any input gives an answer or one clear sentence, within the budget; and never does it matter how it was cut up."""

import random

import numpy as np
import pandas as pd
import polars as pl
import pytest
from attrs import evolve

from crmkit.dedup.columnar import judging, threads
from crmkit.dedup.frames import dedupe, link
from crmkit.dedup.index import Index
from crmkit.dedup.model import Model
from crmkit.dedup.page import duplicates_page
from crmkit.exceptions import CallError
from crmkit.report.charts import percent
from crmkit.report.html import render
from tests.dedup.people import crowd

NAMED = {name: name for name in ("given_name", "family_name", "birth_date", "email", "phone", "postcode")}
ANNA = {
    "given_name": "Anna",
    "family_name": "Rosenfeld",
    "birth_date": "1980-05-17",
    "email": "anna.rosenfeld@example.org",
    "phone": "+41 79 555 01 01",
    "postcode": "8001",
}
PLANNED = evolve(Model(), planning_records=25, pairs_anyway=50, random_pairs=300)
"""A model that treats a few hundred records like a million."""


def slips(count=80):
    """People with a slip in every second copy of them."""
    chance = random.Random(5)
    rows = crowd(count)
    again = [{**row, "given_name": row["given_name"][:-1], "phone": None} for row in rows[::2]]
    made = [*rows, *again]
    chance.shuffle(made)
    return pl.DataFrame(made)


def found_of(frame, **options):
    found = dedupe(frame, fields={name: name for name in frame.columns if name != "key"}, **options)
    return found.pairs, found.clusters, found.unseen


def groups(clusters):
    return {frozenset(ids) for ids in clusters.group_by("cluster").agg("id")["id"].to_list()}


@pytest.mark.parametrize("chunk", [5, 64])
def test_any_size_of_chunks_gives_identical_results(monkeypatch, chunk):
    frame = slips()
    whole = found_of(frame, model=PLANNED)
    monkeypatch.setattr(judging, "CHUNK", chunk)
    for one, other in zip(whole, found_of(frame, model=PLANNED), strict=True):
        assert one.equals(other) if isinstance(one, pl.DataFrame) else one == other


def test_any_number_of_threads_gives_identical_results(monkeypatch):
    frame = slips()
    whole = found_of(frame, model=PLANNED)
    monkeypatch.setattr(threads, "processors", lambda: 1)
    for one, other in zip(whole, found_of(frame, model=PLANNED), strict=True):
        assert one.equals(other) if isinstance(one, pl.DataFrame) else one == other


def test_of_the_telling_pairs_no_fewer_were_compared_than_is_estimated():
    frame = slips()
    fields = {name: name for name in frame.columns}
    whole = dedupe(frame, fields=fields)
    assert whole.estimated_recall == 1.0
    hasty = dedupe(frame, fields=fields, model=evolve(PLANNED, worth=0.2, pairs_anyway=0))
    compared = hasty.pairs.height / whole.pairs.height
    assert 0 < hasty.estimated_recall < 1
    assert hasty.estimated_recall <= compared
    assert percent(hasty.estimated_recall) in render(duplicates_page(hasty))


@pytest.mark.parametrize("seed", range(2))
def test_shuffled_rows_and_columns_give_identical_clusters(seed):
    frame = slips().with_row_index("key")
    shuffled = frame.sample(fraction=1, shuffle=True, seed=seed).select(
        random.Random(seed).sample(frame.columns, len(frame.columns))
    )
    one, other = (found_of(table, model=PLANNED, id_column="key") for table in (frame, shuffled))
    assert groups(one[1]) == groups(other[1])
    assert sorted(one[0]["weight"].round(9)) == sorted(other[0]["weight"].round(9))


def everywhere(count, row=ANNA, **others):
    return pl.DataFrame({name: [value] * count for name, value in {**row, **others}.items()})


BAD = {
    "columns that are all empty": (everywhere(200, dict.fromkeys(NAMED)), 200),
    "one value everywhere": (everywhere(200, {"family_name": "Muster"}), 200),
    "identical rows": (everywhere(200), 1),
    "no rows": (everywhere(0), 0),
    "one row": (everywhere(1), 1),
    "numbers, flags and bytes": (
        pl.DataFrame(
            {"given_name": [1, 2], "family_name": [True, False], "phone": [b"1", b"2"], "postcode": [1.5, None]}
        ),
        2,
    ),
    "cells that are structures": (pl.DataFrame({"email": [{"a": 1}, {"a": 2}], "family_name": [["x"], ["y", "z"]]}), 2),
    "cells without an end": (pl.DataFrame({name: ["x " * 5000, "y" * 9000] for name in NAMED}), 2),
    "mixed scripts": (
        pl.DataFrame({"given_name": ["Анна", "安娜", "آنا", "Άννα"], "family_name": ["Мустер", "穆", "موستر", "Π"]}),
        4,
    ),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_input_gets_an_answer(name):
    frame, customers = BAD[name]
    found = dedupe(frame, fields={column: column for column in frame.columns})
    assert found.clusters.height == frame.height
    assert found.customers_found == customers


@pytest.mark.parametrize("odd", [5, 10**40, 1.5, b"Muster", ["Muster"], {"a": 1}, object(), True, "\ud800", None])
def test_a_column_of_several_kinds_is_read_by_what_its_cells_are_as_text(odd):
    cells = {"family_name": ["Muster", "Mus\udffftersen", odd], "email": ["a@example.org", "b@example.org", odd]}
    frame = pd.DataFrame(cells, dtype=object)
    found = dedupe(frame, fields={name: name for name in cells})
    assert len(found.clusters) == 3
    assert found.customers_found == 3
    linked = link({"one": frame, "other": frame}, fields={name: name for name in cells})
    assert groups(pl.DataFrame(linked.clusters)) >= {frozenset({"0"}), frozenset({"1"})}
    rows = [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    index = Index(found.model, rows, fields={name: name for name in cells})
    assert [one.id for one in index.match({"family_name": "Must\ud800ersen", "email": "b@example.org"})] == [1]


def test_a_block_of_everybody_is_told_and_not_compared():
    rows = 3000
    frame = pl.DataFrame({"family_name": ["Muster"] * rows, "given_name": [f"n{place % 97}" for place in range(rows)]})
    found = dedupe(frame, fields={name: name for name in frame.columns})
    assert sum(one.pairs for one in found.unseen) > rows * 1000
    assert all(one.records <= rows and one.blocks for one in found.unseen)


@pytest.mark.parametrize(
    ("ids", "sentence"), [([1, 1], "twice"), ([1, None], "without a name"), ([[1], [2]], "names no record")]
)
def test_bad_ids_get_a_sentence(ids, sentence):
    frame = pl.DataFrame({"id": ids, "email": ["a@example.org", "b@example.org"]}, strict=False)
    with pytest.raises(CallError, match=sentence):
        dedupe(frame, fields={"email": "email"}, id_column="id")


def test_a_row_that_is_copied_stands_for_its_copies():
    others = [{name: row[name] for name in NAMED} for row in crowd(40)]
    slip = {**ANNA, "given_name": "Ana"}
    found = dedupe(pl.DataFrame([*others, *[ANNA] * 80, slip]), fields=NAMED)
    assert found.customers_found == 41
    assert set(found.clusters["cluster"][40:]) == {40}
    assert found.pairs.filter(left=40, right=119)["verdict"].to_list() == ["same"]
    assert found.explain(41, 119).together
    assert found.evaluate([*range(40), *[40] * 81]).pairwise.f1 == 1.0


def test_a_judged_row_is_no_copy():
    labels = pl.DataFrame({"left": [0], "right": [1], "same": [False]})
    found = dedupe(everywhere(80), fields=NAMED, labels=labels)
    clusters = found.clusters["cluster"].to_list()
    assert clusters[0] != clusters[1]


@pytest.mark.nightly
def test_a_hundred_thousand_copies_are_one_customer():
    assert dedupe(everywhere(100_000), fields=NAMED).customers_found == 1


@pytest.mark.nightly
@pytest.mark.parametrize("rows", [1_000_000])
def test_a_block_of_a_million_rows_stays_within_the_budget(rows):
    codes = np.arange(rows) % 17_576
    letters = [chr(97 + one // 676) + chr(97 + one // 26 % 26) + chr(97 + one % 26) for one in range(17_576)]
    frame = pl.DataFrame({"family_name": ["Muster"] * rows, "given_name": [letters[code] for code in codes.tolist()]})
    found = dedupe(frame, fields={name: name for name in frame.columns})
    assert found.pairs.height <= found.model.pairs_per_record * rows
    assert sum(one.pairs for one in found.unseen) > rows * 1000
