"""What a file says about its own weights and gates."""

import polars as pl
import pytest

from crmkit.dedup.frames import dedupe
from tests.dedup.people import crowd
from tests.dedup.traps.file import FIELDS, make_file


def gates_of(frame, fields):
    return {gate.name for gate in dedupe(frame, fields=fields)._evidence.found.scorer.gates}


def rows_of(people, copies):
    return [row for row in people for row in copies(row)]


def slipped(row, day):
    return {**row, "birth_date": f"{row['birth_date'][:4]}-{day}"}


PERSON = dict.fromkeys(["given_name", "family_name", "birth_date", "email", "phone", "street", "postcode", "locality"])
WHO = {name: name for name in PERSON}


def test_gates_that_rely_on_birth_dates_fall_where_birth_dates_are_often_wrong():
    people = crowd(60)
    right = pl.DataFrame(rows_of(people, lambda row: [row, row]))
    wrong = pl.DataFrame(rows_of(people, lambda row: [row, {**row, "birth_date": "1931-12-30"}]))
    assert "homonyms" in gates_of(right, WHO)
    assert "homonyms" not in gates_of(wrong, WHO)
    assert "generations" in gates_of(wrong, WHO)


def test_gates_that_rely_on_given_names_fall_where_official_numbers_prove_them_wrong():
    people = [{**row, "number": f"756.1234.{1000 + place}"} for place, row in enumerate(crowd(60))]
    fields = {**WHO, "number": "identifier"}
    other = {"given_name": "Zebulon"}
    twins = pl.DataFrame(rows_of(people, lambda row: [row, {**row, **other, "number": f"9{row['number'][::-1]}"}]))
    wrong = pl.DataFrame(rows_of(people, lambda row: [row, {**row, **other}]))
    assert "twins" in gates_of(twins, fields)
    assert "twins" not in gates_of(wrong, fields)


def test_without_homonyms_a_rare_name_alone_is_enough():
    people = [
        {
            **row,
            "given_name": f"{row['given_name']}{'abcdefghij'[place % 10]}",
            "family_name": f"{row['family_name']}{place}",
        }
        for place, row in enumerate(crowd(60) * 20)
    ]
    known = rows_of(people, lambda row: [row, slipped(row, row["birth_date"][5:])])
    assert "only_name" not in gates_of(pl.DataFrame(known), WHO)
    assert "only_name" in gates_of(pl.DataFrame(known[:40]), WHO)


@pytest.mark.parametrize("seed", [11, 12])
def test_look_alikes_teach_nothing(seed):
    """However many people look alike, what is learned of true pairs stays near to what it is without them."""
    some, many = (
        dedupe(make_file(seed, traps=traps, duplicates=120).frame, fields=FIELDS)._evidence.found.scorer.shares
        for traps in (1, 40)
    )
    for name in ("given", "family", "birth_date", "email", "phone"):
        assert abs(some[name].m[0] - many[name].m[0]) < 0.12


@pytest.mark.parametrize("seed", [21, 22])
def test_probabilities_are_near_to_what_happens(seed):
    made = make_file(seed, traps=20, duplicates=250)
    found = dedupe(made.frame, fields=FIELDS)._evidence.found
    judged = found.judged
    true = [made.who[one] == made.who[other] for one, other in zip(judged.left, judged.right, strict=True)]
    error = (found.chances() - pl.Series(true).cast(pl.Float64).to_numpy()) ** 2
    assert error.mean() < 0.03
    free = judged.held < 0
    assert abs(judged.probability[free].mean() - pl.Series(true).to_numpy()[free].mean()) < 0.03
