import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from crmkit.exceptions import InputError
from crmkit.intake.columnar import to_frame
from crmkit.intake.reading import read
from crmkit.intake.table import Row, Skip

COLUMNS = {"name": ["Anna", None, "Eva"], "no": [1.0, None, 3.0]}


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pl.LazyFrame, pa.table])
def test_every_kind_of_frame_gives_the_same_rows(make):
    table = read(make(COLUMNS))
    assert (table.origin, table.headings) == ("dataframe", ("name", "no"))
    assert list(table.rows) == [
        Row(1, {"name": "Anna", "no": 1}),
        Skip(2, "blank line"),
        Row(3, {"name": "Eva", "no": 3}),
    ]


def test_dates_lists_and_missing_values_of_pandas_become_scalars():
    frame = pd.DataFrame(
        {"at": [pd.Timestamp("2026-03-01 14:30"), pd.NaT], "n": pd.array([1, None], dtype="Int64"), "x": ["a", "b"]}
    )
    assert [line.cells for line in read(frame).rows] == [
        {"at": "2026-03-01T14:30:00", "n": 1, "x": "a"},
        {"at": None, "n": None, "x": "b"},
    ]
    nested = pl.DataFrame({"mails": [["a", "b"]], "home": [{"city": "Bern"}]})
    assert next(read(nested).rows).cells == {"mails": "a; b", "home.city": "Bern"}


def test_what_is_no_frame_is_refused():
    with pytest.raises(InputError, match="is a int, which cannot be read"):
        read(3)


def test_one_table_becomes_a_frame_of_its_columns_as_text():
    frame = to_frame([read([{"name": "Anna", "no": 1}, {"name": None, "no": 2.5}])])
    assert frame.to_dict(as_series=False) == {"name": ["Anna", None], "no": ["1", "2.5"]}


def test_several_tables_are_stacked_with_file_and_line_in_front():
    one = read(b"name;line\nAnna;x\n\nEva;y\n", name="one.csv")
    other = read(b"name;mail\nPaul;p@example.org\n", name="other.csv")
    assert to_frame([one, other]).to_dict(as_series=False) == {
        "file": ["one.csv", "one.csv", "other.csv"],
        "line": ["2", "4", "2"],
        "name": ["Anna", "Eva", "Paul"],
        "line (column)": ["x", "y", None],
        "mail": [None, None, "p@example.org"],
    }


def test_a_table_without_rows_is_an_empty_frame_with_its_columns():
    frame = to_frame([read(b"name;mail\n", name="bare.csv")])
    assert (frame.columns, frame.height) == (["name", "mail"], 0)
