"""What was learned can be read by people, kept, and used again without training."""

import json

import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.frames import dedupe
from crmkit.dedup.learned import LearnedFeature, LearnedLevel, shipped
from crmkit.dedup.model import Model
from crmkit.exceptions import CallError
from tests.dedup.people import FIELDS, crowd, people

ALL = {**FIELDS, "street": "street", "postcode": "postcode"}
SCHEMA = dict.fromkeys(ALL, pl.String)


def frame(rows):
    return pl.DataFrame(rows, schema=SCHEMA)


TRAINED = dedupe(frame([*crowd(90), *crowd(20)]), fields=ALL).model


def test_a_model_that_was_trained_comes_back_from_its_json():
    again = Model.from_json(TRAINED.to_json())
    assert again == TRAINED
    assert again.name == TRAINED.name != Model().name


def test_the_json_names_every_level_with_its_shares_and_its_bits():
    given_name = json.loads(TRAINED.to_json())["learned"]["features"]["given"]["levels"]
    assert list(given_name) == ["equal", "short form", "typo", "initial", "similar", "different"]
    assert given_name["equal"]["weight"] > 0 > given_name["different"]["weight"]
    assert all(0 < one["m"] < 1 and 0 < one["u"] < 1 for one in given_name.values())


def test_values_are_written_down_only_where_several_records_have_them():
    rows = [
        {
            "given_name": "".join(chr(97 + (place * step) % 26) for step in (1, 3, 7, 11, 17)),
            "family_name": "".join(chr(97 + (place // 5 * step) % 26) for step in (5, 3, 9, 11, 1, 2))
            if place
            else "Seltenson",
            "email": f"{chr(97 + place % 26)}{place}@example.org",
            "locality": ("Bern", "Lyon", "Basel")[place % 3] if place else "Hamlet",
        }
        for place in range(260)
    ]
    model = dedupe(frame(rows), fields=ALL).model
    known = model.learned.features
    assert set(known["locality"].values) == {"bern", "lyon", "basel"}
    assert known["locality"].values["bern"] > 0.01 > known["locality"].rare
    assert not known["email"].values
    assert not any(word in model.to_json() for word in ("hamlet", "seltenson", "@example.org"))


def test_common_full_names_are_kept_with_what_they_weigh_less():
    alike = {**dict.fromkeys(ALL), "given_name": "Ottilie", "family_name": "Brunnmatt"}
    rows = [
        *crowd(90),
        *(
            {**alike, "birth_date": f"{1950 + place}-{place % 9 + 1:02}-{10 + place}", "email": f"o{place}@example.org"}
            for place in range(14)
        ),
    ]
    trained = dedupe(frame(rows), fields=ALL)
    learned = trained.model.trained
    assert learned.full_names["ottilie, brunnmatt"] < 0
    assert learned.namesakes == {"ottilie, brunnmatt"}
    again = dedupe(frame(rows), fields=ALL, model=Model.from_json(trained.model.to_json()))
    assert again.explain(95, 99).weight == pytest.approx(trained.explain(95, 99).weight, abs=0.05)


def test_a_model_of_many_people_stays_small():
    rows = [
        {
            "given_name": f"{'abcdefghij'[place % 10] * 4}{place % 50}",
            "family_name": f"fam{place}",
            "email": f"m{place}@example.org",
        }
        for place in range(4000)
    ]
    assert len(dedupe(frame(rows), fields=ALL).model.to_json()) < 60_000


@settings(max_examples=25, deadline=None)
@given(st.lists(people, min_size=2, max_size=20), st.integers(1, 19))
def test_with_a_trained_model_a_pair_weighs_the_same_whatever_stands_around_it(rows, cut):
    def weights(some):
        found = dedupe(frame(some), fields=ALL, model=TRAINED)
        return {(left, right): weight for left, right, weight in found.pairs.select("left", "right", "weight").rows()}

    whole, part = weights(rows), weights(rows[:cut])
    assert {pair: part[pair] for pair in part} == pytest.approx({pair: whole.get(pair) for pair in part}, abs=1e-9)


def test_a_trained_model_is_not_trained_again():
    found = dedupe(frame(crowd(30)), fields=ALL, model=TRAINED)
    assert found.model.learned is TRAINED.learned


def test_a_feature_that_training_never_saw_is_not_compared():
    learned = dedupe(pl.DataFrame([{"email": f"m{place}@example.org"} for place in range(30)])).model
    found = dedupe(frame([crowd(2)[0], {**crowd(2)[1], "email": crowd(2)[0]["email"]}]), fields=ALL, model=learned)
    assert [one.feature for one in found.explain(0, 1).reasons] == ["email"]


def test_names_that_stand_in_each_others_place_are_turned_as_training_saw_them():
    rows = [*crowd(60), {**crowd(1)[0], "given_name": "Muster", "family_name": "Anna", "email": None}]
    plain = dedupe(frame([{**one, "given_name": "Anna", "family_name": "Muster"} for one in crowd(40)]), fields=ALL)
    found = dedupe(frame(rows), fields=ALL, model=plain.model)
    assert "name order" not in [one.feature for one in found.explain(0, 60).reasons]
    assert plain.model.learned.turned("muster", "anna")


def test_a_model_that_was_never_trained_says_so():
    with pytest.raises(CallError, match="never trained"):
        _ = Model().trained


@pytest.mark.parametrize("share", [0.0, -1.0, float("nan")])
def test_a_share_is_above_zero(share):
    with pytest.raises(CallError, match="above 0"):
        LearnedLevel(share, 0.5)


@pytest.mark.parametrize("chance", [0.0, 1.5, float("nan")])
def test_the_chance_of_a_gate_is_a_probability(chance):
    with pytest.raises(CallError, match="'twins'"):
        evolve(TRAINED.trained, held_back={"twins": chance})


def test_levels_must_be_those_of_the_comparison():
    other = TRAINED.to_json().replace('"short form": {', '"shorter form": {')
    with pytest.raises(CallError, match="not a model"):
        Model.from_json(other)


def test_what_is_shipped_weighs_before_anything_was_learned():
    model = Model()
    learned = shipped(
        model.comparisons,
        ["given", "text:remarks", "own.url", "unheard of"],
        gates=["twins"],
        records=1000,
        duplicates_per_record=0.2,
    )
    assert list(learned.features) == ["given", "text:remarks", "own.url"]
    assert learned.prior == pytest.approx(-11.3, abs=0.05)
    assert learned.features["given"].values == {}


def test_a_better_level_never_weighs_less():
    feature = LearnedFeature(
        levels={"equal": LearnedLevel(0.1, 0.4), "typo": LearnedLevel(0.4, 0.1), "different": LearnedLevel(0.5, 0.5)},
        rare=0.1,
    )
    assert list(feature.weights().values()) == [2.0, 2.0, 0.0]


def test_what_judgements_taught_is_kept_with_the_model():
    rows = [*crowd(60), *({**one, "given_name": one["given_name"][:-1]} for one in crowd(60))]
    labels = [(place, place + 60, True) for place in range(20)] + [(place, place + 1, False) for place in range(20)]
    frame_of_labels = pl.DataFrame(labels, schema=["left", "right", "same"], orient="row")
    found = dedupe(frame(rows), fields=ALL, labels=frame_of_labels)
    assert found.model.trained.corrections.judged == 40
    again = dedupe(frame(rows), fields=ALL, model=Model.from_json(found.model.to_json()))
    assert again.pairs["weight"].to_list() == pytest.approx(found.pairs["weight"].to_list())
    assert again.model == found.model
    fewer = dedupe(frame(rows), fields=ALL, model=found.model, labels=frame_of_labels.head(5))
    assert fewer.model.trained.corrections == found.model.trained.corrections
