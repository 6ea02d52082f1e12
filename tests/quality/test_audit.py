"""The audit of a frame."""

from datetime import UTC, datetime

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import CallError, MissingExtraError, UnknownNameError
from crmkit.quality.audit import audit
from tests.quality.strategies import CELLS, FIELDS, NOTHING, frames

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def audited(rows):
    schema = dict.fromkeys(FIELDS, pl.String)
    return {one.name: one for one in audit(pl.DataFrame(rows, schema=schema), at=NOW, fields=FIELDS).fields}


@given(frames)
def test_every_figure_is_part_of_its_whole(rows):
    for name, one in audited(rows).items():
        assert 0 <= one.distinct <= one.valid <= one.filled <= one.rows == len(rows)
        assert one.filled == sum(row[name] not in NOTHING for row in rows)
        assert 0 <= one.validity <= 1
        assert 0 <= one.completeness <= 1


@given(frames, st.data())
def test_blanking_a_cell_lowers_the_completeness_of_its_column_and_no_other(rows, data):
    place = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from([one for one in FIELDS if rows[place][one] not in NOTHING] or [None]))
    if name is None:
        return
    before = audited(rows)
    after = audited([row | {name: data.draw(st.sampled_from(NOTHING))} if row is rows[place] else row for row in rows])
    assert after[name].filled == before[name].filled - sum(row is rows[place] for row in rows)
    assert after[name].completeness < before[name].completeness
    assert all(after[other] == before[other] for other in FIELDS if other != name)


@given(frames, st.data())
def test_a_usable_cell_in_place_of_a_broken_one_raises_validity_alone(rows, data):
    before = audited([*rows, {"Mail": "broken@", "Tel": None, "Born": None}])
    after = audited([*rows, {"Mail": "new@example.org", "Tel": None, "Born": None}])
    assert after["Mail"].validity > before["Mail"].validity
    assert after["Mail"].completeness == before["Mail"].completeness


@given(frames, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, random):
    before = audited(rows)
    random.shuffle(rows)
    assert audited(rows) == before


@given(frames)
def test_saying_everything_twice_changes_no_share(rows):
    once, twice = audited(rows), audited([*rows, *rows])
    for name in FIELDS:
        assert twice[name].completeness == once[name].completeness
        assert twice[name].validity == once[name].validity
        assert twice[name].distinct == once[name].distinct


@pytest.mark.parametrize("make", [pl.DataFrame, pd.DataFrame, pa.table])
def test_any_frame_library_gives_the_same_figures(make):
    data = {"E-mail": ["a@example.org", None, "broken@"], "Phone": ["+41 44 668 18 00", "+41 44 668 18 00", None]}
    report = audit(make(data), at=NOW)
    assert [(one.type, one.filled, one.valid, one.distinct) for one in report.fields] == [
        ("email", 2, 1, 1),
        ("phone", 2, 2, 1),
    ]


def test_what_is_not_recognised_is_text_and_an_empty_frame_is_whole():
    report = audit(pl.DataFrame({"Colour": ["red", None]}), at=NOW)
    assert [(one.type, one.filled) for one in report.fields] == [("text", 1)]
    empty = audit(pl.DataFrame({"E-mail": []}, schema={"E-mail": pl.String}), at=NOW)
    assert (empty.rows, empty.score) == (0, 1.0)
    assert audit(pl.DataFrame(), at=NOW).rows == 0


def test_wrong_calls_are_refused(monkeypatch):
    frame = pl.DataFrame({"Mail": CELLS["Mail"]})
    with pytest.raises(UnknownNameError, match="column"):
        audit(frame, at=NOW, fields={"Shoe": "email"})
    with pytest.raises(CallError, match="no zone"):
        audit(frame, at=NOW.replace(tzinfo=None))
    with pytest.raises(CallError, match="not a dataframe"):
        audit([1, 2], at=NOW)
    with pytest.raises(UnknownNameError, match="emial"):
        audit(frame, at=NOW, fields={"Mail": "emial"})
    monkeypatch.setitem(__import__("sys").modules, "narwhals", None)
    with pytest.raises(MissingExtraError, match="frames"):
        audit(frame, at=NOW)
