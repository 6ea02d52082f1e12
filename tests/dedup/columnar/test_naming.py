"""Records are called by their ids, and the sentence says what is wrong with them."""

import polars as pl
import pytest

from crmkit.dedup.columnar.naming import Places, name_records
from crmkit.exceptions import CallError


def test_without_ids_a_record_is_called_by_its_place():
    names = name_records(pl.DataFrame({"x": ["a", "b"]}), None, None)
    assert (list(names), names[1], list(names[0:1]), len(names)) == ([0, 1], 1, [0], 2)


def test_ids_may_be_of_any_kind_that_can_be_told_apart():
    for ids in (["a", "b"], [7, 8], [1.5, 2.5], [True, False]):
        names = name_records(pl.DataFrame({"id": ids}), "id", None)
        assert list(names) == ids
        assert dict(Places(names)) == {name: place for place, name in enumerate(ids)}


def test_of_linked_frames_an_id_is_a_pair():
    names = name_records(pl.DataFrame({"id": ["1", "1"], "from": ["shop", "till"]}), "id", "from")
    assert list(names) == [("shop", "1"), ("till", "1")]
    assert Places(names)["till", "1"] == 1
    assert len(Places(names)) == 2
    assert [one.to_list() for one in names.columns("id", "source").values()] == [["shop", "till"], ["1", "1"]]


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        (["a", "a"], "names 1 records twice"),
        (["a", None], "leaves 1 records without a name"),
        ([["a"], ["b"]], "names no record"),
        ([{"a": 1}, {"a": 2}], "names no record"),
    ],
)
def test_ids_that_name_no_record_are_refused_in_a_sentence(ids, sentence):
    with pytest.raises(CallError, match=sentence):
        name_records(pl.DataFrame({"id": ids}), "id", None)


def test_one_source_may_not_use_an_id_twice():
    with pytest.raises(CallError, match="twice"):
        name_records(pl.DataFrame({"id": ["1", "1"], "from": ["shop", "shop"]}), "id", "from")
