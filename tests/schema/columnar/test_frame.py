"""Cleaning dataframes: what comes out is what `clean` gives, cell by cell, whatever the kind of frame."""

import subprocess
import sys
from functools import partial
from types import ModuleType

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.exceptions import CallError, UnknownNameError
from crmkit.schema.cleaning import clean
from crmkit.schema.columnar import frame as cleaning_of_frames
from crmkit.schema.columnar.chunk import Chunk, Task, clean_chunk
from crmkit.schema.columnar.workers import Workers, working
from crmkit.schema.columns import clean_frame
from crmkit.schema.types.catalogue import TYPES
from crmkit.schema.types.choice import Choice
from tests.strategies import anything, mutated, values

PEOPLE = {
    "id": [1, 2, 3, 4],
    "tel": ["079 123 45 67", "044 668 18 00 int. 12", "-", None],
    "land": ["CH", "FR", "Deutschland", None],
}
KINDS = [pl.DataFrame, pd.DataFrame, pa.table]


def expected(cell, kind, region):
    cleaned = clean(cell, kind, region=region)
    text = None if cleaned.value is None else str(cleaned.value)
    return text, list(dict.fromkeys(one.code for one in cleaned.findings))


def columns(table, *names):
    return list(zip(*(list(pl.DataFrame(table)[name]) for name in names), strict=True))


@pytest.mark.parametrize("kind", TYPES)
@settings(max_examples=25, deadline=None)
@given(st.lists(st.none() | mutated() | values(), max_size=12), st.sampled_from([None, "CH", "FR", "XX"]))
def test_a_frame_is_cleaned_as_its_cells_are(kind, cells, region):
    cells = [cell.encode("utf-8", "ignore").decode() if cell else cell for cell in cells]
    cleaned = clean_frame(pl.DataFrame({"x": cells}, schema={"x": pl.String}), {"x": kind}, region=region)
    assert [(text, list(codes)) for text, codes in columns(cleaned, "x", "x_findings")] == [
        expected(cell, kind, region) for cell in cells
    ]


@pytest.mark.parametrize("kind", TYPES)
@settings(max_examples=25, deadline=None)
@given(st.lists(anything(), max_size=8))
def test_a_chunk_of_anything_is_cleaned_as_its_cells_are(kind, cells):
    chunk = clean_chunk(Task(kind, cells, "CH"))
    found = [(text, list(chunk.codes[place])) for text, place in zip(chunk.texts, chunk.noticed, strict=True)]
    assert found == [expected(cell, kind, "CH") for cell in cells]


@pytest.mark.parametrize("make", KINDS)
def test_what_comes_back_is_of_the_kind_of_the_caller(make):
    cleaned = clean_frame(make(PEOPLE), {"tel": "phone"}, region="CH", parts={"tel": ["kind", "others"]})
    assert type(cleaned) is type(make(PEOPLE))
    assert list(pl.DataFrame(cleaned).columns) == ["id", "tel", "tel_findings", "tel_kind", "tel_others", "land"]
    rows = columns(cleaned, "tel", "tel_kind")
    assert rows[:2] == [("+41791234567", "mobile"), ("+41446681800;ext=12", "fixed")]


def test_a_lazy_frame_comes_back_lazy():
    cleaned = clean_frame(pl.LazyFrame(PEOPLE), {"tel": "phone"}, region="CH")
    assert isinstance(cleaned, pl.LazyFrame)
    assert cleaned.collect()["tel"][0] == "+41791234567"


def test_rows_keep_their_place_and_their_index():
    frame = pd.DataFrame({"land": ["Suisse", "?", "France"]}, index=[7, 3, 5])
    cleaned = clean_frame(frame, {"land": "country"})
    assert cleaned.index.tolist() == [7, 3, 5]
    assert cleaned["land"].dropna().tolist() == ["CH", "FR"]
    assert cleaned.loc[3, "land_findings"] == ["country.placeholder"]


def test_the_country_of_a_row_decides_before_the_region():
    frame = pl.DataFrame({"tel": ["06 12 34 56 78", "079 123 45 67", "06 12 34 56 78"], "land": ["France", None, "F"]})
    cleaned = clean_frame(frame, {"tel": "phone"}, region="CH", country_column="land")
    assert cleaned["tel"].to_list() == ["+33612345678", "+41791234567", "+33612345678"]


def test_cells_of_several_kinds_are_told_apart():
    frame = pd.DataFrame({"x": [1, True, "1", None, [1], 1.0, float("nan")]}, dtype=object)
    cleaned = clean_frame(frame, {"x": "text"})
    assert [None if pd.isna(one) else one for one in cleaned["x"]] == ["1", "true", "1", None, "1", "1", None]


@pytest.mark.parametrize(
    "series",
    [
        pl.Series("x", ["Suisse", "CH"], dtype=pl.Categorical),
        pl.Series("x", [791234567.0, 41]),
        pl.Series("x", [], dtype=pl.String),
        pl.Series("x", [None, None], dtype=pl.Null),
        pl.Series("x", [["a"], None]),
        pl.Series("x", [b"a@b.ch", None]),
    ],
    ids=lambda one: str(one.dtype),
)
def test_columns_of_any_kind_are_cleaned(series):
    cells = series.cast(pl.String).to_list() if series.dtype == pl.Categorical else series.to_list()
    cleaned = clean_frame(pl.DataFrame([series]), {"x": "text"})
    assert cleaned.height == len(series)
    assert cleaned["x"].to_list() == [clean(cell, "text").value for cell in cells]


def test_a_type_may_be_given_itself_and_a_column_left_alone():
    status = Choice(options=("open", "closed"))
    frame = pl.DataFrame({"status": ["OPEN", "shut"], "note": ["  a ", "b"]})
    cleaned = clean_frame(frame, {"status": status, "note": None})
    assert cleaned["status"].to_list() == ["open", None]
    assert cleaned["note"].to_list() == ["  a ", "b"]


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (partial(clean_frame, pl.DataFrame(PEOPLE), {"phone": "phone"}), UnknownNameError),
        (partial(clean_frame, pl.DataFrame(PEOPLE), {"tel": "fone"}), UnknownNameError),
        (partial(clean_frame, pl.DataFrame(PEOPLE), {"tel": "phone"}, country_column="pays"), UnknownNameError),
        (partial(clean_frame, pl.DataFrame(PEOPLE), {"tel": "phone"}, parts={"land": ["x"]}), CallError),
        (partial(clean_frame, pl.DataFrame({"a": ["x"], "a_findings": ["y"]}), {"a": "text"}), CallError),
        (partial(clean_frame, [{"tel": "x"}], {"tel": "phone"}), CallError),
    ],
)
def test_a_wrong_call_says_what_is_wrong(call, error):
    with pytest.raises(error):
        call()


def test_progress_goes_up_to_all_cells():
    steps = []
    clean_frame(pl.DataFrame(PEOPLE), {"tel": "phone", "land": "country"}, region="CH", progress=steps.append)
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert (steps[-1].done, steps[-1].total, steps[-1].unit) == (8, 8, "cells")


CELLS = [f"079 {number:03} {number % 100:02} 11" for number in range(200, 900)]


def tasks(cells=CELLS):
    return [Task("phone", cells[at : at + 100], "CH") for at in range(0, len(cells), 100)]


def test_other_processes_give_the_same_in_the_same_order():
    with working(2) as workers:
        assert list(workers.clean(tasks())) == [clean_chunk(task) for task in tasks()]
        assert [process.poll() for process in workers._started] == [None, None]
    assert all(process.poll() is not None for process in workers._started)


def test_a_column_is_cleaned_by_other_processes_where_it_pays(monkeypatch):
    monkeypatch.setattr(cleaning_of_frames, "_PAYS", 0.0)
    monkeypatch.setattr(cleaning_of_frames, "_AT_ONCE", 100)
    monkeypatch.setattr(cleaning_of_frames, "_FIRST", 30)
    frame = pl.DataFrame({"tel": CELLS})
    parallel = clean_frame(frame, {"tel": "phone"}, region="CH", workers=2)
    assert parallel.equals(clean_frame(frame, {"tel": "phone"}, region="CH", workers=1))


def test_a_process_that_dies_loses_nothing():
    with working(2) as workers:
        chunks = workers.clean(tasks())
        first = next(chunks)
        for process in workers._started:
            process.kill()
        assert [first, *chunks] == [clean_chunk(task) for task in tasks()]


class OnlyHere(Choice):
    """A type that only this process knows."""

    def __reduce__(self):
        return (sys.modules["only_here"].OnlyHere, ())


def only_here():
    module = ModuleType("only_here")
    module.OnlyHere = OnlyHere
    OnlyHere.__module__, OnlyHere.__qualname__ = "only_here", "OnlyHere"
    return module


def test_a_type_that_other_processes_do_not_know_is_cleaned_here(monkeypatch):
    monkeypatch.setitem(sys.modules, "only_here", only_here())
    own = [Task(OnlyHere(), ["a", "b"], None), Task(OnlyHere(), ["c"], None)]
    with working(2) as workers:
        assert [chunk.texts for chunk in workers.clean(own)] == [["a", "b"], ["c"]]


def test_an_interruption_ends_the_processes():
    started = []

    def interrupted():
        with working(2) as workers:
            started.append(workers)
            assert isinstance(next(workers.clean(tasks())), Chunk)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    (workers,) = started
    assert all(process.poll() is not None for process in workers._started)


def test_without_processes_tasks_are_cleaned_here():
    workers = Workers(1)
    assert len(list(workers.clean(tasks()))) == len(tasks())
    assert workers._started == []


def test_a_script_without_a_guard_may_use_processes(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import polars as pl\n"
        "from crmkit.schema.columns import clean_frame\n"
        "from crmkit.schema.columnar import frame\n"
        "frame._PAYS = 0.0\n"
        "cells = [f'079 {one:03} 45 67' for one in range(200, 999)] * 3\n"
        "frame._FIRST = 10\n"
        "print('once', clean_frame(pl.DataFrame({'tel': cells}), {'tel': 'phone'}, region='CH', workers=2)['tel'][0])\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "once +41792004567\n"
