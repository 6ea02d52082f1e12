"""Properties of whole searches, and the cases that a customer base must get right."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.frames import dedupe, link
from crmkit.dedup.model import Model
from crmkit.exceptions import CallError, InputError, UnknownNameError
from tests.dedup.people import FIELDS, crowd, people

ALL = {**FIELDS, "street": "street", "postcode": "postcode"}
SCHEMA = dict.fromkeys(FIELDS, pl.String)


def search(*rows, **options):
    frame = pl.DataFrame([*rows, *crowd()], schema=dict.fromkeys(ALL, pl.String))
    return dedupe(frame, fields=ALL, **options)


ANNA = {
    "given_name": "Anna",
    "family_name": "Rosenfeld",
    "birth_date": "1980-05-17",
    "email": "anna.rosenfeld@example.org",
    "phone": "+41 79 555 01 01",
    "street": "Seestrasse 12",
    "postcode": "8001",
    "locality": "Zürich",
}


@settings(max_examples=25, deadline=None)
@given(st.lists(people, max_size=25))
def test_every_row_is_in_exactly_one_cluster(rows):
    found = dedupe(pl.DataFrame(rows, schema=SCHEMA), fields=FIELDS)
    assert found.clusters["id"].to_list() == list(range(len(rows)))
    assert found.clusters["cluster"].is_in(found.clusters["id"].to_list()).all()


@settings(max_examples=20, deadline=None)
@given(st.lists(people, min_size=2, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, random):
    frame = pl.DataFrame(rows, schema=SCHEMA).with_columns(pl.int_range(pl.len()).alias("key"))
    order = list(range(len(rows)))
    random.shuffle(order)
    groups = [
        {frozenset(ids) for ids in found.clusters.group_by("cluster").agg("id")["id"].to_list()}
        for found in (
            dedupe(frame, fields=FIELDS, id_column="key"),
            dedupe(frame[order], fields=FIELDS, id_column="key"),
        )
    ]
    alike = {tuple(row.values()) for row in rows}
    if len(alike) == len(rows):
        assert groups[0] == groups[1]
    else:
        assert sorted(map(len, groups[0])) == sorted(map(len, groups[1]))


@settings(max_examples=20, deadline=None)
@given(st.lists(people, min_size=2, max_size=20))
def test_reasons_add_up_to_the_weight(rows):
    found = dedupe(pl.DataFrame(rows, schema=SCHEMA), fields=FIELDS)
    for left, right, weight in found.pairs.head(20).select("left", "right", "weight").rows():
        explained = found.explain(left, right)
        assert explained.weight == pytest.approx(weight)
        assert explained.prior + sum(one.weight for one in explained.reasons) == pytest.approx(weight)
        assert str(left) in str(explained)


@pytest.mark.parametrize("name", ["birth_date", "email", "phone"])
def test_an_exact_copy_joins_its_row(name):
    row = {key: value for key, value in ANNA.items() if key in {"given_name", "family_name", name}}
    assert search(row, row).clusters["cluster"][1] == 0


@pytest.mark.parametrize(
    "change",
    [
        {"given_name": "Ana"},
        {"given_name": "A."},
        {"family_name": "Rosenfled", "phone": None},
        {"given_name": "Rosenfeld", "family_name": "Anna"},
        {"email": None, "phone": None, "street": "Bergweg 3", "postcode": "3000", "locality": "Bern"},
        {"family_name": "Okafor"},
        {"birth_date": "1980-05-71", "email": None},
        {"birth_date": None, "phone": None, "street": None},
    ],
)
def test_the_same_person_is_found_through_slips_and_changes(change):
    assert search(ANNA, {**ANNA, **change}).clusters["cluster"][1] == 0


@pytest.mark.parametrize(
    ("who", "change"),
    [
        ("homonyms", {"birth_date": "1955-11-02", "email": "a.r@example.com", "phone": "+41 78 444 02 02",
                      "street": "Bergweg 3"}),
        ("twins", {"given_name": "Miriam"}),
        ("spouses", {"given_name": "Victor", "birth_date": "1977-02-28"}),
        ("mother and daughter", {"birth_date": "1952-09-30"}),
        ("spouses without birth dates", {"given_name": "Victor", "birth_date": None}),
        ("junior", {"family_name": "Rosenfeld jr", "birth_date": None}),
        ("strangers with one phone", {"given_name": "Mehmet", "family_name": "Quispe", "birth_date": None,
                                      "email": None, "street": "Bergweg 3", "postcode": "3000", "locality": "Bern"}),
    ],
)  # fmt: skip
def test_two_people_are_never_one(who, change):
    first = {**ANNA, "family_name": "Rosenfeld sr"} if who == "junior" else ANNA
    found = search(first, {**ANNA, **change})
    assert found.clusters["cluster"][1] == 1, found.explain(0, 1)


def test_a_third_row_does_not_bring_two_people_together():
    bare = {"given_name": "Anna", "family_name": "Rosenfeld", "street": "Seestrasse 12", "postcode": "8001",
            "locality": "Zürich", "phone": ANNA["phone"]}  # fmt: skip
    mother = {**ANNA, "birth_date": "1952-09-30"}
    clusters = search(ANNA, mother, bare).clusters["cluster"]
    assert clusters[0] != clusters[1]


def test_a_judgement_outweighs_the_model():
    twin = {**ANNA, "given_name": "Miriam"}
    yes = pl.DataFrame({"left": [0], "right": [1], "same": [True]})
    no = pl.DataFrame({"left": [0], "right": [2], "same": [False]})
    clusters = search(ANNA, twin, ANNA, labels=pl.concat([yes, no])).clusters["cluster"].to_list()
    assert clusters[0] == clusters[1] != clusters[2]


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame({"given_name": []}, schema={"given_name": pl.String}),
        pl.DataFrame({"given_name": ["Anna"]}),
        pl.DataFrame({"given_name": [None, None], "email": [None, None]}),
        pl.DataFrame({"given_name": ["Anna"] * 300, "locality": ["Bern"] * 300}),
        pl.DataFrame({"thing": [1, 2]}),
    ],
)
def test_frames_with_little_in_them_give_a_cluster_for_each_row(frame):
    found = dedupe(frame)
    assert found.clusters["cluster"].to_list() == list(range(frame.height))
    assert found.evaluate(list(range(frame.height))).pairwise.f1 == 1.0


def test_results_come_back_in_the_callers_kind():
    pandas = pytest.importorskip("pandas")
    found = dedupe(pandas.DataFrame([ANNA, ANNA]), fields=ALL)
    assert isinstance(found.pairs, pandas.DataFrame)
    assert list(found.clusters.columns) == ["id", "cluster"]
    assert isinstance(dedupe(pandas.DataFrame({"given_name": ["Anna"]})).pairs, pandas.DataFrame)


def test_link_names_rows_by_source_and_id():
    shop = pl.DataFrame([ANNA, *crowd(30)])
    till = pl.DataFrame([{"No": "T1", "Vorname": "Anna", "Nachname": "Rosenfeld", "Geburtsdatum": "17.05.1980"}])
    found = link({"shop": shop, "till": till}, fields={"No": None}, id_column="No")
    assert found.clusters.columns == ["source", "id", "cluster"]
    assert found.clusters["cluster"][-1] == 0
    assert found.explain(("shop", "0"), ("till", "T1")).together
    assert found.pairs.columns[:2] == ["left_source", "right_source"]


def test_columns_of_codes_and_row_names_are_no_evidence():
    frame = pl.DataFrame([ANNA, ANNA]).with_columns(rid=pl.Series(["r1", "r2"]), cluster=pl.Series(["e1", "e1"]))
    found = dedupe(frame)
    assert found.id_column == "rid"
    assert found.fields["rid"] is None
    assert found.fields["cluster"] is None


def test_a_wrong_call_says_what_is_wrong():
    frame = pl.DataFrame({"given_name": ["Anna", "Anna"]})
    with pytest.raises(UnknownNameError, match="given_nam"):
        dedupe(frame, fields={"given_nam": "given_name"})
    with pytest.raises(UnknownNameError, match="target"):
        dedupe(frame, fields={"given_name": "givenname"})
    with pytest.raises(CallError, match="twice"):
        dedupe(frame, id_column="given_name")
    with pytest.raises(CallError, match="between 0 and 1"):
        dedupe(frame, min_probability=2)
    with pytest.raises(CallError, match="at least one"):
        link({})
    with pytest.raises(InputError):
        dedupe([1, 2])
    with pytest.raises(CallError, match="lack"):
        dedupe(frame, labels=pl.DataFrame({"left": [0]}))
    found = dedupe(frame)
    with pytest.raises(TypeError, match="truth"):
        bool(found)
    with pytest.raises(UnknownNameError, match="record"):
        found.explain(0, 99)
    with pytest.raises(CallError, match="entries"):
        found.evaluate([1])
    with pytest.raises(CallError, match="lacks"):
        found.evaluate({0: "a"})


def test_progress_and_thresholds():
    steps = []
    found = search(ANNA, ANNA, min_probability=0.99, progress=steps.append)
    assert {step.stage for step in steps} == {"block", "compare"}
    assert found.pairs.filter(verdict="same")["probability"].min() >= 0.99
    assert next(found.merged_pairs())[:2] == (0, 1)
    assert "customers" in str(found)


def test_a_model_survives_being_written():
    model = Model(same_bits=4.0)
    assert Model.from_json(model.to_json()) == model
    assert model.name != Model().name
    with pytest.raises(CallError):
        Model.from_json("{")


@settings(max_examples=15, deadline=None)
@given(
    st.lists(people, max_size=12),
    st.lists(people, max_size=12),
    st.sampled_from([["shop"], ["till"], ["shop", "till"]]),
)
def test_no_cluster_holds_two_rows_of_a_source_that_has_nobody_twice(shop, till, duplicate_free):
    frames = {"shop": pl.DataFrame([*shop, *shop[:3]], schema=SCHEMA), "till": pl.DataFrame(till, schema=SCHEMA)}
    found = link(frames, fields=FIELDS, duplicate_free=duplicate_free)
    held = found.clusters.filter(pl.col("source").is_in(duplicate_free))
    assert held.select("source", "cluster").is_unique().all()
    inside = pl.col("left_source") == pl.col("right_source")
    assert found.pairs.filter(inside & pl.col("left_source").is_in(duplicate_free)).is_empty()
    free, plain = (link(frames, fields=FIELDS, **given).clusters for given in ({"duplicate_free": []}, {}))
    assert free.equals(plain)


@settings(max_examples=10, deadline=None)
@given(st.lists(people, min_size=1, max_size=12), st.lists(people, max_size=12))
def test_one_frame_with_a_column_of_sources_is_judged_like_several(shop, till):
    rows = [*shop, *shop[:3], *till]
    named = pl.Series("where", ["shop"] * (len(rows) - len(till)) + ["till"] * len(till))
    whole = pl.DataFrame(rows, schema=SCHEMA)
    found = dedupe(
        whole.with_columns(named), fields=FIELDS, id_column=None, source_column="where", duplicate_free=["shop"]
    )
    linked = link(
        {one: frame for one in ("shop", "till") if (frame := whole.filter(named == one)).height},
        fields=FIELDS,
        duplicate_free=["shop"],
    )
    assert found.fields["where"] is None
    assert found.clusters["cluster"].to_list() == linked.clusters["cluster"].to_list()


def test_sources_that_have_nobody_twice_must_be_there():
    frame = pl.DataFrame([ANNA, ANNA]).with_columns(where=pl.Series([1, 2]))
    assert dedupe(frame, fields=ALL, source_column="where", duplicate_free="1").customers_found == 1
    with pytest.raises(UnknownNameError, match="shop"):
        dedupe(frame, fields=ALL, source_column="where", duplicate_free=["shop"])
    with pytest.raises(CallError, match="of which source"):
        dedupe(frame, fields=ALL, duplicate_free=["shop"])
    with pytest.raises(UnknownNameError, match="column"):
        dedupe(frame, fields=ALL, source_column="wher", duplicate_free=["shop"])


def test_of_two_rows_that_a_third_one_fits_the_better_one_takes_it():
    shop = pl.DataFrame([ANNA, ANNA | {"phone": "+41 79 555 01 99", "birth_date": None}])
    till = pl.DataFrame([ANNA])
    crowded = {"shop": shop, "till": till, "crowd": pl.DataFrame(crowd())}
    found = link(crowded, fields=ALL, duplicate_free=["shop"])
    first, second, other = found.clusters.filter(pl.col("source") != "crowd")["cluster"].to_list()
    assert first == other != second
    assert link(crowded, fields=ALL).clusters["cluster"].to_list()[:3] == [0, 0, 0]


def test_copies_in_a_source_that_has_nobody_twice_stay_apart():
    frames = {"shop": pl.DataFrame([ANNA] * 80), "till": pl.DataFrame([ANNA])}
    found = link(frames, fields=ALL, duplicate_free=["shop"])
    assert found.customers_found == 80


def test_a_label_that_joins_two_rows_of_such_a_source_is_refused():
    frames = {"shop": pl.DataFrame([ANNA, ANNA]).with_row_index("No").with_columns(pl.col("No").cast(pl.String))}
    labels = pl.DataFrame({
        "left_source": ["shop"], "left": ["0"], "right_source": ["shop"], "right": ["1"], "same": [True],
    })  # fmt: skip
    with pytest.raises(CallError, match="nobody twice"):
        link(frames, fields=ALL | {"No": None}, id_column="No", labels=labels, duplicate_free=["shop"])
    with pytest.raises(UnknownNameError, match="shop"):
        link(frames, fields=ALL | {"No": None}, id_column="No", duplicate_free=["shp"])
