"""An index in memory: what an app calls while somebody types."""

import threading

import pandas as pd
import polars as pl
import pytest

from crmkit.dedup.frames import dedupe
from crmkit.dedup.index import Index
from crmkit.dedup.model import Model
from crmkit.exceptions import CallError, InputError, MissingExtraError, UnknownNameError
from crmkit.schema.types.catalogue import find_type
from tests.dedup.people import crowd

ROWS = [{"key": f"k{place}", **one} for place, one in enumerate(crowd(60))]
FRAME = pl.DataFrame(ROWS)
FIELDS = {"key": None, **{name: name for name in ROWS[0] if name != "key"}}
MODEL = dedupe(FRAME, fields=FIELDS, id_column="key").model
TYPED = {"given_name": "Annaa", "family_name": "Mustern", "birth_date": ROWS[0]["birth_date"], "phone": "079 200 10 13"}


def index(records=FRAME, **options):
    return Index(MODEL, records, **{"fields": FIELDS, "id_column": "key"} | options)


def told(matches):
    return [(one.id, round(one.weight, 9), one.verdict) for one in matches]


def test_a_record_that_is_typed_again_is_found_with_its_reasons():
    found = index().match(TYPED)
    assert (found[0].id, found[0].verdict, len(found)) == ("k0", "same", 1)
    explained = found[0].explain()
    assert explained.weight == pytest.approx(found[0].weight, abs=1e-9)
    assert explained.prior + sum(one.weight for one in explained.reasons) == pytest.approx(explained.weight)
    assert {one.feature for one in explained.reasons} >= {"given", "birth_date", "phone"}
    assert explained.right == "k0"


def test_dataframes_of_any_kind_and_mappings_give_one_index():
    expected = told(index().match(TYPED))
    for records in (pd.DataFrame(ROWS), FRAME.to_arrow(), FRAME.lazy(), ROWS, tuple(ROWS), iter(ROWS)):
        assert told(index(records).match(TYPED)) == expected


def test_columns_and_ids_are_guessed_as_for_a_frame():
    made = Index(MODEL, FRAME.rename({"key": "id"}))
    assert made.id_column == "id"
    assert made.fields["email"] == "email"
    assert made.match(TYPED)[0].id == "k0"


def test_an_index_can_begin_empty():
    made = index(())
    assert [made.add(row) for row in ROWS[:3]] == ["k0", "k1", "k2"]
    assert len(made) == 3
    assert "k1" in made
    assert made.match(TYPED)[0].id == "k0"
    assert repr(made) == "<Index of 3 records>"


def test_a_record_is_not_compared_with_itself():
    made = index()
    assert told(made.match(ROWS[0])) == []
    nameless = {name: value for name, value in ROWS[0].items() if name != "key"}
    assert told(made.match(nameless, but="k0")) == []
    assert made.match(nameless)[0].id == "k0"


def test_new_records_join_their_customer_and_leave_it():
    made = index()
    assert made.cluster("k0") == ("k0",)
    made.add(TYPED, name="new")
    made.add({**TYPED, "email": "annaa@example.org"}, name="newer")
    assert made.cluster("k0") == made.cluster("newer") == ("k0", "new", "newer")
    made.remove("new")
    assert made.cluster("newer") == ("k0", "newer")
    assert made.cluster("k1") == ("k1",)
    with pytest.raises(UnknownNameError, match="new"):
        made.cluster("new")


def test_what_is_removed_is_not_found_and_can_come_again():
    made = index()
    made.remove("k0")
    assert told(made.match(TYPED)) == []
    made.add(ROWS[0])
    assert made.match(TYPED)[0].id == "k0"


def test_records_without_a_column_that_names_them_are_numbered():
    made = Index(MODEL, [{name: row[name] for name in row if name != "key"} for row in ROWS], fields=None)
    assert made.add(TYPED) == 60
    made.remove(60)
    assert made.add(TYPED) == 60
    assert made.add(TYPED) == 61
    assert made.add(TYPED, name="own") == "own"


def test_wrong_calls_say_what_to_do():
    made = index()
    with pytest.raises(UnknownNameError, match="given_name"):
        made.match({"givenname": "Anna"})
    with pytest.raises(UnknownNameError, match="k1"):
        made.remove("k01")
    with pytest.raises(CallError, match="has this id already"):
        made.add(ROWS[0])
    with pytest.raises(CallError, match="has no id"):
        made.add(TYPED)
    with pytest.raises(CallError, match="names 1 records twice"):
        index([ROWS[0], ROWS[0]])
    with pytest.raises(CallError, match="never trained"):
        Index(Model(), FRAME)
    with pytest.raises(UnknownNameError):
        Index(MODEL, (), fields={"given_name": "givenname"})
    with pytest.raises(InputError):
        Index(MODEL, 7)


def test_without_the_extra_one_sentence_names_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "crmkit.dedup.columnar.online.entering", None)
    with pytest.raises(MissingExtraError, match="frames"):
        index()


def test_what_share_a_block_with_too_many_is_told():
    crowded = [{"key": f"c{place}", **ROWS[0], "email": f"x{place}@example.org"} for place in range(120)]
    made = index([*ROWS, *({**one, "key": f"c{place}"} for place, one in enumerate(crowded))])
    found = made.match(TYPED)
    assert found.unseen
    assert all(one.pairs > 0 and one.records > 50 for one in found.unseen)
    assert 50 <= len(found) < 130


def test_threads_may_match_while_others_add():
    made, faults = index(), []

    def work(number):
        try:
            for place in range(20):
                made.add({**TYPED, "key": f"t{number}-{place}"})
                assert made.match(TYPED)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(made) == 140


def test_a_model_of_nothing_finds_nobody():
    nothing = dedupe(pl.DataFrame(schema={"given_name": pl.String})).model
    assert len(Index(nothing, FRAME, fields=FIELDS, id_column="key").match(TYPED)) == 0


def test_a_strange_id_in_a_record_is_no_id():
    made = index()
    assert made.match({**TYPED, "key": ["k0"]})[0].id == "k0"
    with pytest.raises(CallError, match="has no id"):
        made.add({**TYPED, "key": ["k0"]})


def test_cells_may_be_lists_numbers_and_empty():
    made = index(
        [{**row, "email": [row["email"], "other@example.org"], "postcode": int(row["postcode"])} for row in ROWS]
    )
    assert made.match({**TYPED, "email": [], "postcode": None})[0].id == "k0"
    assert (
        made.match({"email": ["none@example.org", ROWS[3]["email"]], "postcode": int(ROWS[3]["postcode"])})[0].id
        == "k3"
    )


@pytest.mark.parametrize("columns", [("email", "phone"), ("family_name", "birth_date"), ("given_name", "email")])
def test_a_model_that_knows_little_judges_by_that(columns):
    frame = pl.DataFrame([*ROWS, *({**row, "key": f"again {row['key']}"} for row in ROWS)]).select("key", *columns)
    fields = {"key": None, **{name: name for name in columns}}
    found = dedupe(frame, fields=fields, id_column="key")
    made = Index(found.model, frame, fields=fields, id_column="key")
    weights = {(left, right): weight for left, right, weight in found.pairs.select("left", "right", "weight").rows()}
    again = dedupe(frame, fields=fields, id_column="key", model=found.model)
    assert again.pairs.height == len(weights)
    for left, right, weight in again.pairs.select("left", "right", "weight").rows():
        row = frame.row(by_predicate=pl.col("key") == left, named=True)
        assert {one.id: one.weight for one in made.match(row)}[right] == pytest.approx(weight, abs=1e-9)


def test_cells_of_a_type_of_its_own_may_be_anything_it_reads():
    rows = [{**row, "site": f"example{place % 9}.org"} for place, row in enumerate(ROWS)]
    fields = {**FIELDS, "site": find_type("url")}
    model = dedupe(pl.DataFrame(rows), fields=fields, id_column="key").model
    typed = {**TYPED, "site": ("www.example0.org", None)}
    expected = told(Index(model, rows, fields=fields, id_column="key").match(typed))
    assert expected[0][0] == "k0"
    strange = [*rows[:-1], {**rows[-1], "site": ["example5.org", 7]}]
    assert told(Index(model, strange, fields=fields, id_column="key").match(typed)) == expected
    several = [*rows[:-1], {**rows[-1], "site": ("example5.org", "example6.org")}]
    assert told(Index(model, several, fields=fields, id_column="key").match(typed)) == expected


def test_what_was_judged_of_late_is_forgotten_in_time(monkeypatch):
    monkeypatch.setattr("crmkit.dedup.columnar.online.pairing._REMEMBERED", 5)
    made = index()
    assert [told(made.match(row)) for row in ROWS[:6]] == [told(index().match(row)) for row in ROWS[:6]]
